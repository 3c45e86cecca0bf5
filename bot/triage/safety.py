"""The words of danger in data/triage/safety.yml: an emergency, fraud, coercion; and what only sounds alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
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
    def harmless(self) -> re.Pattern[str]:
        """All that is harmless, as one pattern of folded text."""
        return compile_words(self.unless)


class Alarms:
    """The alarms of all codes, most urgent first, asked of a text at once."""

    def __init__(self, alarms: Iterable[Alarm]) -> None:
        """Raises re.error for what is no pattern; what only compiling shows is shown by `compile`."""
        self._alarms = tuple(alarms)
        self.codes = tuple(alarm.code for alarm in self._alarms)
        # Each word by itself, for a harmless match is held against it alone; then what is harmless for each code.
        words = [(code, word) for code, alarm in enumerate(self._alarms) for word in alarm.words]
        self._code_of = [code for code, _ in words]
        self._patterns = Patterns([*([word] for _, word in words), *(alarm.unless for alarm in self._alarms)])

    def compile(self) -> None:
        """Compiles the patterns now; else each is compiled when it is first tried. Raises re.error."""
        self._patterns.compile()
        for alarm in self._alarms:
            _ = alarm.harmless

    def heard_in(self, folded: str) -> tuple[list[str], list[str]]:
        """The codes of which a word of danger stands in the text that no harmless match overlaps; and those of which a
        harmless match stands there."""
        words: dict[int, list[int]] = {}
        harmless = []
        for number in self._patterns.matching(folded):
            if number < len(self._code_of):
                words.setdefault(self._code_of[number], []).append(number)
            else:
                harmless.append(number - len(self._code_of))
        heard = [code for code in words if code not in harmless or self._is_beside(words[code], code, folded)]
        return [self.codes[code] for code in heard], [self.codes[code] for code in harmless]

    def _is_beside(self, words: Iterable[int], code: int, folded: str) -> bool:
        spans = [match.span() for match in self._alarms[code].harmless.finditer(folded)]
        # Word by word: in one alternation a harmless match could use up the text of a dangerous one.
        return any(
            not any(start < match.end() and match.start() < end for start, end in spans)
            for number in words
            for match in self._patterns.matches_of(number, folded)
        )


@lru_cache
def load_alarms(folder: Path = TRIAGE_DATA) -> Alarms:
    """The alarms; read once. Raises DataError."""
    codes = DataFile(folder / FILE, "safety").data["codes"]
    alarms = [Alarm(entry["id"], _patterns(entry, "words"), _patterns(entry, "unless")) for entry in codes]
    with _placed(folder):
        return Alarms(alarms)


def compile_alarms(folder: Path = TRIAGE_DATA) -> None:
    """Compiles all words of danger, which takes half a second: a start need not wait for it, for else each is compiled
    when it is first tried. Raises DataError."""
    with _placed(folder):
        load_alarms(folder).compile()


def _patterns(entry: Mapping[str, Any], field: str) -> tuple[str, ...]:
    return tuple(pattern for patterns in entry.get(field, {}).values() for pattern in patterns)


@contextmanager
def _placed(folder: Path) -> Iterator[None]:
    """Says of a pattern that is none where it stands."""
    try:
        yield
    except re.error:
        file = DataFile(folder / FILE, "safety")
        for index, entry in enumerate(file.data["codes"]):
            for field in ("words", "unless"):
                if field in entry:
                    compile_each(file, ["codes", index, field])  # tells which of them it is
        raise
