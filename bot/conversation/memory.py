"""What a conversation remembers between turns: answers in slots of their own, the rest in the slot `progress`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.triage import Triage
from bot.triage.decide import answers_lookup

DEFAULT_LANGUAGE = "fi"


@dataclass
class Progress:
    """Where the conversation is.

    asked: questions asked, in order. answered: slots answered, in order. misses: messages in a row not understood.
    unknowns: "I don't know" in a row. rechecked: questions asked again because of a contradiction.
    taken_back: the question whose answer was taken back, until it is answered again. principal_before: whose errand it
    was before that.
    reference: the code of the recommendation; None before there is one. shown: the offers of it that were shown.
    places: municipalities among which a name was not clear, until it is asked which one is meant.
    aside: what a message told besides the danger that was heard in it, until the person says that there is none.
    """

    greeted: bool = False
    asked: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    misses: int = 0
    unknowns: int = 0
    rechecked: list[str] = field(default_factory=list)
    language_offered: bool = False
    recommended: bool = False
    taken_back: str | None = None
    principal_before: str | None = None
    reference: str | None = None
    shown: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    aside: dict[str, Any] = field(default_factory=dict)


@dataclass
class Memory:
    """One conversation's memory. `slots()` gives what changed, as Rasa slots."""

    triage: Triage
    language: str | None
    answers: dict[str, Any]
    progress: Progress
    _before: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, triage: Triage, slots: Mapping[str, Any]) -> Memory:
        """The memory in a tracker's slots."""
        answers = {name: slots[name] for name in _answer_slots(triage) if slots.get(name) is not None}
        if slots.get("contradiction"):
            answers["contradiction"] = True
        memory = cls(triage, slots.get("language"), answers, Progress(**(slots.get("progress") or {})))
        memory._before = memory._as_slots()
        return memory

    def take(self, new: Mapping[str, Any]) -> None:
        """Takes answers. Those that do not fit any more fall: another person's device, a mandate that is not needed. An
        errand lets fall what was set aside, too."""
        before = self.answers.get("principal", self.progress.principal_before)
        principal_changes = "principal" in new and before not in (None, new["principal"])
        if "principal" in new:
            self.progress.principal_before = None
        if "service" in new:
            self.progress.aside = {}
        if self.progress.taken_back in new:
            self.progress.taken_back = None
        if principal_changes:
            for question in self.triage.questions:
                if question.about_principal and question.id not in new:
                    self._forget(question.id)
        for slot, value in new.items():
            if slot == "needs":
                value = sorted({*self.answers.get("needs", []), *value})
            self.answers[slot] = value
            self.progress.answered = [name for name in self.progress.answered if name != slot] + [slot]
        self._drop_unfit()

    def take_back(self, slot: str) -> None:
        """Takes an answer back, and with it what does not fit without it. Later answers that still fit stay."""
        if slot == "principal":
            self.progress.principal_before = self.answers.get(slot)
        self._forget(slot)
        self._drop_unfit()
        self.progress.taken_back = slot
        self.progress.recommended = False

    def last_answered(self) -> str | None:
        """The question answered last, or None."""
        questions = {question.id for question in self.triage.questions}
        return next((slot for slot in reversed(self.progress.answered) if slot in questions), None)

    def forget_errand(self) -> None:
        """Forgets everything of one errand; what stays is the language, the place, and the person's needs."""
        for slot in list(self.answers):
            if slot not in ("municipality", "needs"):
                self._forget(slot)
        self.progress = Progress(greeted=True, language_offered=self.progress.language_offered)

    def contradiction(self) -> str | None:
        """The question to ask once more because answers do not go together; None when all is well or was checked."""
        is_in = answers_lookup(self.triage, self.answers)
        for contradiction in self.triage.contradictions:
            if contradiction.condition.holds(is_in) and contradiction.recheck not in self.progress.rechecked:
                return contradiction.recheck
        return None

    def slots(self) -> dict[str, Any]:
        """The slots that changed since the memory was read; None empties one."""
        now = self._as_slots()
        return {name: now.get(name) for name in {*now, *self._before} if now.get(name) != self._before.get(name)}

    def _forget(self, slot: str) -> None:
        self.answers.pop(slot, None)
        self.progress.answered = [name for name in self.progress.answered if name != slot]

    def _drop_unfit(self) -> None:
        """Drops what may not be asked any more. What is true of the person stays, whatever the errand."""
        is_in = answers_lookup(self.triage, self.answers)
        for question in self.triage.questions:
            given = self.answers.get(question.id) is not None and not question.about_principal
            if given and self._condition_known(question.id) and not question.asked_if.holds(is_in):
                self._forget(question.id)

    def _condition_known(self, question_id: str) -> bool:
        """A condition on what is not known yet cannot make an answer unfit."""
        fields = self.triage.question(question_id).asked_if.fields
        return all(("service" if name in ("login", "interactivity") else name) in self.answers for name in fields)

    def _as_slots(self) -> dict[str, Any]:
        return {"language": self.language, **self.answers, "progress": asdict(self.progress)}


def _answer_slots(triage: Triage) -> list[str]:
    return [question.id for question in triage.questions] + [fact.id for fact in triage.facts]
