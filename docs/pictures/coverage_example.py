"""Draws the example of docs/coverage.md, of invented municipalities: `python -m docs.pictures.coverage_example`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from bot.providers.coverage.counting import coverage
from bot.providers.coverage.heat_map import heat_map
from bot.providers.model import Area, Offer, Provider
from bot.providers.places import ALAND, Municipality, Places, Point

WEEK = date(2026, 11, 25)
FILES = {"fi": "coverage-example.svg", "sv": "coverage-example-sv.svg"}

# Code, names, official languages, region.
MUNICIPALITIES = [
    Municipality(code, {"fi": fi, "sv": sv}, tuple(languages.split()), region, None, Point(62, 25), frozenset())
    for code, fi, sv, languages, region in [
        ("995", "Esimerkkilä", "Exempelby", "fi sv", ""),
        ("996", "Kuvittela", "Diktby", "sv fi", ""),
        ("997", "Mallila", "Mallila", "fi", ""),
        ("998", "Satulahti", "Sagovik", "fi", ""),
        ("999", "Tarusaari", "Fabelö", "sv", ALAND),
    ]
]
PLACES = Places({one.code: one for one in MUNICIPALITIES}, {}, {}, {"99600": "996", "99700": "997"}, {})

# Channel, area, languages, hours.
OFFERS: list[tuple[str, Any, str, Any]] = [
    ("phone", "except_aland", "fi", {"mon-fri": "09:00-15:00"}),
    ("phone", "except_aland", "sv", {"mon-thu": "09:00-12:00"}),
    ("phone", "999", "sv", {"mon-fri": "08:00-16:00"}),
    ("chat", {"municipalities": ["995", "996"]}, "fi sv", {"mon-fri": "08:00-20:00"}),
    ("chat", "998", "fi", {"mon-fri": "09:00-15:00"}),
    ("service_point", "995", "fi sv", {"mon-fri": "09:00-18:00", "sat": "10:00-14:00"}),
    ("service_point", "996", "sv", {"mon-fri": "10:00-16:00"}),
    ("service_point", "997", "fi", {"tue": "12:00-16:00", "thu": "12:00-16:00"}),
    ("home_visit", "995", "fi", {"mon-fri": "09:00-15:00"}),
    ("home_visit", {"postcodes": ["99600"]}, "fi sv", {"wed": "10:00-14:00"}),
    ("home_visit", {"postcodes": ["99700"]}, "fi", {"mon": "09:00-12:00"}),
    ("home_visit", "998", "fi", {"odd_weeks": {"tue": "10:00-14:00"}}),
    ("home_visit", "999", "sv", "by_reservation"),
]


def pictures() -> dict[str, str]:
    """The SVG in each language."""
    names = {"fi": "Esimerkki", "sv": "Exempel"}
    provider = Provider("example", "association", names)
    offers = [
        Offer.read(provider, Area.read(area), {
            "id": f"example-{number}", "channel": channel, "names": names, "languages": languages.split(),
            "hours": hours, "booking": "none", "verified_at": "2026-10-01",
        })
        for number, (channel, area, languages, hours) in enumerate(OFFERS)
    ]  # fmt: skip
    shown = {channel for channel, *_ in OFFERS}
    rows = [row for row in coverage(offers, PLACES, MUNICIPALITIES, WEEK) if row.id in shown]
    return {language: heat_map(rows, WEEK, [language], title="example_title") for language in FILES}


if __name__ == "__main__":
    for language, svg in pictures().items():
        (Path(__file__).parent / FILES[language]).write_text(svg, encoding="utf-8")
