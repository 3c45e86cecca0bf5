"""A real assistant in the background (Redis, action server, Rasa), started with `auta run` as a user does."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import redis

from bot.data_file import ROOT

START_SECONDS = 240
# The rest channel is open, and one machine may talk as much as it likes.
MANY = str(1_000_000)
OPEN = {
    "REDIS_URL": "",
    "AUTA_REST": "1",
    "AUTA_SESSION_MESSAGES": MANY,
    "AUTA_ADDRESS_MESSAGES": MANY,
    "AUTA_ADDRESS_SESSIONS": MANY,
}
PORTS = ("AUTA_PORT", "AUTA_ACTIONS_PORT", "AUTA_REDIS_PORT")
_AUTA = "import sys; from bot.commands import main; sys.exit(main())"


class Assistant:
    """A running assistant: `with Assistant() as assistant:`. Leaving the block stops it with Ctrl-C.

    `project` is the folder whose code and data run; its model must be trained; `environment` are settings. Entering
    raises RuntimeError with what the parts said when they do not start.
    """

    def __init__(self, project: Path = ROOT, environment: Mapping[str, str] | None = None) -> None:
        self.project, self.environment = project, dict(environment or {})
        self.ports = own_ports()
        self.site = f"http://127.0.0.1:{self.ports['AUTA_PORT']}"
        self.address = f"{self.site}/webhooks/rest/webhook"
        self.redis = redis.Redis(port=int(self.ports["AUTA_REDIS_PORT"]), decode_responses=True)
        self.client = httpx.Client(timeout=60)
        self.ready_after: float | None = None

    def __enter__(self) -> Assistant:
        started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-c", _AUTA, "run"],
            cwd=self.project,
            env={**os.environ, **self.ports, **OPEN, "PYTHONPATH": str(self.project), **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if "Auta is ready" in line:
                self.ready_after = time.monotonic() - started
                return self
            if time.monotonic() - started > START_SECONDS:
                break
        self.stop()
        raise RuntimeError("the assistant did not start:\n" + "".join(lines))

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Ctrl-C, as the terminal sends it: to every process of the group."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            self.process.communicate(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def talk(self, sender: str, message: object, page: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
        """The replies to a message."""
        body = {"sender": sender, "message": message, "metadata": dict(page or {})}
        answer = self.client.post(self.address, json=body)
        answer.raise_for_status()
        return answer.json()

    @property
    def log(self) -> str:
        """Everything that its parts have written."""
        return (self.folder / "auta.log").read_text(encoding="utf-8")

    @property
    def folder(self) -> Path:
        """Where it keeps its log and Redis its data."""
        return self.project / ".run" / self.ports["AUTA_PORT"]


def own_ports() -> dict[str, str]:
    """Settings by which an assistant gets ports that nobody listens on."""
    return dict(zip(PORTS, map(str, free_ports(len(PORTS))), strict=True))


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
