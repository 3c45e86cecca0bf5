"""Asking as little as possible, as properties over answers that hypothesis chooses."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage import decide, explain, load_triage, next_question, open_questions
from bot.triage.conditions import UNKNOWN

TRIAGE = load_triage()
QUESTIONS = {question.id: (*question.options, UNKNOWN) for question in TRIAGE.questions}


def full_answers():
    return st.fixed_dictionaries({slot: st.sampled_from(values) for slot, values in QUESTIONS.items()})


def told():
    needs = st.lists(st.sampled_from(["interpreter", "sign_language", "no_voice", "step_free"]), unique=True)
    return st.fixed_dictionaries({"needs": needs, "deadline": st.sampled_from(["today", "two_days", "later", "none"])})


def recommendation(answers):
    decision = decide(TRIAGE, answers)
    own = [reason for reason in decision.reasons if reason != "CREDENTIALS_SHARED"]
    return decision.row, decision.level, decision.channels, own


def asked_of(person, known):
    """The answers after asking a person everything that the engine wants to know, and the questions asked."""
    answers, asked = dict(known), []
    while (question := next_question(TRIAGE, answers)) is not None:
        answers[question] = person[question]
        asked.append(question)
    return answers, asked


@given(full_answers(), told(), st.permutations(list(QUESTIONS)))
def test_the_order_of_answers_changes_nothing(person, facts, order):
    assert decide(TRIAGE, {slot: person[slot] for slot in order} | facts) == decide(TRIAGE, {**facts, **person})


@given(full_answers(), told())
def test_an_answer_given_twice_changes_nothing(person, facts):
    once = decide(TRIAGE, {**person, **facts})
    twice = {**person, **facts, "needs": facts["needs"] * 2}
    assert decide(TRIAGE, {**twice, **person}) == once


@settings(max_examples=300)
@given(full_answers(), told(), st.data())
def test_a_question_that_was_skipped_could_not_have_changed_the_recommendation(person, facts, data):
    known = data.draw(st.sets(st.sampled_from(list(QUESTIONS))), label="volunteered")
    answers, asked = asked_of(person, {slot: person[slot] for slot in known} | facts)
    skipped = [slot for slot in QUESTIONS if slot not in answers]
    others = data.draw(st.fixed_dictionaries({slot: st.sampled_from(QUESTIONS[slot]) for slot in skipped}))
    possible = {**answers, **others}
    for slot in skipped:
        # A question that may not be asked (no login, no other adult) has no answer of its own.
        if not may_be_asked(slot, answers):
            possible.pop(slot)
    assert recommendation(possible) == recommendation(answers)
    assert len(asked) <= 7
    assert not set(asked) & known


def may_be_asked(slot, answers):
    if slot == "mandate":
        return answers.get("principal") in ("adult", "client", None)
    if slot == "identification":
        service = TRIAGE.services.get(answers.get("service"))
        return service.login if service else True
    return True


@given(full_answers(), told())
def test_what_is_open_shrinks_while_answers_come_in(person, facts):
    answers, before = dict(facts), None
    while (question := next_question(TRIAGE, answers)) is not None:
        now = open_questions(TRIAGE, answers)
        assert before is None or set(now) <= set(before)
        assert question == now[0]
        before = now
        answers[question] = person[question]
    assert open_questions(TRIAGE, answers) == ()


@given(full_answers())
def test_the_errand_is_asked_first_unless_it_is_known(person):
    without = {slot: value for slot, value in person.items() if slot != "service"}
    assert next_question(TRIAGE, without) == "service"
    assert next_question(TRIAGE, person) is None


@given(full_answers(), told())
def test_an_explanation_tells_the_truth(person, facts):
    answers = {**person, **facts}
    explanation = explain(TRIAGE, answers)
    now = decide(TRIAGE, answers)
    assert explanation.decision == now
    for change in explanation.changes:
        other = decide(TRIAGE, {**answers, change.question: change.answer})
        assert other == change.decision
        assert (other.level, other.channels) != (now.level, now.channels)
        assert change.question in explanation.mattered


def test_a_need_counts_when_it_is_weighed_what_to_ask():
    """Found by the property above: with an interpreter needed, row 5 decides, and there the wish matters."""
    known = {"service": "kela_card", "principal": "self", "usage": "unknown", "support": "link", "device": "none"}
    assert "reach" in open_questions(TRIAGE, {**known, "needs": ["interpreter"]})
    assert "reach" not in open_questions(TRIAGE, known)


def test_nothing_is_asked_in_danger():
    assert next_question(TRIAGE, {"safety": "emergency"}) is None
