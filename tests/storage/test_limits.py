"""Limits in a real Redis: so many in a time, the next when it has passed, whatever the moment; and whose an address is."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.storage import limits
from bot.storage.limits import PREFIX, Limits, whose


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now):
        self.now = now

    def time(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock(1_800_000_000.0)
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=clock.time))
    return clock


def spend_all(run_async, clock, moments, most, seconds, cost=1):
    """What each of these moments was answered."""

    async def act(client):
        kept = Limits(client)
        found = []
        for moment in moments:
            clock.now = moment
            found.append(await kept.spend("one", most, seconds, cost))
        return found

    return run_async(act)


def test_as_many_as_allowed_and_not_one_more(run_async, clock):
    answers = spend_all(run_async, clock, [clock.now] * 7, most=5, seconds=60)
    assert answers[:5] == [None] * 5
    assert all(wait and 0 < wait <= 120 for wait in answers[5:])


def test_names_are_counted_apart(run_async, clock):
    async def act(client):
        kept = Limits(client)
        return [await kept.spend(name, 1, 60) for name in ("one", "other")]

    assert run_async(act) == [None, None]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    most=st.integers(3, 8),
    steps=st.lists(st.floats(0, 40), min_size=1, max_size=30),
    cost=st.integers(1, 3),
)
def test_who_waits_as_long_as_told_gets_through(client, run_async, clock, most, steps, cost):
    client.flushall()
    seconds, moment, moments = 60, 1_800_000_000.0, []
    for step in steps:
        moment += step
        moments.append(moment)
    answers = spend_all(run_async, clock, moments, most, seconds, cost)
    if answers[-1] is not None:
        assert spend_all(run_async, clock, [moments[-1] + answers[-1]], most, seconds, cost) == [None]


def test_what_costs_more_counts_more(run_async, clock):
    answers = spend_all(run_async, clock, [clock.now] * 3, most=10, seconds=60, cost=4)
    assert answers[:2] == [None, None]
    assert answers[2] is not None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(most=st.integers(1, 8), steps=st.lists(st.floats(0, 40), min_size=1, max_size=40))
def test_never_twice_as_many_in_any_time(client, run_async, clock, most, steps):
    """The sliding window is an estimate; what it must never do is to let twice as many through."""
    client.flushall()
    seconds, moment, moments = 60, 1_800_000_000.0, []
    for step in steps:
        moment += step
        moments.append(moment)
    answers = spend_all(run_async, clock, moments, most, seconds)
    passed = [moment for moment, answer in zip(moments, answers, strict=True) if answer is None]
    assert all(sum(start <= one < start + seconds for one in passed) < 2 * most or most == 1 for start in passed)


def test_what_is_counted_is_forgotten_by_itself(run_async, client):
    async def act(asynchronous):
        return await Limits(asynchronous).spend("one", 3, 60)

    run_async(act)
    keys = client.keys(PREFIX + "*")
    assert keys and all(0 < client.ttl(key) <= 120 for key in keys)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("unknown", "unknown", True),
    ],
)
def test_whose_an_address_is(one, other, same):
    assert (whose(one) == whose(other)) is same
    assert one not in whose(one)


def test_the_wait_is_a_whole_second_at_least():
    assert limits._wait(5, 5, 0, 59.99, 60) >= 1
    assert math.isfinite(limits._wait(1, 1, 0, 0.0, 60))
