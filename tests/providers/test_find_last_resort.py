"""A human being who may help with any errand is always among the best: else the authority's own contact is told too."""

from __future__ import annotations

import pytest

from tests.providers.building import KINDS, SIPOO, directory, found, ids, offer

CONTACT = offer("contact", hours="unknown")
PLACE = offer("place", "service_point", hours="unknown", booking="required")
WITHOUT_VOICE = pytest.mark.parametrize("need", ["no_voice", "sign_language"])


@pytest.mark.parametrize(
    "channels", [(), ("human_now",), ("self_service",), ("self_service_point", "training"), ("chat",)]
)
def test_where_no_human_being_would_be_offered_the_contact_is_among_the_best(channels):
    offers = [offer(channel, channel) for channel in ("self_service", "self_service_point", "training")]
    offers.append(offer("robot", "chat", staffed=False))
    given = found(directory(*offers, contact=CONTACT), *channels)
    assert given[-1].offer == CONTACT
    assert (given[-1].reasons, given[-1].ring) == (("LANGUAGE", "LAST_RESORT"), "municipality")


def test_the_contact_comes_before_the_second_offers_of_the_channels():
    known = directory(*(offer(f"machine-{number}", "self_service") for number in "12"), contact=CONTACT)
    assert ids(known, "self_service") == ["machine-1", "contact", "machine-2"]


def test_a_human_being_who_is_only_second_in_a_channel_does_not_count_among_the_best():
    known = directory(offer("a-robot", "chat", staffed=False), offer("b-human", "chat"), contact=CONTACT)
    assert ids(known, "chat") == ["a-robot", "contact", "b-human"]


def test_the_contact_is_told_once_when_it_is_there_in_another_language_too():
    known = directory(contact=offer("contact", "chat", languages=["sv"]))
    given = [(one.offer.id, set(one.reasons)) for one in found(known, "chat")]
    assert given == [("contact", {"OTHER_LANGUAGE", "OPEN_NOW", "LAST_RESORT"})]


def test_where_a_human_being_is_offered_the_contact_is_not_told_beside():
    known = directory(offer("chat", "chat"), contact=CONTACT)
    assert ids(known, "chat") == ["chat"]


def test_who_speaks_only_another_language_does_not_stand_for_the_human_being():
    known = directory(offer("chat", "chat", languages=["fi"]), contact=CONTACT)
    assert ids(known, "chat", languages=["sv"]) == ["contact", "chat"]


def test_a_municipality_without_a_contact_gets_the_national_line():
    last = found(directory(), "home_visit", municipality=SIPOO)[-1]
    assert (last.offer.id, last.ring) == ("national", "country")
    assert set(last.reasons) == {"LANGUAGE", "OPEN_NOW", "LAST_RESORT"}


@pytest.mark.parametrize("kind", KINDS)
def test_only_who_may_help_with_any_errand_stands_for_the_human_being(kind):
    given = ids(directory(offer("chat", "chat", kind=kind), contact=CONTACT), "chat")
    helps = kind in ("authority", "service_point", "advice_line")
    assert given == (["chat"] if helps else ["chat", "contact"])


def test_the_last_resort_has_every_reason_that_holds_for_it():
    contact = offer("contact", authority="municipality", languages=["sv"], interpreter=True, hours="always")
    known = directory(contact=contact)
    more = {"login": True, "authority_id": "municipality", "needs": ["interpreter"]}
    last = found(known, "home_visit", languages=["sv", "fi"], **more)[-1]
    assert set(last.reasons) == {"LANGUAGE", "INTERPRETER", "AUTHORITY", "OPEN_NOW", "LAST_RESORT"}


# Without voice


@WITHOUT_VOICE
def test_somebody_without_voice_is_told_the_place_where_a_person_is_met_and_not_the_phone(need):
    known = directory(contact=CONTACT, visiting=PLACE)
    last = found(known, "chat", needs=[need])[-1]
    assert (last.offer.id, set(last.reasons)) == ("place", {"LANGUAGE", "LAST_RESORT"})


@WITHOUT_VOICE
@pytest.mark.parametrize("contact", [CONTACT, None], ids=["a contact", "no contact"])
def test_without_such_a_place_the_phone_is_told_and_that_there_is_only_a_phone(need, contact):
    last = found(directory(contact=contact), "chat", needs=[need])[-1]
    assert last.offer.id == ("contact" if contact else "national")
    assert {"ONLY_PHONE", "LAST_RESORT"} <= set(last.reasons)


def test_who_can_speak_is_told_the_phone_and_not_that_there_is_only_a_phone():
    last = found(directory(contact=CONTACT, visiting=PLACE), "chat", needs=["interpreter", "step_free"])[-1]
    assert (last.offer.id, "ONLY_PHONE" in last.reasons) == ("contact", False)


def test_a_place_to_visit_that_may_not_help_with_a_login_or_has_steps_is_no_last_resort():
    steps = directory(contact=CONTACT, visiting=offer("place", "service_point", booking="required", step_free=False))
    assert ids(steps, "phone", needs=["no_voice"])[-1] == "place"
    assert ids(steps, "phone", needs=["no_voice", "step_free"])[-1] == "contact"
    library = directory(
        contact=CONTACT, visiting=offer("place", "service_point", booking="required", login_errands=False)
    )
    assert ids(library, "phone", needs=["no_voice"])[-1] == "place"
    assert ids(library, "phone", needs=["no_voice"], login=True)[-1] == "contact"
