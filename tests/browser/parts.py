"""An assistant whose parts (Redis, actions, Rasa) are stopped and started one by one, as it happens to a server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping

import httpx

from bot.commands.assistant import START_SECONDS, own_ports
from bot.data_file import ROOT

PARTS = ("redis", "actions", "rasa")
_SERVE = "import sys; from bot.commands import main; sys.exit(main(['serve', sys.argv[1]]))"


class Parts:
    """`with Parts() as parts:` starts them all on ports of their own; Redis keeps what it has when it is stopped."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        ports = own_ports()
        self.address = f"http://127.0.0.1:{ports['AUTA_PORT']}"
        self.folder = ROOT / ".run" / ports["AUTA_PORT"]
        self._environment = {**os.environ, "REDIS_URL": "", "PYTHONPATH": str(ROOT), **ports, **(environment or {})}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Parts:
        self.folder.mkdir(parents=True, exist_ok=True)
        for part in PARTS:
            self.begin(part)
        try:
            self.wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for part in reversed(list(self._running)):
            self.stop(part)
        shutil.rmtree(self.folder, ignore_errors=True)

    def begin(self, part: str) -> None:
        """Starts a part, without waiting until it is ready."""
        with (self.folder / f"{part}.log").open("ab") as log:
            self._running[part] = subprocess.Popen(
                [sys.executable, "-c", _SERVE, part],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self, part: str) -> None:
        """Ends a part as a machine that is shut down does: it may save what it has."""
        process = self._running.pop(part)
        process.send_signal(signal.SIGCONT)
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def freeze(self, part: str) -> None:
        """The part stays, but answers nothing."""
        self._running[part].send_signal(signal.SIGSTOP)

    def thaw(self, part: str) -> None:
        """It goes on."""
        self._running[part].send_signal(signal.SIGCONT)

    def wait_until_ready(self) -> None:
        """Returns when a message would be answered. Raises RuntimeError with what the parts said when none would be."""
        last: object = None
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                answer = httpx.get(f"{self.address}/readyz", timeout=5)
                if answer.status_code == 200:
                    return
                last = answer.text
            except httpx.HTTPError as problem:
                last = problem
            if any(process.poll() is not None for process in self._running.values()):
                break
            time.sleep(0.2)
        logs = "\n".join(file.read_text(errors="replace")[-2000:] for file in self.folder.glob("*.log"))
        raise RuntimeError(f"the assistant is not ready: {last}\n{logs}")
