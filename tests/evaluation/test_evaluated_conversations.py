"""Simulated persons, and conversations with an assistant of a few lines."""

from __future__ import annotations

import json
import random
from datetime import date

import pytest

from bot.conversation.messages import Speaker
from bot.evaluation.conversations import (
    CONTINUE,
    Comparison,
    Conversation,
    Person,
    draw_facts,
    draw_persons,
    hold,
    press_all,
    summary_of,
    told_or_asked,
    words_for,
)
from bot.evaluation.report import conversations_report, failures_report
from bot.evaluation.sentences import Sentence, load_sentences
from bot.language.texts import load_texts
from bot.triage import decide, load_triage
from bot.triage.decide import answers_lookup

TRIAGE = load_triage()
SPEAKER = Speaker(load_texts(), TRIAGE, "fi")
TELLS = {"service": "passport", "principal": "self"}
OPENING = Sentence("Passi vanheni", "fi", "standard", intent="inform", tells=TELLS)
FACTS = {**TELLS, "usage": "alone", "mandate": "none", "support": "link", "identification": "works"}
FACTS |= {"device": "own", "reach": "any"}
PERSON = Person(OPENING, FACTS, {"usage": ["itse", "ihan itse", "yksin"], "support": [], "service": ["passi"]})


class Assistant:
    """Replies with the given messages of the contract in turn, and remembers what it was told."""

    def __init__(self, *customs):
        self.customs, self.heard = list(customs), []

    def talk(self, sender, message, page=None):
        self.heard.append(message)
        assert page == {"language": "fi"}
        custom = self.customs.pop(0)
        buttons = [{"title": "Jatka", "payload": CONTINUE}] if custom.get("type") == "safety" else []
        return [{"text": "…"}, {"custom": custom, "buttons": buttons}]


def asks(question):
    return {"type": "question", "question": question}


def recommends(answers):
    decision = decide(TRIAGE, answers)
    return {"type": "recommendation", **decision.as_dict(), "primary": decision.channels[0], "answers": answers}


def test_who_is_not_understood_says_it_otherwise_and_then_presses():
    assistant = Assistant(asks("usage"), asks("usage"), asks("usage"), recommends(FACTS))
    held = hold(SPEAKER, PERSON, assistant.talk)
    assert assistant.heard == ["Passi vanheni", "itse", "ihan itse", '/answer{"usage": "alone"}']
    assert (held.questions, held.asked, held.presses) == (1, ["usage"] * 3, 1)


def test_who_has_no_words_presses():
    assistant = Assistant(asks("support"), recommends(FACTS))
    assert hold(SPEAKER, PERSON, assistant.talk).presses == 1
    assert json.loads(assistant.heard[-1].removeprefix("/answer")) == {"support": "link"}


def test_buttons_alone_begin_with_the_errand():
    assistant = Assistant(asks("usage"), recommends(FACTS))
    press_all(PERSON, assistant.talk)
    assert assistant.heard == ['/answer{"service": "passport"}', '/answer{"usage": "alone"}']


def test_after_a_false_alarm_the_person_goes_on_once_more():
    assistant = Assistant({"type": "safety", "code": "FRAUD"}, asks("usage"), recommends(FACTS))
    held = hold(SPEAKER, PERSON, assistant.talk)
    assert assistant.heard == ["Passi vanheni", CONTINUE, "itse"]
    assert (held.alarm, held.presses) == ("FRAUD", 1)


def test_a_conversation_that_leads_nowhere_ends():
    held = hold(SPEAKER, PERSON, Assistant({"type": "handover"}).talk)
    assert held.recommendation is None and held.asked == []
    endless = Assistant(*[asks("usage")] * 100)
    assert hold(SPEAKER, PERSON, endless.talk).recommendation is None and len(endless.heard) < 50


def test_the_decision_is_by_what_was_told_or_asked_and_applies():
    held = Conversation(asked=["usage", "mandate"])
    assert told_or_asked(TRIAGE, PERSON, held) == {**TELLS, "usage": "alone"}


def test_a_level_is_right_or_not():
    def compared(answers):
        held = Conversation(asked=["usage", "support"], recommendation=recommends(answers))
        return Comparison.of(TRIAGE, PERSON, held, Conversation(recommendation=recommends(FACTS)))

    known = {**TELLS, "usage": "alone", "support": "link"}
    good, bad = compared(known), compared({**known, "usage": "unable", "support": "someone_does"})
    assert good.level_right and good.channel_right and good.same_level_by_buttons
    assert not bad.level_right and not bad.channel_right
    found = summary_of([good, bad])
    assert (found["level_right"], found["questions_mean"], found["questions_max"]) == (0.5, 2, 2)
    assert "50" in conversations_report({"fi": found, "sv": summary_of([])})
    failures = failures_report("fi", [good, bad], 5)
    assert failures.count("Passi vanheni") == 1 and "unable" in failures


def test_without_a_recommendation_nothing_is_right():
    nothing = Comparison.of(TRIAGE, PERSON, Conversation(), Conversation())
    assert not (nothing.level_right or nothing.channel_right or nothing.same_level_by_buttons)


def test_drawn_facts_go_together_and_keep_what_was_told():
    for seed in range(200):
        facts = draw_facts(TRIAGE, {"service": "passport", "device": "none"}, random.Random(seed))
        assert facts["device"] == "none" and "needs" not in facts and "deadline" not in facts
        is_in = answers_lookup(TRIAGE, facts)
        assert not any(contradiction.condition.holds(is_in) for contradiction in TRIAGE.contradictions)
        TRIAGE.accept(facts)


def test_words_mean_the_fact_and_are_about_the_right_person():
    mine = Sentence("itse", "fi", "short", asked="usage", about="self", answer="alone")
    hers = Sentence("hän itse", "fi", "short", asked="usage", about="other", answer="alone")
    other = Sentence("en", "fi", "short", asked="usage", about="self", answer="never")
    dice = random.Random(1)
    assert words_for(SPEAKER, "usage", FACTS, [mine, hers, other], dice) == ["itse"]
    assert words_for(SPEAKER, "usage", {**FACTS, "principal": "adult"}, [mine, hers, other], dice) == ["hän itse"]
    assert words_for(SPEAKER, "service", FACTS, [], dice) == [TRIAGE.services["passport"].names["fi"]]


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_same_persons_each_time_and_words_for_nearly_everything(language):
    speaker, sentences = Speaker(load_texts(), TRIAGE, language), load_sentences()
    persons = draw_persons(speaker, sentences, 30, date(2026, 11, 21))
    assert persons[:10] == draw_persons(speaker, sentences, 10, date(2026, 11, 21))
    assert len({person.opening.text for person in persons}) == 30
    wordless = {(slot, person.facts[slot]) for person in persons for slot, words in person.says.items() if not words}
    assert wordless <= {("service", "other")}


def test_who_is_due_by_a_weekday_is_left_out_when_it_would_mean_another_day():
    due = Sentence("Passi keskiviikoksi", "fi", "standard", intent="inform", tells={**TELLS, "deadline": "two_days"})
    assert draw_persons(SPEAKER, [due], 5, date(2026, 11, 23))
    assert draw_persons(SPEAKER, [due], 5, date(2026, 11, 20)) == []
