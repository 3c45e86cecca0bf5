"""How soon something is due, from the days, dates and hours that somebody wrote; Finnish and Swedish.

Whether a day that is named is a deadline at all the classifier says (bot/nlu/lessons.py); which day it is, the
calendar knows better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain

from bot.language.words import fold

# Patterns of folded text, with the shapes that people type. Weekdays from Monday on, months from January on.
_WEEKDAYS = (
    "maananta\\w*|manda\\w*",
    "tiista\\w*|tisda\\w*",
    "keskivi+k\\w*|onsda\\w*",
    "torsta\\w*|torsda\\w*",
    "perjanta\\w*|freda\\w*",
    "lauanta\\w*|lorda\\w*",
    "sunnunta\\w*|sonda\\w*",
)
_MONTHS = (
    "tammik\\w*|januari\\w*",
    "helmik\\w*|februari\\w*",
    "maalisk\\w*|mars",
    "huhtik\\w*|april",
    "toukok\\w*|maj",
    "kesak\\w*|juni",
    "heinak\\w*|juli",
    "elok\\w*|augusti",
    "syysk\\w*|september",
    "lokak\\w*|oktober",
    "marrask\\w*|november",
    "jouluk\\w*|december",
)
_TODAY = re.compile(
    r"(?<!\w)(?:tan+h?aa?n?|tanapa\w*|tana (?:iltana|paivana)|ta(?:ma)?n paivan"
    r"|i ?dag|i da|i ?kvall|i ?eftermiddag|under dagen|dagens slut|dagen ar slut"
    r"|(?:ennen|innan|fore) (?:(?:kuin|ku|kun) )?(?:kello|klo|klockan|kl)\.? ?\w+"
    r"|(?:ennen|innan|fore) (?:midnatt|puoltayota))(?!\w)"
)
_TOMORROW = re.compile(
    r"(?<!\w)(?:(?:yli)?(?:huome|huomi|huame|huami)\w*|(?:i ?|over ?i? ?)mor+[og]\w*|overmor\w*|imon)(?!\w)"
)
_EVERY_WEEK = re.compile(r"\w*(?:isin|dagar|dagarna|dagana)")
_LAST_OR_EVERY = frozenset({"viime", "viimme", "forra", "joka", "varje"})
_NEXT = frozenset({"ensi", "ens", "nasta"})
_OF_NEXT_WEEK = _NEXT | {"viikon", "viikolla", "vecka", "veckas"}
# What the classifier calls a deadline, however soon.
DEADLINE, DUE = "deadline", "due"
LONG_PAST_DAYS = 60
_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})?(?!\d)")
_DAY_OF_MONTH = re.compile(
    r"(?<![\d.])(\d{1,2})(?:\.|:?[ae])? (?:paiva )?(?:" + "|".join(f"({m})" for m in _MONTHS) + r")(?!\w)"
)
_WEEKDAY = re.compile("|".join(f"({days})" for days in _WEEKDAYS))


def deadline_in(text: str, today: date) -> str | None:
    """`today`, `two_days` (two days or less) or `later`, from the soonest day in a text; None where none is named.

    A date is believed before a weekday. A weekday is the next one, today included; not one that is past ("i tisdags")
    or of every week ("tiistaisin"). A date without year is the next one of that day and month. A date more than sixty
    days past is none.
    """
    folded = fold(text)
    days = min(_dates(text, folded, today), default=None)
    if days is None:
        days = min(chain(_near_days(folded), _days_to_weekdays(folded, today)), default=None)
    if days is None:
        return None
    return "today" if days <= 0 else "two_days" if days <= 2 else "later"


def _dates(text: str, folded: str, today: date) -> Iterator[int]:
    for match in _DATE.finditer(text):
        yield from _days_to(int(match[1]), int(match[2]), match[3], today)
    for match in _DAY_OF_MONTH.finditer(folded):
        yield from _days_to(int(match[1]), (match.lastindex or 1) - 1, None, today)


def _days_to(day: int, month: int, year: str | None, today: date) -> Iterator[int]:
    # Eight years hold a 29 February, whatever the century.
    for possible in [int(year)] if year else range(today.year, today.year + 9):
        try:
            days = (date(possible, month, day) - today).days
        except ValueError:
            continue
        # With a year it may be a little overdue; long past it is somebody's birthday, no deadline.
        if days >= 0 or (year and days >= -LONG_PAST_DAYS):
            yield days
            return


def _near_days(folded: str) -> Iterator[int]:
    if _TODAY.search(folded):
        yield 0
    if _TOMORROW.search(folded):
        yield 1


def _days_to_weekdays(folded: str, today: date) -> Iterator[int]:
    words = re.findall(r"\w+", folded)
    for place, word in enumerate(words):
        match, before = _WEEKDAY.fullmatch(word), words[max(0, place - 2) : place]
        last = before[-1] if before else ""
        is_past = last in _LAST_OR_EVERY or (last == "i" and word.endswith("s"))
        if not match or is_past or _EVERY_WEEK.fullmatch(word):
            continue
        days = ((match.lastindex or 1) - 1 - today.weekday()) % 7
        is_next = any(one in _OF_NEXT_WEEK for one in before)
        yield days + 7 if is_next and (days == 0 or last not in _NEXT) else days
