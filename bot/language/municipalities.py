"""Which municipality of Finland a text names, in Finnish or Swedish. The names are in data/geo/municipalities.yml.

A word is a stem and an ending. The endings are looser than grammar, for people write as they speak ("Turust"), as they
learn ("Helsinkissä") and without marks ("Jyvaskylassa"). A name that is also an ordinary word counts only in some cases
or in company.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from bot.data_file import ROOT, DataFile
from bot.language.words import fold

MUNICIPALITIES = ROOT / "data" / "geo" / "municipalities.yml"

_WORD = re.compile(r"\w+(?::\w+)?")
# What follows a stem, in folded letters; \1 is the stem's last letter ("Turkuun", "Lahteen", spoken "Helsinkii").
_ENDING = re.compile(
    r"(.)(?:"
    r"(?P<in>:?(?:ssa?|sa|s|sta?|seen?|h?\1n)|:\w?\wn)|"
    r"(?P<at>:?(?:lla|l|lta?|lle))|"
    r"(?P<of>lai(?:nen|s(?:en|ta|et|ten|[ei]\w{1,4})))|"
    r":?(?:\1|n|a|t?ta|na|ksi?|(?<=s)ten)?"
    r")(?:[ns]i|mme|nne|nsa)?(?:kin?|kaan|kos?|pas?|han)*"
)
_MUNICIPALITY = re.compile(r"kun(?:ta|na|ti)\w*|kaupun[kg]\w*|kommuns?|stads?|tl")
_PREPOSITIONS = (["i"], ["fran"], ["till"])
_HOME = {
    "fi": re.compile(r"asu(?!nto)\w*|muut(?:in|imme|an|amme|et\w+|ta\w*|ti\w*|to\w*|on)|koto\w*|koti(?:k|p)\w*"),
    "sv": re.compile(r"bo|bor|bodde|bott|flytta\w*|hem(?:ma|kommun|ort|stad)\w*|skriven"),
}
_NEAR = 3


@dataclass(frozen=True)
class Municipality:
    """A municipality that a text names: its code, the name in its basic form, where it is named, whether as a place to
    be, leave or reach, and whether as the place where somebody lives."""

    code: str
    name: str
    span: tuple[int, int]
    place: bool
    home: bool


@dataclass(frozen=True)
class _Stem:
    """`bare`: it may stand without an ending. `ambiguous`: the case, in or at, in which the name needs no company."""

    written: str
    name: str
    code: str
    language: str
    bare: bool
    ambiguous: str | None


@dataclass(frozen=True)
class _Names:
    stems: Mapping[str, Sequence[_Stem]]
    ordinary: frozenset[str]

    @cached_property
    def most_words(self) -> int:
        return max(stem.count(" ") for stem in self.stems) + 1

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.stems))


def municipality_in(text: str) -> Municipality | None:
    """The municipality that a text is about: the first that it names as a place, else the first, else None."""
    return min(municipalities_in(text), key=lambda found: not found.place, default=None)


def municipalities_in(text: str) -> list[Municipality]:
    """Every municipality that a text names, in the text's order. Raises DataError when the names have a mistake."""
    names = load_municipalities()
    places = [match.span() for match in _WORD.finditer(text)]
    words = [fold(text[start:end]) for start, end in places]
    written = [text[start:end].lower() for start, end in places]
    found: list[Municipality] = []
    first = 0
    while first < len(words):
        for last in range(min(first + names.most_words, len(words)) - 1, first - 1, -1):
            span = (places[first][0], places[last][1])
            place = _named(names, words, first, last, " ".join(written[first : last + 1]))
            if place is not None:
                stem, is_place, is_home = place
                found.append(Municipality(stem.code, stem.name, span, is_place, is_home))
                first = last
                break
        first += 1
    return found


def _named(names: _Names, words: Sequence[str], first: int, last: int, written: str) -> tuple[_Stem, bool, bool] | None:
    """The stem that these words name, whether as a place, and whether as somebody's home."""
    word = " ".join(words[first : last + 1])
    before, after = words[max(first - _NEAR, 0) : first], words[last + 1 : last + 1 + _NEAR]
    for length in range(min(len(word), names.longest), 1, -1):
        for stem in names.stems.get(word[:length], ()):
            case = _case(stem, word, length)
            if case is None or not _spelled(stem.written, written):
                continue
            inflected = case in ("in", "at", "of")
            near = [*before, *after] if inflected else before
            # "Brändö" is the name in both languages: "asun" and "bor" make it a home.
            tongues = {stem.language} if inflected else {same.language for same in names.stems[word[:length]]}
            home = any(_HOME[tongue].fullmatch(one) for tongue in tongues for one in near)
            if stem.language == "sv":
                place = case == "bare" and before[-1:] in _PREPOSITIONS
            else:
                place = inflected or (case == "bare" and home)
            if written in names.ordinary:
                counts = place and home
            else:
                counts = stem.ambiguous in (None, case) or (place and case in ("bare", "of"))
            if counts or (after and _MUNICIPALITY.fullmatch(after[0])):
                return stem, place, place and home
    return None


def _case(stem: _Stem, word: str, length: int) -> str | None:
    """bare, in, at, of (an inhabitant) or other; None when what follows the stem is no ending."""
    if len(word) == length:
        return "bare" if stem.bare else None
    if stem.language == "sv":
        return "other" if word[length:] == "s" else None
    match = _ENDING.fullmatch(word, length - 1)
    return match and (match.lastgroup or "other")


def _spelled(name: str, written: str) -> bool:
    """Whether what is written can be the name: marks may be left out, but never added ("lähden" is not Lahden)."""
    return all(theirs in (ours, fold(ours)) for ours, theirs in zip(name, written, strict=False))


@lru_cache
def load_municipalities(path: Path = MUNICIPALITIES) -> _Names:
    """The names by their folded stems. Raises DataError."""
    file = DataFile(path, "municipalities")
    stems: dict[str, list[_Stem]] = {}

    def add(field: list[str | int], stem: str, name: str, code: str, language: str, case: str | None) -> None:
        written = " ".join(_WORD.findall(stem.lower()))
        others = stems.setdefault(fold(written), [])
        if any(other.code != code for other in others):
            raise file.error(field, "a name that no other municipality has", stem)
        others.append(_Stem(written, name, code, language, stem == name, case))

    for code, entry in file.data["municipalities"].items():
        field: list[str | int] = ["municipalities", code]
        ambiguous = entry.get("ambiguous", {})
        for name in ambiguous:
            if name not in entry["fi"] and name not in entry["sv"]:
                raise file.error([*field, "ambiguous", name], "one of the names in fi and sv", name)
        for name, others in entry["fi"].items():
            for stem in (name, *others):
                add([*field, "fi", name], stem, name, code, "fi", ambiguous.get(name))
        for index, name in enumerate(entry["sv"]):
            add([*field, "sv", index], name, name, code, "sv", ambiguous.get(name))
    return _Names(stems, frozenset(file.data["ordinary"]))
