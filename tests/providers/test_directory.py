"""What a folder of provider files becomes: who serves a place, whose contact is whose, and which folders are refused."""

from __future__ import annotations

import shutil

import pytest

from bot.data_file import DataError
from bot.providers import load_directory
from bot.providers.directory import PROVIDERS, LiveDirectory
from tests.providers.building import (
    HELSINKI_CITY,
    INARI,
    JOMALA,
    KINDS,
    LAPINJARVI,
    MARIEHAMN,
    NATIONAL,
    PLACES,
    PORVOO,
    SIPOO,
    directory,
    entry,
    offer,
    write,
    write_country,
)

EXAMPLE = load_directory()


def serves(one, municipality):
    return one in directory(one).serve(one.channel, municipality)


def read(folder):
    """The directory of a folder, read anew."""
    return LiveDirectory(folder).now()


@pytest.fixture
def folder(tmp_path):
    """A folder with the file of the whole country."""
    write_country(tmp_path)
    return tmp_path


# Who serves a place


@pytest.mark.parametrize(
    ("area", "served", "not_served"),
    [
        (PORVOO, [PORVOO], [SIPOO, "999", ""]),
        ({"municipalities": [PORVOO, INARI]}, [PORVOO, INARI], [SIPOO]),
        ({"counties": ["01"]}, [PORVOO, SIPOO, LAPINJARVI], [HELSINKI_CITY, MARIEHAMN]),
        ({"counties": ["90"]}, [HELSINKI_CITY], [PORVOO, MARIEHAMN]),
        ({"regions": ["01"]}, [PORVOO, HELSINKI_CITY], [INARI, MARIEHAMN]),
        ({"regions": ["21"]}, [MARIEHAMN, JOMALA], [PORVOO]),
        ({"postcodes": ["06100", "00100"]}, [PORVOO, HELSINKI_CITY], [SIPOO]),
        (
            {"municipalities": [INARI], "counties": ["90"], "postcodes": ["06100"]},
            [INARI, HELSINKI_CITY, PORVOO],
            [SIPOO],
        ),
        ("country", [PORVOO, INARI, MARIEHAMN, "999", ""], []),
        ("except_aland", [PORVOO, INARI, "999"], [MARIEHAMN, JOMALA]),
    ],
)
def test_an_offer_serves_who_lives_in_its_area(area, served, not_served):
    one = offer("one", "chat", area)
    assert [serves(one, code) for code in served] == [True] * len(served)
    assert [serves(one, code) for code in not_served] == [False] * len(not_served)


def test_an_offer_whose_areas_overlap_is_there_once():
    one = offer(
        "one", "chat", {"municipalities": [PORVOO], "counties": ["01"], "regions": ["01"], "postcodes": ["06100"]}
    )
    assert directory(one).serve("chat", PORVOO) == [one]


def test_an_offer_serves_by_its_own_channel_only():
    assert directory(offer("one", "chat")).serve("video", PORVOO) == []


def test_every_municipality_of_the_country_has_a_human_being_to_call():
    assert all(EXAMPLE.contact(code).phone for code in PLACES.municipalities)


# Contacts and names


def test_a_municipality_with_a_file_has_its_own_contact_and_place():
    assert EXAMPLE.contact("999").id == "esimerkkila-neuvonta-phone"
    assert EXAMPLE.place("999").id == "esimerkkila-palvelupiste"
    assert "999" in EXAMPLE.invented


@pytest.mark.parametrize("code", ["091", "unknown", ""])
def test_a_municipality_without_a_file_gets_the_national_advice_line(code):
    assert EXAMPLE.contact(code).id == "kansalaisneuvonta-phone"
    assert EXAMPLE.place(code) is None


@pytest.mark.parametrize(
    ("code", "fi", "sv"),
    [("999", "Esimerkkilä", "Exempelby"), (PORVOO, "Porvoo", "Borgå"), ("998", "998", "998")],
)
def test_a_municipality_has_its_name_in_both_languages_or_its_code(code, fi, sv):
    assert (EXAMPLE.name(code, "fi"), EXAMPLE.name(code, "sv")) == (fi, sv)


def test_two_files_of_one_municipality_are_one(folder):
    names = {"fi": "Mallila", "sv": "Modellby"}
    write(folder, "a-imported", "998", entry("imported", "chat"), invented=True)
    write(folder, "b-own", "998", entry("own"), invented=True, names=names, contact="own", visiting="own")
    known = read(folder)
    assert [one.id for one in (*known.serve("chat", "998"), *known.serve("phone", "998"))] == [
        "imported",
        "own",
        "national",
    ]
    assert (known.contact("998").id, known.place("998").id, known.name("998", "sv")) == ("own", "own", "Modellby")


def test_offers_keep_the_order_of_files_and_drafts_are_never_offers(folder):
    draft = {"id": "draft", "missing": ["channel"], "known": {"names": {"fi": "Luonnos", "sv": "Utkast"}}}
    write(folder, "b", SIPOO, entry("second"), drafts=[draft])
    write(folder, "a", PORVOO, entry("first"))
    known = read(folder)
    assert [one.id for one in known.offers] == ["first", "second", "national"]
    assert known.drafts == (draft,)


# Folders that are refused


def refused(folder):
    with pytest.raises(DataError) as problem:
        read(folder)
    return problem.value


def test_the_same_id_in_two_files_is_refused_and_both_are_named(folder):
    first = write(folder, "a", PORVOO, entry("one"))
    second = write(folder, "b", SIPOO, entry("one"))
    problem = refused(folder)
    assert (problem.file, problem.field, problem.found) == (second, "id", "one")
    assert str(first) in problem.expected


@pytest.mark.parametrize("name", ["contact", "visiting"])
def test_two_contacts_or_places_to_visit_for_one_municipality_are_refused(folder, name):
    write(folder, "a", PORVOO, entry("one"), **{name: "one"})
    second = write(folder, "b", PORVOO, entry("two"), **{name: "two"})
    problem = refused(folder)
    assert (problem.file, problem.field, problem.found) == (second, name, "two")
    assert PORVOO in problem.expected


@pytest.mark.parametrize("name", ["contact", "visiting"])
def test_a_contact_is_an_offer_of_its_own_file(folder, name):
    write(folder, "a", PORVOO, entry("one"))
    second = write(folder, "b", PORVOO, entry("two"), **{name: "one"})
    assert (refused(folder).file, refused(folder).found) == (second, "one")


@pytest.mark.parametrize("area", ["country", {"counties": ["01"]}])
def test_only_a_municipality_s_own_file_names_a_contact(folder, area):
    write(folder, "a", area, entry("one"), contact="one")
    assert refused(folder).field == "contact"


@pytest.mark.parametrize(
    "line",
    [
        entry("line", "chat"),
        entry("line", staffed=False),
        entry("line", area="except_aland"),
        entry("line", area=PORVOO),
        entry("line", languages=["fi", "en"]),
        entry("line", languages=["sv"]),
        entry("line", services=["tax_card"]),
        entry("line", authorities=["tax"]),
        entry("line", valid={"from": "2026-01-01"}),
        entry("line", valid={"until": "2036-01-01"}),
        None,
    ],
    ids=[
        "a chat",
        "a machine",
        "not on Åland",
        "a municipality's",
        "only in Finnish",
        "only in Swedish",
        "for one service",
        "for one authority",
        "from a day",
        "until a day",
        "none",
    ],
)
def test_a_folder_without_somebody_who_answers_the_whole_country_is_refused(tmp_path, line):
    if line:
        write(tmp_path, "country", "country", line, kind="advice_line")
    write(tmp_path, "porvoo", PORVOO, entry("one"), contact="one")
    problem = refused(tmp_path)
    assert (problem.file, problem.field) == (tmp_path, "area: country")


@pytest.mark.parametrize("kind", KINDS)
def test_only_an_authority_or_an_advice_line_answers_the_whole_country(tmp_path, kind):
    write(tmp_path, "country", "country", entry("line"), kind=kind)
    if kind in ("authority", "advice_line"):
        assert read(tmp_path).contact(PORVOO).id == "line"
    else:
        assert refused(tmp_path).field == "area: country"


@pytest.mark.parametrize("kind", KINDS)
def test_a_contact_is_the_authority_s_own(folder, kind):
    path = write(folder, "porvoo", PORVOO, entry("one"), kind=kind, contact="one")
    if kind in ("authority", "service_point"):
        assert read(folder).contact(PORVOO).id == "one"
    else:
        assert (refused(folder).file, refused(folder).field, refused(folder).found) == (path, "contact", "one")


@pytest.mark.parametrize(
    "fields",
    [{"staffed": False}, {"channel": "training"}, {"phone": None}],
    ids=["a machine", "a course", "without a phone"],
)
def test_a_contact_is_a_person_who_can_be_called(folder, fields):
    one = {**entry("one", email="apu@porvoo.example"), **fields}
    write(folder, "porvoo", PORVOO, {name: value for name, value in one.items() if value is not None}, contact="one")
    assert refused(folder).field == "contact"


def test_a_folder_without_the_national_file_is_refused(tmp_path):
    copy = shutil.copytree(PROVIDERS, tmp_path / "providers")
    (copy / "country.yml").unlink()
    assert refused(copy).file == copy


def test_the_overlays_beside_the_files_are_no_provider_files(tmp_path):
    copy = shutil.copytree(PROVIDERS, tmp_path / "providers")
    (copy / "overlays" / "broken.yml").write_text("area: [", encoding="utf-8")
    assert len(read(copy).offers) == len(EXAMPLE.offers)


def test_the_national_line_of_these_tests_answers_everybody():
    assert directory().contact(MARIEHAMN) == directory().contact(PORVOO) == NATIONAL
