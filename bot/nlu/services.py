"""Finds the errand: services of data/triage/services.yml by what people call them."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.language.words import compile_words, fold
from bot.nlu.entities import add_entities, entity
from bot.nlu.spelling import readings
from bot.triage import load_triage


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ServiceExtractor(GraphComponent):
    """Adds one `service` entity: the longest match wins, then the service that stands first in the file.

    The words are read when the model is loaded, so that a service is added without training. Where none is found as it
    is written, the corrected text is tried (the span is then that text's).
    """

    def __init__(self) -> None:
        self._patterns = [
            (service.id, compile_words(patterns))
            for service in load_triage().services.values()
            for patterns in service.words.values()
        ]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ServiceExtractor:
        """The extractor of the current registry. Raises DataError."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the service that a message names, if it names one."""
        for message in messages:
            found = next(filter(None, map(self._service_in, readings(message))), None)
            if found:
                service, span = found
                add_entities(message, [entity("service", service, span, self.__class__.__name__)])
        return messages

    def _service_in(self, text: str) -> tuple[str, tuple[int, int]] | None:
        """The service that a text names, and where."""
        folded = fold(text)
        matches = [
            (match.start() - match.end(), place, service, match.span())
            for place, (service, pattern) in enumerate(self._patterns)
            for match in pattern.finditer(folded)
        ]
        return min(matches)[2:] if matches else None
