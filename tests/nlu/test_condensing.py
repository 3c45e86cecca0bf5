"""Counts condensed to few numbers: what scikit-learn would make of them, but for the rounding."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse import random as some_of
from sklearn.decomposition import TruncatedSVD

from bot.nlu.condensing import Condensing

COMPONENTS = 20


@pytest.fixture(scope="module")
def counts():
    return csr_matrix(some_of(300, 80, density=0.1, random_state=1, dtype=np.float32))


@pytest.fixture(scope="module")
def condensing(counts):
    return Condensing.learned(counts, COMPONENTS, most_examples=1000)


def test_the_numbers_are_those_of_the_truncated_svd(counts, condensing):
    order = np.random.default_rng(0).permutation(counts.shape[0])
    exact = TruncatedSVD(COMPONENTS, n_iter=1, random_state=1).fit(counts[order]).transform(counts)
    assert np.abs(condensing.condensed(counts) - exact).max() < 0.01 * np.abs(exact).max()


def test_a_message_alone_is_condensed_as_among_others_and_nothing_becomes_nothing(counts, condensing):
    together = condensing.condensed(counts)
    assert np.allclose(condensing.condensed(csr_matrix(counts[7])), together[7:8])
    nothing = csr_matrix((1, counts.shape[1]), dtype=np.float32)
    assert (condensing.condensed(nothing) == 0).all()


def test_a_count_that_no_example_has_adds_nothing(counts):
    wider = csr_matrix((counts.data, counts.indices, counts.indptr), shape=(counts.shape[0], counts.shape[1] + 1))
    condensing = Condensing.learned(wider, COMPONENTS, most_examples=1000)
    unseen = csr_matrix(([1.0], ([0], [counts.shape[1]])), shape=(1, wider.shape[1]), dtype=np.float32)
    assert (condensing.condensed(unseen) == 0).all()


def test_it_is_learned_from_so_many_examples_at_most(counts):
    drawn = np.random.default_rng(0).permutation(counts.shape[0])[:50]
    few = Condensing.learned(counts, COMPONENTS, most_examples=50)
    same = Condensing.learned(csr_matrix(counts[np.sort(drawn)]), COMPONENTS, most_examples=50)
    assert few.rows.shape == same.rows.shape == (counts.shape[1], COMPONENTS)
    assert lost(counts[drawn], few) == pytest.approx(lost(counts[drawn], same), rel=0.02)


def lost(counts, condensing):
    """How far counts are from what can be made of the few numbers again."""
    back = (condensing.rows * condensing.scale[:, np.newaxis]).T
    return np.linalg.norm(counts.toarray() - condensing.condensed(counts) @ back)


def test_what_was_saved_is_loaded_and_nothing_from_an_empty_folder(counts, condensing, tmp_path):
    assert Condensing.load(tmp_path) is None
    condensing.save(tmp_path)
    assert np.array_equal(Condensing.load(tmp_path).condensed(counts), condensing.condensed(counts))
