"""What words tell: answers to what was asked and to what was not, a home, a deadline, another errand."""

from __future__ import annotations

import pytest

from tests.conversations.parsing import QUESTIONS, message, read_as

# What the classifier understood


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question != "service"])
def test_an_answer_to_a_question_counts_only_when_that_was_asked(question):
    value = QUESTIONS[question][0]
    said = message("niin", "inform", asked={question: value})
    assert read_as(said, question).answers == {question: value}
    assert read_as(said).answers == {}
    assert all(read_as(said, other).answers == {} for other in QUESTIONS if other not in (question, "service"))


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question != "service"])
def test_an_answer_that_is_only_likely_is_taken_and_said_to_be_so(question):
    value = QUESTIONS[question][0]
    likely = read_as(message("niin kai", "inform", asked={question: (value, False)}), question)
    assert (likely.answers, likely.likely) == ({question: value}, question)
    sure = read_as(message("niin", "inform", asked={question: value}), question)
    assert (sure.answers, sure.likely) == ({question: value}, None)


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question != "service"])
def test_of_words_that_make_no_sense_only_a_sure_answer_is_taken(question):
    value = QUESTIONS[question][0]
    likely = read_as(message("niin kai", "nlu_fallback", asked={question: (value, False)}), question)
    assert likely.empty and likely.likely is None
    sure = read_as(message("niin", "nlu_fallback", asked={question: value}), question)
    assert (sure.answers, sure.likely) == ({question: value}, None)


def test_what_cannot_be_read_is_no_answer():
    """The classifier gives no guess below `likely`."""
    reading = read_as(message("siinä se", "inform"), "usage")
    assert reading.empty and reading.likely is None


def test_a_number_and_i_do_not_know_need_no_confirming():
    assert read_as(message("2", "inform", asked={"usage": ("alone", False)}), "usage").likely is None
    unknown = read_as(message("en muista", "dont_know", asked={"usage": ("unknown", False)}), "usage")
    assert (unknown.answers, unknown.unknown, unknown.likely) == ({"usage": "unknown"}, True, None)


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question not in ("principal", "service")])
def test_when_the_errand_is_anothers_the_answer_is_read_as_one_about_the_other(question):
    mine, theirs = QUESTIONS[question][:2]
    said = message("minä hoidin", "inform", asked={question: mine, f"{question}.other": (theirs, False)})
    other = read_as(said, question, about_another=True)
    assert (other.answers, other.likely) == ({question: theirs}, question)
    assert read_as(said, question).answers == {question: mine}
    only_mine = message("minä hoidin", "inform", asked={question: mine})
    assert read_as(only_mine, question, about_another=True).answers == {}


def test_whose_errand_it_is_is_read_alike_whoever_it_was_about():
    said = message("äidin", "inform", asked={"principal": "adult"})
    for about_another in (True, False):
        assert read_as(said, "principal", about_another=about_another).answers == {"principal": "adult"}


@pytest.mark.parametrize("question", [None, *QUESTIONS])
def test_what_is_told_for_certain_counts_whatever_was_asked_and_what_is_not_does_not(question):
    said = message("tänään", "inform", told={"device": "none", "support": ("link", False), "deadline": "due"})
    answers = read_as(said, question).answers
    answers.pop("service", None)
    assert answers == {"device": "none", "deadline": "today"}


def test_the_answer_to_the_question_goes_before_what_the_words_alone_would_tell():
    said = message("jotain", "inform", told={"usage": "never"}, asked={"usage": ("unable", False)})
    assert read_as(said, "usage").answers == {"usage": "unable"}
    assert read_as(said, "device").answers == {"usage": "never"}


def test_needs_add_up():
    said = message(
        "jotain",
        "inform",
        told={
            "needs.no_voice": "no_voice",
            "needs.interpreter": "interpreter",
            "needs.step_free": ("step_free", False),
        },
    )
    assert sorted(read_as(said).answers["needs"]) == ["interpreter", "no_voice"]


@pytest.mark.parametrize(
    ("told", "about_another", "question", "kept"),
    [
        ("self", True, "usage", False),
        ("self", True, "principal", True),
        ("self", True, None, True),
        ("self", False, "usage", True),
        ("adult", True, "usage", True),
    ],
)
def test_a_helper_who_says_i_have_is_still_a_helper(told, about_another, question, kept):
    said = message("minulla on kyllä tietokone ja netti", "inform", told={"principal": told})
    assert ("principal" in read_as(said, question, about_another).answers) == kept


@pytest.mark.parametrize("question", ["usage", "principal", "service", None])
def test_in_a_few_words_somebody_is_whose_errand_it_is_only_when_that_was_asked(question):
    answers = read_as(message("hustrun min", "inform", told={"principal": "adult"}), question).answers
    assert ("principal" in answers) == (question != "usage")


def test_a_pattern_tells_of_a_device_where_the_classifier_is_silent_and_of_needs_always():
    hints = ["device.own", "needs.no_voice", "usage.alone", "reach.phone.asked"]
    assert read_as(message("…", "inform", hints=hints)).answers == {"device": "own", "needs": ["no_voice"]}
    sure = message("…", "inform", hints=hints, told={"device": "none", "needs.step_free": "step_free"})
    assert read_as(sure).answers == {"device": "none", "needs": ["no_voice", "step_free"]}
    likely = message("…", "inform", hints=hints, told={"device": ("none", False)})
    assert "device" not in read_as(likely).answers


def test_what_was_not_asked_is_volunteered():
    told = {"principal": "adult", "device": "none"}
    said = message("äidillä ei ole konetta eikä hän osaa", "inform", told=told, asked={"usage": "unable"})
    reading = read_as(said, "usage")
    assert reading.answers == {"principal": "adult", "device": "none", "usage": "unable"}
    assert set(reading.volunteered) == {"principal", "device"}


def test_both_sides_of_a_contradiction_are_read_for_the_engine_to_check():
    said = message("äiti hoiti, linkki riittää", "inform", told={"usage": "other_does"}, asked={"support": "link"})
    assert read_as(said, "support").answers == {"usage": "other_does", "support": "link"}
    assert read_as(message("ei laitetta, chatissa", "inform", told={"device": "none", "reach": "chat"})).answers == {
        "device": "none",
        "reach": "chat",
    }


@pytest.mark.parametrize("situation", [None, {}, {"told": None, "asked": None}, {"told": {}}])
def test_a_message_that_the_classifier_did_not_read_tells_nothing(situation):
    assert read_as({**message("jotain", "inform"), "situation": situation}, "usage").empty


# The place


@pytest.mark.parametrize("question", [None, *QUESTIONS])
def test_a_municipality_counts_only_where_somebody_lives_there(question):
    home = read_as(message("asun Turussa", "inform", ("municipality", "853", "home")), question)
    assert home.answers["municipality"] == "853" and "municipality" in home.volunteered
    assert "municipality" not in read_as(message("olin Turussa", "inform", ("municipality", "853")), question).answers


# Deadlines


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("lauantaina", "today"),
        ("viimeistään maanantaina", "two_days"),
        ("på fredag", "later"),
        ("21.11.", "today"),
        ("1.1.2027", "later"),
        ("ennen hiihtolomaa", "later"),
    ],
)
@pytest.mark.parametrize("question", ["usage", None])
def test_how_soon_it_is_due_is_counted_from_today(text, deadline, question):
    reading = read_as(message(text, "inform", told={"deadline": "due"}), question)
    assert reading.answers == {"deadline": deadline}
    assert reading.volunteered == ("deadline",)


@pytest.mark.parametrize("text", ["lauantaina", "1.1.2027"])
def test_a_day_is_no_deadline_unless_it_is_meant_as_one(text):
    assert read_as(message(text, "inform"), "usage").empty
    assert read_as(message(text, "inform", told={"deadline": ("due", False)}), "usage").empty
    assert read_as(message(text, "inform", told={"deadline": "none"}), "usage").answers == {"deadline": "none"}


# Another errand


def test_an_unknown_errand_is_other_when_the_errand_was_asked():
    reading = read_as(message("koiran rekisteröinti", "inform"), "service")
    assert (reading.answers, reading.other_errand) == ({"service": "other"}, True)
    assert read_as(message("koiran rekisteröinti", "nlu_fallback"), "service").other_errand


@pytest.mark.parametrize("question", [None, *(question for question in QUESTIONS if question != "service")])
def test_unknown_words_are_no_errand_when_something_else_was_asked(question):
    reading = read_as(message("koiran rekisteröinti", "inform"), question)
    assert "service" not in reading.answers and not reading.other_errand


@pytest.mark.parametrize(
    ("text", "intent", "known"),
    [
        ("asdf qwer", "inform", 0.0),
        ("hmm", "nlu_fallback", 1.0),
        ("kiitos", "thanks", 1.0),
        ("joo", "affirm", 1.0),
        ("", "nlu_fallback", 1.0),
    ],
)
def test_what_is_not_made_of_words_is_no_errand(text, intent, known):
    assert "service" not in read_as(message(text, intent, known=known), "service").answers


def test_an_errand_that_is_known_is_not_other():
    reading = read_as(message("verokortti ja muuta", "inform", ("service", "tax_card")), "service")
    assert (reading.answers, reading.other_errand) == ({"service": "tax_card"}, False)


def test_an_errand_that_was_understood_without_its_name_is_known_when_the_errand_is_told_or_asked():
    said = message("veroprosentti pitäisi muuttaa", "inform", told={"service": "tax_card"})
    assert read_as(said).answers == {"service": "tax_card"}
    assert (read_as(said, "service").answers, read_as(said, "service").other_errand) == ({"service": "tax_card"}, False)
    assert read_as(said, "usage").answers == {}


def test_a_name_in_words_goes_before_what_was_understood():
    said = message("verokortti", "inform", ("service", "tax_card"), told={"service": "passport"})
    assert read_as(said).answers == {"service": "tax_card"}


def test_in_the_middle_a_name_in_words_begins_another_errand_unless_it_stands_in_an_answer():
    named = message("entä passi", "inform", ("service", "passport"), told={"service": "passport"})
    reading = read_as(named, "usage")
    assert (reading.answers, reading.volunteered) == ({"service": "passport"}, ("service",))
    answer = message("poika haki passinkin", "inform", ("service", "passport"), asked={"usage": ("other_does", False)})
    assert read_as(answer, "usage").answers == {"usage": "other_does"}


def test_an_errand_that_no_longer_exists_is_none():
    assert read_as(message("jotain", "inform", told={"service": "moon_travel"})).answers == {}
    assert read_as(message("jotain", "inform", told={"service": "other"})).answers == {"service": "other"}
