"""The ways to connect to Redis."""

from __future__ import annotations

from typing import Any

import redis
import redis.asyncio
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from bot.settings import read_settings

TIMEOUT_SECONDS = 3.0
# After a restart of Redis each connection that was open fails once: a connection that was idle is tried before it is
# used, and what failed is tried again. A time-out is not: it would be waited for twice.
_ONCE_MORE: Any = (NoBackoff(), 1, (redis.ConnectionError,))
_OPTIONS: Any = {
    "decode_responses": True,
    "socket_timeout": TIMEOUT_SECONDS,
    "socket_connect_timeout": TIMEOUT_SECONDS,
    "retry_on_error": [redis.ConnectionError],
    "health_check_interval": 1,
}


def connect() -> redis.Redis:
    """A client of the configured Redis, which gives up after three seconds. It connects at the first command."""
    return redis.Redis.from_url(read_settings().redis_address, retry=Retry(*_ONCE_MORE), **_OPTIONS)


def connect_async() -> redis.asyncio.Redis:
    """The same for a server that answers many at once: while one waits for Redis, the others are served."""
    return redis.asyncio.Redis.from_url(read_settings().redis_address, retry=AsyncRetry(*_ONCE_MORE), **_OPTIONS)
