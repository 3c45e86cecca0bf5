"""Hears emergencies, fraud and coercion, in both languages, before anything else is considered."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.language.words import fold
from bot.nlu.entities import add_entities, entity
from bot.triage.safety import load_alarms

SAFETY_INTENT = "safety"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyClassifier(GraphComponent):
    """Sets the intent `safety`, with an entity of the same name for the code; stands last in the pipeline.

    Two lines of defence, and either may alarm: the words of data/triage/safety.yml, read when the model is loaded, so
    that one is added without training; and the intent of that code (data/nlu/<language>/safety.yml) when the
    classifier is at least as sure as `sure` of a message of at most `most_words`, unless the words know it as harmless.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`sure`: the confidence at which the classifier's word is enough; `most_words`: the longest text it judges."""
        return {"sure": 0.75, "most_words": 40}

    def __init__(self, sure: float, most_words: int) -> None:
        self._sure, self._most_words = sure, most_words
        self._alarms = load_alarms()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyClassifier:
        """The classifier of the current words. Raises DataError."""
        return cls(config["sure"], config["most_words"])

    def process(self, messages: list[Message]) -> list[Message]:
        """Overrules whatever intent a message had when it tells of danger; takes a mere guess at danger away."""
        for message in messages:
            code = self._code(message, fold(message.get(TEXT) or ""))
            if code:
                whole = (0, len(message.get(TEXT)))
                add_entities(message, [entity(SAFETY_INTENT, code, whole, self.__class__.__name__)])
                self._set_intents(message, [{INTENT_NAME_KEY: SAFETY_INTENT, PREDICTED_CONFIDENCE_KEY: 1.0}])
            else:
                codes = {alarm.code for alarm in self._alarms}
                ranking = message.get(INTENT_RANKING_KEY) or []
                harmless = [guess for guess in ranking if guess[INTENT_NAME_KEY] not in codes]
                if harmless and len(harmless) < len(ranking):
                    self._set_intents(message, harmless)
        return messages

    @staticmethod
    def _set_intents(message: Message, ranking: list[dict[str, Any]]) -> None:
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)

    def _code(self, message: Message, text: str) -> str | None:
        for alarm in self._alarms:
            if alarm.is_heard_in(text):
                return alarm.code
        for guess in (message.get(INTENT_RANKING_KEY) or []) if len(text.split()) <= self._most_words else []:
            meant = next((one for one in self._alarms if one.code == guess[INTENT_NAME_KEY]), None)
            if meant and guess[PREDICTED_CONFIDENCE_KEY] >= self._sure and not meant.knows_as_harmless(text):
                return meant.code
        return None
