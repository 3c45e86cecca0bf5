"""What is found in the form of the contract, in both languages, open and closed."""

from __future__ import annotations

import re
from datetime import datetime, timezone

import pytest

from bot.providers import Found, load_directory
from bot.providers.query import as_dict
from tests.providers.building import CHANNELS, MONDAY, PORVOO, SIPOO, SUNDAY, directory, found, offer

EXAMPLE = load_directory()
CONTRACT = {
    "id", "provider", "channel", "name", "languages", "open_now", "opens_next", "hours", "phone", "url", "address",
    "distance_km", "price", "booking", "verified_at", "reasons",
}  # fmt: skip


def shown(name, language, now=MONDAY):
    one = next(one for one in EXAMPLE.offers if one.id == name)
    return as_dict(Found(one, "municipality"), language, now)


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("now", [MONDAY, SUNDAY], ids=["open", "closed"])
@pytest.mark.parametrize("name", [one.id for one in EXAMPLE.offers])
def test_an_offer_is_shown_in_the_form_of_the_contract(name, now, language):
    told = shown(name, language, now)
    assert set(told) == CONTRACT
    assert told["open_now"] in (True, False)
    if told["open_now"]:
        assert told["opens_next"] is None
    else:
        assert re.fullmatch(r"2026-\d\d-\d\dT\d\d:\d\d:00\+0[23]:00", told["opens_next"])
        assert datetime.fromisoformat(told["opens_next"]) > now
    assert told["phone"] is None or re.fullmatch(r"\+358\d{4,12}", told["phone"])
    assert told["url"] is None or told["url"].startswith("https://")
    assert told["phone"] or told["url"] or told["address"]
    assert told["channel"] in CHANNELS
    assert told["booking"] in ("none", "required")
    assert set(told["languages"]) <= {"fi", "sv"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", told["verified_at"])
    assert told["price"] is None or isinstance(told["price"], str)


def test_an_offer_speaks_the_person_s_language():
    assert shown("esimerkkila-opisto-kurssi", "fi")["price"] == "Kurssi maksaa 20 euroa."
    assert shown("esimerkkila-opisto-kurssi", "sv")["address"] == "Institutsvägen 3, Exempelby"
    assert shown("esimerkkila-opisto-kurssi", "sv")["provider"] == "Exempelby medborgarinstitut"
    assert shown("esimerkkila-digituki-chat", "sv")["url"] == "https://www.esimerkkila.example/sv/digitalt-stod"


@pytest.mark.parametrize("hours", ["unknown", "by_reservation"])
def test_where_no_hours_are_told_nothing_is_said_of_open_or_closed(hours):
    told = as_dict(Found(offer("one", hours=hours), "municipality"), "fi", MONDAY)
    assert (told["open_now"], told["opens_next"], told["hours"]) == (None, None, hours)


def test_times_are_those_of_finland_whatever_the_time_zone_of_the_question():
    told = as_dict(
        Found(offer("one", hours={"tue": "09:00-16:00"}), "municipality"), "fi", MONDAY.astimezone(timezone.utc)
    )
    assert told["opens_next"] == "2026-11-24T09:00:00+02:00"


def test_the_reasons_and_the_distance_of_what_was_found_are_told():
    one = found(directory(offer("one", "service_point", SIPOO)), "service_point", languages=["sv"])[0]
    told = as_dict(one, "sv", MONDAY)
    assert set(told["reasons"]) == {"LANGUAGE", "OPEN_NOW", "WIDENED"}
    assert told["distance_km"] == 22.0
    last = found(directory(), "chat", municipality=PORVOO)[0]
    assert "LAST_RESORT" in as_dict(last, "fi", MONDAY)["reasons"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"phone": "+358295000", "phone_as_said": "0295 000"}, "0295 000"),
        ({"phone": "+358401234567"}, "040 1234567"),
        ({"phone": "+46855123456"}, "08-551 234 56"),
    ],
)
def test_a_number_is_spoken_as_people_write_it(fields, said):
    assert offer("one", **fields).spoken_phone() == said


def test_what_has_no_number_has_none_to_speak():
    one = next(one for one in EXAMPLE.offers if one.id == "esimerkkila-digituki-chat")
    assert one.spoken_phone() is None
