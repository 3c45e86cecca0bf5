"""PTV's service hours in the form of the provider files."""

from __future__ import annotations

import pytest

from bot.providers.hours import Hours
from bot.providers.imports.ptv import v11
from bot.providers.imports.ptv.periods import hours_form


def hour(kind="DaysOfTheWeek", *opening, **fields) -> dict:
    times = [dict(zip(("dayFrom", "dayTo", "from", "to"), one, strict=True)) for one in opening]
    return {"serviceHourType": kind, "validForNow": True, "openingHour": times, **fields}


def form(*entries, aland=False):
    periods = v11.item(
        {"id": "0" * 8 + "-0000-0000-0000-" + "0" * 12, "serviceChannelType": "Phone", "serviceHours": list(entries)}
    ).hours
    found = hours_form(periods, aland)
    if found is not None:
        Hours.read(found)
    return found


WEEK = hour("DaysOfTheWeek", ("Monday", "Friday", "09:00:00", "16:00:00"))
DAY = {"validForNow": False, "validFrom": "2026-12-24T00:00:00"}
DAYS = {**DAY, "validTo": "2027-01-06T00:00:00"}
SUMMER = {"validForNow": False, "validFrom": "2026-06-01T00:00:00", "validTo": "2026-08-31T00:00:00"}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], "unknown"),
        ([WEEK], {"mon-fri": "09:00-16:00"}),
        ([hour("DaysOfTheWeek", ("Monday", "", "09:00", "16:00"), ("Monday", None, "17:00", "23:59"))], {"mon": ["09:00-16:00", "17:00-24:00"]}),
        ([hour("DaysOfTheWeek", ("Saturday", "Monday", "10:00", "12:00"))], {"mon": "10:00-12:00", "sat-sun": "10:00-12:00"}),
        ([hour("DaysOfTheWeek", ("Monday", "Sunday", "00:00", "00:00"))], {"mon-sun": "00:00-24:00"}),
        ([hour("DaysOfTheWeek", ("Friday", None, "22:00", "02:00"))], {"fri": "22:00-02:00"}),
        ([hour("OverMidnight", ("Friday", "Saturday", "22:00", "02:00"))], {"fri": "22:00-02:00"}),
        ([hour("OverMidnight", ("Friday", "Saturday", "22:00", "00:00"))], {"fri": "22:00-24:00"}),
        ([hour("OverMidnight", ("Sunday", "Monday", "22:00", "06:00"))], {"sun": "22:00-06:00"}),
        ([hour("OverMidnight", ("Friday", "Sunday", "22:00", "06:00"))], {"fri": "22:00-24:00", "sat": "00:00-24:00", "sun": "00:00-06:00"}),
        ([hour("DaysOfTheWeek", isAlwaysOpen=True)], "always"),
        ([hour("DaysOfTheWeek", isReservation=True)], "by_reservation"),
        ([hour("DaysOfTheWeek", isClosed=True)], None),
        ([WEEK, hour("Exceptional", isClosed=True, **DAY)], {"weekly": {"mon-fri": "09:00-16:00"}, "exceptions": [{"date": "2026-12-24", "hours": "closed"}]}),
        ([WEEK, hour("Exceptional", (None, None, "10:00", "12:00"), **DAYS)], {"weekly": {"mon-fri": "09:00-16:00"}, "exceptions": [{"from": "2026-12-24", "to": "2027-01-06", "hours": "10:00-12:00"}]}),
        ([WEEK, hour("Exceptional", ("Monday", "Tuesday", "10:00", "12:00"), **DAYS)], {"weekly": {"mon-fri": "09:00-16:00"}, "exceptions": [{"from": "2026-12-24", "to": "2027-01-06", "hours": {"mon-tue": "10:00-12:00"}}]}),
        ([hour("DaysOfTheWeek", ("Monday", None, "10:00", "12:00"), **SUMMER)], {"exceptions": [{"from": "2026-06-01", "to": "2026-08-31", "hours": {"mon": "10:00-12:00"}}]}),
        ([hour("DaysOfTheWeek", ("Monday", "Sunday", "10:00", "12:00"), **SUMMER)], {"exceptions": [{"from": "2026-06-01", "to": "2026-08-31", "hours": {"mon-sun": "10:00-12:00"}}]}),
        ([hour("DaysOfTheWeek", isAlwaysOpen=True), hour("Exceptional", isClosed=True, **DAY)], {"weekly": {"mon-sun": "00:00-24:00"}, "holidays": "open", "exceptions": [{"date": "2026-12-24", "hours": "closed"}]}),
    ],
)  # fmt: skip
def test_every_kind_of_hours_has_its_form(entries, expected):
    assert form(*entries) == expected


def test_a_single_day_wins_over_a_season_in_whatever_order_they_come():
    season = hour("DaysOfTheWeek", ("Monday", None, "10:00", "12:00"), **SUMMER)
    day = hour("Exceptional", isClosed=True, validForNow=False, validFrom="2026-06-08T00:00:00")
    assert form(WEEK, day, season) == form(season, WEEK, day)
    assert [entry["hours"] for entry in form(WEEK, day, season)["exceptions"]] == [{"mon": "10:00-12:00"}, "closed"]


def test_a_moment_in_utc_is_a_day_in_finland():
    closed = hour("Exceptional", isClosed=True, validForNow=False, validFrom="2026-12-23T22:00:00Z")
    assert form(WEEK, closed)["exceptions"] == [{"date": "2026-12-24", "hours": "closed"}]


@pytest.mark.parametrize(
    "odd",
    [
        hour("Special", ("Monday", None, "09:00", "16:00")),
        hour("DaysOfTheWeek", ("Someday", None, "09:00", "16:00")),
        hour("DaysOfTheWeek", ("Monday", None, "nine", "16:00")),
        hour("DaysOfTheWeek", ("Monday", None, "09:00", "25:00")),
        hour("DaysOfTheWeek", ("Monday", None, "09:00", "09:00")),
        hour("DaysOfTheWeek"),
        hour("Exceptional", isClosed=True),
        hour("Exceptional", isClosed=True, validForNow=False, validFrom="2026-02-30T00:00:00"),
        hour("DaysOfTheWeek", ("Monday", None, "09:00", "16:00"), validForNow=False, validFrom="soon"),
        hour("Exceptional", isClosed=True, validForNow=False, validFrom="2026-02-03", validTo="2026-02-01"),
    ],
)
def test_one_entry_that_is_not_understood_makes_the_hours_unknown(odd):
    assert form(WEEK, odd) == "unknown"


def test_exceptions_alone_tell_nothing_of_the_other_days():
    assert form(hour("Exceptional", isClosed=True, **DAY)) == "unknown"
