"""Folding keeps places true, changes nothing twice, and treats a pattern as it treats a text."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.data_file import DataError, DataFile
from bot.language.words import compile_each, compile_words, fold, fold_pattern


@settings(deadline=None)
@given(st.text())
def test_folding_keeps_the_length_of_any_text(text):
    assert len(fold(text)) == len(text)


@settings(deadline=None)
@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_every_character_of_unicode_stays_one_character_and_is_folded_once():
    everything = "".join(chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    folded = fold(everything)
    assert len(folded) == len(everything)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ÄITI ja Öljy", "aiti ja oljy"),
        ("Åbo på sjön", "abo pa sjon"),
        ("idé, Café, SAUNA", "ide, cafe, sauna"),
        ("İstanbul ŽŠ", "istanbul zs"),
        ("STRASSE ß ø", "strasse ß ø"),
        ("2.12. klo 9!", "2.12. klo 9!"),
        ("", ""),
    ],
)
def test_folded_text_is_lower_case_without_marks(text, folded):
    assert fold(text) == folded


@settings(deadline=None)
@given(st.text(), st.text(alphabet="äöåÄÖÅxyz", min_size=1), st.text())
def test_what_is_found_in_folded_text_stands_at_the_same_place_in_the_text(before, word, after):
    text = before + word + after
    place = fold(text).index(fold(word))
    assert fold(text[place : place + len(word)]) == fold(word)


@pytest.mark.parametrize(
    ("pattern", "folded"),
    [
        (r"Äiti\w*", r"aiti\w*"),
        (r"\W+\D\S\B", r"\W+\D\S\B"),
        (r"ÖLJY(?!\W)", r"oljy(?!\W)"),
        (r"\\Å", r"\\a"),
        (r"[ÅÄÖ]{1,3}\.", r"[aao]{1,3}\."),
        (r"a\Å", r"a\Å"),
    ],
)
def test_a_folded_pattern_keeps_its_escapes(pattern, folded):
    assert fold_pattern(pattern) == folded


@settings(deadline=None)
@given(st.text(min_size=1))
def test_a_literal_pattern_matches_its_own_text_folded(text):
    assert re.fullmatch(fold_pattern(re.escape(fold(text))), fold(text))


@settings(deadline=None)
@given(st.lists(st.sampled_from([r"\w", r"\W", r"\d", r"\D", r"\s", r"\S", r"\b", r"\B", "Ä", "a", "[ÖO]", "(?:X|Y)"])))
def test_a_pattern_folded_is_still_a_pattern_with_the_same_escapes(parts):
    pattern = "".join(parts)
    folded = fold_pattern(pattern)
    re.compile(folded)
    assert re.findall(r"\\.", folded) == re.findall(r"\\.", pattern)
    assert fold_pattern(folded) == folded


def test_words_match_whole_words_only():
    words = compile_words(["passi", r"Kelan \w+"])
    assert words.search(fold("Uusi PASSI, kiitos"))
    assert words.search(fold("kelan päätös")).group() == "kelan paatos"
    assert not words.search("passiivi")
    assert not words.search("kompassi")


def test_any_of_the_patterns_is_enough_and_none_swallows_another():
    words = compile_words(["å", "b|c", "d"])
    assert [match.group() for match in words.finditer("a b c d e ab")] == ["a", "b", "c", "d"]


def test_a_broken_pattern_is_refused_with_its_place(tmp_path):
    path = tmp_path / "words.yml"
    path.write_text("words:\n  fi: ['passi']\n  sv:\n    - 'pass'\n    - '(pass'\n", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        compile_each(DataFile(path), ["words"])
    assert (refused.value.line, refused.value.field, refused.value.found) == (5, "words.sv.1", "(pass")
    assert "regular expression" in refused.value.expected


def test_right_patterns_are_let_through(tmp_path):
    path = tmp_path / "words.yml"
    path.write_text("words:\n  fi: ['Äiti\\w*']\n  sv: ['m(?:or|amma)']\n", encoding="utf-8")
    compile_each(DataFile(path), ["words"])
