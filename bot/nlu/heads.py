"""Several classifiers over the same features, each with a question of its own: the intent, the device, an answer …

Each head asks two experts. A multinomial logistic regression weighs words and meaning; the neighbours vote: examples
whose sentence vectors lie near, the nearer the louder. Where few words are shared the neighbours know better; together
they miss less than either. How much each is worth in a head is learned from examples
that the expert has not seen, and so the confidences are calibrated: of what is said with 80 %, four fifths are right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, load_npz, save_npz
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

# How far the two experts' words may count, and where the search for it begins.
BOUNDS, START = ((0.1, 5.0), (0.0, 5.0)), (1.0, 0.5)
# The part of the neighbours' vote that is divided as in the whole training data: nothing is impossible.
EVENLY = 1e-3
# What a label that a fold did not hold is worth, in the scores of the others.
UNSEEN = -30.0
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


@dataclass(frozen=True)
class Training:
    """How heads are trained. `strength` is scikit-learn's C, `tolerance` and `max_iter` when its regression stops,
    `folds` into how many parts the examples are cut to learn what each expert is worth, `nearness` how much louder a
    nearer neighbour votes."""

    strength: float
    tolerance: float
    max_iter: int
    folds: int
    nearness: float


class Heads:
    """Trained heads: one matrix for all regressions and one vote for all, since they see the same features."""

    def __init__(
        self,
        labels: Mapping[str, Sequence[str]],
        weights: np.ndarray,
        biases: np.ndarray,
        votes: csr_matrix,
        worth: np.ndarray,
        examples: np.ndarray,
        nearness: float,
    ) -> None:
        self.labels = {head: list(names) for head, names in labels.items()}
        # In C's order, which the product with a sparse row wants: it would copy everything for each message.
        self._weights, self._biases = np.ascontiguousarray(weights), biases
        self._votes, self._worth = votes, worth
        self._examples, self._nearness = examples, nearness
        self._columns = _columns(self.labels)
        self._usual = {head: _usual(votes[:, columns]) for head, columns in self._columns.items()}

    @classmethod
    def train(
        cls, features: np.ndarray, vectors: np.ndarray, lessons: Mapping[str, Lesson], training: Training
    ) -> Heads:
        """Trains a head for each lesson that has two labels or more. `vectors` (length 1, or none at all) are those
        that neighbours are found by; `features` are for the regressions."""
        taught = {head: lesson for head, lesson in lessons.items() if len(set(lesson.labels)) > 1}
        labels = {head: sorted(set(lesson.labels)) for head, lesson in taught.items()}
        longest_first = sorted(taught, key=lambda head: -len(taught[head].rows) * len(labels[head]))
        done = Parallel(n_jobs=-1)(
            delayed(_fit)(features[taught[head].rows], taught[head], labels[head], training) for head in longest_first
        )
        fits = dict(zip(longest_first, done, strict=True))
        columns = _columns(labels)
        votes = _votes(taught, labels, columns, len(features))
        unseen_votes = _neighbours(vectors, vectors, votes, training.nearness, itself=False)
        worth = np.zeros(votes.shape[1], dtype=np.float32)
        weights, biases = [], []
        for head, lesson in taught.items():
            weight, bias, scores = fits[head]
            own, theirs = 1.0, 0.0
            if training.folds > 1:
                shares = _shares(unseen_votes[lesson.rows, columns[head]], _usual(votes[:, columns[head]]))
                own, theirs = _what_experts_are_worth(scores, shares, lesson, labels[head], vectors.shape[1] > 0)
            weights.append(own * weight)
            biases.append(own * bias)
            worth[columns[head]] = theirs
        stacked = np.hstack(weights).astype(np.float32), np.hstack(biases).astype(np.float32)
        return cls(labels, *stacked, votes, worth, vectors.astype(np.float32), training.nearness)

    def unfolded(self, components: np.ndarray) -> Heads:
        """These heads for features as they were before `components` (rows: new features, columns: old) condensed the
        first of them: what is linear stays linear."""
        condensed = len(components)
        weights = np.vstack([components.T @ self._weights[:condensed], self._weights[condensed:]]).astype(np.float32)
        return Heads(self.labels, weights, self._biases, self._votes, self._worth, self._examples, self._nearness)

    def probabilities(self, features: csr_matrix, vectors: np.ndarray) -> dict[str, np.ndarray]:
        """For each head the probabilities of its labels, a row for each row of the features."""
        scores = features @ self._weights + self._biases
        neighbours = _neighbours(vectors, self._examples, self._votes, self._nearness, itself=True)
        found = {}
        for head, columns in self._columns.items():
            shares = _shares(neighbours[:, columns], self._usual[head])
            found[head] = softmax(scores[:, columns] + self._worth[columns] * np.log(shares), axis=1)
        return found

    def save(self, folder: Path) -> None:
        """Writes the heads into a folder, the large arrays in half precision: enough, and read twice as fast."""
        np.savez(
            folder / "heads.npz",
            weights=self._weights.astype(np.float16),
            biases=self._biases,
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
            return cls(
                read_json_file(folder / "heads.json"),
                arrays["weights"].astype(np.float32),
                arrays["biases"],
                csr_matrix(load_npz(folder / "votes.npz")),
                arrays["worth"],
                arrays["examples"].astype(np.float32),
                float(arrays["nearness"]),
            )


def _columns(labels: Mapping[str, Sequence[str]]) -> dict[str, slice]:
    ends = np.cumsum([len(names) for names in labels.values()])
    return {head: slice(end - len(names), end) for (head, names), end in zip(labels.items(), ends, strict=True)}


def _fit(
    features: np.ndarray, lesson: Lesson, names: Sequence[str], training: Training
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights by column and biases of one head's regression, and its scores for examples that it had not seen."""
    labels, counts = np.array(lesson.labels), np.array(lesson.weights)
    scores = np.full((len(labels), len(names)), UNSEEN, dtype=np.float32)
    parts = min(training.folds, max(Counter(lesson.labels).values()))
    if parts > 1:
        folds = StratifiedKFold(parts, shuffle=True, random_state=1)
        for learned, held in folds.split(features, labels):
            known, weight, bias = _regression(features[learned], labels[learned], counts[learned], training)
            scores[np.ix_(held, np.searchsorted(names, known))] = features[held] @ weight + bias
    _, weight, bias = _regression(features, labels, counts, training)
    return weight, bias, scores


def _regression(
    features: np.ndarray, labels: np.ndarray, counts: np.ndarray, training: Training
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Labels, weights and biases by label; scikit-learn keeps one column for two labels and refuses one."""
    known = np.unique(labels)
    if len(known) == 1:
        return known, np.zeros((features.shape[1], 1)), np.zeros(1)
    model = LogisticRegression(C=training.strength, tol=training.tolerance, max_iter=training.max_iter)
    model.fit(features, labels, sample_weight=counts)
    weight, bias = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:
        weight, bias = np.hstack([-weight / 2, weight / 2]), np.hstack([-bias / 2, bias / 2])
    return model.classes_, weight, bias


def _votes(
    lessons: Mapping[str, Lesson], labels: Mapping[str, Sequence[str]], columns: Mapping[str, slice], rows: int
) -> csr_matrix:
    """Each example's votes: a row for an example, a column for each label of each head."""
    at, of, counts = [], [], []
    for head, lesson in lessons.items():
        place = {label: columns[head].start + index for index, label in enumerate(labels[head])}
        at += lesson.rows
        of += [place[label] for label in lesson.labels]
        counts += lesson.weights
    width = max(column.stop for column in columns.values())
    return csr_matrix((np.array(counts, dtype=np.float32), (at, of)), shape=(rows, width))


def _neighbours(
    vectors: np.ndarray, examples: np.ndarray, votes: csr_matrix, nearness: float, itself: bool
) -> np.ndarray:
    """The votes of the examples for each vector, each as loud as it is near. `itself`: whether the example in the same
    row may vote."""
    heard = np.zeros((len(vectors), votes.shape[1]), dtype=np.float32)
    if not examples.shape[1]:
        return heard
    for start in range(0, len(vectors), _CHUNK):
        chunk = vectors[start : start + _CHUNK]
        near = nearness * (chunk @ examples.T)
        if not itself:
            near[np.arange(len(chunk)), start + np.arange(len(chunk))] = -np.inf
        loud = np.exp(near - near.max(axis=1, keepdims=True))
        heard[start : start + _CHUNK] = (votes.T @ loud.T).T
    return heard


def _usual(votes: csr_matrix) -> np.ndarray:
    """The part of all votes that each label has."""
    counts = np.asarray(votes.sum(axis=0)).ravel()
    return counts / counts.sum()


def _shares(heard: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """Of what is heard, the part of each label; a thousandth is divided as is usual."""
    total = heard.sum(axis=1, keepdims=True)
    return np.where(total > 0, heard / np.where(total > 0, total, 1.0), usual) * (1 - EVENLY) + EVENLY * usual


def _what_experts_are_worth(
    scores: np.ndarray, shares: np.ndarray, lesson: Lesson, names: Sequence[str], neighbours: bool
) -> tuple[float, float]:
    """How much the regression's and the neighbours' words count, so that the truth surprises least."""
    truth, counts = np.searchsorted(names, lesson.labels), np.array(lesson.weights)
    # In double precision: the search takes steps of 1e-8, which single precision does not see.
    scores = scores.astype(np.float64)
    voices = np.log(shares.astype(np.float64)) if neighbours else np.zeros_like(scores)

    def surprise(worth: np.ndarray) -> float:
        likely = log_softmax(worth[0] * scores + worth[1] * voices, axis=1)[np.arange(len(truth)), truth]
        return -float(np.average(np.maximum(likely, -10.0), weights=counts))

    found = minimize(surprise, START, bounds=BOUNDS, method="L-BFGS-B")
    return float(found.x[0]), float(found.x[1]) if neighbours else 0.0
