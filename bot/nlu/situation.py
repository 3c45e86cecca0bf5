"""Hints of a person's situation: which patterns of data/nlu/<language>/situations.yml a message matches.

The patterns are Rasa's `regex` training data, named `slot.value`, or `slot.value.asked` for short words that mean
something only as an answer to that slot's question, or `slot.value.asked_other` for such words when the question is
about somebody else ("minä hoidin": the helper did). The classifier learns how far each can be trusted.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file

from bot.language.patterns import Patterns
from bot.language.words import fold
from bot.nlu.component import TrainedComponent
from bot.nlu.features import add_sentence_features, is_worded, marks
from bot.nlu.parallel import in_parallel

HINTS = "hints"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SituationPatterns(TrainedComponent):
    """One sparse feature for each name in the patterns: whether one of its patterns matches, whole words, folded.

    Sets `hints` too, the names that match: needs and a device are read from them (bot/conversation/reading.py).
    """

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._use({})

    def restore(self, folder: Path) -> None:
        """Reads the patterns."""
        self._use(read_json_file(folder / "patterns.json"))

    def train(self, training_data: TrainingData) -> Resource:
        """Keeps the training data's patterns with the model."""
        patterns: dict[str, list[str]] = {}
        for feature in training_data.regex_features:
            patterns.setdefault(feature["name"], []).append(feature["pattern"])
        self._use(patterns)
        with self._storage.write_to(self._resource) as folder:
            dump_obj_as_json_to_file(folder / "patterns.json", patterns)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the features to the examples."""
        self.process(training_data.intent_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the features to messages."""
        read = list(filter(is_worded, messages))
        found = in_parallel(partial(_matching, self._patterns), [fold(message.get(TEXT)) for message in read])
        for message, places in zip(read, found, strict=True):
            message.set(HINTS, [self._names[place] for place in places], add_to_output=True)
            add_sentence_features(message, marks(places, len(self._names)), self._resource.name)
        return messages

    def _use(self, patterns: dict[str, list[str]]) -> None:
        self._names = sorted(patterns)
        self._patterns = Patterns(patterns[name] for name in self._names)
        self._patterns.compile()  # now, so that the first person does not wait


def _matching(patterns: Patterns, texts: Sequence[str]) -> list[list[int]]:
    """For each text the places of the names whose patterns match."""
    return [patterns.matching(text) for text in texts]
