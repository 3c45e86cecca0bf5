"""What data/triage says, as values: questions, services, rows, steps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.triage.conditions import ALWAYS, UNKNOWN, Condition

Answers = Mapping[str, Any]

INTERACTIVITIES = ("information", "initiation", "full", "in_person", "device_skill")
SAFETY_CODES = ("emergency", "fraud", "coercion", "human")
# Whom a question is about: the person who is spoken with, or somebody else. Two questions are the same either way.
SELF, OTHER = "self", "other"
ABOUT_NOBODY_ELSE = frozenset({"service", "principal"})


def asked_name(question: str, about: str) -> str:
    """What a question is called in what was understood: its id, or "id.other" when it is about somebody else."""
    return question if about == SELF or question in ABOUT_NOBODY_ELSE else f"{question}.{OTHER}"


class AnswerError(ValueError):
    """An answer that no question has: `slot`, `value`, and what was `expected`."""

    def __init__(self, slot: str, value: object, expected: str) -> None:
        self.slot, self.value, self.expected = slot, value, expected
        super().__init__(f"{slot}: found {value!r}, expected {expected}")


@dataclass(frozen=True)
class Question:
    """A question: its slot, its options from the least support to the most, and when it may be asked."""

    id: str
    options: tuple[str, ...]
    affirm: str | None = None
    deny: str | None = None
    outranks: str | None = None
    about_principal: bool = False
    asked_if: Condition = ALWAYS


@dataclass(frozen=True)
class Fact:
    """Something that is told and never asked: needs, deadline, municipality."""

    id: str
    options: tuple[str, ...] = ()
    several: bool = False
    pattern: str | None = None


@dataclass(frozen=True)
class Contradiction:
    """Two answers that do not go together, and the question to ask once more."""

    condition: Condition
    recheck: str


@dataclass(frozen=True)
class Authority:
    """Who provides a service. `links` by language; None when the address is the municipality's own to say."""

    id: str
    names: Mapping[str, str]
    links: Mapping[str, str] | None


@dataclass(frozen=True)
class Service:
    """An errand: how far it can be handled online, whether it needs strong identification, whose it is."""

    id: str
    names: Mapping[str, str]
    authority: Authority
    interactivity: str
    login: bool
    oral_filing: bool
    links: Mapping[str, str] | None
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def link(self, language: str) -> str | None:
        """The service's address in a language, else its authority's, else None."""
        links = self.links or self.authority.links
        return links[language] if links else None


@dataclass(frozen=True)
class Row:
    """A row of the table, or a part of one."""

    row: int | str
    condition: Condition
    level_id: str | None
    channels: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """What happens to a row's channels afterwards, at one level or (None) at every level."""

    step: int
    condition: Condition
    level_id: str | None = None
    drop: tuple[str, ...] = ()
    first: str | None = None
    move: tuple[str, ...] = ()
    before: str | None = None

    def apply(self, channels: list[str]) -> list[str]:
        """The channels after this step."""
        channels = [channel for channel in channels if channel not in self.drop]
        if self.first in channels:
            channels = [self.first, *(channel for channel in channels if channel != self.first)]
        if self.before in channels:
            place = channels.index(self.before)
            late = [channel for channel in channels[place:] if channel in self.move]
            rest = [channel for channel in channels[place:] if channel not in self.move]
            channels = channels[:place] + late + rest
        return channels


@dataclass(frozen=True)
class Triage:
    """Everything in data/triage."""

    questions: tuple[Question, ...]
    facts: tuple[Fact, ...]
    contradictions: tuple[Contradiction, ...]
    services: Mapping[str, Service]
    levels: Mapping[str, int]
    channels: tuple[str, ...]
    last_resort: str
    rows: tuple[Row, ...]
    steps: tuple[Step, ...]
    notes: tuple[tuple[Condition, str], ...]
    vocabulary: Mapping[str, tuple[Any, ...]]

    def question(self, question_id: str) -> Question:
        """The question of that id. Raises KeyError."""
        return self._questions[question_id]

    @property
    def _questions(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    def accept(self, answers: Answers) -> dict[str, Any]:
        """The answers, checked. Raises AnswerError for a slot or a value that does not exist.

        `service_class` (an interactivity) and `login` may stand instead of `service`.
        """
        return {slot: self._accept_one(slot, value) for slot, value in answers.items() if value is not None}

    def _accept_one(self, slot: str, value: Any) -> Any:
        if slot in self._questions:
            allowed: tuple[Any, ...] = (*self._questions[slot].options, UNKNOWN)
        elif slot == "service_class":
            allowed = INTERACTIVITIES
        elif slot in ("login", "contradiction"):
            allowed = (True, False)
        elif slot == "safety":
            allowed = SAFETY_CODES
        else:
            return self._accept_fact(slot, value)
        if not isinstance(value, (str, bool)) or value not in allowed:
            raise AnswerError(slot, value, "one of " + ", ".join(map(str, allowed)))
        return value

    def _accept_fact(self, slot: str, value: Any) -> Any:
        fact = next((fact for fact in self.facts if fact.id == slot), None)
        if fact is None:
            names = [*self._questions, *(fact.id for fact in self.facts)]
            raise AnswerError(slot, value, "a slot among " + ", ".join(names))
        if fact.pattern:
            if value == UNKNOWN or (isinstance(value, str) and re.fullmatch(fact.pattern, value)):
                return value
            raise AnswerError(slot, value, f"text of the form {fact.pattern}")
        wanted = value if fact.several and isinstance(value, (list, tuple)) else [value]
        for one in wanted:
            if not isinstance(one, str) or one not in (*fact.options, UNKNOWN):
                raise AnswerError(slot, value, "one of " + ", ".join(fact.options))
        return sorted(set(wanted) - {UNKNOWN}) if fact.several else value

    def facts_of(self, answers: Answers) -> dict[str, Any]:
        """What the conditions look at: every field of the vocabulary, `unknown` where nothing was answered.

        A service that is not known, or `other`, counts as `full` with login.
        """
        service = self.services.get(answers.get("service", ""))
        known = {name: answers.get(name, UNKNOWN) for name in self.vocabulary}
        known["interactivity"] = service.interactivity if service else answers.get("service_class", "full")
        known["login"] = service.login if service else answers.get("login", True)
        known["needs"] = answers.get("needs", [])
        known["contradiction"] = bool(answers.get("contradiction"))
        return known
