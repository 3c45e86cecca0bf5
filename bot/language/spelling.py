"""Reads what was meant: missing dots put back on ä, ö and å, and a slip of the finger undone.

Word frequencies (wordfreq) say which words exist in Finnish and Swedish and which is commonest. Measured on MASSIVE
(bench/README.md), it takes back most of what typing errors and missing dots cost, and costs clean text nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from wordfreq import get_frequency_dict

from bot.language.words import LANGUAGES, WORD, fold

# A word rarer than this is no correction: the lists hold many misspelt words once.
COMMON = 2e-7
# How common the words of the training data count as: what people say here comes before what they say elsewhere.
OF_OUR_OWN = 1e-5
SHORTEST, LONGEST = 5, 24
_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"
_MARKED = re.compile(r"[åäöÅÄÖ]")


class Speller:
    """Corrects words that neither language knows. `words` are known besides: those of the training data."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._own = frozenset(words)
        self._own_by_folded = {fold(word): word for word in sorted(self._own)}

    def correct(self, text: str) -> str:
        """The text with its words corrected, in lower case where they were; payloads and known words stay."""
        return self.correct_all([text])[0]

    def correct_all(self, texts: Iterable[str]) -> list[str]:
        """Each text as `correct` gives it; a word is looked up once."""
        word = cache(self._word)  # for this call: what somebody wrote is not to be kept

        def corrected(text: str) -> str:
            if text.startswith("/"):
                return text
            text = unicodedata.normalize("NFC", text)  # some keyboards send ä as two characters
            unmarked = _MARKED.search(text) is None
            return WORD.sub(lambda found: word(found[0], unmarked), text)

        return [corrected(text) for text in texts]

    def _word(self, written: str, unmarked: bool) -> str:
        word = written.lower()
        if unmarked:
            marked = self._own_by_folded.get(word) or commonest_by_folded().get(word)
            if marked:
                return written if marked == word else marked
        if len(word) < SHORTEST or len(word) > LONGEST or self._frequency(word):
            return written
        edited = _one_edit_away(word)
        # Few of the hundreds are words at all: sets tell which, four times as fast as looking up one after another.
        known = (edited & self._own).union(*(edited & words.keys() for words in frequencies()))
        best = max(known, key=lambda candidate: (self._frequency(candidate), candidate), default="")
        return best if self._frequency(best) > COMMON else written

    def _frequency(self, word: str) -> float:
        return max(OF_OUR_OWN if word in self._own else 0.0, *(words.get(word, 0.0) for words in frequencies()))


@lru_cache(maxsize=1)
def frequencies() -> tuple[dict[str, float], ...]:
    """How common each word is in each language, 0 to 1."""
    return tuple(get_frequency_dict(language, "best") for language in LANGUAGES)


@lru_cache(maxsize=1)
def commonest_by_folded() -> dict[str, str]:
    """The commonest word of either language for what it looks like without dots; only where that has dots."""
    best: dict[str, tuple[float, str]] = {}
    for words in frequencies():
        for word, frequency in words.items():
            if frequency >= COMMON / 2:
                folded = word if word.isascii() else fold(word)
                best[folded] = max(best.get(folded, (0.0, "")), (frequency, word))
    return {folded: word for folded, (_, word) in best.items() if word != folded}


def _one_edit_away(word: str) -> set[str]:
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    dropped = {left + right[1:] for left, right in halves if right}
    replaced = {left + letter + right[1:] for left, right in halves if right for letter in _LETTERS}
    added = {left + letter + right for left, right in halves for letter in _LETTERS}
    return swapped | dropped | replaced | added
