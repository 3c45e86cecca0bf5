"""Attacks on the web channel, over HTTP and over bare sockets: each is refused with a status and a sentence, or does nothing."""

from __future__ import annotations

import json
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from bot.storage.sessions import SESSION
from tests.channels.person import Person, custom, new_id, raw, refused, words
from tests.channels.schemas import REPLY, fits
from tests.channels.test_api import kept, key_of

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`{{7*7}}${7*7}"
EVIL = "https://evil.example"
JSON = "Content-Type: application/json\r\n"


def wire(base: str, method: str, path: str, headers: str = "", body: bytes = b"", length: int | None = None) -> bytes:
    """A request as bytes; its length may lie."""
    host = httpx.URL(base).netloc.decode()
    size = f"Content-Length: {len(body) if length is None else length}\r\n" if body or length is not None else ""
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}{size}\r\n".encode() + body


def still_works(person: Person) -> None:
    """The conversation goes on as if nothing had happened."""
    assert person.say("/why")["state"]["question"]["question"] == "service"


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


# ---- forged options and payloads

FORGED = [
    '/answer{"safety":"emergency"}', '/answer{"progress":{"recommended":true}}', '/answer{"requested_slot":"reach"}',
    '/answer{"level":4}', '/answer{"usage":"everything"}', '/answer{"usage":["alone"]}', '/answer{"service":{"id":1}}',
    '/answer{"municipality":"Helsinki"}', '/answer{"language":"ru"}', '/answer{"usage":', "/answer", "/answer{}", "/answer[]",
    '/answer{"usage":"alone"}{"usage":"never"}', '/answer{"usage":"' + SCRIPT.replace('"', "'") + '"}',
    "/session_start", "/nlu_fallback", "/safety", '/safety{"safety":"fraud"}', "/action_restart", "/action_listen", "/inform",
    "/triage_form", "/EXTERNAL", "EXTERNAL: answer", "/restart_", "//restart", "/ restart@1.0", "/utter_goodbye",
    '/change{"question":"progress"}', '/change{"question":["usage"]}', '/feedback{"score":99999}', '/feedback{"score":"<b>"}',
    "/answer" + json.dumps({"usage": 1e308}), '/answer{"usage":NaN}', "/answer{" + '"a":{' * 300 + "}" * 301, "/answer" + "[" * 1900,
    "/answer" + '{"usage":' * 150 + "1" + "}" * 150, "/back@0.1{}", '/answer{"usage":"alone","usage":"never"}',
]  # fmt: skip


@pytest.mark.parametrize("payload", FORGED, ids=lambda payload: payload[:40])
def test_a_forged_payload_is_answered_in_words_and_decides_nothing(assistant, payload):
    one = Person(assistant.site)
    one.open()
    one.say('/answer{"service":"tax_card"}')
    reply = one.say(payload)
    assert words(reply).strip()
    assert not custom(reply, "safety")
    assert not custom(reply, "recommendation")
    question = reply["state"]["question"]
    assert question is not None
    given = {answer["question"] for answer in reply["state"]["answers"]}
    # What names an option that can be chosen may be taken as that, however oddly it is put.
    assert given <= {"service", "usage"}
    assert "usage" not in given or '"alone"' in payload
    assert one.say('/answer{"principal":"self"}')["state"]["answers"]


def test_nobody_can_speak_as_the_assistant(assistant, person):
    answer = person.request(
        "POST",
        "/chat/messages",
        {"id": new_id(), "text": "hei", "from": "auta", "custom": {"type": "end"}, "metadata": {"identity_code_removed": True},
         "buttons": [{"title": "x", "payload": "/x"}], "language": "sv", "sender": "default", "parse_data": {"intent": {"name": "safety"}}},
    )  # fmt: skip
    assert answer.status_code == 200
    reply = answer.json()
    fits(reply, REPLY)
    assert (reply["messages"][0]["from"], reply["messages"][0]["text"], reply["messages"][0]["custom"]) == (
        "person",
        "hei",
        None,
    )
    assert not custom(reply, "privacy")
    assert reply["state"]["language"] == "fi"


# ---- bodies

BODIES = [
    b"", b"{", b"[]", b'"hei"', b"17", b"null", b"true", b"NaN", b"\xff\xfe", b'{"id":"1","text":"\xc3\x28"}', b'{"id":"1"}', b'{"text":"hei"}',
    b'{"id":1,"text":"hei"}', b'{"id":"","text":"hei"}', b'{"id":"a b","text":"hei"}', b'{"id":"a\\n","text":"hei"}', b'{"id":"1","text":null}',
    b'{"id":"1","text":["hei"]}', b'{"id":"1","text":{"text":"hei"}}', b'{"id":"1","text":1}', b'{"id":"' + b"x" * 65 + b'","text":"hei"}',
    b'{"id":["1"],"text":"hei"}', b"{'id':'1','text':'hei'}", b'{"id":"1","text":"hei"}garbage', b"[" * 20_000, b'{"a":' * 9_000 + b"1" + b"}" * 9_000,
    b"id=1&text=hei", b"<a/>",
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:30]))
def test_a_malformed_body_is_refused(person, body):
    answer = person.client.post(
        "/chat/messages",
        content=body,
        headers={
            "Authorization": f"Bearer {person.token}",
            "Content-Type": "application/json",
            "Accept-Language": "fi",
        },
    )
    refused(answer, 400, "bad_request")
    still_works(person)


def test_a_key_twice_counts_once(person):
    body = b'{"id":"one","id":"two","text":"hei","text":"/why"}'
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "application/json"}
    answers = [person.client.post("/chat/messages", content=body, headers=headers) for _ in range(2)]
    assert answers[0].text == answers[1].text
    assert [one["from"] for one in answers[0].json()["messages"]].count("person") == 1


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/jsonp"],
)
def test_another_content_type_is_refused(person, kind):
    """What a form on another site could send without asking."""
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": kind, "Accept-Language": "fi"}
    answer = person.client.post("/chat/messages", content=b'{"id":"1","text":"hei"}', headers=headers)
    refused(answer, 400, "bad_request")
    still_works(person)


@pytest.mark.parametrize(
    "text", ["", "   ", "\x00", "/", "//", "\u202e\u200b", "\ud83d", "a\r\nSet-Cookie: x=1", "﷽" * 50, "e\u0301" * 400]
)
def test_odd_text_is_answered(person, text):
    body = json.dumps({"id": new_id(), "text": text}).encode()
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "application/json"}
    answer = person.client.post("/chat/messages", content=body, headers=headers)
    assert answer.status_code == 200, answer.text
    fits(answer.json(), REPLY)
    assert words(answer.json()).strip()
    fits(person.read(), REPLY)


def test_a_message_that_is_too_long_is_told_of_and_a_long_one_is_taken(person):
    refused(person.post("x" * 2001), 413, "too_long")
    refused(person.post("ä" * 60_000), 413, "too_long")
    assert person.post("ä" * 2000).status_code == 200


@pytest.mark.parametrize("size", [70_000, 5_000_000])
def test_an_oversized_body_is_refused_before_it_is_read(assistant, person, size):
    headers = f"Authorization: Bearer {person.token}\r\nAccept-Language: fi\r\n{JSON}"
    started = time.monotonic()
    status, answer = raw(
        assistant.site,
        wire(assistant.site, "POST", "/chat/messages", headers, b'{"id":"1","text":"', size),
        finish=False,
    )
    assert status == 413, answer
    assert '"too_long"' in answer
    assert time.monotonic() - started < 3
    still_works(person)


def test_a_chunked_body_is_limited_too(assistant, person):
    headers = f"Authorization: Bearer {person.token}\r\nTransfer-Encoding: chunked\r\n{JSON}"
    chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    status, answer = raw(
        assistant.site, wire(assistant.site, "POST", "/chat/messages", headers) + chunk * 20 + b"0\r\n\r\n"
    )
    assert status in (0, 400, 413), answer
    assert "Traceback" not in answer
    still_works(person)


@pytest.mark.parametrize(
    "lie",
    [
        "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n", "Content-Length: x\r\n", "Content-Length: 5\r\nContent-Length: 50\r\n",
        "Content-Length: 23\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n", "Content-Encoding: gzip\r\nContent-Length: 23\r\n",
        "Expect: 100-nothing\r\nContent-Length: 23\r\n",
    ],
    ids=repr,
)  # fmt: skip
def test_a_lie_about_the_body_is_refused(assistant, person, lie):
    request = wire(assistant.site, "POST", "/chat/messages", f"Authorization: Bearer {person.token}\r\n{JSON}{lie}")
    status, answer = raw(assistant.site, request + b'{"id":"1","text":"hei"}')
    assert status in (0, 400, 413, 417), answer
    assert "Traceback" not in answer
    still_works(person)


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET / HTTP/9.9",
        b"\x16\x03\x01\x02\x00",
        b"GET",
        b"GET " + b"/x" * 40_000 + b" HTTP/1.1",
        b"get / http/1.1",
        b"A" * 100_000,
        b"\r\n" * 100,
    ],
    ids=lambda line: repr(line[:20]),
)
def test_what_is_no_request_does_no_harm(assistant, person, request_line):
    status, answer = raw(assistant.site, request_line + b"\r\n\r\n")
    assert status == 0 or 400 <= status < 600, answer
    assert "Traceback" not in answer
    assert status < 500 or status == 505
    still_works(person)


def test_slow_bodies_hold_nobody_up(assistant, person):
    """Sixty who send a byte and wait: the others are served meanwhile."""
    slow = []
    for _ in range(60):
        one = socket.create_connection((httpx.URL(assistant.site).host, httpx.URL(assistant.site).port), timeout=5)
        one.sendall(wire(assistant.site, "POST", "/chat/messages", JSON, b"{", 2000))
        slow.append(one)
    started = time.monotonic()
    still_works(person)
    assert time.monotonic() - started < 3
    for one in slow:
        one.close()
    still_works(person)


def test_a_flood_of_strangers_does_not_stop_the_conversation(assistant, person):
    def knock(number: int) -> int:
        one = Person(assistant.site)
        one.token = f"{number:032}"
        return one.request("GET", "/chat/session").status_code

    with ThreadPoolExecutor(16) as pool:
        knocks = pool.map(knock, range(300))
        still_works(person)
        assert set(knocks) <= {401, 429}


# ---- HTML, script, headers


def test_script_in_a_message_comes_back_as_text(person):
    answer = person.post(SCRIPT)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json()["messages"][0]["text"] == SCRIPT
    assert "49" not in words(answer.json())


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/plain",
        "/tietosuoja",
        "/dataskydd",
        "/saavutettavuus",
        "/tillganglighet",
        "/chat/page",
        "/nothing",
        "/auta/x",
    ],
)
def test_script_in_an_address_is_never_part_of_a_page(assistant, path):
    for name in ("language", "municipality", "x"):
        answer = httpx.get(f"{assistant.site}{path}", params={name: SCRIPT}, headers={"Accept-Language": SCRIPT})
        assert answer.status_code in (200, 303, 400, 404)
        assert "<script>alert" not in answer.text
        assert "onerror=alert" not in re.sub(r"&lt;.*?&gt;", "", answer.text)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
    answer = httpx.get(f"{assistant.site}{path}/{SCRIPT}")
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("path", ["/", "/plain", "/chat/page", "/nothing", "/tietosuoja"])
def test_a_line_break_in_a_parameter_makes_no_header(assistant, path):
    broken = "%0d%0aSet-Cookie:%20x=1%0d%0a%0d%0a<html>"
    for request in (
        wire(assistant.site, "GET", f"{path}?language={broken}&municipality={broken}"),
        wire(assistant.site, "GET", f"{path}/{broken}"),
        wire(assistant.site, "GET", path, f"Origin: https://evil.example{broken}\r\nAccept-Language: {broken}\r\n"),
        wire(
            assistant.site,
            "GET",
            path,
            "Origin: https://a\n Set-Cookie: x=1\r\nAccept-Language: fi\r\n\tSet-Cookie: x=1\r\n",
        ),
    ):
        _, answer = raw(assistant.site, request)
        assert "set-cookie" not in answer.partition("\r\n\r\n")[0].lower()
        assert "<html>\r\n" not in answer.partition("\r\n\r\n")[0]


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


# ---- what must not be there

RASAS_OWN = [
    "/version", "/status", "/model", "/model/parse", "/model/predict", "/domain", "/conversations", "/conversations/x/tracker",
    "/conversations/x/messages", "/conversations/x/execute", "/conversations/x/trigger_intent", "/webhooks", "/webhooks/",
    "/webhooks/web", "/webhooks/web/webhook", "/webhooks/callback", "/webhooks/rest/webhook/x", "/socket.io", "/docs", "/metrics", "/.env", "/.git/config",
    "/admin", "/robots", "/auta", "/auta/", "/chat", "/chat/", "/chat/x", "/chat/sessions/x",
]  # fmt: skip


@pytest.mark.parametrize("path", RASAS_OWN)
def test_rasas_own_api_is_not_there(assistant, path):
    for method in ("GET", "POST", "PUT", "DELETE"):
        answer = httpx.request(method, f"{assistant.site}{path}", json={} if method in ("POST", "PUT") else None)
        assert answer.status_code in (404, 405), f"{method} {path}: {answer.status_code} {answer.text[:200]}"
        assert not re.search(r"rasa|sanic|Traceback", f"{answer.text} {answer.headers}", re.IGNORECASE)


@pytest.mark.parametrize(
    "path",
    [
        "/auta/../__init__.py", "/auta/..%2f__init__.py", "/auta/%2e%2e/__init__.py", "/auta/%2e%2e%2f%2e%2e%2f%2e%2e%2fcredentials.yml",
        "/auta/....//__init__.py", "/auta//etc/passwd", "/auta/%2fetc%2fpasswd", "/auta/..\\__init__.py", "/auta/%00", "/auta/auta-chat.js%00.html",
        "/auta/..;/api.py", "//etc/passwd", "/auta/../../../../data/authority.yml", "/auta/%252e%252e%252fapi.py",
    ],
)  # fmt: skip
def test_no_file_outside_the_folder_is_given(assistant, path):
    status, answer = raw(assistant.site, wire(assistant.site, "GET", path))
    assert status in (400, 404), answer[:300]
    assert not re.search(r"from __future__|root:|Traceback|/work|site-packages|InputChannel", answer)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/chat/sessions"), ("GET", "/chat/messages"), ("PUT", "/chat/messages"), ("PATCH", "/chat/session"), ("POST", "/chat/session"),
     ("DELETE", "/chat/messages"), ("POST", "/chat/page"), ("TRACE", "/chat/session"), ("PROPFIND", "/chat/page"), ("HEAD", "/chat/sessions")],
)  # fmt: skip
def test_a_method_that_is_not_meant_is_refused(assistant, method, path):
    answer = httpx.request(method, f"{assistant.site}{path}", headers={"Accept-Language": "sv"})
    assert answer.status_code in (404, 405)
    if method != "HEAD":
        refused(answer, answer.status_code, "method_not_allowed" if answer.status_code == 405 else "not_found", "sv")


def test_head_answers_without_a_body(assistant):
    for path in ("/", "/healthz"):
        answer = httpx.head(f"{assistant.site}{path}")
        assert answer.status_code in (200, 405)
        assert answer.content == b""


def test_an_error_is_in_the_language_of_the_browser_until_a_conversation_has_one(assistant, person):
    for asked, language in (
        ("sv", "sv"),
        ("fi", "fi"),
        ("de, sv;q=0.5", "sv"),
        ("en", "fi"),
        ("", "fi"),
        (SCRIPT, "fi"),
    ):
        answer = httpx.get(f"{assistant.site}/chat/session", headers={"Accept-Language": asked})
        refused(answer, 401, "no_session", language)
    person.say('/language{"language":"sv"}')
    refused(person.post("x" * 3000), 413, "too_long", "sv")
    refused(person.request("POST", "/chat/messages", {"id": "!"}), 400, "bad_request", "sv")


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
