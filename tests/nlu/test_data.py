"""The language data: the same files in both languages, equal in size, and nothing of the tests in the training."""

from __future__ import annotations

import difflib
from collections import Counter

import pytest
import yaml

from bot.data_file import ROOT
from bot.language.words import fold
from bot.triage import load_triage

NLU = ROOT / "data" / "nlu"
TESTS = ROOT / "tests"


def entries(language):
    for path in sorted((NLU / language).glob("*.yml")):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]


def lines(entry):
    return [line.removeprefix("- ").strip() for line in entry["examples"].splitlines() if line.strip()]


def examples(language):
    return [example for entry in entries(language) if "intent" in entry for example in lines(entry)]


def plain(text):
    return " ".join(fold(text).replace(",", " ").replace(".", " ").replace("!", " ").replace("?", " ").split())


def test_both_languages_have_the_same_files_and_intents():
    files = [{path.name for path in (NLU / language).glob("*.yml")} for language in ("fi", "sv")]
    assert files[0] == files[1]
    intents = [{entry["intent"] for entry in entries(language) if "intent" in entry} for language in ("fi", "sv")]
    assert intents[0] == intents[1]
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
    assert intents[0] <= {name for intent in domain for name in intent}


def test_no_language_lags_behind():
    counts = [
        Counter({entry["intent"]: len(lines(entry)) for entry in entries(language) if "intent" in entry})
        for language in ("fi", "sv")
    ]
    assert 0.75 <= counts[0].total() / counts[1].total() <= 1.33
    for intent, count in counts[0].items():
        assert min(count, counts[1][intent]) >= 35, intent


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_an_example_stands_in_one_intent_only(language):
    where = {}
    for entry in entries(language):
        for example in lines(entry) if "intent" in entry else []:
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


def said_in_tests():
    for path in TESTS.glob("conversations/*/*.yml"):
        for conversation in yaml.safe_load(path.read_text(encoding="utf-8"))["conversations"]:
            yield from (step["say"] for step in conversation["steps"] if "say" in step)
    safety = yaml.safe_load((TESTS / "nlu" / "safety.yml").read_text(encoding="utf-8"))
    for by_language in safety.values():
        for sentences in by_language.values():
            yield from sentences


def test_no_sentence_of_the_tests_is_in_the_training_data():
    """Short answers (three words and less) are the same everywhere; longer ones may not even be near."""
    training = {plain(example) for language in ("fi", "sv") for example in examples(language)}
    long = [example for example in training if len(example.split()) > 3]
    by_word = {}
    for example in long:
        for word in set(example.split()):
            by_word.setdefault(word, []).append(example)
    near = {}
    for sentence in {plain(text) for text in said_in_tests() if len(text) < 500}:
        if len(sentence.split()) <= 3:
            continue
        rarest = sorted(set(sentence.split()), key=lambda word: len(by_word.get(word, ())))[:4]
        for example in {example for word in rarest for example in by_word.get(word, ())}:
            if difflib.SequenceMatcher(None, sentence, example).ratio() > 0.9:
                near[sentence] = example
    assert near == {}
