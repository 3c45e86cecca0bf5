"""An offer in words: where to go or call, when, in which language, at what cost, and why it is suggested."""

from __future__ import annotations

from datetime import datetime

from bot.conversation.messages import Speaker
from bot.providers import Found
from bot.providers.model import PLACES, Both

# What is said of a reason, where it tells something that the other lines do not.
SAID = ("AUTHORITY", "OTHER_LANGUAGE", "INTERPRETER", "SIGN_LANGUAGE", "STEP_FREE")


def whole(speaker: Speaker, found: Found, town: str, now: datetime) -> str:
    """Everything that a person needs, a line each. `town`: the name of the municipality where it is."""
    offer, language = found.offer, speaker.language
    lines = [_widened(speaker, found, town), _name(speaker, found), speaker.where(offer), speaker.open(offer, now)]
    lines.append(_distance(speaker, found))
    if offer.channel != "self_service":
        languages = ", ".join(speaker.language_name(code) for code in offer.languages)
        lines.append(f"{speaker.say('in_languages', languages=languages)} {speaker.price(offer)}")
    lines += [speaker.say(f"found_{reason}") for reason in SAID if reason in found.reasons]
    lines += [
        _in(text, language) for text in (offer.call_charge, offer.helps_with, offer.does_not_help_with, offer.access)
    ]
    return "\n".join(line for line in lines if line)


def short(speaker: Speaker, found: Found, town: str, now: datetime) -> str:
    """Another way, in a line or two: name, where, whether it is open, and what is unlike what one would expect."""
    parts = [_name(speaker, found), speaker.where(found.offer)]
    beside = [speaker.open(found.offer, now), _distance(speaker, found)]
    beside += [speaker.say(f"found_{reason}") for reason in SAID if reason in found.reasons]
    elsewhere = speaker.say("in_another_municipality", place=town) if found.widened else ""
    return " ".join(part for part in (f"{', '.join(part for part in parts if part)}.", elsewhere, *beside) if part)


def _name(speaker: Speaker, found: Found) -> str:
    """The offer's name, and whose it is where the name does not say it."""
    offer, language = found.offer, speaker.language
    name, provider = offer.names[language], offer.provider.names.get(language, "")
    return name if not provider or provider in name or name in provider else f"{name} ({provider})"


def _widened(speaker: Speaker, found: Found, town: str) -> str:
    return speaker.say("widened", place=town) if found.widened else ""


def _distance(speaker: Speaker, found: Found) -> str:
    """How far it is, where people go to it and it is not round the corner."""
    away = found.offer.channel in PLACES and found.distance_km is not None and found.distance_km >= 2
    return speaker.say("distance", km=round(found.distance_km or 0)) if away else ""


def _in(text: Both | None, language: str) -> str:
    return text[language] if text else ""
