"""Vectors in files: nearly those that were written, found by their text."""

from __future__ import annotations

import numpy as np
import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.data_file import ROOT
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.vectors import digest, directions, read_vectors, rounded, write_vectors

TEXTS = ["passi pitää uusia", "mitt pass har gått ut", "millainen sää huomenna on"]


def some(number, seed=0):
    made = np.random.default_rng(seed).standard_normal((number, 384)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def test_rounding_turns_a_vector_by_less_than_a_degree():
    vectors = some(200)
    assert (np.sum(directions(rounded(vectors)) * vectors, axis=1) > np.cos(np.radians(1))).all()
    assert np.allclose(np.linalg.norm(directions(rounded(vectors)), axis=1), 1)


def test_what_was_written_is_read_and_later_files_add_to_earlier_ones(tmp_path):
    rows = rounded(some(3))
    write_vectors(tmp_path / "a.npz", {digest("a"): rows[0], digest("ä"): rows[1]})
    write_vectors(tmp_path / "b.npz", {digest("b"): rows[2]})
    found = read_vectors([tmp_path / "a.npz", tmp_path / "b.npz", tmp_path / "nowhere.npz"])
    assert set(found) == {digest("a"), digest("ä"), digest("b")}
    assert (found[digest("ä")] == rows[1]).all() and found[digest("ä")].dtype == np.int8


@pytest.fixture
def encoder(tmp_path):
    return SentenceEncoder(250, str(tmp_path / "known"), str(tmp_path / "kept.npz"), "encoder")


def encoded(encoder, *texts):
    messages = [Message({TEXT: text, "intent": "inform"}) for text in texts]
    encoder.process_training_data(TrainingData(messages))
    return [message.features[0].features[0] for message in messages]


def planted(number):
    """A vector that no sentence has."""
    return rounded(some(1, seed=number))[0]


def test_vectors_are_taken_from_the_files_and_only_others_are_made_and_kept(encoder, tmp_path):
    write_vectors(tmp_path / "known" / "one.npz", {digest(TEXTS[0]): planted(1)})
    write_vectors(tmp_path / "kept.npz", {digest(TEXTS[1]): planted(2), digest("no example any more"): planted(3)})
    vectors = encoded(encoder, *TEXTS)
    assert np.allclose(vectors[:2], directions(np.array([planted(1), planted(2)])), atol=1e-6)
    spoken = Message({TEXT: TEXTS[2]})
    encoder.process([spoken])
    assert vectors[2] @ spoken.features[0].features[0] > 0.999
    assert set(read_vectors([tmp_path / "kept.npz"])) == {digest(TEXTS[1]), digest(TEXTS[2])}
    assert np.allclose(encoded(encoder, *TEXTS), vectors)


def test_without_files_the_same_vectors_are_made(encoder):
    assert np.allclose(encoded(SentenceEncoder(250, None, None, "encoder"), *TEXTS), encoded(encoder, *TEXTS))


def test_the_vectors_in_the_repository_are_those_that_the_encoder_makes_of_our_examples():
    known = read_vectors(sorted((ROOT / "data" / "vectors").glob("*.npz")))
    texts = [text for text in TEXTS if digest(text) in known] or ["moi", "hej", "kiitos", "tack", "passi", "pass"]
    own = [text for text in texts if digest(text) in known]
    assert own, "no vector of so common words: are the files those of another encoder?"
    made = np.array(encoded(SentenceEncoder(250, None, None, "encoder"), *own))
    assert (np.sum(made * directions(np.array([known[digest(text)] for text in own])), axis=1) > 0.999).all()
