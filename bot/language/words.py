"""The patterns of the data files: Python regular expressions over folded text.

Folded text is lower case without the marks that people leave out on a strange keyboard: ä and å are a, ö is o.
A pattern is folded the same way, so its author may write the letters as they are. It matches whole words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from bot.data_file import DataFile, FieldPath

LANGUAGES = ("fi", "sv")
# A word as it is counted and corrected: letters alone.
WORD = re.compile(r"[^\W\d_]+")


def fold(text: str) -> str:
    """Lower case without diacritics; the length stays the same, so places in the text stay true."""
    return "".join(_fold_character(character) for character in text)


def _fold_character(character: str) -> str:
    lowered = character.lower()[:1]
    base = unicodedata.normalize("NFD", lowered)[:1]
    return base if base.isascii() or base.isalpha() else lowered


def compile_words(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern that matches where any of these does, at whole words."""
    return re.compile(r"(?<!\w)(?:" + "|".join(fold_pattern(pattern) for pattern in patterns) + r")(?!\w)")


def fold_pattern(pattern: str) -> str:
    """A pattern folded as text is; escapes such as \\W keep their case."""
    return "".join(part if part.startswith("\\") else fold(part) for part in re.split(r"(\\.)", pattern))


def check_patterns(file: DataFile, field: FieldPath) -> None:
    """Raises DataError when a pattern below `field` (lists by language) is no regular expression."""
    for language, patterns in file.at(field).items():
        for index, pattern in enumerate(patterns):
            _check(file, [*field, language, index], pattern)


def _check(file: DataFile, field: Sequence[str | int], pattern: str) -> None:
    try:
        re.compile(fold_pattern(pattern))
    except re.error as problem:
        raise file.error(field, f"a regular expression ({problem})", pattern) from None
