"""Service hours, held against a count of the minutes of real time, and what must hold for any hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from itertools import count
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.providers.hours import Hours
from tests.providers.any_hours import AUTONOMY_DAY, DAYS, HELSINKI, at, day_plans, decided, plans, spans
from tests.providers.any_hours import HOLIDAYS as OF_2026

HOLIDAYS = OF_2026 | {date(2027, 1, 1), date(2027, 1, 6)}
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


# The count of minutes: each minute of real time has a place on the clock; which of them are open is marked one by one.


@lru_cache(maxsize=512)
def clock_of(day):
    """The minutes of real time of a day, by what the clock shows when they first come."""
    minutes: dict[int, int] = {}
    first = int(datetime.combine(day, time.min, HELSINKI).timestamp()) // 60
    for minute in count(first):
        wall = datetime.fromtimestamp(minute * 60, HELSINKI)
        if wall.date() != day:
            return minutes
        minutes.setdefault(wall.hour * 60 + wall.minute, minute)


def real_minute(day, wall):
    day, wall = day + timedelta(days=wall // 1440), wall % 1440
    return clock_of(day)[wall] if wall in clock_of(day) else clock_of(day)[wall + 60]


def openings_of(times):
    for text in [] if times == "closed" else [times] if isinstance(times, str) else times:
        start, end = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
        yield start, end if end > start else end + 1440


def times_of(fields, day):
    """The times that hold on a day, by the rules of the file."""
    plans = [fields.get(plan, {}) for plan in ("weekly", "odd_weeks" if day.isocalendar().week % 2 else "even_weeks")]
    for exception in fields.get("exceptions", []):
        if exception.get("from", exception.get("date")) <= str(day) <= exception.get("to", exception.get("date")):
            plans = [exception["hours"]]
    if not isinstance(plans[0], dict):
        return plans
    on_holidays = fields.get("holidays", "closed")
    if on_holidays != "open" and day in HOLIDAYS | ({AUTONOMY_DAY} if fields.get("aland") else set()):
        return [on_holidays]
    return [plan.get(DAYS[day.weekday()], "closed") for plan in plans]


def open_minutes(fields, first, days):
    marked = set()
    for day in (first + timedelta(days=ahead) for ahead in range(days)):
        for times in times_of(fields, day):
            for start, end in openings_of(times):
                marked.update(range(real_minute(day, start), real_minute(day, end)))
    return marked


WINDOW = 16
eventful = [(3, 28), (3, 29), (10, 24), (10, 25), (4, 1), (6, 8), (6, 18), (10, 30), (12, 5), (12, 22), (12, 28)]
near = st.dates(date(2026, 1, 3), date(2026, 12, 20)) | st.sampled_from([date(2026, *day) for day in eventful])


@st.composite
def hours_and_moments(draw):
    day = draw(near)
    fields = draw(plans(spans(), st.just(day)))
    if draw(decided):
        fields["holidays"] = draw(st.sampled_from(["open", "closed"]) | day_plans(spans()))
    if draw(decided):
        fields["aland"] = draw(decided)
    minutes = draw(st.lists(st.integers(0, 24 * 60 - 1) | st.integers(150, 330), min_size=5, max_size=20))
    midnight = datetime.combine(day, time.min, HELSINKI).astimezone(timezone.utc)
    return fields, day, [(midnight + minute * MINUTE).astimezone(HELSINKI) for minute in minutes]


SWALLOWED = {"weekly": {"sun": ["03:10-03:20", "03:30-04:15", "04:00-04:05"]}}
ROUND_THE_WEEK = {"weekly": dict.fromkeys(DAYS, "00:00-24:00")}
TWICE = {"weekly": {"sun": ["03:30-05:00"], "sat": "22:00-03:15"}}


@settings(deadline=None, max_examples=200)
@given(hours_and_moments())
@example((SWALLOWED, date(2026, 3, 29), [at(3, 29, 2, 59), at(3, 29, 4, 2), at(3, 29, 4, 12), at(3, 29, 4, 40)]))
@example((TWICE, date(2026, 10, 25), [at(10, 25, 3, minute, fold=fold) for minute in (5, 20, 40) for fold in (0, 1)]))
@example((ROUND_THE_WEEK, date(2026, 12, 22), [at(12, 22, 10), at(12, 24, 10)]))
def test_open_now_until_when_and_opening_next_are_as_the_minutes_say(drawn):
    fields, day, moments = drawn
    hours = Hours.read(fields)
    marked = open_minutes(fields, day - timedelta(days=1), WINDOW + 2)
    last = real_minute(day + timedelta(days=WINDOW), 0)
    for now in moments:
        minute = int(now.timestamp()) // 60
        is_open = minute in marked
        change = next((later for later in range(minute, last) if (later in marked) != is_open), None)
        told = hours.open_until(now) if is_open else hours.opens_next(now)
        assert hours.open_now(now) == is_open, now
        assert (hours.opens_next(now) if is_open else hours.open_until(now)) is None
        if change is None:
            assert told is None or told.timestamp() >= last * 60
        else:
            assert told.timestamp() == change * 60, now
            assert told.utcoffset() == datetime.fromtimestamp(change * 60, HELSINKI).utcoffset()


# What must hold for any hours


@settings(deadline=None, max_examples=200)
@given(hours_and_moments())
def test_it_is_closed_until_it_opens_and_open_until_it_closes(drawn):
    fields, _, moments = drawn
    hours = Hours.read(fields)
    for now in (moment.astimezone(timezone.utc) for moment in moments):
        opens, closes = hours.opens_next(now), hours.open_until(now)
        assert (opens is None) or (closes is None)
        for change, open_after in ((opens, True), (closes, False)):
            if change:
                assert change.astimezone(timezone.utc) > now
                assert change.tzinfo is HELSINKI
                assert hours.open_now(change) is open_after
                assert hours.open_now(change.astimezone(timezone.utc) - SECOND) is not open_after


@settings(deadline=None)
@given(hours_and_moments())
def test_spans_are_the_open_minutes_apart_and_in_order(drawn):
    fields, day, _ = drawn
    first, last = day - timedelta(days=2), day + timedelta(days=5)
    found = [[int(moment.timestamp()) // 60 for moment in span] for span in Hours.read(fields).spans(first, last)]
    assert {minute for start, end in found for minute in range(start, end)} == open_minutes(fields, first, 8)
    edges = [edge for span in found for edge in span]
    assert edges == sorted(set(edges))


@settings(deadline=None)
@given(hours_and_moments())
def test_the_same_moment_in_another_time_zone_gives_the_same_answer(drawn):
    fields, _, moments = drawn
    hours = Hours.read(fields)
    for now in moments:
        for zone in (timezone.utc, ZoneInfo("America/Toronto")):
            there = now.astimezone(zone)
            assert hours.open_now(there) == hours.open_now(now)
            assert hours.open_until(there) == hours.open_until(now)
            assert hours.opens_next(there) == hours.opens_next(now)
