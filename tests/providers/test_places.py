"""The facts of data/geo held against what is known of Finland, and what places.py makes of them."""

from __future__ import annotations

import csv
import runpy
import shutil
import time
from math import acos, cos, radians, sin

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.data_file import DataError
from bot.language.municipalities import MUNICIPALITIES
from bot.providers.places import GEO, Point, load_places

PLACES = load_places()
ALL = PLACES.municipalities
CODES = sorted(ALL)
EARTH = 6371.0
RINGS = ["municipality", "neighbours", "county", "region", "country"]

SWEDISH_MAJORITY = {
    "Inkoo", "Kemiönsaari", "Korsnäs", "Kristiinankaupunki", "Kruunupyy", "Luoto", "Maalahti", "Mustasaari", "Närpiö",
    "Parainen", "Pedersöre", "Pietarsaari", "Raasepori", "Uusikaarlepyy", "Vöyri",
}  # fmt: skip
FINNISH_MAJORITY = {
    "Espoo", "Hanko", "Helsinki", "Kaskinen", "Kauniainen", "Kirkkonummi", "Kokkola", "Lapinjärvi", "Lohja", "Loviisa",
    "Myrskylä", "Porvoo", "Pyhtää", "Sipoo", "Siuntio", "Turku", "Vaasa", "Vantaa",
}  # fmt: skip
NEIGHBOURS = """
    Helsinki-Espoo Helsinki-Vantaa Helsinki-Sipoo Espoo-Kauniainen Espoo-Kirkkonummi Vantaa-Kerava
    Porvoo-Loviisa Hanko-Raasepori Lohja-Vihti Lohja-Salo Turku-Kaarina Turku-Raisio Turku-Lieto
    Parainen-Kaarina Kemiönsaari-Salo Rauma-Eurajoki Pori-Ulvila Tampere-Nokia Tampere-Pirkkala
    Tampere-Kangasala Tampere-Ylöjärvi Tampere-Orivesi Forssa-Tammela Hämeenlinna-Hattula Lahti-Hollola
    Lahti-Heinola Kotka-Hamina Kouvola-Iitti Lappeenranta-Imatra Lappeenranta-Lemi Mikkeli-Juva Savonlinna-Kitee
    Joensuu-Kontiolahti Joensuu-Ilomantsi Lieksa-Nurmes Kuopio-Siilinjärvi Iisalmi-Sonkajärvi Varkaus-Joroinen
    Jyväskylä-Muurame Jyväskylä-Laukaa Seinäjoki-Ilmajoki Vaasa-Mustasaari Korsnäs-Närpiö Närpiö-Kaskinen
    Pietarsaari-Luoto Pietarsaari-Pedersöre Kokkola-Kruunupyy Kajaani-Sotkamo Kuhmo-Suomussalmi Oulu-Kempele
    Oulu-Ii Kemi-Keminmaa Tornio-Ylitornio Rovaniemi-Ranua Inari-Utsjoki Salla-Kuusamo Muonio-Enontekiö
    Maarianhamina-Jomala Eckerö-Hammarland Brändö-Kumlinge
"""
NO_NEIGHBOURS = """
    Helsinki-Kauniainen Helsinki-Tuusula Helsinki-Porvoo Espoo-Lohja Turku-Salo Turku-Paimio Tampere-Hämeenlinna
    Lahti-Kouvola Kotka-Loviisa Mikkeli-Savonlinna Joensuu-Kitee Kuopio-Joensuu Kuopio-Jyväskylä
    Vaasa-Pietarsaari Seinäjoki-Vaasa Oulu-Raahe Rovaniemi-Kemi Rovaniemi-Inari Utsjoki-Enontekiö
    Savukoski-Inari Eckerö-Maarianhamina Brändö-Kustavi Brändö-Helsinki Kökar-Parainen Hanko-Kirkkonummi
    Tammela-Tampere Pyhäjärvi-Pelkosenniemi
"""
# Centres as they were given to us, each that of another place with the same name.
WRONG_CENTRES = {
    "Brändö": Point(60.1857, 25.0052),
    "Kärkölä": Point(60.6129, 23.942),
    "Pyhäjärvi": Point(67.0701, 27.2176),
    "Tammela": Point(61.5023, 23.7796),
}


def code(name):
    return next(place.code for place in ALL.values() if place.names["fi"] == name)


def names(codes):
    return {ALL[code].names["fi"] for code in codes}


def apart(pair):
    first, _, second = pair.partition("-")
    return ALL[code(first)], ALL[code(second)]


def out_of_place(place, point):
    """How many times farther the nearest centre of the same region is than the nearest of all."""
    others = [other for other in ALL.values() if other != place]
    nearest = min(PLACES.distance_km(point, other.point) for other in others)
    return min(PLACES.distance_km(point, other.point) for other in others if other.region == place.region) / nearest


def test_there_are_308_municipalities_and_each_has_a_region_and_outside_aland_a_county():
    assert len(ALL) == 308
    assert {place.region for place in ALL.values()} == set(PLACES.regions)
    assert {place.county for place in ALL.values()} == {None, *PLACES.counties}
    assert all((place.county is None) == PLACES.is_aland(place.code) for place in ALL.values())


def test_a_county_lies_in_one_region():
    for county in PLACES.counties:
        assert len({place.region for place in ALL.values() if place.county == county}) == 1


def test_regions_and_counties_have_both_names():
    for area in [*PLACES.regions.values(), *PLACES.counties.values()]:
        assert set(area) == {"fi", "sv"} and all(area.values())
    assert PLACES.regions["02"] == {"fi": "Varsinais-Suomi", "sv": "Egentliga Finland"}
    assert PLACES.counties["05"]["sv"] == "Egentliga Finlands välfärdsområde"
    assert names(code for code in CODES if ALL[code].county == "90") == {"Helsinki"}
    assert len(PLACES.regions) == 19 and len(PLACES.counties) == 22


def test_the_names_are_those_that_the_chat_knows():
    known = yaml.safe_load(MUNICIPALITIES.read_text(encoding="utf-8"))["municipalities"]
    assert set(known) == set(ALL)
    for place in ALL.values():
        names = {"fi": next(iter(known[place.code]["fi"])), "sv": known[place.code]["sv"][0]}
        assert names == place.names or place.code == "284", "only Koski Tl is called something else"


def test_aland_is_swedish_and_the_majority_language_comes_first_elsewhere():
    assert names(code for code in CODES if ALL[code].languages == ("sv", "fi")) == SWEDISH_MAJORITY
    assert names(code for code in CODES if ALL[code].languages == ("fi", "sv")) == FINNISH_MAJORITY
    swedish = {code for code in CODES if ALL[code].languages == ("sv",)}
    assert swedish == {code for code in CODES if PLACES.is_aland(code)} and len(swedish) == 16
    assert {place.languages for place in ALL.values()} == {("fi",), ("sv",), ("fi", "sv"), ("sv", "fi")}


def test_no_centre_lies_in_the_midst_of_another_region():
    assert [place.names["fi"] for place in ALL.values() if out_of_place(place, place.point) > 4] == []


@pytest.mark.parametrize("name", WRONG_CENTRES)
def test_a_centre_of_another_place_with_the_same_name_is_noticed(name):
    assert out_of_place(ALL[code(name)], WRONG_CENTRES[name]) > 4


def test_no_two_municipalities_have_the_same_centre():
    assert all(
        PLACES.distance_km(ALL[a].point, ALL[b].point) > 3 for index, a in enumerate(CODES) for b in CODES[:index]
    )


@pytest.mark.parametrize("pair", NEIGHBOURS.split())
def test_municipalities_with_a_common_border_are_neighbours(pair):
    first, second = apart(pair)
    assert second.code in first.neighbours


@pytest.mark.parametrize("pair", NO_NEIGHBOURS.split())
def test_municipalities_without_a_common_border_are_not(pair):
    first, second = apart(pair)
    assert second.code not in first.neighbours


def test_everybody_has_a_neighbour_and_is_one_to_it():
    for place in ALL.values():
        assert place.neighbours and place.code not in place.neighbours
        assert all(place.code in ALL[other].neighbours for other in place.neighbours)


def test_kauniainen_lies_inside_espoo():
    assert names(ALL[code("Kauniainen")].neighbours) == {"Espoo"}


def test_no_neighbour_is_across_the_sea_from_aland():
    for place in ALL.values():
        assert {PLACES.is_aland(other) for other in place.neighbours} == {PLACES.is_aland(place.code)}


def test_the_neighbours_are_those_that_the_script_works_out():
    with (GEO / "municipalities.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    corrections = yaml.safe_load((GEO / "neighbours.yml").read_text(encoding="utf-8"))
    worked_out = runpy.run_path(str(GEO / "neighbours.py"))["neighbours"](rows, corrections)
    assert {code: set(found) for code, found in worked_out.items()} == {c: set(ALL[c].neighbours) for c in CODES}
    assert not any(
        set(corrections["wrong"].get(name, [])) & set(others) for name, others in corrections["missing"].items()
    )


def test_every_postcode_has_five_digits_and_a_municipality_and_every_municipality_a_postcode():
    assert all(len(postcode) == 5 and postcode.isdecimal() for postcode in PLACES.postcodes)
    assert set(PLACES.postcodes.values()) == set(ALL)


@pytest.mark.parametrize(
    "text, name",
    [
        ("091", "Helsinki"), ("00100", "Helsinki"), ("FI-00100", "Helsinki"), ("fi-00100", "Helsinki"),
        ("00 100", "Helsinki"), (" 96100\n", "Rovaniemi"), ("AX-22100", "Maarianhamina"), ("22920", "Brändö"),
        ("Helsingfors", "Helsinki"), ("ÅBO", "Turku"), ("s:t  michel", "Mikkeli"), ("Koski Tl", "Koski Tl"),
        ("Mänttä-Vilppula", "Mänttä-Vilppula"),
    ],
)  # fmt: skip
def test_a_code_a_postcode_or_an_official_name_stands_for_a_municipality(text, name):
    assert names([PLACES.municipality_of(text)]) == {name}


@pytest.mark.parametrize("text", ["", "-", "999", "00001", "0010", "FI-", "Helsingissä", "Atlantis", "00100 Helsinki"])
def test_what_is_none_of_these_stands_for_nothing(text):
    assert PLACES.municipality_of(text) is None


def test_every_municipality_is_found_by_its_code_and_both_names_in_any_capitals():
    for place in ALL.values():
        for name in place.names.values():
            assert {PLACES.municipality_of(text) for text in (place.code, name, name.upper(), name.lower())} == {
                place.code
            }


@given(st.text() | st.from_regex(r"(FI-)?\d{2} ?\d{1,3}", fullmatch=True))
def test_no_text_breaks_it(text):
    assert PLACES.municipality_of(text) in {None, *ALL}
    assert set(PLACES.ambiguous(text)) <= set(ALL)


def test_each_ring_holds_only_what_is_new_and_together_they_hold_the_country():
    for start in CODES:
        rings = PLACES.widening(start)
        order = [name for name, _ in rings]
        assert order == [name for name in RINGS if name in order]
        assert rings[0] == ("municipality", frozenset({start})) and rings[1] == ("neighbours", ALL[start].neighbours)
        assert all(ring for _, ring in rings)
        assert sum(len(ring) for _, ring in rings) == len(ALL) and frozenset().union(*dict(rings).values()) == set(ALL)


def test_the_search_widens_from_espoo_by_its_county_and_then_its_region():
    rings = dict(PLACES.widening("049"))
    assert names(rings["county"]) == {"Hanko", "Inkoo", "Karkkila", "Lohja", "Raasepori", "Siuntio"}
    assert {"Porvoo", "Hyvinkää"} <= names(rings["region"]) and "Turku" not in names(rings["region"])


def test_aland_has_no_county_and_reaches_the_mainland_last():
    rings = dict(PLACES.widening("478"))
    assert list(rings) == ["municipality", "neighbours", "region", "country"]
    assert all(PLACES.is_aland(code) == (name != "country") for name, ring in rings.items() for code in ring)


def test_an_invented_municipality_has_the_country_around_it():
    assert PLACES.municipality("999") is None and not PLACES.is_aland("999")
    assert PLACES.widening("999") == [("municipality", {"999"}), ("country", set(ALL))]


@pytest.mark.parametrize(
    "pair, kilometres", [("Helsinki-Turku", 151), ("Helsinki-Rovaniemi", 705), ("Helsinki-Espoo", 16)]
)
def test_distances_are_those_of_the_map(pair, kilometres):
    first, second = apart(pair)
    assert PLACES.distance_km(first.point, second.point) == pytest.approx(kilometres, rel=0.03)


@given(*[st.builds(Point, st.floats(59, 70.1), st.floats(19, 32))] * 2)
def test_a_distance_is_the_angle_at_the_middle_of_the_earth(a, b):
    (lat, lon), (other_lat, other_lon) = (map(radians, point) for point in (a, b))
    angle = acos(min(1.0, sin(lat) * sin(other_lat) + cos(lat) * cos(other_lat) * cos(lon - other_lon)))
    assert PLACES.distance_km(a, b) == pytest.approx(EARTH * angle, abs=0.01, rel=1e-5)
    assert PLACES.distance_km(a, b) == pytest.approx(PLACES.distance_km(b, a))


def test_an_ambiguous_name_is_told_apart_in_both_languages():
    for meanings in PLACES.ambiguities.values():
        assert len(meanings) > 1 and set(meanings) <= set(ALL)
        for language in ("fi", "sv"):
            assert len({told[language] for told in meanings.values()}) == len(meanings)


@pytest.mark.parametrize(
    "name, meant",
    [
        ("Brändö", ["Brändö", "Helsinki", "Vaasa"]), (" brändö", ["Brändö", "Helsinki", "Vaasa"]),
        ("Koski", ["Koski Tl", "Hollola"]), ("Tammela", ["Tammela", "Tampere"]), ("Lappo", ["Lapua", "Brändö"]),
        ("Koski Tl", []), ("Karleby", []), ("Nykarleby", []), ("Helsinki", []), ("", []),
    ],
)  # fmt: skip
def test_only_an_ambiguous_name_is_asked(name, meant):
    assert [ALL[code].names["fi"] for code in PLACES.ambiguous(name)] == meant


def test_what_the_chat_takes_an_ambiguous_name_for_is_one_of_its_meanings():
    known = yaml.safe_load(MUNICIPALITIES.read_text(encoding="utf-8"))["municipalities"]
    taken = [(name, code) for code, entry in known.items() for name in [*entry["fi"], *entry["sv"]]]
    found = {name: code for name, code in taken if PLACES.ambiguous(name)}
    assert set(found) == {"Brändö", "Degerby", "Jurmo", "Koski", "Kyrö", "Lappo", "Längelmäki", "Tammela"}
    assert all(code in PLACES.ambiguous(name) for name, code in found.items())


@pytest.mark.parametrize(
    "file, found, written, line",
    [
        ("municipalities.csv", "fi,14,16,63.0,", "fi,14,16,north,", 2),
        ("municipalities.csv", "code,", "number,", 2),
        ("postcodes.csv", "00003,091", "00003", 3),
        ("postcodes.csv", "00003,091", "00003,091,Helsinki", 3),
    ],
)
def test_a_damaged_file_is_named_with_its_line(tmp_path, file, found, written, line):
    folder = shutil.copytree(GEO, tmp_path / "geo")
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(text.replace(found, written, 1), encoding="utf-8")
    with pytest.raises(DataError) as problem:
        load_places(folder)
    assert (problem.value.file.name, problem.value.line) == (file, line)


def test_a_missing_file_is_named(tmp_path):
    folder = shutil.copytree(GEO, tmp_path / "geo")
    (folder / "postcodes.csv").unlink()
    with pytest.raises(DataError, match=r"postcodes\.csv"):
        load_places(folder)


def test_the_places_load_in_50_milliseconds_and_once():
    def seconds():
        start = time.process_time()
        load_places.__wrapped__()
        return time.process_time() - start

    assert min(seconds() for _ in range(5)) < 0.05
    assert load_places() is PLACES
