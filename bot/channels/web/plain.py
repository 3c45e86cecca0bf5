"""The conversation without JavaScript: each turn is a form that is sent, and the answer is the next page.

The session's token is in the forms and never in an address. So is the page's own number: the same page sent again is
the same message, and gets the same answer.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import wraps
from typing import Any
from urllib.parse import parse_qs

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw, redirect

from bot.authority import load_authority
from bot.channels.web.api import address, as_refused, origin_refused
from bot.channels.web.conversations import CHARACTERS, PERSON, Conversations, Refused, Reply
from bot.channels.web.pages import (
    GETS,
    HEADERS,
    contact,
    day,
    in_other,
    known_municipality,
    page,
    wished_language,
    wished_municipality,
)
from bot.conversation.messages import clock
from bot.language.texts import load_texts
from bot.language.words import LANGUAGES
from bot.providers import now_in_finland

# How long who leaves in a hurry waits for what is deleted.
PATIENCE = 0.3
POSTS = frozenset({"POST"})
UNSTORED = {**HEADERS, "Cache-Control": "no-store"}
MOST_FIELDS = 20
# After these the same message may be answered when it is sent again.
SEND_AGAIN = ("unavailable", "too_slow", "too_many", "too_long")
_PAGE = re.compile(r"[0-9a-f]{16}")
_CODE = re.compile(r"[A-Z0-9]{3}-[A-Z0-9]{3}")

Handler = Callable[["Form"], Awaitable[HTTPResponse]]


class Form:
    """What a form of ours has sent; what is missing is empty."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self._fields = _fields(request)
        self.token = self.get("token")
        self.page = self.get("page")
        self.language = self.get("language") if self.get("language") in LANGUAGES else wished_language(request)
        self.municipality = known_municipality(self.get("municipality"))
        self.choice = self.get("say")
        # Beside a choice: what was written before it, and not sent.
        self.written = self.get("text").replace("\r\n", "\n")
        self.text = self.choice or self.written
        self.code = self.get("code") if _CODE.fullmatch(self.get("code")) else None

    def get(self, name: str) -> str:
        """A field's value."""
        return self._fields.get(name, [""])[0]

    @property
    def message_id(self) -> str:
        """The same for the same choice on the same page, another for another: a page may be gone back to."""
        if not _PAGE.fullmatch(self.page):
            raise Refused(400, "bad_request")
        return f"{self.page}-{hashlib.sha256(self.text.encode(errors='replace')).hexdigest()[:16]}"


def _fields(request: Request) -> dict[str, list[str]]:
    """What was sent, whatever it is: Sanic's own reading logs what it cannot read."""
    try:
        return parse_qs((request.body or b"").decode(errors="replace"), max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}


def add_to(blueprint: Blueprint, conversations: Conversations) -> None:
    """Adds the pages of the conversation to the channel's routes."""

    def form(name: str) -> Callable[[Handler], Handler]:
        """A route for a form of our own pages: a page of another site may not send it."""

        def add(handler: Handler) -> Handler:
            @wraps(handler)
            async def guarded(form: Form) -> HTTPResponse:
                if origin_refused(form.request):
                    raise Refused(403, "wrong_origin")
                return await handler(form)

            async def answer(request: Request) -> HTTPResponse:
                return await guarded(Form(request))

            blueprint.add_route(answer, f"/plain{name}", methods=POSTS, name=f"form_{handler.__name__}")
            if name:
                blueprint.add_route(to_beginning, f"/plain{name}", methods=GETS, name=f"no_form_{handler.__name__}")
            return handler

        return add

    async def sure(form: Form, ends: bool) -> HTTPResponse:
        """Asks before something is deleted."""
        state = (await conversations.read(form.token, address(form.request))).state
        return page(
            "sure.html",
            state["language"],
            store=False,
            ends=ends,
            contact=state["contact"],
            **fields(form.token, state),
        )

    blueprint.add_route(begin, "/plain", methods=GETS, name="plain")

    @form("/start")
    async def start(form: Form) -> HTTPResponse:
        token, reply = await conversations.open(form.language, form.municipality, address(form.request))
        return conversation(token, reply)

    @form("")
    async def say(form: Form) -> HTTPResponse:
        if form.text.strip():  # nothing written: the same page again
            reply = await conversations.say(form.token, form.message_id, form.text, address(form.request))
            if reply.state["ended"]:
                return ended(reply.state["language"], form.code, reply.messages)
        reply = await conversations.read(form.token, address(form.request))
        return conversation(form.token, reply, form.written if form.choice else "")

    @form("/restart")
    async def restart(form: Form) -> HTTPResponse:
        return await sure(form, ends=False)

    @form("/save")
    async def save(form: Form) -> HTTPResponse:
        reply = await conversations.read(form.token, address(form.request))
        name = load_texts().say("utter_plain_saved_name", reply.state["language"], date=f"{now_in_finland():%Y-%m-%d}")
        headers = {**UNSTORED, "Content-Disposition": f'attachment; filename="{name}.txt"'}
        return raw(saved(reply).encode(), headers=headers, content_type="text/plain; charset=utf-8")

    @form("/end")
    async def end(form: Form) -> HTTPResponse:
        if not form.get("sure"):
            return await sure(form, ends=True)
        await conversations.end(form.token)
        return ended(form.language, form.code)

    @form("/exit")
    async def leave(form: Form) -> HTTPResponse:
        # Whoever leaves in a hurry must not see a page of ours; what cannot be deleted now is forgotten in an hour.
        await asyncio.wait([conversations.end_soon(form.token)], timeout=PATIENCE)
        return redirect(load_authority().exit, status=303, headers=UNSTORED)


async def begin(request: Request) -> HTTPResponse:
    """Where a conversation begins: what this is, and one button."""
    language, municipality = wished_language(request), wished_municipality(request)
    switch = "/plain" + in_other(language, municipality)
    here = contact(language, municipality)
    return page("begin.html", language, store=False, contact=here, municipality=municipality, switch=switch)


async def to_beginning(_: Request) -> HTTPResponse:
    """Who opens the address of a form is led to where it begins."""
    return redirect("/plain", status=303)


async def refuse(request: Request, problem: Exception, conversations: Conversations) -> HTTPResponse:
    """The page for whatever failed: a kind sentence, a way to a human being, and what was written, to send again."""
    refused, form = as_refused(problem), Form(request)
    refused.language = refused.language or form.language
    apology = conversations.apology(refused)
    language, is_form = apology["language"], request.method == "POST"
    can_send_again = refused.code in SEND_AGAIN and bool(form.token and form.page) and request.path == "/plain"
    answer = page(
        "error.html",
        language,
        status=refused.status,
        store=False,
        contact=apology["contact"],
        text=apology["text"],
        why=refused.code,
        is_form=is_form,
        was_unread=refused.code == "too_long" and not form.token,
        can_send_again=can_send_again,
        # The conversation's own switch, by its form, where there is one; else the same page, or the beginning.
        switch=None if can_send_again else ("/plain" if is_form else "") + in_other(language, form.municipality),
        token=form.token,
        page=form.page,
        code=form.code,
        choice=form.choice,
        written=form.written,
        municipality=form.municipality,
        characters=CHARACTERS,
    )
    if refused.retry_after is not None:
        answer.headers["Retry-After"] = str(refused.retry_after)
    return answer


def conversation(token: str, reply: Reply, written: str = "") -> HTTPResponse:
    """The page of a conversation: the newest first, what was said before below. `written`: stands in the field."""
    state = reply.state
    before, now = newest(reply.messages)
    return page(
        "plain.html",
        state["language"],
        store=False,
        state=state,
        written=written,
        characters=CHARACTERS,
        kinds={(one["custom"] or {}).get("type") for one in now},
        now=now,
        before=before,
        contact=state["contact"],
        person=PERSON,
        buttons=buttons,
        has_options=any(buttons(one) for one in now),
        **fields(token, state),
    )


def fields(token: str, state: Mapping[str, Any]) -> dict[str, Any]:
    """The hidden fields of a conversation's forms, new for each page."""
    return {"token": token, "page": secrets.token_hex(8), "code": state["reference"]}


def ended(language: str, code: str | None, messages: Sequence[dict[str, Any]] = ()) -> HTTPResponse:
    """The page after the end, with the code that still holds."""
    return page("ended.html", language, store=False, code=code, messages=messages, person=PERSON)


def newest(messages: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What was said before, and the last turn: the person's message and the answers to it."""
    own = [place for place, one in enumerate(messages) if one["from"] == PERSON]
    last = own[-1] if own else 0
    return list(messages[:last]), list(messages[last:])


def buttons(message: dict[str, Any]) -> list[dict[str, str]]:
    """A message's buttons without what the page offers in a place of its own: a person always, the other language when
    that is not what the message asks."""
    shown = [one for one in message["buttons"] if one["payload"] != "/human"]
    return (
        shown if len(message["buttons"]) == 1 else [one for one in shown if not one["payload"].startswith("/language")]
    )


def saved(reply: Reply) -> str:
    """The conversation as text: when, with what, every word, and where a person is."""
    state, now = reply.state, now_in_finland()
    language, person = state["language"], state["contact"]

    def say(name: str, **values: object) -> str:
        return load_texts().say(f"utter_{name}", language, **values)

    about = say("page_saved_about", date=day(now), time=clock(now))
    names = {True: say("page_you"), False: say("page_auta")}
    said = [f"{names[one['from'] == PERSON]}: {one['text']}" for one in reply.messages if one["text"]]
    reach = ", ".join(filter(None, (person["name"], person["phone_text"], person["open"])))
    head = "\n".join([say("page_saved_title"), load_authority().names[language], about])
    return "\n\n".join([head, *said, f"{say('page_person')} {reach}"]) + "\n"
