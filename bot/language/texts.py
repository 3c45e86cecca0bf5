"""Every text that a person hears, from data/responses, in the language asked for.

The files have Rasa's response format. The action server reads them itself, so that a text is changed without training,
and because a message of the contract needs titles and reasons as well as the question.
"""

from __future__ import annotations

import json
import random
import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.data_file import ROOT, DataFile
from bot.language.words import LANGUAGES

RESPONSES = ROOT / "data" / "responses"


@dataclass(frozen=True)
class Button:
    """An option: what the person reads, and the payload that choosing it sends."""

    title: str
    payload: str

    @property
    def values(self) -> dict[str, Any]:
        """The slots of an /answer payload; empty for any other payload."""
        intent, brace, rest = self.payload.partition("{")
        return json.loads(brace + rest) if intent == "/answer" else {}


@dataclass(frozen=True)
class Text:
    """One text in one language, with its placeholders and buttons."""

    text: str
    buttons: tuple[Button, ...] = ()

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces."""
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self.text) if name)


@dataclass(frozen=True)
class Texts:
    """All texts by name and language; several variations of one text are equally right."""

    variations: Mapping[str, Mapping[str, tuple[Text, ...]]]

    def __contains__(self, name: object) -> bool:
        return name in self.variations

    def get(self, name: str, language: str) -> Text:
        """A variation of a text. Raises KeyError for a name that does not exist."""
        return random.choice(self.variations[name][language])

    def say(self, name: str, language: str, /, **values: object) -> str:
        """A text with its placeholders filled. Raises KeyError for a name or a placeholder without value."""
        return self.get(name, language).text.format(**values)


@lru_cache
def load_texts(folder: Path = RESPONSES) -> Texts:
    """All texts below a folder. Raises DataError for a text without both languages, or a payload that is no JSON."""
    variations: dict[str, dict[str, tuple[Text, ...]]] = {}
    for path in sorted(folder.glob("*.yml")):
        file = DataFile(path, "responses")
        for name, entries in file.data["responses"].items():
            if name in variations:
                raise file.error(["responses", name], "a name that no other file has", name)
            by_language: dict[str, list[Text]] = {language: [] for language in LANGUAGES}
            for index, entry in enumerate(entries):
                buttons = tuple(Button(button["title"], button["payload"]) for button in entry.get("buttons", ()))
                _check_payloads(file, ["responses", name, index, "buttons"], buttons)
                by_language[_language(entry)].append(Text(entry["text"].strip(), buttons))
            for language in LANGUAGES:
                if not by_language[language]:
                    raise file.error(["responses", name], f"a variation in {language}", name)
            variations[name] = {language: tuple(texts) for language, texts in by_language.items()}
    return Texts(variations)


def _language(entry: Mapping[str, Any]) -> str:
    """Finnish is the variation without condition, so that a text is never empty."""
    return entry["condition"][0]["value"] if "condition" in entry else "fi"


def _check_payloads(file: DataFile, field: list[str | int], buttons: tuple[Button, ...]) -> None:
    for index, button in enumerate(buttons):
        try:
            json.dumps(button.values)
        except json.JSONDecodeError:
            raise file.error([*field, index, "payload"], "an intent and valid JSON, as /answer{…}") from None
