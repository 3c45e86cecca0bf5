"""Service hours in one cell of a table, as people write them: "ma–pe 9–16, la 10–14", "må–fre 9–16", "aina".

What `Hours.text()` writes is read as well, so that a table that was exported can be imported. docs/import-and-export.md
tells editors what they may write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from unicodedata import normalize

from bot.providers.hours import WEEKDAYS, Hours

EXPECTED = "days and times as ma–pe 9–16; la 10–14, or always, unknown or by_reservation"

_WHOLE = {
    "always": ("always", "aina", "alltid", "24/7"),
    "unknown": ("unknown", "ei tiedossa", "okänt"),
    "by_reservation": ("by_reservation", "by reservation", "ajanvarauksella", "enligt tidsbeställning"),
}
_DAYS = {
    "mon": "mo mon monday ma maanantai maanantaisin må mån måndag måndagar",
    "tue": "tu tue tuesday ti tiistai tiistaisin tis tisdag tisdagar",
    "wed": "we wed wednesday ke keskiviikko keskiviikkoisin on ons onsdag onsdagar",
    "thu": "th thu thursday to torstai torstaisin tor tors torsdag torsdagar",
    "fri": "fr fri friday pe perjantai perjantaisin fre fredag fredagar",
    "sat": "sa sat saturday la lauantai lauantaisin lö lör lördag lördagar",
    "sun": "su sun sunday sunnuntai sunnuntaisin sö sön söndag söndagar",
}
_DAY = {word: day for day, words in _DAYS.items() for word in words.split()}
_CLOSED = {"closed", "suljettu", "kiinni", "stängt"}
_SAID = {"klo", "kl", "klockan", "ja", "och", "and"}
_DATE = r"\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4}"
_CLAUSE = re.compile(
    r"(?:(?P<odd_weeks>odd weeks|parittomat viikot|udda veckor)"
    r"|(?P<even_weeks>even weeks|parilliset viikot|jämna veckor)"
    r"|(?P<holidays>holidays|pyhinä|helgdagar)(?P<aland>(?: of)? (?:åland|ahvenanmaa))?"
    rf"|(?P<first>{_DATE})(?:\s*[/-]\s*(?P<last>{_DATE}))?)?:?\s*(?P<rest>.*)"
)
_TOKEN = re.compile(
    r"(?P<time>\d{1,2}(?:[.:]\d\d)?\s*-\s*\d{1,2}(?:[.:]\d\d)?(?!\d))"
    r"|(?P<word>[^\W\d_]+)\.?(?:\s*-\s*(?P<last>[^\W\d_]+)\.?)?|(?P<between>[\s,&]+)"
)


def hours_from_cell(cell: str) -> str | dict[str, Any]:
    """The hours of a cell in the form of the provider files. Raises ValueError, which says what was expected."""
    text = re.sub("[‐-―−]", "-", " ".join(normalize("NFC", cell).lower().replace("\n", ";").split()))
    for form, words in _WHOLE.items():
        if text in words:
            return form
    fields: dict[str, Any] = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        _add_clause(fields, part)
    raw = fields["weekly"] if fields.keys() == {"weekly"} else fields
    Hours.read(raw)
    return raw


def read_date(text: str) -> str:
    """The date in the form of the provider files, from 2026-10-01 or 1.10.2026. Raises ValueError."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    raise ValueError("a date as 2026-10-01 or 1.10.2026")


def _add_clause(fields: dict[str, Any], part: str) -> None:
    clause = _CLAUSE.fullmatch(part)
    if clause is None:
        raise ValueError(EXPECTED)
    rest = clause["rest"]
    if clause["holidays"]:
        fields["holidays"] = rest if rest == "open" else _times(rest)
        if clause["aland"]:
            fields["aland"] = True
    elif clause["first"]:
        first, last = read_date(clause["first"]), clause["last"] and read_date(clause["last"])
        when = {"from": first, "to": last} if last else {"date": first}
        fields.setdefault("exceptions", []).append({**when, "hours": _week(rest) if last else _times(rest)})
    else:
        name = next((name for name in ("odd_weeks", "even_weeks") if clause[name]), "weekly")
        week = _week(rest)
        if not isinstance(week, Mapping):
            raise ValueError(EXPECTED)
        known = fields.setdefault(name, {})
        for days, times in week.items():
            known[days] = _plain([*_listed(known.get(days)), *_listed(times)])
        if not known:
            del fields[name]


def _times(text: str) -> str | list[str]:
    times = _week(text)
    if isinstance(times, Mapping):
        raise ValueError("closed or times as 9–16, without days")
    return times


def _week(text: str) -> dict[str, Any] | list[str] | str:
    """Days with their times; times alone when no day is named; or closed."""
    week: dict[str, list[str]] = {}
    loose: list[str] = []
    days: list[str] = []
    timed, closed, place = True, False, 0
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None:
            raise ValueError(EXPECTED)
        place = token.end()
        if token["time"]:
            for times in [week.setdefault(day, []) for day in days] if days else [loose]:
                times.append(_clock_times(token["time"]))
            timed = True
        elif token["word"] in _CLOSED and not token["last"]:
            timed = closed = True
        elif token["word"] and (token["word"] not in _SAID or token["last"]):
            days = [] if timed else days
            days.append(_day_range(token["word"], token["last"]))
            timed = False
    if not timed or (loose and (days or closed)) or not (week or loose or closed):
        raise ValueError(EXPECTED)
    if days:
        return {day: _plain(times) for day, times in week.items()}
    return _plain(loose) if loose else "closed"


def _day_range(first: str, last: str | None) -> str:
    if first not in _DAY or (last and last not in _DAY):
        raise ValueError(f"days as {', '.join(WEEKDAYS)}, ma, ti, ke, må, tis, ons …")
    return f"{_DAY[first]}-{_DAY[last]}" if last else _DAY[first]


def _clock_times(text: str) -> str:
    hours = (part.strip().replace(".", ":").partition(":") for part in text.split("-"))
    return "-".join(f"{hour:0>2}:{minute or '00'}" for hour, _, minute in hours)


def _listed(times: str | list[str] | None) -> list[str]:
    return [times] if isinstance(times, str) else times or []


def _plain(times: list[str]) -> str | list[str]:
    return times[0] if len(times) == 1 else times
