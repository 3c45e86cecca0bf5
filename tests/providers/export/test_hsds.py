"""The tables are those of HSDS 3.0, and every row is linked to one that is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.providers.export import hsds
from tests.providers.export.offers import any_offers, offer

TABLES = json.loads((Path(__file__).parent / "hsds-3.0.json").read_text(encoding="utf-8"))["tables"]
VALIDATORS = {
    name: jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for name, schema in TABLES.items()
}
LINKS = {
    "organization_id": "organizations",
    "service_id": "services",
    "location_id": "locations",
    "link_id": "services",
}


def check(tables: dict[str, list[dict[str, Any]]]) -> None:
    assert tables.keys() == TABLES.keys()
    for name, rows in tables.items():
        for row in rows:
            VALIDATORS[name].validate(row)
        assert len({row["id"] for row in rows}) == len(rows)
    for rows in tables.values():
        for row in rows:
            for field, table in LINKS.items():
                assert field not in row or row[field] in {other["id"] for other in tables[table]}


def test_the_schema_refuses_what_is_no_hsds():
    tables = hsds([offer()])
    tables["services"][0]["status"] = "aktiivinen"
    with pytest.raises(jsonschema.ValidationError):
        check(tables)


def test_an_offer_with_everything_fills_every_table():
    tables = hsds([offer()])
    check(tables)
    assert [name for name, rows in tables.items() if not rows] == []


@settings(max_examples=100, deadline=None)
@given(offers=st.lists(any_offers, max_size=4, unique_by=(lambda one: one.id, lambda one: one.provider.id)))
def test_any_offers_make_valid_linked_tables(offers):
    check(hsds(offers))


def test_the_same_offer_has_the_same_ids_every_time():
    assert hsds([offer()]) == hsds([offer()])


def test_one_provider_with_two_offers_is_one_organization():
    tables = hsds([offer(), offer(id="another")])
    check(tables)
    assert (len(tables["organizations"]), len(tables["services"])) == (1, 2)


def schedules(hours: Any) -> list[dict[str, Any]]:
    rows = hsds([offer(hours=hours)])["schedules"]
    return [
        {name: row[name] for name in ("byday", "byweekno", "opens_at", "closes_at", "valid_from") if name in row}
        for row in rows
    ]


def test_hours_are_rules_by_weekday():
    assert schedules({"mon-fri": "09:00-16:00", "sat": "22:00-02:00"}) == [
        {"byday": "MO,TU,WE,TH,FR", "opens_at": "09:00", "closes_at": "16:00"},
        {"byday": "SA", "opens_at": "22:00", "closes_at": "02:00"},
    ]


def test_odd_and_even_weeks_are_weeks_of_the_year():
    odd, even = schedules({"odd_weeks": {"tue": "10:00-14:00"}, "even_weeks": {"thu": "10:00-14:00"}})
    assert (odd["byday"], odd["byweekno"].split(",")[0], odd["byweekno"].split(",")[-1]) == ("TU", "1", "53")
    assert (even["byday"], even["byweekno"].split(",")[0], even["byweekno"].split(",")[-1]) == ("TH", "2", "52")


def test_an_exception_holds_on_its_days_only():
    plan = {"weekly": {"mon": "09:00-16:00"}, "exceptions": [{"date": "2026-12-28", "hours": "10:00-12:00"}]}
    assert schedules(plan)[1] == {
        "byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": "10:00", "closes_at": "12:00", "valid_from": "2026-12-28",
    }  # fmt: skip


@pytest.mark.parametrize(("holidays", "plan"), [("closed", True), ("open", False), ("10:00-12:00", False)])
def test_what_is_closed_on_public_holidays_says_so(holidays, plan):
    exceptions = [
        {"from": "2026-06-01", "to": "2026-08-31", "hours": {"mon": "09:00-12:00"}},
        {"date": "2026-06-19", "hours": "10:00-12:00"},
    ]
    hours = {"weekly": {"mon": "09:00-16:00"}, "holidays": holidays, "exceptions": exceptions}
    rows = [row for row in hsds([offer(hours=hours)])["schedules"] if "opens_at" in row]
    said = ["Suljettu pyhäpäivinä." in row.get("description", "") for row in rows]
    assert said == [plan, plan, False]


def test_by_reservation_is_said_in_both_languages():
    assert (
        hsds([offer(hours="by_reservation")])["schedules"][0]["description"]
        == "Vain ajanvarauksella.\nEndast med tidsbokning."
    )


def test_free_is_an_amount_of_zero():
    assert hsds([offer(price="free")])["cost_options"][0]["amount"] == 0


def test_a_price_that_is_not_told_is_no_price():
    assert hsds([offer(price=None)])["cost_options"] == []
    assert "amount" not in hsds([offer()])["cost_options"][0]
