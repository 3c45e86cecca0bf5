"""How messages are judged and summed up: parsed messages made by hand, read as the product reads them."""

from __future__ import annotations

import pytest

from bot.data_file import DataError
from bot.evaluation.report import nlu_report, table
from bot.evaluation.sentences import Sentence, load_sentences
from bot.evaluation.understanding import AIMS, Judge, Summary, reached, slot_names, verdict
from bot.language.texts import load_texts
from bot.triage import load_triage

TRIAGE = load_triage()
JUDGE = Judge(TRIAGE, load_texts())
SURE, UNSURE = {"confidence": 0.9, "sure": True}, {"confidence": 0.6, "sure": False}


def opening(text="Haen passia", intent="inform", tells=None, **more):
    return Sentence(text, "fi", "standard", intent=intent, tells=tells or {}, **more)


def answer(text, asked, meant, about="self"):
    return Sentence(text, "fi", "standard", asked=asked, about=about, answer=meant)


def parsed(sentence, intent="inform", told=None, asked=None, entities=(), confidence=0.9):
    return {
        "text": sentence.text,
        "intent": {"name": intent, "confidence": confidence},
        "intent_ranking": [{"name": intent, "confidence": confidence}],
        "entities": [dict(zip(("entity", "value", "role"), one, strict=False)) for one in entities],
        "situation": {"told": told or {}, "asked": asked or {}},
        "language": {"code": "fi", "margin": 2.0, "known": 1.0},
    }


def judged(sentence, **made):
    return JUDGE.judge(sentence, parsed(sentence, **made))


def summary(*understood):
    return Summary(understood, slot_names(TRIAGE))


def test_only_what_is_sure_counts_as_taken():
    told = {"usage": {"value": "alone", **SURE}, "device": {"value": "own", **UNSURE}}
    found = judged(opening(tells={"usage": "alone", "device": "own"}), told=told)
    assert found.taken == {"usage": "alone"}
    assert list(found.guesses) == [(0.9, True), (0.6, True)]
    counts = summary(found).slots
    assert (counts["situation"].right, counts["situation"].missed, counts["device"].missed) == (1, 1, 1)


def test_service_and_municipality_are_counted_apart_from_the_situation():
    tells = {"service": "passport", "municipality": "140"}
    entities = [("service", "passport"), ("municipality", "140")]
    head = {"service": {"value": "moving", **SURE}}
    counts = summary(judged(opening(tells=tells), told=head, entities=entities)).slots
    assert counts["service"].right == counts["municipality"].right == 1
    assert counts["situation"].labels == counts["situation"].wrong == 0


def test_a_place_that_is_named_is_not_yet_a_home():
    tells = {"municipality": "140"}
    named = judged(opening(tells=tells), entities=[("municipality", "140")])
    lived_in = judged(opening(tells=tells), entities=[("municipality", "140", "home")])
    only_mentioned = judged(opening(), entities=[("municipality", "905")])
    counts = summary(named, lived_in, only_mentioned).slots
    assert (counts["municipality"].right, counts["municipality"].wrong) == (2, 1)
    assert (counts["municipality.home"].right, counts["municipality.home"].missed) == (1, 1)


def test_each_need_is_a_slot():
    told = {"needs.interpreter": {"value": "interpreter", **SURE}, "needs.step_free": {"value": "step_free", **SURE}}
    counts = summary(judged(opening(tells={"needs": ["interpreter", "no_voice"]}), told=told)).slots
    assert counts["needs.interpreter"].right == 1
    assert counts["needs.step_free"].wrong == 1
    assert counts["needs.no_voice"].missed == 1


def test_a_weekday_is_counted_from_the_day_of_writing():
    told = {"deadline": {"value": "due", **SURE}}
    found = judged(opening("Passi pitäisi saada keskiviikoksi", tells={"deadline": "two_days"}), told=told)
    assert found.taken["deadline"] == "two_days"
    assert list(found.guesses) == [(0.9, True)]


def test_intents_of_danger_are_no_intents_and_their_slots_are_not_counted():
    calm = judged(opening(intent="human"), intent="human")
    mistaken = judged(opening(intent="human"), intent="inform")
    danger = judged(opening(intent="fraud", tells={"usage": "alone"}), intent="safety", entities=[("safety", "fraud")])
    found = summary(calm, mistaken, danger)
    assert (found.intents.right, found.intents.total) == (1, 2)
    assert found.confusions == {("human", "human"): 1, ("human", "inform"): 1}
    assert found.slots["usage"].labels == 0


def test_danger_heard_with_another_code_is_found_but_not_right():
    heard = judged(opening(intent="fraud"), intent="safety", entities=[("safety", "coercion")])
    unheard = judged(opening(intent="emergency"), intent="inform")
    safety = summary(heard, unheard).safety
    assert (safety["all"]["found"].value, safety["all"]["right_code"].value) == (0.5, 0)
    assert (safety["fraud"]["found"].value, safety["emergency"]["found"].value) == (1, 0)


def test_false_alarms_on_what_only_sounds_dangerous_are_apart():
    alarm = {"intent": "safety", "entities": [("safety", "emergency")]}
    sounding, ordinary = opening(sounds_dangerous=True), opening()
    replied = answer("itse", "usage", "alone")
    alarms = summary(judged(sounding, **alarm), judged(ordinary), judged(replied, **alarm)).false_alarms
    assert (alarms["ordinary"].right, alarms["ordinary"].total) == (1, 2)
    assert (alarms["sound_dangerous"].right, alarms["sound_dangerous"].total) == (1, 1)


@pytest.mark.parametrize(
    "meant, outcome, expected",
    [
        ("alone", "alone", "right"),
        ("alone", "again", "again"),
        ("alone", "unable", "wrong"),
        ("alone", "human", "wrong"),
        ("unknown", "unknown", "right"),
        ("unclear", "again", "right"),
        ("unclear", "alone", "wrong"),
        ("human", "human", "right"),
        ("repeat", "repeat", "right"),
        ("repeat", "again", "again"),
        ("alone", "repeat", "again"),
        ("coercion", "safety", "right"),
        ("coercion", "again", "again"),
        ("alone", "safety", "wrong"),
    ],
)
def test_verdicts(meant, outcome, expected):
    assert verdict(meant, outcome) == expected


def test_an_answer_about_somebody_else_is_read_as_one():
    asked = {"usage": {"value": "alone", **SURE}, "usage.other": {"value": "other_does", **UNSURE}}
    mine = judged(answer("minä hoidin", "usage", "alone"), asked=asked)
    theirs = judged(answer("minä hoidin", "usage", "other_does", about="other"), asked=asked)
    assert (mine.verdict, mine.outcome, list(mine.guesses)) == ("right", "alone", [(0.9, True)])
    assert (theirs.verdict, theirs.outcome, list(theirs.guesses)) == ("right", "other_does", [(0.6, True)])


def test_a_number_means_the_option_that_was_shown():
    assert judged(answer("2", "usage", "with_help"), intent="nlu_fallback").verdict == "right"


def test_answers_are_summed_up_by_question():
    right = judged(answer("itse", "usage", "alone"), asked={"usage": {"value": "alone", **SURE}})
    again = judged(answer("höm", "device", "own"), intent="nlu_fallback")
    parts = summary(right, again).answers
    assert (parts["all"]["right"].value, parts["usage"]["right"].value, parts["device"]["again"].value) == (0.5, 1, 1)


def test_the_worst_comes_first_and_what_is_right_is_left_out():
    good = judged(opening(tells={"usage": "alone"}), told={"usage": {"value": "alone", **SURE}})
    missed = judged(opening(tells={"usage": "alone"}))
    wrong = judged(opening(), told={"usage": {"value": "alone", **SURE}})
    unheard = judged(opening(intent="emergency"), intent="inform")
    assert summary(good, missed, wrong, unheard).worst(3) == [unheard, wrong, missed]


def test_an_aim_at_most_is_missed_by_reaching_it():
    assert AIMS["answers"].is_reached(0.95) and not AIMS["answers"].is_reached(0.949)
    assert AIMS["false_alarms"].is_reached(0.019) and not AIMS["false_alarms"].is_reached(0.02)
    assert not AIMS["intents"].is_reached(None)
    assert set(reached(summary())) == set(AIMS)


def test_columns_stand_below_each_other():
    assert table("T", ["", "aim"], [["recall", "80"], ["f", "9"]]) == "T\n          aim\n  recall   80\n  f         9\n"


def test_a_language_without_a_question_or_a_code_is_shown_with_dashes():
    whole = {"fi": summary(judged(answer("itse", "usage", "alone"))), "sv": summary(judged(opening()))}
    report = nlu_report(whole, {language: {"standard": one} for language, one in whole.items()}, 5)
    assert "NOT reached" in report and "usage" in report


@pytest.mark.parametrize(
    "text, where",
    [
        ("openings:\n- text: hei\n", "openings.0"),
        ("openings:\n- text: hei\n  is: {group: short}\n", "intent"),
        ("answers: []\n", "openings"),
    ],
)
def test_a_mistake_in_a_file_is_named(tmp_path, text, where):
    (tmp_path / "fi").mkdir()
    (tmp_path / "fi" / "openings_x.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=where):
        load_sentences(tmp_path)


def test_no_sentences_are_a_mistake(tmp_path):
    with pytest.raises(DataError, match="no sentences"):
        load_sentences(tmp_path)


def test_every_label_of_the_test_sentences_can_be_counted():
    slots = set(slot_names(TRIAGE))
    for sentence in load_sentences():
        labels = JUDGE.judge(sentence, parsed(sentence)).labels
        assert set(labels) <= slots, sentence.text
        TRIAGE.accept(sentence.tells)
