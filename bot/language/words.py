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
# An answer of so many words stands on its own, whatever was asked; in fewer it means what it means to the question.
WORDS_OF_A_STATEMENT = 5
# A word as it is counted and corrected: letters alone.
WORD = re.compile(r"[^\W\d_]+")


class _Folded(dict[int, str]):
    """What each character becomes; worked out when it is first seen, for whole dictionaries are folded."""

    def __missing__(self, code: int) -> str:
        lowered = chr(code).lower()[:1]
        base = unicodedata.normalize("NFD", lowered)[:1]
        self[code] = base if base.isascii() or base.isalpha() else lowered
        return self[code]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Lower case without diacritics; the length stays the same, so places in the text stay true."""
    return text.translate(_FOLDED)


def compile_words(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern that matches where any of these does, at whole words."""
    return re.compile(r"(?<!\w)(?:" + "|".join(fold_pattern(pattern) for pattern in patterns) + r")(?!\w)")


def fold_pattern(pattern: str) -> str:
    """A pattern folded as text is; escapes such as \\W keep their case."""
    return "".join(part if part.startswith("\\") else fold(part) for part in re.split(r"(\\.)", pattern))


def compile_each(file: DataFile, field: FieldPath) -> list[re.Pattern[str]]:
    """The patterns below `field` (lists by language), each by itself, at whole words. Raises DataError when one is no
    regular expression."""
    return [
        _compiled(file, [*field, language, index], pattern)
        for language, patterns in file.at(field).items()
        for index, pattern in enumerate(patterns)
    ]


def _compiled(file: DataFile, field: Sequence[str | int], pattern: str) -> re.Pattern[str]:
    try:
        return compile_words([pattern])
    except re.error as problem:
        raise file.error(field, f"a regular expression ({problem})", pattern) from None
