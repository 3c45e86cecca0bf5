"""Messages as Rasa parses them, and what is read in them as an answer to the question that was asked."""

from __future__ import annotations

from datetime import date

from bot.conversation.messages import Speaker
from bot.conversation.reading import read
from bot.language.texts import load_texts
from bot.triage import load_triage

TRIAGE = load_triage()
QUESTIONS = {question.id: (*question.options, "unknown") for question in TRIAGE.questions}
SHOWN = {question: Speaker(load_texts(), TRIAGE, "fi").shown(question, {}) for question in QUESTIONS}
SATURDAY = date(2026, 11, 21)


def guesses(by_name):
    """{name: value} as sure guesses of the classifier, {name: (value, sure)} as just these."""
    found = {name: guess if isinstance(guess, tuple) else (guess, True) for name, guess in (by_name or {}).items()}
    return {
        name: {"value": value, "confidence": 0.9 if sure else 0.6, "sure": sure}
        for name, (value, sure) in found.items()
    }


def message(text="", intent=None, *entities, told=None, asked=None, confidence=0.9, known=1.0, **more):
    """A message as Rasa parses it; an entity is (slot, value) or (slot, value, role), `told` and `asked` are guesses."""
    return {
        "situation": {"told": guesses(told), "asked": guesses(asked)},
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": [dict(zip(("entity", "value", "role"), entity, strict=False)) for entity in entities],
        "language": {"code": "fi", "margin": 2.0, "known": known},
        **more,
    }


def read_as(parsed, question=None, about_another=False, today=SATURDAY):
    """What is read in it when this question was asked, or none."""
    return read(TRIAGE, parsed, question, SHOWN.get(question, []), about_another, today)
