"""Hours as on a door, in both languages: examples from life, and every week read back by a reader of its own."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.conversation.messages import Speaker
from bot.conversation.week import week
from bot.language.texts import load_texts
from bot.providers.hours import HELSINKI, Hours
from bot.triage import load_triage
from tests.providers.any_hours import plans, spans

SPEAKERS = {language: Speaker(load_texts(), load_triage(), language) for language in ("fi", "sv")}
MONDAY = datetime(2026, 11, 23, 10, tzinfo=HELSINKI)
BEFORE_CHRISTMAS = datetime(2026, 12, 18, 10, tzinfo=HELSINKI)
DAY = timedelta(days=1)
WEEKDAYS = {"fi": ["ma", "ti", "ke", "to", "pe", "la", "su"], "sv": ["mån", "tis", "ons", "tors", "fre", "lör", "sön"]}
WORDS = {
    "fi": {"even": "(parilliset viikot)", "odd": "(parittomat viikot)", "and": "ja", "closed": "suljettu", "holidays": "pyhäpäivinä"},
    "sv": {"even": "(jämna veckor)", "odd": "(udda veckor)", "and": "och", "closed": "stängt", "holidays": "helgdagar"},
}  # fmt: skip

languages = pytest.mark.parametrize("language", ["fi", "sv"])


def told(raw, language="fi", now=MONDAY):
    return week(SPEAKERS[language], Hours.read(raw), now)


@pytest.mark.parametrize(
    ("raw", "fi", "sv"),
    [
        ("unknown", [], []),
        ("always", ["aina avoinna"], ["alltid öppet"]),
        ("by_reservation", ["ajanvarauksella"], ["med tidsbokning"]),
        ({"mon-fri": "09:00-16:00", "sat": "10:00-14:00"}, ["ma–pe 9–16", "la 10–14"], ["mån–fre 9–16", "lör 10–14"]),
        ({"mon-thu": "09:30-16:00", "fri": "09:05-14:00"}, ["ma–to 9.30–16", "pe 9.05–14"], ["mån–tors 9.30–16", "fre 9.05–14"]),
        ({"mon": "09:00-16:00", "wed": "09:00-16:00"}, ["ma 9–16", "ke 9–16"], ["mån 9–16", "ons 9–16"]),
        ({"weekly": {"sat-sun": "00:00-24:00"}, "holidays": "open"}, ["la–su 0–24"], ["lör–sön 0–24"]),
        ({"fri": "20:00-02:00"}, ["pe 20–2"], ["fre 20–2"]),
        ({"mon-fri": ["09:00-12:00", "13:00-16:00"]}, ["ma–pe 9–12 ja 13–16"], ["mån–fre 9–12 och 13–16"]),
        ({"tue": ["09:00-10:00", "11:00-12:00", "13:00-14:00"]}, ["ti 9–10, 11–12 ja 13–14"], ["tis 9–10, 11–12 och 13–14"]),
        ({"even_weeks": {"wed": "12:00-16:00"}}, ["ke (parilliset viikot) 12–16"], ["ons (jämna veckor) 12–16"]),
        ({"weekly": {"tue": "10:00-14:00"}, "odd_weeks": {"thu": "10:00-14:00"}},
         ["ti 10–14", "to (parittomat viikot) 10–14"], ["tis 10–14", "tors (udda veckor) 10–14"]),
        ({"even_weeks": {"wed-thu": "12:00-16:00"}, "odd_weeks": {"wed-thu": "09:00-12:00"}},
         ["ke–to (parilliset viikot) 12–16", "ke–to (parittomat viikot) 9–12"], ["ons–tors (jämna veckor) 12–16", "ons–tors (udda veckor) 9–12"]),
        ({"weekly": {"mon-sat": "09:00-18:00"}, "holidays": "12:00-16:00"},
         ["ma–la 9–18", "pyhäpäivinä 12–16", "6.12. 12–16"], ["mån–lör 9–18", "helgdagar 12–16", "6.12 12–16"]),
        ({"weekly": {"mon-sat": "09:00-18:00"}, "holidays": "open"}, ["ma–la 9–18"], ["mån–lör 9–18"]),
    ],
)  # fmt: skip
def test_a_week_is_told_as_on_a_door(raw, fi, sv):
    assert (told(raw, "fi"), told(raw, "sv")) == (fi, sv)


@pytest.mark.parametrize(
    ("exception", "fi", "sv"),
    [
        ({"date": "2026-12-21", "hours": "10:00-12:00"}, ["21.12. 10–12", "24.–25.12. suljettu"], ["21.12 10–12", "24–25.12 stängt"]),
        ({"from": "2026-12-21", "to": "2027-01-10", "hours": "closed"}, ["21.12.–8.1. suljettu"], ["21.12–8.1 stängt"]),
        ({"from": "2026-12-01", "to": "2028-12-31", "hours": "closed"}, ["18.12. alkaen suljettu"], ["från 18.12 stängt"]),
        ({"from": "2026-12-21", "to": "2026-12-23", "hours": {"mon-fri": "10:00-14:00"}},
         ["21.–23.12. 10–14", "24.–25.12. suljettu"], ["21–23.12 10–14", "24–25.12 stängt"]),
        ({"date": "2026-12-17", "hours": "closed"}, ["24.–25.12. suljettu"], ["24–25.12 stängt"]),
        ({"date": "2027-01-04", "hours": "closed"}, ["24.–25.12. suljettu"], ["24–25.12 stängt"]),
        ({"date": "2026-12-22", "hours": "09:00-16:00"}, ["24.–25.12. suljettu"], ["24–25.12 stängt"]),
    ],
    ids=["a day", "for weeks", "for years", "other hours", "yesterday", "later than in two weeks", "as always"],
)  # fmt: skip
def test_what_is_unlike_an_ordinary_week_is_told_for_two_weeks_ahead(exception, fi, sv):
    raw = {"weekly": {"mon-fri": "09:00-16:00"}, "exceptions": [exception]}
    assert told(raw, "fi", BEFORE_CHRISTMAS) == ["ma–pe 9–16", *fi]
    assert told(raw, "sv", BEFORE_CHRISTMAS) == ["mån–fre 9–16", *sv]


def test_the_fourteenth_day_is_told_and_the_fifteenth_is_not():
    raw = {"weekly": {"mon-fri": "09:00-16:00"}, "exceptions": [{"date": "2026-12-15", "hours": "closed"}]}
    assert told(raw, now=datetime(2026, 12, 2, 10, tzinfo=HELSINKI)) == ["ma–pe 9–16", "15.12. suljettu"]
    assert told(raw, now=datetime(2026, 12, 1, 10, tzinfo=HELSINKI)) == ["ma–pe 9–16"]


def test_a_day_is_a_day_in_finland():
    raw = {"weekly": {"mon-fri": "09:00-16:00"}, "exceptions": [{"date": "2026-11-24", "hours": "closed"}]}
    midnight = datetime(2026, 11, 25, 0, 30, tzinfo=HELSINKI)
    assert told(raw, now=midnight - timedelta(hours=1)) == ["ma–pe 9–16", "24.11. suljettu"]
    assert told(raw, now=midnight) == told(raw, now=midnight.astimezone(timezone.utc)) == ["ma–pe 9–16"]


# Any hours, read back


class Reader:
    """Reads the lines of a door: the times of each weekday in even and odd weeks, and of single dates."""

    def __init__(self, lines, language, today):
        self.words, self.today = WORDS[language], today
        names = WEEKDAYS[language]
        self.week, self.dates = {}, {}
        for line in lines:
            days, _, rest = line.partition(" ")
            first, _, last = days.partition("–")
            if first in names:
                parities = [p for p in ("even", "odd") if rest.startswith(self.words[p])] or ["even", "odd"]
                rest = rest.removeprefix(self.words[parities[0]]) if len(parities) == 1 else rest
                for day in range(names.index(first), names.index(last or first) + 1):
                    for parity in parities:
                        assert (day, parity) not in self.week, f"told twice: {line}"
                        self.week[day, parity] = self.times(rest.strip())
            elif first != self.words["holidays"]:
                self.date_line(line)

    def date_line(self, line):
        found = re.fullmatch(r"(\d+)(?:\.(\d+))?\.?(?:–(\d+)\.(\d+)\.?)? (.*)", line)
        if found:
            day, month, last_day, last_month, rest = found.groups()
            first = self.coming(int(day), int(month or last_month), self.today)
            last = self.coming(int(last_day), int(last_month), first) if last_day else first
        else:
            day, month, rest = re.fullmatch(r"(?:från )?(\d+)\.(\d+)\.?(?: alkaen)? (.*)", line).groups()
            first = self.coming(int(day), int(month), self.today)
            last = first + 300 * DAY
        while first <= last:
            assert first not in self.dates, f"told twice: {line}"
            self.dates[first] = self.times(rest)
            first += DAY

    @staticmethod
    def coming(day, month, after):
        return next(date(year, month, day) for year in (after.year, after.year + 1) if date(year, month, day) >= after)

    def times(self, words):
        if words == self.words["closed"]:
            return []
        return [
            tuple(self.minutes(clock) for clock in span.split("–"))
            for span in re.split(rf", | {self.words['and']} ", words)
        ]

    @staticmethod
    def minutes(clock):
        hour, _, minute = clock.partition(".")
        return int(hour) * 60 + int(minute or 0)

    def on(self, day):
        parity = "odd" if day.isocalendar()[1] % 2 else "even"
        times = self.dates.get(day, self.week.get((day.weekday(), parity), []))
        # What does not end after its beginning ends on the next day.
        return [(start, end if end > start else end + 24 * 60) for start, end in times]


def truth(hours, day):
    """The openings that begin on a day, in minutes from its midnight."""
    midnight = datetime.combine(day, time.min, HELSINKI)
    return [tuple((moment - midnight) // timedelta(minutes=1) for moment in span) for span in hours.spans(day, day)]


# In these weeks the clock is not turned: a day has 24 hours.
days = st.dates(date(2026, 11, 1), date(2027, 2, 28))
holidays = st.sampled_from([None, "closed", "open"]) | spans()


@given(plans(spans(), days), holidays, days, st.sampled_from(["fi", "sv"]))
@example({"weekly": {"mon-fri": "09:00-16:00"}}, "12:00-14:00", date(2026, 12, 20), "fi")
@example(
    {"weekly": {"mon": "09:00-16:00"}, "exceptions": [{"from": "2026-12-01", "to": "2029-01-01", "hours": "closed"}]},
    None,
    date(2026, 12, 20),
    "sv",
)
def test_every_week_read_back_is_when_it_is_open_in_the_next_two_weeks(plan, on_holidays, today, language):
    hours = Hours.read(plan if on_holidays is None else {**plan, "holidays": on_holidays})
    expected = {today + ahead * DAY: truth(hours, today + ahead * DAY) for ahead in range(14)}
    # What is open for more than a day on end cannot be told in the times of one day.
    ordinary = {today + ahead * DAY for ahead in range(-7, 21)}
    assume(all(end - start <= 24 * 60 for day in ordinary for start, end in truth(hours, day)))
    read = Reader(week(SPEAKERS[language], hours, datetime.combine(today, time(12), HELSINKI)), language, today)
    assert {day: read.on(day) for day in expected} == expected


@given(plans(spans(night=False), days, with_exceptions=False), st.sampled_from(["fi", "sv"]))
def test_the_ordinary_week_read_back_is_the_one_in_the_file(plan, language):
    hours = Hours.read({**plan, "holidays": "open"})
    lines = week(SPEAKERS[language], hours, MONDAY)
    read = Reader(lines, language, MONDAY.date())
    plan = hours.weekly_spans()
    for day in range(7):
        for parity in ("even", "odd"):
            given_times = plan.get(f"{parity}_weeks", plan.get("weekly", {})).get(day, [])
            written = [tuple(int(clock[:2]) * 60 + int(clock[3:]) for clock in span) for span in given_times]
            assert read.week.get((day, parity), []) == written
    assert not read.dates and len(lines) == len(set(lines))


def test_the_reader_finds_a_wrong_line():
    hours = Hours.read({"mon-fri": "09:00-16:00"})
    right, wrong = (Reader([line], "fi", MONDAY.date()) for line in ("ma–pe 9–16", "ma–pe 9–16.30"))
    assert right.on(MONDAY.date()) == truth(hours, MONDAY.date()) != wrong.on(MONDAY.date())
