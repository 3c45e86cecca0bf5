"""The JSON API of the chat: docs/web-channel.md. Who may ask, in which form, and what an error looks like."""

from __future__ import annotations

import gzip
import logging
import traceback
from collections.abc import Awaitable, Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from sanic import Blueprint
from sanic.exceptions import SanicException, ServiceUnavailable
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse, empty
from sanic.response import json as sanic_json

from bot.authority import load_authority
from bot.channels.web.conversations import CHARACTERS, Conversations, Refused, exists
from bot.channels.web.pages import addresses
from bot.conversation.state import contact_card
from bot.language.texts import load_texts
from bot.language.words import LANGUAGES
from bot.providers import now_in_finland
from bot.settings import read_settings

PREFIX = "/chat"
LONGEST_TOKEN = 100
WORDS = "utter_page_"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
ALLOWED = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "accept-language, authorization, content-type",
    "Access-Control-Max-Age": "7200",
}
CODES = {
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_long",
    HTTPStatus.REQUEST_TIMEOUT: "too_slow",
}

logger = logging.getLogger(__name__)
Handler = Callable[..., Awaitable[HTTPResponse]]


def add_to(blueprint: Blueprint, conversations: Conversations) -> None:
    """Adds the routes below /chat."""

    def route(path: str, *methods: str) -> Callable[[Handler], Handler]:
        """Adds a handler that only pages of our own and of AUTA_ORIGINS may call."""

        def add(handler: Handler) -> Handler:
            @wraps(handler)
            async def guarded(request: Request) -> HTTPResponse:
                if origin_refused(request):
                    raise Refused(403, "wrong_origin")
                return empty(headers=ALLOWED) if request.method == "OPTIONS" else await handler(request)

            blueprint.add_route(guarded, PREFIX + path, methods=[*methods, "OPTIONS"], name=handler.__name__)
            return guarded

        return add

    @route("/page", "GET")
    async def page(request: Request) -> HTTPResponse:
        answer = _json(_page(request.args.get("municipality")))
        answer.headers["Cache-Control"] = "public, max-age=60"
        # Two thirds less to wait for on a slow line; the other replies are small.
        if "gzip" in request.headers.get("accept-encoding", ""):
            answer.body, answer.headers["Content-Encoding"] = gzip.compress(answer.body or b"", 6), "gzip"
        return answer

    @route("/sessions", "POST")
    async def begin(request: Request) -> HTTPResponse:
        body = _body(request)
        token, reply = await conversations.open(body.get("language"), body.get("municipality"), address(request))
        return _json({"session": token, **reply.as_dict()}, status=201)

    @route("/session", "GET", "DELETE")
    async def session(request: Request) -> HTTPResponse:
        if request.method == "DELETE":
            await conversations.end(_token(request))
            return empty()
        return _json((await conversations.read(_token(request), address(request))).as_dict())

    @route("/session/end", "POST")
    async def leave(request: Request) -> HTTPResponse:
        # navigator.sendBeacon: a page that is being left can send a body, and no header. Nobody waits for the answer.
        conversations.end_soon(request.body[:LONGEST_TOKEN].decode("ascii", "replace"))
        return empty()

    @route("/messages", "POST")
    async def say(request: Request) -> HTTPResponse:
        body = _body(request)
        reply = await conversations.say(_token(request), body.get("id"), body.get("text"), address(request))
        return _json(reply.as_dict())


def finish(request: Request, answer: BaseHTTPResponse) -> None:
    """The headers of every answer of the API."""
    if not request.path.startswith(PREFIX + "/"):
        return
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    answer.headers["Vary"] = "Origin, Accept-Encoding"
    origin = request.headers.get("origin")
    if origin in read_settings().origins:
        answer.headers["Access-Control-Allow-Origin"] = origin
        answer.headers["Access-Control-Expose-Headers"] = "Retry-After"


async def refuse(request: Request, problem: Exception, conversations: Conversations) -> HTTPResponse:
    """The answer to a request that failed: never a stack trace, always a sentence and a way to a human being."""
    refused = as_refused(problem)
    if refused.language is None and refused.status not in (
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ):
        refused.language = await conversations.language(_token(request))
    refused.language = refused.language or wanted_language(request)
    headers = {"Retry-After": str(refused.retry_after)} if refused.retry_after else {}
    return _json(conversations.apology(refused), status=refused.status, headers=headers)


def as_refused(problem: Exception) -> Refused:
    """Any failure as one that can be told; what was not foreseen is logged by its kind, for its text may be private."""
    if isinstance(problem, Refused):
        return problem
    if isinstance(problem, SanicException):
        status = HTTPStatus(problem.status_code)
        if status < 500:
            return Refused(status, CODES.get(status, "bad_request"))
    if isinstance(problem, ServiceUnavailable):  # who asked has gone away meanwhile
        return Refused(503, "unavailable")
    where = traceback.extract_tb(problem.__traceback__)[-1:]
    logger.error("a request failed: %s at %s", type(problem).__name__, where)
    return Refused(503, "unavailable")


def origin_refused(request: Request) -> bool:
    """Whether a page of another site asks, that is not in AUTA_ORIGINS. A browser always names the site of a POST."""
    origin = request.headers.get("origin")
    if origin is None or origin in read_settings().origins:
        return False
    return origin.partition("://")[2] != request.headers.get("host")


def address(request: Request) -> str:
    """The address that asks; behind a proxy, the one that it names (SANIC_PROXIES_COUNT, SANIC_REAL_IP_HEADER)."""
    return str(request.remote_addr or request.ip).strip("[]")


def wanted_language(request: Request) -> str | None:
    """The first of our languages that the browser asks for."""
    asked = (part.strip()[:2].lower() for part in request.headers.get("accept-language", "").split(","))
    return next((language for language in asked if language in LANGUAGES), None)


def _page(municipality: str | None) -> dict[str, Any]:
    """What the widget shows before the first message, in both languages."""
    texts, now = load_texts(), now_in_finland()
    place = municipality if exists(municipality) else read_settings().municipality
    authority = load_authority()
    return {
        "texts": {
            language: {
                name.removeprefix(WORDS): texts.get(name, language).text
                for name in texts.variations
                if name.startswith(WORDS)
            }
            for language in LANGUAGES
        },
        "contact": {language: contact_card(place, language, now) for language in LANGUAGES},
        "pages": {language: {**addresses(language), "plain": f"/plain?language={language}"} for language in LANGUAGES},
        "characters": CHARACTERS,
        "seconds": read_settings().turn_seconds,
        "exit": authority.exit,
        "authority": dict(authority.names),
    }


def _body(request: Request) -> dict[str, Any]:
    is_json = request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"
    try:
        body = request.json if is_json else None
    except Exception:
        body = None
    if not isinstance(body, dict):
        raise Refused(400, "bad_request")
    return body


def _json(body: dict[str, Any], **options: Any) -> HTTPResponse:
    return sanic_json(body, ensure_ascii=False, escape_forward_slashes=False, **options)


def _token(request: Request) -> str | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None
