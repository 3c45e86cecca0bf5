"""What the labels of the training data teach each head of the classifier. docs/labels.md says what a label means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.language.dates import DEADLINE, DUE
from bot.language.words import WORDS_OF_A_STATEMENT
from bot.nlu.heads import Lesson
from bot.triage import Triage
from bot.triage.conditions import UNKNOWN
from bot.triage.model import ABOUT_NOBODY_ELSE, OTHER, SELF, asked_name

INTENT_HEAD, SERVICE_HEAD, DANGER_HEAD = "intent", "service", "danger"
TOLD, ASKED = "told", "asked"
# Labels beside a slot's values: the message tells nothing of it; it answers, but nobody could say what.
NOTHING, UNCLEAR = "-", "unclear"
DANGER = frozenset({"emergency", "fraud", "coercion"})
AFFIRM, DENY, DONT_KNOW, INFORM = "affirm", "deny", "dont_know", "inform"
# Of the commands, which are no answer to any question, every so many teach the answers' heads.
COMMANDS_TAUGHT = 5


def told_head(slot: str, value: str | None = None) -> str:
    """The head that says what a message tells of a slot; of a slot with several values, whether it tells this one."""
    return ".".join(part for part in (TOLD, slot, value) if part)


def asked_head(question: str, about: str) -> str:
    """The head that reads the answer to a question about the person (`self`) or somebody else (`other`)."""
    return f"{ASKED}.{asked_name(question, about)}"


def lessons(triage: Triage, examples: Sequence[Message], beside: float) -> dict[str, Lesson]:
    """A lesson for each head. `beside`: how much an example counts that was written for another head."""
    made: dict[str, Lesson] = {}

    def teach(head: str, row: int, label: str, weight: float = 1.0) -> None:
        made.setdefault(head, Lesson()).add(row, label, weight)

    said_alone = {_plain(one) for one in examples if one.get(INTENT) in (AFFIRM, DENY, DONT_KNOW)}
    for row, example in enumerate(examples):
        labels, intent = example_labels(example), example.get(INTENT)
        teach(DANGER_HEAD, row, intent if intent in DANGER else NOTHING)
        if "asked" in labels:
            _teach_answer(teach, row, example, labels, beside)
            if intent != INFORM or _plain(example) not in said_alone:
                teach(INTENT_HEAD, row, intent)
            continue
        if intent not in DANGER:
            teach(INTENT_HEAD, row, intent)
        if intent not in DANGER:
            teach(SERVICE_HEAD, row, labels.get("service", NOTHING))
            _teach_told(teach, row, triage, labels)
        _teach_whatever_was_asked(teach, row, triage, labels, intent, beside)
    return made


def example_labels(example: Message) -> dict[str, Any]:
    """The labels of an example (Rasa's `metadata` of it)."""
    return dict((example.get("metadata") or {}).get("example") or {})


def taught(slot: str, value: str) -> str:
    """What the classifier learns of a slot's value: of a deadline only that there is one, however soon."""
    return DUE if slot == DEADLINE and value not in (NOTHING, "none") else value


def _plain(example: Message) -> str:
    return (example.get(TEXT) or "").lower().strip(" .!?,")


def _teach_told(teach: Any, row: int, triage: Triage, labels: Mapping[str, Any]) -> None:
    for slot in _situation(triage):
        teach(told_head(slot), row, taught(slot, labels.get(slot, NOTHING)))
    for fact in triage.facts:
        for value in fact.options if fact.several else ():
            teach(told_head(fact.id, value), row, value if value in labels.get(fact.id, ()) else NOTHING)


def _teach_answer(teach: Any, row: int, example: Message, labels: Mapping[str, Any], beside: float) -> None:
    question, about, answer = labels["asked"], labels["about"], labels["answer"]
    teach(asked_head(question, about), row, answer)
    if question not in ABOUT_NOBODY_ELSE:
        teach(asked_head(question, SELF if about == OTHER else OTHER), row, answer, beside)
    if len((example.get(TEXT) or "").split()) >= WORDS_OF_A_STATEMENT and question != "service":
        teach(told_head(question), row, NOTHING if answer in (UNKNOWN, UNCLEAR, NOTHING) else answer, beside)


def _teach_whatever_was_asked(
    teach: Any, row: int, triage: Triage, labels: Mapping[str, Any], intent: str, beside: float
) -> None:
    """What an example means when it comes as the answer to a question."""
    for question in triage.questions:
        if intent == question.outranks:
            continue  # "call me" is a command at any other question, and an answer to this one
        answer = NOTHING if intent != INFORM else labels.get(question.id)
        if intent in (AFFIRM, DENY):
            answer = (question.affirm if intent == AFFIRM else question.deny) or UNCLEAR
        elif intent == DONT_KNOW:
            answer = UNKNOWN
        if answer == NOTHING and row % COMMANDS_TAUGHT:
            continue
        if answer and question.id != "service":
            for head in sorted({asked_head(question.id, SELF), asked_head(question.id, OTHER)}):
                teach(head, row, answer, beside)


def _situation(triage: Triage) -> list[str]:
    """The slots with one value that a message can tell, the errand and the place apart."""
    questions = [question.id for question in triage.questions if question.id != "service"]
    return questions + [fact.id for fact in triage.facts if not fact.several and fact.options]
