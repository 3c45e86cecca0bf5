"""The parts of an assistant one by one, so that a test can stop one of them and start it again: as in operation, where each
runs by itself. `auta run` would stop all of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx
import redis

from bot.commands.assistant import OPEN, START_SECONDS, free_ports
from bot.data_file import ROOT

_AUTA = "import sys; from bot.commands import main; sys.exit(main())"


class Part:
    """One process of `auta serve`: started, stopped, killed, frozen, thawed, by its process id."""

    def __init__(self, part: str, environment: dict[str, str], log: Path, works: Callable[[], bool]) -> None:
        self.part, self.environment, self.log, self.works = part, environment, log, works
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Starts it, without waiting."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _AUTA, "serve", self.part],
                cwd=ROOT, env={**os.environ, **self.environment}, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def wait(self) -> None:
        """Waits until it works. Raises RuntimeError with what it wrote when it does not."""
        until = time.monotonic() + START_SECONDS
        while not self.works():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError(f"{self.part} did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.1)

    def restart(self) -> None:
        """Starts it again and waits."""
        self.start()
        self.wait()

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends it and waits until it is gone."""
        if self.process is None or self.process.poll() is not None:
            return
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGCONT)
            os.kill(self.process.pid, how)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def kill(self) -> None:
        """As when the machine takes it away: nothing is saved."""
        self.end(signal.SIGKILL)

    def freeze(self) -> None:
        """It hangs: connections stay open, and nothing comes back."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on."""
        os.kill(self.process.pid, signal.SIGCONT)


class Parts:
    """Redis, the action server and two Rasa servers that share them: `with Parts(folder, …) as parts:`.

    `first` and `second` are settings of each Rasa. `providers` is the folder of their provider files.
    """

    def __init__(self, folder: Path, providers: Path, first: dict[str, str], second: dict[str, str]) -> None:
        ports = free_ports(4)
        self.store = redis.Redis(port=ports[0], decode_responses=True, socket_timeout=2)
        self.sites = [f"http://127.0.0.1:{port}" for port in ports[2:]]
        shared = {
            **OPEN,
            "AUTA_REST": "",
            "AUTA_REDIS_PORT": str(ports[0]),
            "AUTA_ACTIONS_PORT": str(ports[1]),
            "AUTA_PROVIDERS": str(providers),
        }
        own = [
            {**shared, "AUTA_PORT": str(port), **settings}
            for port, settings in zip(ports[2:], (first, second), strict=True)
        ]
        self.redis = Part("redis", own[0], folder / "redis.log", self._stores)
        self.actions = Part(
            "actions", own[0], folder / "actions.log", lambda: _answers(f"http://127.0.0.1:{ports[1]}/health")
        )
        self.rasas = [
            Part("rasa", environment, folder / f"rasa-{number}.log", lambda site=site: _answers(f"{site}/readyz"))
            for number, (environment, site) in enumerate(zip(own, self.sites, strict=True))
        ]
        self.run_folder = ROOT / ".run" / str(ports[2])

    def __enter__(self) -> Parts:
        try:
            for part in self.all:
                part.start()
            for part in self.all:
                part.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for part in self.all:
            part.end()
        for left in self.run_folder.glob("*"):
            left.unlink()
        with suppress(OSError):
            self.run_folder.rmdir()

    @property
    def all(self) -> list[Part]:
        """Every part."""
        return [self.redis, self.actions, *self.rasas]

    @property
    def log(self) -> str:
        """Everything that they have written."""
        return "".join(part.log.read_text(encoding="utf-8", errors="replace") for part in self.all)

    def _stores(self) -> bool:
        try:
            return bool(self.store.ping())
        except redis.RedisError:
            return False


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False
