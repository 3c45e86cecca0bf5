"""Service hours that are refused, by the reader and by the JSON Schema."""

from __future__ import annotations

import json
from datetime import date

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.data_file import SCHEMAS, DataError, DataFile
from bot.providers.hours import Hours
from tests.providers.any_hours import at, plans, spans

WEEK = {"mon-fri": "09:00-16:00"}
CHRISTMAS = {"date": "2026-12-24", "hours": "closed"}
AS_A_WEEK, A_TIME, DATE_OR_FROM = "mon-fri: 09:00-16:00", "times as 09:00-16:00", "date and hours"
MISTAKES = [
    ("sometimes", "always, unknown, by_reservation"),
    (None, "always, unknown, by_reservation"),
    ({}, "always, unknown, by_reservation"),
    ([WEEK], "always, unknown, by_reservation"),
    ({"mon-fry": "09:00-16:00"}, AS_A_WEEK),
    ({"fri-mon": "09:00-16:00"}, AS_A_WEEK),
    ({True: "09:00-16:00"}, AS_A_WEEK),
    ({"mon": "closed"}, AS_A_WEEK),
    ({"mon": []}, AS_A_WEEK),
    ({"mon": [["09:00-16:00"]]}, AS_A_WEEK),
    ({"mon": 9}, AS_A_WEEK),
    ({"weekly": "always"}, AS_A_WEEK),
    ({"weekly": {}}, AS_A_WEEK),
    ({"odd_weeks": None}, AS_A_WEEK),
    ({"mon-fri": "09:00-16:00", "fri": "09:00-14:00"}, "each day once"),
    ({"mon": "9-16"}, A_TIME),
    ({"mon": "09:00-16:60"}, A_TIME),
    ({"mon": "24:00-02:00"}, A_TIME),
    ({"mon": "09:00-24:30"}, A_TIME),
    ({"mon": "09:00-16:00\n"}, A_TIME),
    ({"mon": "٠٩:00-16:00"}, A_TIME),
    ({"mon": "09:00-09:00"}, "a beginning and another end"),
    ({"weekly": WEEK, "mon": "09:00-16:00"}, "only holidays and aland"),
    ({"holidays": "closed"}, "one or more of weekly"),
    ({"weekly": WEEK, "holidays": "sometimes"}, A_TIME),
    ({"weekly": WEEK, "holidays": WEEK}, "closed, open, or times"),
    ({"weekly": WEEK, "aland": "yes"}, "true or false"),
    ({"weekly": WEEK, "exceptions": []}, "a list of exceptions"),
    ({"weekly": WEEK, "exceptions": CHRISTMAS}, "a list of exceptions"),
    ({"exceptions": ["2026-12-24"]}, DATE_OR_FROM),
    ({"exceptions": [{"date": "2026-12-24"}]}, DATE_OR_FROM),
    ({"exceptions": [CHRISTMAS | {"to": "2026-12-26"}]}, DATE_OR_FROM),
    ({"exceptions": [{"date": "24.12.2026", "hours": "closed"}]}, "a date as 2026-12-24"),
    ({"exceptions": [{"date": "2026-02-29", "hours": "closed"}]}, "a date as 2026-12-24"),
    ({"exceptions": [{"date": date(2026, 12, 24), "hours": "closed"}]}, "in quotes"),
    ({"exceptions": [{"from": "2026-12-26", "to": "2026-12-24", "hours": "closed"}]}, "from is not after"),
    ({"exceptions": [CHRISTMAS | {"hours": WEEK}]}, "with from and to a week"),
    ({"exceptions": [CHRISTMAS | {"hours": None}]}, "an exception whose hours"),
]


@pytest.mark.parametrize(("raw", "expected"), MISTAKES, ids=[str(raw) for raw, _ in MISTAKES])
def test_a_mistake_is_refused_with_what_was_expected(raw, expected):
    with pytest.raises(ValueError) as refused:
        Hours.read(raw)
    assert expected in str(refused.value)


words = [
    "always", "mon", "sat-sun", "weekly", "odd_weeks", "holidays", "aland", "exceptions", "date", "from", "to", "hours",
    "closed", "open", "09:00-16:00", "22:00-02:00", "2026-12-24",
]  # fmt: skip
values = st.recursive(
    st.sampled_from(words) | st.none() | st.booleans() | st.integers() | st.dates() | st.text(max_size=3),
    lambda parts: (
        st.lists(parts, max_size=3) | st.dictionaries(st.sampled_from(words) | st.booleans(), parts, max_size=3)
    ),
)


@given(values)
def test_whatever_stands_in_the_file_is_read_or_refused_and_never_breaks(raw):
    try:
        hours = Hours.read(raw)
    except ValueError as refused:
        assert str(refused)
    else:
        assert hours.text()
        assert hours.open_now(at(12, 24, 10)) in ((True, False) if hours.known else (None,))


DEFINITIONS = json.loads((SCHEMAS / "providers.json").read_text(encoding="utf-8"))["$defs"]
SCHEMA = jsonschema.Draft202012Validator({"$ref": "#/$defs/hours", "$defs": DEFINITIONS})


@settings(deadline=None)
@given(values | plans(spans(), st.just(date(2026, 12, 24))), st.sampled_from(["open", "closed", "10:00-12:00"]))
def test_what_is_read_is_right_by_the_schema_too(raw, holidays):
    for form in (raw, {**raw, "holidays": holidays, "aland": True} if isinstance(raw, dict) else raw):
        try:
            Hours.read(form)
        except ValueError:
            continue
        assert SCHEMA.is_valid(form)


# (the hours, the field within them, how what was expected begins)
BY_THE_SCHEMA = [
    ("sometimes", "", "always, unknown, by_reservation, or opening times"),
    ("9", "", "a value of type string or object: always, unknown"),
    ("{}", "", "opening times by weekday, as mon-fri: 09:00-16:00"),
    ("{mon-fry: '09:00-16:00'}", "", "opening times by weekday, as mon-fri: 09:00-16:00"),
    ("{fri-mon: '09:00-16:00'}", "", "opening times by weekday, as mon-fri: 09:00-16:00"),
    ("{mon: '9-16'}", ".mon", "opening times as 09:00-16:00"),
    ("{mon: 9}", ".mon", "a value of type string or array: opening times as 09:00-16:00"),
    ("{mon: []}", ".mon", "opening times as 09:00-16:00, or a list"),
    ("{weekly: {mon: ['09:00-16:00', '9-16']}}", ".weekly.mon.1", "opening times as 09:00-16:00"),
    ("{weekly: {mon: '09:00-16:00'}, mon: '09:00-16:00'}", "", "only the fields weekly, odd_weeks"),
    ("{weekly: {mon: '09:00-16:00'}, holidays: sometimes}", ".holidays", "closed, open, or times as 09:00-16:00"),
    ("{weekly: {mon: '09:00-16:00'}, aland: 1}", ".aland", "a value of type boolean: true: Åland"),
    ("{holidays: closed}", "", "one or more of weekly, odd_weeks, even_weeks, exceptions"),
    ("{exceptions: []}", ".exceptions", "a list of exceptions"),
    ("{exceptions: [{date: '24.12.2026', hours: closed}]}", ".exceptions.0.date", "a date as 2026-10-01, in quotes"),
    ("{exceptions: [{date: 2026-12-24, hours: closed}]}", ".exceptions.0.date", "a value of type string: a date as"),
    ("{exceptions: [{hours: closed}]}", ".exceptions.0", "an exception with date and hours, or with from, to"),
    ("{exceptions: [{date: '2026-12-24'}]}", ".exceptions.0", "the fields hours"),
    ("{exceptions: [{date: '2026-12-24', hours: null}]}", ".exceptions.0.hours", "a value of type string or array"),
    ("{exceptions: [{date: '2026-12-24', hours: {mon: '09:00-16:00'}}]}", ".exceptions.0", "the fields from, to"),
    ("{exceptions: [{date: '2026-12-24', to: '2026-12-26', hours: closed}]}", ".exceptions.0", "an exception with date"),
    ("{exceptions: [{from: '2026-12-24', to: '2026-12-26', hours: shut}]}", ".exceptions.0.hours", "opening times as"),
    ("{exceptions: [{on: '2026-12-24', hours: closed}]}", None, "text as key, in quotes"),
]  # fmt: skip


@pytest.mark.parametrize(("hours", "field", "expected"), BY_THE_SCHEMA, ids=[hours for hours, _, _ in BY_THE_SCHEMA])
def test_a_mistake_in_a_file_is_told_once_with_what_was_expected(tmp_path, hours, field, expected):
    path = tmp_path / "file.yml"
    path.write_text(f"""area: "091"
providers:
  - id: advice
    kind: authority
    names: {{fi: Neuvonta, sv: Rådgivning}}
    offers:
      - id: chat
        channel: chat
        names: {{fi: Chat, sv: Chatt}}
        languages: [fi, sv]
        hours: {hours}
        booking: none
        phone: "+358900000001"
        verified_at: "2026-10-01"
""")
    if field is None:
        with pytest.raises(DataError, match=expected):
            DataFile(path)
        return
    (problem,) = DataFile(path).problems("providers")
    assert (problem.line, problem.field) == (11, f"providers.0.offers.0.hours{field}")
    assert problem.expected.startswith(expected)
