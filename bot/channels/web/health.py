"""Whether it lives, and whether it can answer: for whoever watches over it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import httpx
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.settings import read_settings
from bot.storage.connection import connect_async

SECONDS = 2.0


def add_to(blueprint: Blueprint) -> None:
    """Adds /healthz and /readyz."""
    redis = connect_async()
    # Made once: making one reads every certificate of the machine. The action server is on this machine, without TLS.
    client = httpx.AsyncClient(timeout=SECONDS, verify=False, trust_env=False)
    address = read_settings().actions_address.removesuffix("/webhook") + "/health"

    async def actions() -> None:
        (await client.get(address)).raise_for_status()

    @blueprint.get("/healthz")
    async def healthz(_: Request) -> HTTPResponse:
        """200 while the process answers."""
        return json({"alive": True})

    @blueprint.get("/readyz")
    async def readyz(request: Request) -> HTTPResponse:
        """200 when a message would be answered; 503 and what is missing when not."""
        agent = getattr(request.app.ctx, "agent", None)
        acting, storing = await asyncio.gather(_works(actions()), _works(redis.ping()))
        parts = {"model": agent is not None and agent.is_ready(), "actions": acting, "redis": storing}
        return json({"ready": all(parts.values()), **parts}, status=200 if all(parts.values()) else 503)


async def _works(asked: Awaitable[object]) -> bool:
    try:
        await asyncio.wait_for(asked, SECONDS)
    except Exception:
        return False
    return True
