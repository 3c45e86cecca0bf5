"""Settings from the environment, each with a default that runs on one machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from bot.data_file import ROOT

MODELS = ROOT / "models"


@dataclass(frozen=True)
class Settings:
    """Where the parts listen, and which municipality the assistant serves."""

    port: int
    actions_port: int
    redis_port: int
    redis_url: str | None
    municipality: str
    providers: Path

    @property
    def run_folder(self) -> Path:
        """Where a running assistant keeps its log and Redis its data; one for each port, so that two never meet."""
        return ROOT / ".run" / str(self.port)

    @property
    def redis_address(self) -> str:
        """REDIS_URL, or the address of the Redis that `make run` starts."""
        return self.redis_url or f"redis://127.0.0.1:{self.redis_port}/0"

    @property
    def chat_address(self) -> str:
        """Where a program talks with the assistant."""
        return f"http://127.0.0.1:{self.port}/webhooks/rest/webhook"

    @property
    def actions_address(self) -> str:
        """Where Rasa calls the action server."""
        return f"http://127.0.0.1:{self.actions_port}/webhook"


def read_settings() -> Settings:
    """AUTA_PORT (5005), AUTA_ACTIONS_PORT (5055), AUTA_REDIS_PORT (6390), REDIS_URL, AUTA_MUNICIPALITY (999),
    AUTA_PROVIDERS (data/providers).

    Raises SystemExit with a sentence for a port that is none.
    """
    return Settings(
        port=_port("AUTA_PORT", 5005),
        actions_port=_port("AUTA_ACTIONS_PORT", 5055),
        redis_port=_port("AUTA_REDIS_PORT", 6390),
        redis_url=os.environ.get("REDIS_URL") or None,
        municipality=os.environ.get("AUTA_MUNICIPALITY", "999"),
        providers=Path(os.environ.get("AUTA_PROVIDERS") or ROOT / "data" / "providers"),
    )


def _port(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise SystemExit(f"{name}: found '{value}', expected a port number from 1 to 65535.")
    return int(value)
