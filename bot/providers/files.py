"""Reads the provider files. A file is parsed and checked by fast libraries; only one with a mistake is read again, by
the slower ones that know the line of each mistake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import phonenumbers

from bot.data_file import DataError, DataFile, FieldPath, read_data, read_quickly
from bot.providers.hours import Hours
from bot.providers.model import COUNTRY, ERRAND_HELP, EXCEPT_ALAND, UNSTAFFED, Area, Offer, Provider, is_staffed
from bot.providers.places import Places
from bot.settings import read_settings

PROVIDERS = read_settings().providers
SCHEMA = "providers"
# What a person needs to use a channel: one field of each group.
NEEDED_BY = {
    "phone": (("phone",),),
    "chat": (("url",),),
    "video": (("url", "phone"),),
    "self_service": (("url",),),
    "service_point": (("address",),),
    "self_service_point": (("address",),),
    "home_visit": (("phone", "url", "email"),),
}
Both = Mapping[str, str]


@dataclass(frozen=True)
class ProviderFile:
    """One provider file. `code`: the municipality whose file it is, or None; `contact` and `visiting` are offers' ids;
    `drafts` are the imported offers that somebody has to complete, as they stand in the file."""

    path: Path
    code: str | None
    names: Both
    invented: bool
    contact: str | None
    visiting: str | None
    offers: tuple[Offer, ...]
    drafts: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Registry:
    """The ids that a provider file may name: services and their authorities, and places."""

    services: frozenset[str]
    authorities: frozenset[str]
    places: Places = field(repr=False)


def files_in(folder: Path) -> list[Path]:
    """The provider files of a folder, by name."""
    return sorted(folder.glob("*.yml"))


def read_file(path: Path) -> ProviderFile:
    """The file's offers. Raises DataError for the first mistake."""
    return _read(path, read_data(path, SCHEMA))


def problems(path: Path, registry: Registry) -> list[DataError]:
    """Every mistake of a file, in the file's order."""
    data = read_quickly(path, SCHEMA)
    try:
        file = DataFile(path)
    except DataError as problem:
        return [problem]
    found = [] if data else file.problems(SCHEMA)
    if not found:
        found = [file.error(where, expected) for where, expected in mistakes(data or file.data, registry)]
    return sorted(found, key=lambda problem: problem.line)


def _read(path: Path, data: Mapping[str, Any]) -> ProviderFile:
    area = Area.read(data["area"])
    offers = []
    for place, entry in enumerate(data["providers"]):
        provider = Provider(entry["id"], entry["kind"], entry["names"], entry.get("authority"), entry.get("source"))
        for index, offer in enumerate(entry["offers"]):
            try:
                offers.append(Offer.read(provider, area, offer))
            except ValueError as problem:
                raise DataFile(path).error(["providers", place, "offers", index], str(problem), offer["id"]) from None
    return ProviderFile(
        path=path,
        code=data["area"] if isinstance(data["area"], str) and data["area"].isdigit() else None,
        names=data.get("names", {}),
        invented=data.get("invented", False),
        contact=data.get("contact"),
        visiting=data.get("visiting"),
        offers=tuple(offers),
        drafts=tuple(data.get("drafts", ())),
    )


def mistakes(data: Mapping[str, Any], registry: Registry) -> Iterator[tuple[FieldPath, str]]:
    """What a JSON Schema cannot say: the place of each mistake in a file, and what was expected there."""
    if data.get("invented") and isinstance(data["area"], str) and data["area"] in registry.places.municipalities:
        yield ["invented"], "no `invented` for a municipality of Finland: it would be left out of exports and coverage"
    yield from _area_mistakes(["area"], data["area"], registry, data.get("invented", False))
    kinds: dict[str, str] = {}
    visited: set[str] = set()
    people: set[str] = set()
    for place, provider in enumerate(data["providers"]):
        where: list[str | int] = ["providers", place]
        if provider.get("authority", next(iter(registry.authorities))) not in registry.authorities:
            yield [*where, "authority"], _one_of(registry.authorities)
        for index, offer in enumerate(provider["offers"]):
            at = [*where, "offers", index]
            if offer["id"] in kinds:
                yield [*at, "id"], "an id that no other offer has"
            kinds[offer["id"]] = provider["kind"]
            is_person = is_staffed(offer) and offer["channel"] != "training"
            people.update([offer["id"]] if is_person and "phone" in offer else ())
            visited.update([offer["id"]] if is_person and "address" in offer else ())
            yield from _offer_mistakes(at, provider["kind"], offer, registry, data.get("invented", False))
    for name in ("contact", "visiting"):
        if name in data and data[name] not in kinds:
            yield [name], "the id of an offer of this file"
    if data.get("visiting") in kinds.keys() - visited:
        yield ["visiting"], "an offer with an address, where a person is met"
    contact = data.get("contact")
    if contact in kinds and (kinds[contact] not in ("authority", "service_point") or contact not in people):
        # The law (306/2019, 6 a §) asks for a person who works at the authority.
        yield ["contact"], "an offer of the authority itself, a person with a phone number"


def _offer_mistakes(
    at: list[str | int], kind: str, offer: Mapping[str, Any], registry: Registry, invented: bool
) -> Iterator[tuple[FieldPath, str]]:
    try:
        Hours.read(offer["hours"])
    except ValueError as problem:
        yield [*at, "hours"], str(problem)
    for name, known in (("services", registry.services), ("authorities", registry.authorities)):
        for index, one in enumerate(offer.get(name, ())):
            if one not in known:
                yield [*at, name, index], _one_of(known)
    if "area" in offer:
        yield from _area_mistakes([*at, "area"], offer["area"], registry, invented)
    staffed = is_staffed(offer)
    if not staffed and offer["channel"] not in (*UNSTAFFED, "training"):
        yield [*at, "staffed"], f"true: who comes to a {offer['channel']} expects a person"
    if offer.get("login_errands") and kind not in ERRAND_HELP and staffed:
        # triage.md: the authority that provides a service advises on it, a library helps with the device.
        yield [*at, "login_errands"], f"false: {kind} never helps with an errand that needs strong identification"
    for needed in NEEDED_BY.get(offer["channel"], ()):
        if not set(needed).intersection(offer):
            yield [*at, "channel"], f"beside it {' or '.join(needed)}, which {offer['channel']} needs"
    places = registry.places
    if not invented and offer.get("municipality", next(iter(places.municipalities))) not in places.municipalities:
        yield [*at, "municipality"], "the code of a municipality of Finland (data/geo)"
    if "phone" in offer and not _can_be_dialled(offer["phone"]):
        yield [*at, "phone"], "a number that can be dialled"
    valid = offer.get("valid", {})
    days = {("valid", end): day for end, day in valid.items()} | {("verified_at",): offer["verified_at"]}
    for where, day in days.items():
        if not _is_a_day(day):
            yield [*at, *where], "a day of the calendar"
    if valid.get("from", "") > valid.get("until", "9999"):
        yield [*at, "valid"], "a first day that is not after the last"


def _area_mistakes(
    at: list[str | int], area: str | Mapping[str, list[str]], registry: Registry, invented: bool
) -> Iterator[tuple[FieldPath, str]]:
    places = registry.places
    if isinstance(area, str):
        if area not in (COUNTRY, EXCEPT_ALAND) and area not in places.municipalities and not invented:
            yield at, "the code of a municipality of Finland (data/geo), or `invented: true`"
        return
    known: dict[str, Mapping[str, Any]] = {
        "municipalities": places.municipalities,
        "regions": places.regions,
        "counties": places.counties,
        "postcodes": places.postcodes,
    }
    for name, codes in area.items():
        for index, code in enumerate(codes):
            if code not in known[name]:
                yield [*at, name, index], f"a code of data/geo ({name})"


def _can_be_dialled(phone: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return False


def _is_a_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _one_of(known: Iterable[str]) -> str:
    return "one of " + ", ".join(sorted(known))
