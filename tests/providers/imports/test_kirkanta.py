"""What the libraries' open interface told becomes offers, drafts or refusals; staffed hours stay apart from others."""

from __future__ import annotations

import copy
import json
from datetime import date, datetime, timedelta
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.providers_tables import import_kirkanta
from bot.data_file import ROOT, DataError, DataFile
from bot.providers.hours import HELSINKI, Hours
from bot.providers.imports.kirkanta import Imported, read
from bot.providers.imports.library_hours import hours_of, week_plan
from bot.providers.places import load_places

PLACES = load_places()
SCHEMA = jsonschema.Draft202012Validator(json.loads((ROOT / "data/schemas/providers.json").read_text(encoding="utf-8")))
MONDAY = date(2026, 11, 9)
WORKDAY = [("08:00", "10:00", 2), ("10:00", "19:00", 1), ("19:00", "21:00", 2)]
SATURDAY = [("10:00", "12:00", 1), ("12:00", "12:30", 0), ("12:30", "16:00", 1)]
OVERLAY = {
    "all": {"booking": "none"},
    "libraries": {
        "84860": {"service_point": {"languages": ["fi", "sv"]}, "self_service_point": {"languages": ["fi", "sv"]}}
    },
}


def day(on: date, times: list[tuple[str, str, int]], **more: Any) -> dict[str, Any]:
    entries = [{"from": opens, "to": closes, "status": status} for opens, closes, status in times]
    return {"date": on.isoformat(), "info": None, "period": 1, "closed": not times, "times": entries, **more}


def weeks(count: int = 2, changed: dict[date, list] | None = None) -> list[dict[str, Any]]:
    days = [MONDAY + timedelta(days=ahead) for ahead in range(7 * count)]
    usual = {5: SATURDAY, 6: []}
    return [day(each, (changed or {}).get(each, usual.get(each.weekday(), WORKDAY))) for each in days]


def library(**changes: Any) -> dict[str, Any]:
    return {
        "id": 84860,
        "city": 15885,
        "name": "Mallilan kirjasto",
        "type": "municipal",
        "address": {"city": "Helsinki", "street": "Mallikatu 2", "zipcode": "00530", "info": None, "boxNumber": None},
        "coordinates": {"lat": 60.1837, "lon": 24.9535},
        "primaryContactInfo": {
            "phoneNumber": {"number": "09 0000 0006"},
            "homepage": {"url": "https://www.mallila.example/kirjasto"},
            "email": {"email": "kirjasto@mallila.example"},
        },
        "services": [{"name": None, "standardName": "Asiakastietokone"}, {"name": "Langaton verkko"}],
        "schedules": weeks(),
        "modified": "2026-10-07T09:32:07+03:00",
        "liveStatus": 2,
        **changes,
    }


def swedish(**changes: Any) -> dict[str, Any]:
    own = {
        "name": "Modellby bibliotek",
        "address": {"city": "Helsingfors", "street": "Modellgatan 2", "zipcode": "00530"},
        "primaryContactInfo": {"homepage": {"url": "https://www.mallila.example/bibliotek"}},
    }
    return library(**{**own, **changes})


def answers(finnish: Any = None, in_swedish: Any = None) -> list[tuple[str, Any]]:
    return [
        ("fi", {"type": "library", "total": 1, "items": [finnish or library()]}),
        ("sv", {"type": "library", "total": 1, "items": [in_swedish or swedish()]}),
    ]


def valid(imported: Imported) -> bool:
    SCHEMA.validate(imported.document())
    for provider in imported.providers:
        for offer in provider["offers"]:
            Hours.read(offer["hours"])
    return True


def offers(imported: Imported) -> dict[str, dict[str, Any]]:
    return {offer["channel"]: offer for provider in imported.providers for offer in provider["offers"]}


def test_a_library_becomes_a_provider_with_both_its_names():
    imported = read(answers(), OVERLAY, PLACES)
    assert valid(imported)
    provider = imported.providers[0]
    assert provider["names"] == {"fi": "Mallilan kirjasto", "sv": "Modellby bibliotek"}
    assert (provider["kind"], provider["source"]["id"]) == ("library", "84860")
    offer = offers(imported)["service_point"]
    assert offer["phone"] == "+358900000006"
    assert offer["address"] == {"fi": "Mallikatu 2, Helsinki", "sv": "Modellgatan 2, Helsingfors"}
    assert offer["url"]["sv"] == "https://www.mallila.example/bibliotek"
    assert (offer["area"], offer["municipality"], offer["postcode"], offer["point"]) == (
        "091",
        "091",
        "00530",
        [60.1837, 24.9535],
    )
    assert offer["verified_at"] == "2026-10-07"


def test_guidance_has_the_staffed_hours_and_the_computer_the_hours_without_staff_too():
    found = offers(read(answers(), OVERLAY, PLACES))
    assert found["service_point"]["hours"] == {"mon-fri": "10:00-19:00", "sat": ["10:00-12:00", "12:30-16:00"]}
    assert found["self_service_point"]["hours"] == {"mon-fri": "08:00-21:00", "sat": ["10:00-12:00", "12:30-16:00"]}


def test_guidance_is_a_draft_until_the_editor_says_that_it_is_given():
    imported = read(answers(), {"all": {"booking": "none", "languages": ["fi"]}}, PLACES)
    assert list(offers(imported)) == ["self_service_point"]
    assert [draft["missing"] for draft in imported.drafts] == [
        ["whether the library offers it: service_point in the overlay"]
    ]


def test_a_computer_of_which_nobody_tells_is_a_draft():
    imported = read(
        answers(library(services=None), swedish(services=None)),
        {"all": {"booking": "none", "languages": ["fi"]}},
        PLACES,
    )
    assert not imported.providers
    assert [draft["known"]["channel"] for draft in imported.drafts] == ["service_point", "self_service_point"]


def test_without_swedish_a_library_is_a_draft_that_says_so_unless_the_editor_names_it():
    only_finnish = answers()[:1]
    assert all("provider.names.sv" in draft["missing"] for draft in read(only_finnish, OVERLAY, PLACES).drafts)
    named = copy.deepcopy(OVERLAY)
    named["libraries"]["84860"]["provider"] = {"names": {"fi": "Mallilan kirjasto", "sv": "Modellby bibliotek"}}
    assert len(offers(read(only_finnish, named, PLACES))) == 2


def test_what_is_told_in_one_language_only_is_known_in_a_draft_and_left_out_of_an_offer():
    no_street = swedish(address=None, primaryContactInfo=None)
    assert not {"address", "url"} & set(offers(read(answers(library(), no_street), OVERLAY, PLACES))["service_point"])
    known = read(answers(library(), no_street), {}, PLACES).drafts[0]["known"]
    assert known["address"] == {"fi": "Mallikatu 2, Helsinki"}


def test_of_two_plans_as_usual_the_later_one_holds_from_now_on():
    changed = {MONDAY + timedelta(days=7): [("12:00", "14:00", 1)]}
    assert hours_of(weeks(2, changed), frozenset({1}))["weekly"]["mon"] == "12:00-14:00"


def test_the_editors_own_fields_win():
    overlay = copy.deepcopy(OVERLAY)
    overlay["libraries"]["84860"]["service_point"]["hours"] = {"tue": "12:00-14:00"}
    assert offers(read(answers(), overlay, PLACES))["service_point"]["hours"] == {"tue": "12:00-14:00"}


def test_no_email_is_taken():
    assert "@" not in json.dumps(read(answers(), OVERLAY, PLACES).document())


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (library(type="university"), "not a municipal library: university"),
        (library(type=None), "not a municipal library: no type"),
        (library(name=None), "a library without a name"),
        ({"name": "Kirjasto"}, "no library with an id"),
        (None, "no library with an id"),
    ],
)
def test_what_is_no_municipal_library_is_refused_with_a_reason(raw, reason):
    imported = read([("fi", {"items": [raw]})], OVERLAY, PLACES)
    assert [refused[2] for refused in imported.refused] == [reason]
    assert not imported.providers + imported.drafts


@pytest.mark.parametrize(
    "wrap", [lambda one: {"items": [one]}, lambda one: {"result": [one]}, lambda one: {"data": one}, lambda one: [one]]
)
def test_lists_and_single_answers_are_read(wrap):
    assert read([("fi", wrap(library()))], OVERLAY, PLACES).drafts


def test_a_date_that_differs_is_an_exception_and_a_holiday_has_no_say():
    changed = {MONDAY + timedelta(days=7): [("12:00", "14:00", 1)]}
    assert hours_of(weeks(3, changed), frozenset({1}))["exceptions"] == [{"date": "2026-11-16", "hours": "12:00-14:00"}]
    christmas = [
        day(date(2026, 12, 21) + timedelta(days=ahead), [] if ahead in (3, 4, 5, 6, 11) else WORKDAY)
        for ahead in range(21)
    ]
    hours = Hours.read(hours_of(christmas, frozenset({1})))
    assert hours.open_now(datetime(2026, 12, 25, 12, tzinfo=HELSINKI)) is False
    assert hours.open_now(datetime(2027, 1, 15, 12, tzinfo=HELSINKI)) is True


def test_less_than_a_week_is_no_plan():
    assert hours_of(weeks(1)[:6], frozenset({1})) == "unknown"
    assert hours_of(None, frozenset({1})) == "unknown"


def test_a_library_without_staff_has_no_staffed_offer():
    unstaffed = [day(MONDAY + timedelta(days=ahead), [("06:00", "22:00", 2)]) for ahead in range(7)]
    imported = read(answers(library(schedules=unstaffed), swedish(schedules=unstaffed)), OVERLAY, PLACES)
    assert list(offers(imported)) == ["self_service_point"]
    assert [draft["missing"] for draft in imported.drafts] == [["hours"]]


times = st.builds(
    lambda opens, lasts, status: (opens, min(opens + lasts, 48), status),
    st.integers(0, 47),
    st.integers(1, 20),
    st.sampled_from([0, 1, 2]),
)


def clock(half_hours: int) -> str:
    return f"{half_hours // 2:02}:{half_hours % 2 * 30:02}"


@settings(max_examples=60, deadline=None)
@given(
    days=st.lists(st.lists(times, max_size=3), min_size=14, max_size=21),
    start=st.dates(date(2026, 1, 1), date(2027, 6, 1)),
)
def test_on_every_day_that_was_told_the_hours_are_those_told(days, start):
    schedule = [
        day(start + timedelta(days=ahead), [(clock(opens), clock(closes), status) for opens, closes, status in spans])
        for ahead, spans in enumerate(days)
    ]
    for statuses in (frozenset({1}), frozenset({1, 2})):
        raw = hours_of(schedule, statuses)
        if raw in (None, "unknown"):
            continue
        hours = Hours.read(raw)
        for ahead, spans in enumerate(days):
            for half_hour in range(0, 48, 3):
                if (start + timedelta(days=ahead)).month in (3, 10):
                    continue  # the clock is turned
                moment = datetime.combine(start + timedelta(days=ahead), datetime.min.time(), HELSINKI) + timedelta(
                    minutes=30 * half_hour
                )
                told = any(opens <= half_hour < closes and status in statuses for opens, closes, status in spans)
                assert hours.open_now(moment) is told


def test_a_week_is_told_with_as_few_words_as_possible():
    assert week_plan({0: ("09:00-16:00",), 1: ("09:00-16:00",), 3: ("22:00-02:00",), 6: ("09:00-16:00",)}) == {
        "mon-tue": "09:00-16:00",
        "thu": "22:00-02:00",
        "sun": "09:00-16:00",
    }


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def nodes(value: Any, path: tuple = ()) -> list[tuple]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, each in inner for found in nodes(each, (*path, key)))]


GOOD = {"items": [library(schedules=weeks(1))]}
NODES = nodes(GOOD)


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(NODES), value=json_values)
def test_whatever_stands_in_any_place_nothing_crashes_and_what_comes_out_is_valid(place, value):
    document = copy.deepcopy(GOOD)
    if not place:
        document = value
    else:
        inner: Any = document
        for key in place[:-1]:
            inner = inner[key]
        inner[place[-1]] = value
    imported = read([("fi", document), ("sv", {"items": [swedish()]})], OVERLAY, PLACES)
    assert valid(imported)
    yaml.safe_dump(imported.document()).encode()


def test_the_command_writes_a_valid_file_and_the_same_one_again(tmp_path, capsys):
    for language, answer in answers():
        (tmp_path / f"libraries.{language}.json").write_text(json.dumps(answer), encoding="utf-8")
    files = [tmp_path / "libraries.fi.json", tmp_path / "libraries.sv.json"]
    overlay, out = tmp_path / "kirkanta.yml", tmp_path / "out.yml"
    overlay.write_text(yaml.safe_dump(OVERLAY), encoding="utf-8")
    assert import_kirkanta(files, out, overlay, dry_run=False) == 0
    first = out.read_bytes()
    assert len(DataFile(out, "providers").data["providers"][0]["offers"]) == 2
    assert import_kirkanta(files, out, overlay, dry_run=False) == 0
    assert out.read_bytes() == first
    assert capsys.readouterr().out.splitlines()[-1] == "2 offers, 0 drafts, 0 refused"


def test_what_is_no_json_and_an_overlay_with_a_mistake_are_told(tmp_path):
    answer, overlay = tmp_path / "a.json", tmp_path / "overlay.yml"
    answer.write_text("<html>", encoding="utf-8")
    with pytest.raises(DataError, match="JSON"):
        import_kirkanta([answer], tmp_path / "out.yml", None, dry_run=False)
    answer.write_text("[]", encoding="utf-8")
    overlay.write_text("library: {}", encoding="utf-8")
    with pytest.raises(DataError, match="expected only the fields all, libraries"):
        import_kirkanta([answer], tmp_path / "out.yml", overlay, dry_run=False)


def test_the_overlay_of_the_project_is_valid():
    assert DataFile(ROOT / "data/providers/overlays/kirkanta.yml", "kirkanta_overlay").data["all"]
