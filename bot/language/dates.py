"""How soon something is due, from a weekday or a date that somebody wrote."""

from __future__ import annotations

import re
from datetime import date

from bot.language.words import fold

# The beginnings of the weekdays, Monday first; Finnish and Swedish.
_WEEKDAYS = (
    r"maanantai\w*|mandag\w*",
    r"tiistai\w*|tisdag\w*",
    r"keskiviik\w*|onsdag\w*",
    r"torstai\w*|torsdag\w*",
    r"perjantai\w*|fredag\w*",
    r"lauantai\w*|lordag\w*",
    r"sunnuntai\w*|sondag\w*",
)
_WEEKDAY = re.compile(r"(?<!\w)(?:" + "|".join(f"({pattern})" for pattern in _WEEKDAYS) + ")")
LONG_PAST_DAYS = 60
_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})?(?!\d)")


def deadline_in(text: str, today: date) -> str | None:
    """`today`, `two_days` (two days or less) or `later` from the first weekday or date in a text; None without one.

    A weekday is the next one, today included; a date without year is the next one of that day and month. A date more
    than sixty days past is none.
    """
    days = _days_to_date(text, today)
    if days is None:
        days = _days_to_weekday(fold(text), today)
    if days is None:
        return None
    return "today" if days <= 0 else "two_days" if days <= 2 else "later"


def _days_to_date(text: str, today: date) -> int | None:
    for match in _DATE.finditer(text):
        day, month = int(match[1]), int(match[2])
        # Eight years hold a 29 February, whatever the century.
        years = [int(match[3])] if match[3] else range(today.year, today.year + 9)
        for year in years:
            try:
                due = date(year, month, day)
            except ValueError:
                continue
            days = (due - today).days
            # With a year it may be a little overdue; long past it is somebody's birthday, no deadline.
            if days >= 0 or (match[3] and days >= -LONG_PAST_DAYS):
                return days
    return None


def _days_to_weekday(folded: str, today: date) -> int | None:
    match = _WEEKDAY.search(folded)
    return None if match is None or match.lastindex is None else (match.lastindex - 1 - today.weekday()) % 7
