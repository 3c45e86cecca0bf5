"""The texts that the benchmark of understanding is made of."""

import gzip
import json
import random
from pathlib import Path

import pytest

from bench.talks import talk
from bench.understanding import (
    LOCALES,
    Figures,
    Said,
    beside,
    drawn,
    massive,
    ours,
    pipelines,
    sample,
    slip,
    taught,
    understanding,
    with_slips,
    without_marks,
)
from bench.web import p95

SAID = [Said(f"lause {number}", f"intent_{number % 3}") for number in range(30)]


def test_a_sample_has_the_same_sentences_every_time_and_as_many_of_each_intent():
    assert sample(SAID, 4) == sample(SAID, 4)
    assert sorted(one.intent for one in sample(SAID, 4)) == ["intent_0"] * 4 + ["intent_1"] * 4 + ["intent_2"] * 4
    assert len(sample(SAID, 50)) == len(SAID)


def test_each_language_draws_examples_of_its_own(tmp_path: Path):
    """MASSIVE's sentences are translations of each other: drawn alike, both languages would say the same things."""
    for locale in LOCALES.values():
        with gzip.open(tmp_path / f"{locale}.jsonl.gz", "wt", encoding="utf-8") as lines:
            for number, one in enumerate(SAID):
                kept = {"utt": f"{locale} {number}", "intent": one.intent, "partition": "train"}
                lines.write(json.dumps(kept) + "\n")
    first, second = (taught(tmp_path, 4, draw) for draw in range(2))
    numbers = [[one.text.split()[1] for one in first if one.text.startswith(locale)] for locale in LOCALES.values()]
    assert [len(one) for one in numbers] == [12, 12]
    assert numbers[0] != numbers[1]
    assert first != second
    assert first == taught(tmp_path, 4, 0)


def test_a_mean_is_of_each_figure_and_one_slow_draw_does_not_count():
    kinds = ("clean", "typing", "marks")
    figures = [
        Figures({kind: {"fi": right, "sv": right / 2} for kind in kinds}, 10 * right, 100 * right, 1000 * right)
        for right in (0.5, 0.6, 1.0)
    ]
    mean = Figures.mean(figures)
    assert mean.accuracy["typing"] == pytest.approx({"fi": 0.7, "sv": 0.35})
    assert (mean.milliseconds, mean.memory, mean.training) == pytest.approx((6, 70, 700))


def test_sentences_are_drawn_or_all_taken():
    assert drawn(SAID, 5) == drawn(SAID, 5)
    assert len(drawn(SAID, 5)) == 5
    assert drawn(SAID, None) == drawn(SAID, 99) == SAID


def test_a_slip_changes_one_place_and_short_words_have_none():
    dice = random.Random(1)
    assert all(abs(len(slip("verokortti", dice)) - 10) <= 1 for _ in range(100))
    assert with_slips("ja se on", dice) == "ja se on"
    text = "kelan hakemus pitäisi lähettää " * 50
    changed = sum(one != other for one, other in zip(text.split(), with_slips(text, dice).split(), strict=True))
    assert 0.2 < changed / 200 < 0.4


def test_the_keyboard_is_nordic():
    assert set(beside("ö")) == set("pålä")
    assert beside("é") == "é"


def test_marks_are_left_out():
    assert without_marks("Äiti får höra på öljy", random.Random(1)) == "Aiti far hora pa oljy"


def test_each_row_leaves_out_what_it_says():
    full = ours()
    assert {name: len(full) - len(one) for name, one in pipelines(full).items() if "Rasa" not in name} == {
        "config.yml": 0, "without SentenceEncoder": 1, "without SpellingCorrector": 1, "without neighbours": 0,
    }  # fmt: skip
    assert pipelines(full)["without neighbours"] != full


def test_without_massive_one_sentence_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture
):
    monkeypatch.setenv("AUTA_MASSIVE", str(tmp_path))
    assert massive() is None
    understanding()
    assert capsys.readouterr().out.count("\n") == 1


def test_the_conversations_of_the_load_are_in_both_languages_typed_and_pressed():
    talks = [talk(number) for number in range(4)]
    assert [language for language, _ in talks] == ["fi", "sv", "fi", "sv"]
    assert [messages[0].startswith("/answer{") for _, messages in talks] == [True, True, False, False]
    assert len({len(messages) for _, messages in talks}) == 1


def test_the_95th_of_a_hundred():
    assert 94 <= p95([float(number) for number in range(1, 101)]) <= 96
