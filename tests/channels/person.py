"""Somebody at the web channel, over HTTP, from an address of their own."""

from __future__ import annotations

import json
import random
import re
import secrets
import socket
import time
from typing import Any

import httpx

from bot.providers import load_directory, now_in_finland
from tests.channels.schemas import ERROR, OPENED, REPLY, fits

ANSWERS = {
    "service": "tax_card", "principal": "self", "usage": "with_help", "support": "quick_advice",
    "identification": "works", "device": "own", "reach": "phone",
}  # fmt: skip
# What an attack is made of.
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`{{7*7}}${7*7}"
EVIL = "https://evil.example"
JSON = "Content-Type: application/json\r\n"


def new_address() -> str:
    """An address of this machine that nobody else has: what one test sends never counts for another."""
    return f"127.{random.randint(1, 254)}.{random.randint(1, 254)}.{random.randint(1, 254)}"


def new_id() -> str:
    """An id for a message, as the page makes it."""
    return secrets.token_hex(8)


class Person:
    """Has one conversation. Every reply is checked to have the shape that it should."""

    def __init__(
        self, base: str, language: str | None = "fi", municipality: str | None = None, address: str = ""
    ) -> None:
        self.base, self.language, self.municipality = base, language, municipality
        self.address = address or new_address()
        self.token: str | None = None
        self.seen: list[dict[str, Any]] = []
        transport = httpx.HTTPTransport(local_address=self.address)
        self.client = httpx.Client(base_url=base, transport=transport, timeout=30)

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Any request, with the token when there is one."""
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if self.language:
            sent["Accept-Language"] = self.language
        return self.client.request(
            method, path, json=body, headers={**sent, **{name.replace("_", "-"): one for name, one in headers.items()}}
        )

    def open(self) -> dict[str, Any]:
        """A new conversation."""
        page = {"language": self.language, "municipality": self.municipality}
        answer = self.request("POST", "/chat/sessions", {name: one for name, one in page.items() if one})
        assert answer.status_code == 201, answer.text
        opened = answer.json()
        fits(opened, OPENED)
        self.token = opened["session"]
        self.seen = list(opened["messages"])
        return opened

    def post(self, text: Any, message_id: Any = None) -> httpx.Response:
        """A message, whatever becomes of it."""
        return self.request("POST", "/chat/messages", {"id": message_id or new_id(), "text": text})

    def say(self, text: str, message_id: str | None = None) -> dict[str, Any]:
        """A message that is answered."""
        answer = self.post(text, message_id)
        assert answer.status_code == 200, answer.text
        reply = answer.json()
        fits(reply, REPLY)
        last = max((one["id"] for one in self.seen), default=0)
        if any(custom(reply, "restart")):
            self.seen = []
        self.seen += [one for one in reply["messages"] if one["id"] > last]
        return reply

    def read(self) -> dict[str, Any]:
        """What a page that is loaded again gets."""
        answer = self.request("GET", "/chat/session")
        assert answer.status_code == 200, answer.text
        fits(answer.json(), REPLY)
        return answer.json()

    def end(self) -> httpx.Response:
        """Deletes the conversation."""
        return self.request("DELETE", "/chat/session")

    def to_the_end(self, **others: str) -> dict[str, Any]:
        """Answers until there is a recommendation; returns the last reply."""
        reply, answers = self.read(), {**ANSWERS, **others}
        while reply["state"]["question"]:
            question = reply["state"]["question"]["question"]
            reply = self.say("/answer" + json.dumps({question: answers[question]}, separators=(",", ":")))
        return reply


def custom(reply: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The contract's messages of a kind in a reply."""
    return [one["custom"] for one in reply["messages"] if (one["custom"] or {}).get("type") == kind]


def first_phone(language: str) -> str:
    """The phone offer that stands first at this moment: digital support while it is open, else the authority's advice."""
    offers = {one.names["fi"]: one for one in load_directory().serve("phone", "999")}
    support, advice = offers["Digituki puhelimessa"], offers["Asiakasneuvonta puhelimessa"]
    return (support if support.hours.open_now(now_in_finland()) else advice).names[language]


def words(reply: dict[str, Any]) -> str:
    """Everything that was said to the person."""
    return "\n".join(one["text"] for one in reply["messages"] if one["from"] == "auta")


def refused(answer: httpx.Response, status: int, code: str, language: str = "fi") -> dict[str, Any]:
    """The error, checked: status, code, a sentence in the language, the human contact, and nothing of our insides."""
    assert (answer.status_code, answer.json().get("error")) == (status, code), answer.text[:500]
    error = answer.json()
    fits(error, ERROR)
    assert error["language"] == language
    assert status in (404, 405) or error["contact"]["phone"]
    assert answer.headers["content-type"].startswith("application/json")
    assert "no-store" in answer.headers["cache-control"]
    assert not re.search(
        r"Traceback|\.py\b|/bot/|site-packages|redis|sanic|rasa", answer.text + str(answer.headers), re.IGNORECASE
    )
    return error


def raw(base: str, request: bytes, wait: float = 10.0, finish: bool = True) -> tuple[int, str]:
    """What comes back for bytes that no well-behaved client sends: the status (0: nothing, just closed) and all the text."""
    address = httpx.URL(base)
    with socket.create_connection((address.host, address.port), timeout=wait) as wire:
        wire.sendall(request)
        if finish:
            wire.shutdown(socket.SHUT_WR)
        found, until = b"", time.monotonic() + wait
        try:
            while time.monotonic() < until and (part := wire.recv(65536)):
                found += part
                if b"\r\n\r\n" in found and not finish:
                    break
        except (TimeoutError, ConnectionError):
            pass
    text = found.decode(errors="replace")
    return (int(text.split()[1]) if text.startswith("HTTP/") else 0), text


def wire(base: str, method: str, path: str, headers: str = "", body: bytes = b"", length: int | None = None) -> bytes:
    """A request as bytes; its length may lie."""
    host = httpx.URL(base).netloc.decode()
    size = f"Content-Length: {len(body) if length is None else length}\r\n" if body or length is not None else ""
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}{size}\r\n".encode() + body


def still_works(person: Person) -> None:
    """The conversation goes on as if nothing had happened."""
    assert person.say("/why")["state"]["question"]["question"] == "service"
