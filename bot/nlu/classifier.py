"""Understands a message: its intent, what it tells of the situation, and what it would mean as an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from bot.nlu.component import TrainedComponent
from bot.nlu.condensing import Condensing
from bot.nlu.features import is_worded, joined
from bot.nlu.heads import Heads, Training
from bot.nlu.lessons import ASKED, DANGER_HEAD, INTENT_HEAD, NOTHING, SERVICE_HEAD, TOLD, UNCLEAR, lessons
from bot.nlu.network import Schooling
from bot.triage import load_triage

SITUATION, DANGER = "situation", "danger"
MEAN = "mean.npy"
# Sparse features of so many columns at most are hints, which are not condensed with the counts of words.
HINTS = 200


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MessageClassifier(TrainedComponent):
    """Sets the intent with its ranking, `situation`: what was told, and the answer to each question, and `danger`: how
    likely each code of data/triage/safety.yml is.

    Reads whatever features stand on the message. `situation` is {"told": {slot: guess}, "asked": {question: guess}},
    the questions about somebody else as "question.other"; a guess is {"value", "confidence", "sure"}. Guesses below
    `likely` are left out, and so are "tells nothing" and "cannot be read".
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`components`: to how many the counts of words are condensed; `condensed_by`: how many examples at most that
        is learned from. `counts_scale`, `dense_scale`: how long they and the vectors are beside the hints, which are 1.
        `networks`, `unseen`, `nearness`: see `bot.nlu.heads.Training`; `hidden`, `dropout`, `decay`, `rate`, `steps`,
        `batch`: see `bot.nlu.network.Schooling`. `beside`: how much an example counts that was written for another
        head. `likely`, `sure`: confidences from which a guess is worth confirming, or is taken. `ranking_length`: how
        many intents are named."""
        return {
            "components": 300,
            "condensed_by": 6000,
            "counts_scale": 6.0,
            "dense_scale": 6.0,
            "networks": 2,
            "unseen": 0.125,
            "hidden": 1024,
            "dropout": 0.6,
            "decay": 0.0,
            "rate": 0.005,
            "steps": 2000,
            "batch": 256,
            "nearness": 40.0,
            "beside": 0.3,
            "likely": 0.5,
            "sure": 0.65,
            "ranking_length": 10,
        }

    @staticmethod
    def required_packages() -> list[str]:
        """What has to be installed."""
        return ["sklearn"]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raises InvalidConfigException for confidences out of order, and for networks that are none or see nothing."""
        if not 0 < config["likely"] <= config["sure"] <= 1:
            raise InvalidConfigException("likely and sure have to be between 0 and 1, likely the smaller one")
        if config["networks"] < 1 or not 0 <= config["dropout"] < 1 or config["decay"] < 0:
            raise InvalidConfigException("networks has to be at least 1, dropout from 0 to under 1, decay at least 0")
        if not 0 <= config["unseen"] < 1 or config["networks"] * config["unseen"] > 1:
            raise InvalidConfigException("unseen has to be from 0 to under 1, and no more than 1 with all networks")

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._heads: Heads | None = None
        self._mean: np.ndarray | None = None
        self._condensing: Condensing | None = None

    def restore(self, folder: Path) -> None:
        """Reads the heads, how counts are condensed, and the mean of the vectors, where there were any."""
        self._heads = Heads.load(folder)
        self._condensing = Condensing.load(folder)
        self._mean = np.load(folder / MEAN, allow_pickle=False) if (folder / MEAN).exists() else None

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the heads from the examples' intents and labels."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        vectors = [vector for vector in map(_vector, examples) if vector is not None]
        self._mean = np.mean(vectors, axis=0) if vectors else None
        counts, hints = _blocks(examples)
        if min(counts.shape) > self._config["components"]:
            self._condensing = Condensing.learned(counts, self._config["components"], self._config["condensed_by"])
        features, meaning = self._features(examples, counts, hints)
        taught = lessons(load_triage(), examples, self._config["beside"])
        self._heads = Heads.train(features, meaning, taught, self._training())
        with self._storage.write_to(self._resource) as folder:
            self._heads.save(folder)
            if self._condensing is not None:
                self._condensing.save(folder)
            if self._mean is not None:
                np.save(folder / MEAN, self._mean)
            self.restore(folder)  # as it will be: saving rounds
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent and situation of messages; payloads have theirs already."""
        for message in messages:
            if not message.get(INTENT):
                # A payload has its intent from Rasa afterwards; FallbackClassifier wants one before.
                message.set(INTENT, {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [], add_to_output=True)
        read = [message for message in messages if is_worded(message)]
        if read and self._heads:
            found = self._heads.probabilities(*self._features(read, *_blocks(read)))
            for place, message in enumerate(read):
                self._understand(message, {head: rows[place] for head, rows in found.items()})
        return messages

    def _understand(self, message: Message, found: dict[str, np.ndarray]) -> None:
        assert self._heads is not None
        intents, danger = found.pop(INTENT_HEAD), found.pop(DANGER_HEAD, ())
        codes = zip(self._heads.labels.get(DANGER_HEAD, ()), danger, strict=True)
        message.set(DANGER, {code: round(float(chance), 3) for code, chance in codes if code != NOTHING})
        best = np.argsort(-intents)[: self._config["ranking_length"]]
        ranking = [
            {INTENT_NAME_KEY: self._heads.labels[INTENT_HEAD][place], PREDICTED_CONFIDENCE_KEY: float(intents[place])}
            for place in best
        ]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        situation: dict[str, dict[str, Any]] = {TOLD: {}, ASKED: {}}
        for head, probabilities in found.items():
            place = int(np.argmax(probabilities))
            value, confidence = self._heads.labels[head][place], float(probabilities[place])
            if value in (NOTHING, UNCLEAR) or confidence < self._config["likely"]:
                continue
            guess = {"value": value, "confidence": round(confidence, 3), "sure": confidence >= self._config["sure"]}
            kind, _, name = (f"{TOLD}.{head}" if head == SERVICE_HEAD else head).partition(".")
            situation[kind][name] = guess
        message.set(SITUATION, situation, add_to_output=True)

    def _training(self) -> Training:
        named = ("hidden", "dropout", "decay", "rate", "steps", "batch")
        schooling = Schooling(**{name: self._config[name] for name in named})
        return Training(self._config["networks"], self._config["unseen"], self._config["nearness"], schooling)

    def _features(
        self, messages: list[Message], counts: csr_matrix, hints: csr_matrix
    ) -> tuple[np.ndarray, np.ndarray]:
        """For each message a row of all features, and the vector that its neighbours are found by, of length 1.

        Every vector of e5 points nearly the same way; without the mean what differs is left, worth two points.
        """
        few = counts.toarray() if self._condensing is None else self._condensing.condensed(counts)
        vectors = [vector for vector in map(_vector, messages) if vector is not None]
        centred = np.array([] if self._mean is None else [vector - self._mean for vector in vectors])
        meaning = centred.reshape(len(messages), -1).astype(np.float32)
        lengths = np.linalg.norm(meaning, axis=1, keepdims=True)
        meaning /= np.where(lengths > 0, lengths, 1.0)
        scaled = [self._config["counts_scale"] * few, hints.toarray(), self._config["dense_scale"] * meaning]
        return np.hstack(scaled).astype(np.float32), meaning


def _blocks(messages: list[Message]) -> tuple[csr_matrix, csr_matrix]:
    """A row of counts of words for each message, and one of hints: few columns, each with a meaning of its own."""
    sparse = [
        [one.features for one in message.features if one.is_sparse() and one.attribute == TEXT] for message in messages
    ]
    counts = joined([[part for part in row if part.shape[1] > HINTS] for row in sparse])
    hints = joined([[part for part in row if part.shape[1] <= HINTS] for row in sparse])
    return counts.astype(np.float32), hints.astype(np.float32)


def _vector(message: Message) -> np.ndarray | None:
    features = message.get_dense_features(TEXT)[1]
    return None if features is None else features.features[0]
