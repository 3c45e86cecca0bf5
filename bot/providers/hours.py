"""When a service is open, in Europe/Helsinki: weekly hours, public holidays and exceptions, also past midnight.

The hours are those of the clock on the wall; they are compared as instants, in UTC. A time that the clock skips in
spring is moved on by the hour that is skipped; of a time that comes twice in autumn the first is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import holidays

HELSINKI = ZoneInfo("Europe/Helsinki")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD = 400  # days
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)

# Openings of one day, from its midnight on: an end of more than 24 hours is past the next midnight.
Openings = tuple[tuple[timedelta, timedelta], ...]
Week = tuple[Openings, ...]
Exceptions = tuple[tuple[date, date, Week, bool], ...]
Moment = TypeVar("Moment", datetime, timedelta)

_ALL_WEEK: Week = (((timedelta(0), DAY),),) * 7
_NO_WEEK: Week = ((),) * 7
_DAYS = {
    first if start == end else f"{first}-{last}": range(start, end + 1)
    for start, first in enumerate(WEEKDAYS)
    for end, last in enumerate(WEEKDAYS)
    if start <= end
}
_TIMES = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]|24(?=:00)):([0-5][0-9])")
_WEEKS = {"weekly": "", "odd_weeks": "odd weeks ", "even_weeks": "even weeks "}
_PLANS = (*_WEEKS, "exceptions")
_FIELDS = (*_PLANS, "holidays", "aland")
_A_WEEK = "opening times by weekday, as mon-fri: 09:00-16:00"


@dataclass(frozen=True)
class Hours:
    """Service hours as they stand in the file (`raw`), and what they mean.

    `weeks` are the even and the odd weeks of the ISO calendar. `holidays` are the openings of a public holiday, None
    when it is a day like any other. `exceptions`, the strongest first, come before both: first day, last day, week, and
    whether public holidays are kept in it. After `last_day` it never opens, as far as the file tells.
    """

    raw: object
    weeks: tuple[Week, Week] = (_NO_WEEK, _NO_WEEK)
    holidays: Openings | None = ()
    aland: bool = False
    exceptions: Exceptions = ()
    last_day: date = date.max

    @classmethod
    def read(cls, raw: object) -> Hours:
        """Hours from the form of the provider files (data/schemas). Raises ValueError, which says what was expected."""
        if raw == "always":
            return cls(raw, (_ALL_WEEK, _ALL_WEEK), holidays=None)
        if raw in ("unknown", "by_reservation"):
            return cls(raw)
        fields = _fields(raw)
        weekly, odd, even = (_week(fields[name]) if name in fields else _NO_WEEK for name in _WEEKS)
        aland = fields.get("aland", False)
        if not isinstance(aland, bool):
            raise ValueError("aland: true or false")
        on_holidays = _on_holidays(fields.get("holidays", "closed"))
        exceptions = _exceptions(fields["exceptions"]) if "exceptions" in fields else ()
        only_exceptions = not on_holidays and fields.keys().isdisjoint(_WEEKS)
        last_day = max(last for _, last, *_ in exceptions) if only_exceptions else date.max
        return cls(raw, (_both(weekly, even), _both(weekly, odd)), on_holidays, aland, exceptions, last_day)

    @property
    def always(self) -> bool:
        """Whether it is open round the clock, on holidays too."""
        return self.raw == "always"

    @property
    def by_reservation(self) -> bool:
        """Whether it is open only by an appointment, without hours of its own."""
        return self.raw == "by_reservation"

    @property
    def known(self) -> bool:
        """Whether there are hours to tell; neither for unknown ones nor by reservation."""
        return self.raw not in ("unknown", "by_reservation")

    def open_now(self, now: datetime) -> bool | None:
        """Whether it is open at a moment; None when there are no hours to tell."""
        if not self.known:
            return None
        now = now.astimezone(timezone.utc)
        return any(start <= now < end for start, end in self._openings(_today(now) - DAY, days=2))

    def open_until(self, now: datetime) -> datetime | None:
        """When it closes, over midnights too; None when it is not open, or stays open for the next 400 days."""
        if self.always or not self.open_now(now):
            return None
        now = now.astimezone(timezone.utc)
        yesterday = _today(now) - DAY
        end = next(end for _, end in _merged(self._openings(yesterday, LOOK_AHEAD)) if now < end)
        return end.astimezone(HELSINKI) if end < _instant(yesterday + LOOK_AHEAD * DAY, timedelta(0)) else None

    def opens_next(self, now: datetime) -> datetime | None:
        """The next opening after a moment, within 400 days; None when it is open, or there is none to tell."""
        if not self.known or self.open_now(now):
            return None
        now = now.astimezone(timezone.utc)
        opens = next((start for start, _ in self._openings(_today(now), LOOK_AHEAD) if start > now), None)
        return opens.astimezone(HELSINKI) if opens else None

    def spans(self, first: date, last: date) -> list[tuple[datetime, datetime]]:
        """The openings that begin on these days, in order; those that adjoin or overlap are one."""
        instants = self._openings(first, (last - first).days + 1)
        return [(start.astimezone(HELSINKI), end.astimezone(HELSINKI)) for start, end in _merged(instants)]

    def weekly_spans(self) -> dict[str, dict[int, list[tuple[str, str]]]]:
        """The plan of an ordinary week, for exports: by weekday (0 is Monday) when it opens and closes, as "09:00".

        Under `weekly` when all weeks are alike, else under `odd_weeks` and `even_weeks`. An end that is not after its
        start is on the next day.
        """
        even, odd = map(_clock_times, self.weeks)
        return {"weekly": odd} if odd == even else {"odd_weeks": odd, "even_weeks": even}

    def on(self, day: date) -> tuple[tuple[str, str], ...]:
        """When it opens and closes on a date, exceptions and public holidays counted; in the form of weekly_spans."""
        return _times_of(self._on(day))

    def on_holidays(self) -> tuple[tuple[str, str], ...]:
        """The openings that public holidays have of their own, in the same form; none when there are none."""
        return _times_of(self.holidays or ())

    def text(self) -> str:
        """The hours as they stand in the file, in one line."""
        if isinstance(self.raw, str):
            return self.raw
        fields = _fields(self.raw)
        parts = [label + _text(fields[name]) for name, label in _WEEKS.items() if name in fields]
        if "holidays" in fields or self.aland:
            parts.append(f"holidays{' of Åland' * self.aland} {_text(fields.get('holidays', 'closed'))}")
        for entry in fields.get("exceptions", ()):
            days = entry["date"] if "date" in entry else f"{entry['from']}/{entry['to']}"
            parts.append(f"{days} {_text(entry['hours'])}")
        return "; ".join(parts)

    def _openings(self, first: date, days: int) -> Iterator[tuple[datetime, datetime]]:
        """The openings that begin on so many days, in UTC and in order."""
        for ahead in range(min(days, (self.last_day - first).days + 1)):
            day = first + timedelta(ahead)
            if openings := self._on(day):
                yield from _instants(day, openings)

    def _on(self, day: date) -> Openings:
        week, keeps_holidays = self._week_of(day)
        if keeps_holidays and self.holidays is not None and day in _public_holidays(day.year, self.aland):
            return self.holidays
        return week[day.weekday()]

    def _week_of(self, day: date) -> tuple[Week, bool]:
        for first, last, week, keeps_holidays in self.exceptions:
            if first <= day <= last:
                return week, keeps_holidays
        return self.weeks[day.isocalendar()[1] % 2], True


def now_in_finland() -> datetime:
    """This moment in Europe/Helsinki."""
    return datetime.now(HELSINKI)


def _today(now: datetime) -> date:
    return now.astimezone(HELSINKI).date()


def _instant(day: date, wall: timedelta) -> datetime:
    return (datetime.combine(day, time.min, HELSINKI) + wall).astimezone(timezone.utc)


@lru_cache(maxsize=4096)
def _instants(day: date, openings: Openings) -> tuple[tuple[datetime, datetime], ...]:
    instants = ((_instant(day, start), _instant(day, end)) for start, end in openings)
    # Where the clock skips an hour, openings may change places, and one may vanish.
    return tuple(sorted(span for span in instants if span[0] < span[1]))


@lru_cache
def _public_holidays(year: int, aland: bool) -> frozenset[date]:
    """A year's public holidays. The package counts Christmas Eve and Midsummer Eve too: offices are closed on both."""
    return frozenset(holidays.country_holidays("FI", subdiv="01" if aland else None, years=year))


def _merged(spans: Iterable[tuple[Moment, Moment]]) -> Iterator[tuple[Moment, Moment]]:
    """Spans in order, those that adjoin or overlap made one."""
    run: tuple[Moment, Moment] | None = None
    for start, end in spans:
        if run and start <= run[1]:
            run = run[0], max(run[1], end)
        else:
            if run:
                yield run
            run = start, end
    if run:
        yield run


def _clock_times(week: Week) -> dict[int, list[tuple[str, str]]]:
    return {day: list(_times_of(openings)) for day, openings in enumerate(week) if openings}


def _times_of(openings: Openings) -> tuple[tuple[str, str], ...]:
    return tuple((_clock(start), _clock(end if end <= DAY else end - DAY)) for start, end in _merged(openings))


def _clock(wall: timedelta) -> str:
    hours, minutes = divmod(wall // MINUTE, 60)
    return f"{hours:02}:{minutes:02}"


# Reading


def _fields(raw: object) -> Mapping[str, Any]:
    """The fields of the long form; the short form is its `weekly`."""
    if not isinstance(raw, Mapping) or not raw:
        raise ValueError(f"always, unknown, by_reservation, or {_A_WEEK}")
    if raw.keys().isdisjoint(_FIELDS):
        return {"weekly": raw}
    if not raw.keys() <= set(_FIELDS) or raw.keys().isdisjoint(_PLANS):
        raise ValueError(f"one or more of {', '.join(_PLANS)}; besides them only holidays and aland")
    return raw


def _week(raw: object) -> Week:
    if not isinstance(raw, Mapping) or not raw:
        raise ValueError(_A_WEEK)
    week: list[Openings] = [()] * 7
    for days, times in raw.items():
        openings = _openings(times, _A_WEEK)
        if days not in _DAYS or openings == ():
            raise ValueError(_A_WEEK)
        for day in _DAYS[days]:
            if week[day]:
                raise ValueError(f"each day once, several times as a list; not {WEEKDAYS[day]} again in {days}")
            week[day] = openings
    return tuple(week)


def _both(week: Week, other: Week) -> Week:
    if other is _NO_WEEK:
        return week
    return tuple(tuple(sorted((*day, *more))) for day, more in zip(week, other, strict=True))


def _openings(raw: object, expected: str) -> Openings:
    """The openings of a day from a time or several; none from `closed`."""
    if raw == "closed":
        return ()
    times = [raw] if isinstance(raw, str) else raw
    if not isinstance(times, list) or not times or not all(isinstance(each, str) for each in times):
        raise ValueError(expected)
    return tuple(sorted(map(_span, times)))


def _on_holidays(raw: object) -> Openings | None:
    return None if raw == "open" else _openings(raw, "holidays: closed, open, or times as 09:00-16:00")


@lru_cache(maxsize=4096)
def _span(text: str) -> tuple[timedelta, timedelta]:
    found = _TIMES.fullmatch(text)
    if not found:
        raise ValueError(f"times as 09:00-16:00, not {text}")
    hour, minute, end_hour, end_minute = map(int, found.groups())
    start, end = timedelta(hours=hour, minutes=minute), timedelta(hours=end_hour, minutes=end_minute)
    if start == end:
        raise ValueError(f"a beginning and another end, as 09:00-16:00, not {text}; the whole day is 00:00-24:00")
    return start, end if start < end else end + DAY


def _exceptions(raw: object) -> Exceptions:
    if not isinstance(raw, list) or not raw:
        raise ValueError("a list of exceptions, each with date and hours, or from, to and hours")
    return tuple(map(_exception, reversed(raw)))


def _exception(raw: object) -> tuple[date, date, Week, bool]:
    if not isinstance(raw, Mapping) or raw.keys() not in ({"date", "hours"}, {"from", "to", "hours"}):
        raise ValueError("an exception with date and hours, or with from, to and hours")
    first, last = _date(raw.get("from", raw.get("date"))), _date(raw.get("to", raw.get("date")))
    if first > last:
        raise ValueError("an exception whose from is not after its to")
    hours = raw["hours"]
    if "from" in raw and isinstance(hours, Mapping):
        return first, last, _week(hours), True
    expected = "an exception whose hours are closed, times as 09:00-16:00, or with from and to a week of its own"
    return first, last, (_openings(hours, expected),) * 7, False


def _date(raw: object) -> date:
    try:
        return date.fromisoformat(raw if isinstance(raw, str) else "")
    except ValueError:
        raise ValueError("a date as 2026-12-24, in quotes") from None


def _text(raw: object) -> str:
    """Times, or a week's days and times, in one line."""
    if isinstance(raw, Mapping):
        return ", ".join(f"{days} {_text(times)}" for days, times in raw.items())
    return " ".join(raw) if isinstance(raw, list) else str(raw)
