"""What PTV tells of one offer, in the form of the provider files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import phonenumbers
import pyproj

from bot.providers.imports.ptv.periods import hours_form
from bot.providers.imports.ptv.values import Channel, Link, Phone, Place, Served, Service, Texts
from bot.providers.places import load_places

# Tasks of joint customer service (ASTI) that mean help with e-services at the place.
_GUIDANCE = frozenset({"GuidanceToOnlineSelfService", "OnsiteGuidance", "OnsiteGuidanceByServiceAuthor"})
_COMPUTER = frozenset({"OnlineSelfServicePoint"})
_CHANNELS = {"phone": "phone", "online": "self_service"}

_CALL_CHARGES = {
    "free": {"fi": "Puhelu on maksuton.", "sv": "Samtalet är avgiftsfritt."},
    "chargeable": {"fi": "Puhelu on maksullinen.", "sv": "Samtalet är avgiftsbelagt."},
}
_PRICE = {"fi": "Palvelu on maksullinen.", "sv": "Tjänsten är avgiftsbelagd."}


def offer_id(key: str) -> str:
    """The id of an offer or a provider: PTV's own, for a name may change between imports."""
    return f"ptv-{key.replace('/', '-')}"


def offer_fields(key: str, channel: Channel, links: Sequence[Link], services: Mapping[str, Service]) -> dict[str, Any]:
    """The fields of an offer as far as PTV tells them. Of a text there may be one language only.

    `key`: the channel's id, or "service/channel": then what is said of this one service in the channel comes first.
    """
    link = next((link for link in links if link.service == key.rpartition("/")[0]), None)
    periods = (link.hours if link else ()) or channel.hours
    phones = (link.phones if link else ()) or channel.phones
    emails = (link.emails if link else ()) or channel.emails
    municipality = channel.place.municipality if channel.place else None
    fields: dict[str, Any] = {
        "id": offer_id(key),
        "channel": _channel([link] if link else links, channel.kind),
        "names": dict(channel.names),
        "summary": dict(channel.summary),
        "languages": list(channel.languages),
        "area": _area(channel.served),
        "hours": hours_form(periods, aland=load_places().is_aland(municipality or "")),
        "booking": "required" if any(period.reservation for period in periods) else "none",
        "price": _price([link] if link else links, services),
        **_phone(phones),
        "url": _same_for_both((link.urls if link else {}) or channel.urls),
        "email": emails[0] if emails else None,
        **(_place(channel.place) if channel.place else {}),
        "verified_at": channel.modified.isoformat() if channel.modified else None,
        "source": {"system": "ptv", "id": key},
    }
    return {name: value for name, value in fields.items() if value not in (None, {}, [])}


def _channel(links: Sequence[Link], kind: str) -> str | None:
    """A place is a service point only where PTV says that it guides people: most places in PTV do something else."""
    if kind != "location":
        return _CHANNELS.get(kind)
    tasks = frozenset[str]().union(*(link.tasks for link in links))
    return "service_point" if tasks & _GUIDANCE else "self_service_point" if tasks & _COMPUTER else None


def _price(links: Sequence[Link], services: Mapping[str, Service]) -> str | Texts | None:
    """ "free" only when PTV says so of every service in the channel; None when it says nothing of one."""
    told = [(link.charge, link.charge_text) if link.charge else _of_service(link, services) for link in links]
    charges = {charge for charge, _ in told}
    if not charges or None in charges:
        return None
    texts = [dict(text) for charge, text in told if charge != "free" and len(text) == 2]
    return "free" if charges == {"free"} else next(iter(texts), _PRICE)


def _of_service(link: Link, services: Mapping[str, Service]) -> tuple[str | None, Texts]:
    service = services.get(link.service)
    return (service.charge, service.charge_text) if service else (None, {})


def _area(served: Served) -> str | dict[str, list[str]] | None:
    if served.whole:
        return served.whole
    codes = {"municipalities": served.municipalities, "regions": served.regions, "counties": served.counties}
    return {name: list(found) for name, found in codes.items() if found} or None


def _phone(phones: Sequence[Phone]) -> dict[str, Any]:
    """The first number that can be called, as E.164. A short service number keeps the form in which people know it."""
    for phone in phones:
        try:
            parsed = phonenumbers.parse(phone.number, "FI")
            number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
            phonenumbers.parse(number)
        except phonenumbers.NumberParseException:
            continue
        if not 8 <= len(number) <= 16:
            continue
        said = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
        charge = dict(phone.charge_text) if len(phone.charge_text) == 2 else _CALL_CHARGES.get(phone.charge or "")
        written = (
            {} if phone.number.startswith("+") else {"phone_as_said": phone.number if " " in phone.number else said}
        )
        return {"phone": number, **written, "call_charge": charge or dict(phone.charge_text)}
    return {}


def _same_for_both(urls: Texts) -> Texts:
    """An address that is told in one language serves both: it is no text to read."""
    return {language: urls.get(language) or next(iter(urls.values())) for language in ("fi", "sv")} if urls else {}


def _place(place: Place) -> dict[str, Any]:
    return {
        "address": dict(place.address),
        "postcode": place.postcode,
        "municipality": place.municipality,
        "point": point(*place.metres) if place.metres else None,
        "access": dict(place.access),
    }


def point(north: float, east: float) -> list[float] | None:
    """Latitude and longitude (WGS84) of metres in EPSG:3067 (ETRS-TM35FIN), to a metre; None outside Finland."""
    longitude, latitude = _to_wgs84().transform(east, north)
    inside = 59 <= latitude <= 71 and 19 <= longitude <= 32
    return [round(latitude, 5), round(longitude, 5)] if inside else None


@lru_cache
def _to_wgs84() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs("EPSG:3067", "EPSG:4326", always_xy=True)
