"""The state of a conversation, as a page that is loaded again needs it: the open question, the answers, the contact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.conversation.memory import DEFAULT_LANGUAGE, Memory
from bot.conversation.messages import Speaker
from bot.conversation.offers import own_card
from bot.language.texts import load_texts
from bot.language.words import LANGUAGES
from bot.providers import load_directory
from bot.settings import read_settings
from bot.triage import load_triage


def conversation_state(slots: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The state in a tracker's slots; an empty tracker's is that of a conversation that has not begun.

    `ended` is never told by slots, and False here: the channel knows.
    """
    memory = Memory.read(load_triage(), slots)
    language, progress = _language(memory.language), memory.progress
    speaker = Speaker(load_texts(), memory.triage, language)
    municipality = memory.answers.get("municipality") or read_settings().municipality
    requested = slots.get("requested_slot")
    is_open = requested is not None and requested in progress.asked and not progress.recommended
    return {
        "language": language,
        "municipality": municipality,
        "ended": False,
        "question": speaker.question(str(requested), memory.answers, progress.asked) if is_open else None,
        "answers": _answers(speaker, memory),
        "recommended": progress.recommended,
        "reference": progress.reference if progress.recommended else None,
        "contact": contact_card(municipality, language, now),
    }


def contact_card(municipality: str | None, language: str, now: datetime) -> dict[str, Any]:
    """A municipality's human contact; that of the one that is served when None. The national line for one unknown."""
    speaker = Speaker(load_texts(), load_triage(), _language(language))
    contact = load_directory().contact(municipality or read_settings().municipality)
    return own_card(speaker, contact, now)


def _answers(speaker: Speaker, memory: Memory) -> list[dict[str, str]]:
    """What was answered, in the order in which it is asked; "I don't know" too, for it can be changed."""
    answers = memory.answers
    labels = {one.id: speaker.label(one.id, answers.get(one.id), answers) for one in memory.triage.questions}
    return [
        {
            "question": question,
            "asked": speaker.ask(question, answers).text,
            "title": title,
            "payload": f'/change{{"question":"{question}"}}',
        }
        for question, title in labels.items()
        if title
    ]


def _language(language: str | None) -> str:
    return language if language in LANGUAGES else DEFAULT_LANGUAGE
