"""Which Chromium the browser tests use. `python -m tests.browser.chromium` makes sure that there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
APT_GET = [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]]
PLAYWRIGHT = [[sys.executable, "-m", "playwright", "install", "chromium"]]


class NoChromium(RuntimeError):
    """There is no Chromium; the sentence says what to do."""


def executable() -> str:
    """The path of a Chromium: the one that CHROMIUM names, the system's, or Playwright's own. Raises NoChromium."""
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if not found:
            raise NoChromium(f"CHROMIUM={named} is no program: name a Chromium, or unset it.")
        return found
    for name in NAMES:
        if found := shutil.which(name):
            return found
    own = _playwrights_own()
    if own.exists():
        return str(own)
    raise NoChromium("There is no Chromium: run `make test`, install the package chromium, or set CHROMIUM to one.")


def install() -> str:
    """The path of a Chromium, which is installed if there is none. Raises NoChromium."""
    try:
        return executable()
    except NoChromium:
        if os.environ.get("CHROMIUM"):
            raise
    with_apt = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    for commands in [APT_GET, PLAYWRIGHT] if with_apt else [PLAYWRIGHT]:
        if all(subprocess.run(command).returncode == 0 for command in commands):
            return executable()
    raise NoChromium(
        "No Chromium could be installed: `apt-get install chromium` or `playwright install chromium` failed, "
        "as written above. Install one yourself, or set CHROMIUM to one."
    )


def _playwrights_own() -> Path:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


if __name__ == "__main__":
    try:
        print(f"Browser of the tests: {install()}")
    except NoChromium as problem:
        sys.exit(str(problem))
