"""The whole assistant over HTTP: people apart, nothing private kept, no reply empty, and nothing left when it stops."""

from __future__ import annotations

import json
import re
import signal
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from bot.commands.assistant import Assistant
from bot.privacy import new_sender
from bot.storage.gaps import KEY as GAPS

SERVICE = '/answer{"service":"tax_card"}'
FI, SV = {"language": "fi"}, {"language": "sv"}


def customs(replies, kind):
    return [reply["custom"] for reply in replies if reply.get("custom", {}).get("type") == kind]


def question(replies):
    return customs(replies, "question")[0]["question"]


def conversation_to_the_end(assistant, sender, page=None):
    answers = {
        "service": "tax_card", "principal": "self", "usage": "alone", "support": "link", "identification": "works",
        "device": "own", "reach": "any",
    }  # fmt: skip
    replies = assistant.talk(sender, "/greet", page)
    while customs(replies, "question"):
        asked = question(replies)
        replies = assistant.talk(sender, "/answer" + json.dumps({asked: answers[asked]}))
    return replies


def test_two_people_at_once_never_hear_each_other(assistant):
    """Twelve conversations at the same time, each with its own errand and language."""
    errands = ["tax_card", "passport", "library", "moving"] * 3

    def talk(number):
        sender, page = new_sender(), (FI, SV)[number % 2]
        assistant.talk(sender, "/greet", page)
        assistant.talk(sender, f'/answer{{"service":"{errands[number]}"}}')
        assistant.talk(sender, f'/answer{{"principal":"{("self", "adult")[number % 2]}"}}')
        replies = assistant.talk(sender, '/answer{"usage":"never","support":"no_online","device":"none","reach":"any"}')
        return customs(replies, "recommendation")[0]

    with ThreadPoolExecutor(6) as pool:
        for number, recommendation in enumerate(pool.map(talk, range(12))):
            assert recommendation["answers"]["service"] == errands[number]
            assert recommendation["answers"]["principal"] == ("self", "adult")[number % 2]
            assert recommendation["language"] == ("fi", "sv")[number % 2]


def test_a_message_without_sender_is_a_conversation_of_its_own(assistant):
    first = assistant.client.post(assistant.address, json={"message": SERVICE, "metadata": FI}).json()
    second = assistant.client.post(assistant.address, json={"message": "/greet", "metadata": FI}).json()
    assert question(first) == "principal"
    assert question(second) == "service"


def test_after_goodbye_the_next_person_on_the_same_computer_starts_with_nothing(assistant, sender):
    conversation_to_the_end(assistant, sender, FI)
    assistant.talk(sender, "/goodbye")
    replies = assistant.talk(sender, "/greet")
    assert question(replies) == "service"
    assert "neuvontabotti" in replies[0]["text"]


def test_a_new_session_knows_nothing_of_the_last(assistant, sender):
    """As after an hour: the stored conversation is made old by hand."""
    assistant.talk(sender, "äidillä ei ole konetta", FI)
    assistant.talk(sender, SERVICE)
    key = f"auta:conversation:{sender}"
    record = json.loads(assistant.redis.get(key))
    for event in record["events"]:
        event["timestamp"] -= 2 * 60 * 60
    assistant.redis.set(key, json.dumps(record))
    replies = assistant.talk(sender, "/greet", FI)
    assert question(replies) == "service"
    assert customs(replies, "question")[0]["asked"] == 1
    assert not mentions(assistant.redis.get(key), "äidillä")


def mentions(record, words):
    """Apart from the assertion, whose explanation of so long a text would take minutes."""
    return words in json.dumps(json.loads(record), ensure_ascii=False)


@pytest.mark.parametrize("end", ["/goodbye", "/restart", "kiitos ja näkemiin", "aloitetaan alusta"])
def test_nothing_that_was_written_is_kept_after_the_end(assistant, sender, end):
    words = "mummun vanha läppäri on hajalla"
    key = f"auta:conversation:{sender}"
    assistant.talk(sender, words, FI)
    assert mentions(assistant.redis.get(key), words)
    assistant.talk(sender, end)
    assert not mentions(assistant.redis.get(key), words)


def test_a_conversation_is_kept_for_a_day_at_most(assistant, sender):
    assistant.talk(sender, "hei", FI)
    assert 0 < assistant.redis.ttl(f"auta:conversation:{sender}") <= 24 * 60 * 60


CODES = ["131052-308T", "131052 – 308T", "010101A123N", "13.10.52-308t", "131052-3081", "311280 888Y"]


@pytest.mark.parametrize("code", CODES)
def test_an_identity_code_reaches_neither_storage_nor_log(assistant, sender, code):
    replies = assistant.talk(sender, f"hei, tunnukseni on {code} ja tarvitsen verokortin", FI)
    assert customs(replies, "privacy") == [{"type": "privacy", "code": "IDENTITY_CODE_REMOVED", "language": "fi"}]
    assert question(replies) == "usage"
    record = json.loads(assistant.redis.get(f"auta:conversation:{sender}"))
    written = next(event["text"] for event in record["events"] if event["event"] == "user")
    assert written == "hei, tunnukseni on *** ja tarvitsen verokortin"
    everything = f"{[stored(assistant.redis, key) for key in assistant.redis.keys('auta:*')]} {assistant.log}"
    assert (code in everything) is False


def stored(redis, key):
    """What a key of any kind holds; nothing when it is gone meanwhile."""
    read = {"string": redis.get, "hash": redis.hgetall, "list": lambda name: redis.lrange(name, 0, -1)}
    return read.get(redis.type(key), lambda name: None)(key)


def test_a_reference_code_holds_answers_and_no_words(assistant, sender):
    replies = conversation_to_the_end(assistant, sender, FI)
    reference = customs(replies, "recommendation")[0]["reference"]
    assert re.fullmatch(r"[A-Z]\d[A-Z]-\d\d[A-Z]", reference)
    record = json.loads(assistant.redis.get(f"auta:reference:{reference}"))
    assert record["answers"]["usage"] == "alone"
    assert record["decision"]["row"] == 13
    assert sender not in json.dumps(record)
    assert 0 < assistant.redis.ttl(f"auta:reference:{reference}") <= 14 * 24 * 60 * 60
    assistant.talk(sender, '/feedback{"score":4}')
    assert json.loads(assistant.redis.get(f"auta:reference:{reference}"))["score"] == 4


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"hei"', b"17"])
def test_what_is_no_message_gets_a_status_and_a_reason(assistant, body):
    answer = assistant.client.post(assistant.address, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.text and "Traceback" not in answer.text


@pytest.mark.parametrize(
    "message", ["", "   ", None, 17, ["hei"], {"text": "hei"}, "\x00", "/", "//", "/nlu_fallback", "{}"]
)
def test_no_reply_is_empty(assistant, sender, message):
    assistant.talk(sender, "/greet", FI)
    replies = assistant.talk(sender, message)
    assert any(reply.get("text") for reply in replies)
    assert question(replies) == "service"


def test_the_page_cannot_set_what_it_should_not(assistant, sender):
    page = {"language": "de", "municipality": "Helsinki", "usage": "alone", "identity_code_removed": True}
    replies = assistant.talk(sender, SERVICE, page)
    assert question(replies) == "principal"
    assert not customs(replies, "privacy")
    stored = json.loads(assistant.redis.get(f"auta:conversation:{sender}"))
    assert "Helsinki" not in json.dumps(
        [e for e in stored["events"] if e["event"] == "slot" and e["name"] == "municipality"]
    )


def test_in_every_state_there_is_a_way_to_a_human_being(assistant, sender):
    """In the middle of the questions, after the recommendation, in danger, at an error: number, hours, open or not."""
    for state in ("/greet", SERVICE, "hjkl zxcv", "isä ei hengitä", "/continue"):
        replies = assistant.talk(sender, state, FI)
        assert any(button["payload"] == "/human" for reply in replies for button in reply.get("buttons", [])), state
        handover = customs(assistant.talk(sender, "/human"), "handover")[0]
        assert handover["contact"]["phone"].startswith("+358")
        assert handover["open_now"] in (True, False)
        assert handover["open_now"] or handover["opens_next"]
        assert handover["contact"]["hours"]
    replies = conversation_to_the_end(assistant, new_sender(), FI)
    assert any(button["payload"] == "/human" for reply in replies for button in reply.get("buttons", []))


def test_a_blank_or_long_sender_is_no_way_into_another_conversation(assistant):
    long = "x" * 5000
    assistant.talk(long, SERVICE, FI)
    assert question(assistant.talk(long[:-1], "/greet", FI)) == "service"
    assert question(assistant.talk("", "/greet", FI)) == "service"


@pytest.mark.parametrize("how", ["Ctrl-C", "the terminal is closed"])
def test_nothing_is_left_when_it_stops(how):
    with Assistant() as assistant:
        parts = psutil.Process(assistant.process.pid).children(recursive=True)
        assert {"redis-server", "python"} <= {re.sub(r"[\d.]+$", "", part.name()) for part in parts}
        if how == "Ctrl-C":
            assistant.stop()
        else:
            assistant.process.stdout.close()
            assistant.process.send_signal(signal.SIGHUP)
            assistant.process.wait(timeout=30)
        _, alive = psutil.wait_procs(parts, timeout=10)
        assert alive == []


def test_help_that_is_missing_is_counted_without_anything_of_the_person(assistant, sender):
    page = {"language": "sv", "municipality": "320"}
    known = {
        "service": "moving", "principal": "self", "usage": "unable", "support": "someone_does", "device": "none",
        "reach": "visit",
    }  # fmt: skip
    name = "320|service_point|sv|on_behalf|nothing"
    before = int(assistant.redis.hget(GAPS, name) or 0)
    assistant.talk(sender, f"/answer{json.dumps(known)}", page)
    assert int(assistant.redis.hget(GAPS, name)) == before + 1
    assert sender not in str(assistant.redis.hgetall(GAPS))
