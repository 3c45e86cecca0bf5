"""The chat page and its channel: how much a page weighs, how soon the first question is seen, and how long a turn takes
while others talk at the same time. One assistant, Chromium and locust on this machine, in one run.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, Response, sync_playwright

from bot.commands.assistant import Assistant
from bot.data_file import ROOT
from bot.language.texts import load_texts
from tests.browser.chromium import executable

LOCUST = ROOT / ".venv-bench" / "bin" / "python"
# People at once: how many conversations each has, and the pause before each message in seconds, as of a quick human.
AT_ONCE = {1: 12, 10: 4, 50: 2}
PAUSE, NO_PAUSE = (1.0, 3.0), (0.0, 0.0)
OPENINGS = 9
WAIT_MS = 120_000
# Chromium's own presets: bytes a second and milliseconds of waiting for each answer.
SLOW_3G = {"offline": False, "downloadThroughput": 50_000, "uploadThroughput": 50_000, "latency": 2000}


@dataclass(frozen=True)
class Part:
    """A file that the page loads: bytes as sent, and gzipped. `sent` counts the headers too."""

    path: str
    sent: int
    gzipped: int


def web(people: dict[int, int] | None = None, openings: int = OPENINGS) -> None:
    """Prints the three tables. Raises SystemExit when locust is not installed or a conversation leads nowhere."""
    if not LOCUST.exists():
        raise SystemExit("The load generator is not installed: run `make bench`, or `make .venv-bench/installed`.")
    print(f"\nThrough the web channel; {os.cpu_count()} cores, load before {load_average()}", flush=True)
    with Assistant() as assistant:
        address = assistant.site
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
            print_parts(parts(browser, address))
            print_openings(browser, address, openings)
            browser.close()
        print_turns(address, people or AT_ONCE)


# ---- what the page weighs


def parts(browser: Browser, address: str) -> list[Part]:
    """Everything that the full page loads until its first question stands there."""
    responses: list[Response] = []
    with _page(browser) as (page, wire):
        sent: dict[str, int] = {}
        address_of: dict[str, str] = {}
        wire.on(
            "Network.responseReceived", lambda event: address_of.update({event["requestId"]: event["response"]["url"]})
        )
        wire.on("Network.loadingFinished", lambda event: sent.update({event["requestId"]: event["encodedDataLength"]}))
        page.on("response", lambda response: responses.append(response))
        _open(page, address)
        page.wait_for_load_state("networkidle")
        sent_of = {address_of[name]: size for name, size in sent.items() if name in address_of}
        return [
            Part(one.url.removeprefix(address), int(sent_of.get(one.url, 0)), len(gzip.compress(one.body())))
            for one in responses
            if one.url.startswith("http")
        ]


def print_parts(found: list[Part]) -> None:
    """The table of page weight."""
    widget = [one for one in found if re.search(r"(?<!/page)\.js$|/auta-chat\.css$", one.path)]
    print(f"\n{'the page loads':44}{'gzipped, B':>12}{'sent, B':>12}")
    for one in found:
        print(f"{one.path[:43]:44}{one.gzipped:>12}{one.sent:>12}")
    for name, group in (("in all", found), ("the widget (JavaScript and its style)", widget)):
        print(f"{name:44}{sum(one.gzipped for one in group):>12}{sum(one.sent for one in group):>12}")


# ---- how soon the first question is seen


def print_openings(browser: Browser, address: str, times: int) -> None:
    """The table of the time from navigation to the first question, each with an empty cache."""
    print(f"\n{'first question, ms':44}{'median':>12}{'slowest':>12}   of {times}")
    for name, cpu, network in (
        ("this machine", 1, None),
        ("processor four times slower", 4, None),
        ("four times slower, slow 3G (50 kB/s, 2 s)", 4, SLOW_3G),
    ):
        found = [first_question(browser, address, cpu, network) for _ in range(times if network is None else 3)]
        print(f"{name:44}{median(found):>12.0f}{max(found):>12.0f}" + ("   of 3" if network else ""), flush=True)


def first_question(browser: Browser, address: str, cpu: int, network: dict[str, Any] | None) -> float:
    """Milliseconds from the navigation until the first option of the first question can be pressed."""
    with _page(browser) as (page, wire):
        wire.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
        if network:
            wire.send("Network.emulateNetworkConditions", network)
        started = time.perf_counter()
        _open(page, address)
        return (time.perf_counter() - started) * 1000


@contextmanager
def _page(browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    """A page of a phone's width in a context of its own: nothing is cached."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fi-FI")
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    yield page, wire
    context.close()


def _open(page: Page, address: str) -> None:
    option = load_texts().get("utter_ask_service", "fi").buttons[0].title
    page.goto(f"{address}/", wait_until="commit", timeout=WAIT_MS)
    page.get_by_role("button", name=option).first.wait_for(state="visible", timeout=WAIT_MS)


# ---- how long a turn takes


def print_turns(address: str, people: dict[int, int]) -> None:
    """The table of turns. Raises SystemExit when nothing was measured."""
    print(
        f"\n{'people at once':18}{'pause, s':>10}{'turns':>7}{'median, ms':>12}{'p95, ms':>9}{'slowest':>9}"
        f"{'opening, p95':>14}{'errors':>8}{'turns/s':>9}{'load':>7}"
    )
    load(address, 1, 2, NO_PAUSE)
    for number, conversations in people.items():
        for pause in (PAUSE, NO_PAUSE) if number == 1 else (PAUSE,):
            found = load(address, number, conversations, pause)
            turns, starts = found["times"]["turn"], found["times"]["start"]
            if not turns:
                raise SystemExit(f"no turn was answered: {found['errors'][:3]}")
            print(
                f"{number:<18}{'–'.join(f'{one:g}' for one in sorted(set(pause))):>10}{len(turns):>7}{median(turns):>12.1f}"
                f"{p95(turns):>9.1f}{max(turns):>9.1f}{p95(starts):>14.1f}{len(found['errors']):>8}"
                f"{len(turns) / found['seconds']:>9.1f}{os.getloadavg()[0]:>7.2f}",
                flush=True,
            )
            for error in sorted(set(found["errors"]))[:5]:
                print(f"    {error}")


def load(address: str, people: int, conversations: int, pause: tuple[float, float]) -> dict[str, Any]:
    """What bench/load.py measured, as it prints it. Raises SystemExit when it failed."""
    job = {"host": address, "people": people, "conversations": conversations, "pause": pause}
    done = subprocess.run([LOCUST, "-m", "bench.load", json.dumps(job)], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"the load generator failed: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def p95(times: list[float]) -> float:
    """The time within which 95 of 100 were done."""
    return quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else max(times, default=0.0)


def load_average() -> str:
    """How busy the machine was in the last one, five and fifteen minutes."""
    return " ".join(f"{one:.2f}" for one in os.getloadavg())
