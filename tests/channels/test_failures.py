"""Real failures: the action server, Redis and Rasa are stopped, killed and frozen while people talk. The person is told soon, with
the human contact, and what they wrote can be sent again; whoever watches over it hears the truth."""

from __future__ import annotations

import signal
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from bot.storage.connection import TIMEOUT_SECONDS
from tests.channels.conftest import TURN_SECONDS
from tests.channels.person import Person, new_id, refused

# A hang of Redis is told within this; everything else sooner.
SOON = 5.0


@pytest.fixture
def person(parts):
    """Somebody in the middle of a conversation in Swedish: the error must be in its language."""
    one = Person(parts.sites[0], "sv")
    one.open()
    one.say('/answer{"service":"tax_card"}')
    one.language = None
    yield one
    for part in parts.all:
        if part.process.poll() is not None:
            part.restart()
        part.thaw()
        part.wait()


def ready(parts) -> tuple[int, dict]:
    answer = httpx.get(f"{parts.sites[0]}/readyz", timeout=10)
    return answer.status_code, answer.json()


def alive(parts) -> int:
    return httpx.get(f"{parts.sites[0]}/healthz", timeout=5).status_code


def timed(action):
    started = time.monotonic()
    return action(), time.monotonic() - started


def told(person: Person, status: int, code: str, message: str, within: float, language: str = "sv") -> None:
    """A message that cannot be answered now: the status, the sentence and the contact come in time."""
    answer, seconds = timed(lambda: person.post("mitt eget", message))
    error = refused(answer, status, code, language)
    assert error["contact"]["phone_text"]
    assert error["contact"]["open"]
    assert seconds < within


def handled_once(person: Person, message: str) -> None:
    """Sent again with the same id it is answered, and stands in the conversation once."""
    person.language = "sv"
    reply = person.say("mitt eget", message)
    assert reply["state"]["question"]["question"] == "usage"
    assert reply["state"]["question"]["asked"] == 3
    assert [one["question"] for one in reply["state"]["answers"]] == ["service", "principal"]
    read = person.read()
    assert [one["text"] for one in read["messages"] if one["from"] == "person"].count("mitt eget") == 1
    assert [one["id"] for one in read["messages"]] == list(range(1, len(read["messages"]) + 1))
    assert person.say("mitt eget", message) == reply


def wait_for_the_lock(person: Person, message: str) -> None:
    """A turn that was cut off may hold its lock until that ends by itself; who sends the message again meanwhile hears that it
    takes too long."""
    until = time.monotonic() + TURN_SECONDS + 5 * TIMEOUT_SECONDS
    while (answer := person.post("mitt eget", message)).status_code != 200:
        refused(answer, 504, "too_slow", "sv")
        assert time.monotonic() < until


def test_all_is_well(parts, person):
    assert alive(parts) == 200
    assert ready(parts) == (200, {"ready": True, "model": True, "actions": True, "redis": True})


def test_without_the_action_server(parts, person):
    message = new_id()
    parts.actions.kill()
    told(person, 503, "unavailable", message, 3)
    told(person, 503, "unavailable", message, 3)
    assert alive(parts) == 200
    assert ready(parts) == (503, {"ready": False, "model": True, "actions": False, "redis": True})
    # Nothing of the conversation is lost meanwhile, and a new one is refused as kindly.
    assert person.read()["state"]["question"]["question"] == "principal"
    refused(
        Person(parts.sites[0], "fi").request("POST", "/chat/sessions", {"language": "fi"}), 503, "unavailable", "fi"
    )
    parts.actions.restart()
    assert ready(parts)[0] == 200
    handled_once(person, message)


def test_a_slow_action_server(parts, person):
    """A turn has its time; then the person hears of it, and the turn did not happen."""
    message = new_id()
    parts.actions.freeze()
    told(person, 504, "too_slow", message, TURN_SECONDS + 1.5)
    assert ready(parts)[1]["actions"] is False
    parts.actions.thaw()
    handled_once(person, message)


def test_a_frozen_part_does_not_stop_who_only_reads(parts, person):
    parts.actions.freeze()
    with ThreadPoolExecutor(6) as pool:
        slow = [pool.submit(person.post, "mitt eget", new_id()) for _ in range(3)]
        answer, seconds = timed(lambda: httpx.get(f"{parts.sites[0]}/chat/page"))
        assert (answer.status_code, seconds < 2) == (200, True)
        assert person.read()["state"]["question"]["question"] == "principal"
        assert {one.result().status_code for one in slow} == {504}
    parts.actions.thaw()


def test_redis_is_gone_and_comes_back_with_what_it_kept(parts, person):
    """As at an upgrade: Redis saves before it stops."""
    message = new_id()
    parts.redis.end(signal.SIGTERM)
    # Whose language is not known any more hears it in the browser's.
    person.language = "sv"
    told(person, 503, "unavailable", message, 2)
    assert alive(parts) == 200
    assert ready(parts) == (503, {"ready": False, "model": True, "actions": True, "redis": False})
    refused(person.request("GET", "/chat/session"), 503, "unavailable", "sv")
    refused(person.end(), 503, "unavailable", "sv")
    refused(Person(parts.sites[0]).request("POST", "/chat/sessions", {"language": "sv"}), 503, "unavailable", "sv")
    assert httpx.get(f"{parts.sites[0]}/chat/page").json()["contact"]["sv"]["phone"]
    parts.redis.restart()
    handled_once(person, message)
    assert ready(parts)[0] == 200


def test_redis_is_killed_and_everything_is_lost(parts, person):
    """Then the conversation is over, and that is said instead of a failure."""
    parts.redis.kill()
    parts.run_folder.joinpath("dump.rdb").unlink(missing_ok=True)
    parts.redis.restart()
    person.language = "sv"
    # The connections of before do not fail one after another; each is asked after a second of silence.
    time.sleep(1.2)
    for _ in range(3):
        refused(person.post("mitt eget"), 401, "no_session", "sv")
    other = Person(parts.sites[0])
    other.open()
    assert other.say("/why")


def test_redis_hangs(parts, person):
    """It takes connections and says nothing: the worst case of all, for nobody says no."""
    message = new_id()
    parts.redis.freeze()
    person.language = "sv"
    told(person, 503, "unavailable", message, SOON)
    (status, found), seconds = timed(lambda: ready(parts))
    assert (status, found["redis"], seconds < SOON) == (503, False, True)
    assert alive(parts) == 200
    answer, seconds = timed(lambda: Person(parts.sites[0]).request("POST", "/chat/sessions", {"language": "fi"}))
    refused(answer, 503, "unavailable", "fi")
    assert seconds < SOON
    parts.redis.thaw()
    handled_once(person, message)


def test_while_redis_hangs_the_others_are_told_as_soon(parts, person):
    """Nobody waits for the one before: the waits run beside each other."""
    people = [Person(parts.sites[0]) for _ in range(8)]
    parts.redis.freeze()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda one: timed(lambda: one.request("POST", "/chat/sessions", {})), people))
    parts.redis.thaw()
    assert {answer.status_code for answer, _ in found} == {503}
    assert max(seconds for _, seconds in found) < SOON


def test_redis_hangs_in_the_middle_of_a_turn(parts, person):
    """After the session was read and before the answer is kept. Told in time, and answered once afterwards."""
    message = new_id()
    parts.actions.freeze()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(timed, lambda: person.post("mitt eget", message))
        time.sleep(0.5)
        parts.redis.freeze()
        parts.actions.thaw()
        found, seconds = answer.result()
    parts.redis.thaw()
    assert found.status_code in (503, 504)
    assert found.json()["contact"]["phone"]
    assert seconds < TURN_SECONDS + SOON
    person.language = "sv"
    wait_for_the_lock(person, message)
    handled_once(person, message)


def test_rasa_is_killed_in_the_middle_of_a_turn_and_the_other_replica_goes_on(parts, person):
    """The connection breaks. The second server takes the conversation on, and the message with its id, as soon as it is sure that
    the first is gone; until then it says that it cannot answer yet."""
    message = new_id()
    parts.actions.freeze()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(person.post, "mitt eget", message)
        time.sleep(0.5)
        parts.rasas[0].kill()
        with pytest.raises(httpx.HTTPError):
            answer.result()
    parts.actions.thaw()
    person.client.base_url = parts.sites[1]
    wait_for_the_lock(person, message)
    handled_once(person, message)


def test_no_failure_leaves_words_in_the_log(parts, person):
    """This one, and all that were before."""
    parts.redis.end()
    refused(person.post("mitt eget"), 503, "unavailable", "fi")
    log = parts.log
    assert ("mitt eget" in log) is False
    assert "bot.channels.web" in log, "failures are logged"
    # Rasa would go on with an empty conversation in its memory, where nothing is ever deleted.
    assert "InMemoryTrackerStore" not in log
