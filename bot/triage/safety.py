"""The words of danger in data/triage/safety.yml: an emergency, fraud, coercion; and what only sounds alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.data_file import DataFile
from bot.language.words import compile_each, compile_words
from bot.triage.load import TRIAGE_DATA


@dataclass(frozen=True)
class Alarm:
    """What alarms for a code, and what is harmless although it sounds alike."""

    code: str
    words: re.Pattern[str]
    each: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None

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
            for pattern in self.each
            for match in pattern.finditer(folded)
        )


@lru_cache
def load_alarms(folder: Path = TRIAGE_DATA) -> tuple[Alarm, ...]:
    """The alarms, most urgent first; read once. Raises DataError."""
    file = DataFile(folder / "safety.yml", "safety")
    alarms = []
    for index, entry in enumerate(file.data["codes"]):
        each = compile_each(file, ["codes", index, "words"])
        unless = [pattern for patterns in entry.get("unless", {}).values() for pattern in patterns]
        if unless:
            compile_each(file, ["codes", index, "unless"])
        words = [pattern for patterns in entry["words"].values() for pattern in patterns]
        alarms.append(
            Alarm(
                code=entry["id"],
                words=compile_words(words),
                each=tuple(each),
                unless=compile_words(unless) if unless else None,
            )
        )
    return tuple(alarms)
