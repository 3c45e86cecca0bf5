"""The test sentences of tests/nlu: what people write first, and what they answer, with what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.data_file import ROOT, DataError, DataFile
from bot.language.words import LANGUAGES
from bot.nlu.lessons import DANGER

SENTENCES = ROOT / "tests" / "nlu"
KINDS = {"openings": ("group", "intent"), "answers": ("group", "asked", "about", "answer")}


@dataclass(frozen=True)
class Sentence:
    """A text and what it means. An opening has an `intent` and `tells`; an answer has `asked`, `about`, `answer`."""

    text: str
    language: str
    group: str
    intent: str | None = None
    sounds_dangerous: bool = False
    asked: str | None = None
    about: str | None = None
    answer: str | None = None
    tells: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def danger(self) -> str | None:
        """The code that has to be heard, or None."""
        meant = self.answer if self.asked else self.intent
        return meant if meant in DANGER else None


def load_sentences(folder: Path = SENTENCES) -> list[Sentence]:
    """The sentences of fi/ and sv/ in a folder. Raises DataError, also when there are none."""
    found = [
        sentence
        for language in LANGUAGES
        for kind in KINDS
        for path in sorted((folder / language).glob(f"{kind}_*.yml"))
        for sentence in _in_file(path, language, kind)
    ]
    if not found:
        raise DataError(folder, 0, "folder", "no sentences", "fi/openings_*.yml, fi/answers_*.yml, and the same in sv")
    return found


def _in_file(path: Path, language: str, kind: str) -> list[Sentence]:
    file = DataFile(path)
    entries = file.data.get(kind) if isinstance(file.data, dict) else None
    if not isinstance(entries, list):
        raise DataError(path, 1, kind, type(entries).__name__, "a list of sentences")
    sentences = []
    for index, entry in enumerate(entries):
        if not isinstance(entry, dict) or not isinstance(entry.get("is"), dict) or "text" not in entry:
            raise file.error([kind, index], "a mapping with text and is")
        labels = entry["is"]
        for name in KINDS[kind]:
            if name not in labels:
                raise file.error([kind, index, "is"], f"a value for {name}", labels)
        sentences.append(Sentence(text=entry["text"], language=language, tells=entry.get("tells", {}), **labels))
    return sentences
