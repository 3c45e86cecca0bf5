"""Public holidays and exceptions: which of them holds on a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.providers.hours import Hours
from tests.providers.any_hours import AUTONOMY_DAY, EVERY_FIELD, HELSINKI, HOLIDAYS, OFFICE, ROUND_THE_WEEK, at


def closed_days(hours):
    year = [date(2026, 1, 1) + timedelta(days=ahead) for ahead in range(365)]
    return {day for day in year if not hours.open_now(datetime(day.year, day.month, day.day, 12, tzinfo=HELSINKI))}


# Holidays


def test_on_every_public_holiday_and_on_no_other_day_it_is_closed():
    assert closed_days(ROUND_THE_WEEK) == HOLIDAYS


def test_aland_has_its_own_holiday():
    weekly = {"mon-sun": "00:00-24:00"}
    assert closed_days(Hours.read({"weekly": weekly, "aland": True})) == HOLIDAYS | {AUTONOMY_DAY}
    assert closed_days(Hours.read({"weekly": weekly, "aland": False})) == HOLIDAYS


def test_a_service_may_be_open_on_holidays_as_on_any_day():
    hours = Hours.read({"weekly": {"mon-fri": "09:00-16:00"}, "holidays": "open"})
    assert hours.open_until(at(12, 24, 10)) == at(12, 24, 16)
    assert hours.open_now(at(12, 26, 10)) is False  # a Saturday


@pytest.mark.parametrize("times", ["10:00-14:00", ["10:00-12:00", "12:00-14:00"]])
def test_a_service_may_have_hours_of_its_own_on_holidays(times):
    hours = Hours.read({"weekly": {"mon-fri": "09:00-16:00"}, "holidays": times})
    assert hours.open_now(at(12, 24, 9)) is False
    assert hours.open_until(at(12, 24, 10)) == at(12, 24, 14)
    assert hours.opens_next(at(12, 25, 14)) == at(12, 26, 10)  # a Saturday
    assert hours.opens_next(at(12, 26, 14)) == at(12, 28, 9)


def test_hours_on_holidays_alone_come_every_year():
    hours = Hours.read({"holidays": "10:00-14:00", "exceptions": [{"date": "2026-01-06", "hours": "closed"}]})
    assert hours.opens_next(at(1, 1, 14)) == at(4, 3, 10)
    assert hours.opens_next(at(12, 26, 14)) == at(1, 1, 10, year=2027)


@pytest.mark.parametrize(
    ("holiday", "next_opening"),
    [
        (at(12, 24, 10), at(12, 28, 9)),
        (at(6, 19, 10), at(6, 22, 9)),
        (at(4, 3, 10), at(4, 7, 9)),
        (at(5, 14, 10), at(5, 15, 9)),
        (at(1, 1, 10, year=2027), at(1, 4, 9, year=2027)),
    ],
    ids=["Christmas", "Midsummer", "Easter", "Ascension", "New Year"],
)
def test_a_holiday_closes_the_door_until_the_next_ordinary_day(holiday, next_opening):
    assert OFFICE.open_now(holiday) is False
    assert OFFICE.open_until(holiday) is None
    assert OFFICE.opens_next(holiday) == next_opening


# Exceptions


def test_another_week_for_a_time_replaces_the_week():
    assert EVERY_FIELD.opens_next(at(12, 20, 12)) == at(12, 21, 10)
    assert EVERY_FIELD.open_now(at(1, 2, 10, year=2027)) is False  # a Saturday
    assert EVERY_FIELD.open_until(at(1, 5, 13, year=2027)) == at(1, 5, 14, year=2027)
    assert EVERY_FIELD.opens_next(at(1, 6, 14, year=2027)) == at(1, 7, 9, year=2027)


def test_a_later_exception_wins():
    assert EVERY_FIELD.open_until(at(12, 23, 9)) == at(12, 23, 12)
    assert EVERY_FIELD.open_now(at(12, 31, 11)) is False
    week = {"from": "2026-12-21", "to": "2026-12-31", "hours": "10:00-14:00"}
    day = {"date": "2026-12-23", "hours": "closed"}
    for exceptions, is_open in (([week, day], False), ([day, week], True)):
        assert Hours.read({"exceptions": exceptions}).open_now(at(12, 23, 11)) is is_open


@pytest.mark.parametrize(
    "days", [{"date": "2026-06-19"}, {"from": "2026-06-18", "to": "2026-06-20"}], ids=["day", "days"]
)
def test_times_or_closed_for_days_win_over_a_holiday(days):
    weekly = {"mon-sun": "00:00-24:00"}
    hours = Hours.read({"weekly": weekly, "exceptions": [{**days, "hours": "10:00-14:00"}]})
    assert hours.open_until(at(6, 19, 10)) == at(6, 19, 14)
    closed = Hours.read({"weekly": weekly, "holidays": "open", "exceptions": [{**days, "hours": "closed"}]})
    assert closed.open_now(at(6, 19, 12)) is False


SUMMER = {"from": "2026-06-01", "to": "2026-08-31", "hours": {"mon-fri": "09:00-15:00"}}


def test_a_week_for_a_time_keeps_the_holidays():
    summer = Hours.read({"weekly": {"mon-fri": "09:00-16:00"}, "exceptions": [SUMMER]})
    # Midsummer Eve is on Friday 19 June.
    assert summer.open_until(at(6, 18, 10)) == at(6, 18, 15)
    assert summer.open_now(at(6, 19, 10)) is False
    assert summer.opens_next(at(6, 18, 15)) == at(6, 22, 9)
    assert EVERY_FIELD.open_now(at(12, 24, 11)) is False


@pytest.mark.parametrize(
    ("holidays", "opening"), [("open", (at(6, 19, 9), at(6, 19, 15))), ("11:00-12:00", (at(6, 19, 11), at(6, 19, 12)))]
)
def test_a_week_for_a_time_has_the_hours_that_holidays_have(holidays, opening):
    hours = Hours.read({"holidays": holidays, "exceptions": [SUMMER]})
    assert hours.spans(date(2026, 6, 19), date(2026, 6, 19)) == [opening]


def test_of_a_week_and_times_on_a_holiday_the_later_one_wins_as_on_any_day():
    day = {"date": "2026-06-19", "hours": "10:00-12:00"}
    for exceptions, is_open in (([SUMMER, day], True), ([day, SUMMER], False)):
        assert Hours.read({"exceptions": exceptions}).open_now(at(6, 19, 11)) is is_open


def test_both_ends_of_an_exception_belong_to_it():
    closed = {"from": "2026-11-24", "to": "2026-11-26", "hours": "closed"}
    hours = Hours.read({"weekly": {"mon-fri": "09:00-16:00"}, "exceptions": [closed]})
    assert [hours.open_now(at(11, day, 10)) for day in range(23, 28)] == [True, False, False, False, True]


def test_an_exception_ends_what_began_on_the_day_before_when_that_is_over():
    hours = Hours.read({"weekly": {"mon": "22:00-02:00"}, "exceptions": [{"date": "2026-11-24", "hours": "closed"}]})
    assert hours.open_until(at(11, 24, 1)) == at(11, 24, 2)


def test_dates_alone_are_hours_and_after_the_last_it_never_opens():
    dates = [{"date": day, "hours": "10:00-12:00"} for day in ("2026-11-25", "2027-11-24")]
    bus = Hours.read({"exceptions": dates})
    assert bus.opens_next(at(11, 23)) == at(11, 25, 10)
    assert bus.opens_next(at(11, 25, 12)) == at(11, 24, 10, year=2027)
    assert (bus.open_now(at(11, 24, 12, year=2027)), bus.opens_next(at(11, 24, 12, year=2027))) == (False, None)


@pytest.mark.parametrize(("last", "opens"), [("2027-12-18", at(12, 20, 9, year=2027)), ("2028-01-31", None)])
def test_an_opening_more_than_400_days_ahead_is_not_looked_for(last, opens):
    closed = {"from": "2026-11-23", "to": last, "hours": "closed"}
    hours = Hours.read({"weekly": {"mon": "09:00-16:00"}, "exceptions": [closed]})
    assert hours.opens_next(at(11, 23)) == opens
