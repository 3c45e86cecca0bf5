"""Puts the words as they were meant beside the words as they were written."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file

from bot.language.spelling import Speller, commonest_by_folded
from bot.language.words import WORD
from bot.nlu.component import TrainedComponent
from bot.nlu.parallel import in_parallel

SPELLED = "spelled"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingCorrector(TrainedComponent):
    """Sets `spelled`, the corrected text, which the featurizers read. `min_count`: how often a word of the training
    data has to stand there to be a word (it holds misspelt ones too)."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`min_count`: from how many training examples on a word counts as known."""
        return {"min_count": 4}

    @staticmethod
    def required_packages() -> list[str]:
        """What has to be installed."""
        return ["wordfreq"]

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._speller = Speller()
        commonest_by_folded()  # read now, so that the first person does not wait

    def restore(self, folder: Path) -> None:
        """Reads the words of the training data."""
        self._speller = Speller(read_json_file(folder / "words.json"))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the words of the training data."""
        count: Counter[str] = Counter()
        for example in training_data.intent_examples:
            count.update(set(WORD.findall((example.get(TEXT) or "").lower())))
        words = sorted(word for word, seen in count.items() if seen >= self._config["min_count"])
        self._speller = Speller(words)
        with self._storage.write_to(self._resource) as folder:
            dump_obj_as_json_to_file(folder / "words.json", words)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Corrects the examples as messages will be corrected."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `spelled` on each message."""
        corrected = in_parallel(self._speller.correct_all, [message.get(TEXT) or "" for message in messages])
        for message, text in zip(messages, corrected, strict=True):
            message.set(SPELLED, text, add_to_output=True)
        return messages


def spelled(message: Message) -> str:
    """The corrected text of a message, or its text where nothing was corrected."""
    return message.get(SPELLED) or message.get(TEXT) or ""


def readings(message: Message) -> list[str]:
    """The texts that names and words are looked for in: as written, and as corrected where that differs.

    A payload has none.
    """
    text = message.get(TEXT) or ""
    return [] if text.startswith("/") else list(dict.fromkeys((text, spelled(message))))
