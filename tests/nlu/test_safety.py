"""Danger is heard in ordinary words, and what only sounds like danger is not. The sentences are in safety.yml."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

SENTENCES = yaml.safe_load((Path(__file__).parent / "safety.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("code", SENTENCES)
def test_danger_is_heard_and_nothing_else(assistant, code, language):
    heard = {}
    for number, sentence in enumerate(SENTENCES[code][language]):
        replies = assistant.talk(f"safety-{code}-{language}-{number}", sentence, {"language": language})
        heard[sentence] = next(
            (r["custom"]["code"].lower() for r in replies if r.get("custom", {}).get("type") == "safety"), "harmless"
        )
    assert {sentence: found for sentence, found in heard.items() if found != code} == {}


def test_an_alarm_is_one_message_in_the_language_of_the_page(assistant, sender):
    assistant.talk(sender, "/greet", {"language": "sv"})
    replies = assistant.talk(sender, "isä ei hengitä")
    texts = [reply["text"] for reply in replies if reply.get("text")]
    assert len(texts) == 1
    assert "112" in texts[0] and "Ring" in texts[0]
