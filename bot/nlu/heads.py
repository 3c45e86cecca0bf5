"""Several classifiers over the same features, each with a question of its own: the intent, the device, an answer …

Each head asks two experts. A network (bot/nlu/network.py) weighs words and meaning; the neighbours vote: examples
whose sentence vectors lie near, the nearer the louder. Where few words are shared the neighbours know better; together
they miss less than either. How much each is worth in a head is learned from examples
that the network has not seen, and so the confidences are calibrated: of what is said with 80 %, four fifths are right.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, load_npz, save_npz
from scipy.special import log_softmax

from bot.nlu.network import Columns, Network, Schooling, Targets, train_crosswise

# How far the two experts' words may count, and where the search for it begins.
BOUNDS, START = ((0.1, 5.0), (0.0, 5.0)), (1.0, 0.0)
# The part of the neighbours' vote that is divided as in the whole training data: nothing is impossible.
EVENLY = 1e-3
_CHUNK = 1000


@dataclass
class Lesson:
    """What one head learns from: rows of the shared features, their labels, and how much each counts."""

    rows: list[int] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, row: int, label: str, weight: float = 1.0) -> None:
        """Adds one example."""
        self.rows.append(row)
        self.labels.append(label)
        self.weights.append(weight)

    def of(self, rows: Container[int]) -> Lesson:
        """What these rows teach."""
        taught = zip(self.rows, self.labels, self.weights, strict=True)
        return Lesson(*map(list, zip(*(one for one in taught if one[0] in rows), strict=True)))


@dataclass(frozen=True)
class Training:
    """How heads are trained. `networks`: how many; `unseen`: the part of the examples that each leaves out, another for
    each, from which it is learned what the experts are worth; `nearness`: how much louder a nearer neighbour votes."""

    networks: int
    unseen: float
    nearness: float
    schooling: Schooling


class Heads:
    """Trained heads: one network and one vote for all, since they see the same features."""

    def __init__(
        self,
        labels: Mapping[str, Sequence[str]],
        network: Network,
        votes: csr_matrix,
        worth: np.ndarray,
        examples: np.ndarray,
        nearness: float,
    ) -> None:
        self.labels = {head: list(names) for head, names in labels.items()}
        self._network, self._votes, self._worth = network, votes, worth
        self._examples, self._nearness = examples, nearness
        self._places, self._columns = _places(self.labels), Columns(_widths(self.labels))
        self._usual = _usual(votes, self._columns)

    @classmethod
    def train(
        cls, features: np.ndarray, vectors: np.ndarray, lessons: Mapping[str, Lesson], training: Training
    ) -> Heads:
        """Trains a head for each lesson that has two labels or more. `vectors` (length 1, or none at all) are those
        that neighbours are found by; `features` are for the network."""
        taught = {head: lesson for head, lesson in lessons.items() if len(set(lesson.labels)) > 1}
        labels = {head: sorted(set(lesson.labels)) for head, lesson in taught.items()}
        places, widths = _places(labels), _widths(labels)
        columns = Columns(widths)
        votes = _votes(taught, labels, places, len(features))
        truth = votes.toarray()
        network, judges, unseen = train_crosswise(
            features.astype(np.float32),
            Targets(truth, columns.totals(truth), widths),
            training.networks,
            training.unseen,
            training.schooling,
        )
        heard = np.zeros_like(truth)
        heard[judges] = _neighbours(vectors[judges], vectors, truth, training.nearness, of=judges)
        shares = _shares(heard, _usual(votes, columns), columns)
        judging = frozenset(judges.tolist())
        own, theirs = np.ones(votes.shape[1], np.float32), np.zeros(votes.shape[1], np.float32)
        for head, lesson in taught.items():
            at, judged = places[head], lesson.of(judging)
            if not judged.rows:
                continue
            own[at], theirs[at] = _what_experts_are_worth(
                unseen[judged.rows, at], shares[judged.rows, at], judged, labels[head], vectors.shape[1] > 0
            )
        return cls(labels, network.weighed(own), votes, theirs, vectors.astype(np.float32), training.nearness)

    def probabilities(self, features: np.ndarray, vectors: np.ndarray) -> dict[str, np.ndarray]:
        """For each head the probabilities of its labels, a row for each row of the features."""
        heard = _neighbours(vectors, self._examples, self._votes, self._nearness)
        shares = _shares(heard, self._usual, self._columns)
        likely = self._columns.shares(self._network.scores(features) + self._worth * np.log(shares))
        return {head: likely[:, place] for head, place in self._places.items()}

    def save(self, folder: Path) -> None:
        """Writes the heads into a folder, the large arrays in half precision: enough, and read twice as fast."""
        np.savez(
            folder / "heads.npz",
            into=self._network.into.astype(np.float16),
            into_bias=self._network.into_bias,
            out=self._network.out.astype(np.float16),
            out_bias=self._network.out_bias,
            worth=self._worth,
            examples=self._examples.astype(np.float16),
            nearness=self._nearness,
        )
        save_npz(folder / "votes.npz", self._votes)
        dump_obj_as_json_to_file(folder / "heads.json", self.labels)

    @classmethod
    def load(cls, folder: Path) -> Heads:
        """The heads that were saved in a folder."""
        with np.load(folder / "heads.npz", allow_pickle=False) as arrays:
            parts = ("into", "into_bias", "out", "out_bias")
            return cls(
                read_json_file(folder / "heads.json"),
                Network(*(arrays[part].astype(np.float32) for part in parts)),
                csr_matrix(load_npz(folder / "votes.npz")),
                arrays["worth"],
                arrays["examples"].astype(np.float32),
                float(arrays["nearness"]),
            )


def _widths(labels: Mapping[str, Sequence[str]]) -> np.ndarray:
    return np.array([len(names) for names in labels.values()])


def _places(labels: Mapping[str, Sequence[str]]) -> dict[str, slice]:
    ends = np.cumsum(_widths(labels))
    return {head: slice(end - len(names), end) for (head, names), end in zip(labels.items(), ends, strict=True)}


def _votes(
    lessons: Mapping[str, Lesson], labels: Mapping[str, Sequence[str]], places: Mapping[str, slice], rows: int
) -> csr_matrix:
    """Each example's votes: a row for an example, a column for each label of each head."""
    at, of, counts = [], [], []
    for head, lesson in lessons.items():
        place = {label: places[head].start + index for index, label in enumerate(labels[head])}
        at += lesson.rows
        of += [place[label] for label in lesson.labels]
        counts += lesson.weights
    width = max(place.stop for place in places.values())
    return csr_matrix((np.array(counts, dtype=np.float32), (at, of)), shape=(rows, width))


def _neighbours(
    vectors: np.ndarray,
    examples: np.ndarray,
    votes: csr_matrix | np.ndarray,
    nearness: float,
    of: np.ndarray | None = None,
) -> np.ndarray:
    """The votes of the examples for each vector, each as loud as it is near. `of`: the row that each vector has among
    the examples, which then does not vote for itself."""
    heard = np.zeros((len(vectors), votes.shape[1]), dtype=np.float32)
    if not examples.shape[1]:
        return heard
    for start in range(0, len(vectors), _CHUNK):
        chunk = vectors[start : start + _CHUNK]
        near = nearness * (chunk @ examples.T)
        if of is not None:
            near[np.arange(len(chunk)), of[start : start + _CHUNK]] = -np.inf
        near -= near.max(axis=1, keepdims=True)
        loud = np.exp(near, out=near)
        heard[start : start + _CHUNK] = loud @ votes
    return heard


def _usual(votes: csr_matrix, columns: Columns) -> np.ndarray:
    """A row: the part of all votes of its head that each label has."""
    counts = np.asarray(votes.sum(axis=0))
    return counts / columns.sums(counts)


def _shares(heard: np.ndarray, usual: np.ndarray, columns: Columns) -> np.ndarray:
    """Of what is heard for each head, the part of each label; a thousandth is divided as is usual."""
    total = columns.sums(heard)
    return np.where(total > 0, heard / np.where(total > 0, total, 1.0), usual) * (1 - EVENLY) + EVENLY * usual


def _what_experts_are_worth(
    scores: np.ndarray, shares: np.ndarray, lesson: Lesson, names: Sequence[str], neighbours: bool
) -> tuple[float, float]:
    """How much the network's and the neighbours' words count, so that the truth surprises least."""
    truth, counts = np.searchsorted(names, lesson.labels), np.array(lesson.weights)
    # In double precision: the search takes steps of 1e-8, which single precision does not see.
    scores = scores.astype(np.float64)
    voices = np.log(shares.astype(np.float64)) if neighbours else np.zeros_like(scores)

    def surprise(worth: np.ndarray) -> float:
        likely = log_softmax(worth[0] * scores + worth[1] * voices, axis=1)[np.arange(len(truth)), truth]
        return -float(np.average(np.maximum(likely, -10.0), weights=counts))

    found = minimize(surprise, START, bounds=BOUNDS, method="L-BFGS-B")
    return float(found.x[0]), float(found.x[1]) if neighbours else 0.0
