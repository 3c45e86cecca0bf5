"""The words of the widget: every one in data/responses/page.yml is used, and every one that the widget says exists."""

from __future__ import annotations

import re

import pytest

from bot.data_file import ROOT
from bot.language.texts import load_texts

STATIC = ROOT / "bot" / "channels" / "web" / "static"
PAGE = "utter_page_"
CODE = {path.name: path.read_text(encoding="utf-8") for path in STATIC.glob("*.js")}
WORDS = {name.removeprefix(PAGE) for name in load_texts().variations if name.startswith(PAGE)}
# What stands for a name that the code puts together: say("tool_" + name), say(name + "_sure").
TOOLS = set(re.findall(r"^ {6}\[\"(\w+)\", ", CODE["chat.js"], re.MULTILINE))
MADE = {f"tool_{tool}" for tool in TOOLS} | {
    f"{tool}{end}"
    for tool in re.findall(r'tools\.confirm\(opener, "(\w+)"', CODE["chat.js"])
    for end in ("_sure", "_yes")
}


def said() -> set[str]:
    """Every name in `say("name")`, and the other names that stand in quotes where a name is chosen."""
    code = "\n".join(CODE.values())
    return set(re.findall(r'\bsay\("(\w+)"[,)]', code)) | MADE


def quoted() -> set[str]:
    """Every word in quotes."""
    return set(re.findall(r'"(\w+)"', "\n".join(CODE.values()))) | MADE


def test_the_tools_are_found():
    assert {"back", "answers", "why", "restart", "save", "print", "read", "end"} == TOOLS
    assert {"restart_sure", "end_yes", "tool_back"} <= MADE


def test_every_word_that_the_widget_says_exists():
    assert len(said()) > 30
    assert said() - WORDS == set()


def test_every_word_of_the_page_is_used():
    assert WORDS - quoted() == set()


@pytest.mark.parametrize("name", sorted(WORDS))
def test_the_placeholders_are_filled(name):
    """The widget leaves what it does not know in braces: a person would see it."""
    for text in load_texts().variations[PAGE + name]["fi"]:
        for placeholder in text.placeholders:
            assert re.search(rf"\b{placeholder}\b", "\n".join(CODE.values())), placeholder


def test_no_words_stand_in_the_code():
    """Finnish and Swedish have letters that the code has not, except in what is said when nothing could be loaded."""
    for name, code in CODE.items():
        lines = [line for line in code.splitlines() if not line.strip().startswith("//")]
        if name == "auta-chat.js":
            start = next(i for i, line in enumerate(lines) if "NOTHING_LOADED = [" in line)
            del lines[start : start + 6]
        if name != "privacy.js":
            assert not [line for line in lines if re.search(r"[äöåÄÖÅ]", line)], name
