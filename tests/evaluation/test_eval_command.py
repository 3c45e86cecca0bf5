"""`auta eval nlu` with the trained model, on a handful of lines."""

from __future__ import annotations

import json

import pytest

from bot.commands import main

OPENINGS = """
openings:
- text: Passini on vanhentunut, mistä saan uuden?
  is: {group: standard, intent: inform}
  tells: {principal: self, service: passport}
- text: Haluan puhua ihmiselle
  is: {group: short, intent: human}
- text: Apua, isä ei hengitä!
  is: {group: standard, intent: emergency}
"""
ANSWERS = """
answers:
- text: Jag gör det själv
  is: {group: standard, asked: usage, about: self, answer: alone}
- text: "2"
  is: {group: short, asked: usage, about: self, answer: with_help}
"""


@pytest.fixture
def data(tmp_path):
    for language, name, text in (("fi", "openings", OPENINGS), ("sv", "answers", ANSWERS)):
        (tmp_path / language).mkdir()
        (tmp_path / language / f"{name}_x.yml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_handful_of_lines(data, tmp_path, capsys):
    report, pictures = tmp_path / "report.json", tmp_path / "pictures"
    arguments = ["--data", str(data), "--json", str(report), "--pictures", str(pictures), "--worst", "3"]
    assert main(["eval", "nlu", *arguments]) == 0
    shown = capsys.readouterr().out
    assert "danger found" in shown and "answers right" in shown
    found = json.loads(report.read_text(encoding="utf-8"))
    finnish, swedish = found["languages"]["fi"]["all"], found["languages"]["sv"]["all"]
    assert finnish["slots"]["service"]["right"] == 1
    assert finnish["safety"]["emergency"]["right_code"] == {"right": 1, "total": 1, "share": 1.0}
    assert finnish["intents"]["total"] == 2 and finnish["false_alarms"]["ordinary"]["right"] == 0
    assert swedish["answers"]["all"]["right"]["right"] == 2
    assert len(found["sentences"]) == 5
    for name in ("intents", "reliability"):
        assert (pictures / f"{name}.svg").read_text(encoding="utf-8").count("<svg") == 1


def test_without_a_model_one_sentence_says_what_to_do(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("bot.commands.evaluate.model_path", lambda: tmp_path / "auta-none.tar.gz")
    for arguments in (["eval", "nlu"], ["eval"]):
        assert main(arguments) == 1
        said = capsys.readouterr().err
        assert "run `make train`" in said and said.count("\n") == 1


def test_without_sentences_one_sentence_says_so(tmp_path, capsys):
    assert main(["eval", "nlu", "--data", str(tmp_path)]) == 1
    assert "no sentences" in capsys.readouterr().err
