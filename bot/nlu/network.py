"""A small neural network that answers for all heads at once: what one head learns of a word, the others know too.

One hidden layer, trained by AdamW (Loshchilov and Hutter, 2019) with dropout of whole units: each step trains a part of
the layer; the parts are drawn anew when each had its turn. So what is left out is not computed, and as much is learned
as with a draw for each example (bench/README.md). It is written in numpy because no library at hand does this part: a
message teaches some heads and not others (scikit-learn's MLPClassifier wants every answer of every example), and
TensorFlow would take longer to import than this takes to learn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed

# So much do weights, not biases, shrink at most: with a handful of examples nothing would be learned otherwise.
MOST_DECAY = 10.0


@dataclass(frozen=True)
class Targets:
    """What is taught, a row for an example: `truth` has a column for each label of each head, `counts` one for each
    head: how much the example counts there, 0 where it teaches nothing. `widths`: how many labels each head has."""

    truth: np.ndarray
    counts: np.ndarray
    widths: np.ndarray


class Columns:
    """The columns of all labels of all heads, one head after another. `head`: the number of each column's head."""

    def __init__(self, widths: np.ndarray) -> None:
        self._starts = np.cumsum(widths) - widths
        self.head = np.repeat(np.arange(len(widths)), widths)

    def totals(self, values: np.ndarray) -> np.ndarray:
        """A column for each head: the sum of its columns, row by row."""
        return np.add.reduceat(values, self._starts, axis=1)

    def sums(self, values: np.ndarray) -> np.ndarray:
        """In each column the sum of all columns of its head, row by row."""
        return self.totals(values)[:, self.head]

    def shares(self, scores: np.ndarray) -> np.ndarray:
        """The scores of each head as shares that sum to 1, row by row (softmax)."""
        most = np.maximum.reduceat(scores, self._starts, axis=1)
        raised = np.exp(scores - most[:, self.head])
        return raised / self.sums(raised)


@dataclass(frozen=True)
class Schooling:
    """How networks are trained. `hidden`: how wide the layer is; `dropout`: the part of it that is left out of each
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
    features: np.ndarray, targets: Targets, networks: int, unseen: float, schooling: Schooling
) -> tuple[Network, np.ndarray, np.ndarray]:
    """Trains so many networks, each on all examples but a part (`unseen`, 0 for none) of its own. Returns them joined;
    the rows that one of them has not seen; and for these the scores of that one, rows of all others being 0."""
    each = round(len(features) * unseen)
    drawn = np.random.default_rng(0).permutation(len(features))
    left_out = [drawn[number * each : (number + 1) * each] for number in range(networks)]
    trained = Parallel(n_jobs=-1)(
        delayed(_train)(features, targets, np.setdiff1d(drawn, rows), schooling, number)
        for number, rows in enumerate(left_out)
    )
    scores = np.zeros_like(targets.truth)
    for network, rows in zip(trained, left_out, strict=True):
        scores[rows] = network.scores(features[rows])
    return Network.joined(trained), np.concatenate(left_out), scores


def _train(features: np.ndarray, targets: Targets, rows: np.ndarray, schooling: Schooling, seed: int) -> Network:
    random = np.random.default_rng(seed)
    columns = Columns(targets.widths)
    seen_by, hidden, said = features.shape[1], schooling.hidden, targets.truth.shape[1]
    into, into_bias, out = slice(seen_by), seen_by, slice(seen_by + 1, None)
    # A row for each unit of the hidden layer: its weights into it, its bias, its weights out of it.
    units = np.zeros((hidden, seen_by + 1 + said), np.float32)
    units[:, into] = _drawn(random, hidden, seen_by, 2.0 / seen_by)
    units[:, out] = _drawn(random, hidden, said, 1.0 / hidden)
    out_bias = np.zeros((1, said), np.float32)
    decay = min((schooling.decay / len(rows)) ** 2, MOST_DECAY)
    awake = max(1, round(hidden * (1 - schooling.dropout)))
    louder, turns = np.float32(hidden / awake), hidden // awake
    learned, learned_bias = _Adam(units), _Adam(out_bias)
    change = np.empty((awake, units.shape[1]), np.float32)
    for step, batch in enumerate(_batches(random, rows, schooling)):
        turn = step % turns
        if not turn:
            learned.reorder(random.permutation(hidden))
        part = slice(turn * awake, (turn + 1) * awake)
        mine, seen = learned.values[part], features[batch]
        layer = seen @ mine[:, into].T
        layer += mine[:, into_bias]
        np.maximum(layer, 0.0, out=layer)
        layer *= louder
        error = columns.shares(layer @ mine[:, out] + learned_bias.values)
        error *= targets.counts[batch][:, columns.head]
        error -= targets.truth[batch]
        error /= np.float32(len(batch))
        back = error @ mine[:, out].T
        back *= louder * (layer > 0)
        np.matmul(back.T, seen, out=change[:, into])
        np.sum(back, axis=0, out=change[:, into_bias])
        np.matmul(layer.T, error, out=change[:, out])
        rate = schooling.rate * (1 - step / schooling.steps)
        if decay:
            mine[:, into] *= np.float32(1 - rate * decay)
            mine[:, out] *= np.float32(1 - rate * decay)
        learned.step(change, rate, 1 + step * awake / hidden, part)
        learned_bias.step(error.sum(axis=0, keepdims=True), rate, step + 1)
    units = learned.values
    return Network(units[:, into].T.copy(), units[:, into_bias].copy(), units[:, out].copy(), learned_bias.values[0])


class _Adam:
    """Kingma and Ba, 2015: changes `values` in place, each step by what its gradients have been of late."""

    MEAN, SQUARE, TINY = np.float32(0.9), np.float32(0.999), np.float32(1e-8)

    def __init__(self, values: np.ndarray) -> None:
        self.values = values
        self._means, self._squares, self._room = (np.zeros_like(values) for _ in range(3))

    def reorder(self, order: np.ndarray) -> None:
        """Puts the rows into another order."""
        for name in ("values", "_means", "_squares"):
            # Into arrays that are there: to ask for new ones would take longer than to copy the rows.
            rows = getattr(self, name)
            np.take(rows, order, axis=0, out=self._room, mode="clip")
            setattr(self, name, self._room)
            self._room = rows

    def step(self, gradient: np.ndarray, rate: float, times: float, rows: slice = slice(None)) -> None:
        """One step of rows against the gradient, which is used up. `times`: how many steps they took, with this."""
        rate *= np.sqrt(1 - self.SQUARE**times) / (1 - self.MEAN**times)
        value, mean, square, room = (one[rows] for one in (self.values, self._means, self._squares, self._room))
        # In place: these arrays are large, and new ones at each step would take longer than the sums.
        np.subtract(gradient, mean, out=room)
        room *= 1 - self.MEAN
        mean += room
        gradient *= gradient
        gradient -= square
        gradient *= 1 - self.SQUARE
        square += gradient
        np.sqrt(square, out=gradient)
        gradient += self.TINY
        np.divide(mean, gradient, out=gradient)
        gradient *= np.float32(rate)
        value -= gradient


def _drawn(random: np.random.Generator, rows: int, columns: int, variance: float) -> np.ndarray:
    return random.standard_normal((rows, columns), dtype=np.float32) * np.float32(np.sqrt(variance))


def _batches(random: np.random.Generator, rows: np.ndarray, schooling: Schooling) -> Iterator[np.ndarray]:
    """The rows in random order, again and again, in batches."""
    size = min(schooling.batch, len(rows))
    each = len(rows) // size
    for step in range(schooling.steps):
        place = step % each
        if not place:
            order = random.permutation(rows)
        yield order[place * size : (place + 1) * size]
