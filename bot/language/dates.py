"""How soon something is due, from a weekday or a date that somebody wrote."""

from __future__ import annotations

import re
from datetime import date, timedelta

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
_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})?(?!\d)")


def deadline_in(text: str, today: date) -> str | None:
    """`today`, `two_days` (two days or less) or `later` from the first weekday or date in a text; None without one.

    A weekday is the next one, today included; a date without year is the next one of that day and month.
    """
    days = _days_to_date(text, today)
    if days is None:
        days = _days_to_weekday(fold(text), today)
    if days is None:
        return None
    return "today" if days <= 0 else "two_days" if days <= 2 else "later"


def _days_to_date(text: str, today: date) -> int | None:
    match = _DATE.search(text)
    if match is None:
        return None
    day, month, year = int(match[1]), int(match[2]), int(match[3] or today.year)
    try:
        due = date(year, month, day)
        if due < today and not match[3]:
            due = date(year + 1, month, day)
    except ValueError:
        return None
    return (due - today).days


def _days_to_weekday(folded: str, today: date) -> int | None:
    for weekday, pattern in enumerate(_WEEKDAYS):
        if re.search(rf"(?<!\w)(?:{pattern})", folded):
            return (today + timedelta(days=(weekday - today.weekday()) % 7) - today).days
    return None
