"""Gaps in the coverage counted in a real Redis: each as it was met, nothing of a person, and nothing fails without it."""

from __future__ import annotations

import pytest
import redis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.providers import Gap
from bot.storage.gaps import KEY, Gaps

HOME_VISIT = Gap("638", "home_visit", "sv", "demanding", "nothing")
OFFICE = Gap("091", "service_point", "fi", "visit", "neighbours")
gaps = st.builds(
    Gap,
    st.sampled_from(["091", "638", "999"]),
    st.sampled_from(["service_point", "home_visit"]),
    st.sampled_from(["fi", "sv"]),
    st.sampled_from(["light", "visit"]),
    st.sampled_from(["nothing", "neighbours", "interpreter"]),
)


@pytest.fixture
def counter(client):
    return Gaps(client)


def test_where_no_gap_was_met_none_is_counted(counter):
    assert counter.counted() == {}


def test_each_gap_is_counted_as_often_as_it_was_met_the_most_frequent_first(counter):
    for gap in (OFFICE, HOME_VISIT, HOME_VISIT):
        counter.record(gap)
    assert list(counter.counted().items()) == [(HOME_VISIT, 2), (OFFICE, 1)]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(met=st.lists(gaps))
def test_what_is_counted_is_what_was_recorded(client, met):
    client.flushall()
    counter = Gaps(client)
    for gap in met:
        counter.record(gap)
    counted = counter.counted()
    assert counted == {gap: met.count(gap) for gap in met}
    assert list(counted.values()) == sorted(counted.values(), reverse=True)


def test_a_gap_without_a_level_comes_back_without_one(counter):
    unknown = Gap("638", "chat", "sv", None, "nothing")
    counter.record(unknown)
    assert counter.counted() == {unknown: 1}


def test_a_gap_without_a_level_is_counted_apart(counter):
    for level in (None, "light", None):
        counter.record(Gap("638", "chat", "sv", level, "nothing"))
    assert sorted(counter.counted().values()) == [1, 2]


def test_two_counters_count_together(client):
    Gaps(client).record(OFFICE)
    Gaps(client).record(OFFICE)
    assert Gaps(client).counted() == {OFFICE: 2}


def test_what_is_kept_is_one_number_for_each_gap_and_nothing_else(counter, client):
    for _ in range(3):
        counter.record(HOME_VISIT)
    assert client.keys("*") == [KEY]
    assert client.hgetall(KEY) == {"638|home_visit|sv|demanding|nothing": "3"}


def test_the_configured_redis_is_used(configured):
    Gaps().record(OFFICE)
    assert configured.hlen(KEY) == 1


def test_without_redis_a_gap_is_logged_and_nothing_fails(nowhere, caplog):
    Gaps().record(HOME_VISIT)
    assert "could not be counted" in caplog.text


def test_without_redis_a_reader_is_told(nowhere):
    with pytest.raises(redis.RedisError):
        Gaps().counted()
