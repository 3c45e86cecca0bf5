"""Whole conversations with simulated persons, in words only, and what should have come of them.

A person writes an opening of the test sentences, whose labels are facts of their life; the other facts are drawn. Asked
something, they answer with a test sentence that means their fact.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import mean
from typing import Any, Protocol

from bot.conversation.messages import Speaker
from bot.evaluation.metrics import Share
from bot.evaluation.sentences import Sentence
from bot.evaluation.understanding import WRITTEN_ON
from bot.language.dates import deadline_in
from bot.nlu.lessons import INFORM
from bot.privacy import new_sender
from bot.triage import Decision, Triage, decide
from bot.triage.decide import answers_lookup
from bot.triage.model import OTHER, SELF

SEED = 1
# How many of a hundred persons are so, where the opening does not tell: our guess at the people who ask a municipality
# for help, not a statistic. Needs and deadlines are never drawn, since nobody is asked for them.
WEIGHTS: Mapping[str, Mapping[str, int]] = {
    "principal": {"self": 70, "own_child": 8, "adult": 15, "client": 7},
    "usage": {"alone": 30, "with_help": 30, "other_does": 15, "never": 15, "unable": 10},
    "mandate": {"valid": 45, "none": 40, "guardian": 15},
    "support": {"link": 20, "quick_advice": 30, "repeated_guidance": 20, "someone_does": 20, "no_online": 10},
    "identification": {"works": 60, "locked": 15, "none": 15, "held_by_other": 10},
    "device": {"own": 65, "borrowed": 20, "none": 15},
    "reach": {"chat": 12, "phone": 35, "video": 8, "visit": 20, "home": 10, "any": 15},
}
# Answers that go together are drawn so many times at most; an opening may itself hold two that do not.
DRAWS = 50
TYPED_TRIES = 2
MOST_TURNS = 25
CONTINUE = "/continue"


class Talk(Protocol):
    """Sends a person's message; returns the replies."""

    def __call__(self, sender: str, message: object, page: Mapping[str, str] | None = None) -> list[dict[str, Any]]: ...


@dataclass(frozen=True)
class Person:
    """Somebody with an opening, the facts of their life (`facts` holds what the opening tells, too), and for each
    question the sentences in which they could answer, in the order in which they try them."""

    opening: Sentence
    facts: Mapping[str, Any]
    says: Mapping[str, Sequence[str]]


@dataclass
class Conversation:
    """What came of a conversation. `asked`: every question as it was asked; `presses`: buttons that had to be pressed;
    `recommendation`: the message of the contract, None when it never came; `said`: what was typed and pressed."""

    asked: list[str] = field(default_factory=list)
    presses: int = 0
    recommendation: Mapping[str, Any] | None = None
    alarm: str | None = None
    said: list[str] = field(default_factory=list)

    @property
    def questions(self) -> int:
        """How many different questions were asked."""
        return len(set(self.asked))


def draw_persons(speaker: Speaker, sentences: Sequence[Sentence], count: int, today: date) -> list[Person]:
    """At most `count` persons who speak the speaker's language, always the same ones; fewer are the first of more.

    Their openings name an errand, and are due as their label says today too: "by Wednesday" was written on a Monday.
    """
    own = [sentence for sentence in sentences if sentence.language == speaker.language]
    openings = [
        one for one in own if one.intent == INFORM and "service" in one.tells and _due_today_as_then(one, today)
    ]
    answers = [sentence for sentence in own if sentence.asked]
    random.Random(SEED).shuffle(openings)
    return [_person(speaker, opening, answers, random.Random(f"{SEED} {opening.text}")) for opening in openings[:count]]


def _due_today_as_then(opening: Sentence, today: date) -> bool:
    return deadline_in(opening.text, today) == deadline_in(opening.text, WRITTEN_ON)


def _person(speaker: Speaker, opening: Sentence, answers: Sequence[Sentence], dice: random.Random) -> Person:
    facts = draw_facts(speaker.triage, opening.tells, dice)
    says = {question: words_for(speaker, question, facts, answers, dice) for question in ("service", *WEIGHTS)}
    return Person(opening, facts, says)


def draw_facts(triage: Triage, told: Mapping[str, Any], dice: random.Random) -> dict[str, Any]:
    """What is told, and the rest of WEIGHTS drawn; without contradictions, unless they are told."""
    facts: dict[str, Any] = {}
    for _ in range(DRAWS):
        drawn = {slot: dice.choices(list(weights), list(weights.values()))[0] for slot, weights in WEIGHTS.items()}
        facts = {**drawn, **told}
        is_in = answers_lookup(triage, facts)
        if not any(contradiction.condition.holds(is_in) for contradiction in triage.contradictions):
            break
    return facts


def words_for(
    speaker: Speaker, question: str, facts: Mapping[str, Any], answers: Sequence[Sentence], dice: random.Random
) -> list[str]:
    """Sentences that answer a question with the person's fact, shuffled; for the errand its name comes last."""
    another = question == "mandate" or (question != "principal" and speaker.is_about_another(question, facts))
    about = OTHER if another and question != "service" else SELF
    fitting = [
        one.text for one in answers if (one.asked, one.about, one.answer) == (question, about, facts.get(question))
    ]
    dice.shuffle(fitting)
    service = speaker.triage.services.get(facts["service"]) if question == "service" else None
    return [*fitting, service.names[speaker.language]] if service else fitting


def hold(speaker: Speaker, person: Person, talk: Talk) -> Conversation:
    """The person's conversation in words; a button is pressed where words failed twice, or where there are none."""
    return _converse(person, talk, person.opening.text, TYPED_TRIES, speaker.language)


def press_all(person: Person, talk: Talk) -> Conversation:
    """The same person's conversation with buttons alone, the errand's too."""
    return _converse(person, talk, payload("service", person.facts["service"]), 0, person.opening.language)


def _converse(person: Person, talk: Talk, first: str, tries: int, language: str) -> Conversation:
    held, sender, message = Conversation(), new_sender(), first
    for _ in range(MOST_TURNS):
        held.said.append(message)
        replies = talk(sender, message, {"language": language})
        customs = {custom["type"]: custom for custom in (reply.get("custom") or {} for reply in replies) if custom}
        held.recommendation = customs.get("recommendation")
        held.alarm = customs.get("safety", {}).get("code", held.alarm)
        if held.recommendation:
            break
        question = customs.get("question", {}).get("question")
        if question is None and not _can_continue(replies):
            break
        if question is not None:
            held.asked.append(question)
        words = person.says.get(question, ()) if question else ()
        typed = next(iter(words[:tries][held.asked.count(question or "") - 1 :]), None)
        message = typed or (payload(question, person.facts[question]) if question else CONTINUE)
        held.presses += typed is None
    return held


def _can_continue(replies: Sequence[Mapping[str, Any]]) -> bool:
    return any(button["payload"] == CONTINUE for reply in replies for button in reply.get("buttons") or ())


def payload(slot: str, value: Any) -> str:
    """What the button of an answer sends."""
    return "/answer" + json.dumps({slot: value})


@dataclass(frozen=True)
class Comparison:
    """A person's conversation in words and the same with buttons; `expected` by the facts that were told or asked."""

    person: Person
    typed: Conversation
    pressed: Conversation
    expected: Decision

    @classmethod
    def of(cls, triage: Triage, person: Person, typed: Conversation, pressed: Conversation) -> Comparison:
        """The comparison of two conversations of a person."""
        return cls(person, typed, pressed, decide(triage, told_or_asked(triage, person, typed)))

    @property
    def level_right(self) -> bool:
        """Whether the level is that of the facts."""
        return self._of_typed("level") == self.expected.level and self.typed.recommendation is not None

    @property
    def channel_right(self) -> bool:
        """Whether the first channel is that of the facts."""
        return self._of_typed("primary") == self.expected.channels[0]

    @property
    def same_level_by_buttons(self) -> bool:
        """Whether buttons lead to the same level."""
        by_buttons = self.pressed.recommendation
        return by_buttons is not None and self._of_typed("level") == by_buttons["level"]

    @property
    def understood(self) -> Mapping[str, Any]:
        """The answers on which the bot decided."""
        return self._of_typed("answers") or {}

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "opening": self.person.opening.text,
            "group": self.person.opening.group,
            "told": self.person.opening.tells,
            "facts": self.person.facts,
            "said": self.typed.said,
            "asked": self.typed.asked,
            "presses": self.typed.presses,
            "alarm": self.typed.alarm,
            "understood": self.understood,
            "level": self._of_typed("level"),
            "primary": self._of_typed("primary"),
            "expected": self.expected.as_dict(),
            "level_right": self.level_right,
            "channel_right": self.channel_right,
            "by_buttons": {"asked": self.pressed.asked, "level": (self.pressed.recommendation or {}).get("level")},
        }

    def _of_typed(self, name: str) -> Any:
        return (self.typed.recommendation or {}).get(name)


def told_or_asked(triage: Triage, person: Person, held: Conversation) -> dict[str, Any]:
    """The facts that the opening tells or that were asked for, without those that do not apply to the person."""
    known = {slot: value for slot, value in person.facts.items() if slot in person.opening.tells or slot in held.asked}
    is_in = answers_lookup(triage, person.facts)
    unfit = {question.id for question in triage.questions if not question.asked_if.holds(is_in)}
    return {slot: value for slot, value in known.items() if slot not in unfit}


def summary_of(compared: Sequence[Comparison]) -> dict[str, Any]:
    """What is reported of a language: shares from 0 to 1, None where there was no conversation."""
    typed, pressed = ([getattr(one, kind).questions for one in compared] for kind in ("typed", "pressed"))

    def share(flags: Sequence[bool]) -> float | None:
        return Share(sum(flags), len(flags)).value

    return {
        "conversations": len(compared),
        "recommended": share([one.typed.recommendation is not None for one in compared]),
        "level_right": share([one.level_right for one in compared]),
        "channel_right": share([one.channel_right for one in compared]),
        "same_level_by_buttons": share([one.same_level_by_buttons for one in compared]),
        "false_alarms": share([one.typed.alarm is not None for one in compared]),
        "questions_mean": mean(typed) if typed else None,
        "questions_max": max(typed, default=None),
        "asked_again": sum(len(one.typed.asked) - one.typed.questions for one in compared),
        "presses": sum(one.typed.presses for one in compared),
        "conversations_with_presses": sum(one.typed.presses > 0 for one in compared),
        "button_questions_mean": mean(pressed) if pressed else None,
        "button_questions_max": max(pressed, default=None),
    }
