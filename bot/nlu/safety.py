"""Hears emergencies, fraud and coercion, in both languages, before anything else is considered.

Two lines of defence. The words of data/triage/safety.yml raise an alarm unless the classifier is all but certain that
nothing is meant ("the film was to die for"); and the classifier raises one where no word is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.words import fold
from bot.nlu.classifier import DANGER
from bot.nlu.entities import add_entities, entity
from bot.nlu.features import add_sentence_features, is_worded, marks
from bot.nlu.parallel import in_parallel
from bot.nlu.spelling import readings
from bot.triage.safety import Alarms, load_alarms

SAFETY_INTENT = "safety"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SafetyWords(GraphComponent):
    """Sparse features: for each code, whether its words are heard, and whether its words for what is harmless are."""

    def __init__(self, name: str) -> None:
        self._name, self._alarms = name, load_alarms()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyWords:
        """The featurizer of the current words. Raises DataError."""
        return cls(execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the features to the examples."""
        self.process(training_data.intent_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the features to messages."""
        read = list(filter(is_worded, messages))
        heard = in_parallel(partial(_heard, self._alarms), [fold(message.get(TEXT)) for message in read])
        for message, places in zip(read, heard, strict=True):
            add_sentence_features(message, marks(places, 2 * len(self._alarms.codes)), self._name)
        return messages


def _heard(alarms: Alarms, texts: Sequence[str]) -> list[list[int]]:
    """For each text the places of the codes whose words are heard in it, then of those whose harmless words are."""
    found = []
    for text in texts:
        heard, harmless = alarms.heard_in(text)
        told = [code in heard for code in alarms.codes] + [code in harmless for code in alarms.codes]
        found.append([place for place, holds in enumerate(told) if holds])
    return found


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyClassifier(GraphComponent):
    """Sets the intent `safety`, with an entity of the same name for the code; stands last in the pipeline.

    The words are read when the model is loaded, so that one is added without training.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`alarm`: how likely danger has to be without a known word; `doubt`: how likely with one. In a text of fewer
        than `fewest_words` a known word alarms, and without one danger has to be as likely as `alarm_short`; in one of
        more than `most_words` the known words alone decide."""
        return {"alarm": 0.12, "alarm_short": 0.7, "doubt": 0.05, "fewest_words": 6, "most_words": 60}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raises InvalidConfigException when a known word would count for less than none."""
        if not 0 <= config["doubt"] <= config["alarm"] <= config["alarm_short"] <= 1:
            raise InvalidConfigException("doubt, alarm and alarm_short have to be between 0 and 1, none above the next")

    def __init__(self, config: dict[str, Any]) -> None:
        self._config, self._alarms = config, load_alarms()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyClassifier:
        """The classifier of the current words. Raises DataError."""
        cls.validate_config(config)
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Overrules whatever intent a message had when it tells of danger."""
        for message in messages:
            code = self._code(message)
            if code:
                whole = (0, len(message.get(TEXT)))
                add_entities(message, [entity(SAFETY_INTENT, code, whole, self.__class__.__name__)])
                guess = {INTENT_NAME_KEY: SAFETY_INTENT, PREDICTED_CONFIDENCE_KEY: 1.0}
                message.set(INTENT, guess, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [guess], add_to_output=True)
        return messages

    def _code(self, message: Message) -> str | None:
        texts = readings(message)
        if not texts:
            return None
        heard = next(filter(None, map(self._heard, texts)), None)
        chances, words = message.get(DANGER), len(texts[0].split())
        if not chances or words > self._config["most_words"]:
            return heard
        short = words < self._config["fewest_words"]
        if heard and short:
            return heard
        needed = self._config["alarm_short" if short else "doubt" if heard else "alarm"]
        if sum(chances.values()) < needed:
            return None
        return heard or max(chances, key=chances.__getitem__)

    def _heard(self, text: str) -> str | None:
        heard, _ = self._alarms.heard_in(fold(text))
        return heard[0] if heard else None
