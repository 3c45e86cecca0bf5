"""`auta decide`, `auta triage check`, `auta triage draw`."""

from __future__ import annotations

import json
import sys

from bot.language.municipalities import load_municipalities
from bot.language.texts import Texts, load_texts
from bot.providers import load_directory
from bot.triage import AnswerError, Triage, decide, load_triage, next_question
from bot.triage.check import problems
from bot.triage.conditions import UNKNOWN
from bot.triage.draw import mermaid
from bot.triage.safety import compile_alarms


def decide_command(raw: str) -> int:
    """Prints the decision and the next question as JSON. Returns 0, or 2 when the answers are no answers."""
    triage = load_triage()
    try:
        answers = json.loads(raw)
        if not isinstance(answers, dict):
            raise AnswerError("answers", answers, "a JSON object of slots and values")
        decision = decide(triage, answers)
    except (json.JSONDecodeError, AnswerError) as problem:
        print(f"auta decide: {problem}", file=sys.stderr)
        return 2
    print(json.dumps({**decision.as_dict(), "next_question": next_question(triage, answers)}, ensure_ascii=False))
    return 0


def check_command() -> int:
    """Prints every problem of the model, its texts and the other data files. Returns 0 when there is none, else 1."""
    found = data_problems()
    for problem in found:
        print(problem, file=sys.stderr)
    if not found:
        triage = load_triage()
        print(
            f"{len(triage.rows)} rows, {len(triage.questions)} questions, {len(triage.services)} services: all is well."
        )
    return 1 if found else 0


def data_problems() -> list[str]:
    """Every problem of the model and its texts, a sentence each. Raises DataError for a mistake in any data file."""
    triage, texts = load_triage(), load_texts()
    load_directory()
    compile_alarms()
    load_municipalities()
    return problems(triage) + missing_texts(triage, texts)


def draw_command() -> int:
    """Prints the Mermaid diagram. Returns 0."""
    print(mermaid(load_triage()), end="")
    return 0


def missing_texts(triage: Triage, texts: Texts) -> list[str]:
    """A sentence for each question, option, reason or channel without words in data/responses."""
    found = []
    for question in triage.questions:
        for name in (f"utter_ask_{question.id}", f"utter_why_{question.id}"):
            if name not in texts:
                found.append(f"data/responses has no {name}: add it in both languages")
                continue
            wanted = () if question.id == "service" or "_why_" in name else (*question.options, UNKNOWN)
            shown = [button.values.get(question.id) for button in texts.get(name, "fi").buttons]
            found += [f"{name} has no button for {value}: add one" for value in wanted if value not in shown]
            if question.id == "service":
                found += [
                    f"{name} has a button for {value}, which is no service"
                    for value in shown
                    if value not in (*question.options, UNKNOWN)
                ]
    reasons = {reason for row in triage.rows for reason in row.reasons} | {reason for _, reason in triage.notes}
    found += [
        f"data/responses has no utter_reason_{reason}: add it"
        for reason in sorted(reasons)
        if f"utter_reason_{reason}" not in texts
    ]
    channels = {channel for row in triage.rows if row.level_id for channel in row.channels} | {triage.last_resort}
    found += [
        f"data/responses has no utter_recommend_{channel}: add it"
        for channel in sorted(channels)
        if f"utter_recommend_{channel}" not in texts
    ]
    return found
