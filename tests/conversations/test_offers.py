"""An offer in words, in both languages: everything that a person needs, and nothing twice, empty or untold."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import offers
from bot.conversation.messages import Speaker
from bot.language.texts import load_texts
from bot.providers import Found, find, load_directory
from bot.triage import load_triage
from tests.providers.any_offers import directories, moments, queries
from tests.providers.building import CHANNELS, MONDAY, PORVOO, SIPOO, SUNDAY, directory, found, offer

EXAMPLE = load_directory()
SPEAKERS = {language: Speaker(load_texts(), load_triage(), language) for language in ("fi", "sv")}
COURSE = next(one for one in EXAMPLE.offers if one.id == "esimerkkila-opisto-kurssi")
TOWN = {"fi": "Sipoo", "sv": "Sibbo"}
ADDRESS = {"fi": "Katu 1, Kylä", "sv": "Gatan 1, Byn"}
LINKS = {"fi": "https://tuki.example", "sv": "https://stod.example"}

languages = pytest.mark.parametrize("language", ["fi", "sv"])


def whole(one, language, now=MONDAY):
    return offers.whole(SPEAKERS[language], one, TOWN[language], now).splitlines()


def short(one, language, now=MONDAY):
    return offers.short(SPEAKERS[language], one, TOWN[language], now)


def plain(one, *reasons, distance_km=None):
    """An offer found at home."""
    return Found(one, "municipality", reasons, distance_km)


def first(one, *channels, **more):
    """How an offer is found in a directory that has nothing else."""
    return found(directory(one), *(channels or [one.channel]), **more)[0]


# Every line


def test_a_course_says_where_when_in_which_language_and_at_what_cost():
    assert whole(plain(COURSE), "sv") == [
        "Kurs i digitala färdigheter och kamratstöd (Exempelby medborgarinstitut)",
        "Institutsvägen 3, Exempelby, 09 0000 0007",
        "Stängt nu. Öppnar på onsdag 25.11 klockan 13. Boka tid på förhand.",
        "Servicespråk: finska, svenska. Kursen kostar 20 euro.",
    ]
    assert whole(plain(COURSE), "fi") == [
        "Digitaitojen kurssi ja vertaistuki (Esimerkkilän kansalaisopisto)",
        "Opistotie 3, Esimerkkilä, 09 0000 0007",
        "Suljettu nyt. Avautuu keskiviikkona 25.11. kello 13. Varaa aika etukäteen.",
        "Palvelukieli: suomi, ruotsi. Kurssi maksaa 20 euroa.",
    ]


def test_everything_that_an_offer_has_is_said_in_one_order():
    one = offer(
        "tuki",
        "service_point",
        address=ADDRESS,
        url=LINKS,
        price={"fi": "Käynti maksaa 5 euroa.", "sv": "Besöket kostar 5 euro."},
        call_charge={"fi": "Puhelu on maksuton.", "sv": "Samtalet är gratis."},
        helps_with={"fi": "Autamme laitteen kanssa.", "sv": "Vi hjälper med apparaten."},
        does_not_help_with={"fi": "Emme auta pankkiasioissa.", "sv": "Vi hjälper inte med bankärenden."},
        access={"fi": "Ovikello on oikealla.", "sv": "Ringklockan finns till höger."},
        step_free=True,
        sign_language=True,
        authority="kela",
        point=[60.3, 25.3],
    )
    errand = {"login": True, "service_id": "kela_other", "authority_id": "kela"}
    one = first(one, needs=["step_free", "sign_language"], **errand)
    assert whole(one, "fi") == [
        "tuki suomeksi (tuki's provider suomeksi)",
        "Katu 1, Kylä, 09 00000001, https://tuki.example",
        "Avoinna nyt, kello 16 asti.",
        "Matkaa on noin 23 kilometriä.",
        "Palvelukieli: suomi, ruotsi. Käynti maksaa 5 euroa.",
        "Tämä on asiaa hoitavan viranomaisen oma palvelu.",
        "Palvelua saa viittomakielellä.",
        "Sisään pääsee ilman portaita.",
        "Puhelu on maksuton.",
        "Autamme laitteen kanssa.",
        "Emme auta pankkiasioissa.",
        "Ovikello on oikealla.",
    ]
    assert whole(one, "sv") == [
        "tuki på svenska (tuki's provider på svenska)",
        "Gatan 1, Byn, 09 00000001, https://stod.example",
        "Öppet nu, till klockan 16.",
        "Avståndet är ungefär 23 kilometer.",
        "Servicespråk: finska, svenska. Besöket kostar 5 euro.",
        "Det här är en service av myndigheten som sköter ärendet.",
        "Du får service på teckenspråk.",
        "Man kommer in utan trappor.",
        "Samtalet är gratis.",
        "Vi hjälper med apparaten.",
        "Vi hjälper inte med bankärenden.",
        "Ringklockan finns till höger.",
    ]


# What is unlike what one would expect


@pytest.mark.parametrize(
    ("language", "said"),
    [("fi", "Suljettu nyt. Avautuu huomenna kello 9."), ("sv", "Stängt nu. Öppnar i morgon klockan 9.")],
)
def test_what_is_closed_says_when_it_opens(language, said):
    one = plain(offer("one", "chat"))
    assert said in whole(one, language, SUNDAY)
    assert said in short(one, language, SUNDAY)


@pytest.mark.parametrize(
    ("language", "first_line", "in_short"),
    [
        ("fi", "Lähin on toisessa kunnassa: Sipoo.", "Toisessa kunnassa: Sipoo."),
        ("sv", "Det närmaste finns i en annan kommun: Sibbo.", "I en annan kommun: Sibbo."),
    ],
)
def test_a_place_in_another_municipality_says_so_first(language, first_line, in_short):
    one = first(offer("one", "service_point", SIPOO))
    assert first_line in whole(one, language)[0]
    assert in_short in short(one, language)
    at_home = plain(one.offer)
    assert TOWN[language] not in "\n".join([*whole(at_home, language), short(at_home, language)])


@pytest.mark.parametrize(
    ("km", "fi", "sv"),
    [
        (40.0, "Matkaa on noin 40 kilometriä.", "Avståndet är ungefär 40 kilometer."),
        (2.0, "Matkaa on noin 2 kilometriä.", "Avståndet är ungefär 2 kilometer."),
        (1.0, None, None),
        (None, None, None),
    ],
)
def test_how_far_it_is_is_said_unless_it_is_round_the_corner(km, fi, sv):
    one = plain(offer("one", "service_point"), distance_km=km)
    for language, said in (("fi", fi), ("sv", sv)):
        distances = [line for line in whole(one, language) if "kilomet" in line]
        assert distances == ([said] if said else [])
        assert ("kilomet" in short(one, language)) is bool(said)


@pytest.mark.parametrize("channel", ["phone", "chat", "home_visit"])
def test_where_nobody_goes_no_distance_is_said(channel):
    assert "kilomet" not in "\n".join(whole(plain(offer("one", channel), distance_km=40.0), "fi"))


@pytest.mark.parametrize(
    ("language", "interpreter", "said"),
    [
        ("fi", True, "Tulkki voidaan järjestää."),
        ("sv", True, "En tolk kan ordnas."),
        ("fi", False, "Täällä ei saa palvelua suomeksi."),
        ("sv", False, "Här får du inte service på svenska."),
    ],
)
def test_another_language_and_an_interpreter_are_said(language, interpreter, said):
    one = offer("one", "chat", languages=["en"], interpreter=interpreter)
    given = found(directory(one), "chat", languages=[language])
    one = next(each for each in given if each.offer.id == "one")
    assert said in whole(one, language)
    assert said in short(one, language)
    assert any(line.startswith(("Palvelukieli: englanti.", "Servicespråk: engelska.")) for line in whole(one, language))


@pytest.mark.parametrize(("language", "said"), [("fi", "Varaa aika etukäteen."), ("sv", "Boka tid på förhand.")])
@pytest.mark.parametrize(("booking", "is_said"), [("required", True), ("possible", False), ("none", False)])
def test_a_time_that_must_be_booked_is_said(language, said, booking, is_said):
    one = plain(offer("one", "video", booking=booking))
    assert (said in "\n".join(whole(one, language))) is is_said
    assert (said in short(one, language)) is is_said


@pytest.mark.parametrize(
    ("price", "fi", "sv"),
    [("free", "Maksuton.", "Gratis."), ({"fi": "Kaksi euroa.", "sv": "Två euro."}, "Kaksi euroa.", "Två euro.")],
    ids=["free", "two euros"],
)
def test_what_it_costs_is_said_beside_the_languages(price, fi, sv):
    one = plain(offer("one", price=price))
    assert whole(one, "fi")[-1] == f"Palvelukieli: suomi, ruotsi. {fi}"
    assert whole(one, "sv")[-1] == f"Servicespråk: finska, svenska. {sv}"


@languages
def test_an_e_service_says_neither_a_language_nor_a_price(language):
    one = plain(offer("one", "self_service", hours="always", url=LINKS))
    assert not any(line.startswith(("Palvelukieli", "Servicespråk")) for line in whole(one, language))
    assert LINKS[language] in "\n".join(whole(one, language))


@languages
def test_a_provider_is_named_beside_an_offer_only_where_its_name_says_something_more(language):
    bus = next(one for one in EXAMPLE.offers if one.id == "esimerkkila-bussi")
    assert whole(plain(bus), language)[0] == bus.names[language]
    assert whole(plain(COURSE), language)[0] == f"{COURSE.names[language]} ({COURSE.provider.names[language]})"
    assert short(plain(COURSE), language).startswith(whole(plain(COURSE), language)[0])


@languages
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"phone": "+358295000", "phone_as_said": "0295 000"}, "0295 000"),
        ({"email": "tuki@kunta.example"}, "tuki@kunta.example"),
        ({"url": LINKS}, None),
        ({"address": ADDRESS}, None),
    ],
    ids=["phone", "e-mail", "link", "address"],
)
def test_however_an_offer_is_reached_it_is_said(fields, said, language):
    one = plain(offer("one", "chat", **fields))
    said = said or next(iter(fields.values()))[language]
    assert said in whole(one, language)[1]
    assert said in short(one, language)


# Nothing empty, doubled or untold


def check(text):
    lines = text.splitlines()
    assert all(line.strip() == line and line for line in lines)
    assert len(lines) == len(set(lines))
    assert not re.search(r"None|[{}]|\(\)|, ,|  |\.\.|,\.|\butter_|[A-Z]{3}_", text)
    sentences = re.split(r"(?<=\.) |\n", text)
    assert len(sentences) == len(set(sentences))


@languages
@pytest.mark.parametrize("now", [MONDAY, SUNDAY], ids=["open", "closed"])
@pytest.mark.parametrize("one", EXAMPLE.offers, ids=lambda one: one.id)
def test_an_offer_of_the_invented_municipality_is_said_whole_and_in_a_line_or_two(one, now, language):
    words = offers.whole(SPEAKERS[language], plain(one), TOWN[language], now)
    check(words)
    assert len(words.splitlines()) in (3, 4)
    few = short(plain(one), language, now)
    check(few)
    assert "\n" not in few and few.startswith(one.names[language])
    assert SPEAKERS[language].where(one) in few and SPEAKERS[language].open(one, now) in few


@given(directories, queries, moments, st.sampled_from(["fi", "sv"]))
def test_whatever_is_found_is_said_without_anything_empty_or_doubled(known, query, now, language):
    for one in find(known, query, now).found:
        check(offers.whole(SPEAKERS[language], one, TOWN[language], now))
        check(short(one, language, now))


def test_every_channel_can_be_said_in_both_languages():
    for channel in CHANNELS:
        finnish, swedish = (whole(first(offer("one", channel, PORVOO)), language) for language in SPEAKERS)
        assert len(finnish) == len(swedish) and not set(finnish) & set(swedish) - {"09 00000001"}
