"""Asks as little as possible: only what can still change the recommendation.

All recommendations that are still possible are worked out at once, as an array with one axis a question. A question
is open when the array varies along its axis: when, with what is known, two of its answers could lead apart.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from bot.triage.decide import channels_after_steps
from bot.triage.model import INTERACTIVITIES, Answers, Triage

MOST_QUESTIONS = 7


def next_question(triage: Triage, answers: Answers) -> str | None:
    """The id of the question to ask now, or None when no answer could change the recommendation."""
    return next(iter(open_questions(triage, answers)), None)


def open_questions(triage: Triage, answers: Answers) -> tuple[str, ...]:
    """The questions, in asking order, whose answer could still change the recommendation. Raises AnswerError.

    The errand is always asked first, for every offer depends on it. Source: triage.md, "Asking as little as possible".
    """
    known = triage.accept(answers)
    if known.get("safety"):
        return ()
    hashable = frozenset((slot, tuple(value) if isinstance(value, list) else value) for slot, value in known.items())
    return _open_questions(_Held(triage), hashable)


class _Held:
    """A Triage as a key of the cache: the same object is the same key."""

    def __init__(self, triage: Triage) -> None:
        self.triage = triage

    def __hash__(self) -> int:
        return id(self.triage)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.triage is self.triage


@lru_cache(maxsize=4096)
def _open_questions(held: _Held, known: frozenset[tuple[str, Any]]) -> tuple[str, ...]:
    answers = {slot: list(value) if isinstance(value, tuple) else value for slot, value in known}
    space = Space(held.triage, answers)
    asks_service = not ({"service", "service_class"} & set(answers))
    return (("service",) if asks_service else ()) + tuple(
        question.id for question in held.triage.questions if question.id in space.axes and space.is_open(question.id)
    )


class Space:
    """Every recommendation that is possible with what is known.

    `axes` names the array's axes: "service" stands for the errand's kind (interactivity and login) and, like every
    question, is an axis of length 1 when its answer is known. `rows` holds, for each combination, the index of the row
    that decides, or -1 where none does.
    """

    def __init__(self, triage: Triage, known: Answers) -> None:
        self.triage = triage
        self._told = triage.facts_of(known)
        self.axes: dict[str, tuple[Any, ...]] = {"service": self._service_kinds(known)}
        for question in triage.questions:
            if question.id != "service":
                values = triage.vocabulary[question.id]
                self.axes[question.id] = (known[question.id],) if question.id in known else values
        self.shape = tuple(len(values) for values in self.axes.values())
        self.recommendations: list[tuple[Any, ...]] = []
        self.rows = self._deciding_rows()

    @cached_property
    def ids(self) -> np.ndarray:
        """For each combination, the number of its recommendation in `recommendations`."""
        return self._recommendation_ids()

    def combination(self, flat_index: int) -> dict[str, Any]:
        """The answers at a place of the flattened array."""
        places = np.unravel_index(flat_index, self.shape)
        return {name: values[place] for (name, values), place in zip(self.axes.items(), places, strict=True)}

    def is_open(self, question_id: str) -> bool:
        """Whether two answers to the question could still lead to different recommendations."""
        return len(self.axes[question_id]) > 1 and bool(self.varies(question_id).any())

    def varies(self, question_id: str) -> np.ndarray:
        """For each combination of the other answers (the question's own axis has length 1): does its answer matter?

        Where the question may not be asked (`asked_if`) it does not.
        """
        axis = list(self.axes).index(question_id)
        varies = self.ids.max(axis=axis, keepdims=True) != self.ids.min(axis=axis, keepdims=True)
        if question_id == "service":
            return varies
        return varies & self.triage.question(question_id).asked_if.holds(self._is_in)

    def _service_kinds(self, known: Answers) -> tuple[tuple[str, bool], ...]:
        if {"service", "service_class"} & set(known):
            return ((self._told["interactivity"], self._told["login"]),)
        return tuple((interactivity, login) for interactivity in INTERACTIVITIES for login in (True, False))

    def _is_in(self, field: str, allowed: frozenset) -> Any:
        if field in ("interactivity", "login"):
            part = ("interactivity", "login").index(field)
            return self._along("service", [kind[part] in allowed for kind in self.axes["service"]])
        if field in self.axes:
            return self._along(field, [value in allowed for value in self.axes[field]])
        told = self._told[field]
        return bool(allowed.intersection(told)) if isinstance(told, list) else told in allowed

    def _along(self, name: str, flags: list[bool]) -> np.ndarray:
        shape = [1] * len(self.axes)
        shape[list(self.axes).index(name)] = len(flags)
        return np.array(flags).reshape(shape)

    def _deciding_rows(self) -> np.ndarray:
        rows = np.full(self.shape, -1, dtype=np.int32)
        for number, row in reversed(list(enumerate(self.triage.rows))):
            rows = np.where(row.condition.holds(self._is_in), np.int32(number), rows)
        return rows

    def _recommendation_ids(self) -> np.ndarray:
        """Row number and the steps that hold make a key; the few keys that occur are turned into recommendations."""
        keys = self.rows
        for step in self.triage.steps:
            keys = keys * 2 + step.condition.holds(self._is_in)
        number_of: dict[tuple[Any, ...], int] = {}
        occurring = np.flatnonzero(np.bincount(keys.ravel()))
        number_of_key = np.zeros(int(occurring[-1]) + 1, dtype=np.int32)
        for key in occurring:
            number_of_key[key] = number_of.setdefault(self._recommendation(int(key)), len(number_of))
        self.recommendations = list(number_of)
        return number_of_key[keys]

    def _recommendation(self, key: int) -> tuple[Any, ...]:
        """(row, level id, reasons, channels) of a key."""
        count = len(self.triage.steps)
        row = self.triage.rows[key >> count]
        holding = [step for place, step in enumerate(self.triage.steps) if key >> (count - 1 - place) & 1]
        return row.row, row.level_id, row.reasons, channels_after_steps(self.triage, row, holding)
