"""What each kind of example teaches which head."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.lessons import asked_head, example_labels, lessons
from bot.triage import load_triage

TRIAGE = load_triage()
BESIDE = 0.3
QUESTIONS = [question.id for question in TRIAGE.questions if question.id != "service"]
ASKED = {asked_head(question, about) for question in QUESTIONS for about in ("self", "other")}
NEEDS = next(fact.options for fact in TRIAGE.facts if fact.several)
TOLD = {f"told.{slot}" for slot in [*QUESTIONS, "deadline"]} | {f"told.needs.{need}" for need in NEEDS}


def example(text, intent="inform", **labels):
    """A training example as Rasa reads it from the files."""
    return Message(
        {TEXT: text, INTENT: intent, "metadata": {"example": labels}} if labels else {TEXT: text, INTENT: intent}
    )


def taught(*examples):
    """{head: {row: (label, weight)}}; no example may teach a head twice."""
    found = {}
    for head, lesson in lessons(TRIAGE, list(examples), BESIDE).items():
        assert len(set(lesson.rows)) == len(lesson.rows) == len(lesson.labels) == len(lesson.weights), head
        found[head] = {
            row: (label, weight) for row, label, weight in zip(lesson.rows, lesson.labels, lesson.weights, strict=True)
        }
    return found


def learned(one):
    """{head: (label, weight)} of a single example."""
    return {head: rows[0] for head, rows in taught(one).items()}


def test_labels_are_rasas_metadata_of_the_example():
    assert example_labels(example("itse", usage="alone")) == {"usage": "alone"}
    assert example_labels(example("itse")) == {}
    assert example_labels(Message({TEXT: "itse", "metadata": {"intent": {"a": 1}}})) == {}


def test_what_a_message_tells_teaches_what_it_tells_and_what_it_does_not():
    heads = learned(example("äiti ei pääse kotoa", principal="adult", needs=["step_free"], service="housing_allowance"))
    assert heads["intent"] == ("inform", 1.0)
    assert heads["service"] == ("housing_allowance", 1.0)
    assert heads["danger"] == ("-", 1.0)
    assert heads["told.principal"] == ("adult", 1.0)
    assert heads["told.needs.step_free"] == ("step_free", 1.0)
    silent = TOLD - {"told.principal", "told.needs.step_free"}
    assert {head: heads[head] for head in silent} == dict.fromkeys(silent, ("-", 1.0))


def test_what_a_message_tells_is_an_answer_too_but_not_to_what_it_does_not_tell():
    heads = learned(example("hoidin sen itse", usage="alone"))
    assert heads["asked.usage"] == heads["asked.usage.other"] == ("alone", BESIDE)
    assert not {head for head in heads if head.startswith("asked.")} - {"asked.usage", "asked.usage.other"}


def test_an_errand_alone_answers_no_question_and_says_nothing_of_them():
    heads = learned(example("passi", service="passport"))
    assert not {head for head in heads if head.startswith("asked.")}
    assert heads["service"] == ("passport", 1.0)


def test_a_message_without_labels_tells_nothing():
    heads = learned(example("ostin uuden pyörän"))
    assert heads["service"] == ("-", 1.0)
    assert {heads[head] for head in TOLD} == {("-", 1.0)}


@pytest.mark.parametrize("about", ["self", "other"])
def test_an_answer_teaches_its_question_wholly_and_the_question_about_another_in_part(about):
    heads = learned(example("ihan itse", asked="usage", about=about, answer="alone"))
    another = "other" if about == "self" else "self"
    assert heads[asked_head("usage", about)] == ("alone", 1.0)
    assert heads[asked_head("usage", another)] == ("alone", BESIDE)
    assert set(heads) == {"asked.usage", "asked.usage.other", "intent", "danger"}


@pytest.mark.parametrize("question", ["principal", "service"])
def test_whose_errand_it_is_and_which_is_never_asked_about_another(question):
    answer = {"principal": "adult", "service": "passport"}[question]
    heads = learned(example("se on niin", asked=question, about="self", answer=answer))
    assert heads[f"asked.{question}"] == (answer, 1.0)
    assert f"asked.{question}.other" not in heads


def test_a_long_answer_stands_on_its_own_and_a_short_one_does_not():
    answer = {"asked": "device", "about": "self", "answer": "none"}
    assert learned(example("minulla ei ole mitään laitetta", **answer))["told.device"] == ("none", BESIDE)
    assert "told.device" not in learned(example("ei ole laitetta ollenkaan", **answer))


@pytest.mark.parametrize("answer", ["unknown", "unclear", "-"])
def test_an_answer_that_says_nothing_tells_nothing(answer):
    heads = learned(example("no siitä on nyt niin kauan", asked="usage", about="self", answer=answer))
    assert heads["asked.usage"] == (answer, 1.0)
    assert heads["told.usage"] == ("-", BESIDE)


@pytest.mark.parametrize(
    ("intent", "expected"),
    [
        (
            "affirm",
            {"principal": "self", "mandate": "valid", "identification": "works", "device": "own", "reach": "any"},
        ),
        ("deny", {"mandate": "none", "identification": "none", "device": "none"}),
    ],
)
def test_yes_and_no_answer_the_questions_that_know_them_and_are_unclear_to_others(intent, expected):
    heads = learned(example("joo" if intent == "affirm" else "ei", intent))
    assert heads["intent"] == (intent, 1.0)
    for question in QUESTIONS:
        for about in ("self", "other"):
            assert heads[asked_head(question, about)] == (expected.get(question, "unclear"), BESIDE)


def test_i_do_not_know_is_an_answer_to_every_question():
    heads = learned(example("en tiedä", "dont_know"))
    assert {heads[head] for head in ASKED} == {("unknown", BESIDE)}
    assert heads["intent"] == ("dont_know", 1.0)


def test_who_asks_for_a_human_says_nothing_to_how_help_should_come_where_that_answer_comes_first():
    heads = learned(example("soittakaa mulle", "human"))
    others = ASKED - {"asked.reach", "asked.reach.other"}
    assert heads["intent"] == ("human", 1.0)
    assert set(heads) == others | TOLD | {"service", "danger", "intent"}
    assert {heads[head] for head in others} == {("-", BESIDE)}
    assert {heads[head] for head in TOLD | {"service", "danger"}} == {("-", 1.0)}


@pytest.mark.parametrize("intent", ["why", "greet", "out_of_scope"])
def test_a_command_answers_no_question_and_tells_nothing(intent):
    heads = learned(example("jotain", intent))
    assert heads["intent"] == (intent, 1.0)
    assert {heads[head] for head in ASKED} == {("-", BESIDE)}
    assert {heads[head] for head in TOLD | {"service", "danger"}} == {("-", 1.0)}


@pytest.mark.parametrize("code", ["emergency", "fraud", "coercion"])
def test_danger_teaches_that_it_is_danger_and_no_answer_and_no_intent(code):
    heads = learned(example("isä ei hengitä", code))
    assert heads["danger"] == (code, 1.0)
    assert {heads[head] for head in ASKED} == {("-", BESIDE)}
    assert set(heads) == ASKED | {"danger"}


def test_yes_said_to_a_question_does_not_teach_that_yes_is_told():
    """The same words stand there as `affirm` and as an answer: the intent is learned from the first alone."""
    heads = taught(
        example("joo", "affirm"), example(" Joo! ", asked="device", about="self", answer="own"), example("oma")
    )
    assert set(heads["intent"]) == {0, 2}
    assert heads["asked.device"][1] == ("own", 1.0)


def test_a_command_said_to_a_question_teaches_the_command():
    heads = learned(example("miksi tätä kysytään", "why", asked="device", about="self", answer="-"))
    assert heads["intent"] == ("why", 1.0)
    assert heads["asked.device"] == ("-", 1.0)


def test_no_example_teaches_the_errand_as_an_answer_in_passing():
    heads = taught(example("passi", service="passport"), example("joo", "affirm"), example("ihminen", "human"))
    assert not {head for head in heads if head.startswith("asked.service")}


@pytest.mark.parametrize(
    ("label", "learned_as"), [("today", "due"), ("two_days", "due"), ("later", "due"), ("none", "none")]
)
def test_of_a_deadline_only_that_there_is_one_is_learned(label, learned_as):
    assert learned(example("tarvitsen sen perjantaiksi", deadline=label))["told.deadline"] == (learned_as, 1.0)
