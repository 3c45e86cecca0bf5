"""Sessions of the web channel in a real Redis: nobody guesses them, nothing outlives them, one message at a time."""

from __future__ import annotations

import asyncio
import re

import pytest

from bot.storage.conversations import slots
from bot.storage.sessions import IDLE_SECONDS, Sessions

WORDS = {
    "id": 1,
    "from": "auta",
    "language": "fi",
    "text": "Hei! Ä ’ 😀",
    "buttons": [],
    "custom": {"type": "question"},
}
OWN = {"id": 2, "from": "person", "language": "fi", "text": "moi", "buttons": [], "custom": None, "key": "a-1"}


def saved(run_async, *turns, **options):
    """A session with these turns; its token."""

    async def act(client):
        kept = Sessions(client)
        token, session = kept.new("fi", "999")
        for turn in turns:
            session.count += len(turn)
            await kept.save(session, turn, **options)
        return token

    return run_async(act)


def read(run_async, token):
    async def act(client):
        return await Sessions(client).read(token)

    return run_async(act)


def test_what_is_kept_is_what_was_said(run_async):
    token = saved(run_async, [WORDS], [OWN, WORDS])
    session = read(run_async, token)
    assert session.transcript == [WORDS, OWN, WORDS]
    assert (session.language, session.municipality, session.count) == ("fi", "999", 3)


def test_afresh_forgets_what_was_said_before(run_async):
    async def act(client):
        kept = Sessions(client)
        token, session = kept.new("sv", "091")
        await kept.save(session, [WORDS, OWN])
        await kept.save(session, [WORDS], afresh=True)
        return await kept.read(token)

    assert run_async(act).transcript == [WORDS]


def test_tokens_cannot_be_guessed_and_are_kept_nowhere(run_async, client):
    tokens = {saved(run_async, [WORDS]) for _ in range(50)}
    assert len(tokens) == 50
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", token) for token in tokens)  # 32 of 64 characters: 192 bits
    everything = " ".join(client.keys("*")) + str([client.hgetall(key) for key in client.keys("auta:session:*")])
    assert not any(token in everything for token in tokens)


@pytest.mark.parametrize("token", [None, "", "x", "x" * 32, "x" * 33, "*", "auta:session:*", "ä" * 32, " " * 32])
def test_a_token_that_nobody_was_given_opens_nothing(run_async, token):
    saved(run_async, [WORDS])
    assert read(run_async, token) is None


def test_everything_is_gone_after_an_hour_or_at_the_end_of_the_day(run_async, client):
    async def act(asynchronous):
        kept = Sessions(asynchronous)
        _, session = kept.new("fi", "999")
        await kept.save(session, [WORDS], "{}")
        fresh = [client.ttl(key) for key in client.keys("auta:*")]
        session.started -= 24 * 60 * 60 - 100
        await kept.save(session, [WORDS], "{}")
        return fresh, [client.ttl(key) for key in client.keys("auta:*")]

    fresh, old = run_async(act)
    assert len(fresh) == len(old) == 3
    assert all(0 < left <= IDLE_SECONDS for left in fresh)
    assert all(0 < left <= 100 for left in old)


def test_the_end_leaves_nothing(run_async, client):
    async def act(asynchronous):
        kept = Sessions(asynchronous)
        token, session = kept.new("fi", "999")
        client.set(f"auta:conversation:{session.sender}", "{}")
        await kept.save(session, [WORDS])
        await kept.forget(session)
        return await kept.read(token)

    assert run_async(act) is None
    assert client.keys("*") == []


def test_one_turn_at_a_time(run_async):
    async def act(client):
        kept, at_work, most = Sessions(client), 0, 0
        _, session = kept.new("fi", "999")

        async def work():
            nonlocal at_work, most
            async with kept.turn(session, 5):
                at_work += 1
                most = max(most, at_work)
                await asyncio.sleep(0.02)
                at_work -= 1

        await asyncio.gather(*(work() for _ in range(8)))
        return most

    assert run_async(act) == 1


def test_a_turn_that_does_not_come_is_told(run_async):
    async def act(client):
        kept = Sessions(client)
        _, session = kept.new("fi", "999")
        async with kept.turn(session, 5):
            with pytest.raises(TimeoutError):
                async with kept.turn(session, 0.2):
                    pytest.fail("two turns at once")

    run_async(act)


def test_a_turn_that_failed_frees_the_next(run_async):
    async def act(client):
        kept = Sessions(client)
        _, session = kept.new("fi", "999")
        with pytest.raises(ValueError, match="failed"):
            async with kept.turn(session, 1):
                raise ValueError("failed")
        async with kept.turn(session, 0.2):
            return True

    assert run_async(act)


def test_slots_of_a_record():
    events = [
        '{"event": "slot", "name": "usage", "value": "alone"}',
        '{"event": "session_started"}',
        '{"event": "slot", "name": "device", "value": "own"}',
        '{"event": "slot", "name": "device", "value": null}',
        '{"event": "slot", "name": "language", "value": "sv"}',
        '{"event": "user", "text": "hej"}',
    ]
    assert slots(f'{{"events": [{", ".join(events)}]}}') == {"device": None, "language": "sv"}
    assert slots(None) == {}
