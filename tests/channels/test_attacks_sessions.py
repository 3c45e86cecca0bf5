"""Attacks on another's conversation: no guess and no other site comes near it, and nothing that is written down tells of it."""

from __future__ import annotations

import httpx
import pytest

from bot.storage.sessions import SESSION
from tests.channels.person import EVIL, JSON, Person, raw, refused, still_works, wire
from tests.channels.test_api import kept, key_of

# ---- another's session


@pytest.mark.parametrize("guess", ["", "x", "a" * 32, "A" * 31, "a" * 33, "a" * 4000, "*", "../" * 8, "%00", "0" * 64])
def test_a_guessed_token_is_nobodys(assistant, person, guess):
    one = Person(assistant.site)
    one.token = guess
    refused(one.request("GET", "/chat/session"), 401, "no_session")
    refused(one.post("hei"), 401, "no_session")
    assert one.end().status_code == 204
    still_works(person)


def test_what_redis_knows_a_conversation_by_opens_nothing(assistant, person):
    """Who sees Redis or a backup of it cannot go on with a conversation."""
    key = key_of(person.token)
    for token in (key, assistant.redis.hget(SESSION + key, "sender"), SESSION + key):
        one = Person(assistant.site)
        one.token = token
        refused(one.request("GET", "/chat/session"), 401, "no_session")


@pytest.mark.parametrize(
    "change",
    [str.upper, str.swapcase, lambda token: token[:-1], lambda token: token + "A", lambda token: f"{token[:-1]}*"],
)
def test_nearly_the_right_token_is_wrong(assistant, person, change):
    one = Person(assistant.site)
    one.token = change(person.token)
    refused(one.request("GET", "/chat/session"), 401, "no_session")


def test_a_session_is_taken_from_the_header_only(person):
    """Addresses stand in logs and histories; a cookie would be sent by another site."""
    token, person.token = person.token, None
    for path in (f"/chat/session?session={token}", f"/chat/session?token={token}", f"/chat/session/{token}"):
        assert person.request("GET", path).status_code in (401, 404)
    refused(person.request("GET", "/chat/session", Cookie=f"session={token}"), 401, "no_session")
    refused(person.request("GET", "/chat/session", Authorization=f"Basic {token}"), 401, "no_session")
    refused(person.request("POST", "/chat/messages", {"id": "1", "text": "hei", "session": token}), 401, "no_session")


def test_no_cookie_is_ever_set(person):
    for answer in (person.request("GET", "/"), person.request("GET", "/chat/page"), person.post("hei"), person.end()):
        assert "set-cookie" not in answer.headers


# ---- other sites


@pytest.mark.parametrize(
    "origin", [EVIL, "null", "file://", "", "http://localhost", EVIL + ":443", "https://127.0.0.1.evil.example"]
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/chat/sessions"), ("POST", "/chat/messages"), ("GET", "/chat/session"), ("DELETE", "/chat/session")],
)
def test_a_page_of_another_site_is_refused(person, origin, method, path):
    body = {"id": "1", "text": "hei"} if method == "POST" else None
    answer = person.request(method, path, body, Origin=origin)
    refused(answer, 403, "wrong_origin")
    assert "access-control-allow-origin" not in answer.headers
    still_works(person)


def test_its_own_pages_may_ask(person):
    assert person.request("GET", "/chat/session", Origin=person.base).status_code == 200


@pytest.mark.parametrize("origin", [EVIL, "null"])
def test_a_preflight_of_another_site_is_refused(assistant, origin):
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    answer = httpx.options(f"{assistant.site}/chat/messages", headers=headers)
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("origin", [EVIL, "null", "*"])
def test_no_page_may_be_read_by_another_site(assistant, origin):
    for path in ("/", "/plain", "/auta/auta-chat.js", "/readyz", "/chat/page"):
        answer = httpx.get(f"{assistant.site}{path}", headers={"Origin": origin})
        allowed = answer.headers.get("access-control-allow-origin")
        # The widget's files are for every site; they hold nothing of anybody.
        assert allowed in ((None, "*") if path.startswith("/auta/") else (None,)), path


# ---- what must not be written down


def test_the_log_holds_no_words_no_token_and_no_address(assistant):
    one = Person(assistant.site)
    one.open()
    secret = "kissani nimi on Hurmerinta"
    one.say(secret)
    one.post(f"{secret} " * 100)
    one.request("POST", "/chat/messages", {"id": f"{secret}", "text": secret})
    one.request("GET", "/chat/session", Origin=EVIL)
    one.client.post("/chat/messages", content=f"{{{secret}".encode(), headers={"Content-Type": "application/json"})
    raw(
        assistant.site,
        wire(
            assistant.site,
            "POST",
            "/chat/messages",
            f"X-Secret: {one.token}\r\n{JSON}Content-Length: x\r\n",
            secret.encode(),
        ),
    )
    one.request("GET", f"/chat/nothing?secret={one.token}")
    one.say(f'/answer{{"usage":"{secret}"}}')
    one.end()
    found = {
        name: value in assistant.log
        for name, value in {"words": "Hurmerinta", "token": one.token, "address": one.address}.items()
    }
    assert found == {"words": False, "token": False, "address": False}
    assert not any("Hurmerinta" in value for value in kept(assistant).values())


def test_nothing_of_the_address_is_kept(assistant, person):
    person.say("hei")
    store = assistant.redis
    assert not [key for key in store.scan_iter("*") if person.address in key]
    lasting = {key: store.ttl(key) for key in store.scan_iter("auta:limit:*")}
    assert lasting
    # -1 would be for ever.
    assert all(seconds != -1 and seconds <= 2 * 60 * 60 for seconds in lasting.values()), lasting
