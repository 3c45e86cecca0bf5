"""How fast the provider directory is at the size of a country, and how its cost grows: 5,000 providers, 20,000 offers."""

from __future__ import annotations

import random
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

import psutil
import yaml

from bot.providers import Directory, Query, find
from bot.providers.directory import LiveDirectory
from bot.providers.hours import HELSINKI
from bot.providers.places import load_places
from bot.triage import load_triage

SIZES = (1_250, 2_500, 5_000)
OFFERS = 4
QUERIES = 1_000
KINDS = ("authority", "library", "service_point", "association", "adult_education_centre", "advice_line")
HOURS = (
    {"mon-fri": "09:00-16:00"},
    {"mon-thu": "09:00-16:00", "fri": "09:00-14:00", "sat": ["10:00-12:00", "13:00-15:00"]},
    {"weekly": {"mon-fri": "08:00-20:00"}, "exceptions": [{"from": "2026-06-01", "to": "2026-08-31", "hours": {"mon-fri": "10:00-16:00"}}]},
    {"odd_weeks": {"tue": "10:00-14:00"}, "even_weeks": {"thu": "10:00-14:00"}},
    "always", "unknown", "by_reservation",
)  # fmt: skip


def providers() -> None:
    """Prints seconds to load and milliseconds of a query, at three sizes; each folder is read by a new directory."""
    print(f"\nProvider directory: {OFFERS} offers a provider, one file a municipality, {QUERIES} random queries")
    print(
        f"{'providers':>10}  {'offers':>7}  {'load, s':>8}  {'query, ms':>10}  {'95 %':>6}  {'one file changed, s':>20}  {'MiB':>5}"
    )
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            write_country(Path(folder), size)
            before = psutil.Process().memory_info().rss
            started = time.perf_counter()
            live = LiveDirectory(Path(folder))
            loaded = time.perf_counter() - started
            memory = (psutil.Process().memory_info().rss - before) / 2**20
            times = [one * 1000 for one in query_times(live.now())]
            reread = _change_one(live, Path(folder))
        print(
            f"{size:>10}  {size * OFFERS:>7}  {loaded:>8.2f}  {median(times):>10.2f}  {quantiles(times, n=20)[-1]:>6.2f}  "
            f"{reread:>20.2f}  {memory:>5.0f}"
        )
    print(f"{'aim':>10}  {20_000:>7}  {'< 2':>8}  {'< 5':>10}")


def query_times(directory: Directory) -> list[float]:
    """Seconds of each of QUERIES random queries, at random moments."""
    draw, triage = random.Random(2), load_triage()
    codes = sorted(directory.places.municipalities)
    rows = [row for row in triage.rows if row.level_id]
    times = []
    for _ in range(QUERIES):
        row = draw.choice(rows)
        query = Query(
            row.channels, draw.choice(codes), (draw.choice(("fi", "sv")),), row.level_id, login=draw.random() < 0.5
        )
        moment = datetime(2026, 1, 1, tzinfo=HELSINKI) + timedelta(minutes=draw.randrange(525_600))
        started = time.perf_counter()
        find(directory, query, moment)
        times.append(time.perf_counter() - started)
    return times


def write_country(folder: Path, size: int) -> None:
    """A file for each municipality, with `size` invented providers in all, and the national line."""
    draw, places = random.Random(1), load_places()
    codes = sorted(places.municipalities)
    files: dict[str, list[dict]] = {code: [] for code in codes}
    for number in range(size):
        code = codes[number % len(codes)]
        files[code].append(_provider(draw, number, code, places.municipalities[code].point))
    national = _offer(draw, "national", "phone") | {"languages": ["fi", "sv"]}
    line = {"id": "line", "kind": "advice_line", "names": _both("Neuvonta"), "offers": [national]}
    _write(folder / "country.yml", {"area": "country", "providers": [line]})
    for code, providers in files.items():
        _write(folder / f"{code}.yml", {"area": code, "providers": providers})


def _provider(draw: random.Random, number: int, code: str, point: tuple[float, float]) -> dict:
    triage = load_triage()
    channels = [channel for channel in triage.channels if channel not in triage.last_resort][:9]
    near = [round(point[0] + draw.uniform(-0.1, 0.1), 4), round(point[1] + draw.uniform(-0.1, 0.1), 4)]
    offers = [
        _offer(draw, f"o{number}-{index}", draw.choice(channels)) | {"point": near, "municipality": code}
        for index in range(OFFERS)
    ]
    return {"id": f"p{number}", "kind": draw.choice(KINDS), "names": _both(f"Tarjoaja {number}"), "offers": offers}


def _offer(draw: random.Random, name: str, channel: str) -> dict:
    return {
        "id": name,
        "channel": channel,
        "names": _both(f"Digituki {name}"),
        "summary": _both("Apua laitteisiin ja asiointiin. Voit tulla ilman ajanvarausta."),
        "languages": draw.choice((["fi"], ["fi", "sv"], ["fi", "en"], ["sv", "fi"])),
        "hours": draw.choice(HOURS),
        "booking": draw.choice(("none", "required")),
        "phone": "+358900000001",
        "address": _both("Keskuskatu 1"),
        "verified_at": "2026-10-01",
    }


def _both(text: str) -> dict[str, str]:
    return {"fi": text, "sv": f"{text} sv"}


def _change_one(live: LiveDirectory, folder: Path) -> float:
    path = folder / "091.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("Digituki", "Digiapu"), encoding="utf-8")
    started = time.perf_counter()
    live.refresh()
    return time.perf_counter() - started


def _write(path: Path, content: dict) -> None:
    path.write_text(yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), encoding="utf-8")
