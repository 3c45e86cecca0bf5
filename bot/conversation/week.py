"""Opening hours as they stand on a door: "ma–pe 9–16", "la 10–14", "24.12. suljettu"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from bot.conversation.messages import Speaker
from bot.providers.hours import HELSINKI, Hours

DAY = timedelta(days=1)
# So far ahead, today counted, is told what is unlike an ordinary week; and how far its end is looked for, well within
# a year, since dates are told without one.
SOON, AT_MOST = 14 * DAY, 300 * DAY

# When it opens and closes, as "09:00"; several a day where it closes in between.
Times = tuple[tuple[str, str], ...]
Day = tuple[Times, Times]


def week(speaker: Speaker, hours: Hours, now: datetime) -> list[str]:
    """The ordinary week, a line for days in a row that are alike; public holidays, where they have hours of their own;
    and what is unlike that in the next 14 days. Empty when there is nothing to tell."""
    if hours.always:
        return [speaker.say("always_open")]
    if hours.by_reservation:
        return [speaker.say("with_reservation")]
    days = _days(hours)
    holidays = _times(speaker, hours.on_holidays())
    return [
        *_ordinary(speaker, days),
        *([f"{speaker.say('holidays')} {holidays}"] if holidays else []),
        *_unlike(speaker, hours, days, now.astimezone(HELSINKI).date()),
    ]


def _days(hours: Hours) -> list[Day]:
    """For each weekday, its times in even weeks and in odd ones."""
    plan = hours.weekly_spans()
    even, odd = (plan.get(parity, plan.get("weekly", {})) for parity in ("even_weeks", "odd_weeks"))
    return [(tuple(even.get(day, ())), tuple(odd.get(day, ()))) for day in range(7)]


def _ordinary(speaker: Speaker, days: Sequence[Day]) -> Iterator[str]:
    for (even, odd), run in groupby(range(7), key=days.__getitem__):
        names = [speaker.say(f"weekday_short_{day}") for day in run]
        name = names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
        if even == odd:
            lines = [(name, even)]
        else:
            lines = [(speaker.say("even_weeks", days=name), even), (speaker.say("odd_weeks", days=name), odd)]
        yield from (f"{when} {_times(speaker, times)}" for when, times in lines if times)


def _unlike(speaker: Speaker, hours: Hours, days: Sequence[Day], today: date) -> Iterator[str]:
    """Days with other times than in an ordinary week; what is closed for long is told to its end, over weekends too."""
    day = today
    while day < today + SOON:
        times = hours.on(day)
        if times == _ordinarily(days, day):
            day += DAY
            continue
        first, last = day, day
        while hours.on(day) == times and day < first + AT_MOST:
            if times != _ordinarily(days, day):
                last = day
            day += DAY
        has_end = day < first + AT_MOST
        day = last + DAY
        when = _dates(speaker, first, last) if has_end else speaker.say("from", date=_date(speaker, first))
        yield f"{when} {_times(speaker, times) or speaker.say('closed')}"


def _ordinarily(days: Sequence[Day], day: date) -> Times:
    return days[day.weekday()][day.isocalendar()[1] % 2]


def _dates(speaker: Speaker, first: date, last: date) -> str:
    if first == last:
        return _date(speaker, first)
    if (first.year, first.month) == (last.year, last.month):
        return speaker.say("dates_of_a_month", first=first.day, last=last.day, month=first.month)
    return f"{_date(speaker, first)}–{_date(speaker, last)}"


def _date(speaker: Speaker, day: date) -> str:
    return speaker.say("date", day=day.day, month=day.month)


def _times(speaker: Speaker, times: Times) -> str:
    """Times in words, as "9–12 ja 13–16"; empty where there are none."""
    *before, last = [f"{_clock(start)}–{_clock(end)}" for start, end in times] or [""]
    return speaker.say("and", before=", ".join(before), last=last) if before else last


def _clock(time: str) -> str:
    """A time as people in Finland write it: 9 or 9.30, not 09:00."""
    hour, minute = time.split(":")
    return f"{int(hour)}.{minute}" if minute != "00" else str(int(hour))
