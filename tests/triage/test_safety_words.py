"""The words of danger: what overlaps a harmless phrase is none, unless danger stands beside it."""

from __future__ import annotations

import shutil

import pytest

from bot.data_file import DataError
from bot.language.words import fold
from bot.triage.load import TRIAGE_DATA
from bot.triage.safety import Alarm, Alarms, compile_alarms, load_alarms


def heard(text):
    return load_alarms().heard_in(fold(text))[0]


def test_danger_is_heard_with_and_without_its_marks():
    assert heard("Isä ei hengitä!") == heard("isa ei hengita") == ["emergency"]
    assert heard("Pappa andas inte") == ["emergency"]


def test_an_idiom_is_no_danger_but_danger_beside_it_is():
    assert heard("kuolen nauruun") == []
    assert "emergency" in heard("kuolen nauruun, mutta isä ei hengitä")
    assert heard("slå mej en signal när du hinner") == []
    assert "coercion" in heard("slå mej en signal, han slår mig")
    assert heard("sähkölasku räjähti käsiin") == []
    assert heard("raketti räjähti käsiin") == ["emergency"]


def test_a_harmless_match_cannot_use_up_the_text_of_a_dangerous_one():
    patterns = ("en jaksa .*", "jaksa enaa elaa")
    alarms = Alarms([Alarm("emergency", patterns, ("en jaksa",)), Alarm("fraud", ("odottaa",), ())])
    assert alarms.heard_in("en jaksa odottaa") == (["fraud"], ["emergency"])
    beside = Alarms([Alarm("emergency", patterns, ("en",))])
    assert beside.heard_in("en jaksa enaa elaa") == (["emergency"], ["emergency"])


@pytest.mark.parametrize(
    ("old", "new", "read", "told"),
    [
        ("      - ", "      - (", load_alarms, r"safety\.yml, line \d+"),
        ("        - '", "        - '(?<=ei.*)", compile_alarms, r"safety\.yml, line \d+.*look-behind"),
    ],
    ids=["at reading", "only at compiling"],
)
def test_a_broken_word_is_refused_with_its_line(tmp_path, old, new, read, told):
    folder = shutil.copytree(TRIAGE_DATA, tmp_path / "triage")
    path = folder / "safety.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=told):
        read(folder)
