"""The web channel's conversations: begun, gone on with, shown again, ended. Pages and API do the rest."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeGuard, TypeVar

import redis
from rasa.core.channels.channel import OutputChannel, UserMessage

from bot import rasa_failures
from bot.channels.cleaning import LONGEST_MESSAGE, NOTHING_WRITTEN, clean
from bot.conversation.memory import DEFAULT_LANGUAGE
from bot.conversation.state import contact_card, conversation_state
from bot.language.texts import load_texts
from bot.language.words import LANGUAGES
from bot.providers import load_directory, now_in_finland
from bot.settings import Settings
from bot.storage.connection import connect_async
from bot.storage.conversations import hold, slots
from bot.storage.limits import Limits, whose
from bot.storage.sessions import Message, Session, Sessions

# Two minutes of fast reading aloud; who writes more is asked to shorten it, and loses nothing.
CHARACTERS = 2000
# A long message takes longer to read: it counts as several.
CHARACTERS_OF_ONE = 200
NO_WORDS = "–"
PERSON, AUTA = "person", "auta"
MINUTE, HOUR = 60, 60 * 60
# Each message is read again at the next, to show it after a reload; nobody needs so many.
MOST_MESSAGES = 400
_MESSAGE_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_PAYLOAD = re.compile(r"/(\w+)")

logger = logging.getLogger(__name__)
T = TypeVar("T")
OnMessage = Callable[[UserMessage], Awaitable[Any]]


class Refused(Exception):
    """What cannot be answered: an HTTP status and a code; language and municipality for the words that say so.

    `utter_error_<code>` in data/responses/channel.yml are the words. retry_after: seconds.
    """

    def __init__(
        self,
        status: int,
        code: str,
        language: str | None = None,
        municipality: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.retry_after = status, code, retry_after
        self.language, self.municipality = language, municipality


@dataclass(frozen=True)
class Reply:
    """What is shown after a turn: the messages of that turn, the person's own first, and where the conversation is."""

    messages: list[Message]
    state: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """The reply of the API (docs/web-channel.md)."""
        return {"messages": self.messages, "state": self.state}


class WebOutput(OutputChannel):
    """Collects what Rasa says: words, buttons and the contract's message of one utterance together."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa."""
        return "web"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Takes one utterance."""
        custom = message.get("custom") or None
        if message.get("text") or custom:
            self.messages.append(
                {"text": message.get("text") or "", "buttons": message.get("buttons") or [], "custom": custom}
            )


class Conversations:
    """What the API and the page without JavaScript do with conversations. Every method may raise Refused."""

    def __init__(self, on_message: OnMessage, settings: Settings) -> None:
        self._on_message, self._settings = on_message, settings
        client = connect_async()
        self._sessions, self._limits = Sessions(client), Limits(client)
        self._under_way: set[asyncio.Future[Any]] = set()

    async def open(self, language: str | None, municipality: str | None, address: str) -> tuple[str, Reply]:
        """A new conversation for who asks from an address: its token, greeting and first question."""
        language = language if language in LANGUAGES else None
        place = municipality if exists(municipality) else self._settings.municipality
        async with self._told(language, place):
            await self._spend(f"sessions:{whose(address)}", self._settings.address_sessions, HOUR)
            token, session = self._sessions.new(language or DEFAULT_LANGUAGE, place)
            page = {"municipality": place, **({"language": language} if language else {})}
            return token, await self._turn(session, "/greet", self._settings.turn_seconds, page)

    async def say(self, token: str | None, message_id: Any, text: Any, address: str) -> Reply:
        """The answer to a message. The same id again gives the same answer, and is handled once."""
        if not isinstance(message_id, str) or not _MESSAGE_ID.fullmatch(message_id) or not isinstance(text, str):
            raise Refused(400, "bad_request")
        async with self._told():
            cost = 1 + len(text) // CHARACTERS_OF_ONE
            await self._spend(f"address:{whose(address)}", self._settings.address_messages, MINUTE, cost)
            ended = await self._sessions.ended(token, message_id)
            if ended:
                return Reply([], ended)
            session = await self._session(token)
        async with self._told(session.language, session.municipality):
            await self._spend(f"session:{session.key}", self._settings.session_messages, MINUTE)
            if len(text) > CHARACTERS:
                raise Refused(413, "too_long")
            # Who leaves while an answer comes finds it later: the turn goes on by itself.
            return await asyncio.shield(self._begin(self._in_turn(token, session, message_id, text)))

    async def read(self, token: str | None, address: str) -> Reply:
        """Everything that was said, for a page that is loaded again."""
        async with self._told():
            await self._spend(f"address:{whose(address)}", self._settings.address_messages, MINUTE)
            session = await self._session(token)
            return Reply(session.transcript, _state(session, await self._sessions.record(session)))

    async def end(self, token: str | None) -> None:
        """Deletes the conversation, also when nobody waits for it. One that is not there is deleted already."""
        await asyncio.shield(self.end_soon(token))

    def end_soon(self, token: str | None) -> asyncio.Future[None]:
        """Begins to delete the conversation, for who cannot wait; what fails is forgotten by itself in an hour."""
        return self._begin(self._end(token))

    async def _end(self, token: str | None) -> None:
        async with self._told():
            session = await self._sessions.read(token)
            if session:
                await self._sessions.forget(session)
                # An answer may be under way, and would be kept.
                async with self._sessions.turn(session, 2 * self._settings.turn_seconds):
                    await self._sessions.forget(session)

    async def language(self, token: str | None) -> str | None:
        """The language of a conversation; None when it is not known. Never raises, for it is asked when things fail."""
        try:
            return await self._sessions.language(token)
        except (redis.RedisError, OSError):
            return None

    def apology(self, refused: Refused) -> dict[str, Any]:
        """The body of an error: a kind sentence, and the human contact with its hours."""
        language = refused.language if refused.language in LANGUAGES else DEFAULT_LANGUAGE
        text = load_texts().say(f"utter_error_{refused.code}", language, characters=CHARACTERS)
        contact = contact_card(refused.municipality or self._settings.municipality, language, now_in_finland())
        return {"error": refused.code, "text": text, "language": language, "contact": contact}

    def _begin(self, work: Coroutine[Any, Any, T]) -> asyncio.Future[T]:
        """Work that goes on when nobody waits for it."""
        task = asyncio.ensure_future(work)
        self._under_way.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Future[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # whoever waited for it has been told; here it only counts as seen

    async def _session(self, token: str | None) -> Session:
        session = await self._sessions.read(token)
        if session is None:
            raise Refused(401, "no_session")
        return session

    async def _in_turn(self, token: str | None, session: Session, message_id: str, text: str) -> Reply:
        """One message of the conversation at a time, within the time of a turn; what was said before is said again."""
        seconds, begun = self._settings.turn_seconds, time.monotonic()
        async with self._sessions.turn(session, seconds):
            session = await self._session(token)
            said = _said_before(session, message_id)
            if said:
                return Reply(said, _state(session, await self._sessions.record(session)))
            if session.count >= MOST_MESSAGES:
                raise Refused(401, "worn_out")
            return await self._turn(session, text, begun + seconds - time.monotonic(), {}, message_id)

    async def _spend(self, name: str, most: int, seconds: int, cost: int = 1) -> None:
        wait = await self._limits.spend(name, most, seconds, cost)
        if wait is not None:
            raise Refused(429, "too_many", retry_after=wait)

    async def _turn(
        self, session: Session, raw: str, seconds: float, page: dict[str, Any], message_id: str | None = None
    ) -> Reply:
        """Lets Rasa answer, and keeps what was said only when it did: who gets no answer can send it again."""
        text, done = clean(raw)
        said = self._own_words(session, text)
        output = WebOutput()
        message = UserMessage(text, output, session.sender, input_channel=output.name(), metadata={**page, **done})
        failed, records = rasa_failures.watch(), hold()
        await asyncio.wait_for(self._on_message(message), max(seconds, 1.0))
        record = records.get(session.sender)
        if failed or not output.messages or not record:
            raise Refused(503, "unavailable")
        own = [] if message_id is None else [self._own(session, said, message_id)]
        state = _state(session, record)
        session.language, session.municipality = state["language"], state["municipality"]
        answers = [self._numbered(session, one, state["language"]) for one in output.messages]
        kinds = {(one["custom"] or {}).get("type") for one in answers}
        if "end" in kinds:
            state = {**state, "ended": True}
            await self._sessions.forget(session, message_id, state)
            return Reply(own + answers, state)
        await self._sessions.save(session, own + answers, record, afresh="restart" in kinds)
        return Reply(own + answers, state)

    def _own(self, session: Session, said: str, message_id: str) -> Message:
        session.count += 1
        words: Message = {"from": PERSON, "language": session.language, "text": said, "buttons": [], "custom": None}
        return {"id": session.count, **words, "key": message_id}

    @staticmethod
    def _numbered(session: Session, message: Message, language: str) -> Message:
        session.count += 1
        spoken = (message["custom"] or {}).get("language", language)
        return {"id": session.count, "from": AUTA, "language": spoken, **message}

    @staticmethod
    def _own_words(session: Session, text: str) -> str:
        """What the person sees of their own message: the words; for a button what stood on it."""
        if text == NOTHING_WRITTEN:
            return NO_WORDS
        payload = _PAYLOAD.match(text)
        if not payload:
            return text
        for message in reversed(session.transcript):
            if message["from"] == PERSON:
                break
            pressed = next((one["title"] for one in message["buttons"] if one["payload"] == text), None)
            if pressed:
                return pressed
        name, texts = f"utter_said_{payload[1]}", load_texts()
        return texts.say(name, session.language) if name in texts else NO_WORDS

    @asynccontextmanager
    async def _told(self, language: str | None = None, place: str | None = None) -> AsyncIterator[None]:
        """Makes of every failure a Refused that says what to do."""
        try:
            yield
        except Refused as refused:
            refused.language = refused.language or language
            refused.municipality = refused.municipality or place
            raise
        except (asyncio.TimeoutError, TimeoutError):
            raise Refused(504, "too_slow", language, place) from None
        except (redis.RedisError, OSError) as problem:
            logger.error("Redis does not answer: %s", type(problem).__name__)
            raise Refused(503, "unavailable", language, place) from None
        except Exception as problem:
            # Its text may hold what the person wrote.
            logger.error("a message could not be handled: %s", type(problem).__name__)
            raise Refused(503, "unavailable", language, place) from None


def _said_before(session: Session, message_id: str) -> list[Message]:
    """The turn of a message id: the person's message and what followed; empty when it was not answered yet."""
    places = [place for place, one in enumerate(session.transcript) if one.get("key") == message_id]
    if not places:
        return []
    first = places[0]
    later = (place for place, one in enumerate(session.transcript) if place > first and one["from"] == PERSON)
    return session.transcript[first : next(later, None)]


def exists(municipality: object) -> TypeGuard[str]:
    """Whether a page may name this municipality."""
    return isinstance(municipality, str) and municipality in load_directory().places.municipalities


def _state(session: Session, record: str | None) -> dict[str, Any]:
    """Where the conversation stands by Rasa's record; what that does not know, the session does."""
    known = {name: value for name, value in slots(record).items() if value is not None}
    page = {"language": session.language, "municipality": session.municipality}
    return conversation_state({**page, **known}, now_in_finland())


assert CHARACTERS <= LONGEST_MESSAGE
