"""Counts of words and of pieces of words, weighed by how rare they are: what a classifier sees of the spelling."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from bot.language.words import fold
from bot.nlu.component import TrainedComponent
from bot.nlu.parallel import WORTHWHILE
from bot.nlu.spelling import spelled

ANALYZERS = ("word", "char_wb")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class TfidfFeaturizer(TrainedComponent):
    """Sparse sentence features: scikit-learn's TF-IDF over folded text.

    Rasa's CountVectorsFeaturizer has the counts but not the weights, which are worth several points (bench/README.md).
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`analyzer`: word or char_wb. `min_ngram`, `max_ngram`: how long. `min_df`: in how many examples at least, or,
        under 1, in what part of them."""
        return {"analyzer": "word", "min_ngram": 1, "max_ngram": 2, "min_df": 1.25e-4}

    @staticmethod
    def required_packages() -> list[str]:
        """What has to be installed."""
        return ["sklearn"]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raises InvalidConfigException for an unknown analyzer or lengths the wrong way round."""
        if config["analyzer"] not in ANALYZERS:
            raise InvalidConfigException(f"analyzer: {config['analyzer']!r} is none of {', '.join(ANALYZERS)}")
        if not 1 <= config["min_ngram"] <= config["max_ngram"]:
            raise InvalidConfigException("min_ngram has to be at least 1 and at most max_ngram")

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._use(None)

    def _use(self, vocabulary: Mapping[str, int] | None) -> None:
        self._counter = CountVectorizer(
            analyzer=self._config["analyzer"],
            ngram_range=(self._config["min_ngram"], self._config["max_ngram"]),
            preprocessor=fold,
            token_pattern=r"\w+" if self._config["analyzer"] == "word" else None,
            dtype=np.float32,
            vocabulary=vocabulary,
        )
        self._rarity = np.ones(0)

    def restore(self, folder: Path) -> None:
        """Reads the words, and how rare each is."""
        self._use(read_json_file(folder / "vocabulary.json"))
        self._rarity = np.load(folder / "idf.npy", allow_pickle=False)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the words, and how rare each is."""
        texts = [spelled(example) for example in training_data.intent_examples]
        counts, least = self._count(texts, self._counter.fit_transform), self._config["min_df"]
        seen_in = np.bincount(counts.indices, minlength=counts.shape[1])
        often = seen_in >= (least if least >= 1 else least * len(texts))
        pieces = self._counter.get_feature_names_out()[often]
        with self._storage.write_to(self._resource) as folder:
            dump_obj_as_json_to_file(folder / "vocabulary.json", {piece: place for place, piece in enumerate(pieces)})
            np.save(folder / "idf.npy", np.log((1 + len(texts)) / (1 + seen_in[often])) + 1)
            self.restore(folder)
        return self._resource

    def _count(self, texts: Sequence[str], count: Callable[[Sequence[str]], csr_matrix]) -> csr_matrix:
        """A row of counts for each text. Of many texts each distinct word is taken to pieces once: half the time."""
        if self._config["analyzer"] == "word" or len(texts) < WORTHWHILE:
            return count(texts)
        words = CountVectorizer(analyzer=str.split, dtype=np.float32)
        return csr_matrix(words.fit_transform(map(fold, texts)) @ count(words.get_feature_names_out()))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the features to the examples."""
        self.process(training_data.intent_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the features to messages."""
        read = [message for message in messages if is_worded(message)]
        if not read:
            return messages
        counts = self._count([spelled(message) for message in read], self._counter.transform)
        weights = self._weights(counts)
        for message, start, end in zip(read, counts.indptr, counts.indptr[1:], strict=False):
            row = sparse_row(weights[start:end], counts.indices[start:end], counts.shape[1])
            add_sentence_features(message, row, self._resource.name)
        return messages

    def _weights(self, counts: csr_matrix) -> np.ndarray:
        """TF-IDF of what is counted: the more often and the rarer, the more; all of a text together of length 1.

        The same as scikit-learn's TfidfTransformer, which looks at its input for most of a millisecond first."""
        weights = (np.log(counts.data) + 1) * self._rarity[counts.indices]
        row_of = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        lengths = np.sqrt(np.bincount(row_of, weights * weights))
        return (weights / lengths[row_of]).astype(np.float32)


def add_sentence_features(message: Message, row: csr_matrix | np.ndarray, origin: str) -> None:
    """Adds one row of features of the whole text, sparse or dense, as Rasa's classifiers expect them."""
    message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, origin))


def marks(places: Sequence[int], width: int) -> csr_matrix:
    """One row of so many features, of which those at these places are 1."""
    return sparse_row(np.ones(len(places), np.float32), np.array(places, np.int32), width)


def sparse_row(values: np.ndarray, places: np.ndarray, width: int) -> csr_matrix:
    """One row of so many features with values at some places."""
    # What scipy looks at to make a matrix takes seven times as long as to copy an empty one.
    row = copy(_empty_row(width))
    row.data, row.indices, row.indptr = values, places, np.array([0, len(values)], np.int32)
    return row


@lru_cache
def _empty_row(width: int) -> csr_matrix:
    return csr_matrix((1, width), dtype=np.float32)


def joined(rows: Sequence[Sequence[csr_matrix]]) -> csr_matrix:
    """One matrix of many rows, each made of parts side by side, a tenth of the time of scipy's hstack and vstack."""
    widths = [part.shape[1] for part in rows[0]]
    if not widths:
        return csr_matrix((len(rows), 0), dtype=np.float32)
    before = np.cumsum(widths) - widths
    values = np.concatenate([part.data for row in rows for part in row])
    places = np.concatenate([part.indices + start for row in rows for part, start in zip(row, before, strict=True)])
    ends = np.cumsum([0, *(sum(len(part.data) for part in row) for row in rows)])
    return csr_matrix((values, places, ends), shape=(len(rows), sum(widths)))


def is_worded(message: Message) -> bool:
    """Whether a message is words to be understood: a payload is not, and neither is nothing."""
    text = (message.get(TEXT) or "").strip()
    return bool(text) and not text.startswith("/")
