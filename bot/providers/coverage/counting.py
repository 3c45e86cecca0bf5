"""Where help is and where it is missing: by municipality, channel or level, language and time of one week.

The openings of a week are a number of 10,080 bits, one for each minute from Monday 00:00 by the clock on the wall, so
that the openings of many offers are joined by `|` and hours are counted bits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.language.words import LANGUAGES
from bot.providers.model import COUNTRY, EXCEPT_ALAND, Area, Offer
from bot.providers.places import ALAND, Municipality, Places

CHANNELS = (
    "self_service", "chat", "video", "phone", "service_point", "self_service_point", "mobile_service_point",
    "home_visit", "training",
)  # fmt: skip
DAY = 24 * 60
ENDS_SOON = timedelta(days=60)


def _daily(days: Iterable[int], opens: int, closes: int) -> int:
    """The minutes of a week between two full hours of these days (0 is Monday)."""
    return sum((1 << day * DAY + closes * 60) - (1 << day * DAY + opens * 60) for day in days)


TIMES: Mapping[str, int] = {
    "weekdays": _daily(range(5), 8, 17),
    "evenings": _daily(range(5), 17, 24),
    "saturday": _daily([5], 0, 24),
    "sunday": _daily([6], 0, 24),
}

# What a cell can be. A municipality serves in its official languages by the Language Act (423/2003), in each alike; in
# Åland the Act on the Autonomy of Åland (1144/1991) makes Swedish alone official.
COVERED, PARTLY, UNTIMED, GAP, SERIOUS_GAP, NOT_ASKED = (
    "covered",
    "partly",
    "untimed",
    "gap",
    "serious_gap",
    "not_asked",
)
THERE = frozenset({COVERED, PARTLY})
# Where somebody handles the errand itself, with or for the person.
ERRANDS_HANDLED = ("visit", "on_behalf")


@dataclass(frozen=True)
class Help:
    """So many offers; of them so many without known hours; the minutes of the week when any of them is open."""

    offers: int = 0
    untimed: int = 0
    week: int = 0

    def __add__(self, other: Help) -> Help:
        return Help(self.offers + other.offers, self.untimed + other.untimed, self.week | other.week)

    def there(self, when: str | None) -> bool:
        """Whether there is any offer, or at a time (a key of TIMES) an open one."""
        return bool(self.week & TIMES[when]) if when else self.offers > 0


@dataclass(frozen=True)
class Row:
    """What help one municipality has in one language by a channel, or at a level: `by` is "channel" or "level".

    `whole` serves the whole municipality; `partly` only some of its postcodes. `others` is the same channel or level in
    the municipality's official languages other than this one.
    """

    municipality: Municipality
    by: str
    id: str
    language: str
    whole: Help
    partly: Help
    others: Help

    def hours(self, when: str | None = None) -> float:
        """Hours a week when somebody or something is there, of the whole week or of a time (a key of TIMES)."""
        week = self.whole.week | self.partly.week
        return (week & TIMES[when] if when else week).bit_count() / 60

    def state(self, when: str | None = None) -> str:
        """COVERED, PARTLY (some postcodes), UNTIMED (the hours are not known, so perhaps), GAP, SERIOUS_GAP, NOT_ASKED.

        A gap in an official language of the municipality is serious when there is help in its other one at the same
        time (the service is unequal), and at a level for which it has no offer at any time (nobody helps). In Åland
        nobody asks for Finnish.
        """
        if self.whole.there(when):
            return COVERED
        if self.partly.there(when):
            return PARTLY
        if self.whole.untimed or self.partly.untimed:
            return UNTIMED
        if self.language not in self.municipality.languages:
            return NOT_ASKED if self.municipality.region == ALAND else GAP
        offers = self.whole.offers + self.partly.offers + self.others.offers
        return SERIOUS_GAP if self.others.there(when) or (self.by == "level" and not offers) else GAP

    def as_dict(self, when: str | None = None) -> dict[str, Any]:
        """The row for JSON and CSV."""
        return {
            "municipality": self.municipality.code,
            "name_fi": self.municipality.names["fi"],
            "name_sv": self.municipality.names["sv"],
            "by": self.by,
            "id": self.id,
            "language": self.language,
            "state": self.state(when),
            "offers": self.whole.offers,
            "offers_partly": self.partly.offers,
            "offers_without_hours": self.whole.untimed + self.partly.untimed,
            "hours": round(self.hours(), 2),
            **{f"hours_{time}": round(self.hours(time), 2) for time in TIMES},
        }


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def coverage(offers: Iterable[Offer], places: Places, municipalities: Sequence[Municipality], week: date) -> list[Row]:
    """A row for each municipality, channel and language, in the week of a day.

    An offer counts where it serves: by municipality, county, region, country; partly by postcodes. One that is not
    valid on any day of the week does not count.
    """
    return _rows(offers, places, municipalities, week, "channel", CHANNELS, lambda offer: [offer.channel])


def level_coverage(
    offers: Iterable[Offer],
    places: Places,
    municipalities: Sequence[Municipality],
    week: date,
    levels: Mapping[str, Collection[str]],
) -> list[Row]:
    """A row for each municipality, level and language: the offers for the level by any of its channels (`levels`).

    For a visit, and to act for somebody, only a person counts who may help with an errand that needs a login.
    """

    def levels_of(offer: Offer) -> list[str]:
        handles_errands = offer.staffed and offer.login_errands
        return [
            level
            for level, channels in levels.items()
            if offer.channel in channels
            and (not offer.levels or level in offer.levels)
            and (level not in ERRANDS_HANDLED or handles_errands)
        ]

    return _rows(offers, places, municipalities, week, "level", tuple(levels), levels_of)


def stale(offers: Iterable[Offer], today: date) -> list[Offer]:
    """The offers that were verified more than a year ago, the oldest first."""

    def a_year_later(day: date) -> tuple[int, int, int]:
        return day.year + 1, day.month, day.day

    old = [offer for offer in offers if a_year_later(offer.verified_at) < (today.year, today.month, today.day)]
    return sorted(old, key=lambda offer: (offer.verified_at, offer.id))


def ending(offers: Iterable[Offer], today: date) -> list[Offer]:
    """The offers whose validity has ended or ends within 60 days, the earliest first."""
    found = [(offer.valid_until, offer.id, offer) for offer in offers if offer.valid_until is not None]
    return [offer for until, _, offer in sorted(found, key=lambda one: one[:2]) if until <= today + ENDS_SOON]


def _rows(
    offers: Iterable[Offer],
    places: Places,
    municipalities: Sequence[Municipality],
    week: date,
    by: str,
    ids: Sequence[str],
    ids_of: Callable[[Offer], Collection[str]],
) -> list[Row]:
    codes: dict[str, set[str]] = defaultdict(set)
    for municipality in municipalities:
        for group in _groups_of(municipality):
            codes[group].add(municipality.code)
    whole: dict[tuple[str, str, str], Help] = defaultdict(Help)
    partly: dict[tuple[str, str, str], Help] = defaultdict(Help)
    for area, helps in _by_area(offers, monday_of(week), ids_of).items():
        served = set().union(*(codes.get(group, ()) for group in _groups_in(area)))
        somewhere = {places.postcodes[postcode] for postcode in area.postcodes & places.postcodes.keys()} - served
        for (one, language), help_there in helps.items():
            for code in served:
                whole[code, one, language] += help_there
            for code in somewhere:
                partly[code, one, language] += help_there
    none = Help()

    def row(municipality: Municipality, one: str, language: str) -> Row:
        keys = [(municipality.code, one, other) for other in municipality.languages if other != language]
        others = sum((helps.get(key, none) for key in keys for helps in (whole, partly)), none)
        key = municipality.code, one, language
        return Row(municipality, by, one, language, whole.get(key, none), partly.get(key, none), others)

    return [
        row(municipality, one, language) for municipality in municipalities for one in ids for language in LANGUAGES
    ]


def _by_area(
    offers: Iterable[Offer], monday: date, ids_of: Callable[[Offer], Collection[str]]
) -> dict[Area, dict[tuple[str, str], Help]]:
    """The help of offers for the very same area, joined before it is spread over municipalities."""
    areas: dict[Area, dict[tuple[str, str], Help]] = defaultdict(lambda: defaultdict(Help))
    for offer in offers:
        week = _week(offer, monday)
        if week is None:
            continue
        for one in ids_of(offer):
            for language in LANGUAGES:
                if language in offer.languages:
                    areas[offer.area][one, language] += Help(1, int(not offer.hours.known), week)
    return areas


def _groups_of(municipality: Municipality) -> list[str]:
    """The areas that hold a municipality, in the words of `_groups_in`."""
    groups = [
        COUNTRY,
        f"municipality {municipality.code}",
        f"region {municipality.region}",
        f"county {municipality.county}",
    ]
    return groups if municipality.region == ALAND else [*groups, EXCEPT_ALAND]


def _groups_in(area: Area) -> list[str]:
    return [
        *([area.whole] if area.whole else []),
        *(f"municipality {code}" for code in area.municipalities),
        *(f"region {code}" for code in area.regions),
        *(f"county {code}" for code in area.counties),
    ]


def _week(offer: Offer, monday: date) -> int | None:
    """The minutes of the week when an offer is open; None when it is not valid on any day of the week."""
    first, last = offer.valid_from or date.min, offer.valid_until or date.max
    sunday = monday + timedelta(days=6)
    if last < monday or first > sunday:
        return None
    week = 0
    # What opened on the Sunday before may run past midnight.
    for opens, closes in offer.hours.spans(max(first, monday - timedelta(days=1)), min(last, sunday)):
        start, end = max(_minute(opens, monday), 0), min(_minute(closes, monday), 7 * DAY)
        if start < end:
            week |= (1 << end) - (1 << start)
    return week


def _minute(moment: datetime, monday: date) -> int:
    return (moment.date() - monday).days * DAY + moment.hour * 60 + moment.minute
