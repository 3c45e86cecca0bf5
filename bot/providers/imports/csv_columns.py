"""The columns of the table of offers, and how each kind of cell is read and written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import phonenumbers

from bot.providers.hours import Hours
from bot.providers.imports.hours_cell import hours_from_cell, read_date

AREAS = {
    "municipalities": ("municipality", 3),
    "regions": ("region", 2),
    "counties": ("county", 2),
    "postcodes": ("postcode", 5),
}
_TRUE = {"yes", "true", "1", "x", "kyllä", "tosi", "ja", "sant"}
_FALSE = {"no", "false", "0", "ei", "epätosi", "nej", "falskt"}
_ESCAPED = tuple("=+-@'\t\r")


@dataclass(frozen=True)
class Column:
    """A column: its name, where its value stands in a provider or an offer, and how a cell is read and written."""

    name: str
    path: tuple[str, ...]
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str


def _read_text(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_ESCAPED) else cell


def _write_text(value: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe, which is taken away again."""
    return "'" + value if value.startswith(_ESCAPED) else value


def _read_words(cell: str) -> list[str]:
    return re.split(r"[\s,]+", cell.strip(" ,"))


def _read_truth(cell: str) -> bool:
    word = cell.lower()
    if word not in _TRUE | _FALSE:
        raise ValueError("yes or no")
    return word in _TRUE


def _read_code(length: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        return cell.zfill(length) if cell.isdecimal() else cell

    return read


def _read_number(cell: str) -> float:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        raise ValueError("a number as 60.17") from None


def read_phone(cell: str) -> str:
    """A number as +358…, from how people write it in Finland. Raises ValueError."""
    try:
        number = phonenumbers.parse(_read_text(cell), "FI")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValueError("a phone number as +358 40 1234567")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_area(cell: str) -> str | dict[str, list[str]]:
    """An area in the form of the provider files, from `country`, `91 092`, or `region:1 county:05 postcode:00100`."""
    words = _read_words(cell)
    if words in (["country"], ["except_aland"]):
        return words[0]
    area: dict[str, list[str]] = {}
    for word in words:
        label, _, code = word.rpartition(":")
        label = label or ("postcode" if len(code) == 5 else "municipality")
        name = next((name for name, (singular, _) in AREAS.items() if singular == label), None)
        if name is None or not code.isdecimal() or len(code) > AREAS[name][1]:
            raise ValueError("country, except_aland, or codes as 091 092 region:01 county:05 postcode:00100")
        area.setdefault(name, []).append(code.zfill(AREAS[name][1]))
    only = area.get("municipalities", [])
    return only[0] if len(only) == 1 and len(area) == 1 else area


def _write_area(area: str | Mapping[str, Sequence[str]]) -> str:
    if isinstance(area, str):
        return area
    return " ".join(f"{AREAS[name][0]}:{code}" for name, codes in area.items() for code in codes)


_KINDS: Mapping[str, tuple[Callable[[str], Any], Callable[[Any], str]]] = {
    "text": (_read_text, _write_text),
    "as_is": (str, str),
    "words": (_read_words, " ".join),
    "truth": (_read_truth, lambda value: "yes" if value else "no"),
    "hours": (hours_from_cell, lambda raw: Hours.read(raw).text()),
    "area": (read_area, _write_area),
    "phone": (read_phone, str),
    "date": (read_date, str),
    "number": (_read_number, str),
    "municipality": (_read_code(3), str),
    "postcode": (_read_code(5), str),
}
_SOURCE = "source.system:as_is source.id:as_is source.modified:as_is"
_PROVIDER = f"id:as_is kind:as_is names:both authority:as_is {_SOURCE}"
_OFFER = f"""
id:as_is channel:as_is names:both summary:both languages:words interpreter:truth sign_language:truth area:area
services:words authorities:words levels:words helps_with:both does_not_help_with:both login_errands:truth staffed:truth
hours:hours booking:as_is price:both phone:phone phone_as_said:text call_charge:both url:both email:text
address:both postcode:postcode municipality:municipality point.latitude:number point.longitude:number access:both
step_free:truth valid.from:date valid.until:date verified_at:date {_SOURCE}
"""


def _columns(spec: str, prefix: str = "") -> Iterator[Column]:
    for each in spec.split():
        dotted, _, kind = each.partition(":")
        path = tuple(dotted.split("."))
        # A point's columns are called latitude and longitude; who has the authority is asked of providers alone.
        name = path[-1] if path[0] == "point" else "_".join(path)
        name = name if name == "authority" else prefix + name
        if kind == "both":
            yield from (Column(f"{name}_{language}", (*path, language), *_KINDS["text"]) for language in ("fi", "sv"))
        else:
            yield Column(name, path, *_KINDS[kind])


PROVIDER_COLUMNS = tuple(_columns(_PROVIDER, "provider_"))
OFFER_COLUMNS = tuple(_columns(_OFFER))
COLUMNS = PROVIDER_COLUMNS + OFFER_COLUMNS
