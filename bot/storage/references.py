"""Reference codes: short, easy to read aloud, and forgotten after two weeks. They hold answers, never words."""

from __future__ import annotations

import json
import logging
import secrets
from typing import Any

import redis

from bot.storage.connection import connect

PREFIX = "auta:reference:"
TWO_WEEKS_SECONDS = 14 * 24 * 60 * 60
# Without letters and digits that sound or look alike: B, D, E, G, I, O, Q … stay out where another is heard.
LETTERS = "AFHJKLMNRSTUVXY"
DIGITS = "23456789"

logger = logging.getLogger(__name__)


class References:
    """Keeps what was recommended under a code such as K7F-42R."""

    def __init__(self, client: redis.Redis | None = None) -> None:
        self._redis = client or connect()

    def keep(self, record: dict[str, Any]) -> str | None:
        """A new code for the record; None when Redis does not answer: a recommendation is worth more than a code."""
        try:
            for _ in range(20):
                code = _new_code()
                if self._redis.set(PREFIX + code, json.dumps(record), ex=TWO_WEEKS_SECONDS, nx=True):
                    return code
        except redis.RedisError as problem:
            logger.error("no reference code could be kept: %s", problem)
        return None

    def read(self, code: str) -> dict[str, Any] | None:
        """The record of a code, typed with or without its hyphen; None when there is none (any more)."""
        record = self._redis.get(_key(code))
        return json.loads(record) if record else None

    def rate(self, code: str, score: int) -> bool:
        """Adds feedback (1 to 5) to a record; False when the code is not there any more or Redis does not answer."""
        try:
            record = self.read(code)
            if record is None:
                return False
            return bool(self._redis.set(_key(code), json.dumps({**record, "score": score}), keepttl=True, xx=True))
        except redis.RedisError as problem:
            logger.error("feedback could not be kept: %s", problem)
            return False


def _key(code: str) -> str:
    plain = "".join(character for character in code.upper() if character.isalnum())
    return f"{PREFIX}{plain[:3]}-{plain[3:]}"


def _new_code() -> str:
    pattern = (LETTERS, DIGITS, LETTERS, DIGITS, DIGITS, LETTERS)
    characters = "".join(secrets.choice(alphabet) for alphabet in pattern)
    return f"{characters[:3]}-{characters[3:]}"
