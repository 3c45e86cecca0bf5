"""On the night when the clock is turned: on 29 March 03:00 becomes 04:00, on 25 October 04:00 becomes 03:00."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.providers.hours import Hours
from tests.providers.any_hours import at


@pytest.mark.parametrize("day", [at(3, 29), at(10, 25)], ids=["spring", "autumn"])
def test_on_the_day_when_the_clock_is_turned_the_hours_are_those_of_the_clock(day):
    hours = Hours.read({"sun": "10:00-16:00"})
    open_hours = [hour for hour in range(24) if hours.open_now(day.replace(hour=hour))]
    assert open_hours == list(range(10, 16))


@pytest.mark.parametrize(
    ("evening", "offset"), [(at(3, 28, 20), "+03:00"), (at(10, 24, 20), "+02:00"), (at(3, 27, 20), "+02:00")]
)
def test_the_next_opening_carries_the_offset_of_its_own_day(evening, offset):
    opens = Hours.read({"mon-sun": "09:00-16:00"}).opens_next(evening)
    assert opens.isoformat() == f"{evening.date() + timedelta(days=1)}T09:00:00{offset}"


def test_a_time_that_the_clock_skips_is_moved_on_by_the_hour():
    night = Hours.read({"sun": "03:30-05:00"})
    assert night.opens_next(at(3, 29)).isoformat() == "2026-03-29T04:30:00+03:00"
    assert night.open_now(at(3, 29, 4, 29)) is False
    assert night.open_until(at(3, 29, 4, 30)) == at(3, 29, 5)


def test_an_opening_that_the_skipped_hour_swallows_does_not_take_place():
    night = Hours.read({"sun": "03:30-04:15"})
    assert night.spans(date(2026, 3, 29), date(2026, 3, 29)) == []
    assert night.opens_next(at(3, 29)).isoformat() == "2026-04-12T03:30:00+03:00"  # 5 April is Easter


def test_of_a_time_that_comes_twice_the_first_is_meant():
    night = Hours.read({"sun": ["03:30-05:00"], "sat": "22:00-03:15"})
    assert night.open_until(at(10, 24, 23)).isoformat() == "2026-10-25T03:15:00+03:00"
    assert night.opens_next(at(10, 25, 3, 20)).isoformat() == "2026-10-25T03:30:00+03:00"
    assert [night.open_now(at(10, 25, 3, 20, fold=fold)) for fold in (0, 1)] == [False, True]
    ((start, end),) = night.spans(date(2026, 10, 25), date(2026, 10, 25))
    assert end.timestamp() - start.timestamp() == 2.5 * 60 * 60
