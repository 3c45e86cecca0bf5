"""How wide it is looked: own municipality, neighbours, county, region, country; only for places, and not too far."""

from __future__ import annotations

import pytest

from bot.providers.find import FARTHEST_KM
from tests.providers.building import (
    HELSINKI_CITY,
    INARI,
    JOMALA,
    LAHTI,
    LAPINJARVI,
    MARIEHAMN,
    PLACES,
    PORVOO,
    SIPOO,
    directory,
    found,
    ids,
    offer,
)

RINGS = {"neighbours": SIPOO, "county": LAPINJARVI, "region": HELSINKI_CITY, "country": LAHTI}
GO_THERE = ("service_point", "self_service_point", "mobile_service_point", "training")
WIDENED = ("service_point", "self_service_point", "training")
STAY = ("self_service", "chat", "video", "phone", "home_visit")
PORVOO_POINT = PLACES.municipalities[PORVOO].point


def north(km):
    """A point so many kilometres north of Porvoo's centre: a degree of latitude is 111.2 km."""
    return [PORVOO_POINT.lat + km / 111.195, PORVOO_POINT.lon]


def own(known, *channels, **more):
    """What is found except the last resort."""
    return [one for one in found(known, *channels, **more) if "LAST_RESORT" not in one.reasons]


# What serves the own municipality


def test_the_rings_of_these_tests_are_those_of_the_places():
    rings = dict(PLACES.widening(PORVOO))
    assert all(code in rings[ring] for ring, code in RINGS.items())


@pytest.mark.parametrize("channel", [*GO_THERE, *STAY])
def test_the_own_municipality_s_comes_before_the_county_s_the_region_s_and_the_country_s(channel):
    areas = {"d": PORVOO, "c": {"counties": ["01"]}, "b": {"regions": ["01"]}, "a": "country"}
    known = directory(*(offer(name, channel, area, hours="always") for name, area in areas.items()))
    given = own(known, channel)[:4]
    assert [(one.offer.id, one.ring) for one in given] == [
        ("d", "municipality"),
        ("c", "county"),
        ("b", "region"),
        ("a", "country"),
    ]
    assert not any(one.widened for one in given)


@pytest.mark.parametrize(
    "area",
    [
        PORVOO,
        {"municipalities": [SIPOO, PORVOO]},
        {"postcodes": ["06100"]},
        {"municipalities": [PORVOO], "regions": ["19"]},
    ],
)
def test_who_serves_the_municipality_among_others_is_the_municipality_s_own(area):
    assert found(directory(offer("one", "chat", area)), "chat")[0].ring == "municipality"


def test_nearness_outweighs_an_open_door_by_bands_of_distance():
    near = offer("z-near", "service_point", point=north(4), hours="unknown")
    same_band = offer("y-open", "service_point", point=north(1), hours="always")
    far = offer("a-far", "service_point", point=north(14), hours="always")
    assert ids(directory(far, near), "service_point")[:2] == ["z-near", "a-far"]
    assert ids(directory(near, same_band), "service_point")[:2] == ["y-open", "z-near"]


def test_the_own_municipality_s_place_outweighs_a_nearer_one_of_the_region():
    region = offer("a-region", "service_point", {"regions": ["01"]}, point=north(1), hours="always")
    known = directory(region, offer("b-own", "service_point", point=north(30), hours="unknown"))
    assert ids(known, "service_point")[:2] == ["b-own", "a-region"]


@pytest.mark.parametrize(("km", "is_near"), [(0, True), (15, True), (17, False)])
def test_the_distance_is_told_in_whole_kilometres_and_what_is_near_is_called_near(km, is_near):
    one = found(directory(offer("one", "service_point", point=north(km))), "service_point")[0]
    assert one.distance_km == km
    assert ("NEAR" in one.reasons) is is_near


def test_where_nobody_goes_there_is_no_distance():
    one = found(directory(offer("one", "home_visit", point=north(30))), "home_visit")[0]
    assert (one.distance_km, "NEAR" in one.reasons) == (None, False)


# Widening


@pytest.mark.parametrize("channel", WIDENED)
@pytest.mark.parametrize("ring", RINGS)
def test_where_nothing_serves_the_municipality_a_place_of_the_nearest_ring_is_told_as_widened(ring, channel):
    wider = list(RINGS)[list(RINGS).index(ring) :]
    known = directory(*(offer(f"in-{name}", channel, RINGS[name], hours="always") for name in reversed(wider)))
    assert [(one.offer.id, one.ring, one.widened) for one in own(known, channel)] == [(f"in-{ring}", ring, True)]


@pytest.mark.parametrize("channel", [*STAY, "mobile_service_point"])
def test_nobody_comes_or_drives_from_and_no_line_is_another_municipality_s(channel):
    known = directory(*(offer(f"in-{ring}", channel, code) for ring, code in RINGS.items()))
    assert set(ids(known, channel)) <= {"national"}


@pytest.mark.parametrize("area", [PORVOO, {"counties": ["01"]}, "country"])
def test_what_serves_the_own_municipality_is_never_widened_even_when_it_is_closed(area):
    known = directory(offer("own", "service_point", area, hours="unknown"), offer("next-door", "service_point", SIPOO))
    assert [(one.offer.id, one.widened) for one in own(known, "service_point")] == [("own", False)]


def test_an_own_place_that_does_not_fit_is_no_reason_to_stay():
    library = offer("library", "service_point", login_errands=False)
    known = directory(library, offer("next-door", "service_point", SIPOO))
    assert [one.offer.id for one in own(known, "service_point", login=True)] == ["next-door"]


def test_a_ring_where_nobody_speaks_the_language_is_passed_over():
    known = directory(
        offer("neighbours-fi", "service_point", SIPOO, languages=["fi"], interpreter=True),
        offer("region-sv", "service_point", HELSINKI_CITY, languages=["sv"]),
    )
    given = own(known, "service_point", languages=["sv"])
    assert [(one.offer.id, one.ring) for one in given] == [("region-sv", "region")]


def test_of_a_ring_the_nearer_place_comes_first():
    known = directory(
        offer("a", "service_point", HELSINKI_CITY, hours="always"),
        offer("b", "service_point", HELSINKI_CITY, point=north(20), hours="unknown"),
    )
    assert [one.offer.id for one in own(known, "service_point")] == ["b", "a"]


# Too far


@pytest.mark.parametrize(("km", "offered"), [(FARTHEST_KM - 1, True), (FARTHEST_KM + 1, False)])
def test_nobody_is_sent_farther_than_the_farthest(km, offered):
    known = directory(offer("one", "service_point", LAHTI, point=north(km)))
    assert [one.distance_km for one in own(known, "service_point")] == ([km] if offered else [])


@pytest.mark.parametrize("said", [{}, {"municipality": INARI}, {"point": [68.906, 27.029]}])
def test_a_place_at_the_other_end_of_the_country_is_never_told(said):
    assert ids(directory(offer("inari", "service_point", INARI, **said)), "service_point") == ["national"]


def test_the_nearest_of_the_next_ring_is_told_when_the_nearer_ring_s_are_too_far():
    known = directory(
        offer("a", "service_point", LAPINJARVI, point=north(FARTHEST_KM + 1)),
        offer("b", "service_point", LAHTI, point=north(60)),
    )
    assert [(one.offer.id, one.ring) for one in own(known, "service_point")] == [("b", "country")]


def test_a_neighbouring_municipality_s_place_is_never_too_far():
    utsjoki = "890"
    given = own(directory(offer("inari", "service_point", INARI)), "service_point", municipality=utsjoki)
    assert [(one.ring, one.distance_km) for one in given] == [("neighbours", 111.0)]
    assert given[0].distance_km > FARTHEST_KM


@pytest.mark.parametrize("area", [{"municipalities": [SIPOO, LAHTI]}, {"counties": ["06"]}, {"postcodes": ["04130"]}])
def test_nobody_is_sent_to_a_place_whose_municipality_is_not_known(area):
    somewhere = offer("one", "service_point", area, point=north(5))
    assert own(directory(somewhere), "service_point") == []
    assert PLACES.postcodes["04130"] == SIPOO
    in_sipoo = offer("one", "service_point", area, point=north(5), municipality=SIPOO)
    assert [one.distance_km for one in own(directory(in_sipoo), "service_point")] == [5.0]


@pytest.mark.parametrize("municipality", ["999", "unknown", ""])
def test_somebody_whose_municipality_is_not_known_is_not_sent_anywhere(municipality):
    known = directory(*(offer(f"in-{ring}", "service_point", code) for ring, code in RINGS.items()))
    assert ids(known, "service_point", municipality=municipality) == ["national"]


def test_the_distance_to_another_municipality_is_that_of_the_centres_when_nothing_else_is_known():
    centre = round(PLACES.distance_km(PORVOO_POINT, PLACES.municipalities[SIPOO].point))
    assert found(directory(offer("one", "service_point", SIPOO)), "service_point")[0].distance_km == centre
    elsewhere = offer("one", "service_point", SIPOO, municipality=HELSINKI_CITY)
    assert found(directory(elsewhere), "service_point")[0].distance_km > centre
    assert found(directory(offer("one", "service_point")), "service_point")[0].distance_km is None


# Åland


@pytest.mark.parametrize("channel", ["phone", "service_point", "home_visit"])
def test_what_is_for_the_whole_country_except_aland_is_not_for_aland(channel):
    known = directory(offer("mainland", channel, "except_aland"), offer("everybody", channel, "country"))
    assert ids(known, channel, municipality=MARIEHAMN)[0] == "everybody"
    assert "mainland" not in ids(known, channel, municipality=MARIEHAMN)
    assert {"mainland", "everybody"} <= set(ids(known, channel, municipality=PORVOO))


def test_on_aland_it_is_looked_next_door_and_in_the_landscape():
    next_door, whole = (
        offer("jomala", "service_point", JOMALA),
        offer("landscape", "service_point", {"regions": ["21"]}),
    )
    known = directory(next_door)
    assert [(one.offer.id, one.ring) for one in own(known, "service_point", municipality=MARIEHAMN)] == [
        ("jomala", "neighbours")
    ]
    both = own(directory(next_door, whole), "service_point", municipality=MARIEHAMN)
    assert [(one.offer.id, one.ring) for one in both] == [("landscape", "region")]


@pytest.mark.parametrize(("home", "there"), [(MARIEHAMN, PORVOO), (PORVOO, MARIEHAMN)])
def test_nobody_is_sent_across_the_sea_between_aland_and_the_mainland(home, there):
    beside = list(PLACES.municipalities[home].point)
    known = directory(offer("one", "service_point", there, point=beside))
    assert own(known, "service_point", municipality=home) == []
    assert [one.distance_km for one in own(known, "service_point", municipality=there)] != []


def test_what_has_no_county_does_not_belong_to_every_offer_without_one():
    known = directory(offer("helsinki", "chat", {"counties": ["90"]}))
    assert ids(known, "chat", municipality=MARIEHAMN) == ["national"]
    assert ids(known, "chat", municipality=HELSINKI_CITY) == ["helsinki"]
