"""The words of danger in data/triage/safety.yml: an emergency, fraud, coercion; and what only sounds alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from bot.data_file import DataFile
from bot.language.words import compile_each, compile_words
from bot.triage.load import TRIAGE_DATA


@dataclass(frozen=True)
class Alarm:
    """What alarms for a code, and what is harmless although it sounds alike."""

    code: str
    patterns: tuple[str, ...]
    words: re.Pattern[str]
    unless: re.Pattern[str] | None

    @cached_property
    def _each(self) -> tuple[re.Pattern[str], ...]:
        return tuple(compile_words([pattern]) for pattern in self.patterns)

    def compile_each(self) -> None:
        """Compiles the patterns one by one, which takes half a second in all: a start need not wait for it. Else it is
        done when a harmless match stands in a text with one of danger."""
        _ = self._each

    def knows_as_harmless(self, folded: str) -> bool:
        """Whether a harmless match stands in the text."""
        return self.unless is not None and self.unless.search(folded) is not None

    def is_heard_in(self, folded: str) -> bool:
        """Whether a word of danger stands in the text that no harmless match overlaps."""
        if self.words.search(folded) is None:
            return False
        harmless = [match.span() for match in self.unless.finditer(folded)] if self.unless else []
        # Pattern by pattern: in one alternation a harmless match could use up the text of a dangerous one.
        return not harmless or any(
            not any(start < match.end() and match.start() < end for start, end in harmless)
            for pattern in self._each
            for match in pattern.finditer(folded)
        )


@lru_cache
def load_alarms(folder: Path = TRIAGE_DATA) -> tuple[Alarm, ...]:
    """The alarms, most urgent first; read once. Raises DataError."""
    file = DataFile(folder / "safety.yml", "safety")
    return tuple(_alarm(file, index, entry) for index, entry in enumerate(file.data["codes"]))


def _alarm(file: DataFile, index: int, entry: Mapping[str, Any]) -> Alarm:
    words, unless = (
        tuple(pattern for patterns in entry.get(field, {}).values() for pattern in patterns)
        for field in ("words", "unless")
    )
    try:
        return Alarm(entry["id"], words, compile_words(words), compile_words(unless) if unless else None)
    except re.error:
        for field in ("words", "unless"):
            if field in entry:
                compile_each(file, ["codes", index, field])  # tells which of them it is
        raise
