"""Reference codes in a real Redis: short, each its own, forgotten after two weeks, and no recommendation fails for one."""

from __future__ import annotations

import json
import re

import pytest
import redis

from bot.storage import references
from bot.storage.references import PREFIX, References

FORM = re.compile(r"^[A-Z]\d[A-Z]-\d\d[A-Z]$")
TWO_WEEKS = 14 * 24 * 60 * 60
RECORD = {"answers": {"usage": "alone", "needs": ["no_voice"]}, "decision": {"level": 1, "row": 13}}


@pytest.fixture
def kept(client):
    return References(client)


def test_a_code_has_its_form_and_leads_back_to_the_record(kept):
    code = kept.keep(RECORD)
    assert FORM.match(code)
    assert kept.read(code) == RECORD


def test_codes_are_unique(kept, client):
    codes = [kept.keep({"number": number}) for number in range(500)]
    assert len(set(codes)) == 500
    assert all(FORM.match(code) for code in codes)
    assert [kept.read(code)["number"] for code in codes] == list(range(500))
    assert len(client.keys(PREFIX + "*")) == 500


def test_a_code_that_is_taken_is_never_given_again(kept, monkeypatch):
    drawn = iter(["K7F-42R", "K7F-42R", "K7F-42R", "A2A-22A"])
    monkeypatch.setattr(references, "_new_code", lambda: next(drawn))
    assert kept.keep({"number": 1}) == "K7F-42R"
    assert kept.keep({"number": 2}) == "A2A-22A"
    assert kept.read("K7F-42R") == {"number": 1}


def test_when_no_free_code_is_found_there_is_none(kept, monkeypatch):
    monkeypatch.setattr(references, "_new_code", lambda: "K7F-42R")
    assert kept.keep({"number": 1}) == "K7F-42R"
    assert kept.keep({"number": 2}) is None
    assert kept.read("K7F-42R") == {"number": 1}


def test_no_letter_or_digit_of_a_code_looks_like_another(kept):
    drawn = "".join(kept.keep(RECORD) for _ in range(200))
    assert not set("IOQ01") & set(drawn)


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}.", "lower", "bare", "spaced"])
def test_a_code_is_found_as_people_type_it(kept, typed):
    code = kept.keep(RECORD)
    forms = {"lower": code.lower(), "bare": code.replace("-", ""), "spaced": " ".join(code)}
    assert kept.read(forms.get(typed, typed.format(code))) == RECORD


@pytest.mark.parametrize("code", ["A2A-22A", "", "-", "*", "???-???", "K7F-42R-42R", "äöå", "\x00", "A" * 10_000])
def test_an_unknown_code_leads_nowhere(kept, code):
    kept.keep(RECORD)
    assert kept.read(code) is None
    assert kept.rate(code, 5) is False


def test_a_record_is_forgotten_after_two_weeks(kept, client):
    code = kept.keep(RECORD)
    assert TWO_WEEKS - 5 <= client.ttl(PREFIX + code) <= TWO_WEEKS
    client.pexpire(PREFIX + code, 1)
    while client.exists(PREFIX + code):
        pass
    assert kept.read(code) is None
    assert kept.rate(code, 5) is False


def test_feedback_is_added_and_the_time_runs_on(kept, client):
    code = kept.keep(RECORD)
    client.expire(PREFIX + code, 100)
    assert kept.rate(code, 4) is True
    assert kept.read(code) == {**RECORD, "score": 4}
    assert 95 <= client.ttl(PREFIX + code) <= 100
    assert kept.rate(code, 1) is True
    assert kept.read(code)["score"] == 1


def test_feedback_with_a_code_as_people_type_it_leaves_no_second_record(kept, client):
    code = kept.keep(RECORD)
    kept.rate(code.lower().replace("-", ""), 4)
    assert client.keys("*") == [PREFIX + code]
    assert kept.read(code)["score"] == 4


def test_feedback_on_a_record_that_expires_meanwhile_does_not_bring_it_back(kept, client, monkeypatch):
    code = kept.keep(RECORD)
    found = kept.read(code)
    monkeypatch.setattr(kept, "read", lambda _: client.delete(PREFIX + code) and found)
    kept.rate(code, 4)
    assert client.keys("*") == []


def test_nothing_is_kept_without_an_end(kept, client):
    for number in range(20):
        kept.rate(kept.keep(RECORD), number % 5 + 1)
    assert all(client.ttl(key) > 0 for key in client.keys("*"))


def test_a_record_is_kept_as_it_was_given_and_nothing_more(kept, client):
    code = kept.keep(RECORD)
    assert json.loads(client.get(PREFIX + code)) == RECORD


def test_the_configured_redis_is_used(configured):
    code = References().keep(RECORD)
    assert configured.exists(PREFIX + code)


def test_without_redis_there_is_no_code_and_no_failure(nowhere, caplog):
    alone = References()
    assert alone.keep(RECORD) is None
    assert alone.rate("K7F-42R", 5) is False
    assert "no reference code could be kept" in caplog.text
    assert "no_voice" not in caplog.text


def test_without_redis_a_reader_is_told(nowhere):
    with pytest.raises(redis.RedisError):
        References().read("K7F-42R")
