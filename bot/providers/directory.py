"""Finds offers: one call, `find`, so that a richer directory can stand behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.data_file import ROOT, DataError, DataFile
from bot.providers.hours import Hours
from bot.providers.model import Offer, Query

PROVIDERS = ROOT / "data" / "providers"
COUNTRY = "country"
WITHOUT_VOICE = frozenset({"no_voice", "sign_language"})


@dataclass(frozen=True)
class Directory:
    """All offers; each municipality's human contact and the place where a person can be met."""

    offers: tuple[Offer, ...]
    contacts: Mapping[str, Offer]
    visiting: Mapping[str, Offer]
    names: Mapping[str, Mapping[str, str]]

    def contact(self, municipality: str) -> Offer:
        """The authority's own human contact; the national advice line for a municipality without a file."""
        return self.contacts.get(municipality) or self._last_resort()

    def place(self, municipality: str) -> Offer | None:
        """Where a person can be met, or None."""
        return self.visiting.get(municipality)

    def _last_resort(self) -> Offer:
        return next(offer for offer in self.offers if offer.area == COUNTRY)


def find(directory: Directory, query: Query, now: datetime) -> list[Offer]:
    """One offer for each channel that has any, in the channels' order; never empty, for a human contact ends the list.

    Of a channel's offers the one in the person's language comes first, then the one open now or soonest. An errand that
    needs a login is never sent to a provider that may not help with it, nor a phone line to somebody without voice.
    """
    found: list[Offer] = []
    for channel in query.channels:
        for area in (query.municipality, COUNTRY):
            fitting = [offer for offer in _offers_of(directory, query, channel, area) if _fits(offer, query)]
            if fitting:
                found.append(min(fitting, key=lambda offer: _rank(offer, query, now)))
                break
    if not any(offer.channel not in ("self_service", "self_service_point", "training") for offer in found):
        found.append(directory.contact(query.municipality))
    return found


def _offers_of(directory: Directory, query: Query, channel: str, area: str) -> Iterable[Offer]:
    if channel == "self_service" and query.service_links and query.service_id:
        return [_service_offer(query)]
    return [offer for offer in directory.offers if offer.channel == channel and offer.area == area]


def _fits(offer: Offer, query: Query) -> bool:
    if query.login and not offer.login_errands:
        return False
    return not (offer.channel == "phone" and WITHOUT_VOICE.intersection(query.needs))


def _rank(offer: Offer, query: Query, now: datetime) -> tuple[bool, bool, float, str]:
    opens = offer.hours.opens_next(now)
    closed = offer.hours.open_now(now) is False
    wait = (opens - now).total_seconds() if opens else float("inf") if closed else 0.0
    return query.language not in offer.languages, offer.hours.open_now(now) is None, wait, offer.id


def _service_offer(query: Query) -> Offer:
    return Offer(
        id=f"service-{query.service_id}",
        provider=query.service_id or "",
        channel="self_service",
        names=query.service_names,
        provider_names=query.service_authority,
        languages=("fi", "sv"),
        hours=Hours.read("always"),
        booking="none",
        area=COUNTRY,
        verified_at="2026-11-21",
        url=query.service_links,
    )


@lru_cache
def load_directory(folder: Path = PROVIDERS) -> Directory:
    """The directory in a folder. Raises DataError."""
    offers: dict[str, Offer] = {}
    contacts: dict[str, Offer] = {}
    visiting: dict[str, Offer] = {}
    names: dict[str, Mapping[str, str]] = {}
    for path in sorted(folder.glob("*.yml")):
        file = DataFile(path, "providers")
        area = file.data["area"]
        for place, provider in enumerate(file.data["providers"]):
            for index, entry in enumerate(provider["offers"]):
                if entry["id"] in offers:
                    raise file.error(["providers", place, "offers", index, "id"], "an id that no other offer has")
                if not {"phone", "url", "address"} & set(entry):
                    raise file.error(["providers", place, "offers", index], "a phone, a url or an address", entry["id"])
                try:
                    offers[entry["id"]] = _offer(area, provider, entry)
                except ValueError as problem:
                    raise file.error(["providers", place, "offers", index, "hours"], str(problem)) from None
        if area == COUNTRY:
            continue
        names[area] = file.data.get("names", {})
        for field, into in (("contact", contacts), ("visiting", visiting)):
            wanted = file.data.get(field)
            if wanted not in offers:
                raise file.error([field] if field in file.data else [], f"`{field}`: the id of an offer", wanted)
            into[area] = offers[wanted]
        _check_contact(file, contacts[area])
    if not any(offer.area == COUNTRY for offer in offers.values()):
        raise DataError(folder, 0, "country.yml", "no file for the whole country", f"a file whose area is {COUNTRY}")
    return Directory(tuple(offers.values()), contacts, visiting, names)


def _check_contact(file: DataFile, contact: Offer) -> None:
    """The law (306/2019, 6 a §) asks for a person who works at the authority."""
    kinds = {provider["id"]: provider["kind"] for provider in file.data["providers"]}
    if kinds.get(contact.provider) not in ("authority", "service_point") or contact.phone is None:
        raise file.error(["contact"], "an offer of the authority itself, with a phone number")


def _offer(area: str, provider: Mapping[str, Any], entry: Mapping[str, Any]) -> Offer:
    price = entry.get("price", "free")
    return Offer(
        id=entry["id"],
        provider=provider["id"],
        channel=entry["channel"],
        names=entry["names"],
        provider_names=provider["names"],
        languages=tuple(entry["languages"]),
        hours=Hours.read(entry["hours"]),
        booking=entry["booking"],
        area=area,
        verified_at=entry["verified_at"],
        login_errands=entry.get("login_errands", True),
        price=None if price == "free" else price,
        phone=entry.get("phone"),
        phone_as_said=entry.get("phone_as_said"),
        url=entry.get("url"),
        address=entry.get("address"),
    )
