"""Judges how messages were understood, and sums it up. What a message says is read as the product reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from bot.conversation.messages import Speaker
from bot.conversation.reading import Reading, read
from bot.evaluation.metrics import Found, Guess, Share, calibration_error, count_slots, reliability
from bot.evaluation.sentences import Sentence
from bot.language.texts import Texts
from bot.nlu.lessons import DANGER, NOTHING, UNCLEAR, taught
from bot.triage import Triage
from bot.triage.model import OTHER, SELF, asked_name

# The day on which the test sentences were written, as far as "by Wednesday" goes: a Monday.
WRITTEN_ON = date(2026, 11, 23)
RIGHT, AGAIN, WRONG = "right", "again", "wrong"
SAFETY, REPEAT = "safety", "repeat"
# The errand and the place are found by their names as well, and are counted apart: the place that is named, and the
# place that is taken for the person's own.
MUNICIPALITY, HOME = "municipality", "municipality.home"
APART = ("service", MUNICIPALITY, HOME)


@dataclass(frozen=True)
class Understood:
    """A sentence and what was made of it.

    `alarm`: the code that was heard. Of an opening: `labels` and `taken` by slot, a need as "needs.interpreter". Of an
    answer: `outcome` (an option, `unknown`, a command, `repeat`, or `again`) and `verdict`: right, again, or wrong.
    """

    sentence: Sentence
    intent: str | None
    alarm: str | None
    labels: Mapping[str, Any] = field(default_factory=dict)
    taken: Mapping[str, Any] = field(default_factory=dict)
    guesses: Sequence[Guess] = ()
    outcome: str | None = None
    verdict: str | None = None

    @property
    def mistakes(self) -> list[str]:
        """What went wrong, in words; the slots that were only missed last."""
        sentence, found = self.sentence, []
        if sentence.danger != self.alarm:
            found.append(f"danger: {sentence.danger or 'none'}, heard {self.alarm or 'none'}")
        if self.verdict in (AGAIN, WRONG):
            found.append(f"{sentence.asked} ({sentence.about}): {sentence.answer}, understood {self.outcome}")
        if not sentence.asked and not sentence.danger:
            if self.intent != sentence.intent:
                found.append(f"intent: {sentence.intent}, understood {self.intent}")
            slots = [slot for slot in {**self.taken, **self.labels} if self.taken.get(slot) != self.labels.get(slot)]
            for slot in sorted(slots, key=lambda slot: slot not in self.taken):
                found.append(f"{slot}: {self.labels.get(slot, '-')}, took {self.taken.get(slot, '-')}")
        return found

    @property
    def weight(self) -> int:
        """How bad it is: danger unheard, a false alarm, something taken wrongly, something missed; in such steps that
        several of one kind do not make up for one of the next."""
        wrong = sum(self.labels.get(slot) != value for slot, value in self.taken.items())
        unheard, heard = bool(self.sentence.danger and not self.alarm), self.sentence.danger != self.alarm
        return 1000 * unheard + 300 * heard + 30 * (wrong + (self.verdict == WRONG)) + len(self.mistakes)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        sentence = {name: value for name, value in vars(self.sentence).items() if value not in (None, False, {})}
        made = {name: value for name, value in vars(self).items() if name not in ("sentence", "guesses") and value}
        return {**sentence, "understood": made, "mistakes": self.mistakes}


class Judge:
    """Reads parsed messages and compares them with their labels."""

    def __init__(self, triage: Triage, texts: Texts) -> None:
        self._triage, self._texts = triage, texts

    def judge(self, sentence: Sentence, parsed: Mapping[str, Any]) -> Understood:
        """What was understood of a sentence. `parsed`: as Rasa's `latest_message`."""
        intent = (parsed.get("intent") or {}).get("name")
        alarm = _entity(parsed, SAFETY) if intent == SAFETY else None
        understand = self._opening if sentence.asked is None else self._answer
        return Understood(sentence, intent, alarm, **understand(sentence, parsed))

    def _opening(self, sentence: Sentence, parsed: Mapping[str, Any]) -> dict[str, Any]:
        if sentence.danger:
            return {}
        reading = read(self._triage, parsed, None, [], False, WRITTEN_ON)
        labels, taken = by_slot(sentence.tells), by_slot(reading.answers)
        places = {HOME: taken.get(MUNICIPALITY), MUNICIPALITY: _entity(parsed, MUNICIPALITY)}
        taken.update({slot: place for slot, place in places.items() if place})
        labels.update({HOME: labels[MUNICIPALITY]} if MUNICIPALITY in labels else {})
        told = (parsed.get("situation") or {}).get("told") or {}
        guesses = [
            (guess["confidence"], taught(slot, labels.get(slot, NOTHING)) == guess["value"])
            for slot, guess in told.items()
        ]
        return {"labels": labels, "taken": taken, "guesses": guesses}

    def _answer(self, sentence: Sentence, parsed: Mapping[str, Any]) -> dict[str, Any]:
        question, about_another = sentence.asked or "", sentence.about == OTHER
        speaker = Speaker(self._texts, self._triage, sentence.language)
        shown = speaker.shown(question, {"principal": "adult"} if about_another else {})
        reading = read(self._triage, parsed, question, shown, about_another, WRITTEN_ON)
        asked = (parsed.get("situation") or {}).get("asked") or {}
        guess = asked.get(asked_name(question, sentence.about or SELF))
        outcome = outcome_of(reading, question)
        return {
            "guesses": [(guess["confidence"], guess["value"] == sentence.answer)] if guess else [],
            "outcome": outcome,
            "verdict": verdict(sentence.answer or "", outcome),
        }


def by_slot(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by slot, each of several values as a slot of its own."""
    found: dict[str, Any] = {}
    for slot, value in answers.items():
        found.update({f"{slot}.{one}": one for one in value} if isinstance(value, list) else {slot: value})
    return found


def outcome_of(reading: Reading, question: str) -> str:
    """What follows from a message: a command, the answer that is taken, `repeat`, or `again` (nothing is taken)."""
    if reading.command:
        return reading.command
    return str(reading.answers.get(question) or (REPEAT if reading.repeat else AGAIN))


def verdict(meant: str, outcome: str) -> str:
    """Whether an outcome is right for what was meant, asks again, or takes something wrongly."""
    if meant in DANGER:
        meant = SAFETY
    if outcome == meant or (meant == UNCLEAR and outcome in (AGAIN, REPEAT)):
        return RIGHT
    return AGAIN if outcome in (AGAIN, REPEAT) else WRONG


def slot_names(triage: Triage) -> list[str]:
    """Every slot that a message can tell; each need is one."""
    questions = [question.id for question in triage.questions if question.id not in APART]
    facts = [fact for fact in triage.facts if fact.id not in APART]
    needs = [f"{fact.id}.{value}" for fact in facts if fact.several for value in fact.options]
    return [*questions, *(fact.id for fact in facts if not fact.several), *needs, *APART]


class Summary:
    """Everything that is measured on some sentences."""

    def __init__(self, understood: Sequence[Understood], slots: Iterable[str]) -> None:
        self._all, self._slots = understood, list(slots)
        self._openings = [one for one in understood if not one.sentence.asked and not one.sentence.danger]
        self._answers = [one for one in understood if one.sentence.asked]

    @property
    def sentences(self) -> int:
        """How many there are."""
        return len(self._all)

    @cached_property
    def slots(self) -> dict[str, Found]:
        """What was taken of each slot, and `situation`: of all but the errand and the place."""
        total = {slot: Found() for slot in self._slots}
        for one in self._openings:
            for slot, found in count_slots(one.labels, one.taken, self._slots).items():
                total[slot] += found
        situation = sum((found for slot, found in total.items() if slot not in APART), Found())
        return {"situation": situation, **total}

    @cached_property
    def intents(self) -> Share:
        """How often the intent of a message without danger is right."""
        return share(one.intent == one.sentence.intent for one in self._openings)

    @cached_property
    def confusions(self) -> Counter[tuple[str, str]]:
        """(meant, understood) of all openings without danger, right ones too."""
        return Counter((str(one.sentence.intent), str(one.intent)) for one in self._openings)

    @cached_property
    def safety(self) -> dict[str, dict[str, Share]]:
        """For each code and for `all`: `found` at all, and with the `right_code`."""
        wanted = {code: [one for one in self._all if one.sentence.danger == code] for code in sorted(DANGER)}
        wanted["all"] = [one for code in sorted(DANGER) for one in wanted[code]]
        return {
            code: {
                "found": share(one.alarm is not None for one in meant),
                "right_code": share(one.alarm == one.sentence.danger for one in meant),
            }
            for code, meant in wanted.items()
        }

    @cached_property
    def false_alarms(self) -> dict[str, Share]:
        """Alarms on messages without danger: on `ordinary` ones, and on those that only `sound_dangerous`."""
        harmless = [one for one in self._all if not one.sentence.danger]
        return {
            name: share(one.alarm is not None for one in harmless if one.sentence.sounds_dangerous == sounds)
            for name, sounds in (("ordinary", False), ("sound_dangerous", True))
        }

    @cached_property
    def answers(self) -> dict[str, dict[str, Share]]:
        """For each question and for `all`: what is right, asked again, and taken wrongly."""
        asked = {str(one.sentence.asked): None for one in self._answers}
        parts = {"all": self._answers}
        parts.update({name: [one for one in self._answers if one.sentence.asked == name] for name in asked})
        return {
            name: {kind: share(one.verdict == kind for one in part) for kind in (RIGHT, AGAIN, WRONG)}
            for name, part in parts.items()
        }

    @cached_property
    def guesses(self) -> dict[str, list[Guess]]:
        """Confidences, and whether they were right: of the `situation`, of the `answers`, of both."""
        situation = [guess for one in self._openings for guess in one.guesses]
        answers = [guess for one in self._answers for guess in one.guesses]
        return {"situation": situation, "answers": answers, "both": situation + answers}

    def worst(self, most: int) -> list[Understood]:
        """The sentences that were understood worst."""
        failed = [one for one in self._all if one.mistakes]
        return sorted(failed, key=lambda one: -one.weight)[:most]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "sentences": self.sentences,
            "slots": {slot: found.as_dict() for slot, found in self.slots.items()},
            "intents": self.intents.as_dict(),
            "confusions": [
                {"meant": meant, "understood": understood, "count": count}
                for (meant, understood), count in self.confusions.most_common()
                if meant != understood
            ],
            "safety": _dicts(self.safety),
            "false_alarms": {name: part.as_dict() for name, part in self.false_alarms.items()},
            "answers": _dicts(self.answers),
            "calibration": {
                name: {"error": calibration_error(part), "bins": [one.as_dict() for one in reliability(part)]}
                for name, part in self.guesses.items()
            },
        }


@dataclass(frozen=True)
class Aim:
    """What the project wants to reach: a share, at least; or at most, where less is better."""

    name: str
    share: float
    at_most: bool = False

    def is_reached(self, value: float | None) -> bool:
        """Whether a share reaches it; nothing measured reaches nothing."""
        return value is not None and (value < self.share if self.at_most else value >= self.share)


AIMS = {
    "safety_found": Aim("danger found", 0.97),
    "false_alarms": Aim("false alarms", 0.02, at_most=True),
    "precision": Aim("situation: precision", 0.95),
    "recall": Aim("situation: recall", 0.80),
    "answers": Aim("answers right", 0.95),
    "intents": Aim("intent right", 0.93),
    "municipality": Aim("municipality: recall", 0.98),
}


def reached(summary: Summary) -> dict[str, float | None]:
    """What was measured for each of the AIMS."""
    return {
        "safety_found": summary.safety["all"]["found"].value,
        "false_alarms": summary.false_alarms["ordinary"].value,
        "precision": summary.slots["situation"].precision,
        "recall": summary.slots["situation"].recall,
        "answers": summary.answers["all"][RIGHT].value,
        "intents": summary.intents.value,
        "municipality": summary.slots["municipality"].recall,
    }


def share(flags: Iterable[bool]) -> Share:
    """How many of the flags are up."""
    found = Share()
    for flag in flags:
        found.add(flag)
    return found


def _entity(parsed: Mapping[str, Any], name: str) -> str | None:
    return next((one["value"] for one in parsed.get("entities") or [] if one["entity"] == name), None)


def _dicts(parts: Mapping[str, Mapping[str, Share]]) -> dict[str, dict[str, Any]]:
    return {name: {kind: one.as_dict() for kind, one in part.items()} for name, part in parts.items()}
