"""Rasa's `rest` channel, for development and tests (AUTA_REST=1), made careful: nothing private is passed on,
conversations stay apart, no reply is empty."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint
from sanic.exceptions import InvalidUsage
from sanic.request import Request

from bot import rasa_speed
from bot.channels.cleaning import clean
from bot.language.texts import load_texts
from bot.language.words import LANGUAGES
from bot.privacy import new_sender, remove_identity_codes
from bot.providers import load_directory
from bot.settings import read_settings

LONGEST_SENDER = 100
PAGE_FIELDS = ("language", "municipality")

logger = logging.getLogger(__name__)
rasa_speed.apply()


class RestChannel(RestInput):
    """POST /webhooks/rest/webhook with {"sender": "…", "message": "…", "metadata": {…}}."""

    async def _extract_sender(self, req: Request) -> str:
        """The conversation's id; a new one when none is given, so that two people never share one."""
        sender = _body(req).get("sender")
        if sender in (None, ""):
            return new_sender()
        sender = str(sender)
        unfit = len(sender) > LONGEST_SENDER or remove_identity_codes(sender)[1]
        return hashlib.sha256(sender.encode()).hexdigest() if unfit else sender

    def _extract_message(self, req: Request) -> str:
        return clean(_body(req).get("message"))[0]

    def _extract_input_channel(self, req: Request) -> str:
        return self.name()

    def get_metadata(self, request: Request) -> dict[str, Any]:
        """The page's fields, and what was done to the message: identity_code_removed, shortened."""
        page = _body(request).get("metadata")
        page = (
            {name: page[name] for name in PAGE_FIELDS if isinstance(page.get(name), str)}
            if isinstance(page, dict)
            else {}
        )
        return {**page, **clean(_body(request).get("message"))[1]}

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes; a message that fails is answered with a sentence and a human contact."""

        async def answer(message: UserMessage) -> None:
            try:
                await on_new_message(message)
            except Exception:
                logger.exception("a message could not be handled")
            await _never_empty(message)

        return super().blueprint(answer)


def _body(request: Request) -> dict[str, Any]:
    if not isinstance(request.json, dict):
        raise InvalidUsage('The body must be a JSON object: {"sender": "…", "message": "…"}')
    return request.json


async def _never_empty(message: UserMessage) -> None:
    channel = message.output_channel
    if not isinstance(channel, CollectingOutputChannel) or channel.messages:
        return
    contact = load_directory().contact(read_settings().municipality)
    page_language = (message.metadata or {}).get("language")
    for language in [page_language] if page_language in LANGUAGES else LANGUAGES:
        values = {"name": contact.names[language], "phone": contact.spoken_phone()}
        text = load_texts().say("utter_technical_problem", language, **values)
        await channel.send_text_message(message.sender_id, text)
