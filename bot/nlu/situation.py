"""Reads a person's situation from patterns: slots of the decision model that a message tells.

The patterns are Rasa's `regex` training data in data/nlu/<language>/situations.yml, named `slot.value`, or
`slot.value.asked` for short words that mean something only as an answer to that slot's question, or
`slot.value.asked_other` for such words when the question is about somebody else ("minä hoidin": the helper did).
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file

from bot.language.words import compile_words, fold
from bot.nlu.entities import add_entities, entity


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SituationExtractor(GraphComponent):
    """Finds `slot.value` patterns anywhere in a message; whole words, diacritics folded."""

    def __init__(self, storage: ModelStorage, resource: Resource, patterns: dict[str, list[str]]) -> None:
        self._storage, self._resource = storage, resource
        self._use(patterns)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SituationExtractor:
        """An extractor without patterns."""
        return cls(model_storage, resource, {})

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SituationExtractor:
        """The extractor as it was trained."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, read_json_file(folder / "patterns.json"))

    def train(self, training_data: TrainingData) -> Resource:
        """Keeps the training data's patterns with the model."""
        patterns: dict[str, list[str]] = {}
        for feature in training_data.regex_features:
            patterns.setdefault(feature["name"], []).append(feature["pattern"])
        self._use(patterns)
        with self._storage.write_to(self._resource) as folder:
            dump_obj_as_json_to_file(folder / "patterns.json", patterns)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds an entity for the first match of each `slot.value`."""
        for message in messages:
            text = fold(message.get(TEXT) or "")
            if text.startswith("/"):
                continue
            found = []
            for slot, value, role, pattern in self._patterns:
                match = pattern.search(text)
                if match:
                    found.append(entity(slot, value, match.span(), self.__class__.__name__, role))
            add_entities(message, found)
        return messages

    def _use(self, patterns: dict[str, list[str]]) -> None:
        self._patterns = []
        for name, alternatives in patterns.items():
            slot, value, *scope = name.split(".")
            self._patterns.append((slot, value, scope[0] if scope else None, compile_words(alternatives)))
