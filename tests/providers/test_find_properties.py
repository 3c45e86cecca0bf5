"""What holds for every directory and every question, and the order held against a slow reading of the same rules."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.providers import find
from bot.providers.find import FARTHEST_KM
from tests.providers.any_offers import directories, moments, offers, queries
from tests.providers.building import PLACES, directory

# Hours in which everything opens that ever opens again (any_offers.HOURS).
LONG = 24 * 8
GO_THERE = {"service_point", "self_service_point", "mobile_service_point", "training"}
MAY_HELP_WITH_ANYTHING = {"authority", "service_point", "advice_line"}
RINGS = ["municipality", "neighbours", "county", "region", "country"]


def look(known, query, now):
    return find(known, query, now).found


def chosen(known, query, now):
    """What is found, but for the last resort."""
    return [one for one in look(known, query, now) if "LAST_RESORT" not in one.reasons]


def speaks(offer, query):
    return any(language in offer.languages for language in query.languages)


def has_voice(query):
    return "no_voice" not in query.needs and "sign_language" not in query.needs


def without_voice(offer):
    """Whether somebody who cannot call reaches an offer: never a phone line; in writing, or by walking in."""
    if offer.channel == "phone":
        return False
    if offer.url is not None or offer.email is not None:
        return True
    return offer.channel in GO_THERE and offer.booking in ("none", "possible")


def may(offer, query, now):
    """Whether somebody may be sent to an offer at all, wherever it is."""
    day = now.date()
    for_any_errand = not offer.services and not offer.authorities
    return (
        (offer.login_errands or not query.login)
        and (has_voice(query) or without_voice(offer))
        and not (offer.channel == "video" and "sign_language" in query.needs and not offer.sign_language)
        and (offer.hours.open_now(now) is None or wait(offer.hours, now) < LONG)
        and not (offer.channel in GO_THERE and offer.step_free is False and "step_free" in query.needs)
        and (for_any_errand or query.service_id in offer.services or query.authority_id in offer.authorities)
        and (not offer.levels or query.level_id is None or query.level_id in offer.levels)
        and (offer.valid_from is None or offer.valid_from <= day)
        and (offer.valid_until is None or day <= offer.valid_until)
    )


def serves(offer, query):
    """The ring by which an offer serves a municipality, or None."""
    area, place = offer.area, PLACES.municipalities.get(query.municipality)
    if area.whole:
        return None if place and place.region == "21" and area.whole == "except_aland" else "country"
    in_postcodes = {PLACES.postcodes[code] for code in area.postcodes}
    if query.municipality in area.municipalities:
        return "municipality"
    if area.postcodes and (
        query.postcode in area.postcodes or (not query.postcode and query.municipality in in_postcodes)
    ):
        return "municipality" if query.municipality in in_postcodes else None
    if place and place.county in area.counties:
        return "county"
    return "region" if place and place.region in area.regions else None


def town_of(offer):
    """Where an offer is: told, or the one municipality that is all it serves; else None."""
    area = offer.area
    wider = area.regions or area.counties
    return offer.municipality or (min(area.municipalities) if len(area.municipalities) == 1 and not wider else None)


def distance(offer, query):
    home = PLACES.municipalities.get(query.municipality)
    town = PLACES.municipalities.get(town_of(offer)) if town_of(offer) != query.municipality else None
    there = offer.point or (town and town.point)
    return round(PLACES.distance_km(home.point, there)) if home and there and offer.channel in GO_THERE else None


def widened_ring(offer, query):
    """The ring around the municipality where a place is that somebody may be sent to, or None."""
    rings = PLACES.widening(query.municipality)[1:]
    ring = next((name for name, codes in rings if codes & served_codes(offer)), None)
    town = town_of(offer)
    if offer.channel not in GO_THERE - {"mobile_service_point"} or town is None:
        return None
    if on_aland(town) is not on_aland(query.municipality):
        return None
    away = distance(offer, query)
    return ring if ring == "neighbours" or (away is not None and away <= FARTHEST_KM) else None


def on_aland(code):
    return code in PLACES.municipalities and PLACES.municipalities[code].region == "21"


def served_codes(offer):
    area = offer.area
    of_areas = {p.code for p in PLACES.municipalities.values() if p.county in area.counties or p.region in area.regions}
    return {*area.municipalities, *of_areas, *(PLACES.postcodes[code] for code in area.postcodes)}


def is_person(offer):
    """Whether a human being who may help with any errand answers or sits beside."""
    return offer.staffed and offer.channel != "training" and offer.provider.kind in MAY_HELP_WITH_ANYTHING


def last_resort(known, query):
    place = None if has_voice(query) else known.visiting.get(query.municipality)
    return place or known.contacts.get(query.municipality) or known.last_resort


@given(directories, queries, moments)
def test_something_is_always_found_each_offer_once_and_a_human_being_among_the_best(known, query, now):
    found = look(known, query, now)
    names = [one.offer.id for one in found]
    assert 0 < len(names) == len(set(names)) <= 12
    assert any(is_person(one.offer) for one in found[: len(query.channels) + 1])


@given(directories, queries, moments)
def test_nobody_is_sent_where_they_may_not_go_but_to_the_last_resort(known, query, now):
    assert all(one.offer.channel in query.channels and may(one.offer, query, now) for one in chosen(known, query, now))
    last = [one.offer for one in look(known, query, now) if "LAST_RESORT" in one.reasons]
    assert last in ([], [last_resort(known, query)])


@given(directories, queries, moments)
def test_what_is_found_serves_the_municipality_or_is_a_place_elsewhere_that_speaks_the_language(known, query, now):
    for one in chosen(known, query, now):
        if one.widened:
            assert speaks(one.offer, query) and serves(one.offer, query) is None
            assert one.ring == widened_ring(one.offer, query) is not None
        else:
            assert one.ring == serves(one.offer, query) is not None
        assert one.distance_km == distance(one.offer, query)


@given(directories, queries, moments)
def test_no_channel_comes_back_before_each_has_had_its_best(known, query, now):
    found = [one.offer.channel for one in chosen(known, query, now) if speaks(one.offer, query)]
    firsts = list(dict.fromkeys(found))
    assert found[: len(firsts)] == firsts == sorted(firsts, key=query.channels.index)


@given(directories, queries, moments)
def test_who_speaks_the_language_comes_before_who_speaks_only_another(known, query, now):
    last = [not speaks(one.offer, query) and not one.offer.interpreter for one in chosen(known, query, now)]
    assert last == sorted(last)


@given(directories, queries, moments)
def test_a_gap_is_told_exactly_when_the_first_channel_has_nobody_here_who_speaks_the_language(known, query, now):
    gap = find(known, query, now).gap
    here = [
        one
        for one in known.offers
        if one.channel == query.channels[0] and may(one, query, now) and serves(one, query) and speaks(one, query)
    ]
    assert (gap is None) == bool(here)
    if gap:
        assert (gap.municipality, gap.channel) == (query.municipality, query.channels[0])
        assert (gap.language, gap.level_id) == (query.languages[0], query.level_id)


def told(one, query, now):
    """The reasons that hold for what was found, but for the last resort."""
    offer, needs, goes = one.offer, set(query.needs), one.offer.channel in GO_THERE
    yield from ["LANGUAGE"] if query.languages[0] in offer.languages else []
    yield from [] if speaks(offer, query) else ["OTHER_LANGUAGE"]
    if offer.interpreter and (not speaks(offer, query) or "interpreter" in needs):
        yield "INTERPRETER"
    if offer.sign_language and "sign_language" in needs:
        yield "SIGN_LANGUAGE"
    if "step_free" in needs and (offer.step_free or (goes and offer.step_free is None)):
        yield "STEP_FREE" if offer.step_free else "ASK_STEPS"
    if offer.area.postcodes and not query.postcode:
        yield "ASK_AREA"
    if offer.channel == "phone" and not has_voice(query):
        yield "ONLY_PHONE"
    of_errand = query.authority_id is not None and query.authority_id == offer.provider.authority
    if query.login and of_errand and serves(offer, query):
        yield "AUTHORITY"
    away = distance(offer, query)
    yield from ["NEAR"] if away is not None and away <= 15 else []
    yield from ["OPEN_NOW"] if offer.hours.open_now(now) else []
    yield from [] if serves(offer, query) else ["WIDENED"]


@given(directories, queries, moments)
def test_each_reason_is_told_exactly_when_it_holds(known, query, now):
    for one in look(known, query, now):
        assert sorted(one.reasons) == sorted({*told(one, query, now), *{"LAST_RESORT"}.intersection(one.reasons)})


@given(offers, queries, moments, st.randoms(use_true_random=False))
def test_the_order_of_the_files_does_not_matter(some, query, now, random):
    shuffled = random.sample(some, len(some))
    assert find(directory(*some), query, now) == find(directory(*shuffled), query, now)


@given(offers, queries, moments)
def test_offers_that_may_not_be_told_change_nothing(some, query, now):
    allowed = [one for one in some if may(one, query, now)]
    assert find(directory(*some), query, now) == find(directory(*allowed), query, now)


# The same rules read slowly


def wait(hours, now):
    steps = range(LONG)
    opens = next((step for step in steps if hours.open_now(now + timedelta(hours=step))), None)
    return len(steps) if opens is None else opens


def key(offer, tier, ring, query, now):
    tongue = min((query.languages.index(code) for code in offer.languages if code in query.languages), default=9)
    interpreter = "interpreter" in query.needs and not offer.interpreter
    signs = "sign_language" in query.needs and not offer.sign_language
    steps = "step_free" in query.needs and offer.step_free is not True
    own_authority = query.authority_id is not None and offer.provider.authority == query.authority_id
    away = distance(offer, query) or 0
    band = [away <= 5, away <= 15, away <= 40, away <= 100].count(False)
    fitness = (tongue, interpreter + signs + steps, query.login and not own_authority, RINGS.index(ring), band)
    return (tier, *fitness, wait(offer.hours, now), -offer.verified_at.toordinal(), offer.id)


def slowly(known, query, now):
    """The ids that are found: every offer is put in a tier, the tiers are sorted, then dealt out channel by channel."""
    best, others, foreign = [], [], []
    for channel in query.channels:
        tiers = []
        for one in (one for one in known.offers if one.channel == channel and may(one, query, now)):
            ring = serves(one, query)
            if ring:
                tier = 0 if speaks(one, query) else 6 if one.interpreter else 7
            else:
                ring = widened_ring(one, query) if speaks(one, query) else None
                tier = RINGS.index(ring) if ring and not (query.postcode and one.area.postcodes) else None
            if tier is not None:
                tiers.append(key(one, tier, ring, query, now))
        here = any(one[0] == 0 for one in tiers)
        nearest = min((one[0] for one in tiers if 0 < one[0] < 6), default=None)
        first_choice = {0} if here else {nearest, 6}
        good = [one[-1] for one in sorted(tiers) if one[0] in first_choice]
        best, others = [*best, *good[:1]], [*others, *good[1:]]
        foreign += [one[-1] for one in sorted(tiers) if one[0] in {6, 7} - first_choice]
    offer = {one.id: one for one in known.offers}
    if not any(is_person(offer[name]) for name in best):
        best.append(last_resort(known, query).id)
    foreign.sort(key=lambda name: not offer[name].interpreter)
    return list(dict.fromkeys([*best, *others, *foreign]))[:12]


@given(directories, queries, moments)
def test_a_slow_reading_of_the_rules_finds_the_same_in_the_same_order(known, query, now):
    assert [one.offer.id for one in look(known, query, now)] == slowly(known, query, now)
