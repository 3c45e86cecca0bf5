"""A mistake in data/triage is refused with file, line, field and what was expected; gaps and dead rows are found."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from bot.data_file import DataError
from bot.triage import load_triage
from bot.triage.check import problems
from bot.triage.draw import mermaid
from bot.triage.load import TRIAGE_DATA

# (file, what stands there, the mistake, the line's text where it is, the field, a word of what is expected)
MISTAKES = {
    "a level that does not exist": ("levels.yml", "level: on_behalf", "level: on_behlaf", "rows.4.level", "on_behalf"),
    "a channel that does not exist": ("levels.yml", "[emergency_112]\n", "[emergency_122]\n", "rows.0.channels.0", "emergency_112"),
    "an answer that does not exist": ("levels.yml", "mandate: valid}", "mandate: vaild}", "rows.4.if.mandate", "valid"),
    "a field that does not exist": ("levels.yml", "if: {support: someone_does}", "if: {suport: someone_does}", "rows", "support"),
    "an answer in a part of any": ("levels.yml", "        - support: no_online", "        - support: no_onlin", "any.1.support", "no_online"),
    "a step that moves nothing": ("levels.yml", "than: training", "than: trainin", "steps.8.before.than", "training"),
    "a reason in small letters": ("levels.yml", "reasons: [CAN_SELF]", "reasons: [can_self]", "rows", "capitals"),
    "a row without channels": ("levels.yml", "    channels: [self_service, chat]\n", "", "rows", "channels"),
    "a key that nobody knows": ("levels.yml", "last_resort:", "colour: red\nlast_resort:", "file", "only the fields"),
    "a yes that is no option": ("questions.yml", "affirm: valid", "affirm: yess", "questions.3.affirm", "valid"),
    "an option twice": ("questions.yml", "[own, borrowed, none]", "[own, own, none]", "questions", "different"),
    "a recheck of nothing": ("questions.yml", "recheck: support", "recheck: suport", "contradictions.0.recheck", "support"),
    "a service twice": ("services.yml", "  - id: tax_return\n", "  - id: tax_card\n", "services", "no other service"),
    "an authority that does not exist": ("services.yml", "authority: tax\n", "authority: taxx\n", "authority", "tax"),
    "an interactivity that does not exist": ("services.yml", "interactivity: full\n", "interactivity: online\n", "interactivity", "full"),
    "a link without https": ("services.yml", '"https://www.kela.fi"', '"http://www.kela.fi"', "authorities", "https"),
    "no YAML": ("levels.yml", "rows:\n", "rows: [\n", "YAML", "valid YAML"),
    "a key twice": ("levels.yml", "last_resort: human_now", "last_resort: human_now\nlast_resort: phone", "last_resort", "once"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(TRIAGE_DATA, tmp_path / "triage")


@pytest.mark.parametrize(("name", "right", "wrong", "field", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_refused(folder, name, right, wrong, field, expected):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        load_triage(folder)
    message = str(refused.value)
    assert name in message and field in message and expected in message, message
    assert refused.value.line > 0 or field == "file"
    if field not in ("file", "YAML", "rows", "questions", "services", "authorities"):
        line = path.read_text(encoding="utf-8").splitlines()[refused.value.line - 1]
        assert wrong.strip().splitlines()[-1] in line or field.split(".")[-1] in line


def test_a_broken_pattern_is_refused(folder):
    path = folder / "services.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("fi: ['", "fi: ['(", 1), encoding="utf-8")
    with pytest.raises(DataError, match="regular expression"):
        load_triage(folder)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match=r"services\.yml"):
        load_triage(tmp_path)


def test_the_table_is_whole():
    assert problems(load_triage()) == []


def test_a_gap_is_found():
    triage = load_triage()
    found = problems(replace(triage, rows=triage.rows[:-1]))
    assert len(found) == 1 and "add a row" in found[0]


@pytest.mark.parametrize("number", range(4, len(load_triage().rows)))
def test_a_row_below_its_own_copy_never_decides(number):
    triage = load_triage()
    twice = (*triage.rows[: number + 1], triage.rows[number], *triage.rows[number + 1 :])
    found = problems(replace(triage, rows=twice))
    assert any(f"entry {number + 2} of" in problem for problem in found)


def test_the_drawing_shows_every_question_and_every_row():
    triage = load_triage()
    drawing = mermaid(triage)
    assert drawing.startswith("flowchart TD")
    for question in triage.questions:
        assert f'{question.id}["' in drawing
    assert sum(line.strip().startswith("r") and "{" in line for line in drawing.splitlines()) == len(triage.rows)
