"""Service hours, held against OpenStreetMap's reading of them (the package opening_hours)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from bot.providers.hours import Hours
from tests.providers.any_hours import HELSINKI, plans, spans

MINUTE = timedelta(minutes=1)


# OpenStreetMap's reading: "," adds to the rules before it, ";" takes the place of them on its days.


def osm_times(times):
    return ",".join([times] if isinstance(times, str) else times)


def osm_week(week, when=""):
    return [f"{when} {day[:2].title()} {osm_times(times)}" for day, times in week.items()]


def osm_date(text):
    return date.fromisoformat(text).strftime("%Y %b %d")


def osm_exception(exception):
    days = (
        osm_date(exception["date"])
        if "date" in exception
        else "-".join(osm_date(exception[end]) for end in ("from", "to"))
    )
    hours = exception["hours"]
    opens = (
        []
        if hours == "closed"
        else osm_week(hours, days)
        if isinstance(hours, dict)
        else [f"{days} {osm_times(hours)}"]
    )
    return ", ".join([f"{days} off", *opens])


def osm(fields):
    every_week = [
        rule
        for name, when in (("weekly", ""), ("odd_weeks", "week 1-53/2"), ("even_weeks", "week 2-52/2"))
        for rule in osm_week(fields.get(name, {}), when)
    ]
    rules = [", ".join(every_week), *map(osm_exception, fields.get("exceptions", []))]
    # It reads the clock on the wall: told the time zone, 2.1.4 has even "24/7" closed at 3:59 on the night in autumn.
    hours = OpeningHours("; ".join(rule for rule in rules if rule), auto_country=False)
    return lambda moment: hours.is_open(moment.astimezone(HELSINKI).replace(tzinfo=None))


turned = [
    date(2024, 3, 31),
    date(2025, 10, 26),
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2028, 3, 26),
    date(2030, 10, 27),
]
several_years = st.dates(date(2024, 1, 1), date(2030, 12, 31)) | st.sampled_from(
    [*turned, date(2026, 12, 28), date(2027, 1, 2)]
)
# A closed day ends the night before it too in OpenStreetMap, not here: no nights together with exceptions.
without_nights = spans(night=False, in_turned_hour=False)
only_weeks = plans(spans(in_turned_hour=False), several_years, with_exceptions=False)


@st.composite
def plans_and_moments(draw, near):
    day = draw(near)
    fields = draw(only_weeks | plans(without_nights, st.just(day)))
    midnight = datetime.combine(day, time.min, HELSINKI).astimezone(timezone.utc)
    minutes = st.integers(-24 * 60, 48 * 60)
    return fields, [midnight + minute * MINUTE for minute in draw(st.lists(minutes, min_size=10, max_size=40))]


@settings(deadline=None, max_examples=300)
@given(plans_and_moments(several_years))
def test_it_is_open_when_openstreetmap_says_so(drawn):
    fields, moments = drawn
    hours, is_open = Hours.read({**fields, "holidays": "open"}), osm(fields)
    for moment in moments:
        assert hours.open_now(moment) == is_open(moment), moment.astimezone(HELSINKI)


@pytest.mark.parametrize("night", turned, ids=str)
@settings(deadline=None, max_examples=10)
@given(fields=only_weeks)
def test_every_minute_of_a_night_when_the_clock_is_turned_is_as_openstreetmap_says(night, fields):
    hours, is_open = Hours.read({**fields, "holidays": "open"}), osm(fields)
    start = datetime.combine(night, time.min, HELSINKI).astimezone(timezone.utc)
    for moment in (start + minute * MINUTE for minute in range(6 * 60)):
        assert hours.open_now(moment) == is_open(moment), moment.astimezone(HELSINKI)
