"""The messages of the contract: a question, a recommendation, a handover; each with the words that go with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.language.texts import Text, Texts
from bot.providers import Found, Offer
from bot.providers.hours import HELSINKI
from bot.providers.model import HOME_VISIT, PLACES
from bot.providers.query import as_dict
from bot.triage import Decision, Explanation, Triage, open_questions
from bot.triage.ask import MOST_QUESTIONS
from bot.triage.conditions import UNKNOWN

MINUTE = timedelta(minutes=1)
# What takes place at a time, and is not open in between.
BEGINS = ("training", "mobile_service_point")
ABOUT_ANOTHER = ("adult", "client")
# Who acts for another with a mandate does so with a device and codes of their own (row 1).
HELPERS_OWN = ("device", "identification")


@dataclass(frozen=True)
class Speaker:
    """Puts things into words in one language."""

    texts: Texts
    triage: Triage
    language: str

    def say(self, name: str, /, **values: object) -> str:
        """A text, its placeholders filled."""
        return self.texts.say(f"utter_{name}", self.language, **values)

    def text(self, name: str) -> Text:
        """A text with its buttons."""
        return self.texts.get(f"utter_{name}", self.language)

    def ask(self, question: str, answers: Mapping[str, Any]) -> Text:
        """A question's text and buttons, worded for the person whose errand it is."""
        return self.texts.get(f"utter_ask_{self._worded(question, answers)}", self.language)

    def ask_again(self, question: str, answers: Mapping[str, Any]) -> str:
        """The question in other words."""
        return self.texts.get(f"utter_again_{self._worded(question, answers)}", self.language).text

    def is_about_another(self, question: str, answers: Mapping[str, Any]) -> bool:
        """Whether the question asks about somebody else than the person who reads it."""
        acts_for_another = answers.get("usage") == "unable" and answers.get("mandate") == "valid"
        return answers.get("principal") in ABOUT_ANOTHER and not (acts_for_another and question in HELPERS_OWN)

    def _worded(self, question: str, answers: Mapping[str, Any]) -> str:
        other = f"{question}_other"
        is_other = self.is_about_another(question, answers) and f"utter_ask_{other}" in self.texts
        return other if is_other else question

    def shown(self, question: str, answers: Mapping[str, Any]) -> list[str]:
        """The options' values in the order in which they are shown."""
        return [button.values[question] for button in self.ask(question, answers).buttons]

    def label(self, slot: str, value: Any, answers: Mapping[str, Any]) -> str | None:
        """An answer in the words of its button, a service by its name; None for what has no words."""
        if slot == "service" and value in self.triage.services:
            return self.triage.services[value].names[self.language]
        if f"utter_ask_{slot}" not in self.texts:
            return None
        buttons = self.ask(slot, answers).buttons
        return next((button.title for button in buttons if button.values.get(slot) == value), None)

    def labels(self, answers: Mapping[str, Any], slots: Any) -> str:
        """Several answers in words, one after another."""
        found = ((slot, self.label(slot, answers[slot], answers)) for slot in slots if answers.get(slot) != UNKNOWN)
        return ", ".join(_inside_a_sentence(slot, label) for slot, label in found if label)

    def question(self, question: str, answers: Mapping[str, Any], asked: list[str]) -> dict[str, Any]:
        """The `question` message of the contract."""
        text = self.ask(question, answers)
        still_open = {*open_questions(self.triage, answers), question}
        return {
            "type": "question",
            "question": question,
            "text": text.text,
            "why": self.say(f"why_{question}"),
            "language": self.language,
            "options": [
                {"value": button.values[question], "title": button.title, "payload": button.payload}
                for button in text.buttons
            ],
            "asked": asked.index(question) + 1,
            "at_most": max(min(len({*asked, *still_open}), MOST_QUESTIONS), len(asked)),
        }

    def recommendation(
        self,
        decision: Decision,
        found: Sequence[Found],
        answers: Mapping[str, Any],
        reference: str | None,
        now: datetime,
    ) -> dict[str, Any]:
        """The `recommendation` message of the contract."""
        return {
            "type": "recommendation",
            **decision.as_dict(),
            "primary": decision.channels[0],
            "language": self.language,
            "offers": [as_dict(one, self.language, now) for one in found],
            "explanation": self.reasons(decision),
            "answers": {slot: value for slot, value in answers.items() if slot != "contradiction"},
            "reference": reference,
        }

    def handover(self, reason: str, contact: Offer, now: datetime) -> dict[str, Any]:
        """The `handover` message of the contract: a human being of the authority."""
        offer = as_dict(Found(contact, "municipality"), self.language, now)
        return {
            "type": "handover",
            "reason": reason,
            "language": self.language,
            "contact": offer,
            "open_now": offer["open_now"],
            "opens_next": offer["opens_next"],
        }

    def reasons(self, decision: Decision) -> list[str]:
        """Why, in plain words, one text a reason."""
        return [self.say(f"reason_{reason}") for reason in decision.reasons]

    def would_change(self, explanation: Explanation, answers: Mapping[str, Any]) -> str:
        """One other answer for each question that would have led elsewhere, in words."""
        first: dict[str, str] = {}
        for change in explanation.changes:
            label = self.label(change.question, change.answer, answers)
            if label and change.question != "service":
                first.setdefault(change.question, label)
        return ", ".join(_inside_a_sentence(slot, label) for slot, label in list(first.items())[:3])

    def contact(self, offer: Offer, now: datetime) -> str:
        """A contact in one line: name, number, whether it is open now."""
        return self.say(
            "contact", name=offer.names[self.language], phone=offer.spoken_phone(), open=self.open(offer, now)
        )

    def language_name(self, code: str) -> str:
        """A language's name as it stands in a sentence; its code where it has none here."""
        return self.say(f"language_{code}") if f"utter_language_{code}" in self.texts else code

    def open(self, offer: Offer, now: datetime) -> str:
        """Whether an offer is open now, until when, or when it opens next; and whether a time must be booked.

        What begins at its time, as a course or a bus's stop, is not closed in between; who comes home has no door.
        """
        booked = [self.say("by_reservation")] if offer.booking == "required" and not offer.hours.by_reservation else []
        hours = [self._hours(offer, now)] if offer.channel != HOME_VISIT or not booked else []
        return " ".join([*hours, *booked])

    def _hours(self, offer: Offer, now: datetime) -> str:
        hours = offer.hours
        until, opens = hours.open_until(now), hours.opens_next(now)
        if until and until - now < timedelta(days=1):
            return self.say("open_now", until=_closing(until))
        if until:
            return self.say("closes", day=self._day(until - MINUTE, now), time=_closing(until))
        if hours.open_now(now):
            return self.say("open_always")
        if opens:
            begins = "next_time" if offer.channel in BEGINS else "opens_next"
            return self.say(begins, day=self._day(opens, now), time=clock(opens))
        if hours.by_reservation:
            return self.say("only_by_reservation")
        return self.say("hours_unknown" if offer.channel in PLACES else "hours_not_told")

    def where(self, offer: Offer) -> str:
        """Address, number and link: what the offer has of them."""
        address = offer.address[self.language] if offer.address else None
        url = offer.url[self.language] if offer.url else None
        return ", ".join(part for part in (address, offer.spoken_phone(), url or offer.email) if part)

    def price(self, offer: Offer) -> str:
        """What it costs; nothing when that is not known. A free advice line is a call all the same."""
        if offer.price:
            return offer.price[self.language]
        return self.say("free_advice" if offer.channel == "phone" else "free") if offer.free else ""

    def _day(self, moment: datetime, now: datetime) -> str:
        days = (moment.date() - now.astimezone(HELSINKI).date()) // timedelta(days=1)
        if days in (0, 1):
            return self.say(("today", "tomorrow")[days])
        weekday = self.say(f"weekday_{moment.weekday()}")
        return self.say("weekday_and_date", weekday=weekday, day=moment.day, month=moment.month)


def clock(moment: datetime) -> str:
    """A time as people in Finland write it: 9 or 9.30."""
    return f"{moment.hour}.{moment.minute:02}" if moment.minute else str(moment.hour)


def _closing(moment: datetime) -> str:
    """A closing time; midnight is the end of the day before, 24."""
    return clock(moment) if clock(moment) != "0" else "24"


def _inside_a_sentence(slot: str, label: str) -> str:
    """A button's title with a small letter; a service's name as it is written."""
    return label if slot == "service" else label[:1].lower() + label[1:]
