"""What the directory is asked of an errand; and an offer in words: where, when, in which language, at what cost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.conversation.messages import Speaker
from bot.providers import Found
from bot.providers.model import Both
from bot.triage.model import Service

# What is said of a reason, where it tells something that the other lines do not.
SAID = (
    "AUTHORITY", "OTHER_LANGUAGE", "INTERPRETER", "SIGN_LANGUAGE", "STEP_FREE", "ASK_STEPS", "ASK_AREA", "ONLY_PHONE",
)  # fmt: skip


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
    widened = speaker.say("widened", place=place) if found.widened else ""
    lines = [widened, _name(speaker, found), _in(offer.summary, language), speaker.where(offer)]
    lines += [speaker.open(offer, now), _distance(speaker, found)]
    if offer.channel != "self_service":
        languages = ", ".join(speaker.language_name(code) for code in offer.languages)
        lines.append(" ".join(filter(None, [speaker.say("in_languages", languages=languages), speaker.price(offer)])))
    lines += _said(speaker, found)
    lines += [
        _in(text, language) for text in (offer.call_charge, offer.helps_with, offer.does_not_help_with, offer.access)
    ]
    return "\n".join(line for line in lines if line)


def short(speaker: Speaker, found: Found, place: str, now: datetime) -> str:
    """Another way, in a line or two: name and where; then whether it is open, and what one would not expect."""
    first = ", ".join(part for part in (_name(speaker, found), speaker.where(found.offer)) if part)
    elsewhere = speaker.say("in_another_municipality", place=place) if found.widened else ""
    second = [elsewhere, speaker.open(found.offer, now), _distance(speaker, found), *_said(speaker, found)]
    return "\n".join(line for line in (first, " ".join(part for part in second if part)) if line)


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


def _in(text: Both | None, language: str) -> str:
    return text[language] if text else ""
