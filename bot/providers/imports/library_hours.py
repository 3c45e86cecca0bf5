"""Hours by date, as libraries tell them, made into a weekly plan with exceptions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.providers.hours import WEEKDAYS, Hours

STAFFED, SELF_SERVICE = 1, 2

Spans = tuple[str, ...]

_CLOCK = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])")
# Open on every day but public holidays, on the mainland and in Åland.
_EVERY_DAY = [Hours.read({"weekly": {"mon-sun": "00:00-24:00"}, "aland": aland}) for aland in (False, True)]


def hours_of(schedules: object, statuses: frozenset[int], aland: bool = False) -> Any:
    """The hours in the form of the provider files: what is most usual on each weekday, and the dates that differ.

    `statuses` are those of Kirkanta's `times` that count as open. "unknown" when a weekday is not told; None when it is
    never open in the time that is told. A public holiday has no say in the weekly plan.
    """
    days = _days(schedules, statuses)
    usual: dict[int, Spans] = {}
    for weekday in range(7):
        # The latest first: of two that are as usual, it holds from now on.
        told = Counter(
            spans for day, spans in reversed(days.items()) if day.weekday() == weekday and not _is_holiday(day, aland)
        )
        if not told:
            return "unknown"
        usual[weekday] = told.most_common(1)[0][0]
    if not any(days.values()):
        return None
    place = {"aland": True} if aland else {}
    week = week_plan(usual)
    plan = {"weekly": week, **place} if week else {}
    exceptions = [
        {"date": day.isoformat(), "hours": _plain(spans) or "closed"}
        for day, spans in days.items()
        if not _agrees(plan, day, spans)
    ]
    if exceptions:
        return {**plan, "exceptions": exceptions}
    return plan if aland else week


def week_plan(usual: Mapping[int, Spans]) -> dict[str, str | list[str]]:
    """A week in the short form, days that follow each other with the same times as one: {mon-fri: "09:00-16:00"}."""
    plan: dict[str, str | list[str]] = {}
    first = 0
    for day in range(7):
        spans = usual.get(day, ())
        if day < 6 and usual.get(day + 1, ()) == spans:
            continue
        if spans:
            plan[WEEKDAYS[day] if first == day else f"{WEEKDAYS[first]}-{WEEKDAYS[day]}"] = _plain(spans)
        first = day + 1
    return plan


def _days(schedules: object, statuses: frozenset[int]) -> dict[date, Spans]:
    """The openings of each day of which they are told without a mistake."""
    days: dict[date, Spans] = {}
    for entry in schedules if isinstance(schedules, list) else ():
        if not isinstance(entry, Mapping):
            continue
        try:
            day = date.fromisoformat(str(entry.get("date"))[:10])
        except ValueError:
            continue
        times = entry.get("times")
        spans = () if entry.get("closed") is True else _spans(times, statuses) if isinstance(times, list) else None
        if spans is not None:
            days[day] = spans
    return dict(sorted(days.items()))


def _spans(times: Iterable[Any], statuses: frozenset[int]) -> Spans | None:
    """The openings, adjoining ones as one; None when one of them cannot be read."""
    minutes: list[tuple[int, int]] = []
    for each in times:
        if not isinstance(each, Mapping) or not isinstance(each.get("status"), int):
            return None
        opens, closes = _minutes(each.get("from")), _minutes(each.get("to"))
        if opens is None or closes is None or opens == 24 * 60:
            return None
        if each["status"] in statuses:
            minutes.append((opens, closes if closes > opens else closes + 24 * 60))
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(minutes):
        if merged and opens <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], closes)
        else:
            merged.append((opens, closes))
    if any(closes - opens > 24 * 60 for opens, closes in merged):
        return None
    return tuple(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in merged)


def _minutes(text: object) -> int | None:
    found = _CLOCK.match(text) if isinstance(text, str) else None
    minutes = int(found[1]) * 60 + int(found[2]) if found else 24 * 60 + 1
    return minutes if minutes <= 24 * 60 else None


def _clock(minutes: int) -> str:
    minutes = minutes if minutes <= 24 * 60 else minutes - 24 * 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _plain(spans: Spans) -> Any:
    return spans[0] if len(spans) == 1 else list(spans)


def _is_holiday(day: date, aland: bool) -> bool:
    return not _EVERY_DAY[aland].spans(day, day)


def _agrees(plan: Mapping[str, Any], day: date, spans: Spans) -> bool:
    expected = Hours.read({"exceptions": [{"date": day.isoformat(), "hours": _plain(spans) or "closed"}]})
    return (Hours.read(plan).spans(day, day) if plan else []) == expected.spans(day, day)
