"""Opening periods in the form of the provider files' `hours` (bot/providers/hours.py reads it)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.providers.hours import WEEKDAYS
from bot.providers.imports.ptv.values import Opening, Period

_WHOLE_DAY = "00:00-24:00"
_ANY_DAY = tuple(range(7))
_FIRST, _LAST = "2000-01-01", "2099-12-31"

Week = dict[int, list[str]]


def hours_form(periods: Sequence[Period], aland: bool) -> str | dict[str, Any] | None:
    """The periods as `hours`; None when it is closed for the time being.

    "unknown" when there is none, when one was not understood, or when only exceptions are told: a closed door that we
    call open is worse than one that we know nothing of. An exception wins over a season's plan, that over the weekly
    one, a single day over several.
    """
    if not periods or not all(period.readable for period in periods):
        return "unknown"
    always, seasons, exceptions = _sorted(periods)
    week = _week(opening for period in always for opening in period.openings)
    if not week and not any(period.always for period in always) and not seasons:
        if any(period.closed for period in always):
            return None
        return "by_reservation" if any(period.reservation for period in always) else "unknown"
    if any(period.always for period in always):
        if not (seasons or exceptions):
            return "always"
        week = {day: [_WHOLE_DAY] for day in _ANY_DAY}
    plan: dict[str, Any] = {"weekly": _week_form(week)} if week else {}
    if any(period.always for period in always):
        plan["holidays"] = "open"
    if aland:
        plan["aland"] = True
    told = [_exception(period) for period in (*seasons, *exceptions)]
    if told:
        plan["exceptions"] = told
    return plan["weekly"] if plan.keys() == {"weekly"} else plan


def _sorted(periods: Sequence[Period]) -> tuple[list[Period], list[Period], list[Period]]:
    dated = sorted((p for p in periods if p.first or p.last), key=lambda p: (-_length(p), str(p.first), str(p.last)))
    return (
        [period for period in periods if not (period.first or period.last)],
        [period for period in dated if not period.exceptional],
        [period for period in dated if period.exceptional],
    )


def _length(period: Period) -> int:
    return (period.last - period.first).days if period.first and period.last else 10**6


def _exception(period: Period) -> dict[str, Any]:
    first = period.first.isoformat() if period.first else _FIRST
    last = period.last.isoformat() if period.last else _LAST
    days = {"date": first} if first == last else {"from": first, "to": last}
    return {**days, "hours": _exception_hours(period)}


def _exception_hours(period: Period) -> Any:
    if period.always:
        return _WHOLE_DAY
    week = _week(period.openings)
    if period.closed or not week:
        return "closed"
    if period.first == period.last and period.first:
        return _times(week.get(period.first.weekday()) or next(iter(week.values())))
    every_day = len(week) == 7 and all(times == week[0] for times in week.values())
    # A plan by weekday keeps public holidays, as a season does; times alone hold on them too.
    return _times(week[0]) if period.exceptional and every_day else _week_form(week)


def _week(openings: Iterable[Opening]) -> Week:
    week: Week = {}
    for opening in openings:
        for day, times in _by_day(opening):
            if times not in week.setdefault(day, []):
                week[day].append(times)
    return {day: sorted(times) for day, times in sorted(week.items())}


def _by_day(opening: Opening) -> list[tuple[int, str]]:
    """An opening as times of single days; one that ends within a day of its start stays whole."""
    if opening.until in (None, *opening.days):
        return [(day, f"{opening.opens}-{opening.closes}") for day in opening.days or _ANY_DAY]
    first = opening.days[0]
    nights = ((opening.until or 0) - first) % 7
    if nights == 1 and "00:00" < opening.closes <= opening.opens:
        return [(first, f"{opening.opens}-{opening.closes}")]
    days = [(first, f"{opening.opens}-24:00")]
    days += [((first + night) % 7, _WHOLE_DAY) for night in range(1, nights)]
    return days if opening.closes == "00:00" else [*days, ((first + nights) % 7, f"00:00-{opening.closes}")]


def _week_form(week: Week) -> dict[str, Any]:
    """Days in a row with the same times are written together: mon-fri."""
    form: dict[str, Any] = {}
    days = sorted(week)
    while days:
        first = last = days.pop(0)
        while days and days[0] == last + 1 and week[days[0]] == week[first]:
            last = days.pop(0)
        name = WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]}-{WEEKDAYS[last]}"
        form[name] = _times(week[first])
    return form


def _times(times: list[str]) -> str | list[str]:
    return times[0] if len(times) == 1 else list(times)
