"""How often the intent is understood, on MASSIVE: 60 intents of everyday errands, in Finnish and Swedish, from few examples.

The pipeline of config.yml against itself with parts left out, and against Rasa's own counts; on clean text, on text with
typing errors and on text without the dots on ä, ö and å. Each row learns in one process and is measured in a fresh one, so
that memory is that of a running assistant's pipeline. MASSIVE is read where it lies and never copied into the project.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import class_from_module_path

from bot.commands.model import quiet_environment
from bot.data_file import ROOT

LOCALES = {"fi": "fi-FI", "sv": "sv-SE"}
SEED = 1
# How many examples of each intent in each language are learned from.
SIZES = (20, 50)
# How often examples are drawn: one draw differs from the next by a point, so their mean is printed.
DRAWS = 3
# How many sentences are parsed one by one, to time them; the others are parsed together.
TIMED = 200
TOGETHER = 500
# Per cent understood of clean text, points lost at most, and milliseconds.
AIMS = {20: {"fi": 74, "sv": 76}, 50: {"fi": 78, "sv": 80}}
MOST_LOST = {"typing": 7, "marks": 4}
MOST_MS = 20

KEYS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
SLIP_CHANCE, SHORTEST_WITH_SLIP = 0.3, 4

LANGUAGE, FALLBACK = "bot.nlu.language.LanguageDetector", "FallbackClassifier"
ENCODER, SPELLING = "bot.nlu.encoder.SentenceEncoder", "bot.nlu.spelling.SpellingCorrector"
CLASSIFIER = "bot.nlu.classifier.MessageClassifier"
COUNTS = "rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer.CountVectorsFeaturizer"
RASA = [
    {"name": "rasa.nlu.tokenizers.whitespace_tokenizer.WhitespaceTokenizer"},
    {"name": COUNTS},
    {"name": COUNTS, "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "rasa.nlu.classifiers.logistic_regression_classifier.LogisticRegressionClassifier"},
]

Pipeline = list[dict[str, Any]]


@dataclass(frozen=True)
class Said:
    """A sentence and what it means."""

    text: str
    intent: str


@dataclass(frozen=True)
class Figures:
    """What was measured: accuracy (0 to 1) by kind of text and language, the median of milliseconds that a sentence takes,
    MiB of the process, seconds of training."""

    accuracy: dict[str, dict[str, float]]
    milliseconds: float
    memory: float
    training: float

    @classmethod
    def mean(cls, several: Sequence[Figures]) -> Figures:
        """The mean of each figure; of milliseconds the median, which one disturbed draw does not spoil."""
        accuracy = {
            kind: {language: fmean(one.accuracy[kind][language] for one in several) for language in languages}
            for kind, languages in several[0].accuracy.items()
        }
        memory, training = (fmean(getattr(one, name) for one in several) for name in ("memory", "training"))
        return cls(accuracy, median(one.milliseconds for one in several), memory, training)

    def lost(self, kind: str, language: str) -> float:
        """Points that are lost on text of a kind."""
        return 100 * (self.accuracy["clean"][language] - self.accuracy[kind][language])


def understanding(sizes: Sequence[int] = SIZES, sentences: int | None = None, draws: int = DRAWS) -> None:
    """Prints a table for each number of examples, or one sentence where MASSIVE is not found. `sentences`: of the test
    partition in each language, drawn; None for all 2,974. `draws`: of examples, whose mean is printed."""
    folder = massive()
    if folder is None:
        print("The table of understanding is left out: MASSIVE is not at $AUTA_MASSIVE nor at ../shared/data/massive.")
        return
    for size in sizes:
        print(f"\n{head(size)}", flush=True)
        for name, pipeline in pipelines(ours()).items():
            drawn_figures = [draw_measured(pipeline, folder, size, sentences, draw) for draw in range(draws)]
            print(row(name, Figures.mean(drawn_figures)), flush=True)
        print(aims(size), flush=True)


def draw_measured(pipeline: Pipeline, folder: Path, size: int, sentences: int | None, draw: int) -> Figures:
    """What a pipeline does that learned from one draw of so many examples."""
    with TemporaryDirectory() as storage:
        job = {"pipeline": pipeline, "massive": str(folder), "storage": storage}
        seconds = in_a_fresh_process("learn", {**job, "size": size, "draw": draw})
        return Figures(training=seconds, **in_a_fresh_process("measure", {**job, "sentences": sentences}))


def massive() -> Path | None:
    """The folder that MASSIVE lies in, or None."""
    folder = Path(os.environ.get("AUTA_MASSIVE") or ROOT.parent / "shared" / "data" / "massive")
    return folder if all((folder / f"{locale}.jsonl.gz").exists() for locale in LOCALES.values()) else None


def ours() -> Pipeline:
    """What config.yml understands an intent by: its pipeline up to the fallback, without the language."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    names = [component["name"] for component in pipeline]
    # Vectors that were kept would make training look faster than it is, and MASSIVE's are not to be kept.
    return [
        {**one, "known": None, "kept": None} if one["name"] == ENCODER else one
        for one in pipeline[: names.index(FALLBACK)]
        if one["name"] != LANGUAGE
    ]


def pipelines(full: Pipeline) -> dict[str, Pipeline]:
    """The rows of the table."""
    return {
        "config.yml": full,
        "without SentenceEncoder": [one for one in full if one["name"] != ENCODER],
        "without SpellingCorrector": [one for one in full if one["name"] != SPELLING],
        # Who lies far votes as loud as who lies near: the vote says nothing, and is found to be worth nothing.
        "without neighbours": [{**one, "nearness": 0.0} if one["name"] == CLASSIFIER else one for one in full],
        "Rasa's counts, LogisticRegression": RASA,
    }


# ---- texts


def read_massive(folder: Path, language: str, partition: str) -> list[Said]:
    """The sentences of one partition, in the order of the file."""
    with gzip.open(folder / f"{LOCALES[language]}.jsonl.gz", "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return [Said(one["utt"], one["intent"]) for one in found if one["partition"] == partition]


def sample(said: Iterable[Said], size: int, seed: int = SEED) -> list[Said]:
    """At most so many sentences of each intent, the same ones every time."""
    by_intent: dict[str, list[Said]] = {}
    for one in said:
        by_intent.setdefault(one.intent, []).append(one)
    dice = random.Random(seed)
    return [
        one for _, all_of_it in sorted(by_intent.items()) for one in dice.sample(all_of_it, min(size, len(all_of_it)))
    ]


def drawn(said: Sequence[Said], number: int | None, seed: int = SEED) -> list[Said]:
    """So many of the sentences, the same ones every time; all of them when there are not so many, or no number."""
    return list(said) if number is None or number >= len(said) else random.Random(seed).sample(said, number)


def clean(text: str, dice: random.Random) -> str:
    """The text as it is."""
    return text


def with_slips(text: str, dice: random.Random) -> str:
    """The text with one slip of the finger in three of ten words that are not short."""
    return " ".join(
        slip(word, dice) if sum(map(str.isalpha, word)) >= SHORTEST_WITH_SLIP and dice.random() < SLIP_CHANCE else word
        for word in text.split()
    )


def slip(word: str, dice: random.Random) -> str:
    """The word with one slip: two letters swapped, a letter dropped, typed twice, or the key beside it hit."""
    place = dice.choice([place for place, letter in enumerate(word) if letter.isalpha()])
    letter, rest = word[place], word[place + 1 :]
    kind = dice.choice(("swap", "drop", "double", "beside"))
    if kind == "swap" and rest:
        return word[:place] + rest[0] + letter + rest[1:]
    instead = {"drop": "", "double": letter * 2}.get(kind)
    return word[:place] + (dice.choice(beside(letter)) if instead is None else instead) + rest


def beside(letter: str) -> str:
    """The keys around a letter's on a Nordic keyboard; the letter itself where the keyboard has no such key."""
    # Each row of keys stands half a key to the right of the row above.
    places = {key: (line, place + line / 2) for line, keys in enumerate(KEYS) for place, key in enumerate(keys)}
    if letter.lower() not in places:
        return letter
    line, place = places.pop(letter.lower())
    return "".join(key for key, (up, along) in places.items() if abs(up - line) <= 1 and abs(along - place) <= 1)


def without_marks(text: str, dice: random.Random) -> str:
    """The text as it is typed on a keyboard without ä, ö and å."""
    return text.translate(str.maketrans("äöåÄÖÅ", "aoaAOA"))


KINDS: dict[str, Callable[[str, random.Random], str]] = {"clean": clean, "typing": with_slips, "marks": without_marks}


# ---- one row, in a process of its own


def in_a_fresh_process(task: str, job: dict[str, Any]) -> Any:
    """What a task prints. Raises SystemExit when it fails."""
    command = [sys.executable, "-m", "bench.understanding", task, json.dumps(job)]
    done = subprocess.run(command, cwd=ROOT, env=quiet_environment(), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{task} failed: {done.stderr[-3000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def taught(folder: Path, size: int, draw: int) -> list[Said]:
    """One draw of so many examples of each intent in each language. The languages' sentences are translations of each
    other, in the same order: each draws by a seed of its own, or both would say the same things."""
    seeds = {language: SEED + draw * len(LOCALES) + place for place, language in enumerate(LOCALES)}
    return [
        one for language, seed in seeds.items() for one in sample(read_massive(folder, language, "train"), size, seed)
    ]


def learn(pipeline: Pipeline, massive: str, storage: str, size: int, draw: int) -> float:
    """Trains a pipeline into a storage. Returns seconds."""
    said = taught(Path(massive), size, draw)
    # The patterns are ours, so that they cost here what they cost when we run.
    patterns = [load_data(str(path)) for path in sorted((ROOT / "data" / "nlu").glob("*/situations.yml"))]
    data = TrainingData(
        [Message.build(one.text, one.intent) for one in said],
        regex_features=[feature for one in patterns for feature in one.regex_features],
    )
    started = time.monotonic()
    for make, arguments in parts(pipeline, storage):
        component = make.create(*arguments)
        if hasattr(component, "train"):
            component.train(data)
        if hasattr(component, "process_training_data"):
            data = component.process_training_data(data)
    return time.monotonic() - started


def measure(pipeline: Pipeline, massive: str, storage: str, sentences: int | None) -> dict[str, Any]:
    """The figures of a pipeline that was trained into a storage."""
    components = [make.load(*arguments) for make, arguments in parts(pipeline, storage)]
    said = {language: drawn(read_massive(Path(massive), language, "test"), sentences) for language in LOCALES}
    times = []
    for one in drawn([one for all_of_it in said.values() for one in all_of_it], TIMED):
        started = time.perf_counter()
        intents(components, [one.text])
        times.append((time.perf_counter() - started) * 1000)
    memory = psutil.Process().memory_info().rss / 2**20
    accuracy: dict[str, dict[str, float]] = {kind: {} for kind in KINDS}
    for kind, change in KINDS.items():
        for language, all_of_it in said.items():
            dice = random.Random(SEED)
            texts = [change(one.text, dice) for one in all_of_it]
            right = sum(found == one.intent for found, one in zip(intents(components, texts), all_of_it, strict=True))
            accuracy[kind][language] = right / len(all_of_it)
    return {"accuracy": accuracy, "milliseconds": median(times), "memory": memory}


def intents(components: Sequence[Any], texts: Sequence[str]) -> list[str]:
    """The intent that a pipeline understands of each text."""
    found: list[str] = []
    for start in range(0, len(texts), TOGETHER):
        messages = [Message({TEXT: text}) for text in texts[start : start + TOGETHER]]
        for component in components:
            component.process(messages)
        found += [message.get(INTENT)[INTENT_NAME_KEY] for message in messages]
    return found


def parts(pipeline: Pipeline, storage: str) -> list[tuple[type[GraphComponent], tuple[Any, ...]]]:
    """Each component's class, and what Rasa makes or loads it with."""
    made = []
    for place, settings in enumerate(pipeline):
        make = class_from_module_path(settings["name"])
        name = f"{place}_{make.__name__}"
        config = {**make.get_default_config(), **{key: value for key, value in settings.items() if key != "name"}}
        made.append(
            (
                make,
                (
                    config,
                    LocalModelStorage(Path(storage)),
                    Resource(name),
                    ExecutionContext(GraphSchema({}), node_name=name),
                ),
            )
        )
    return made


# ---- the table


def head(size: int) -> str:
    """The two lines above a table."""
    groups = f"{'':36}{'right, %':>14}{'lost by typing':>16}{'lost, no marks':>16}{'a sentence':>12}{'memory':>9}{'training':>10}"
    units = f"{'':36}" + f"{'fi':>8}{'sv':>8}" * 3 + f"{'ms':>10}{'MiB':>9}{'s':>10}"
    return f"MASSIVE, {size} examples an intent and language\n{groups}\n{units}"


def row(name: str, figures: Figures) -> str:
    """One line of a table."""
    right = [100 * figures.accuracy["clean"][language] for language in LOCALES]
    lost = [figures.lost(kind, language) for kind in MOST_LOST for language in LOCALES]
    shown = "".join(f"{value:>8.1f}" for value in right + lost)
    return f"{name:36}{shown}{figures.milliseconds:>10.1f}{figures.memory:>9.0f}{figures.training:>10.1f}"


def aims(size: int) -> str:
    """The line below a table: what config.yml should reach."""
    right = "".join(f"{AIMS[size][language] if size in AIMS else '':>8}" for language in LOCALES)
    lost = "".join(f"{most:>8}" for most in MOST_LOST.values() for _ in LOCALES)
    return f"{'aim of config.yml':36}{right}{lost}{MOST_MS:>10}"


if __name__ == "__main__":
    print(json.dumps({"learn": learn, "measure": measure}[sys.argv[1]](**json.loads(sys.argv[2]))))
