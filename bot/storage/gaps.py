"""Help that was looked for in vain, counted: where, by which channel, in which language; nothing of a person."""

from __future__ import annotations

import logging
from dataclasses import astuple

import redis

from bot.providers import Gap
from bot.storage.connection import connect

KEY = "auta:gaps"

logger = logging.getLogger(__name__)


class Gaps:
    """Counts gaps in the municipalities' coverage."""

    def __init__(self, client: redis.Redis | None = None) -> None:
        self._redis = client or connect()

    def record(self, gap: Gap) -> None:
        """Counts one more; when Redis does not answer, only the log knows of it."""
        try:
            self._redis.hincrby(KEY, "|".join(part or "" for part in astuple(gap)), 1)
        except redis.RedisError as problem:
            logger.error("a gap in the coverage could not be counted: %s", problem)

    def counted(self) -> dict[Gap, int]:
        """How often each gap was met, the most frequent first. Raises redis.RedisError."""
        found = {_gap(name): int(count) for name, count in self._redis.hgetall(KEY).items()}
        return dict(sorted(found.items(), key=lambda item: -item[1]))


def _gap(name: str) -> Gap:
    municipality, channel, language, level_id, instead = name.split("|")
    return Gap(municipality, channel, language, level_id or None, instead)
