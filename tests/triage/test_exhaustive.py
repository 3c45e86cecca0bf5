"""Every combination of answers: the engine against the table written by hand, and what it asks."""

from __future__ import annotations

import numpy as np
import pytest

from bot.triage import decide, load_triage
from bot.triage.ask import MOST_QUESTIONS, Space
from tests.triage.table import after_steps, deciding_row, level_and_channels

TRIAGE = load_triage()
TOLD = {
    "nothing": {},
    "interpreter": {"needs": ["interpreter"]},
    "no voice": {"needs": ["no_voice"]},
    "due today": {"deadline": "today"},
    "sign language and two days": {"needs": ["sign_language"], "deadline": "two_days"},
}


def fields_of(space: Space, told: dict) -> dict:
    """The answers of every combination, as arrays shaped so that they broadcast to the whole space."""
    names = list(space.axes)

    def along(name, values):
        shape = [1] * len(names)
        shape[names.index(name)] = len(values)
        return np.array(values).reshape(shape)

    fields = {name: along(name, values) for name, values in space.axes.items() if name != "service"}
    fields["interactivity"] = along("service", [kind[0] for kind in space.axes["service"]])
    fields["login"] = along("service", [kind[1] for kind in space.axes["service"]])
    fields["interpreter"] = np.array("interpreter" in told.get("needs", []))
    return fields


@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
def test_every_combination_is_decided_as_the_table_says(told):
    space = Space(TRIAGE, told)
    assert space.ids.size == 1_008_000
    expected = np.broadcast_to(deciding_row(fields_of(space, told)), space.shape)
    rows = np.array([row.row for row in TRIAGE.rows[4:]])[space.rows - 4]
    assert (rows == expected).all()


@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
def test_level_and_channels_of_every_different_recommendation(told):
    """One combination for each set of answers that rows and steps can tell apart, and 20,000 more by chance."""
    space = Space(TRIAGE, told)
    flat = space.ids.ravel()
    some = np.random.default_rng(2026).integers(0, flat.size, 20_000)
    for place in {*np.unique(flat, return_index=True)[1].tolist(), *some.tolist()}:
        answers = space.combination(place)
        interactivity, login = answers.pop("service")
        facts = {**answers, "interactivity": interactivity, "login": login}
        facts["voiceless"] = bool({"no_voice", "sign_language"} & set(told.get("needs", [])))
        facts["urgent"] = told.get("deadline") in ("today", "two_days")
        row, level_id, reasons, channels = space.recommendations[flat[place]]
        level, before = level_and_channels(row, facts)
        assert (TRIAGE.levels[level_id], list(channels)) == (level, after_steps(level, before, facts)), answers
        decision = decide(TRIAGE, {**answers, **told, "service_class": interactivity, "login": login})
        assert (decision.row, decision.level_id, decision.channels) == (row, level_id, channels), answers
        assert decision.reasons[: len(reasons)] == reasons


def questions_asked(told: dict) -> np.ndarray:
    """For every combination: how many questions are asked of somebody who volunteers nothing."""
    space = Space(TRIAGE, told)
    asked = np.ones(space.shape, dtype=np.int8)
    for place, name in enumerate(list(space.axes)[1:], 1):
        later = tuple(range(place + 1, len(space.axes)))
        asked += space.varies(name).any(axis=later, keepdims=True)
    return asked


@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
def test_never_more_than_seven_questions(told):
    asked = questions_asked(told)
    assert asked.max() <= MOST_QUESTIONS
    assert asked.min() >= 3


def test_of_all_combinations_the_average_is_near_five_even_when_nothing_is_volunteered():
    assert questions_asked({}).mean() < 5.2
