"""What a message says, given the question that was asked: answers, a command, "I don't know", or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.language.dates import DEADLINE, DUE, deadline_in
from bot.language.words import WORDS_OF_A_STATEMENT, fold
from bot.triage import AnswerError, Triage
from bot.triage.conditions import UNKNOWN
from bot.triage.model import OTHER, SELF, asked_name

ANSWER, AFFIRM, DENY, DONT_KNOW, INFORM = "answer", "affirm", "deny", "dont_know", "inform"
REPEAT, CONTINUE = "repeat", "continue"
# After its options every question shows one more: a person.
HUMAN = "human"
# Intents that a rule handles; the form steps aside for them.
COMMANDS = frozenset(
    """safety human alternatives why back go_back change restart start_over language something_else goodbye thanks
    feedback out_of_scope ask_machine ask_cost ask_privacy ask_help ask_responsible""".split()  # noqa: SIM905
)
# Commands that lose what was answered: believed only when it is likelier than all else together.
LOSING = frozenset({"start_over", "goodbye", "something_else"})
# Below these a command is not believed: when it would lose answers, and when the message also answers the question.
LIKELY, SURE = 0.5, 0.75
# These are never believed when the message answers what was asked.
YIELDING = frozenset({"something_else", "out_of_scope", "ask_help"})
# Whose patterns are believed where the classifier is silent: of the others as many are wrong as right.
OUTRIGHT = ("device",)
# An errand in words that no service knows is still an errand when it is made of words.
WORDS_KNOWN = 0.5
# A place counts as the person's own when the extractor says so (bot/nlu/municipalities.py).
HOME = "home"

_ORDINALS = {
    1: "yksi|yks|ykkonen|eka|ensimmainen|forsta|den forsta|ett|etta|ettan|yhden|ykkosen|ekan|ensimmaisen",
    2: "kaksi|kaks|kakkonen|toka|toinen|andra|den andra|tva|tvaan|kahden|kakkosen|tokan|toisen",
    3: "kolme|kolmonen|kolmas|tredje|den tredje|tre|trean|kolmen|kolmosen|kolmannen",
    4: "nelja|nelonen|neljas|fjarde|den fjarde|fyra|fyran|neljan|nelosen|neljannen",
    5: "viisi|viis|vitonen|viides|femte|den femte|fem|femman|viiden|vitosen|viidennen",
    6: "kuusi|kuus|kutonen|kuudes|sjatte|den sjatte|sex|sexan|kuuden|kutosen|kuudennen",
    7: "seitseman|seiska|seitsemas|sjunde|den sjunde|sju|sjuan|seiskan|seitsemannen",
    8: "kahdeksan|kasi|kahdeksas|attonde|den attonde|atta|attan|kasin|kahdeksannen",
}
_LAST = "viimeinen|viimeisen|vika|vikan|sista|den sista"
_NUMBER = re.compile(r"(?:numero|nro|vaihtoehto|kohta|nummer|nr|alternativ|punkt)?\s*(\d)\s*[.)!]*")
_SPOKEN = re.compile(
    r"(?:se |otan |valitsen |valkkaan |jag tar |jag valjer |ta )?"
    r"(?:numero |vaihtoehto |kohta |nummer |alternativ |punkt )?("
    + "|".join([*_ORDINALS.values(), _LAST])
    + r")(?: vaihtoehto| vaihtoehdon| alternativet)?[.!]*"
)


@dataclass
class Reading:
    """What a message says. `answers` by slot, `unknown` where "I don't know" is said, `refused` where a payload is not
    allowed, `command` for what a rule handles. `volunteered` are the answers that were not asked for, `likely` the one
    that was asked for and is not certain. `places`: a name of several municipalities, and their codes."""

    answers: dict[str, Any] = field(default_factory=dict)
    unknown: bool = False
    refused: bool = False
    command: str | None = None
    repeat: bool = False
    other_errand: bool = False
    volunteered: tuple[str, ...] = ()
    likely: str | None = None
    places: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing at all could be read."""
        return not (self.answers or self.unknown or self.refused or self.command or self.repeat)


def read(
    triage: Triage,
    message: Mapping[str, Any],
    question: str | None,
    shown: Sequence[str],
    about_another: bool,
    today: date,
) -> Reading:
    """Reads a parsed message (Rasa's `latest_message`) as an answer to `question`, whose options were shown in order.

    A payload is input like any other: unknown slots and values are refused, never stored.
    """
    intent = (message.get("intent") or {}).get("name")
    confidence = (message.get("intent") or {}).get("confidence") or 0.0
    text = (message.get("text") or "").strip()
    entities = message.get("entities") or []
    if intent == ANSWER:
        return _payload(triage, entities)
    if text.startswith("/") or intent == "safety":
        return Reading(command=intent) if intent in COMMANDS else Reading(repeat=intent in (CONTINUE, "greet", INFORM))

    if not _is_worded(message, text, intent, confidence):
        intent = "nlu_fallback"
    chosen = _chosen(fold(text), [*shown, HUMAN]) if question else None
    if chosen == HUMAN:
        return Reading(command=HUMAN)
    told = _told(triage, message, question, about_another)
    if told.get(DEADLINE) == DUE:
        told[DEADLINE] = deadline_in(text, today) or "later"
    answer, certain = _asked(message, question, about_another) if question else (None, False)
    if intent == "nlu_fallback" and not certain:
        answer = None  # of words that make no sense as a whole even a likely answer is none: ask again
    answers = {**told, **({question: answer} if question and answer else {})}
    if question not in (None, "service") and question in answers:
        # What answers the question names an errand only in passing.
        answers.pop("service", None)
    if question and chosen is None and question not in answers:
        chosen = _yes_or_no(triage, question, intent)
    if question and chosen is not None:
        answers[question] = chosen
    if intent in COMMANDS and chosen is None and _is_believed(triage, intent, confidence, question, answers):
        # Only what is said outright, whatever was asked, is kept beside a command.
        return Reading(answers=told, command=intent, volunteered=_volunteered(told, question))
    if question and intent == DONT_KNOW:
        answers.setdefault(question, UNKNOWN)
    other_errand = question == "service" and "service" not in answers and _is_errand(message, intent)
    if other_errand:
        answers["service"] = "other"
    return Reading(
        answers=answers,
        unknown=answers.get(question or "") == UNKNOWN,
        repeat=intent == REPEAT or (intent == "greet" and not answers),
        other_errand=other_errand,
        volunteered=_volunteered(answers, question),
        likely=question if answer and chosen is None and not certain and answer != UNKNOWN else None,
    )


def _is_believed(
    triage: Triage, intent: str | None, confidence: float, question: str | None, answers: Mapping[str, Any]
) -> bool:
    """Whether a command is meant, and not an answer in words that sound like one."""
    if question is None or question not in answers:
        return confidence >= LIKELY or intent not in LOSING
    yields = intent in YIELDING or intent == triage.question(question).outranks
    return confidence >= SURE and not yields


def _payload(triage: Triage, entities: Sequence[Mapping[str, Any]]) -> Reading:
    """The slots of an /answer payload; the whole payload is refused when one of them is wrong."""
    reading = Reading()
    several = {fact.id for fact in triage.facts if fact.several}
    slots: dict[str, Any] = {}
    for one in entities:
        slot, value = one["entity"], one["value"]
        if slot in several:
            slots.setdefault(slot, []).extend(value if isinstance(value, list) else [value])
        elif slot in slots:
            return Reading(refused=True)
        else:
            slots[slot] = value
    allowed = {question.id for question in triage.questions} | {fact.id for fact in triage.facts}
    with suppress(AnswerError):
        reading.answers = triage.accept(slots) if slots and set(slots) <= allowed else {}
    reading.refused = not reading.answers
    reading.unknown = bool(reading.answers) and all(value == UNKNOWN for value in reading.answers.values())
    return reading


def _told(triage: Triage, message: Mapping[str, Any], question: str | None, about_another: bool) -> dict[str, Any]:
    """What a message tells for certain, whatever was asked: the situation as the classifier understood it, the errand
    and the place in words."""
    told: dict[str, Any] = {}
    guesses = (message.get("situation") or {}).get("told") or {}
    for name, guess in guesses.items():
        slot, _, value = name.partition(".")
        if not guess["sure"]:
            continue
        if value:
            told.setdefault(slot, []).append(value)
        else:
            told[slot] = guess["value"]
    for slot, value in _hinted(triage, message):
        if slot in OUTRIGHT:
            guess = guesses.get(slot)
            if guess is None or guess["value"] == value:
                told.setdefault(slot, value)
        else:
            told[slot] = sorted({*told.get(slot, ()), value})
    if question not in (None, "service"):
        # In the middle of the questions only a name in words begins another errand.
        told.pop("service", None)
    for one in message.get("entities") or []:
        if one["entity"] == "service" or (one["entity"] == "municipality" and one.get("role") == HOME):
            told[one["entity"]] = one["value"]
    if told.get("service", "other") != "other" and told["service"] not in triage.services:
        del told["service"]
    fragment = len((message.get("text") or "").split()) < WORDS_OF_A_STATEMENT
    if question not in (None, "service", "principal") and (
        fragment or (about_another and told.get("principal") == "self")
    ):
        # "My wife" tells who helps, not whose errand it is; and a helper who says "I have" is still a helper.
        told.pop("principal", None)
    return told


def _hinted(triage: Triage, message: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a pattern is believed outright, slot and value: needs, for "I am deaf" must not be missed, and OUTRIGHT."""
    options = {fact.id: fact.options for fact in triage.facts if fact.several}
    options.update({slot: triage.question(slot).options for slot in OUTRIGHT})
    for hint in message.get("hints") or ():
        slot, value, *scope = hint.split(".")
        if not scope and value in options.get(slot, ()):
            yield slot, value


def _asked(message: Mapping[str, Any], question: str, about_another: bool) -> tuple[str | None, bool]:
    """What a message answers to the question, and whether that is certain; None when it cannot be read."""
    guesses = (message.get("situation") or {}).get("asked") or {}
    guess = guesses.get(asked_name(question, OTHER if about_another else SELF))
    return (guess["value"], guess["sure"]) if guess else (None, False)


def _chosen(folded: str, shown: Sequence[str]) -> str | None:
    """The option that a number or an ordinal means: "2", "toinen", "den andra"."""
    number = _NUMBER.fullmatch(folded)
    if number:
        place = int(number[1])
    else:
        spoken = _SPOKEN.fullmatch(folded)
        if spoken is None:
            return None
        if re.fullmatch(_LAST, spoken[1]):
            place = len(shown)
        else:
            place = next(place for place, words in _ORDINALS.items() if re.fullmatch(words, spoken[1]))
    return shown[place - 1] if 1 <= place <= len(shown) else None


def _yes_or_no(triage: Triage, question: str, intent: str | None) -> str | None:
    asked = triage.question(question)
    return {AFFIRM: asked.affirm, DENY: asked.deny}.get(intent or "")


def _is_errand(message: Mapping[str, Any], intent: str | None) -> bool:
    known = (message.get("language") or {}).get("known", 0.0)
    words = len((message.get("text") or "").split())
    return known >= WORDS_KNOWN and (intent == INFORM or (intent == "nlu_fallback" and words >= 2))


def _is_worded(message: Mapping[str, Any], text: str, intent: str | None, confidence: float) -> bool:
    """Whether an intent may be believed: there are words, and for what is no answer they are known or it is sure."""
    if not re.search(r"\w", text):
        return False
    known = (message.get("language") or {}).get("known", 1.0)
    return known >= WORDS_KNOWN or confidence >= SURE or intent not in COMMANDS | {REPEAT, "greet"}


def _volunteered(answers: Mapping[str, Any], question: str | None) -> tuple[str, ...]:
    return tuple(slot for slot in answers if slot != question)
