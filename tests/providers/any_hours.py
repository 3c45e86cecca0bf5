"""Moments, public holidays and hours of every form, for the tests of service hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.providers.hours import Hours

HELSINKI = ZoneInfo("Europe/Helsinki")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# The public holidays of 2026, and the eves on which offices are closed, from the almanac.
HOLIDAYS = {
    date(2026, month, day)
    for month, day in [
        (1, 1), (1, 6), (4, 3), (4, 5), (4, 6), (5, 1), (5, 14), (5, 24), (6, 19), (6, 20), (10, 31), (12, 6),
        (12, 24), (12, 25), (12, 26),
    ]
}  # fmt: skip
AUTONOMY_DAY = date(2026, 6, 9)
OFFICE = Hours.read({"mon-fri": "09:00-16:00"})
ROUND_THE_WEEK = Hours.read({"mon-sun": "00:00-24:00"})
EVERY_FIELD = Hours.read(
    {
        "weekly": {"mon-fri": "09:00-16:00", "sat": ["10:00-12:00", "13:00-15:00"]},
        "odd_weeks": {"tue": "15:00-18:00"},
        "even_weeks": {"thu": "22:00-02:00"},
        "holidays": "closed",
        "aland": True,
        "exceptions": [
            {"from": "2026-12-21", "to": "2027-01-06", "hours": {"mon-fri": "10:00-14:00"}},
            {"date": "2026-12-23", "hours": "09:00-12:00"},
            {"date": "2026-12-31", "hours": "closed"},
        ],
    }
)


def at(month, day, hour=0, minute=0, year=2026, fold=0):
    return datetime(year, month, day, hour, minute, tzinfo=HELSINKI, fold=fold)


# Hours of every form. Times are drawn near to one another, so that openings meet, overlap and fall into the night.

clocks = st.integers(0, 24 * 60 - 1) | st.sampled_from([0, 120, 180, 210, 230, 240, 540, 960, 1320, 1380])
ends = clocks | st.just(24 * 60)
decided = st.booleans()


def written(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


def spans(night=True, in_turned_hour=True):
    def fits(span):
        start, end = span
        turned = not in_turned_hour and any(180 <= minute < 240 for minute in span)
        return start != end and not turned and (night or start < end)

    return st.tuples(clocks, ends).filter(fits).map(lambda span: f"{written(span[0])}-{written(span[1])}")


def day_plans(times):
    return times | st.lists(times, min_size=1, max_size=3)


def weeks(times):
    return st.dictionaries(st.sampled_from(DAYS), day_plans(times), min_size=1)


@st.composite
def exceptions(draw, times, near):
    first = draw(near) + timedelta(days=draw(st.integers(-4, 8)))
    if draw(decided):
        return {"date": str(first), "hours": draw(st.just("closed") | day_plans(times))}
    last = first + timedelta(days=draw(st.integers(0, 6)))
    return {"from": str(first), "to": str(last), "hours": draw(st.just("closed") | day_plans(times) | weeks(times))}


@st.composite
def plans(draw, times, near, with_exceptions=True):
    fields = {name: draw(weeks(times)) for name in ("weekly", "odd_weeks", "even_weeks") if draw(decided)}
    if with_exceptions and (not fields or draw(decided)):
        fields["exceptions"] = draw(st.lists(exceptions(times, near), min_size=1, max_size=3))
    return fields or {"weekly": draw(weeks(times))}
