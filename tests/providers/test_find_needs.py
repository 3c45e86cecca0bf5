"""What somebody needs decides where they are sent: without voice, in sign language, with an interpreter, without steps."""

from __future__ import annotations

import pytest

from tests.providers.building import CHANNELS, PORVOO, SIPOO, both, directory, found, ids, offer

URL = {"fi": "https://www.porvoo.example", "sv": "https://www.porvoo.example/sv"}
MEANS = {"nothing": {}, "a link": {"url": URL}, "an email": {"email": "apu@porvoo.example"}}
WALK_IN = ("service_point", "self_service_point", "mobile_service_point", "training")
WITHOUT_VOICE = pytest.mark.parametrize("need", ["no_voice", "sign_language"])


def offered(one, **more):
    """Whether an offer is found in its channel by somebody in Porvoo."""
    return one.id in ids(directory(one), one.channel, **more)


def reasons(one, **more):
    return set(found(directory(one), one.channel, **more)[0].reasons)


# Without voice


@WITHOUT_VOICE
@pytest.mark.parametrize("means", MEANS)
@pytest.mark.parametrize("booking", ["none", "possible", "required"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_without_voice_one_writes_or_walks_in_and_never_calls(channel, booking, means, need):
    one = offer("one", channel, booking=booking, sign_language=True, **MEANS[means])
    walks_in = channel in WALK_IN and booking != "required"
    assert offered(one, needs=[need]) is (channel != "phone" and (means != "nothing" or walks_in))
    assert offered(one)


@WITHOUT_VOICE
def test_without_voice_a_place_next_door_has_to_be_reached_too(need):
    assert not offered(offer("one", "service_point", SIPOO, booking="required"), needs=[need])
    assert offered(offer("one", "service_point", SIPOO), needs=[need])


@pytest.mark.parametrize("signs", [{}, {"sign_language": False}], ids=["not told", "no"])
def test_a_video_for_sign_language_has_sign_language(signs):
    one = offer("one", "video", url=URL, **signs)
    assert not offered(one, needs=["sign_language"])
    assert offered(one, needs=["no_voice"]) and offered(one)
    assert "SIGN_LANGUAGE" in reasons(offer("one", "video", url=URL, sign_language=True), needs=["sign_language"])


@pytest.mark.parametrize("need", ["interpreter", "screen_reader", "easy_language", "step_free"])
def test_others_may_call(need):
    assert offered(offer("line"), needs=[need])


@pytest.mark.parametrize("need", ["sign_language", "interpreter"])
def test_sign_language_or_an_interpreter_comes_before_an_open_door_for_whom_it_is_needed(need):
    known = directory(
        offer("a-open", "service_point", hours="always"),
        offer("b-has-it", "service_point", hours="unknown", **{need: True}),
    )
    first = found(known, "service_point", needs=[need])[0]
    assert (first.offer.id, need.upper() in first.reasons) == ("b-has-it", True)
    assert ids(known, "service_point")[0] == "a-open"


def test_a_place_with_steps_is_left_out_and_one_without_comes_first_for_whom_they_are_in_the_way():
    known = directory(
        offer("a-steps", "service_point", step_free=False),
        offer("b-not-known", "service_point"),
        offer("c-no-steps", "service_point", step_free=True, hours="unknown"),
    )
    assert ids(known, "service_point", needs=["step_free"])[:2] == ["c-no-steps", "b-not-known"]
    assert "a-steps" not in ids(known, "service_point", needs=["step_free"])
    assert ids(known, "service_point")[0] == "a-steps"
    assert "STEP_FREE" in found(known, "service_point", needs=["step_free"])[0].reasons
    assert not any("STEP_FREE" in one.reasons for one in found(known, "service_point"))


@pytest.mark.parametrize("channel", ["phone", "chat", "home_visit"])
def test_steps_matter_only_where_one_goes(channel):
    assert offered(offer("one", channel, step_free=False), needs=["step_free"])


@pytest.mark.parametrize(
    ("channel", "goes"), [("service_point", True), ("training", True), ("chat", False), ("home_visit", False)]
)
def test_where_nobody_knows_of_steps_the_person_is_told_to_ask(channel, goes):
    assert ("ASK_STEPS" in reasons(offer("one", channel), needs=["step_free"])) is goes
    assert "ASK_STEPS" not in reasons(offer("one", channel))
    assert "ASK_STEPS" not in reasons(offer("one", channel, step_free=True), needs=["step_free"])


def test_who_speaks_only_another_language_says_so_even_with_an_interpreter():
    one = offer("one", "chat", languages=["fi"], interpreter=True)
    assert {"OTHER_LANGUAGE", "INTERPRETER"} <= reasons(one, languages=["sv"])
    assert {"OTHER_LANGUAGE", "INTERPRETER"} <= reasons(one, languages=["sv"], needs=["interpreter"])
    assert reasons(one, languages=["fi"], needs=["interpreter"]) & {"OTHER_LANGUAGE", "INTERPRETER"} == {"INTERPRETER"}


# The area


@pytest.mark.parametrize(
    ("area", "postcode", "ask"),
    [({"postcodes": ["06100"]}, None, True), ({"postcodes": ["06100"]}, "06100", False), (PORVOO, None, False)],
)
def test_where_only_some_postcodes_are_served_the_person_without_one_is_told_to_ask(area, postcode, ask):
    assert ("ASK_AREA" in reasons(offer("one", "home_visit", area), postcode=postcode)) is ask


# The price


@pytest.mark.parametrize(
    ("told", "free", "price"),
    [({}, False, None), ({"price": "free"}, True, None), ({"price": both("20 e")}, False, both("20 e"))],
)
def test_a_price_that_is_not_told_is_not_free(told, free, price):
    one = offer("one", **told)
    assert (one.free, one.price) == (free, price)


# The town


@pytest.mark.parametrize(
    ("area", "municipality", "town"),
    [
        (PORVOO, None, PORVOO),
        (PORVOO, SIPOO, SIPOO),
        ({"municipalities": [PORVOO, SIPOO]}, None, None),
        ({"municipalities": [PORVOO, SIPOO]}, SIPOO, SIPOO),
        ({"regions": ["01"]}, None, None),
        ("country", None, None),
    ],
)
def test_a_town_is_told_or_the_only_one_that_is_served(area, municipality, town):
    said = {"municipality": municipality} if municipality else {}
    assert offer("one", area=area, **said).town == town
