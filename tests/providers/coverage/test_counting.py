"""Where, when and by what help is counted; real municipalities, offers written here."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.data_file import SCHEMAS
from bot.providers.coverage.counting import CHANNELS, COVERED, GAP, PARTLY, TIMES, coverage, ending, stale
from bot.providers.hours import HELSINKI
from bot.providers.model import Area
from bot.providers.places import ALAND, Municipality, Point
from tests.providers.coverage.samples import KOUVOLA, PLACES, SOME, TODAY, VAASA, WEEK, cell, offer

MINUTES = {"weekdays": 9 * 60, "evenings": 7 * 60, "saturday": 24 * 60, "sunday": 24 * 60}
HOURS = (
    "always",
    "unknown",
    "by_reservation",
    {"mon-fri": "09:00-16:00"},
    {"sat": "10:00-12:30", "sun": "22:00-02:00"},
    {"odd_weeks": {"tue": "16:00-18:00"}},
)
AREAS = (
    "091",
    "country",
    "except_aland",
    {"regions": ["21"]},
    {"counties": [VAASA.county], "municipalities": ["091", "905"]},
    {"postcodes": ["00100", "65100"], "municipalities": ["905"]},
)


def test_there_is_a_row_for_each_municipality_channel_and_language_even_without_any_offer():
    rows = coverage([], PLACES, SOME, WEEK)
    keys = [(row.municipality.code, row.id, row.language) for row in rows]
    assert sorted(keys) == sorted(product((one.code for one in SOME), CHANNELS, ("fi", "sv")))
    assert not any(row.hours() or row.whole.offers for row in rows)


def test_the_channels_are_those_of_the_provider_files():
    schema = json.loads((SCHEMAS / "providers.json").read_text(encoding="utf-8"))
    assert list(CHANNELS) == schema["$defs"]["offer"]["properties"]["channel"]["enum"]


@pytest.mark.parametrize(
    ("area", "served"),
    [
        ("091", {"091"}),
        ("country", {"091", "905", "286", "478"}),
        ("except_aland", {"091", "905", "286"}),
        ({"regions": [ALAND]}, {"478"}),
        ({"counties": [KOUVOLA.county]}, {"286"}),
        ({"regions": [VAASA.region], "municipalities": ["905", "286"]}, {"905", "286"}),
    ],
)
def test_an_offer_counts_once_where_its_area_lies_and_nowhere_else(area, served):
    rows = coverage([offer(area=area)], PLACES, SOME, WEEK)
    counts = {row.municipality.code: row.whole.offers for row in rows if (row.id, row.language) == ("phone", "fi")}
    assert counts == {one.code: int(one.code in served) for one in SOME}


def test_postcodes_count_as_partly_and_only_where_the_whole_municipality_is_not_served():
    row = cell(offer(area={"postcodes": ["00100", "65100"]}))
    assert (row.state(), row.whole.offers, row.partly.offers, row.hours()) == (PARTLY, 0, 1, 168)
    both = cell(offer(area={"postcodes": ["00100"], "municipalities": ["091"]}))
    assert (both.state(), both.whole.offers, both.partly.offers) == (COVERED, 1, 0)


def test_an_invented_municipality_may_be_given():
    invented = Municipality(
        "999", {"fi": "Esimerkkilä", "sv": "Exempelby"}, ("fi", "sv"), "", None, Point(62, 25), frozenset()
    )
    assert cell(offer(area="999"), municipality=invented).state() == COVERED
    assert cell(offer(area="091"), municipality=invented).state() == GAP


def test_offers_open_at_the_same_time_are_hours_once():
    row = cell(offer("a", hours={"mon-fri": "09:00-12:00"}), offer("b", hours={"mon-fri": "11:00-18:30"}))
    assert (row.whole.offers, row.hours()) == (2, 5 * 9.5)
    assert {time: row.hours(time) for time in TIMES} == {"weekdays": 40, "evenings": 7.5, "saturday": 0, "sunday": 0}


def test_the_times_of_the_week_are_as_long_as_told():
    days = {"weekdays": 5, "evenings": 5, "saturday": 1, "sunday": 1}
    assert {time: bits.bit_count() for time, bits in TIMES.items()} == {
        time: days[time] * MINUTES[time] for time in days
    }


def test_a_bus_of_odd_weeks_comes_in_odd_weeks():
    bus = offer(hours={"odd_weeks": {"tue": "10:00-14:00"}})
    assert [cell(bus, week=date(2026, 11, day)).hours() for day in (17, 24)] == [4, 0]


def test_a_holiday_week_has_fewer_hours():
    line = offer(hours={"mon-fri": "09:00-15:00"})
    assert cell(line, week=date(2026, 12, 6)).hours() == 30
    assert cell(line, week=date(2026, 12, 25)).hours() < 30


def test_the_night_from_sunday_goes_on_in_the_next_week():
    row = cell(offer(hours={"sun": "22:00-02:00"}))
    assert (row.hours(), row.hours("sunday")) == (4, 2)


@pytest.mark.parametrize(
    ("valid", "hours"),
    [
        ({"until": "2026-11-22"}, None),
        ({"from": "2026-11-30"}, None),
        ({"until": "2026-11-23"}, 7),
        ({"from": "2026-11-26", "until": "2026-12-31"}, 14),
    ],
)
def test_an_offer_counts_on_the_days_when_it_is_valid(valid, hours):
    row = cell(offer(hours={"mon-fri": "09:00-16:00"}, valid=valid))
    assert (row.whole.offers, row.hours()) == ((0, 0) if hours is None else (1, hours))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(AREAS), st.sampled_from(HOURS), st.sampled_from([("fi",), ("sv", "en"), ("fi", "sv")])
        ),
        max_size=5,
    ),
    st.sampled_from([*SOME, PLACES.municipalities["499"]]),
    st.sampled_from(["fi", "sv"]),
    st.dates(date(2026, 1, 5), date(2027, 12, 20)),
    st.lists(st.integers(0, 7 * 24 * 60 - 1), min_size=5, max_size=5),
)
def test_somebody_is_there_exactly_when_an_offer_that_serves_is_open(
    given_offers, municipality, language, day, minutes
):
    offers = [offer(str(place), "phone", *rest) for place, rest in enumerate(given_offers)]
    row = cell(*offers, municipality=municipality, language=language, week=day)
    serving = [one for one in offers if language in one.languages and serves(one.area, municipality)]
    assert row.whole.offers + row.partly.offers == len(serving)
    monday = datetime.combine(day - timedelta(days=day.weekday()), datetime.min.time())
    for minute in minutes:
        wall = (monday + timedelta(minutes=minute)).replace(tzinfo=HELSINKI)
        if wall.astimezone(HELSINKI).utcoffset() != (wall + timedelta(hours=2)).utcoffset() or wall.hour in (3, 4):
            continue  # an hour that the clock skips or has twice
        assert bool((row.whole.week | row.partly.week) >> minute & 1) == any(
            one.hours.open_now(wall) for one in serving
        )


def serves(area, place):
    """By the words of the form, one after the other."""
    return (
        area.whole == "country"
        or (area.whole == "except_aland" and not PLACES.is_aland(place.code))
        or place.code in area.municipalities
        or place.region in area.regions
        or place.county in area.counties
        or place.code in {PLACES.postcodes[postcode] for postcode in area.postcodes}
    )


def test_an_offer_is_stale_a_year_and_a_day_after_it_was_verified_the_oldest_first():
    days = ["2025-11-22", "2025-11-21", "2020-02-29", "2026-11-01"]
    found = stale([offer(day, verified_at=day) for day in days], TODAY)
    assert [one.id for one in found] == ["2020-02-29", "2025-11-21"]


def test_offers_that_ended_or_end_within_sixty_days_are_told_the_earliest_first():
    days = [TODAY + timedelta(days=ahead) for ahead in (61, 60, -400)]
    offers = [offer("no-end"), *(offer(str(day), valid={"until": str(day)}) for day in days)]
    assert [one.valid_until for one in ending(offers, TODAY)] == [days[2], days[1]]


def test_the_whole_country_takes_a_few_seconds_at_most():
    codes = list(PLACES.municipalities)
    one = offer(hours={"mon-thu": "09:00-16:00", "fri": "09:00-14:00"}, languages=["fi", "sv"])
    areas = [Area.read(code) for code in [*codes, "country"]]
    offers = [replace(one, id=str(n), area=areas[n % len(areas)], channel=CHANNELS[n % 9]) for n in range(20_000)]
    start = time.perf_counter()
    assert len(coverage(offers, PLACES, list(PLACES.municipalities.values()), WEEK)) == 308 * 9 * 2
    assert time.perf_counter() - start < 10
