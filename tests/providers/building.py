"""Small directories for tests, around Porvoo: offers as they stand in a provider file, and who is found in them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import yaml

from bot.providers import Query, find
from bot.providers.directory import build
from bot.providers.files import ProviderFile
from bot.providers.hours import HELSINKI
from bot.providers.model import Area, Offer, Provider
from bot.providers.places import load_places

CHANNELS = (
    "self_service", "chat", "video", "phone", "service_point", "self_service_point", "mobile_service_point", "home_visit",
    "training",
)  # fmt: skip
NEEDS = ("interpreter", "sign_language", "no_voice", "screen_reader", "easy_language", "step_free")
KINDS = (
    "library",
    "service_point",
    "association",
    "adult_education_centre",
    "advice_line",
    "authority",
    "company",
    "parish",
)
LEVELS = ("visit", "self_service", "light", "demanding", "on_behalf")
PORVOO, SIPOO, LAPINJARVI, HELSINKI_CITY, LAHTI, INARI = "638", "753", "407", "091", "398", "148"
MARIEHAMN, JOMALA = "478", "170"
PLACES = load_places()
MONDAY = datetime(2026, 11, 23, 10, 30, tzinfo=HELSINKI)
SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=HELSINKI)


def entry(offer_id, channel="phone", **fields):
    """An offer as it stands in a provider file."""
    return {
        "id": offer_id,
        "channel": channel,
        "names": both(offer_id),
        "languages": ["fi", "sv"],
        "hours": {"mon-fri": "09:00-16:00"},
        "booking": "none",
        "phone": "+358900000001",
        "verified_at": "2026-10-01",
        **fields,
    }


def both(text):
    return {"fi": f"{text} suomeksi", "sv": f"{text} på svenska"}


def offer(offer_id, channel="phone", area=PORVOO, kind="authority", authority=None, **fields):
    """An offer of Porvoo, unless it has another area; in both languages, on weekdays from 9 to 16."""
    provider = Provider(f"provider-of-{offer_id}", kind, both(f"{offer_id}'s provider"), authority)
    return Offer.read(provider, Area.read(area), entry(offer_id, channel, **fields))


NATIONAL = offer("national", area="country", kind="advice_line", phone="+358295000")


def file(*offers, code=None, name="offers", **fields):
    """A provider file that was read: a municipality's own, if it has a code."""
    values = {"names": {}, "invented": False, "contact": None, "visiting": None, **fields}
    return ProviderFile(path=Path(f"{name}.yml"), code=code, offers=tuple(offers), **values)


def directory(*offers, contact=None, visiting=None):
    """A directory of these offers and of the national line; `contact` is Porvoo's own human contact, `visiting` the
    place in Porvoo where a person can be met."""
    own = {"contact": contact, "visiting": visiting}
    named = {name: one.id for name, one in own.items() if one is not None}
    porvoo = file(*(one for one in own.values() if one is not None), code=PORVOO, name="porvoo", **named)
    return build([file(NATIONAL, name="country"), file(*offers), porvoo], PLACES)


def ask(*channels, municipality=PORVOO, **more):
    return Query(channels, municipality, **more)


def found(known, *channels, now=MONDAY, **more):
    """What is found for somebody in Porvoo who speaks Finnish, unless told otherwise."""
    return find(known, ask(*channels, **more), now).found


def ids(known, *channels, **more):
    """The ids of what is found for somebody in Porvoo who speaks Finnish, unless told otherwise."""
    return [one.offer.id for one in found(known, *channels, **more)]


def write(folder, name, area, *entries, kind="authority", **fields):
    """Writes a provider file with one provider, named by the file."""
    provider = {"id": name, "kind": kind, "names": both(name), "offers": list(entries)}
    content = {"area": area, **fields, "providers": [provider]}
    path = folder / f"{name}.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def write_country(folder):
    """Writes the file of the whole country: one phone line."""
    return write(folder, "country", "country", entry("national", phone="+358295000"), kind="advice_line")
