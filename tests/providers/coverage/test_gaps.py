"""What a cell without help is: a gap, a serious one, a perhaps, or nothing that anybody asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.data_file import ROOT, DataFile
from bot.providers.coverage.counting import (
    COVERED,
    GAP,
    NOT_ASKED,
    PARTLY,
    SERIOUS_GAP,
    TIMES,
    UNTIMED,
    coverage,
    level_coverage,
)
from tests.providers.coverage.samples import (
    HELSINKI_CITY,
    KOUVOLA,
    LEVELS,
    MARIEHAMN,
    PLACES,
    WEEK,
    cell,
    offer,
    states,
)

TRIAGE = DataFile(ROOT / "data" / "triage" / "levels.yml", "levels").data
THERE = {COVERED, PARTLY}


def at_level(*offers, municipality=HELSINKI_CITY, level="light", when=None):
    rows = level_coverage(offers, PLACES, [municipality], WEEK, LEVELS)
    return {row.language: row.state(when) for row in rows if row.id == level}


def test_a_channel_that_nobody_has_is_a_plain_gap_in_every_language():
    assert states() == {"091": GAP, "905": GAP, "286": GAP, "478": GAP}
    assert states(language="fi") == {"091": GAP, "905": GAP, "286": GAP, "478": NOT_ASKED}


@pytest.mark.parametrize("area", ["091", {"postcodes": ["00100"]}])
@pytest.mark.parametrize(("given_in", "missing_in"), [("fi", "sv"), ("sv", "fi")])
def test_a_channel_in_one_of_two_official_languages_is_a_serious_gap_in_the_other(area, given_in, missing_in):
    assert cell(offer(area=area, languages=[given_in]), language=missing_in).state() == SERIOUS_GAP


def test_a_channel_missing_in_a_language_that_is_not_official_is_a_plain_gap():
    assert cell(offer(area="286"), municipality=KOUVOLA, language="sv").state() == GAP
    assert cell(offer(area="286", languages=["sv"]), municipality=KOUVOLA, language="fi").state() == GAP


@pytest.mark.parametrize(
    ("municipality", "found"),
    [
        (HELSINKI_CITY, {"fi": SERIOUS_GAP, "sv": SERIOUS_GAP}),
        (KOUVOLA, {"fi": SERIOUS_GAP, "sv": GAP}),
        (MARIEHAMN, {"fi": NOT_ASKED, "sv": SERIOUS_GAP}),
    ],
)
def test_a_level_that_has_nothing_at_all_is_a_serious_gap_in_every_official_language(municipality, found):
    assert at_level(municipality=municipality) == found


def test_a_level_with_help_only_in_a_language_that_is_not_official_helps_nobody_in_their_own():
    found = at_level(offer(area="286", languages=["sv"]), municipality=KOUVOLA)
    assert found == {"fi": SERIOUS_GAP, "sv": COVERED}


def test_a_level_with_help_on_weekdays_alone_has_plain_gaps_on_sunday_and_an_unequal_one_is_serious_when_open():
    weekdays = offer(hours={"mon-fri": "09:00-15:00"})
    assert at_level(weekdays, when="sunday") == {"fi": GAP, "sv": GAP}
    assert at_level(weekdays, when="weekdays") == {"fi": COVERED, "sv": SERIOUS_GAP}


def test_a_gap_is_not_serious_as_long_as_it_is_not_known_whether_the_other_language_has_help_then():
    by_appointment = offer(hours="by_reservation")
    assert cell(by_appointment, language="sv").state("saturday") == GAP
    assert cell(by_appointment, language="sv").state() == SERIOUS_GAP


@settings(deadline=None, max_examples=80)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["phone", "chat"]),
            st.sampled_from(["091", "286", "478", "country", {"postcodes": ["00100", "45100"]}]),
            st.sampled_from(["always", "by_reservation", {"mon-fri": "09:00-16:00"}, {"sat": "10:00-12:30"}]),
            st.sampled_from([("fi",), ("sv", "en"), ("fi", "sv")]),
        ),
        max_size=4,
    ),
    st.sampled_from([HELSINKI_CITY, KOUVOLA, MARIEHAMN]),
    st.sampled_from([None, *TIMES]),
)
def test_a_gap_is_serious_exactly_where_service_is_unequal_or_a_level_has_no_offer(given_offers, place, when):
    offers = [offer(str(number), *one) for number, one in enumerate(given_offers)]
    by_channel = coverage(offers, PLACES, [place], WEEK)
    for row in by_channel + level_coverage(offers, PLACES, [place], WEEK, LEVELS):
        siblings = by_channel if row.by == "channel" else level_coverage(offers, PLACES, [place], WEEK, LEVELS)
        official = [one for one in siblings if one.id == row.id and one.language in place.languages]
        unequal = any(one.state(when) in THERE for one in official)
        no_offer = row.by == "level" and not any(one.whole.offers or one.partly.offers for one in official)
        empty = row.state(when) not in THERE | {UNTIMED}
        serious = empty and row.language in place.languages and (unequal or no_offer)
        assert (row.state(when) == SERIOUS_GAP) == serious


def test_help_in_finnish_in_aland_still_shows():
    assert states(offer(area="478"), language="fi")["478"] == COVERED


def test_who_is_there_on_a_saturday_in_swedish_for_a_home_visit_is_one_filter():
    offers = [
        offer("a", "home_visit", "091", {"sat": "10:00-14:00"}, ["fi", "sv"]),
        offer("b", "home_visit", "905", {"sat": "09:00-15:00"}, ["fi"]),
        offer("e", "home_visit", "905", {"mon-fri": "09:00-15:00"}, ["sv"]),
        offer("c", "home_visit", "478", "by_reservation", ["sv"]),
        offer("d", "phone", "286", "always", ["sv"]),
    ]
    found = states(*offers, when="saturday", channel="home_visit")
    assert found == {"091": COVERED, "905": SERIOUS_GAP, "286": GAP, "478": UNTIMED}


def test_an_offer_by_appointment_is_help_at_any_time_but_only_perhaps_on_a_saturday():
    row = cell(offer(hours="by_reservation"))
    assert (row.state(), row.state("saturday"), row.hours()) == (COVERED, UNTIMED, 0)


def test_a_level_has_help_when_any_of_its_channels_has():
    rows = level_coverage([offer(channel="home_visit", area="091")], PLACES, [HELSINKI_CITY], WEEK, LEVELS)
    found = {row.id: row.state() for row in rows if row.language == "fi"}
    assert found == {"visit": SERIOUS_GAP, "light": SERIOUS_GAP, "demanding": COVERED}


def test_an_offer_for_one_level_is_no_help_at_another():
    rows = level_coverage([offer(levels=["light"])], PLACES, [HELSINKI_CITY], WEEK, LEVELS)
    assert {row.id for row in rows if row.state() == COVERED} == {"light"}


def test_the_levels_of_the_decision_model_can_be_given():
    levels = {
        level: {c for row in TRIAGE["rows"] if row["level"] == level for c in row["channels"]}
        for level in TRIAGE["levels"]
    }
    rows = level_coverage([offer(channel="self_service", area="country")], PLACES, [KOUVOLA], WEEK, levels)
    assert {row.id for row in rows if row.state() == COVERED} == {"self_service"}


@pytest.mark.parametrize("level", ["visit", "on_behalf", "light"])
@pytest.mark.parametrize("fields", [{}, {"login_errands": False}, {"staffed": False}])
@pytest.mark.parametrize("kind", ["authority", "library"])
def test_who_may_not_handle_an_errand_is_no_help_where_one_is_handled(level, fields, kind):
    one = offer(channel="service_point", **fields)
    one = replace(one, login_errands=kind == "authority" and fields.get("login_errands", True))
    rows = level_coverage([one], PLACES, [HELSINKI_CITY], WEEK, {level: ("service_point",)})
    covered = any(row.state() == COVERED for row in rows)
    assert covered is (level == "light" or (kind == "authority" and not fields))
