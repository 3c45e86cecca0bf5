"""Attacks by message, over HTTP and over bare sockets: forged payloads, bodies that lie, floods. Each is refused or does nothing."""

from __future__ import annotations

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.channels.person import JSON, SCRIPT, Person, custom, new_id, raw, refused, still_works, wire, words
from tests.channels.schemas import REPLY, fits

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
