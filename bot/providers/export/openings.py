"""Service hours as other systems have them: weekdays with one opening and one closing time, in Finland's time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.providers.hours import Hours, Week

# Both schema.org and HSDS have times of day only: a day's last minute stands for its end.
END_OF_DAY = "23:59"


@dataclass(frozen=True)
class Opening:
    """Opens and closes on some weekdays (0 is Monday) at "09:00" and so on; a closing that is not later is next day's.

    Without `days` it is of public holidays. `weeks` is weekly, odd_weeks or even_weeks. With `first` and `last` it
    holds on those days only; without `opens` they are closed.
    """

    days: tuple[int, ...]
    opens: str | None
    closes: str | None
    weeks: str = "weekly"
    first: date | None = None
    last: date | None = None


def regular(hours: Hours) -> list[Opening]:
    """The openings of ordinary weeks."""
    return [
        opening
        for weeks, plan in hours.weekly_spans().items()
        for opening in _grouped({day: tuple(spans) for day, spans in plan.items()}, weeks)
    ]


def on_holidays(hours: Hours, first: date | None = None, last: date | None = None) -> list[Opening]:
    """A public holiday's openings, or that it is closed; none when it is a day like any other."""
    if hours.holidays is None:
        return []
    return [Opening((), each.opens, each.closes, first=first, last=last) for each in _of_week((hours.holidays,) * 7)]


def exceptional(hours: Hours) -> list[Opening]:
    """The openings and closed days of the exceptions, with the holidays that they keep, the strongest last."""
    openings = []
    for first, last, week, keeps_holidays in reversed(hours.exceptions):
        openings += [Opening(each.days, each.opens, each.closes, first=first, last=last) for each in _of_week(week)]
        openings += on_holidays(hours, first, last) if keeps_holidays else []
    return openings


def _of_week(week: Week) -> list[Opening]:
    plan = Hours(None, (week, week)).weekly_spans()["weekly"]
    closed = tuple(day for day in range(7) if day not in plan)
    openings = _grouped({day: tuple(spans) for day, spans in plan.items()}, "weekly")
    return [*openings, Opening(closed, None, None)] if closed else openings


def _grouped(plan: dict[int, tuple[tuple[str, str], ...]], weeks: str) -> list[Opening]:
    """One opening for all the days that have it."""
    days: dict[tuple[str, str], list[int]] = {}
    for day, spans in plan.items():
        for span in spans:
            days.setdefault(span, []).append(day)
    return [
        Opening(tuple(on), opens, END_OF_DAY if closes == "24:00" else closes, weeks)
        for (opens, closes), on in days.items()
    ]
