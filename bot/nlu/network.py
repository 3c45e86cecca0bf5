"""A small neural network that answers for all heads at once: what one head learns of a word, the others know too.

One hidden layer, trained by AdamW with dropout. It is written in numpy because no library at hand does this part: a
message teaches some heads and not others (scikit-learn's MLPClassifier wants every answer of every example), and
TensorFlow would take longer to import than this takes to learn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed

# So much do weights shrink at most: with a handful of examples nothing would be learned otherwise.
MOST_DECAY = 10.0


@dataclass(frozen=True)
class Targets:
    """What is taught, a row for an example: `truth` has a column for each label of each head, `counts` one for each
    head: how much the example counts there, 0 where it teaches nothing. `widths`: how many labels each head has."""

    truth: np.ndarray
    counts: np.ndarray
    widths: np.ndarray


@dataclass(frozen=True)
class Schooling:
    """How networks are trained. `hidden`: how wide the layer is; `dropout`: the part of it that is left out at each
    step; `decay`: of how many examples the weights shrink by as much as a step is long; of half as many by four times
    as much, of ten times as many by next to nothing; `rate`: how far a step goes at first, evenly less until the last
    of `steps`; `batch`: examples a step."""

    hidden: int
    dropout: float
    decay: float
    rate: float
    steps: int
    batch: int


@dataclass(frozen=True)
class Network:
    """A trained network: weights into and out of the hidden layer, with their biases."""

    into: np.ndarray
    into_bias: np.ndarray
    out: np.ndarray
    out_bias: np.ndarray

    def scores(self, features: np.ndarray) -> np.ndarray:
        """A row for each row of features: for each label how much speaks for it, the logarithm of a share."""
        layer = features @ self.into + self.into_bias
        return np.maximum(layer, 0.0, out=layer) @ self.out + self.out_bias

    def weighed(self, worth: np.ndarray) -> Network:
        """The same network, whose scores count so much, by column."""
        return Network(self.into, self.into_bias, self.out * worth, self.out_bias * worth)

    @classmethod
    def joined(cls, networks: Sequence[Network]) -> Network:
        """One network whose scores are the mean of these."""
        return cls(
            np.hstack([one.into for one in networks]),
            np.hstack([one.into_bias for one in networks]),
            np.vstack([one.out for one in networks]) / len(networks),
            np.sum([one.out_bias for one in networks], axis=0) / len(networks),
        )


def train_crosswise(
    features: np.ndarray, targets: Targets, parts: int, schooling: Schooling
) -> tuple[Network, np.ndarray]:
    """Trains as many networks as there are parts, each on all parts but one. Returns them joined, and for each example
    the scores of the network that had not seen it (of the only one there is where `parts` is 1)."""
    part = np.random.default_rng(0).permutation(len(features)) % parts
    taught = [np.flatnonzero(part != number) if parts > 1 else np.arange(len(features)) for number in range(parts)]
    networks = Parallel(n_jobs=-1)(
        delayed(_train)(features, targets, rows, schooling, number) for number, rows in enumerate(taught)
    )
    unseen = np.zeros_like(targets.truth)
    for number, network in enumerate(networks):
        unseen[part == number] = network.scores(features[part == number])
    return Network.joined(networks), unseen


def _train(features: np.ndarray, targets: Targets, rows: np.ndarray, schooling: Schooling, seed: int) -> Network:
    random = np.random.default_rng(seed)
    starts = np.cumsum(targets.widths) - targets.widths
    head_of = np.repeat(np.arange(len(targets.widths)), targets.widths)
    into = _drawn(random, features.shape[1], schooling.hidden, 2.0)
    out = _drawn(random, schooling.hidden, len(head_of), 1.0)
    into_bias, out_bias = np.zeros(schooling.hidden, np.float32), np.zeros(len(head_of), np.float32)
    decay = min((schooling.decay / len(rows)) ** 2, MOST_DECAY)
    adam = _Adam([into, into_bias, out, out_bias], schooling, decay)
    for batch in _batches(random, rows, schooling):
        seen = features[batch]
        layer = seen @ into + into_bias
        kept = (random.random(layer.shape, dtype=np.float32) >= schooling.dropout) & (layer > 0)
        kept = kept / np.float32(1 - schooling.dropout)
        layer *= kept
        shares = _shares(layer @ out + out_bias, starts, head_of)
        error = (shares * targets.counts[batch][:, head_of] - targets.truth[batch]) / np.float32(len(batch))
        back = (error @ out.T) * kept
        adam.step([seen.T @ back, back.sum(axis=0), layer.T @ error, error.sum(axis=0)])
    return Network(into, into_bias, out, out_bias)


class _Adam:
    """Kingma and Ba, 2015: changes parameters in place, each step by what its gradients have been of late. The
    gradients are used up. `decay`: weights, not biases, also shrink by so much of each step (AdamW: Loshchilov and
    Hutter, 2019)."""

    MEAN, SQUARE, TINY = 0.9, 0.999, 1e-8

    def __init__(self, parameters: Sequence[np.ndarray], schooling: Schooling, decay: float) -> None:
        self._parameters, self._decay = parameters, decay
        self._rate, self._steps, self._done = schooling.rate, schooling.steps, 0
        self._means = [np.zeros_like(one) for one in parameters]
        self._squares = [np.zeros_like(one) for one in parameters]

    def step(self, gradients: Sequence[np.ndarray]) -> None:
        """One step against the gradients."""
        rate = self._rate * (1 - self._done / self._steps)
        kept = np.float32(1 - rate * self._decay)
        self._done += 1
        rate *= np.sqrt(1 - self.SQUARE**self._done) / (1 - self.MEAN**self._done)
        for value, gradient, mean, square in zip(self._parameters, gradients, self._means, self._squares, strict=True):
            # In place: these arrays are large, and new ones at each step would take longer than the sums.
            mean *= np.float32(self.MEAN)
            mean += np.float32(1 - self.MEAN) * gradient
            gradient *= gradient
            gradient *= np.float32(1 - self.SQUARE)
            square *= np.float32(self.SQUARE)
            square += gradient
            np.sqrt(square, out=gradient)
            gradient += np.float32(self.TINY)
            np.divide(mean, gradient, out=gradient)
            gradient *= np.float32(rate)
            if self._decay and value.ndim > 1:
                value *= kept
            value -= gradient


def _drawn(random: np.random.Generator, rows: int, columns: int, gain: float) -> np.ndarray:
    return random.standard_normal((rows, columns), dtype=np.float32) * np.float32(np.sqrt(gain / rows))


def _batches(random: np.random.Generator, rows: np.ndarray, schooling: Schooling) -> Iterator[np.ndarray]:
    """The rows in random order, again and again, in batches."""
    size = min(schooling.batch, len(rows))
    each = len(rows) // size
    for step in range(schooling.steps):
        place = step % each
        if not place:
            order = random.permutation(rows)
        yield order[place * size : (place + 1) * size]


def _shares(scores: np.ndarray, starts: np.ndarray, head_of: np.ndarray) -> np.ndarray:
    """Each head's scores as shares that sum to 1."""
    most = np.maximum.reduceat(scores, starts, axis=1)
    raised = np.exp(scores - most[:, head_of])
    return raised / np.add.reduceat(raised, starts, axis=1)[:, head_of]
