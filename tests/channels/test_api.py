"""The API of the web channel over HTTP: sessions, replies, reloads, the same message twice, the end, privacy."""

from __future__ import annotations

import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from bot.privacy import new_sender
from bot.storage.conversations import PREFIX as CONVERSATION
from bot.storage.sessions import IDLE_SECONDS, SESSION, TRANSCRIPT
from tests.channels.person import Person, custom, first_phone, new_id, refused, words
from tests.channels.schemas import CARD, fits
from tests.conversations.test_conversations import message_of

CONVERSATIONS = Path(__file__).parents[1] / "conversations"
# What is counted or given away on purpose, and holds nothing of a conversation (test_limits.py, test_gaps.py). `ended`: for two
# minutes after a goodbye, that it was said; test_the_end_leaves_nothing looks into it.
OUTLIVES = ("auta:limit:", "auta:gaps", "auta:reference:", "auta:ended:")


def key_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()[:32]


def kept(assistant) -> dict[str, str]:
    """Every key in Redis that belongs to a conversation, and all that it holds."""
    store = assistant.redis
    read = {"string": store.get, "hash": store.hgetall, "list": lambda key: store.lrange(key, 0, -1)}
    keys = [key for key in store.scan_iter("*") if not key.startswith(OUTLIVES)]
    return {key: str(read[store.type(key)](key)) for key in keys if store.exists(key)}


def buttons(reply) -> list[dict]:
    return [button for message in reply["messages"] for button in message["buttons"]]


# ---- sessions


def test_the_server_makes_tokens_that_nobody_can_guess(assistant):
    tokens = [Person(assistant.site).open()["session"] for _ in range(12)]
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", token) for token in tokens), tokens
    assert len(set(tokens)) == len(tokens)
    # No place in the token stays the same: nothing in it is a counter, a time or a name.
    assert all(len(set(place)) > 3 for place in zip(*tokens, strict=True))


def test_a_client_cannot_choose_its_session(assistant):
    chosen = "a" * 32
    one = Person(assistant.site)
    one.token = chosen
    answer = one.request(
        "POST", "/chat/sessions", {"session": chosen, "token": chosen, "sender": chosen, "key": chosen}
    )
    assert answer.status_code == 201
    assert answer.json()["session"] != chosen
    refused(one.request("GET", "/chat/session"), 401, "no_session")
    assert not any(chosen in f"{key}{value}" for key, value in kept(assistant).items())


def test_a_session_is_kept_for_an_hour_and_its_token_nowhere(assistant, person):
    person.say("hei")
    key = key_of(person.token)
    sender = assistant.redis.hget(SESSION + key, "sender")
    for name in (SESSION + key, TRANSCRIPT + key, CONVERSATION + sender):
        assert IDLE_SECONDS - 60 < assistant.redis.ttl(name) <= IDLE_SECONDS, name
    everything = f"{kept(assistant)} {assistant.log}"
    assert (person.token in everything) is False
    assert (sender in assistant.log) is False


def test_a_session_lasts_a_day_at_most_however_long_one_writes(assistant, person):
    name = SESSION + key_of(person.token)
    assistant.redis.hset(name, "started", float(assistant.redis.hget(name, "started")) - 24 * 60 * 60 + 90)
    person.say("hei")
    assert 0 < assistant.redis.ttl(name) <= 90
    assert assistant.redis.ttl(TRANSCRIPT + key_of(person.token)) <= 90


def test_an_expired_session_is_told_of(assistant, person):
    assistant.redis.delete(SESSION + key_of(person.token))
    refused(person.post("hei"), 401, "no_session")
    refused(person.request("GET", "/chat/session"), 401, "no_session")


@pytest.mark.parametrize(
    "page", [{}, {"language": "de"}, {"language": 7}, {"municipality": "Helsinki"}, {"municipality": ["091"]}]
)
def test_what_the_page_says_wrongly_is_as_if_it_said_nothing(assistant, page):
    answer = Person(assistant.site, None).request("POST", "/chat/sessions", page)
    assert answer.status_code == 201
    assert (answer.json()["state"]["language"], answer.json()["state"]["municipality"]) == ("fi", "999")


def test_the_page_says_where_it_is(assistant):
    opened = Person(assistant.site, "sv", "091").open()
    assert (opened["state"]["language"], opened["state"]["municipality"]) == ("sv", "091")
    assert "maskin" in words(opened)


# ---- replies


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_whole_conversation_has_the_shapes_that_the_page_relies_on(assistant, language):
    """Person checks each reply; here every kind of message comes once."""
    one = Person(assistant.site, language)
    replies = [one.open(), one.say("131052-308T"), one.say("/why"), one.say("/human")]
    for text in ("isä ei hengitä", "/continue", "pappa andas inte", "/continue"):
        replies.append(one.say(text))
    replies += [one.to_the_end(), one.say("/why"), one.say("/alternatives"), one.say("/alternatives")]
    replies += [one.say('/feedback{"score":5}'), one.say("/something_else"), one.say("/restart"), one.say("/goodbye")]
    kinds = {(message["custom"] or {}).get("type") for reply in replies for message in reply["messages"]}
    assert {"question", "recommendation", "alternatives", "reference", "safety", "handover", "privacy", "explanation",
            "end", "restart"} <= kinds  # fmt: skip
    assert {message["language"] for reply in replies for message in reply["messages"]} == {language}
    assert {reply["state"]["language"] for reply in replies} == {language}


def test_one_utterance_is_one_message(person):
    """Words, buttons and the contract's message belong together."""
    reply = person.say("verokortti")
    said, asked = reply["messages"][0], reply["messages"][-1]
    assert (said["from"], said["text"], said["buttons"], said["custom"]) == ("person", "verokortti", [], None)
    question = asked["custom"]
    assert question == reply["state"]["question"]
    assert asked["text"].endswith(question["text"])
    assert [one["payload"] for one in asked["buttons"]][: len(question["options"])] == [
        one["payload"] for one in question["options"]
    ]
    assert asked["buttons"][-1]["payload"] == "/human"


def test_messages_are_numbered_one_by_one(person):
    person.say("verokortti")
    person.say("oma asia")
    assert [one["id"] for one in person.seen] == list(range(1, len(person.seen) + 1))


def test_a_button_is_shown_as_what_stands_on_it(person):
    option = person.say("verokortti")["state"]["question"]["options"][0]
    reply = person.say(option["payload"])
    assert reply["messages"][0]["text"] == option["title"]
    assert reply["state"]["answers"][-1]["title"] == option["title"]


def test_every_answer_given_can_be_changed(person):
    reply = person.to_the_end()
    assert len(reply["state"]["answers"]) >= 4
    for answer in reply["state"]["answers"]:
        changed = person.say(answer["payload"])
        assert changed["state"]["question"]["question"] == answer["question"]
        assert not changed["state"]["recommended"]
        person.to_the_end()


def test_the_recommendation_has_cards_and_a_code(person):
    reply = person.to_the_end()
    recommendation = custom(reply, "recommendation")[0]
    assert reply["state"]["recommended"]
    assert reply["state"]["question"] is None
    assert reply["state"]["reference"] == recommendation["reference"] == custom(reply, "reference")[0]["code"]
    assert recommendation["cards"][0]["channel"] == recommendation["primary"] == "phone"
    assert recommendation["cards"][0]["phone"].startswith("+358")
    assert recommendation["cards"][0]["name"] == first_phone("fi")


def test_the_page_has_its_words_and_the_contact_before_any_conversation(assistant):
    answer = Person(assistant.site).request("GET", "/chat/page?municipality=091")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=60"
    page = answer.json()
    assert set(page) == {"texts", "contact", "pages", "characters", "seconds", "exit", "authority"}
    assert page["texts"]["fi"].keys() == page["texts"]["sv"].keys()
    for language in ("fi", "sv"):
        fits(page["contact"][language], CARD)
        assert page["contact"][language]["language"] == language
    assert page["characters"] == 2000
    assert page["exit"].startswith("https://")


# ---- reloads, the same message twice


def test_a_page_that_is_loaded_again_gets_everything(person):
    person.say("verokortti")
    person.say("oma asia")
    last = person.say("/why")
    again = person.read()
    assert again["messages"] == person.seen
    assert again["state"] == last["state"]
    assert person.read() == again


def test_after_starting_over_a_reload_shows_nothing_of_before(person):
    person.say("mummun vanha läppäri on hajalla")
    person.say("/restart")
    assert "läppäri" not in json.dumps(person.read(), ensure_ascii=False)
    assert person.read()["messages"] == person.seen


def test_the_same_message_again_is_answered_the_same_and_handled_once(person):
    person.say("verokortti")
    message = new_id()
    first = person.say("oma asia", message)
    assert person.say("oma asia", message) == first
    # Also when the answer came late, and the next message was sent already.
    person.say('/answer{"usage":"alone"}')
    assert person.say("oma asia", message)["messages"] == first["messages"]
    said = [one["text"] for one in person.read()["messages"] if one["from"] == "person"]
    assert said == ["verokortti", "oma asia", "Minä itse ilman apua"]


def test_the_same_message_ten_times_at_once_is_handled_once(person):
    message = new_id()
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: person.post("verokortti", message), range(10)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    read = person.read()
    assert [one["text"] for one in read["messages"] if one["from"] == "person"] == ["verokortti"]
    assert read["state"]["question"]["question"] == "principal"
    assert [one["id"] for one in read["messages"]] == list(range(1, len(read["messages"]) + 1))


def test_messages_sent_at_once_are_answered_in_turn(person):
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda number: person.post(f"en ymmärrä {number}"), range(5)))
    assert {answer.status_code for answer in answers} == {200}
    read = person.read()
    assert sorted(one["text"] for one in read["messages"] if one["from"] == "person") == [
        f"en ymmärrä {number}" for number in range(5)
    ]
    assert [one["id"] for one in read["messages"]] == list(range(1, len(read["messages"]) + 1))


def test_two_tabs_with_the_same_id_for_other_words_are_not_mixed(assistant, person):
    """An id belongs to its own conversation."""
    other, message = Person(assistant.site), new_id()
    other.open()
    assert words(person.say("verokortti", message)) != words(other.say("/human", message))


# ---- the end


@pytest.mark.parametrize("how", ["the button that deletes", "/goodbye", "kiitos ja näkemiin"])
def test_the_end_leaves_nothing(assistant, how):
    before, words_of_mine = set(kept(assistant)), f"läppäri {new_sender()}"
    one = Person(assistant.site)
    one.open()
    one.say(f"mummun vanha {words_of_mine} on hajalla")
    one.to_the_end()
    assert set(kept(assistant)) > before
    if how == "the button that deletes":
        answer = one.end()
        assert (answer.status_code, answer.content) == (204, b"")
    else:
        reply = one.say(how)
        assert custom(reply, "end")
        assert reply["state"]["ended"]
    assert set(kept(assistant)) == before
    assert (words_of_mine in f"{kept(assistant)}{assistant.log}") is False
    for name in assistant.redis.scan_iter("auta:ended:*"):
        ended = json.loads(assistant.redis.get(name))["state"]
        assert (ended["answers"], ended["question"], ended["reference"]) == ([], None, None)
        assert 0 < assistant.redis.ttl(name) <= 120
    refused(one.request("GET", "/chat/session"), 401, "no_session")
    refused(one.post("hei"), 401, "no_session")
    assert one.end().status_code == 204


def test_a_goodbye_sent_twice_is_answered_twice(person):
    """Its answer was lost on the way: whoever sends it again hears goodbye, and not that something is missing."""
    message = new_id()
    first = person.say("/goodbye", message)
    again = person.post("/goodbye", message)
    assert first["state"]["ended"]
    assert (again.status_code, again.json()["state"]["ended"]) == (200, True)
    refused(person.post("/goodbye"), 401, "no_session")


@pytest.mark.parametrize("attempt", range(3))
def test_the_end_in_the_middle_of_an_answer_leaves_nothing(assistant, attempt):
    """Someone presses "end and forget" while the answer to the last message is still on its way."""
    before = set(kept(assistant))
    one = Person(assistant.site)
    one.open()
    with ThreadPoolExecutor(3) as pool:
        said = [pool.submit(one.post, "mummun vanha läppäri on hajalla") for _ in range(2)]
        while not assistant.redis.exists(f"auta:turn:{key_of(one.token)}") and not all(one.done() for one in said):
            pass
        ended = one.end()
        answers = [one.result() for one in said]
    assert ended.status_code == 204
    assert {answer.status_code for answer in answers} <= {200, 401}
    assert set(kept(assistant)) == before


# ---- languages and decisions


def test_another_language_keeps_every_answer(person):
    person.say("verokortti")
    before = person.say("oma asia")["state"]
    after = person.say('/language{"language":"sv"}')
    assert after["state"]["language"] == "sv"
    assert [one["question"] for one in after["state"]["answers"]] == [one["question"] for one in before["answers"]]
    assert [one["title"] for one in after["state"]["answers"]] == ["Skattekort", "Mitt eget ärende"]
    assert after["state"]["question"]["question"] == before["question"]["question"]
    assert after["state"]["contact"]["language"] == "sv"
    assert {one["language"] for one in after["messages"] if one["from"] == "auta"} == {"sv"}
    refused(person.post("x" * 5000), 413, "too_long", "sv")


def conversations():
    """Those of tests/conversations that begin with a page that says its language, of the kinds that decide."""
    for path in sorted(CONVERSATIONS.glob("*/*.yml")):
        if path.stem not in ("rows", "commands", "safety"):
            continue
        for conversation in yaml.safe_load(path.read_text(encoding="utf-8"))["conversations"]:
            if conversation.get("page", {}).get("language"):
                yield pytest.param(conversation, id=f"{path.parent.name}/{path.stem}: {conversation['name']}")


@pytest.mark.parametrize("conversation", conversations())
def test_the_web_channel_decides_as_the_rest_channel(assistant, sender, conversation):
    """The same words to both, turn by turn; the rest channel is greeted first, as the web channel greets by itself."""
    page = {"municipality": "999", **conversation["page"]}
    one = Person(assistant.site, page["language"], page["municipality"])
    assert decided(one.open()["messages"]) == decided(assistant.talk(sender, "/greet", page))
    for number, step in enumerate(conversation["steps"], 1):
        message = message_of(step)
        reply, replies = one.say(message), assistant.talk(sender, message, page)
        assert decided(reply["messages"]) == decided(replies), f"step {number}: {message}"
        if reply["state"]["ended"]:
            one.token = None
            one.open()
            assistant.talk(sender, "/greet", page)


def decided(messages) -> list[dict]:
    """The contract's messages, without what is of this conversation only."""
    customs = [message["custom"] for message in messages if message.get("custom")]
    return [{name: value for name, value in one.items() if name not in ("reference", "code")} for one in customs]


# ---- privacy

PRIVATE = {
    "identity code": ["131052-308T", "131052 – 308T", "010101A123N", "13.10.52-308t"],
    "e-mail": ["maija.meikalainen@esimerkki.fi"],
    "phone": ["040 123 4567", "+358 40 1234567", "0401234567"],
    "card": ["4111 1111 1111 1111", "4111111111111111"],
    "account": ["FI21 1234 5600 0007 85", "FI2112345600000785"],
}


@pytest.mark.parametrize(("kind", "private"), [(kind, one) for kind, several in PRIVATE.items() for one in several])
def test_what_is_private_reaches_neither_storage_nor_log_nor_the_page(assistant, person, kind, private):
    reply = person.say(f"hei, tässä {private} ja tarvitsen verokortin")
    everything = f"{kept(assistant)} {assistant.log} {json.dumps(person.read())} {json.dumps(reply)}"
    assert (private in everything) is False
    assert reply["messages"][0]["text"].startswith("hei, tässä ***")
    assert custom(reply, "privacy")
    assert reply["state"]["question"]["question"] != "service"
