"""Real municipalities, and offers written for a test."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

from bot.providers.coverage.counting import coverage
from bot.providers.model import Area, Offer, Provider
from bot.providers.places import load_places

PLACES = load_places()
ALL = list(PLACES.municipalities.values())
HELSINKI_CITY, VAASA, KOUVOLA, MARIEHAMN = (PLACES.municipalities[code] for code in ("091", "905", "286", "478"))
SOME = [HELSINKI_CITY, VAASA, KOUVOLA, MARIEHAMN]
WEEK = date(2026, 11, 25)
TODAY = date(2026, 11, 22)
LEVELS = {"visit": ("service_point",), "light": ("chat", "phone"), "demanding": ("phone", "home_visit")}
LIBRARY = Provider("library", "library", {"fi": "Kirjasto", "sv": "Bibliotek"})


def offer(name="offer", channel="phone", area="091", hours="always", languages=("fi",), **fields):
    entry = {"id": name, "channel": channel, "names": {"fi": name, "sv": name}, "languages": list(languages)}
    entry |= {"hours": hours, "booking": "none", "area": area, "verified_at": "2026-10-01", "phone": "+358900000001"}
    return Offer.read(LIBRARY, Area.read("country"), entry | fields)


def cell(*offers, municipality=HELSINKI_CITY, channel="phone", language="fi", week=WEEK):
    rows = coverage(offers, PLACES, [municipality], week)
    return next(row for row in rows if (row.id, row.language) == (channel, language))


def states(*offers, when=None, channel="phone", language="sv", municipalities=SOME):
    rows = coverage(offers, PLACES, municipalities, WEEK)
    return {row.municipality.code: row.state(when) for row in rows if (row.id, row.language) == (channel, language)}


def written(svg):
    return [
        element.text or ""
        for element in ElementTree.fromstring(svg).iter()
        if element.tag.endswith(("}text", "}title", "}desc"))
    ]
