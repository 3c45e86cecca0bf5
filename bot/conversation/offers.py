"""What the directory is asked of an errand; and an offer in words: where, when, in which language, at what cost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from bot.conversation.messages import Speaker
from bot.conversation.week import week
from bot.providers import Found, Offer
from bot.providers.model import Both
from bot.triage.model import Service

# What is said of a reason, where it tells something that the other lines do not.
SAID = (
    "AUTHORITY", "OTHER_LANGUAGE", "INTERPRETER", "SIGN_LANGUAGE", "STEP_FREE", "ASK_STEPS", "ASK_AREA", "ONLY_PHONE",
)  # fmt: skip

# What a page may make a link of. The provider files are checked already; a link is the one thing that can do harm.
LINK = re.compile(r"https?://[^\s<>\"'\\/?#@]+([/?#][^\s<>\"]*)?")
NUMBER = re.compile(r"\+?[0-9]{3,15}")
MAIL = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+")
MAP = "https://www.openstreetmap.org"


def errand(service: Service | None) -> dict[str, Any]:
    """What a Query says of an errand; one that the registry does not know counts as with login (triage.md)."""
    if service is None:
        return {"login": True}
    return {
        "login": service.login,
        "service_id": service.id,
        "authority_id": service.authority.id,
        "service_names": service.names,
        "service_authority": service.authority.names,
        "service_links": service.links or service.authority.links,
    }


def whole(speaker: Speaker, found: Found, place: str, now: datetime) -> str:
    """Everything that a person needs, a line each. `place`: the name of the municipality where it is."""
    offer, language = found.offer, speaker.language
    lines = [_widened(speaker, found, place), _name(speaker, found), _in(offer.summary, language), speaker.where(offer)]
    lines += [speaker.open(offer, now), _distance(speaker, found)]
    lines.append(" ".join(filter(None, [_languages(speaker, offer), _price(speaker, offer)])))
    lines += _more(speaker, found)
    return "\n".join(line for line in lines if line)


def card(speaker: Speaker, found: Found, place: str, now: datetime) -> dict[str, Any]:
    """The same as a card of the page's: every part by itself and in words; None for what there is not.

    `details` is a list of the rest. Its links can only be web addresses, numbers and e-mail addresses.
    """
    offer, language = found.offer, speaker.language
    address = _in(offer.address, language)
    details = [_widened(speaker, found, place), _in(offer.summary, language), _distance(speaker, found)]
    details += _more(speaker, found)
    return {
        "id": offer.id,
        "channel": offer.channel,
        "name": _name(speaker, found),
        "provider": offer.provider.names[language],
        "open_now": offer.hours.open_now(now),
        "open": speaker.open(offer, now),
        "week": week(speaker, offer.hours, now),
        "phone": _safe(NUMBER, offer.phone),
        "phone_text": offer.spoken_phone(),
        "url": _safe(LINK, _in(offer.url, language)),
        "email": _safe(MAIL, offer.email),
        "address": address or None,
        "map": _map(offer, address),
        "languages": _languages(speaker, offer) or None,
        "price": _price(speaker, offer) or None,
        "details": [line for line in details if line],
        "language": language,
    }


def own_card(speaker: Speaker, offer: Offer, now: datetime) -> dict[str, Any]:
    """The card of an offer of the person's own municipality, not looked for but always there: a contact, a place."""
    return card(speaker, Found(offer, "municipality"), "", now)


def without_number(card: Mapping[str, Any]) -> dict[str, Any]:
    """A card for somebody who may be overheard: no number, and no free text that could name one."""
    return {**card, "phone": None, "phone_text": None, "price": None, "details": []}


def short(speaker: Speaker, found: Found, place: str, now: datetime) -> str:
    """Another way, in a line or two: name and where; then whether it is open, and what one would not expect."""
    first = ", ".join(part for part in (_name(speaker, found), speaker.where(found.offer)) if part)
    elsewhere = speaker.say("in_another_municipality", place=place) if found.widened else ""
    second = [elsewhere, speaker.open(found.offer, now), _distance(speaker, found), *_said(speaker, found)]
    return "\n".join(line for line in (first, " ".join(part for part in second if part)) if line)


def _widened(speaker: Speaker, found: Found, place: str) -> str:
    return speaker.say("widened", place=place) if found.widened else ""


def _languages(speaker: Speaker, offer: Offer) -> str:
    """The languages of service; empty for an e-service, where nobody speaks."""
    names = ", ".join(speaker.language_name(code) for code in offer.languages)
    return speaker.say("in_languages", languages=names) if offer.channel != "self_service" else ""


def _price(speaker: Speaker, offer: Offer) -> str:
    return speaker.price(offer) if offer.channel != "self_service" else ""


def _more(speaker: Speaker, found: Found) -> list[str]:
    """What one would not expect, then what the offer says of itself."""
    offer = found.offer
    texts = (offer.call_charge, offer.helps_with, offer.does_not_help_with, offer.access)
    return [*_said(speaker, found), *(_in(text, speaker.language) for text in texts)]


def _said(speaker: Speaker, found: Found) -> list[str]:
    return [speaker.say(f"found_{reason}") for reason in SAID if reason in found.reasons]


def _name(speaker: Speaker, found: Found) -> str:
    """The offer's name, and whose it is where that is not the municipality itself and the name does not say it."""
    offer, language = found.offer, speaker.language
    name, provider = offer.names[language], offer.provider.names.get(language, "")
    known = not provider or provider in name or offer.provider.authority == "municipality"
    return name if known else f"{name} ({provider})"


def _distance(speaker: Speaker, found: Found) -> str:
    """How far it is to another municipality's place."""
    away = found.widened and found.distance_km is not None and found.distance_km >= 2
    return speaker.say("distance", km=round(found.distance_km or 0)) if away else ""


def _map(offer: Offer, address: str) -> str | None:
    """Where it is on a map: its point, else what the map finds by the address."""
    if offer.point:
        latitude, longitude = offer.point
        return f"{MAP}/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
    return f"{MAP}/search?query={quote(address, safe='')}" if address else None


def _safe(form: re.Pattern[str], value: str | None) -> str | None:
    return value if value and form.fullmatch(value) else None


def _in(text: Both | None, language: str) -> str:
    return text[language] if text else ""
