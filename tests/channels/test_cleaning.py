"""What a channel passes on: words as words, the contract's payloads whole, and nothing that Rasa would log or obey."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.cleaning import LONGEST_MESSAGE, NOTHING_WRITTEN, PAYLOADS, clean

SPACES = [chr(number) for number in range(0x3001) if chr(number).isspace()]


@pytest.mark.parametrize(
    ("written", "passed_on"),
    [
        ("hei", "hei"),
        ("  hei \n", "hei"),
        ("hei / moi", "hei / moi"),
        ("/why", "/why"),
        (' /answer{"usage":"alone"} ', '/answer{"usage":"alone"}'),
        ('/answer{"needs":["no_voice"]}', '/answer{"needs":["no_voice"]}'),
        ('/change{"question":"usage"}', '/change{"question":"usage"}'),
        ("/answer{}", "/answer"),
        ('/answer{"usage": keskeneräinen', "/answer"),
        ('/answer{"usage": {"a": 1}}', "/answer"),
        ('/answer{"secret": "x"}', "/answer"),
        ('/answer{"usage": "' + "x" * 200 + '"}', "/answer"),
        ("/why tämä?", "why tämä?"),
        ("/human@1.0", "human@1.0"),
        ("//mun asia", "mun asia"),
        ("/", NOTHING_WRITTEN),
        ("/ / /", NOTHING_WRITTEN),
        ("", NOTHING_WRITTEN),
        ("\x00", NOTHING_WRITTEN),
        (None, NOTHING_WRITTEN),
        (17, NOTHING_WRITTEN),
        ("/session_start", NOTHING_WRITTEN),
        ("/nlu_fallback", NOTHING_WRITTEN),
        ("/action_human", NOTHING_WRITTEN),
        ("/safety", NOTHING_WRITTEN),
        ("/EXTERNAL", NOTHING_WRITTEN),
        (" / Inform ", NOTHING_WRITTEN),
        ("/emergency", NOTHING_WRITTEN),
        ("/passi", "passi"),
        ('/inform{"usage":"alone"}', NOTHING_WRITTEN),
        ("\ud83d hei", "hei"),
    ],
)
def test_what_is_passed_on(written, passed_on):
    assert clean(written)[0] == passed_on


@pytest.mark.parametrize("space", SPACES, ids=lambda one: f"U+{ord(one):04X}")
def test_no_space_hides_a_payload_from_us_that_rasa_would_see(space):
    for text in (f"{space}/ äiti on sairas", f"{space}/session_start@1", f'{space}/{space}answer@1{{"usage":"x"}}'):
        assert not clean(text)[0].strip().startswith("/") or clean(text)[0] == NOTHING_WRITTEN


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from('/{}"@:_ \u00a0\u3000')), max_size=80))
def test_whatever_is_written_only_whole_payloads_of_the_contract_are_passed_on(text):
    passed_on = clean(text)[0]
    if passed_on.strip().startswith("/") and passed_on != NOTHING_WRITTEN:
        name = passed_on.removeprefix("/").partition("{")[0].strip()
        assert name in PAYLOADS
        assert passed_on.endswith("}") or passed_on == f"/{name}"


def test_what_was_done_is_told():
    assert clean("hetu 131052-308T")[1] == {"identity_code_removed": True}
    assert clean("soita 040 123 4567")[1] == {"private_removed": True}
    assert clean("a " * LONGEST_MESSAGE)[1] == {"shortened": True}
    assert clean("hei")[1] == {}
