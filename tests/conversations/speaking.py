"""Auta as it speaks, in both languages, and to whom."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.conversation.messages import Speaker
from bot.language.texts import load_texts
from bot.providers import load_directory
from bot.providers.hours import HELSINKI
from bot.triage import load_triage

TRIAGE, DIRECTORY = load_triage(), load_directory()
SPEAKERS = {language: Speaker(load_texts(), TRIAGE, language) for language in ("fi", "sv")}
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=HELSINKI)
SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=HELSINKI)
CONTACT = DIRECTORY.contact("999")
RECOMMENDATION = {
    "type", "level", "level_id", "row", "reasons", "primary", "channels", "language", "offers", "explanation", "answers",
    "reference",
}  # fmt: skip
PEOPLE = {
    "who manages": {"service": "tax_card", "principal": "self", "usage": "alone", "support": "link"},
    "who is stuck": {"service": "tax_card", "principal": "self", "usage": "with_help", "support": "quick_advice", "device": "own"},
    "for a mother": {"service": "kela_other", "principal": "adult", "usage": "unable", "mandate": "none", "device": "none"},
    "with a mandate": {"service": "kela_other", "principal": "client", "usage": "unable", "mandate": "valid"},
    "who does not want to": {"service": "moving", "principal": "self", "usage": "never", "support": "no_online"},
    "without voice": {"service": "passport", "principal": "self", "usage": "alone", "needs": ["no_voice"]},
    "of whom nothing is known": {},
    "in danger": {"safety": "emergency"},
    "who contradicts": {"service": "tax_card", "usage": "never", "support": "link", "contradiction": True},
}  # fmt: skip

languages = pytest.mark.parametrize("language", ["fi", "sv"])
