"""How much is too much: counted in Redis, so that two servers refuse together what each alone would take."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.channels.conftest import ADDRESS_MESSAGES, ADDRESS_SESSIONS, SESSION_MESSAGES
from tests.channels.person import Person, custom, new_address, new_id, refused

WAITS = {"fi": "odota", "sv": "vänta"}


def too_many(answer, language: str, most: int = 120) -> None:
    """Refused with a time to wait that is not longer than it can be."""
    error = refused(answer, 429, "too_many", language)
    assert 1 <= int(answer.headers["retry-after"]) <= most
    assert WAITS[language] in error["text"].lower()


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_conversation_is_limited_across_replicas(parts, language):
    """What was said to the first server counts at the second, and the question stays open."""
    one = Person(parts.sites[1], language)
    opened = one.open()
    for number in range(SESSION_MESSAGES):
        one.base = parts.sites[number % 2]
        one.client.base_url = one.base
        one.say("/why")
    one.client.base_url = parts.sites[1]
    too_many(one.post("/why"), language)
    assert one.read()["state"]["question"] == opened["state"]["question"]
    # What was refused is not lost to the conversation: the first server, which has no limits, takes it.
    one.client.base_url = parts.sites[0]
    assert one.say("/why")["messages"]


def test_who_is_refused_is_not_counted(parts):
    """Pressing again and again does not make the wait longer."""
    one = Person(parts.sites[1])
    one.open()
    for _ in range(SESSION_MESSAGES):
        one.say("/why")
    waits = [int(one.post("/why").headers["retry-after"]) for _ in range(4)]
    assert waits[-1] <= waits[0] + 1


def test_ten_at_once_do_not_slip_through(parts):
    one = Person(parts.sites[1])
    one.open()
    with ThreadPoolExecutor(10) as pool:
        statuses = [answer.status_code for answer in pool.map(lambda _: one.post("/why", new_id()), range(10))]
    assert statuses.count(200) <= SESSION_MESSAGES
    assert set(statuses) == {200, 429}


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_an_address_may_begin_so_many_conversations(parts, language):
    address = new_address()
    for number in range(ADDRESS_SESSIONS):
        Person(parts.sites[number % 2], language, address=address).open()
    too_many(
        Person(parts.sites[1], language, address=address).request("POST", "/chat/sessions", {"language": language}),
        language,
        7200,
    )
    # Another address is not touched by it.
    Person(parts.sites[1], language).open()


def test_an_address_is_limited_whatever_the_conversation(parts):
    address = new_address()
    people = [Person(parts.sites[0], address=address) for _ in range(4)]
    for one in people:
        one.open()
        one.client.base_url = parts.sites[1]
    said = 0
    for one in people:
        for _ in range(SESSION_MESSAGES):
            answer = one.post("/why")
            said += answer.status_code == 200
    assert said <= ADDRESS_MESSAGES
    too_many(people[-1].post("/why"), "fi")
    # Somebody else's address is free.
    other = Person(parts.sites[1])
    other.open()
    assert other.say("/why")


def behind_proxy(parts, forwarded: str) -> int:
    """The status of one more conversation for an address that the proxy names."""
    return Person(parts.sites[1]).request("POST", "/chat/sessions", {}, X_Forwarded_For=forwarded).status_code


def test_an_ipv6_household_is_one_address(parts):
    found = [behind_proxy(parts, f"2001:db8:7:9::{number:x}") for number in range(ADDRESS_SESSIONS + 2)]
    assert found == [201] * ADDRESS_SESSIONS + [429] * 2
    assert behind_proxy(parts, "2001:db8:7:a::1") == 201
    assert behind_proxy(parts, "2001:db8:7:9:ffff:ffff:ffff:ffff") == 429


def test_an_address_that_the_client_names_itself_does_not_help(parts):
    """The proxy adds the last one; what stands before it anybody can write."""
    own = "203.0.113.77"
    found = [behind_proxy(parts, f"198.51.100.{number}, {own}") for number in range(ADDRESS_SESSIONS + 1)]
    assert found == [201] * ADDRESS_SESSIONS + [429]
    # The first server stands behind no proxy, and believes no header.
    address = new_address()
    keys = set(parts.store.scan_iter("auta:limit:sessions:*"))
    for number in range(3):
        one = Person(parts.sites[0], address=address)
        assert one.request("POST", "/chat/sessions", {}, X_Forwarded_For=f"198.51.100.{number}").status_code == 201
    assert len(set(parts.store.scan_iter("auta:limit:sessions:*")) - keys) == 1


def test_the_limits_of_size_hold_at_every_size(parts):
    one = Person(parts.sites[0])
    one.open()
    assert one.post("ä" * 2000).status_code == 200
    for length in (2001, 6000, 60_000):
        error = refused(one.post("ä" * length), 413, "too_long")
        assert "2000" in re.sub(r"\s", "", error["text"])
    assert one.read()["state"]["question"]


def test_provider_data_with_script_is_text(parts):
    """A provider file that somebody filled with HTML: the API gives it as text, the page without JavaScript escapes it."""
    one = Person(parts.sites[0], municipality="091")
    opened = one.open()
    recommendation = custom(one.to_the_end(), "recommendation")
    shown = [card["name"] for card in recommendation[0]["cards"]]
    assert any("<script>" in name for name in shown), f"the hostile offer was not shown: {shown}"
    assert opened["messages"]
