"""Who is never sent where: errands, levels, validity, postcodes, needs, and errands with login."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.providers import Query, find, load_directory
from bot.providers.hours import HELSINKI
from tests.providers.building import (
    CHANNELS,
    HELSINKI_CITY,
    KINDS,
    MONDAY,
    PORVOO,
    SIPOO,
    directory,
    found,
    ids,
    offer,
)

EXAMPLE = load_directory()
HELP_WITH_LOGIN = {"authority", "service_point", "advice_line"}


def offered(one, *channels, **more):
    """Whether an offer is found in its channel, or in these, by somebody in Porvoo."""
    return one.id in ids(directory(one), *(channels or [one.channel]), **more)


# Errands and levels


@pytest.mark.parametrize(
    ("limits", "errand", "serves"),
    [
        ({}, {}, True),
        ({}, {"service_id": "tax_card", "authority_id": "tax"}, True),
        ({"services": ["tax_card"]}, {"service_id": "tax_card", "authority_id": "tax"}, True),
        ({"services": ["tax_card"]}, {"service_id": "passport", "authority_id": "police"}, False),
        ({"services": ["tax_card"]}, {}, False),
        ({"authorities": ["tax"]}, {"service_id": "tax_card", "authority_id": "tax"}, True),
        ({"authorities": ["tax"]}, {"service_id": "passport", "authority_id": "police"}, False),
        ({"authorities": ["tax"]}, {}, False),
        ({"services": ["passport"], "authorities": ["tax"]}, {"service_id": "tax_card", "authority_id": "tax"}, True),
        (
            {"services": ["passport"], "authorities": ["tax"]},
            {"service_id": "passport", "authority_id": "police"},
            True,
        ),
        ({"levels": ["light", "visit"]}, {"level_id": "light"}, True),
        ({"levels": ["light", "visit"]}, {"level_id": "demanding"}, False),
        ({"levels": ["light", "visit"]}, {"level_id": None}, True),
    ],
)
@pytest.mark.parametrize("area", [PORVOO, SIPOO], ids=["at home", "next door"])
def test_an_offer_for_some_errands_or_levels_is_found_for_those_only(limits, errand, serves, area):
    assert offered(offer("one", "service_point", area, **limits), **errand) is serves


# Validity


@pytest.mark.parametrize(
    ("valid", "serves"),
    [
        ({"from": "2026-11-23"}, True),
        ({"from": "2026-11-24"}, False),
        ({"until": "2026-11-23"}, True),
        ({"until": "2026-11-22"}, False),
        ({"from": "2026-11-01", "until": "2026-11-30"}, True),
    ],
)
def test_an_offer_is_found_from_its_first_day_to_its_last(valid, serves):
    assert offered(offer("one", "chat", valid=valid)) is serves


def test_the_day_is_that_of_finland():
    one = offer("one", "chat", valid={"from": "2026-11-24"})
    assert not offered(one, now=datetime(2026, 11, 23, 21, 59, tzinfo=timezone.utc))
    assert offered(one, now=datetime(2026, 11, 23, 22, 0, tzinfo=timezone.utc))


# Postcodes


@pytest.mark.parametrize(
    ("area", "postcode", "serves"),
    [
        ({"postcodes": ["06100", "06150"]}, "06150", True),
        ({"postcodes": ["06100"]}, "06150", False),
        ({"postcodes": ["06100"]}, None, True),
        ({"postcodes": ["06100"], "municipalities": [PORVOO]}, "06150", True),
        ({"postcodes": ["06100"], "counties": ["01"]}, "06150", True),
        ({"postcodes": ["06100"], "regions": ["01"]}, "06150", True),
        ({"postcodes": ["06100"], "counties": ["05"]}, "06150", False),
        ({"postcodes": ["00100"]}, "06100", False),
        ({"postcodes": ["00100"]}, None, False),
    ],
)
def test_an_offer_for_some_postcodes_is_found_there(area, postcode, serves):
    assert offered(offer("one", "home_visit", area), postcode=postcode) is serves


# Errands with login


@pytest.mark.parametrize("area", [PORVOO, SIPOO, {"regions": ["01"]}, "country"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_an_errand_with_login_is_never_sent_to_who_may_not_help_with_it(channel, area):
    one = offer("one", channel, area, login_errands=False)
    assert not offered(one, login=True)
    if channel in ("service_point", "training") or area != SIPOO:
        assert offered(one, login=False)


def test_who_may_not_help_is_passed_over_even_when_nobody_else_is_open():
    known = directory(
        offer("library", "service_point", hours="always", login_errands=False),
        offer("office", "service_point", hours={"tue": "09:00-10:00"}),
    )
    assert ids(known, "service_point", login=True)[0] == "office"
    assert ids(known, "service_point", login=False)[0] == "library"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("said", [{}, {"login_errands": True}], ids=["not said", "said"])
def test_only_authorities_service_points_and_advice_lines_help_with_a_login_whatever_is_said(kind, channel, said):
    one = offer("one", channel, kind=kind, **said)
    a_computer_to_use = channel in ("self_service", "self_service_point")
    assert offered(one, login=True) is (kind in HELP_WITH_LOGIN or a_computer_to_use)
    assert offered(one, login=False)


def test_where_only_a_library_helps_an_errand_with_login_gets_the_authority():
    library = offer("library", "service_point", kind="library")
    assert ids(directory(library, contact=offer("contact")), "service_point", login=True) == ["contact"]


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_in_the_invented_municipality_a_login_is_never_sent_to_the_library_s_staff_or_a_course(language):
    given = find(EXAMPLE, Query(CHANNELS, "999", [language], login=True), MONDAY).found
    assert all(one.offer.login_errands for one in given)
    names = {one.offer.id for one in given}
    assert "esimerkkila-kirjasto-kone" in names
    assert not {"esimerkkila-kirjasto-opastus", "esimerkkila-opisto-kurssi"} & names


def test_an_errand_without_login_may_be_learnt_on_a_course():
    assert find(EXAMPLE, Query(["training"], "999"), MONDAY).found[0].offer.id == "esimerkkila-opisto-kurssi"


def test_the_time_zone_of_the_question_does_not_matter():
    known = directory(offer("a", "chat", hours={"tue": "09:00-10:00"}), offer("b", "chat"), offer("c", HELSINKI_CITY))
    now = datetime(2026, 11, 23, 8, 59, tzinfo=HELSINKI)
    assert found(known, "chat", now=now) == found(known, "chat", now=now.astimezone(timezone.utc))
