"""`make bench`: how often the intent is understood (bench/understanding.py), how fast the provider directory is
(bench/providers.py), how fast this assistant is against itself with Rasa's default pipeline and policies, in one run, and how
fast the chat page and its channel are (bench/web.py).

"default" has our correction of Rasa (bot/rasa_speed.py), "shipped" has not. All are trained on the same data and play the same conversations through their own real Redis, action server and Rasa,
in turn, round after round, so that a drifting machine is fair to both. What counts are the ratios.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import time
from statistics import median

import psutil
import yaml

from bench.providers import providers
from bench.talks import PRESSED, TYPED
from bench.understanding import DRAWS, SIZES, understanding
from bench.web import load_average, p95, web
from bot.commands.assistant import Assistant
from bot.data_file import ROOT
from bot.privacy import new_sender

ROUNDS = 12
# How often this assistant is started when it is measured by itself.
STARTS = 3
TURNS = {"text": "text turn", "button": "button turn", "long": "turn 51-60 of a conversation"}
# Rasa's default is 100 (300 for DIET), which takes over half an hour here. What is measured depends on the model's shape
# and not on how long it learned.
EPOCHS = 3
CORRECTION = "rasa_speed.apply()"
OTHER = ROOT / ".run" / "bench-default"
SHIPPED = ROOT / ".run" / "bench-shipped"
PROJECT = (
    "bot",
    "actions",
    "data",
    "tests",
    "domain.yml",
    "endpoints.yml",
    "credentials.yml",
    "credentials-development.yml",
    "Procfile",
    "requirements.lock",
)
# What the default keeps of ours: it finds language, errand, place and known words of danger, but no answers in words.
OUR_COMPONENTS = (
    "bot.nlu.language",
    "bot.nlu.services",
    "bot.nlu.municipalities",
    "bot.nlu.safety.SafetyClassifier",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="conversations of each kind and language")
    choices = ("understanding", "providers", "latency", "web", "ours")
    parser.add_argument("--only", choices=choices, help="one of the four; ours: this assistant by itself, against aims")
    parser.add_argument(
        "--examples", type=int, nargs="+", default=SIZES, help="of each intent and language, for understanding"
    )
    parser.add_argument("--sentences", type=int, help="that understanding is tested with; all when left out")
    parser.add_argument("--draws", type=int, default=DRAWS, help="of examples, for understanding")
    options = parser.parse_args()
    if options.only in (None, "understanding"):
        understanding(options.examples, options.sentences, options.draws)
    if options.only in (None, "providers"):
        providers()
    if options.only in (None, "latency"):
        latency(options.rounds)
    if options.only in (None, "web"):
        web()
    if options.only == "ours":
        ours_alone()
    return 0


def latency(rounds: int) -> None:
    """Prints milliseconds of a turn, start-up and memory of three assistants: ours, Rasa's default, and that as shipped."""
    training = {"default": train_default()}
    make_shipped()
    with Assistant() as ours, Assistant(OTHER) as default, Assistant(SHIPPED) as shipped:
        both = {"ours": ours, "default": default, "shipped": shipped}
        for assistant in both.values():
            play(assistant, 2)
        turns: dict[str, dict[str, list[float]]] = {name: {"text": [], "button": [], "long": []} for name in both}
        for _ in range(rounds):
            for name, assistant in both.items():
                for kind, times in play(assistant, 1).items():
                    turns[name][kind] += times
        for name, assistant in both.items():
            turns[name]["long"] = long_conversation(assistant)
        memory = {name: resident(assistant) for name, assistant in both.items()}
        start = {name: assistant.ready_after for name, assistant in both.items()}
    print_report(turns, memory, start, training)


def ours_alone() -> None:
    """Prints the same figures of this assistant by itself, started three times, beside their aims."""
    turns: dict[str, list[float]] = {"text": [], "button": [], "long": []}
    starts, memory = [], []
    for _ in range(STARTS):
        with Assistant() as assistant:
            play(assistant, 1)
            for kind, times in play(assistant, 2).items():
                turns[kind] += times
            turns["long"] += long_conversation(assistant)
            starts.append(assistant.ready_after)
            memory.append(resident(assistant))
    print(machine())
    print(f"{'start-up until ready, s':46}{' '.join(f'{one:.1f}' for one in starts):>18}    aim 12")
    for kind, label in TURNS.items():
        figures = f"{median(turns[kind]):.1f} {p95(turns[kind]):.1f}"
        print(f"{f'{label}, median and p95 ms':46}{figures:>18}{'    aim 40' if kind == 'text' else ''}")
    print(f"{'memory of Rasa, MiB':46}{' '.join(f'{one:.0f}' for one in memory):>18}    aim 900")


def train_default() -> float:
    """Makes the other assistant: the same project with Rasa's default configuration. Returns seconds of training."""
    OTHER.mkdir(parents=True, exist_ok=True)
    for name in PROJECT:
        source, target = ROOT / name, OTHER / name
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    (OTHER / "models").mkdir(exist_ok=True)
    (OTHER / "config.yml").write_text(yaml.safe_dump(default_config(), sort_keys=False), encoding="utf-8")
    started = time.monotonic()
    subprocess.run([ROOT / ".venv/bin/auta", "train"], env={**os.environ, "PYTHONPATH": str(OTHER)}, check=True)
    return time.monotonic() - started


def make_shipped() -> None:
    """Makes a third: the default without our correction of Rasa (bot/rasa_speed.py), as Rasa is shipped."""
    shutil.rmtree(SHIPPED, ignore_errors=True)
    shutil.copytree(OTHER, SHIPPED, ignore=shutil.ignore_patterns(".run"))
    for name in ("rest.py", "web/channel.py"):
        channel = SHIPPED / "bot" / "channels" / name
        text = channel.read_text(encoding="utf-8")
        assert "rasa_speed.apply()" in text
        channel.write_text(text.replace("rasa_speed.apply()", ""), encoding="utf-8")


def default_config() -> dict:
    """Rasa 3.6's default pipeline and policies, and our own extractors.

    Answers in words only our classifier reads: where it takes one and goes on, the default asks again. RegexFeaturizer is
    left out: it would turn each of our patterns into a feature and slow the default down unfairly.
    """
    ours = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    pipeline = [
        {"name": "WhitespaceTokenizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": EPOCHS, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "ResponseSelector", "epochs": EPOCHS, "constrain_similarities": True},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ]
    policies = [
        {"name": "MemoizationPolicy"},
        {**ours["policies"][0]},
        {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": EPOCHS},
        {"name": "TEDPolicy", "max_history": 5, "epochs": EPOCHS, "constrain_similarities": True},
    ]
    own = [component for component in ours["pipeline"] if component["name"].startswith(OUR_COMPONENTS)]
    return {**ours, "pipeline": own[:1] + pipeline + own[1:], "policies": policies}


def play(assistant: Assistant, times: int) -> dict[str, list[float]]:
    """Milliseconds of each turn of whole conversations, typed and pressed, in both languages."""
    found: dict[str, list[float]] = {"text": [], "button": []}
    for _ in range(times):
        for language, messages in TYPED.items():
            found["text"] += timed(assistant, messages, language, expect_end=assistant.project == ROOT)
            found["button"] += timed(assistant, PRESSED, language)
    return found


def long_conversation(assistant: Assistant) -> list[float]:
    """Milliseconds of the last ten of sixty turns of somebody who goes back and forth."""
    turns = ['/answer{"service":"tax_card"}'] + ['/answer{"principal":"self"}', '/change{"question":"principal"}'] * 30
    return timed(assistant, turns, "fi", expect_end=False)[-10:]


def timed(assistant: Assistant, messages: list[str], language: str, expect_end: bool = True) -> list[float]:
    sender, found = new_sender(), []
    assistant.talk(sender, "/greet", {"language": language})
    for message in messages:
        started = time.perf_counter()
        replies = assistant.talk(sender, message)
        found.append((time.perf_counter() - started) * 1000)
    ended = any(reply.get("custom", {}).get("type") == "recommendation" for reply in replies)
    if expect_end and not ended:
        raise SystemExit(f"{messages} led to no recommendation: {replies}")
    return found


def resident(assistant: Assistant) -> float:
    """MiB of the Rasa process."""
    parts = psutil.Process(assistant.process.pid).children(recursive=True)
    rasa = [part for part in parts if "endpoints.yml" in part.cmdline()]
    return rasa[0].memory_info().rss / 2**20


def machine() -> str:
    """What it was measured on."""
    name = platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores, load {load_average()}, Python {platform.python_version()}"


def print_report(turns: dict, memory: dict, start: dict, training: dict) -> None:
    print(f"\n{machine()}")
    names = list(turns)
    print(f"{'':40}" + "".join(f"{name:>10}" for name in names) + f"{'/default':>10}{'/shipped':>10}")
    rows = [
        (f"{label}, {figure_name} ms", {name: figure(turns[name][kind]) for name in names})
        for kind, label in TURNS.items()
        for figure_name, figure in (("median", median), ("p95", p95))
    ]
    for label, values in [*rows, ("start-up until ready, s", start), ("memory of Rasa, MiB", memory)]:
        figures = "".join(f"{values[name]:>10.1f}" for name in names)
        print(
            f"{label:40}{figures}{values['ours'] / values['default']:>10.2f}{values['ours'] / values['shipped']:>10.2f}"
        )
    if training["default"] > 5:
        print(f"training the default took {training['default']:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
