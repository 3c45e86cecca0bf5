"""The words of danger in data/triage/safety.yml: an emergency, fraud, coercion; and what only sounds alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from bot.data_file import DataFile
from bot.language.patterns import Patterns
from bot.language.words import compile_each, compile_words
from bot.triage.load import TRIAGE_DATA

FILE = "safety.yml"


@dataclass(frozen=True)
class Alarm:
    """What alarms for a code, and what is harmless although it sounds alike."""

    code: str
    words: tuple[str, ...]
    unless: tuple[str, ...]

    @cached_property
    def _words(self) -> Patterns:
        return Patterns([word] for word in self.words)

    @cached_property
    def _unless(self) -> Patterns:
        return Patterns([self.unless])

    @cached_property
    def _harmless(self) -> re.Pattern[str]:
        return compile_words(self.unless)

    def parse(self) -> None:
        """Reads the patterns. Raises re.error."""
        _ = self._words, self._unless

    def compile(self) -> None:
        """Compiles the patterns. Raises re.error."""
        self._words.compile()
        self._unless.compile()
        _ = self._harmless

    def knows_as_harmless(self, folded: str) -> bool:
        """Whether a harmless match stands in the text."""
        return bool(self._unless.matching(folded))

    def is_heard_in(self, folded: str) -> bool:
        """Whether a word of danger stands in the text that no harmless match overlaps."""
        heard = self._words.matching(folded)
        if not heard or not self.knows_as_harmless(folded):
            return bool(heard)
        harmless = [match.span() for match in self._harmless.finditer(folded)]
        # Pattern by pattern: in one alternation a harmless match could use up the text of a dangerous one.
        return any(
            not any(start < match.end() and match.start() < end for start, end in harmless)
            for number in heard
            for match in self._words.matches_of(number, folded)
        )


@lru_cache
def load_alarms(folder: Path = TRIAGE_DATA) -> tuple[Alarm, ...]:
    """The alarms, most urgent first; read once. Raises DataError."""
    codes = DataFile(folder / FILE, "safety").data["codes"]
    alarms = tuple(Alarm(entry["id"], _patterns(entry, "words"), _patterns(entry, "unless")) for entry in codes)
    _each(alarms, Alarm.parse, folder)
    return alarms


def compile_alarms(folder: Path = TRIAGE_DATA) -> None:
    """Compiles all words of danger, which takes half a second: a start need not wait for it, for else each is compiled
    when it is first tried. Raises DataError."""
    _each(load_alarms(folder), Alarm.compile, folder)


def _patterns(entry: Mapping[str, Any], field: str) -> tuple[str, ...]:
    return tuple(pattern for patterns in entry.get(field, {}).values() for pattern in patterns)


def _each(alarms: Sequence[Alarm], act: Callable[[Alarm], None], folder: Path) -> None:
    for index, alarm in enumerate(alarms):
        try:
            act(alarm)
        except re.error:
            file = DataFile(folder / FILE, "safety")
            for field in ("words", "unless"):
                if field in file.data["codes"][index]:
                    compile_each(file, ["codes", index, field])  # tells which of them it is
            raise
