"""Hears emergencies, fraud and coercion, in both languages, before anything else is considered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.data_file import DataFile
from bot.language.words import check_patterns, compile_words, fold
from bot.nlu.entities import add_entities, entity
from bot.triage.load import TRIAGE_DATA

SAFETY_INTENT = "safety"


@dataclass(frozen=True)
class Alarm:
    """What alarms for a code, and what is harmless although it sounds alike."""

    code: str
    words: re.Pattern[str]
    unless: re.Pattern[str] | None

    def heard_in(self, folded: str) -> re.Match[str] | None:
        """The first alarming match that no harmless one overlaps, or None."""
        harmless = [match.span() for match in self.unless.finditer(folded)] if self.unless else []
        for match in self.words.finditer(folded):
            if not any(start < match.end() and match.start() < end for start, end in harmless):
                return match
        return None


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyClassifier(GraphComponent):
    """Sets the intent `safety`, with an entity of the same name for the code; stands last in the pipeline.

    The words are read when the model is loaded, so that one is added without training.
    """

    def __init__(self) -> None:
        self._alarms = load_alarms()

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SafetyClassifier:
        """The classifier of the current words. Raises DataError."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Overrules whatever intent a message had when it tells of danger."""
        for message in messages:
            text = fold(message.get(TEXT) or "")
            for alarm in self._alarms:
                match = alarm.heard_in(text)
                if match:
                    intent = {INTENT_NAME_KEY: SAFETY_INTENT, PREDICTED_CONFIDENCE_KEY: 1.0}
                    message.set(INTENT, intent, add_to_output=True)
                    message.set(INTENT_RANKING_KEY, [intent], add_to_output=True)
                    add_entities(message, [entity(SAFETY_INTENT, alarm.code, match, self.__class__.__name__)])
                    break
        return messages


def load_alarms() -> list[Alarm]:
    """The alarms of data/triage/safety.yml, most urgent first. Raises DataError."""
    file = DataFile(TRIAGE_DATA / "safety.yml", "safety")
    alarms = []
    for index, entry in enumerate(file.data["codes"]):
        check_patterns(file, ["codes", index, "words"])
        unless = [pattern for patterns in entry.get("unless", {}).values() for pattern in patterns]
        if unless:
            check_patterns(file, ["codes", index, "unless"])
        words = [pattern for patterns in entry["words"].values() for pattern in patterns]
        alarms.append(Alarm(entry["id"], compile_words(words), compile_words(unless) if unless else None))
    return alarms
