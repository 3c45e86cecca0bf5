"""One way to connect to Redis."""

from __future__ import annotations

import redis

from bot.settings import read_settings

TIMEOUT_SECONDS = 3.0


def connect() -> redis.Redis:
    """A client of the configured Redis, which gives up after three seconds. It connects at the first command."""
    return redis.Redis.from_url(
        read_settings().redis_address,
        decode_responses=True,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
    )
