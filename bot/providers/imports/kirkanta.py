"""Reads answers of the libraries' open interface (Kirkanta v4, api.kirjastot.fi) into the form of the provider files.

Kirkanta tells where a library is and when it is open, with staff or without; not whether it guides people, nor in which
languages. An editor's overlay does: what it does not confirm comes in as a draft. docs/import-and-export.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.providers.imports.csv_columns import read_phone
from bot.providers.imports.library_hours import SELF_SERVICE, STAFFED, hours_of
from bot.providers.places import Places

LANGUAGES = ("fi", "sv")

# What a library's list of services calls a computer for its customers, in Finnish or Swedish.
_COMPUTER = re.compile(
    r"(?:asiakas|tieto)kone|asiakastietokone|kunddator|datorer för kunder|\bdatorer\b", re.IGNORECASE
)
_REQUIRED = ("languages", "hours", "booking", "verified_at")
# Texts that are shown in both languages or not at all; a draft tells what is known of them.
_TEXTS = ("url", "address")
_ID = re.compile(r"[a-z]?[0-9]+")
_LINK = re.compile(r"https?://[^\s<>\"]+")

Fields = dict[str, Any]


@dataclass(frozen=True)
class _Kind:
    """An offer that a library may have: its channel, its names, and which hours are its own."""

    channel: str
    names: Mapping[str, str]
    open_when: frozenset[int]


_KINDS = (
    _Kind(
        "service_point",
        {"fi": "Kirjaston digiopastus", "sv": "Digital handledning på biblioteket"},
        frozenset({STAFFED}),
    ),
    _Kind(
        "self_service_point",
        {"fi": "Kirjaston asiakaskone", "sv": "Bibliotekets kunddator"},
        frozenset({STAFFED, SELF_SERVICE}),
    ),
)


@dataclass(frozen=True)
class Imported:
    """What became of the libraries: providers and drafts as in the provider files; `refused`: id, name, reason."""

    providers: list[Fields] = field(default_factory=list)
    drafts: list[Fields] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)

    def document(self) -> Fields:
        """The provider file; each offer has its library's municipality as its area."""
        drafts = {"drafts": self.drafts} if self.drafts else {}
        return {"area": "country", "providers": self.providers, **drafts}


def read(documents: Iterable[tuple[str, Any]], overlay: Mapping[str, Any], places: Places) -> Imported:
    """The libraries of some answers, each with the language (fi, sv) in which it was asked for.

    Nothing raises: a library is imported, becomes a draft, or is refused with a reason. `overlay` has the form of
    data/schemas/kirkanta_overlay.json.
    """
    imported = Imported()
    libraries: dict[str, dict[str, Mapping[str, Any]]] = {}
    for language, document in documents:
        for raw in _items(document):
            if not isinstance(raw, Mapping) or not _ID.fullmatch(str(raw.get("id")).lower()):
                imported.refused.append(("", "", "no library with an id"))
            else:
                libraries.setdefault(str(raw["id"]).lower(), {})[language] = raw
    for id_, library in sorted(libraries.items()):
        reason = _refusal(library)
        if reason:
            imported.refused.append((id_, _text(library, "fi", "name") or _text(library, "sv", "name") or "", reason))
        else:
            _import(imported, id_, library, overlay, places)
    return imported


def _items(document: Any) -> list[Any]:
    """The libraries of an answer: a list's `items` (`result` in the description), or the single `data`."""
    if isinstance(document, Mapping):
        document = next((document[name] for name in ("items", "result", "data") if document.get(name)), [])
    return document if isinstance(document, list) else [document]


def _refusal(library: Mapping[str, Mapping[str, Any]]) -> str | None:
    if not any(_text(library, language, "name") for language in LANGUAGES):
        return "a library without a name"
    kinds = {str(raw["type"]) for raw in library.values() if raw.get("type")}
    if kinds != {"municipal"}:
        return f"not a municipal library: {', '.join(sorted(kinds)) or 'no type'}"
    return None


def _import(
    imported: Imported, id_: str, library: Mapping[str, Mapping[str, Any]], overlay: Mapping[str, Any], places: Places
) -> None:
    editors = overlay.get("libraries", {}).get(id_, {})
    source = {"system": "kirkanta", "id": id_}
    if modified := _text(library, "fi", "modified") or _text(library, "sv", "modified"):
        source["modified"] = modified
    names = _texts(library, "name")
    provider: Fields = {"id": f"kirkanta-{id_}", "kind": "library", "names": names, **editors.get("provider", {})}
    known = _contact(library, places)
    offers = []
    for kind in _KINDS:
        offer = {
            "id": f"{provider['id']}-{kind.channel.replace('_', '-')}",
            "channel": kind.channel,
            "names": kind.names,
            **known,
            "hours": _hours(library, kind, known.get("municipality"), places),
            "verified_at": _day(source.get("modified")),
            **overlay.get("all", {}),
            **editors.get(kind.channel, {}),
            "source": source,
        }
        offer = {name: value for name, value in offer.items() if value is not None}
        whole = {name: value for name, value in offer.items() if name not in _TEXTS or set(value) == set(LANGUAGES)}
        missing = [name for name in _REQUIRED if name not in whole]
        missing += [f"provider.names.{language}" for language in LANGUAGES if language not in provider["names"]]
        missing += [] if "area" in whole else ["area"]
        missing += [] if {"phone", "url", "email", "address"} & set(whole) else ["phone, url, email or address"]
        if kind.channel not in editors and not (kind.channel == "self_service_point" and _has_computer(library)):
            missing.append(f"whether the library offers it: {kind.channel} in the overlay")
        if missing:
            imported.drafts.append({"id": offer["id"], "missing": missing, "known": {**offer, "provider": provider}})
        else:
            offers.append(whole)
    if offers:
        imported.providers.append({**provider, "source": source, "offers": offers})


def _contact(library: Mapping[str, Mapping[str, Any]], places: Places) -> Fields:
    """What the library's offers have in common. E-mail is left out: an address may be a person's."""
    city = _text(library, "fi", "address", "city") or _text(library, "sv", "address", "city")
    code = places.municipality_of(city) if city else None
    postcode = _text(library, "fi", "address", "zipcode") or _text(library, "sv", "address", "zipcode") or ""
    streets = {
        language: ", ".join(filter(None, [street, _text(library, language, "address", "city")]))
        for language in LANGUAGES
        if (street := _text(library, language, "address", "street"))
    }
    fields = {
        "area": code,
        "phone": next(filter(None, map(_phone, _numbers(library))), None),
        "url": {language: url for language, url in _links(library) if _LINK.fullmatch(url)},
        "address": streets,
        "postcode": postcode if re.fullmatch(r"[0-9]{5}", postcode) else None,
        "municipality": code,
        "point": _point(library),
    }
    return {name: value for name, value in fields.items() if value}


def _hours(library: Mapping[str, Mapping[str, Any]], kind: _Kind, code: str | None, places: Places) -> Any:
    schedules = next(
        (raw["schedules"] for raw in library.values() if isinstance(raw.get("schedules"), list) and raw["schedules"]),
        None,
    )
    return hours_of(schedules, kind.open_when, code is not None and places.is_aland(code))


def _has_computer(library: Mapping[str, Mapping[str, Any]]) -> bool:
    for raw in library.values():
        services = raw.get("services")
        for service in services if isinstance(services, list) else ():
            names = (service.get(name) for name in ("standardName", "name")) if isinstance(service, Mapping) else ()
            if any(isinstance(name, str) and _COMPUTER.search(name) for name in names):
                return True
    return False


def _numbers(library: Mapping[str, Mapping[str, Any]]) -> Iterator[str | None]:
    for language in LANGUAGES:
        yield _text(library, language, "primaryContactInfo", "phoneNumber", "number")
        numbers = library.get(language, {}).get("phoneNumbers")
        for number in numbers if isinstance(numbers, list) else ():
            yield _text({language: number}, language, "number") if isinstance(number, Mapping) else None


def _phone(number: str | None) -> str | None:
    try:
        return read_phone(number) if number else None
    except ValueError:
        return None


def _links(library: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        if url := _text(library, language, "primaryContactInfo", "homepage", "url"):
            yield language, url


def _point(library: Mapping[str, Mapping[str, Any]]) -> list[float] | None:
    """Latitude and longitude, where they are in Finland."""
    for raw in library.values():
        coordinates = raw.get("coordinates")
        if isinstance(coordinates, Mapping):
            latitude, longitude = coordinates.get("lat"), coordinates.get("lon")
            if not isinstance(latitude, float) or not isinstance(longitude, float):
                continue
            if 59 <= latitude <= 71 and 19 <= longitude <= 32:
                return [latitude, longitude]
    return None


def _day(modified: str | None) -> str | None:
    """The day of Kirkanta's time stamp: then somebody at the library looked at what it tells."""
    try:
        return date.fromisoformat((modified or "")[:10]).isoformat()
    except ValueError:
        return None


def _texts(library: Mapping[str, Mapping[str, Any]], name: str) -> dict[str, str]:
    return {language: text for language in LANGUAGES if (text := _text(library, language, name))}


def _text(library: Mapping[str, Mapping[str, Any]], language: str, *path: str) -> str | None:
    """The text at a path in a language's answer; None when there is none, or something else."""
    value: Any = library.get(language)
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    words = "".join(filter(_is_written, value)).split() if isinstance(value, str) else []
    text = " ".join(words)
    return text if len(text) > 1 else None


def _is_written(sign: str) -> bool:
    """Not a control character, nor half a character, which JSON can hold and a file cannot."""
    return sign.isprintable() or sign.isspace()
