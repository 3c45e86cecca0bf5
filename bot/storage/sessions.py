"""What the web channel keeps of a conversation: whose it is, and what was said, as long as it lasts."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import redis.asyncio

from bot.privacy import new_sender
from bot.storage.connection import TIMEOUT_SECONDS
from bot.storage.conversations import IDLE_SECONDS
from bot.storage.conversations import PREFIX as CONVERSATION

# However often somebody writes, after a day everything is forgotten.
ONE_DAY_SECONDS = 24 * 60 * 60
RELEASE_SECONDS = 1
GOODBYE_SECONDS = 120
SESSION, TRANSCRIPT, TURN, ENDED = "auta:session:", "auta:transcript:", "auta:turn:", "auta:ended:"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")

Message = dict[str, Any]


@dataclass
class Session:
    """One conversation of the web channel. `key` is what Redis knows it by: the token itself is kept nowhere."""

    key: str
    sender: str
    language: str
    municipality: str
    started: float
    count: int = 0
    transcript: list[Message] = field(default_factory=list)


class Sessions:
    """Sessions in Redis. Every method raises redis.RedisError when Redis does not answer."""

    def __init__(self, client: redis.asyncio.Redis) -> None:
        self._redis = client

    def new(self, language: str, municipality: str) -> tuple[str, Session]:
        """A token that nobody can guess (192 bits) and its session, which is kept at the first `save`."""
        token = secrets.token_urlsafe(24)
        return token, Session(_key(token), new_sender(), language, municipality, time.time())

    async def read(self, token: str | None) -> Session | None:
        """The session of a token with everything that was said; None when there is none (any more)."""
        key = _known_key(token)
        if key is None:
            return None
        async with self._redis.pipeline() as pipe:
            known, transcript = await pipe.hgetall(SESSION + key).lrange(TRANSCRIPT + key, 0, -1).execute()
        if not known:
            return None
        return Session(
            key,
            known["sender"],
            known["language"],
            known["municipality"],
            float(known["started"]),
            int(known["count"]),
            [json.loads(one) for one in transcript],
        )

    async def save(
        self, session: Session, new: Sequence[Message], record: str | None = None, afresh: bool = False
    ) -> None:
        """Keeps the session, what was said in this turn and Rasa's record after it, all or nothing.

        `afresh` forgets what was said before.
        """
        left = max(1, int(session.started + ONE_DAY_SECONDS - time.time()))
        lasts = min(IDLE_SECONDS, left)
        transcript = TRANSCRIPT + session.key
        fields: dict[str | bytes, bytes | float | int | str] = {
            "sender": session.sender,
            "language": session.language,
            "municipality": session.municipality,
            "started": session.started,
            "count": session.count,
        }
        async with self._redis.pipeline() as pipe:
            if afresh:
                pipe.delete(transcript)
            if new:
                pipe.rpush(transcript, *(json.dumps(one, ensure_ascii=False) for one in new))
            pipe.hset(SESSION + session.key, mapping=fields)
            pipe.expire(SESSION + session.key, lasts).expire(transcript, lasts)
            if record:
                pipe.set(CONVERSATION + session.sender, record, ex=lasts)
            await pipe.execute()

    async def forget(
        self, session: Session, message_id: str | None = None, state: dict[str, Any] | None = None
    ) -> None:
        """Deletes the session, what was said, and Rasa's own record of the conversation.

        `message_id` of a goodbye: for two minutes it is known that it ended the conversation, and with which state.
        """
        key = session.key
        await self._redis.delete(SESSION + key, TRANSCRIPT + key, CONVERSATION + session.sender)
        if message_id and state:
            goodbye = {"id": message_id, "state": {**state, "answers": [], "question": None, "reference": None}}
            await self._redis.set(ENDED + key, json.dumps(goodbye), ex=GOODBYE_SECONDS)

    async def ended(self, token: str | None, message_id: str) -> dict[str, Any] | None:
        """The state with which this message ended the conversation a moment ago; None when it did not."""
        key = _known_key(token)
        kept = await self._redis.get(ENDED + key) if key else None
        goodbye = json.loads(kept) if kept else {}
        return goodbye["state"] if goodbye.get("id") == message_id else None

    async def language(self, token: str | None) -> str | None:
        """The language of a token's session; None when there is none."""
        key = _known_key(token)
        return await self._redis.hget(SESSION + key, "language") if key else None

    async def record(self, session: Session) -> str | None:
        """Rasa's own record of the conversation, as bot/storage/conversations.py keeps it; None when there is none."""
        return await self._redis.get(CONVERSATION + session.sender)

    @asynccontextmanager
    async def turn(self, session: Session, seconds: float) -> AsyncIterator[None]:
        """One message of a conversation at a time, on all replicas: waits for its turn, which may take so many seconds.

        Raises TimeoutError when it does not come within them.
        """
        # Longer than a turn with all that is read and kept in it: two replicas never handle one conversation at once.
        name, lasts = TURN + session.key, seconds + 5 * TIMEOUT_SECONDS
        lock = self._redis.lock(name, timeout=lasts, blocking_timeout=seconds, sleep=0.05, thread_local=False)
        if not await lock.acquire():
            raise TimeoutError
        try:
            yield
        finally:
            # Where Redis does not answer, the lock ends by itself; nobody waits for that.
            with suppress(redis.RedisError, OSError, asyncio.TimeoutError):
                await asyncio.wait_for(lock.release(), RELEASE_SECONDS)


def _known_key(token: str | None) -> str | None:
    """What Redis knows a token by; None for what has not a token's form."""
    return _key(token) if token and _TOKEN.fullmatch(token) else None


def _key(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()[:32]
