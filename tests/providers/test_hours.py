"""Service hours, held against a second reading of them that looks at the clock on the wall minute by minute."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.providers.hours import Hours, now_in_finland

HELSINKI = ZoneInfo("Europe/Helsinki")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE = timedelta(minutes=1)
# Public holidays, and the eves on which offices are closed, from the almanac of 2026.
HOLIDAYS = {
    date(2026, month, day)
    for month, day in [
        (1, 1), (1, 6), (4, 3), (4, 5), (4, 6), (5, 1), (5, 14), (5, 24), (6, 19), (6, 20), (10, 31), (12, 6),
        (12, 24), (12, 25), (12, 26),
    ]
} | {date(2027, 1, 1), date(2027, 1, 6)}  # fmt: skip
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
OFFICE = Hours.read({"mon-fri": "09:00-16:00"})


def at(month, day, hour=0, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=HELSINKI)


def minutes(text):
    return int(text[:2]) * 60 + int(text[3:])


def reading(raw):
    """Whether it is open at a moment, by the clock on the wall; a door that closes at 24:30 is open after midnight."""
    by_day = {day: [minutes(part) for part in times.split("-")] for day, times in raw.items()}

    def is_open(moment):
        wall = moment.astimezone(HELSINKI)
        for back in (0, 1):
            day = wall.date() - timedelta(days=back)
            start, end = by_day.get(DAYS[day.weekday()], (0, 0))
            now = wall.hour * 60 + wall.minute + back * 24 * 60
            if day not in HOLIDAYS and start <= now < end:
                return True
        return False

    return is_open


def walk(moment, until):
    """The minutes of real time from a moment on, in Finland's time, before `until`."""
    moment = moment.astimezone(timezone.utc)
    while moment < until:
        yield moment.astimezone(HELSINKI)
        moment += MINUTE


def clock(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


# Nobody opens or closes a door within the hour that is skipped in spring and comes twice in autumn, 3 to 4 at night.
times = st.one_of(st.integers(0, 180), st.integers(240, 24 * 60), st.sampled_from([0, 9 * 60, 16 * 60, 24 * 60]))
spans = st.tuples(times, times).filter(lambda span: span[0] < min(span[1], 24 * 60))
weeks = st.dictionaries(st.sampled_from(DAYS), spans.map(lambda span: f"{clock(span[0])}-{clock(span[1])}"), min_size=1)
eventful = [SPRING, AUTUMN, date(2026, 4, 1), date(2026, 6, 18), date(2026, 12, 22), date(2026, 10, 30)]
days = st.one_of(st.dates(date(2026, 1, 1), date(2026, 12, 20)), st.sampled_from(eventful))


@st.composite
def moments(draw):
    """A whole minute of real time in 2026, in Finland's time."""
    midnight = datetime.combine(draw(days), datetime.min.time(), HELSINKI).astimezone(timezone.utc)
    return (midnight + draw(st.integers(0, 24 * 60 - 1)) * MINUTE).astimezone(HELSINKI)


@settings(deadline=None, max_examples=25)
@given(weeks, days)
def test_over_a_whole_week_it_is_open_exactly_when_the_clock_says_so(raw, first):
    hours, is_open = Hours.read(raw), reading(raw)
    start = datetime.combine(first, datetime.min.time(), HELSINKI)
    for moment in walk(start, (start + timedelta(days=7)).astimezone(timezone.utc)):
        assert hours.open_now(moment) == is_open(moment), moment


@settings(deadline=None, max_examples=60)
@given(weeks, moments())
def test_it_opens_next_at_the_first_open_minute_within_two_weeks(raw, now):
    hours, is_open = Hours.read(raw), reading(raw)
    if is_open(now):
        expected = None
    else:
        last = datetime.combine(now.date() + timedelta(days=15), datetime.min.time(), HELSINKI)
        expected = next((moment for moment in walk(now, last.astimezone(timezone.utc)) if is_open(moment)), None)
    assert hours.opens_next(now) == expected


@settings(deadline=None, max_examples=200)
@given(weeks, moments())
def test_it_is_open_until_the_first_closed_minute_or_midnight(raw, now):
    is_open = reading(raw)
    midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), HELSINKI)
    expected = None
    if is_open(now):
        closed = (moment for moment in walk(now, midnight.astimezone(timezone.utc)) if not is_open(moment))
        expected = next(closed, midnight)
    assert Hours.read(raw).open_until(now) == expected


@settings(deadline=None)
@given(weeks, moments())
def test_the_same_moment_in_another_time_zone_gives_the_same_answer(raw, now):
    hours, there = Hours.read(raw), now.astimezone(timezone.utc)
    asked = (Hours.open_now, Hours.open_until, Hours.opens_next)
    assert [ask(hours, there) for ask in asked] == [ask(hours, now) for ask in asked]


@pytest.mark.parametrize("day", [SPRING, AUTUMN], ids=["spring", "autumn"])
@pytest.mark.parametrize(
    "clock_time", ["00:00", "02:59", "03:00", "03:59", "04:00", "09:59", "10:00", "15:59", "16:00", "23:59"]
)
def test_on_the_day_when_the_clock_is_turned_the_hours_are_those_of_the_clock(day, clock_time):
    hours = Hours.read({"sun": "10:00-16:00"})
    moment = datetime.combine(day, datetime.min.time(), HELSINKI).replace(
        hour=int(clock_time[:2]), minute=int(clock_time[3:])
    )
    assert hours.open_now(moment) == ("10:00" <= clock_time < "16:00")


@pytest.mark.parametrize(
    ("evening", "offset"), [(at(3, 28, 20), "+03:00"), (at(10, 24, 20), "+02:00"), (at(3, 27, 20), "+02:00")]
)
def test_the_next_opening_carries_the_offset_of_its_own_day(evening, offset):
    opens = Hours.read({"mon-sun": "09:00-16:00"}).opens_next(evening)
    assert opens.isoformat() == f"{evening.date() + timedelta(days=1)}T09:00:00{offset}"


@pytest.mark.parametrize(
    ("holiday", "next_opening"),
    [
        (at(12, 24, 10), at(12, 28, 9)),
        (at(12, 25, 10), at(12, 28, 9)),
        (at(6, 19, 10), at(6, 22, 9)),
        (at(4, 3, 10), at(4, 7, 9)),
        (at(4, 6, 10), at(4, 7, 9)),
        (at(5, 1, 10), at(5, 4, 9)),
        (at(5, 14, 10), at(5, 15, 9)),
        (at(1, 6, 10), at(1, 7, 9)),
        (at(1, 1, 10, year=2027), at(1, 4, 9, year=2027)),
    ],
    ids=[
        "Christmas Eve",
        "Christmas",
        "Juhannus",
        "Good Friday",
        "Easter Monday",
        "vappu",
        "Ascension",
        "Epiphany",
        "New Year",
    ],
)
def test_on_a_public_holiday_it_is_closed(holiday, next_opening):
    assert OFFICE.open_now(holiday) is False
    assert OFFICE.open_until(holiday) is None
    assert OFFICE.opens_next(holiday) == next_opening


@pytest.mark.parametrize("day", [at(12, 23, 10), at(12, 28, 10), at(4, 2, 10), at(6, 18, 10), at(12, 31, 10)])
def test_the_days_around_a_holiday_are_ordinary(day):
    assert OFFICE.open_now(day) is True


@pytest.mark.parametrize("day", sorted({day for day in HOLIDAYS if day.year == 2026}), ids=str)
def test_every_holiday_of_the_year_is_known(day):
    assert (
        Hours.read({"mon-sun": "00:00-24:00"}).open_now(datetime.combine(day, datetime.min.time(), HELSINKI)) is False
    )


def test_no_other_day_of_the_year_is_a_holiday():
    every_day = Hours.read({"mon-sun": "00:00-24:00"})
    year = [date(2026, 1, 1) + timedelta(days=ahead) for ahead in range(365)]
    closed = {day for day in year if not every_day.open_now(datetime.combine(day, datetime.min.time(), HELSINKI))}
    assert closed == {day for day in HOLIDAYS if day.year == 2026}


def test_it_opens_at_the_minute_and_closes_at_the_minute():
    assert [OFFICE.open_now(at(11, 23, *time)) for time in [(8, 59), (9, 0), (15, 59), (16, 0)]] == [
        False,
        True,
        True,
        False,
    ]
    assert OFFICE.open_until(at(11, 23, 15, 59)) == at(11, 23, 16)
    assert OFFICE.opens_next(at(11, 23, 8, 59)) == at(11, 23, 9)
    assert OFFICE.opens_next(at(11, 23, 16)) == at(11, 24, 9)


def test_a_day_may_end_at_midnight():
    evening = Hours.read({"mon": "18:00-24:00"})
    assert evening.open_now(at(11, 23, 23, 59)) is True
    assert evening.open_until(at(11, 23, 23, 59)) == at(11, 24)
    assert evening.open_now(at(11, 24)) is False


def test_a_day_that_ends_past_midnight_is_open_after_midnight():
    late = Hours.read({"mon": "18:00-24:30"})
    assert late.open_until(at(11, 23, 23, 59)) == at(11, 24, 0, 30)
    assert [late.open_now(at(11, 24, 0, minute)) for minute in (0, 29, 30)] == [True, True, False]


def test_always_is_open_at_christmas_too():
    always = Hours.read("always")
    assert always.known
    assert always.open_now(at(12, 25, 3)) is True
    assert always.open_until(at(12, 25, 3)) is None
    assert always.opens_next(at(12, 25, 3)) is None
    assert always.text() == "always"


def test_unknown_hours_promise_nothing():
    unknown = Hours.read("unknown")
    assert not unknown.known
    assert unknown.open_now(at(11, 23, 10)) is None
    assert unknown.open_until(at(11, 23, 10)) is None
    assert unknown.opens_next(at(11, 23, 10)) is None


@pytest.mark.parametrize(
    ("raw", "weekdays"),
    [({"mon-fri": "09:00-15:00"}, range(5)), ({"sun": "09:00-15:00"}, [6]), ({"mon-sun": "09:00-15:00"}, range(7))],
)
def test_a_range_of_days_is_each_of_them(raw, weekdays):
    hours = Hours.read(raw)
    assert hours.known
    assert hours.weekly == dict.fromkeys(weekdays, (540, 900))


def test_the_hours_are_told_as_they_stand_in_the_file():
    assert Hours.read({"mon-thu": "09:00-16:00", "fri": "09:00-14:00"}).text() == "mon-thu 09:00-16:00, fri 09:00-14:00"


def test_now_is_finland_s_time():
    now = now_in_finland()
    assert now.tzinfo.key == "Europe/Helsinki"
    assert abs(now - datetime.now(timezone.utc)) < timedelta(minutes=1)
