"""Settings from the environment, each with a default that runs on one machine."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from bot.data_file import ROOT

MODELS = ROOT / "models"


@dataclass(frozen=True)
class Settings:
    """Where the parts listen, which municipality is served, who may embed the chat, and how much is too much.

    session_messages, address_messages: messages a minute of one conversation, of one address. address_sessions:
    conversations an hour begun from one address. turn_seconds: how long an answer may take.
    """

    port: int
    actions_port: int
    redis_port: int
    redis_url: str | None
    municipality: str
    providers: Path
    origins: frozenset[str]
    rest: bool
    session_messages: int
    address_messages: int
    address_sessions: int
    turn_seconds: int

    @property
    def run_folder(self) -> Path:
        """Where a running assistant keeps its log and Redis its data; one for each port, so that two never meet."""
        return ROOT / ".run" / str(self.port)

    @property
    def redis_address(self) -> str:
        """REDIS_URL, or the address of the Redis that `make run` starts."""
        return self.redis_url or f"redis://127.0.0.1:{self.redis_port}/0"

    @property
    def address(self) -> str:
        """Where the chat is, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def actions_address(self) -> str:
        """Where Rasa calls the action server."""
        return f"http://127.0.0.1:{self.actions_port}/webhook"


def read_settings() -> Settings:
    """The settings of the table in README.md. Raises SystemExit with a sentence for one that cannot be."""
    return Settings(
        port=_number("AUTA_PORT", 5005, 65535),
        actions_port=_number("AUTA_ACTIONS_PORT", 5055, 65535),
        redis_port=_number("AUTA_REDIS_PORT", 6390, 65535),
        redis_url=os.environ.get("REDIS_URL") or None,
        municipality=os.environ.get("AUTA_MUNICIPALITY", "999"),
        providers=Path(os.environ.get("AUTA_PROVIDERS") or ROOT / "data" / "providers"),
        origins=frozenset(map(_origin, (os.environ.get("AUTA_ORIGINS") or "").split())),
        rest=os.environ.get("AUTA_REST") == "1",
        session_messages=_number("AUTA_SESSION_MESSAGES", 30),
        address_messages=_number("AUTA_ADDRESS_MESSAGES", 300),
        address_sessions=_number("AUTA_ADDRESS_SESSIONS", 120),
        turn_seconds=_number("AUTA_TURN_SECONDS", 10, 60),
    )


def _number(name: str, default: int, most: int = 1_000_000) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or not 0 < int(value) <= most:
        raise SystemExit(f"{name}: found '{value}', expected a number from 1 to {most}.")
    return int(value)


def _origin(value: str) -> str:
    if not re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?", value):
        raise SystemExit(f"AUTA_ORIGINS: found '{value}', expected origins as https://www.kunta.fi, without a path.")
    return value
