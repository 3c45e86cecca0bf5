"""The language data: the same files in both languages, equal in size, and nothing of the tests in the training."""

from __future__ import annotations

import difflib
from collections import Counter
from functools import cache

import pytest
import yaml

from bot.data_file import ROOT
from bot.language.words import fold
from bot.triage import load_triage

NLU = ROOT / "data" / "nlu"
TESTS = ROOT / "tests"


@cache
def read(path):
    """A YAML file; the reader that is written in C, for there is much to read."""
    return yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def entries(language):
    for path in sorted((NLU / language).glob("*.yml")):
        yield from read(path)["nlu"]


def lines(entry):
    """The texts of an entry, which are lines, or items with text and metadata."""
    return [text for text, _ in labelled(entry)]


def labelled(entry):
    """The texts of an entry, each with its labels, None where they cannot have any."""
    given = entry["examples"]
    if isinstance(given, str):
        return [(line.removeprefix("- ").strip(), None) for line in given.splitlines() if line.strip()]
    return [(item["text"].strip(), item.get("metadata")) for item in given]


def examples(language):
    return [example for entry in entries(language) if "intent" in entry for example in lines(entry)]


def plain(text):
    return " ".join(fold(text).replace(",", " ").replace(".", " ").replace("!", " ").replace("?", " ").split())


def test_both_languages_have_the_same_files_and_intents():
    files = [{path.name for path in (NLU / language).glob("*.yml")} for language in ("fi", "sv")]
    assert files[0] == files[1]
    intents = [{entry["intent"] for entry in entries(language) if "intent" in entry} for language in ("fi", "sv")]
    assert intents[0] == intents[1]
    domain = read(ROOT / "domain.yml")["intents"]
    assert intents[0] <= {name for intent in domain for name in intent}


def test_no_language_lags_behind():
    counts = [
        Counter(entry["intent"] for entry in entries(language) if "intent" in entry for _ in lines(entry))
        for language in ("fi", "sv")
    ]
    assert 0.75 <= counts[0].total() / counts[1].total() <= 1.33
    for intent, count in counts[0].items():
        assert min(count, counts[1][intent]) >= 35, intent


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_an_example_stands_in_one_intent_only(language):
    where = {}
    for entry in entries(language):
        for example, labels in labelled(entry) if "intent" in entry else []:
            if "asked" in (labels or {}):
                continue  # what answers one question may be a command at another
            assert where.setdefault(plain(example), entry["intent"]) == entry["intent"], example


def test_patterns_name_slots_and_values_that_exist():
    triage = load_triage()
    values = {question.id: question.options for question in triage.questions} | {f.id: f.options for f in triage.facts}
    values["language"] = ("fi", "sv")
    for language in ("fi", "sv"):
        for entry in entries(language):
            if "regex" in entry:
                slot, value, *scope = entry["regex"].split(".")
                assert value in values[slot], entry["regex"]
                assert scope in ([], ["asked"], ["asked_other"]), entry["regex"]


SAFETY = {"emergency", "fraud", "coercion"}
TRIAGE = load_triage()
VALUES = {question.id: {*question.options} for question in TRIAGE.questions} | {
    fact.id: {*fact.options} for fact in TRIAGE.facts if fact.options
}


def mistake(labels):
    """What is wrong with an example's labels, None when nothing is."""
    if labels is None:
        return "no metadata"
    if "asked" not in labels:
        wrong = [
            slot
            for slot, told in labels.items()
            if slot not in VALUES or not {*(told if slot == "needs" else [told])} <= VALUES[slot]
        ]
        return f"tells {wrong}" if wrong else None
    if set(labels) != {"asked", "about", "answer"}:
        return "more or less than asked, about and answer"
    if labels["about"] not in ("self", "other") or labels["asked"] not in {
        question.id for question in TRIAGE.questions
    }:
        return "no such question"
    return None if labels["answer"] in VALUES[labels["asked"]] | {"unknown", "unclear", "-"} else "no such answer"


@pytest.mark.parametrize(
    "labels",
    [
        None,
        {"usage": "sometimes"},
        {"name": "alone"},
        {"needs": ["money"]},
        {"asked": "usage", "about": "self"},
        {"asked": "usage", "about": "me", "answer": "alone"},
        {"asked": "name", "about": "self", "answer": "alone"},
        {"asked": "usage", "about": "self", "answer": "works"},
    ],
)
def test_a_wrong_label_is_noticed(labels):
    assert mistake(labels)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_what_an_example_tells_or_answers_exists(language):
    wrong = [
        (text, found)
        for entry in entries(language)
        if "intent" in entry and entry["intent"] not in SAFETY
        for text, labels in labelled(entry)
        if (labels is not None or entry["intent"] == "inform") and (found := mistake(labels))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_only_danger_is_in_the_files_of_danger_and_it_is_nowhere_else(language):
    for path in sorted((NLU / language).glob("*.yml")):
        for entry in read(path)["nlu"]:
            assert (entry.get("intent") in SAFETY) == (path.name == "safety.yml"), path


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_an_answer_that_is_none_has_another_intent_or_says_nothing(language):
    """ "-" stands in quotes (YAML would read a list); an answer of "I don't know" has that intent, and no other has it."""
    for entry in entries(language):
        for text, labels in labelled(entry) if "intent" in entry else []:
            if labels and "asked" in labels:
                assert isinstance(labels["answer"], str), text
                assert (labels["answer"] == "unknown") == (entry["intent"] == "dont_know"), text
                assert labels["answer"] == "-" or entry["intent"] in ("inform", "dont_know"), text


def test_there_are_thousands_of_distinct_examples_and_neither_language_has_many_fewer():
    counts = [len({plain(example) for example in examples(language)}) for language in ("fi", "sv")]
    assert sum(counts) >= 6000
    assert 0.75 <= counts[0] / counts[1] <= 1.33


def test_both_languages_have_about_as_many_examples_in_each_file():
    for path in sorted((NLU / "fi").glob("*.yml")):
        fi, sv = (
            sum(len(lines(entry)) for entry in read(NLU / language / path.name)["nlu"] if "intent" in entry)
            for language in ("fi", "sv")
        )
        assert fi == sv == 0 or 0.66 <= fi / sv <= 1.5, path.name


def held_out(language, kind):
    """The sentences of the tests that were written by other hands and are never trained on."""
    return [said for path in sorted((TESTS / "nlu" / language).glob(f"{kind}_*.yml")) for said in read(path)[kind]]


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("kind", ["openings", "answers"])
def test_enough_is_held_out_and_its_labels_exist(language, kind):
    said = held_out(language, kind)
    assert len({plain(one["text"]) for one in said}) >= 500
    if kind == "openings":
        slots = {slot for one in said for slot in one.get("tells", {})}
        assert slots <= {*VALUES, "municipality"}
    else:
        questions = {question.id for question in TRIAGE.questions}
        assert {one["is"]["asked"] for one in said} <= questions
        assert {one["is"]["about"] for one in said} <= {"self", "other"}


def said_in_tests():
    for path in TESTS.glob("conversations/*/*.yml"):
        for conversation in read(path)["conversations"]:
            yield from (step["say"] for step in conversation["steps"] if "say" in step)
    safety = read(TESTS / "nlu" / "safety.yml")
    for by_language in safety.values():
        for sentences in by_language.values():
            yield from sentences
    for language in ("fi", "sv"):
        for kind in ("openings", "answers"):
            yield from (one["text"] for one in held_out(language, kind))


def near_in(training, sentences):
    """{sentence: example} for sentences that stand in the training data, or nearly (nine tenths of the letters).

    Short ones (three words and less) are the same everywhere. Only examples that share one of a sentence's four rarest
    words are compared, since a near one does."""
    by_word = {}
    for example in {plain(text) for text in training}:
        if len(example.split()) > 3:
            for word in set(example.split()):
                by_word.setdefault(word, []).append(example)
    near = {}
    for sentence in {plain(text) for text in sentences if len(text) < 500}:
        if len(sentence.split()) <= 3:
            continue
        rarest = sorted(set(sentence.split()), key=lambda word: len(by_word.get(word, ())))[:4]
        matcher = difflib.SequenceMatcher(None, b=sentence)
        for example in {example for word in rarest for example in by_word.get(word, ())}:
            matcher.set_seq1(example)
            if matcher.real_quick_ratio() > 0.9 and matcher.quick_ratio() > 0.9 and matcher.ratio() > 0.9:
                near[sentence] = example
    return near


def test_what_is_near_is_noticed():
    training = ["haluan uusia passini ennen joulua", "joo se käy"]
    assert near_in(training, ["Haluan uusia passin ennen joulua!"])
    assert not near_in(training, ["Haluan perua lääkäriajan ennen joulua", "joo se käy"])


def test_no_sentence_of_the_tests_is_in_the_training_data():
    assert near_in([*examples("fi"), *examples("sv")], said_in_tests()) == {}
