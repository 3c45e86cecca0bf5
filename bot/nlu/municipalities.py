"""Finds the municipality that a message names: data/geo/municipalities.yml."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.language.municipalities import load_municipalities, municipality_in
from bot.nlu.entities import add_entities, entity
from bot.nlu.spelling import readings

HOME = "home"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class MunicipalityExtractor(GraphComponent):
    """Adds one `municipality` entity, its three-digit code: one that is named as a place goes before the first.

    Its role is `home` where somebody lives there; a place that is only mentioned has none. `name` is what it was
    called. Where nothing is found as it is written, the corrected text is tried (the span is then that text's).

    The names are read when the model is loaded, so that one is added without training.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MunicipalityExtractor:
        """The extractor of the current names. Raises DataError."""
        load_municipalities()
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the municipality that a message names, if it names one."""
        for message in messages:
            found = next(filter(None, map(municipality_in, readings(message))), None)
            if found:
                role = HOME if found.home else None
                one = entity("municipality", found.code, found.span, self.__class__.__name__, role)
                add_entities(message, [{**one, "name": found.name}])
        return messages
