"""Many patterns asked of a text at once, each only where a word begins as the pattern does.

A pattern matches whole words (`compile_words`), and nearly every one begins with a few known letters. So for each place
where a word may begin, its first letters tell which of two thousand patterns are worth trying; and a pattern that can
begin with anything is tried where letters stand in the text that each of its matches holds. That takes a sixth of
the time of long alternations (bench/README.md), and finds the same. What a pattern needs is read by Python's own parser
of patterns (sre_parse; from Python 3.11 on it is re._parser).
"""

from __future__ import annotations

import re
import sre_constants as sre
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from sre_parse import SubPattern, parse
from typing import Any

from bot.language.words import compile_words, fold_pattern

# So many letters are looked at: with fewer more is tried in vain, with more there is more to look up.
LETTERS = 5
_PLACES = re.compile(r"(?<!\w)")
_ANYTHING = {""}


class Patterns:
    """Patterns in groups. A group matches where any of its patterns does, at whole words of folded text."""

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        """Raises re.error for what is no pattern; what only compiling shows is shown by `compile`."""
        self._patterns: list[tuple[int, str]] = []
        # By the letters that a word begins with: the patterns to be tried there, and those to be tried at the start.
        self._here: dict[str, list[int]] = defaultdict(list)
        self._at_start: dict[str, list[int]] = defaultdict(list)
        # Patterns that can begin with anything, each with letters of which one or other has to stand in the text.
        self._with: list[tuple[int, tuple[str, ...]]] = []
        for group, patterns in enumerate(groups):
            for pattern in map(fold_pattern, patterns):
                self._add(group, pattern)

    def _add(self, group: int, pattern: str) -> None:
        number = len(self._patterns)
        self._patterns.append((group, pattern))
        items = parse(pattern).data
        ahead = _needed_ahead(items)
        begun = ahead or _begun(items)
        if "" in begun:
            self._with.append((number, tuple(_needed(items))))
            return
        for letters in begun:
            (self._at_start if ahead else self._here)[letters].append(number)

    def matching(self, folded: str) -> list[int]:
        """The numbers of the groups that match, in order."""
        found: set[int] = set()
        places = [place.start() for place in _PLACES.finditer(folded)]
        for at in places:
            for end in range(at + 1, min(at + LETTERS, len(folded)) + 1):
                letters = folded[at:end]
                for numbers, start in ((self._here.get(letters, ()), at), (self._at_start.get(letters, ()), 0)):
                    for number in numbers:
                        group, pattern = self._patterns[number]
                        if group not in found and _compiled(pattern).match(folded, start):
                            found.add(group)
        for number, needed in self._with:
            group, pattern = self._patterns[number]
            if group not in found and any(letters in folded for letters in needed):
                match = _compiled(pattern).match
                if any(match(folded, at) for at in places):
                    found.add(group)
        return sorted(found)

    def matches_of(self, group: int, folded: str) -> Iterator[re.Match[str]]:
        """Every match of each pattern of a group."""
        for number, pattern in self._patterns:
            if number == group:
                yield from _compiled(pattern).finditer(folded)

    def compile(self) -> None:
        """Compiles all patterns now; else each is compiled when it is first tried. Raises re.error."""
        for _, pattern in self._patterns:
            _compiled(pattern)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return compile_words([pattern])


Items = Sequence[tuple[Any, Any]]


def _begun(items: Items) -> set[str]:
    """All ways in which a match can begin: letters, LETTERS of them at most; "" where it can begin with anything."""
    unfinished, finished = _continued(_ANYTHING, items)
    return unfinished | finished


def _continued(begun: set[str], items: Items) -> tuple[set[str], set[str]]:
    """The beginnings with what comes next: those that go on after it, and those that are not followed any further."""
    finished: set[str] = set()
    for kind, what in items:
        if kind is sre.LITERAL:
            begun = {letters + chr(what) for letters in begun}
        elif kind is sre.IN and all(one is sre.LITERAL for one, _ in what):
            begun = {letters + chr(code) for letters in begun for _, code in what}
        elif kind in (sre.SUBPATTERN, sre.BRANCH):
            ways = what[1] if kind is sre.BRANCH else [what[-1]]
            ends = [_continued(begun, list(way)) for way in ways]
            begun = set().union(*(on for on, _ in ends))
            finished = finished.union(*(done for _, done in ends))
        elif kind is sre.MAX_REPEAT:
            least, _, part = what
            on, done = _continued(begun, list(part))
            finished |= done | on
            begun = begun if least == 0 else set()
        elif kind not in (sre.ASSERT, sre.ASSERT_NOT, sre.AT):  # these take no letters
            finished |= begun
            begun = set()
        finished |= {letters[:LETTERS] for letters in begun if len(letters) >= LETTERS}
        begun = {letters for letters in begun if len(letters) < LETTERS}
        if not begun:
            break
    return begun, finished


def _needed(items: Items) -> set[str]:
    """Letters one of which stands in each text with a match, the longest that are known; "" where none are."""
    known = [_begun(items[start:]) for start in range(len(items))]
    for kind, what in items:
        if kind in (sre.SUBPATTERN, sre.BRANCH):
            known.append(set().union(*map(_needed, what[1] if kind is sre.BRANCH else [what[-1]])))
        elif kind is sre.MAX_REPEAT and what[0]:
            known.append(_needed(what[2]))
    return max(known, key=lambda letters: (min(map(len, letters)), -len(letters)), default=_ANYTHING)


def _needed_ahead(items: Items) -> set[str]:
    r"""How X can begin in ^(?=.*(?<!\w)X…)…, ^(?=.*\bX…)… and ^(?=(?:.*\b)?X…)…; nothing for every other pattern.

    X is looked for only where a word may begin, and the whole pattern is tried only at the start of the text."""
    if [kind for kind, _ in items[:2]] != [sre.AT, sre.ASSERT] or items[0] != _START or items[1][1][0] != 1:
        return set()
    ahead = _plain(items[1][1][1])
    for skipped in _TO_A_WORD:
        if ahead[: len(skipped)] == skipped:
            letters = _begun(ahead[len(skipped) :])
            # After \b a letter begins a word; anything else could end one.
            return letters if all(one[:1].isalnum() for one in letters) else set()
    return set()


def _plain(part: Any) -> Any:
    """What the parser says, in lists and tuples all the way down, which can be compared."""
    if isinstance(part, SubPattern):
        return [_plain(one) for one in part.data]
    return type(part)(map(_plain, part)) if isinstance(part, (list, tuple)) else part


_START = parse("^").data[0]
# How a look-ahead may come to X: in each of these ways X begins where a word may begin.
_TO_A_WORD = [_plain(parse(way)) for way in (r".*(?<!\w)", r".*\b", r"(?:.*\b)?")]
