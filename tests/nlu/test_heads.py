"""The classifier's heads: what they learn, what they keep to themselves, and that saving changes nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bot.nlu.heads import Heads, Lesson, Training, _neighbours
from bot.nlu.network import Schooling

SCHOOLING = Schooling(hidden=32, dropout=0.2, decay=0.0, rate=0.01, steps=300, batch=64)
TRAINING = Training(networks=3, unseen=1 / 3, nearness=40.0, schooling=SCHOOLING)
UNCALIBRATED = Training(networks=1, unseen=0.0, nearness=40.0, schooling=SCHOOLING)
COLOURS = ["red", "green", "blue"]


def lesson(labels, rows=None, weights=None):
    """A lesson over rows, the first ones unless said otherwise."""
    return Lesson(list(rows or range(len(labels))), list(labels), list(weights or [1.0] * len(labels)))


def unit(vectors):
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def none(rows):
    return np.zeros((rows, 0), dtype=np.float32)


def clouds(count=60, seed=1, spread=0.3):
    """Points of three colours, each around a place of its own: features, labels."""
    random = np.random.default_rng(seed)
    places = np.arange(count) % 3
    points = np.eye(3)[places] * 2 + random.normal(0, spread, (count, 3))
    return points.astype(np.float32), [COLOURS[place] for place in places]


def chosen(heads, head, features, vectors):
    return [heads.labels[head][place] for place in heads.probabilities(features, vectors)[head].argmax(axis=1)]


def surprise(heads, head, features, vectors, labels):
    """How much the truth surprises on average, in natural units."""
    found = heads.probabilities(features, vectors)[head]
    truth = [heads.labels[head].index(label) for label in labels]
    return -np.log(found[np.arange(len(truth)), truth] + 1e-12).mean()


@pytest.fixture(scope="module")
def heads():
    features, labels = clouds()
    lessons = {
        "colour": lesson(labels),
        "warm": lesson(["yes" if label == "red" else "no" for label in labels[:45]], rows=range(45)),
    }
    return Heads.train(features, unit(features), lessons, TRAINING)


def test_what_can_be_told_apart_is_learned_by_every_head(heads):
    features, labels = clouds(seed=2)
    assert chosen(heads, "colour", features, unit(features)) == labels
    assert chosen(heads, "warm", features, unit(features)) == ["yes" if label == "red" else "no" for label in labels]


def test_each_head_has_the_labels_it_was_taught_and_one_column_for_each(heads):
    assert heads.labels == {"colour": sorted(COLOURS), "warm": ["no", "yes"]}
    found = heads.probabilities(clouds(7)[0], unit(clouds(7)[0]))
    assert {head: rows.shape for head, rows in found.items()} == {"colour": (7, 3), "warm": (7, 2)}


def test_probabilities_sum_to_one_and_nothing_is_impossible(heads):
    strange = np.array([[0, 0, 0], [1e3, -1e3, 0], [1, 1, 1]], dtype=np.float32)
    for vectors in (unit(strange + 1), np.zeros_like(strange)):
        for rows in heads.probabilities(strange, vectors).values():
            assert np.allclose(rows.sum(axis=1), 1, atol=1e-5)
            assert np.isfinite(rows).all() and (rows >= 0).all()


def test_a_head_with_one_label_is_left_out():
    features, labels = clouds()
    lessons = {"colour": lesson(labels), "always": lesson(["yes"] * len(labels))}
    heads = Heads.train(features, unit(features), lessons, TRAINING)
    assert set(heads.labels) == {"colour"}
    assert set(heads.probabilities(features, unit(features))) == {"colour"}


@pytest.mark.parametrize("often", [1, 2, 12])
@pytest.mark.parametrize("seldom", [1, 2])
def test_a_label_that_stands_there_once_or_twice_is_learned_too(often, seldom):
    features = np.vstack([np.tile([1.0, 0], (often, 1)), np.tile([0, 1.0], (seldom, 1))]).astype(np.float32)
    labels = ["often"] * often + ["seldom"] * seldom
    heads = Heads.train(features, unit(features), {"head": lesson(labels)}, TRAINING)
    found = heads.probabilities(np.eye(2, dtype=np.float32), np.eye(2, dtype=np.float32))["head"]
    assert found[1][1] > found[0][1]
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)


def test_calibration_makes_the_truth_less_surprising_where_the_examples_contradict_each_other():
    random = np.random.default_rng(3)
    features = random.normal(size=(600, 40)).astype(np.float32)
    labels = [COLOURS[place] for place in (features[:, 0] + random.normal(0, 1.5, 600) > 0).astype(int)]
    seen, held = slice(0, 150), slice(150, 600)
    outcome = {}
    for training in (TRAINING, UNCALIBRATED):
        heads = Heads.train(features[seen], none(150), {"head": lesson(labels[seen])}, training)
        outcome[training.networks] = surprise(heads, "head", features[held], none(450), labels[held])
    assert outcome[3] < outcome[1] - 0.05


def test_neighbours_know_what_the_features_do_not_tell():
    points, labels = clouds()
    blank = np.zeros((len(points), 2), dtype=np.float32)
    lessons = {"colour": lesson(labels)}
    fresh, truth = clouds(30, seed=5)
    assert chosen(Heads.train(blank, unit(points), lessons, TRAINING), "colour", blank[:30], unit(fresh)) == truth
    without = Heads.train(blank, none(len(points)), lessons, TRAINING)
    assert len(set(chosen(without, "colour", blank[:30], none(30)))) == 1


def test_an_example_does_not_vote_for_itself_while_it_is_learned_what_neighbours_are_worth():
    """Vectors that all stand apart and labels that follow nothing: whoever believes the neighbours believes an echo."""
    labels = [COLOURS[place] for place in np.random.default_rng(4).integers(0, 2, 2000)]
    blank, vectors = np.zeros((2000, 2), dtype=np.float32), np.eye(2000, dtype=np.float32)
    heads = Heads.train(blank, vectors, {"head": lesson(labels)}, TRAINING)
    assert heads.probabilities(blank, vectors)["head"].max() < 0.75


def test_without_vectors_the_features_decide():
    features, labels = clouds()
    heads = Heads.train(features, none(len(features)), {"colour": lesson(labels)}, TRAINING)
    fresh, truth = clouds(30, seed=6)
    assert chosen(heads, "colour", fresh, none(30)) == truth


@pytest.mark.parametrize("heavy", ["red", "green"])
@pytest.mark.parametrize("with_vectors", [True, False])
def test_of_examples_that_contradict_each_other_the_weightier_is_believed(heavy, with_vectors):
    labels = ["red", "green"] * 6 + ["blue"] * 6
    weights = [1.0 if label in (heavy, "blue") else 0.2 for label in labels]
    features = np.array([[0.0, 1.0] if label == "blue" else [1.0, 0.0] for label in labels], dtype=np.float32)
    vectors = features if with_vectors else none(len(labels))
    heads = Heads.train(features, vectors, {"head": lesson(labels, weights=weights)}, TRAINING)
    assert chosen(heads, "head", features[:1], vectors[:1]) == [heavy]


def test_saved_and_loaded_the_heads_say_the_same(heads, tmp_path):
    features, vectors = clouds(20, seed=7)[0], unit(clouds(20, seed=7)[0])
    heads.save(tmp_path)
    loaded = Heads.load(tmp_path)
    assert loaded.labels == heads.labels
    before, after = heads.probabilities(features, vectors), loaded.probabilities(features, vectors)
    assert all(np.allclose(before[head], after[head], atol=2e-3) for head in before)


def test_heads_without_vectors_can_be_saved_too(tmp_path):
    features, labels = clouds()
    heads = Heads.train(features, none(len(features)), {"colour": lesson(labels)}, TRAINING)
    heads.save(tmp_path)
    before = heads.probabilities(features, none(len(features)))["colour"]
    after = Heads.load(tmp_path).probabilities(features, none(len(features)))["colour"]
    assert np.allclose(before, after, atol=2e-3)


def test_what_the_experts_are_worth_can_be_learned_from_a_part_of_the_examples():
    features, labels = clouds(count=300)
    lessons = {"colour": lesson(labels), "rare": lesson(["yes", "no"], rows=[0, 1])}
    everyone = Heads.train(features, unit(features), lessons, TRAINING)
    some = Heads.train(features, unit(features), lessons, replace(TRAINING, unseen=0.1))
    unseen, truth = clouds(count=300, seed=2)
    surprises = [surprise(heads, "colour", unseen, unit(unseen), truth) for heads in (everyone, some)]
    assert surprises[0] == pytest.approx(surprises[1], abs=0.02)
    assert surprises[0] != surprises[1]


def test_an_example_that_judges_does_not_vote_for_itself():
    """Whoever it is: alone with others' labels around it, it hears only theirs."""
    vectors = unit(np.random.default_rng(1).normal(size=(30, 8)))
    votes, judges = np.eye(30, dtype=np.float32), np.array([7, 3, 22])
    heard = _neighbours(vectors[judges], vectors, votes, 40.0, of=judges)
    assert (heard[[0, 1, 2], judges] == 0).all()
    assert (heard.sum(axis=1) > 0).all()
    assert (_neighbours(vectors[judges], vectors, votes, 40.0)[[0, 1, 2], judges] == 1).all()
