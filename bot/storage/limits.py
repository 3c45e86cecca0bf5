"""How often something may be done in a time: counted in Redis, so that it is right across replicas."""

from __future__ import annotations

import hashlib
import ipaddress
import math
import time

import redis.asyncio

PREFIX = "auta:limit:"


class Limits:
    """Counts in two windows, the last one weighted by how much of it still counts ("sliding window counter")."""

    def __init__(self, client: redis.asyncio.Redis) -> None:
        self._redis = client

    async def spend(self, name: str, most: int, seconds: int, cost: int = 1) -> int | None:
        """Counts `cost` more of `name`; None when it is within `most` in so many seconds, else how long to wait.

        What is refused is not counted: whoever waits gets through. Raises redis.RedisError.
        """
        now = time.time()
        window, passed = int(now // seconds), now % seconds
        key, last = f"{PREFIX}{name}:{window}", f"{PREFIX}{name}:{window - 1}"
        async with self._redis.pipeline() as pipe:
            counted, _, before = await pipe.incrby(key, cost).expire(key, 2 * seconds).get(last).execute()
        before = int(before or 0)
        if counted + before * (1 - passed / seconds) <= most:
            return None
        await self._redis.decrby(key, cost)
        return _wait(most, counted - cost, before, passed, seconds, cost)


def _wait(most: int, counted: int, before: int, passed: float, seconds: int, cost: int = 1) -> int:
    """Seconds until so much more would be within the limit; twice the time where it never is."""
    if counted + cost <= most and before:
        # What is left of the last window fades: counted + cost + before * (1 - t / seconds) <= most
        until = seconds * (1 - (most - counted - cost) / before)
    else:
        # This window is full: it fades in the next one.
        until = seconds + seconds * (1 - (most - cost) / max(counted, 1))
    return max(1, math.ceil(until - passed))


def whose(address: str) -> str:
    """The name under which an address is counted: a digest of it, for IPv6 of its /64, which one household has."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return hashlib.sha256(address.encode()).hexdigest()[:16]
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return whose(str(ip.ipv4_mapped))
        ip = ipaddress.ip_network((ip, 64), strict=False).network_address
    return hashlib.sha256(ip.packed).hexdigest()[:16]
