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

from bot.authority import authority_file, load_authority
from bot.commands.decision import missing_texts
from bot.commands.model import model_path
from bot.data_file import ROOT, relative
from bot.language.texts import load_texts
from bot.providers import load_directory
from bot.settings import Settings, read_settings
from bot.triage import load_triage
from bot.triage.check import problems
from bot.triage.safety import load_alarms


def run() -> int:
    """Runs until Ctrl-C or until a part stops; returns the exit status. Raises DataError for a broken data file."""
    settings = read_settings()
    reason = why_not(settings)
    if reason:
        print(reason, file=sys.stderr)
        return 1
    settings.run_folder.mkdir(parents=True, exist_ok=True)
    manager = Manager(QuietPrinter(settings.run_folder / "auta.log"))
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        if name != "redis" or not settings.redis_url:
            manager.add_process(name, f"exec {command}", env=environment, cwd=str(ROOT))
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    threading.Thread(target=_announce, args=(settings,), daemon=True).start()
    manager.loop()
    return int(manager.returncode or 0)


def why_not(settings: Settings) -> str | None:
    """One sentence that says why the assistant cannot start and what to do; None when it can. Raises DataError."""
    triage = load_triage()
    directory = load_directory()
    load_alarms()
    found = problems(triage) + missing_texts(triage, load_texts())
    if found:
        return found[0]
    if settings.municipality not in directory.contacts:
        return (
            f"data/providers has no file for municipality {settings.municipality} with its human contact, which "
            "the law asks for: add one, or set AUTA_MUNICIPALITY to a municipality that has."
        )
    if load_authority().municipality != settings.municipality:
        return (
            f"{relative(authority_file())} names who answers for municipality {load_authority().municipality}, and "
            f"AUTA_MUNICIPALITY is {settings.municipality}: complete the file as docs/authority.md says, or name "
            "another by AUTA_AUTHORITY."
        )
    if not model_path().exists():
        return f"There is no model for the current data ({relative(model_path())}): run `make train`."
    ports = {"AUTA_PORT": settings.port, "AUTA_ACTIONS_PORT": settings.actions_port}
    if not settings.redis_url:
        ports["AUTA_REDIS_PORT"] = settings.redis_port
    for name, port in ports.items():
        if _taken(port):
            return f"Port {port} is taken: stop what uses it, or choose another, as in `{name}={port + 1} make run`."
    return None


class QuietPrinter(Printer):
    """Writes every line of the parts to a log file, and shows what tells of trouble."""

    def __init__(self, log: Path) -> None:
        super().__init__(sys.stdout)
        self._log = log.open("w", encoding="utf-8")

    def write(self, message: Message) -> None:
        """Takes one line of a part's output."""
        line = message.data.decode(errors="replace") if isinstance(message.data, bytes) else message.data
        self._log.write(f"{message.time:%H:%M:%S} {message.name}: {line.rstrip()}\n")
        self._log.flush()
        if message.name == "system" or any(word in line for word in (" ERROR ", " CRITICAL ", "[error")):
            with suppress(OSError):  # a terminal that was closed must not keep the parts from being stopped
                super().write(message)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _announce(settings: Settings) -> None:
    while not _answers(f"{settings.address}/readyz"):
        time.sleep(0.3)
    print(f"\nAuta is ready: {settings.address}/   (in the terminal: .venv/bin/auta talk)\n", flush=True)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
