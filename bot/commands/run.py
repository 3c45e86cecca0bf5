"""`auta run`: Redis, the action server and Rasa under honcho; one line when they are ready."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx
from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Message, Printer

from bot.commands.model import model_path
from bot.data_file import ROOT, DataError, relative
from bot.settings import Settings, read_settings


def run() -> int:
    """Runs until Ctrl-C or until a part stops; returns the exit status. The data are checked while the parts start, and
    a mistake stops them. Raises DataError for it."""
    settings = read_settings()
    hindrance = _hindrance(settings)
    if hindrance:
        print(_fault(settings) or hindrance, file=sys.stderr)
        return 1
    settings.run_folder.mkdir(parents=True, exist_ok=True)
    printer = QuietPrinter(settings.run_folder / "auta.log")
    manager = Manager(printer)
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    parts = parse_procfile((ROOT / "Procfile").read_text()).processes
    if settings.redis_url:
        del parts["redis"]
    for name, command in parts.items():
        manager.add_process(name, f"exec {command}", env=environment, cwd=str(ROOT))
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    check = _Check(settings, printer, len(parts))
    check.start()
    threading.Thread(target=_announce, args=(settings, check), daemon=True).start()
    manager.loop()
    check.join()
    if check.fault:
        print(check.fault, file=sys.stderr)
        return 1
    return int(manager.returncode or 0)


class QuietPrinter(Printer):
    """Writes every line of the parts to a log file, and shows what tells of trouble: when it is released, for where the
    data are at fault that is all there is to say. `started`: how many parts have been started."""

    def __init__(self, log: Path) -> None:
        super().__init__(sys.stdout)
        self._log = log.open("w", encoding="utf-8")
        self._held: list[Message] | None = []
        self.started = 0

    def write(self, message: Message) -> None:
        """Takes one line of a part's output."""
        line = message.data.decode(errors="replace") if isinstance(message.data, bytes) else message.data
        self._log.write(f"{message.time:%H:%M:%S} {message.name}: {line.rstrip()}\n")
        self._log.flush()
        self.started += message.name == "system" and " started (pid" in line
        if message.name == "system" or any(word in line for word in (" ERROR ", " CRITICAL ", "[error")):
            if self._held is not None:
                self._held.append(message)
            else:
                self._show(message)

    def release(self) -> None:
        """Shows what was held back, and from now on everything at once."""
        held, self._held = self._held or [], None
        for message in held:
            self._show(message)

    def _show(self, message: Message) -> None:
        with suppress(OSError):  # a terminal that was closed must not keep the parts from being stopped
            super().write(message)


class _Check(threading.Thread):
    """Checks the data beside the parts that start, and stops them when there is a `fault`, one sentence."""

    def __init__(self, settings: Settings, printer: QuietPrinter, parts: int) -> None:
        super().__init__(daemon=True)
        self._settings, self._printer, self._parts = settings, printer, parts
        self.fault: str | None = None

    def run(self) -> None:
        """What the thread does."""
        try:
            self.fault = _fault(self._settings)
        except DataError as problem:
            self.fault = str(problem)
        finally:
            if not self.fault:
                self._printer.release()
        if self.fault:
            while self._printer.started < self._parts:  # honcho cannot stop a part that is about to start
                time.sleep(0.05)
            os.kill(os.getpid(), signal.SIGTERM)


def _fault(settings: Settings) -> str | None:
    from bot.commands.faults import fault  # takes a second, which the parts need not wait for

    return fault(settings)


def _hindrance(settings: Settings) -> str | None:
    """One sentence that says why the parts cannot start at all and what to do; None when they can."""
    if not model_path().exists():
        return f"There is no model for the current data ({relative(model_path())}): run `make train`."
    ports = {"AUTA_PORT": settings.port, "AUTA_ACTIONS_PORT": settings.actions_port}
    if not settings.redis_url:
        ports["AUTA_REDIS_PORT"] = settings.redis_port
    for name, port in ports.items():
        if _taken(port):
            return f"Port {port} is taken: stop what uses it, or choose another, as in `{name}={port + 1} make run`."
    return None


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _announce(settings: Settings, check: _Check) -> None:
    check.join()
    if check.fault:
        return
    with httpx.Client(timeout=2) as client:
        while not _answers(client, f"{settings.address}/readyz"):
            time.sleep(0.3)
    print(f"\nAuta is ready: {settings.address}/   (in the terminal: .venv/bin/auta talk)\n", flush=True)


def _answers(client: httpx.Client, address: str) -> bool:
    try:
        return client.get(address).status_code == 200
    except httpx.HTTPError:
        return False
