"""Service hours by example: the forms of the file, odd and even weeks, midnight, and how they are told."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from bot.providers.hours import Hours, now_in_finland
from tests.providers.any_hours import EVERY_FIELD, OFFICE, ROUND_THE_WEEK, at

# Forms


def test_it_opens_at_the_minute_and_closes_at_the_minute():
    clock_times = [(8, 59), (9, 0), (15, 59), (16, 0)]
    assert [OFFICE.open_now(at(11, 23, *clock)) for clock in clock_times] == [False, True, True, False]
    assert OFFICE.open_until(at(11, 23, 15, 59)) == at(11, 23, 16)
    assert OFFICE.opens_next(at(11, 23, 8, 59)) == at(11, 23, 9)
    assert OFFICE.opens_next(at(11, 23, 16)) == at(11, 24, 9)


def test_always_is_open_at_christmas_too():
    always = Hours.read("always")
    assert (always.always, always.known, always.by_reservation, always.text()) == (True, True, False, "always")
    assert always.open_now(at(12, 25, 3)) is True
    assert always.open_until(at(12, 25, 3)) is None
    assert always.opens_next(at(12, 25, 3)) is None
    assert always.spans(date(2026, 12, 24), date(2026, 12, 25)) == [(at(12, 24), at(12, 26))]


@pytest.mark.parametrize(("raw", "by_reservation"), [("unknown", False), ("by_reservation", True)])
def test_without_hours_to_tell_nothing_is_promised(raw, by_reservation):
    hours = Hours.read(raw)
    assert (hours.known, hours.always, hours.by_reservation, hours.text()) == (False, False, by_reservation, raw)
    assert hours.open_now(at(11, 23, 10)) is None
    assert hours.open_until(at(11, 23, 10)) is None
    assert hours.opens_next(at(11, 23, 10)) is None
    assert hours.spans(date(2026, 1, 1), date(2026, 12, 31)) == []
    assert hours.weekly_spans() == {"weekly": {}}


@pytest.mark.parametrize(
    ("days", "weekdays"), [("mon-fri", range(5)), ("sun", [6]), ("mon-sun", range(7)), ("sat-sun", [5, 6])]
)
def test_a_range_of_days_is_each_of_them(days, weekdays):
    hours = Hours.read({days: "09:00-15:00"})
    assert hours.known
    assert hours.weekly_spans() == {"weekly": {day: [("09:00", "15:00")] for day in weekdays}}


def test_a_day_may_open_twice():
    saturday = Hours.read({"sat": ["13:00-15:00", "10:00-12:00"]})
    assert saturday.spans(date(2026, 11, 28), date(2026, 11, 28)) == [
        (at(11, 28, 10), at(11, 28, 12)),
        (at(11, 28, 13), at(11, 28, 15)),
    ]
    assert saturday.opens_next(at(11, 28, 12, 30)) == at(11, 28, 13)
    assert saturday.weekly_spans() == {"weekly": {5: [("10:00", "12:00"), ("13:00", "15:00")]}}


def test_the_week_of_the_long_form_is_that_of_the_short_one():
    long = Hours.read({"weekly": {"mon-fri": "09:00-16:00"}})
    assert long.weeks == OFFICE.weeks
    assert long.text() == OFFICE.text()


def test_odd_and_even_weeks_add_to_every_week():
    # Week 47 of 2026 begins on 16 November.
    assert EVERY_FIELD.open_until(at(11, 17, 10)) == at(11, 17, 18)
    assert EVERY_FIELD.open_until(at(11, 24, 10)) == at(11, 24, 16)
    assert [EVERY_FIELD.open_now(at(11, day, 23)) for day in (19, 26)] == [False, True]


def test_week_53_and_the_week_after_it_are_both_odd():
    odd = Hours.read({"odd_weeks": {"tue": "10:00-14:00"}})
    assert [odd.open_now(at(12, day, 11)) for day in (15, 22, 29)] == [True, False, True]
    assert odd.opens_next(at(12, 29, 14)) == at(1, 5, 10, year=2027)


# Midnight


def test_a_day_may_end_at_midnight():
    for times in ("18:00-24:00", "18:00-00:00"):
        evening = Hours.read({"mon": times})
        assert evening.open_until(at(11, 23, 23, 59)) == at(11, 24)
        assert evening.open_now(at(11, 24)) is False
        assert evening.weekly_spans() == {"weekly": {0: [("18:00", "24:00")]}}


def test_a_day_that_ends_past_midnight_is_open_after_midnight():
    late = Hours.read({"mon": "18:00-00:30"})
    assert late.open_until(at(11, 23, 23, 59)) == at(11, 24, 0, 30)
    assert [late.open_now(at(11, 24, 0, minute)) for minute in (0, 29, 30)] == [True, True, False]
    assert late.weekly_spans() == {"weekly": {0: [("18:00", "00:30")]}}


def test_what_began_before_a_holiday_goes_on_and_on_the_holiday_nothing_begins():
    # 6 December, a Sunday, is Independence Day.
    late = Hours.read({"sat-sun": "22:00-02:00"})
    assert [late.open_now(at(12, 6, hour)) for hour in (1, 2, 23)] == [True, False, False]
    assert late.open_now(at(12, 7, 1)) is False


def test_adjoining_and_overlapping_openings_are_one():
    hours = Hours.read({"mon": ["09:00-12:00", "10:00-11:00", "12:00-14:00", "13:00-24:00"], "tue": "00:00-03:00"})
    assert hours.open_until(at(11, 23, 9)) == at(11, 24, 3)
    assert hours.spans(date(2026, 11, 23), date(2026, 11, 24)) == [(at(11, 23, 9), at(11, 24, 3))]
    assert hours.weekly_spans() == {"weekly": {0: [("09:00", "24:00")], 1: [("00:00", "03:00")]}}


def test_round_the_clock_it_is_open_until_the_next_holiday():
    assert ROUND_THE_WEEK.open_until(at(11, 2)) == at(12, 6)
    assert ROUND_THE_WEEK.opens_next(at(12, 6, 12)) == at(12, 7)


def test_round_the_clock_on_holidays_too_it_does_not_close():
    hours = Hours.read({"weekly": {"mon-sun": "00:00-24:00"}, "holidays": "open"})
    assert hours.open_now(at(12, 25, 3)) is True
    assert hours.open_until(at(12, 25, 3)) is None


def test_openings_are_counted_to_the_day_on_which_they_begin():
    late = Hours.read({"mon": "22:00-02:00", "wed": "10:00-12:00"})
    assert late.spans(date(2026, 11, 24), date(2026, 11, 24)) == []
    assert late.spans(date(2026, 11, 23), date(2026, 11, 23)) == [(at(11, 23, 22), at(11, 24, 2))]
    assert late.spans(date(2026, 11, 24), date(2026, 11, 23)) == []


def test_now_is_finland_s_time():
    now = now_in_finland()
    assert now.tzinfo.key == "Europe/Helsinki"
    assert abs(now - datetime.now(timezone.utc)) < timedelta(minutes=1)


# Told


def test_the_hours_are_told_as_they_stand_in_the_file():
    assert Hours.read({"mon-thu": "09:00-16:00", "fri": "09:00-14:00"}).text() == "mon-thu 09:00-16:00, fri 09:00-14:00"
    assert EVERY_FIELD.text() == (
        "mon-fri 09:00-16:00, sat 10:00-12:00 13:00-15:00; odd weeks tue 15:00-18:00; even weeks thu 22:00-02:00; "
        "holidays of Åland closed; 2026-12-21/2027-01-06 mon-fri 10:00-14:00; 2026-12-23 09:00-12:00; 2026-12-31 closed"
    )
    open_on_holidays = {"weekly": {"sat": "10:00-12:00"}, "holidays": ["10:00-11:00", "12:00-13:00"]}
    assert Hours.read(open_on_holidays).text() == "sat 10:00-12:00; holidays 10:00-11:00 12:00-13:00"


def test_odd_and_even_weeks_are_told_apart_only_when_they_differ():
    odd = {day: [("09:00", "16:00")] for day in range(5)} | {5: [("10:00", "12:00"), ("13:00", "15:00")]}
    even = odd | {3: [("09:00", "16:00"), ("22:00", "02:00")]}
    assert EVERY_FIELD.weekly_spans() == {"odd_weeks": odd | {1: [("09:00", "18:00")]}, "even_weeks": even}
    late, early = {"mon": "12:00-16:00"}, {"mon": "08:00-10:00"}
    alike = Hours.read({"weekly": late, "odd_weeks": early, "even_weeks": early})
    assert alike.weekly_spans() == {"weekly": {0: [("08:00", "10:00"), ("12:00", "16:00")]}}
