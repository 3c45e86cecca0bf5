"""Patterns asked at once find what each finds alone."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.data_file import ROOT, DataFile
from bot.language.patterns import Patterns
from bot.language.words import compile_words, fold
from bot.triage.load import TRIAGE_DATA

LETTERS = "abä ."
GROUPS = (
    ["ab"],
    ["a", "b a"],
    ["[ab]a|bb?"],
    ["(?:a|bä) (?:\\w+ ){0,2}b"],
    ["\\w*b"],
    ["a{2,3}b?", "b+a"],
    ["^a", "^b(?! a)"],
    ["(?<!a )b"],
    ["^(?=.*(?<!\\w)(?:ab|b)(?!\\w))(?!.*aa).*"],
    ["^(?=(?:.*\\b)?ba(?!\\w))(?!.*ab).*"],
    ["^(?=.*\\b\\.a).*"],
    ["^(?=.*ab).*"],
    ["^(?=.*(?!b)ab).*", "^(?=.*(?<!b)aa).*"],
    ["^(?=.*\\Bab).*", "^(?=(?:\\w*\\B)?ab).*"],
    ["\\b(?=.*\\bab).*", "$(?=.*\\bab)|(?=.*\\bba)a"],
    [".a", "[^a]b", "\\.?b"],
    ["\\w*(?:ab|b a) a?", "\\w+(?:b|\\w\\.)ä"],
    ["(?:.a)+b?", "(?:\\w*b|a b)(?: a)?", "(?=.*b).a[ab]"],
    ["(a|ä)\\1"],
    ["a*?b"],
    [""],
)


def alone(groups, text):
    return [number for number, group in enumerate(groups) if compile_words(group).search(text)]


@given(st.text(LETTERS, max_size=12))
def test_every_kind_of_pattern_is_found_as_it_is_alone(text):
    assert Patterns(GROUPS).matching(fold(text)) == alone(GROUPS, fold(text))


def written(folder):
    for path in sorted((ROOT / "tests" / "nlu" / folder).glob("*.yml")):
        for kind in yaml.safe_load(path.read_text(encoding="utf-8")).values():
            yield from (fold(one["text"]) for one in kind)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_words_of_danger_find_what_each_finds_alone(language):
    entries = DataFile(TRIAGE_DATA / "safety.yml", "safety").data["codes"]
    kinds = [kind for entry in entries for kind in (entry["words"], entry.get("unless", {}))]
    words = [[word] for kind in kinds for by_language in kind.values() for word in by_language]
    patterns, each = Patterns(words), [compile_words(word) for word in words]
    found = 0
    for text in list(written(language))[::4]:
        expected = [number for number, word in enumerate(each) if word.search(text)]
        assert patterns.matching(text) == expected, text
        found += len(expected)
    assert found > 50


def test_what_is_no_pattern_is_refused():
    with pytest.raises(re.error):
        Patterns([["a("]])
    with pytest.raises(re.error):
        Patterns([["(?<=a*)b"]]).compile()
