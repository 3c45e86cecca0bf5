"""Attacks by address and header, over HTTP and over bare sockets: no script, no file, no header, and nothing of Rasa's own."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.channels.person import SCRIPT, raw, refused, wire, words

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
