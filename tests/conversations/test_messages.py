"""The messages of the contract: every question for everybody in both languages, recommendation, handover, open or not."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timezone

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import recommend
from actions.safety import ActionSafety
from actions.session import ActionGoodbye, ActionRestart
from actions.turn import Turn
from actions.why import ActionWhy
from bot.conversation.messages import Speaker, clock
from bot.language.texts import load_texts
from bot.providers import Query, find, load_directory
from bot.providers.hours import HELSINKI, Hours
from bot.providers.model import CHANNELS, PLACES
from bot.triage import decide, explain, load_triage, next_question

TRIAGE, DIRECTORY = load_triage(), load_directory()
SPEAKERS = {language: Speaker(load_texts(), TRIAGE, language) for language in ("fi", "sv")}
QUESTIONS = {question.id: (*question.options, "unknown") for question in TRIAGE.questions}
PRINCIPALS = (None, "self", "own_child", "adult", "client", "unknown")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=HELSINKI)
SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=HELSINKI)
CONTACT = DIRECTORY.contact("999")
RECOMMENDATION = {
    "type", "level", "level_id", "row", "reasons", "primary", "channels", "language", "offers", "explanation", "answers",
    "reference",
}  # fmt: skip
PEOPLE = {
    "who manages": {"service": "tax_card", "principal": "self", "usage": "alone", "support": "link"},
    "who is stuck": {"service": "tax_card", "principal": "self", "usage": "with_help", "support": "quick_advice", "device": "own"},
    "for a mother": {"service": "kela_other", "principal": "adult", "usage": "unable", "mandate": "none", "device": "none"},
    "with a mandate": {"service": "kela_other", "principal": "client", "usage": "unable", "mandate": "valid"},
    "who does not want to": {"service": "moving", "principal": "self", "usage": "never", "support": "no_online"},
    "without voice": {"service": "passport", "principal": "self", "usage": "alone", "needs": ["no_voice"]},
    "of whom nothing is known": {},
    "in danger": {"safety": "emergency"},
    "who contradicts": {"service": "tax_card", "usage": "never", "support": "link", "contradiction": True},
}  # fmt: skip

languages = pytest.mark.parametrize("language", ["fi", "sv"])


def told(principal):
    return {} if principal is None else {"principal": principal}


def with_hours(raw, booking="none", channel="phone"):
    return replace(CONTACT, hours=Hours.read(raw), booking=booking, channel=channel)


def opening(one, now):
    return [speaker.open(one, now) for speaker in SPEAKERS.values()]


def at(day, hour, minute=0, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=HELSINKI)


# Questions


@languages
@pytest.mark.parametrize("principal", PRINCIPALS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_the_form_of_the_contract(question, principal, language):
    answers = {slot: value for slot, value in told(principal).items() if slot != question}
    message = SPEAKERS[language].question(question, answers, [question])
    assert set(message) == {"type", "question", "text", "why", "language", "options", "asked", "at_most"}
    assert (message["type"], message["question"], message["language"]) == ("question", question, language)
    assert message["text"].endswith(("?", ".")) and message["why"].endswith(".")
    assert "{" not in message["text"] + message["why"]
    assert 1 == message["asked"] <= message["at_most"] <= 7
    for option in message["options"]:
        assert set(option) == {"value", "title", "payload"}
        assert option["title"].strip()
        assert re.fullmatch(r"/answer\{.*\}", option["payload"])
        assert json.loads(option["payload"].removeprefix("/answer")) == {question: option["value"]}
    values = [option["value"] for option in message["options"]]
    assert values[-1] == "unknown"
    if question == "service":
        assert set(values) <= set(QUESTIONS[question]) and "other" in values
    else:
        assert values == list(QUESTIONS[question])


@languages
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_about_somebody_else_does_not_speak_of_you(question, language):
    speaker = SPEAKERS[language]
    own = speaker.question(question, {}, [question])["text"]
    worded = {principal: speaker.question(question, told(principal), [question])["text"] for principal in PRINCIPALS}
    assert worded["self"] == worded["own_child"] == own
    assert worded["adult"] == worded["client"]
    if TRIAGE.question(question).about_principal:
        assert worded["adult"] != own
        assert not re.search(r"\b(sinulla|sinua|pankkitunnuksesi|du|dina|ditt)\b", worded["adult"], re.IGNORECASE)


@languages
@pytest.mark.parametrize("question", QUESTIONS)
def test_both_languages_and_both_wordings_show_the_same_options_in_the_same_order(question, language):
    shown = {
        tuple(speaker.shown(question, told(principal))) for speaker in SPEAKERS.values() for principal in PRINCIPALS
    }
    message = SPEAKERS[language].question(question, {}, [question])
    assert shown == {tuple(option["value"] for option in message["options"])}


@languages
@pytest.mark.parametrize("answer_with", [0, -1, -2])
def test_while_questions_are_asked_the_count_rises_and_the_most_never_does(language, answer_with):
    answers, asked, most = {}, [], 7
    while (question := next_question(TRIAGE, answers)) is not None:
        asked.append(question)
        message = SPEAKERS[language].question(question, answers, asked)
        assert message["asked"] == len(asked) <= message["at_most"] <= most
        most = message["at_most"]
        answers[question] = QUESTIONS[question][answer_with]


def test_a_question_asked_again_keeps_its_number():
    message = SPEAKERS["fi"].question("usage", {"service": "tax_card"}, ["service", "usage", "support"])
    assert (message["asked"], message["at_most"]) == (2, 7)


# Recommendations and handovers


@languages
@pytest.mark.parametrize("now", [MONDAY, SUNDAY], ids=["open", "closed"])
@pytest.mark.parametrize("person", PEOPLE)
def test_a_recommendation_has_the_form_of_the_contract(person, now, language):
    answers = PEOPLE[person]
    decision = decide(TRIAGE, answers)
    query = Query(decision.channels, "999", (language,), needs=answers.get("needs", []))
    found = find(DIRECTORY, query, now).found
    message = SPEAKERS[language].recommendation(decision, found, answers, "K7F-42R", now)
    assert set(message) == RECOMMENDATION
    assert (message["type"], message["language"], message["reference"]) == ("recommendation", language, "K7F-42R")
    assert {key: message[key] for key in decision.as_dict()} == decision.as_dict()
    assert message["primary"] == message["channels"][0]
    assert [offer["id"] for offer in message["offers"]] == [one.offer.id for one in found]
    assert [offer["reasons"] for offer in message["offers"]] == [list(one.reasons) for one in found]
    assert len(message["explanation"]) == len(message["reasons"]) > 0
    assert all(reason.endswith(".") and not re.search(r"[A-Z]{4}", reason) for reason in message["explanation"])
    assert message["answers"] == {slot: value for slot, value in answers.items() if slot != "contradiction"}
    assert json.loads(json.dumps(message)) == message


def test_the_two_languages_recommend_the_same_in_other_words():
    decision = decide(TRIAGE, PEOPLE["who is stuck"])
    found = find(DIRECTORY, Query(decision.channels, "999"), MONDAY).found
    finnish, swedish = (speaker.recommendation(decision, found, {}, None, MONDAY) for speaker in SPEAKERS.values())
    same = ("level", "level_id", "row", "reasons", "primary", "channels", "reference")
    assert [finnish[key] for key in same] == [swedish[key] for key in same]
    assert finnish["explanation"] != swedish["explanation"]
    assert finnish["offers"][0]["name"] != swedish["offers"][0]["name"]


@languages
@pytest.mark.parametrize("reason", ["HUMAN", "UNKNOWN", "NOT_UNDERSTOOD"])
def test_a_handover_has_the_form_of_the_contract(reason, language):
    message = SPEAKERS[language].handover(reason, CONTACT, SUNDAY)
    assert {"type", "reason", "contact", "open_now", "opens_next"} <= set(message)
    assert (message["type"], message["reason"], message["language"]) == ("handover", reason, language)
    assert message["contact"]["phone"] == "+358900000001"
    assert message["contact"]["name"] == CONTACT.names[language]
    assert (message["open_now"], message["opens_next"]) == (False, "2026-11-23T08:00:00+02:00")
    assert json.loads(json.dumps(message)) == message


def test_a_handover_to_an_open_door_says_so():
    message = SPEAKERS["sv"].handover("HUMAN", CONTACT, MONDAY)
    assert (message["open_now"], message["opens_next"]) == (True, None)


# Open or closed


@pytest.mark.parametrize(
    ("raw", "now", "fi", "sv"),
    [
        ({"mon": "09:00-16:00"}, at(23, 10), "Avoinna nyt, kello 16 asti.", "Öppet nu, till klockan 16."),
        ({"mon": "09:00-15:30"}, at(23, 15, 29), "Avoinna nyt, kello 15.30 asti.", "Öppet nu, till klockan 15.30."),
        ({"mon": "09:00-16:00"}, at(23, 8, 59), "Suljettu nyt. Avautuu tänään kello 9.", "Stängt nu. Öppnar i dag klockan 9."),
        ({"mon": "09:05-16:00"}, at(22, 23, 59), "Suljettu nyt. Avautuu huomenna kello 9.05.", "Stängt nu. Öppnar i morgon klockan 9.05."),
        ({"wed": "09:30-16:00"}, at(23, 10), "Suljettu nyt. Avautuu keskiviikkona 25.11. kello 9.30.", "Stängt nu. Öppnar på onsdag 25.11 klockan 9.30."),
        ({"mon": "09:00-16:00"}, at(23, 16), "Suljettu nyt. Avautuu maanantaina 30.11. kello 9.", "Stängt nu. Öppnar på måndag 30.11 klockan 9."),
        ({"mon-fri": "09:00-16:00"}, at(24, 10, month=12), "Suljettu nyt. Avautuu maanantaina 28.12. kello 9.", "Stängt nu. Öppnar på måndag 28.12 klockan 9."),
        ("always", at(25, 3, month=12), "Avoinna aina.", "Alltid öppet."),
        ({"mon-tue": "00:00-24:00", "wed": "00:00-15:30"}, at(23, 10), "Avoinna nyt. Sulkeutuu keskiviikkona 25.11. kello 15.30.", "Öppet nu. Stänger på onsdag 25.11 klockan 15.30."),
        ({"mon": "09:00-24:00"}, at(23, 10), "Avoinna nyt, kello 24 asti.", "Öppet nu, till klockan 24."),
        ({"mon": "21:00-03:00"}, at(24, 1), "Avoinna nyt, kello 3 asti.", "Öppet nu, till klockan 3."),
        ({"tue": "00:00-06:00"}, MONDAY, "Suljettu nyt. Avautuu huomenna kello 0.", "Stängt nu. Öppnar i morgon klockan 0."),
        ({"mon-tue": "00:00-24:00"}, MONDAY, "Avoinna nyt. Sulkeutuu huomenna kello 24.", "Öppet nu. Stänger i morgon klockan 24."),
        ("unknown", at(23, 10), "Palveluaika ei ole tiedossa.", "Betjäningstiden är inte känd."),
    ],
    ids=["open", "half past", "today", "tomorrow", "Wednesday", "next week", "Christmas", "always", "for days", "till midnight", "past midnight", "at midnight", "till the next midnight", "unknown"],
)  # fmt: skip
@pytest.mark.parametrize("booking", ["none", "required"])
def test_open_or_closed_is_said_in_one_sentence_and_whether_to_book(raw, now, fi, sv, booking):
    book = {"fi": " Varaa aika etukäteen.", "sv": " Boka tid på förhand."}
    for language, sentence in (("fi", fi), ("sv", sv)):
        expected = sentence + (book[language] if booking == "required" else "")
        assert SPEAKERS[language].open(with_hours(raw, booking), now) == expected
        assert SPEAKERS[language].open(with_hours(raw, booking), now.astimezone(timezone.utc)) == expected


@languages
@pytest.mark.parametrize("booking", ["none", "possible", "required"])
def test_what_is_open_by_reservation_only_says_so_once(booking, language):
    said = {"fi": "Vain ajanvarauksella.", "sv": "Endast med tidsbokning."}
    for channel in ("phone", "home_visit"):
        assert SPEAKERS[language].open(with_hours("by_reservation", booking, channel), MONDAY) == said[language]


@pytest.mark.parametrize("channel", ["training", "mobile_service_point"])
def test_what_begins_at_its_time_is_not_said_to_be_closed_in_between(channel):
    one = with_hours({"wed": "09:30-16:00"}, channel=channel)
    assert opening(one, at(24, 10)) == ["Seuraavan kerran huomenna kello 9.30.", "Nästa gång i morgon klockan 9.30."]


@pytest.mark.parametrize("now", [MONDAY, SUNDAY], ids=["open", "closed"])
def test_a_home_visit_that_must_be_booked_says_only_that(now):
    weekdays = {"mon-fri": "09:00-16:00"}
    book = ["Varaa aika etukäteen.", "Boka tid på förhand."]
    assert opening(with_hours(weekdays, "required", "home_visit"), now) == book
    assert opening(with_hours(weekdays, "none", "home_visit"), now) == opening(with_hours(weekdays), now) != book


@pytest.mark.parametrize("channel", sorted(CHANNELS - {"phone"}))
def test_only_who_goes_somewhere_is_told_to_check_hours_that_are_not_known(channel):
    check_first = ["Tarkista ajat ennen kuin lähdet.", "Kontrollera öppettiderna innan du åker."]
    assert (opening(with_hours("unknown", channel=channel), MONDAY) == check_first) is (channel in PLACES)


@languages
@pytest.mark.parametrize("day", range(7))
def test_every_weekday_has_its_name(day, language):
    names = {
        "fi": ("maanantaina", "tiistaina", "keskiviikkona", "torstaina", "perjantaina", "lauantaina", "sunnuntaina"),
        "sv": ("på måndag", "på tisdag", "på onsdag", "på torsdag", "på fredag", "på lördag", "på söndag"),
    }
    abbreviation = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day]
    said = SPEAKERS[language].open(with_hours({abbreviation: "09:00-16:00"}), at(9 + day, 17))
    assert f"{names[language][day]} {16 + day}.11" in said


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(9, 0, "9"), (9, 5, "9.05"), (16, 30, "16.30"), (0, 0, "0"), (0, 30, "0.30"), (23, 59, "23.59")],
)
def test_a_time_is_written_as_people_in_finland_write_it(hour, minute, said):
    assert clock(at(23, hour, minute)) == said


@languages
def test_a_contact_is_one_line_with_number_and_hours(language):
    line = SPEAKERS[language].contact(CONTACT, MONDAY)
    assert "\n" not in line
    assert CONTACT.names[language] in line
    assert CONTACT.spoken_phone() in line
    assert SPEAKERS[language].open(CONTACT, MONDAY) in line


@languages
def test_a_language_has_its_name_or_its_code(language):
    names = {"fi": ["suomi", "ruotsi", "pohjoissaame", "xx"], "sv": ["finska", "svenska", "nordsamiska", "xx"]}
    assert [SPEAKERS[language].language_name(code) for code in ("fi", "sv", "se", "xx")] == names[language]


# Answers in words


@languages
def test_every_answer_has_the_words_of_its_button(language):
    speaker = SPEAKERS[language]
    for question, values in QUESTIONS.items():
        for value in values:
            assert speaker.label(question, value, {}) or question == "service", (question, value)
    assert speaker.label("service", "tax_card", {}) == TRIAGE.services["tax_card"].names[language]
    assert speaker.label("needs", ["no_voice"], {}) is None


def test_answers_are_told_in_words_one_after_another_and_what_is_unknown_is_left_out():
    answers = {"usage": "alone", "device": "unknown", "support": "link", "needs": ["no_voice"]}
    assert SPEAKERS["fi"].labels(answers, answers) == "minä itse ilman apua, oikea linkki riittää"


@languages
@pytest.mark.parametrize("person", ["who manages", "who is stuck", "for a mother"])
def test_what_would_have_changed_it_is_told_in_words(person, language):
    answers = PEOPLE[person]
    said = SPEAKERS[language].would_change(explain(TRIAGE, answers), answers)
    assert said and not re.search(r"[_{}]|None|unknown", said)


# What goes with the words to a page


def turn_of(language, **slots):
    tracker = Tracker("someone", {"language": language, **slots}, {}, [], False, None, {}, "action_listen")
    return Turn(CollectingDispatcher(), tracker)


def customs(turn):
    return {custom["type"]: custom for custom in (one["custom"] for one in turn.dispatcher.messages) if custom}


def recommended(language, **slots):
    """A turn in which a recommendation was shown."""
    turn = turn_of(language, **{**PEOPLE["who is stuck"], **slots, "progress": {"reference": "K7F-42R"}})
    decision = decide(TRIAGE, turn.memory.answers)
    turn.now = MONDAY
    recommend.show(turn, decision, recommend.look(turn, decision))
    return turn


def in_danger(language, code, **slots):
    turn = turn_of(language, **slots)
    turn.message, turn.now = {"entities": [{"entity": "safety", "value": code}]}, MONDAY
    ActionSafety().act(turn)
    return turn


@languages
def test_every_message_to_a_page_has_its_language_and_only_what_has_a_type_is_one(language):
    turn = recommended(language)
    turn.memory.progress.recommended = True
    turn.hand_over("HUMAN")
    turn.send_custom({"type": "privacy", "code": "IDENTITY_CODE_REMOVED"})
    recommend.ActionAlternatives().act(turn)
    ActionWhy().act(turn)
    for losing in (ActionRestart(), ActionGoodbye()):
        losing.lose(turn)
    seen = customs(turn)
    assert set(seen) == {
        "recommendation",
        "alternatives",
        "reference",
        "handover",
        "privacy",
        "explanation",
        "restart",
        "end",
    }
    assert {custom["language"] for custom in seen.values()} == {language}
    turn.say("greet")
    assert turn.dispatcher.messages[-1]["custom"] == {}


@languages
def test_a_recommendation_carries_what_a_page_shows(language):
    turn = recommended(language)
    first, *rest = turn.dispatcher.messages
    message = first["custom"]
    assert set(message) == RECOMMENDATION | {"headline", "cards", "others_title"}
    assert [one["id"] for one in message["cards"]] == turn.memory.progress.shown
    assert message["cards"][0]["id"] == message["offers"][0]["id"]
    assert first["text"].startswith(message["headline"] + "\n")
    assert message["cards"][0]["name"] in first["text"] and message["cards"][0]["open"] in first["text"]
    repeated = next(one for one in rest if one["custom"].get("type") == "alternatives")
    assert repeated["custom"] == {"type": "alternatives", "repeats": True, "language": language}
    assert repeated["text"].startswith(message["others_title"] + ":\n")
    assert all(one["name"] in repeated["text"] for one in message["cards"][1:])


@languages
def test_where_there_is_no_other_way_nothing_stands_before_the_others(language):
    turn = turn_of(language, service="tax_card")
    decision = decide(TRIAGE, turn.memory.answers)
    found = find(DIRECTORY, Query(("phone",), "999", (language,)), MONDAY)
    recommend.show(turn, decision, replace(found, found=found.found[:1]))
    assert customs(turn)["recommendation"]["others_title"] is None
    assert "alternatives" not in customs(turn) and "reference" not in customs(turn)


@languages
def test_other_ways_carry_the_new_cards_only(language):
    turn = recommended(language)
    before = list(turn.memory.progress.shown)
    turn.memory.progress.recommended = True
    turn.dispatcher.messages.clear()
    recommend.ActionAlternatives().act(turn)
    (only,) = turn.dispatcher.messages
    message = only["custom"]
    assert message["type"] == "recommendation" and message["others_title"] is None
    assert only["text"].startswith(message["headline"] + "\n")
    new = [one["id"] for one in message["cards"]]
    assert new == [one["id"] for one in message["offers"]] and new and not set(new) & set(before)


@languages
def test_the_code_stands_by_itself_beside_its_words(language):
    turn = recommended(language)
    said = next(one for one in turn.dispatcher.messages if one["custom"].get("type") == "reference")
    assert said["custom"] == {"type": "reference", "code": "K7F-42R", "language": language}
    assert "K7F-42R" in said["text"]


@languages
def test_a_handover_carries_the_card_of_its_contact(language):
    turn = turn_of(language)
    turn.now = SUNDAY
    turn.hand_over("HUMAN")
    (said,) = turn.dispatcher.messages
    message = said["custom"]
    assert message["contact"] == SPEAKERS[language].handover("HUMAN", CONTACT, SUNDAY)["contact"]
    card = message["card"]
    assert (card["id"], card["phone"], card["open_now"]) == (CONTACT.id, CONTACT.phone, message["open_now"])
    assert all(card[part] in said["text"] for part in ("name", "phone_text", "open"))


@languages
def test_in_fraud_there_is_the_contact_and_in_an_emergency_nothing_that_keeps_one_here(language):
    fraud, emergency = (customs(in_danger(language, code))["safety"] for code in ("fraud", "emergency"))
    assert (fraud["code"], emergency["code"]) == ("FRAUD", "EMERGENCY")
    assert fraud["card"]["phone"] == CONTACT.phone
    assert emergency["card"] is None


@languages
def test_under_coercion_there_is_a_place_and_never_a_number(language):
    turn = in_danger(language, "coercion")
    (said,) = turn.dispatcher.messages
    place, card = DIRECTORY.place("999"), said["custom"]["card"]
    assert place.phone and said["custom"]["code"] == "COERCION"
    assert (card["id"], card["address"]) == (place.id, place.address[language])
    assert card["address"] in said["text"] and card["open"] in said["text"]
    assert not re.search(r"\+358|\d{2} \d{3,4} ?\d", json.dumps(card))
    assert not {place.phone, place.spoken_phone()} & {str(value) for value in card.values()}


@languages
def test_under_coercion_where_no_place_is_known_there_is_no_card(language):
    assert customs(in_danger(language, "coercion", municipality="018"))["safety"]["card"] is None
