"""A weekday or a date that somebody wrote, counted from today: due today, in two days or less, or later."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.dates import deadline_in

SATURDAY = date(2026, 11, 21)
FINNISH = ("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai")
FINNISH_FORMS = ("{}", "{}na", "{}ksi", "{}hin mennessä", "{}n", "{}ta ennen", "{}aamuna", "{}ksikin")
SWEDISH = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
SWEDISH_FORMS = ("{}", "på {}", "senast {}en", "{}ens", "{}morgon")
WEEK = [SATURDAY + timedelta(days=ahead) for ahead in range(7)]


def told(days):
    """What so many days from now are called."""
    return "today" if days == 0 else "two_days" if days <= 2 else "later"


@pytest.mark.parametrize("form", FINNISH_FORMS)
@pytest.mark.parametrize("weekday", range(7))
def test_a_finnish_weekday_is_the_next_one_today_included(weekday, form):
    for today in WEEK:
        ahead = next(days for days in range(7) if (today + timedelta(days=days)).weekday() == weekday)
        assert deadline_in(f"Tämä pitää hoitaa {form.format(FINNISH[weekday])}!", today) == told(ahead)


@pytest.mark.parametrize("form", SWEDISH_FORMS)
@pytest.mark.parametrize("weekday", range(7))
def test_a_swedish_weekday_is_the_next_one_today_included(weekday, form):
    for today in WEEK:
        ahead = next(days for days in range(7) if (today + timedelta(days=days)).weekday() == weekday)
        assert deadline_in(f"Det ska vara klart {form.format(SWEDISH[weekday])}.", today) == told(ahead)


@pytest.mark.parametrize("weekday", ["Maanantaina", "MÅNDAG", "mandag", "LÖRDAG", "lordag"])
def test_a_weekday_is_known_in_capitals_and_without_marks(weekday):
    assert deadline_in(weekday, SATURDAY) == ("two_days" if weekday.lower().startswith("m") else "today")


@pytest.mark.parametrize("weekday", range(7))
def test_a_weekday_that_is_past_or_of_every_week_tells_nothing(weekday):
    finnish, swedish = FINNISH[weekday], SWEDISH[weekday]
    for text in (
        f"viime {finnish}na",
        f"joka {finnish}",
        f"{finnish.rstrip('i')}isin",
        f"i {swedish}s",
        f"varje {swedish}",
        f"{swedish}ar",
    ):
        assert deadline_in(f"{text} tai joskus", SATURDAY) is None, text


@pytest.mark.parametrize("weekday", range(7))
def test_the_next_weekday_is_never_today(weekday):
    for today in WEEK:
        ahead = next(days for days in range(1, 8) if (today + timedelta(days=days)).weekday() == weekday)
        assert deadline_in(f"ensi {FINNISH[weekday]}na", today) == told(ahead)
        assert deadline_in(f"nästa {SWEDISH[weekday]}", today) == told(ahead)
        assert deadline_in(f"ensi viikon {FINNISH[weekday]}na", today) == "later"
        assert deadline_in(f"nästa vecka {SWEDISH[weekday]}", today) == "later"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pitäis saada vielä tänään", "today"),
        ("tän päivän aikana", "today"),
        ("ennen kello neljää", "today"),
        ("måste göras i dag", "today"),
        ("ännu ikväll", "today"),
        ("före klockan 15", "today"),
        ("huomiseksi", "two_days"),
        ("ylihuomenna", "two_days"),
        ("senast imorgon", "two_days"),
        ("i övermorgon", "two_days"),
        ("ti imoron", "two_days"),
        ("22. marraskuuta", "two_days"),
        ("den 21 november", "today"),
        ("6 december", "later"),
        ("Ida går i skola", None),
        ("dagen efter", None),
    ],
)
def test_today_tomorrow_hours_and_months_are_known(text, expected):
    assert deadline_in(text, SATURDAY) == expected


@pytest.mark.parametrize("text", ["", "joskus", "arkimaanantai", "xtisdagen", "ma", "3,5 viikkoa", "24.12"])
def test_without_a_weekday_or_a_date_nothing_is_told(text):
    assert deadline_in(text, SATURDAY) is None


@settings(deadline=None)
@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(0, 364))
def test_a_date_without_year_is_the_next_of_that_day_and_month(today, ahead):
    due = today + timedelta(days=ahead)
    if (due.month, due.day) != (2, 29):
        assert deadline_in(f"eräpäivä {due.day}.{due.month}.", today) == told(ahead)
        assert deadline_in(f"eräpäivä {due.day:02}.{due.month:02}.", today) == told(ahead)


@settings(deadline=None)
@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(0, 3000))
def test_a_date_with_year_is_that_date(today, ahead):
    due = today + timedelta(days=ahead)
    assert deadline_in(f"senast {due.day}.{due.month}.{due.year}", today) == told(ahead)


def test_a_date_is_believed_before_a_weekday():
    assert deadline_in("ensi lauantaina 28.11.", SATURDAY) == "later"


def test_what_is_overdue_since_yesterday_is_due_today():
    assert deadline_in("se piti hoitaa 20.11.2026", SATURDAY) == "today"


@pytest.mark.parametrize(
    "text", ["32.1.", "0.5.", "31.4.2027", "5.13.2026", "30.2.", "99.99.9999", "1.1.0000", "29.2.2027", "00.00."]
)
def test_a_date_that_does_not_exist_tells_nothing(text):
    assert deadline_in(f"viimeistään {text}", SATURDAY) is None


@pytest.mark.parametrize("text", ["versio 1.2.3.4", "192.168.1.1", "12.345,00 €", "1.12.20261", "123.4."])
def test_other_numbers_with_points_are_no_dates(text):
    assert deadline_in(text, SATURDAY) is None


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2028, 2, 29), "today"), (date(2028, 2, 27), "two_days"), (date(2028, 1, 1), "later")],
)
def test_the_29th_of_february_is_there_in_a_leap_year(today, expected):
    assert deadline_in("29.2.", today) == expected
    assert deadline_in("29.2.2028", today) == expected


@pytest.mark.parametrize("today", [date(2026, 2, 20), date(2027, 3, 1), date(2028, 3, 1)])
def test_the_next_29th_of_february_is_later_when_this_year_has_none(today):
    assert deadline_in("29.2.", today) == "later"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("perjantaina tai sunnuntaina", "two_days"),
        ("på fredag, eller redan idag", "today"),
        ("torstaina, viime lauantaina en päässyt", "later"),
    ],
)
def test_of_several_days_the_soonest_counts(text, expected):
    assert deadline_in(text, SATURDAY) == expected


def test_of_two_dates_one_that_does_not_exist_is_passed_over():
    assert deadline_in("klo 9.30. ja viimeistään 22.11.", SATURDAY) == "two_days"


@settings(deadline=None)
@given(st.text(alphabet=st.characters()), st.dates(date(1, 1, 2), date(9999, 12, 30)))
def test_no_text_makes_it_fail(text, today):
    assert deadline_in(text, today) in (None, "today", "two_days", "later")


@settings(deadline=None)
@given(st.text(alphabet="0123456789. ", max_size=14), st.dates(date(1, 1, 2), date(9999, 12, 30)))
def test_no_digits_and_points_make_it_fail(text, today):
    assert deadline_in(text, today) in (None, "today", "two_days", "later")
