"""The Rasa channel `web`, the only one that is open in production: puts the parts beside it together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import rasa.server
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse

from bot import rasa_failures, rasa_speed, sanic_lengths
from bot.channels.web import api, health, pages, plain
from bot.channels.web.conversations import Conversations
from bot.conversation.memory import DEFAULT_LANGUAGE
from bot.conversation.state import contact_card
from bot.providers import now_in_finland
from bot.settings import read_settings
from bot.triage.safety import compile_alarms

rasa_speed.apply()
sanic_lengths.apply()
rasa_failures.apply()
# Rasa would greet at `/`, and answer for other sites: both are ours to do.
rasa.server.add_root_route = rasa.server.configure_cors = lambda *_: None


class WebChannel(InputChannel):
    """Pages at `/`, the API below /chat, the widget's files below /auta, /healthz and /readyz."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa."""
        return "web"

    def url_prefix(self) -> str:
        """At the root, and not below /webhooks."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes, and how everything that fails is answered."""
        blueprint = Blueprint("web")
        conversations = Conversations(on_new_message, read_settings())
        api.add_to(blueprint, conversations)
        health.add_to(blueprint)
        pages.add_to(blueprint)
        plain.add_to(blueprint, conversations)

        async def refuse(request: Request, problem: Exception) -> HTTPResponse:
            is_page = request is not None and not request.path.startswith(api.PREFIX + "/")
            return await (plain if is_page else api).refuse(request, problem, conversations)

        async def finish(request: Request, answer: BaseHTTPResponse) -> None:
            api.finish(request, answer)

        @blueprint.listener("before_server_start")
        async def for_the_whole_server(app: Sanic, _: Any) -> None:
            app.error_handler.add(Exception, refuse)
            app.register_middleware(finish, "response")

        @blueprint.listener("after_server_start")
        async def warm_up(_: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            loop.run_in_executor(None, _read_what_is_needed_first)

        return blueprint


def _read_what_is_needed_first() -> None:
    """Texts, directory, holidays and the words of danger one by one, so that the first person need not wait."""
    contact_card(None, DEFAULT_LANGUAGE, now_in_finland())
    compile_alarms()
