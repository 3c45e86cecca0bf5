"""What tests share: one real assistant (Redis, action server, Rasa), started as a user starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import uuid
from pathlib import Path

import httpx
import pytest
import redis

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 180


class Assistant:
    """A running assistant and how to talk with it."""

    def __init__(self, ports: dict[str, str]) -> None:
        self.ports = ports
        self.address = f"http://127.0.0.1:{ports['AUTA_PORT']}/webhooks/rest/webhook"
        self.redis = redis.Redis(port=int(ports["AUTA_REDIS_PORT"]), decode_responses=True)
        self._client = httpx.Client(timeout=60)

    def post(self, body) -> httpx.Response:
        return self._client.post(self.address, json=body)

    def talk(self, sender: str, message, metadata=None) -> list[dict]:
        answer = self.post({"sender": sender, "message": message, "metadata": metadata or {}})
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(scope="session")
def assistant():
    """The whole assistant under `auta run`, on ports of its own."""
    with running_assistant() as started:
        yield started


@pytest.fixture
def sender() -> str:
    return uuid.uuid4().hex


class running_assistant:
    """`with running_assistant() as assistant`: started by `auta run`, stopped by Ctrl-C."""

    def __enter__(self) -> Assistant:
        ports = dict(zip(("AUTA_PORT", "AUTA_ACTIONS_PORT", "AUTA_REDIS_PORT"), map(str, free_ports(3)), strict=True))
        environment = {**os.environ, **ports, "REDIS_URL": ""}
        self.process = subprocess.Popen(
            [ROOT / ".venv/bin/auta", "run"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_SECONDS
        lines = []
        while time.monotonic() < deadline:
            line = self.process.stdout.readline()
            lines.append(line)
            if "Auta is ready" in line:
                self.ready_line = line
                return Assistant(ports)
            if not line and self.process.poll() is not None:
                break
        self.__exit__()
        pytest.fail("the assistant did not start:\n" + "".join(lines))

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            self.process.wait(timeout=30)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
