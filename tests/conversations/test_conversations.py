"""Whole conversations, through the real server: tests/conversations/README.md tells how to write one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parent
LEVELS_NAMED = re.compile(r"\b(taso|nivå|level)\w* ?[0-4]\b", re.IGNORECASE)
CHECKED = {"question", "asked", "at_most", "recommendation", "answers", "safety", "handover", "privacy", "language"}
ALLOWED = CHECKED | {"say", "press", "send", "text", "not_text", "note"}


def conversations():
    for path in sorted(FOLDER.glob("*/*.yml")):
        for conversation in yaml.safe_load(path.read_text(encoding="utf-8"))["conversations"]:
            yield pytest.param(conversation, id=f"{path.parent.name}/{path.stem}: {conversation['name']}")


@pytest.mark.parametrize("conversation", conversations())
def test_conversation(assistant, sender, conversation):
    page = conversation.get("page", {})
    for number, step in enumerate(conversation["steps"], 1):
        assert set(step) <= ALLOWED, f"step {number}: unknown keys {set(step) - ALLOWED}"
        replies = assistant.talk(sender, message_of(step), page)
        check(step, replies, f"step {number} ({message_of(step)[:60]!r}) was answered with\n{shown(replies)}")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_there_are_forty_conversations_in_each_language(language):
    assert sum(case.id.startswith(language) for case in conversations()) >= 40


def message_of(step: dict) -> str:
    if "say" in step:
        return step["say"]
    return "/answer" + json.dumps(step["press"]) if "press" in step else step["send"]


def check(step: dict, replies: list[dict], where: str) -> None:
    said = "\n".join(reply.get("text") or "" for reply in replies)
    customs = {custom["type"]: custom for custom in (reply["custom"] for reply in replies if reply.get("custom"))}
    question = customs.get("question", {})
    recommendation = customs.get("recommendation", {})
    assert said.strip(), f"nothing is said: {where}"
    assert not LEVELS_NAMED.search(said), where
    assert question.get("asked", 0) <= question.get("at_most", 7) <= 7, where

    if "question" in step:
        assert question.get("question", "none") == step["question"], where
    for key in ("asked", "at_most"):
        if key in step:
            assert question.get(key) == step[key], where
    for key, expected in step.get("recommendation", {}).items():
        found = recommendation.get(key)
        assert set(expected) <= set(found or []) if key == "reasons" else found == expected, f"{key}: {where}"
    for slot, value in step.get("answers", {}).items():
        assert recommendation.get("answers", {}).get(slot) == value, f"{slot}: {where}"
    if "safety" in step:
        assert customs.get("safety", {}).get("code") == step["safety"], where
    if "handover" in step:
        assert customs.get("handover", {}).get("reason") == step["handover"], where
    if "privacy" in step:
        assert customs.get("privacy", {}).get("code") == "IDENTITY_CODE_REMOVED", where
    if "language" in step:
        customs.pop("offer_language", None)  # in the other language, on purpose
        languages = {custom["language"] for custom in customs.values() if "language" in custom}
        assert languages == {step["language"]}, where
    for words in listed(step.get("text", [])):
        assert words.lower() in said.lower(), f"{words!r} is missing: {where}"
    for words in listed(step.get("not_text", [])):
        assert words.lower() not in said.lower(), f"{words!r} is there: {where}"


def listed(value) -> list[str]:
    return value if isinstance(value, list) else [value]


def shown(replies: list[dict]) -> str:
    return "\n".join(
        json.dumps(reply.get("custom") or reply.get("text"), ensure_ascii=False)[:600] for reply in replies
    )
