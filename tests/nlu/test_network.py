"""The network that all heads share: what it learns, from whom, and that it is the same each time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bot.nlu.network import Network, Schooling, Targets, train_crosswise

SCHOOLING = Schooling(hidden=32, dropout=0.2, decay=0.0, rate=0.01, steps=300, batch=32)


def points(count=120, seed=1):
    """Points in the plane, far from both axes."""
    random = np.random.default_rng(seed)
    signs = random.choice([-1.0, 1.0], (count, 2))
    return (signs * random.uniform(0.5, 1.5, (count, 2))).astype(np.float32)


def targets_of(features, taught=None):
    """Two heads: are the signs equal (no straight line tells), is the first above zero. `taught`: rows of the second."""
    equal, above = (features[:, 0] * features[:, 1] > 0), features[:, 0] > 0
    truth = np.stack([~equal, equal, ~above, above], axis=1).astype(np.float32)
    counts = np.ones((len(features), 2), np.float32)
    if taught is not None:
        counts[:, 1] = 0
        counts[taught, 1] = 1
        truth[:, 2:] *= counts[:, 1:]
    return Targets(truth, counts, np.array([2, 2]))


def right(scores, targets):
    return (scores[:, :2].argmax(1) == targets.truth[:, :2].argmax(1)).mean(), (
        scores[:, 2:].argmax(1) == targets.truth[:, 2:].argmax(1)
    ).mean()


def test_it_learns_what_no_straight_line_tells_apart():
    network, *_ = train_crosswise(points(), targets_of(points()), 3, 1 / 3, SCHOOLING)
    fresh = points(200, seed=2)
    assert min(right(network.scores(fresh), targets_of(fresh))) > 0.97


def test_a_head_learns_from_its_own_examples_only():
    """Half of the examples say nothing of the second head, which learns from the others all the same."""
    features = points()
    half = np.flatnonzero(features[:, 1] > 0)
    some = targets_of(features, taught=half)
    network, *_ = train_crosswise(features, some, 1, 0, SCHOOLING)
    fresh = points(200, seed=3)
    assert min(right(network.scores(fresh), targets_of(fresh))) > 0.95


def test_an_example_that_counts_more_is_believed_more():
    features = np.zeros((20, 2), np.float32)
    truth = np.tile(np.array([[0.9, 0.0], [0.0, 0.1]], np.float32), (10, 1))
    taught = Targets(truth, truth.sum(1, keepdims=True), np.array([2]))
    network, *_ = train_crosswise(features, taught, 1, 0, replace(SCHOOLING, dropout=0.0, steps=1000))
    first, second = np.exp(network.scores(features[:1])[0])
    assert first / (first + second) == pytest.approx(0.9, abs=0.03)


def test_the_weights_shrink_the_more_the_fewer_examples_there_are():
    def length(count, decay):
        schooling = replace(SCHOOLING, decay=decay)
        network, *_ = train_crosswise(points(count), targets_of(points(count)), 1, 0, schooling)
        return np.linalg.norm(network.into) + np.linalg.norm(network.out)

    shrunk = [length(count, 100.0) / length(count, 0.0) for count in (50, 500)]
    assert shrunk[0] < 0.9 * shrunk[1] < 0.9


def test_the_scores_for_an_example_come_from_the_network_that_has_not_seen_it():
    """Labels that follow nothing can be learned by heart, but not guessed."""
    random = np.random.default_rng(4)
    features = random.normal(size=(200, 40)).astype(np.float32)
    side = random.integers(0, 2, 200)
    truth = np.eye(2, dtype=np.float32)[side]
    by_heart = Targets(truth, np.ones((200, 1), np.float32), np.array([2]))
    network, rows, scores = train_crosswise(features, by_heart, 4, 0.2, SCHOOLING)
    assert (network.scores(features).argmax(1) == side).mean() > 0.9
    assert len(rows) == len(set(rows)) == 160
    assert (scores[rows].argmax(1) == side[rows]).mean() < 0.65
    assert not scores[np.setdiff1d(np.arange(200), rows)].any()


def test_trained_again_it_is_the_same():
    first, second = (train_crosswise(points(), targets_of(points()), 2, 0.1, SCHOOLING) for _ in range(2))
    assert np.array_equal(first[2], second[2])
    assert np.array_equal(first[0].scores(points(5)), second[0].scores(points(5)))


def test_joined_networks_say_what_they_say_on_average_and_weighed_it_counts_so_much():
    random = np.random.default_rng(5)
    several = [
        Network(*(random.normal(size=shape).astype(np.float32) for shape in ((2, 8), 8, (8, 4), 4))) for _ in range(3)
    ]
    mean = np.mean([one.scores(points(9)) for one in several], axis=0)
    joined = Network.joined(several)
    assert np.allclose(joined.scores(points(9)), mean, atol=1e-5)
    worth = np.array([1.0, 2.0, 0.5, 0.0])
    assert np.allclose(joined.weighed(worth).scores(points(9)), mean * worth, atol=1e-5)


def test_fewer_examples_than_a_batch_are_enough():
    network, *_ = train_crosswise(points(8), targets_of(points(8)), 2, 0.125, SCHOOLING)
    assert np.isfinite(network.scores(points(8))).all()
