"""When a service is open, in Europe/Helsinki. On a public holiday it is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

HELSINKI = ZoneInfo("Europe/Helsinki")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_WAIT = timedelta(days=14)


@dataclass(frozen=True)
class Hours:
    """Weekly service hours: minutes from midnight, from and to, by weekday. `always` and `unknown` have none."""

    weekly: Mapping[int, tuple[int, int]]
    always: bool = False
    raw: str = ""

    @classmethod
    def read(cls, raw: str | Mapping[str, str]) -> Hours:
        """Hours from the form of the provider files: "always", "unknown", or {mon-fri: "09:00-16:00"}."""
        if isinstance(raw, str):
            return cls({}, always=raw == "always", raw=raw)
        weekly: dict[int, tuple[int, int]] = {}
        for days, times in raw.items():
            first, _, last = days.partition("-")
            start, end = (int(part[:2]) * 60 + int(part[3:]) for part in times.split("-"))
            numbers = range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)
            if not numbers or start >= end:
                raise ValueError("days and times that begin before they end, as mon-fri: 09:00-16:00")
            for day in numbers:
                weekly[day] = (start, end)
        return cls(weekly, raw=", ".join(f"{days} {times}" for days, times in raw.items()))

    @property
    def known(self) -> bool:
        """Whether anything is known of the hours."""
        return self.always or bool(self.weekly)

    def open_now(self, now: datetime) -> bool | None:
        """Whether it is open at a moment; None when the hours are not known."""
        if self.always:
            return True
        return self.open_until(now) is not None if self.weekly else None

    def open_until(self, now: datetime) -> datetime | None:
        """When it closes today, if it is open at that moment; None otherwise."""
        today = now.astimezone(HELSINKI).date()
        spans = (self._span(day) for day in (today, today - timedelta(days=1)))
        return next((span[1] for span in spans if span and span[0] <= now < span[1]), None)

    def opens_next(self, now: datetime) -> datetime | None:
        """The next opening after a moment, within two weeks; None when open now, always, or not known."""
        if self.always or not self.weekly or self.open_now(now):
            return None
        today = now.astimezone(HELSINKI).date()
        for ahead in range(LONGEST_WAIT.days + 1):
            span = self._span(today + timedelta(days=ahead))
            if span and span[0] > now:
                return span[0]
        return None

    def text(self) -> str:
        """The hours as they stand in the file."""
        return self.raw

    def _span(self, day: date) -> tuple[datetime, datetime] | None:
        minutes = self.weekly.get(day.weekday())
        if minutes is None or day in _public_holidays():
            return None
        start, end = (_at(day, minute) for minute in minutes)
        return start, end


def now_in_finland() -> datetime:
    """This moment in Europe/Helsinki."""
    return datetime.now(HELSINKI)


def _at(day: date, minute: int) -> datetime:
    extra, minute = divmod(minute, 24 * 60)
    return datetime.combine(day + timedelta(days=extra), time(minute // 60, minute % 60), HELSINKI)


@lru_cache
def _public_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("FI")
