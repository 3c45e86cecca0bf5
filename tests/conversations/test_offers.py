"""An offer in words, in both languages: everything that a person needs, and nothing twice, empty or untold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import offers
from bot.providers import find
from tests.conversations.speaking import SPEAKERS, languages
from tests.conversations.telling import ADDRESS, EXAMPLE, LINKS, TOWN, check, first, plain, whole
from tests.providers.any_offers import directories, moments, queries
from tests.providers.building import CHANNELS, MONDAY, PORVOO, SIPOO, SUNDAY, directory, found, offer

COURSE = next(one for one in EXAMPLE.offers if one.id == "esimerkkila-opisto-kurssi")
CHAT = next(one for one in EXAMPLE.offers if one.id == "esimerkkila-digituki-chat")
DISTANCE = {
    "fi": "Kuntasi keskustasta on sinne linnuntietä noin {} kilometriä.",
    "sv": "Från din kommuns centrum är det ungefär {} kilometer fågelvägen.",
}


def short(one, language, now=MONDAY):
    return offers.short(SPEAKERS[language], one, TOWN[language], now)


# Every line


def test_a_course_says_where_when_in_which_language_and_at_what_cost():
    assert whole(plain(COURSE), "sv") == [
        "Kurs i digitala färdigheter och kamratstöd (Exempelby medborgarinstitut)",
        "Institutsvägen 3, Exempelby, 09 0000 0007",
        "Nästa gång på onsdag 25.11 klockan 13. Boka tid på förhand.",
        "Servicespråk: finska, svenska. Kursen kostar 20 euro.",
    ]
    assert whole(plain(COURSE), "fi") == [
        "Digitaitojen kurssi ja vertaistuki (Esimerkkilän kansalaisopisto)",
        "Opistotie 3, Esimerkkilä, 09 0000 0007",
        "Seuraavan kerran keskiviikkona 25.11. kello 13. Varaa aika etukäteen.",
        "Palvelukieli: suomi, ruotsi. Kurssi maksaa 20 euroa.",
    ]


def test_everything_that_an_offer_has_is_said_in_one_order():
    one = offer(
        "tuki",
        "service_point",
        SIPOO,
        summary={"fi": "Apua laitteen kanssa.", "sv": "Hjälp med apparaten."},
        address=ADDRESS,
        url=LINKS,
        price={"fi": "Käynti maksaa 5 euroa.", "sv": "Besöket kostar 5 euro."},
        call_charge={"fi": "Puhelu on maksuton.", "sv": "Samtalet är gratis."},
        helps_with={"fi": "Autamme kirjautumaan.", "sv": "Vi hjälper dig att logga in."},
        does_not_help_with={"fi": "Emme auta pankkiasioissa.", "sv": "Vi hjälper inte med bankärenden."},
        access={"fi": "Ovikello on oikealla.", "sv": "Ringklockan finns till höger."},
        step_free=True,
        sign_language=True,
        point=[60.3, 25.3],
    )
    one = first(one, needs=["step_free", "sign_language"])
    assert whole(one, "fi") == [
        "Omasta kunnastasi en löytänyt sopivaa paikkaa. Tämä on toisessa kunnassa: Sipoo."
        " Kysy ensin, palvellaanko siellä myös sinua.",
        "tuki suomeksi (tuki's provider suomeksi)",
        "Apua laitteen kanssa.",
        "Katu 1, Kylä, 09 00000001, https://tuki.example",
        "Avoinna nyt, kello 16 asti.",
        "Kuntasi keskustasta on sinne linnuntietä noin 23 kilometriä.",
        "Palvelukieli: suomi, ruotsi. Käynti maksaa 5 euroa.",
        "Palvelua saa viittomakielellä.",
        "Sisään pääsee ilman portaita.",
        "Puhelu on maksuton.",
        "Autamme kirjautumaan.",
        "Emme auta pankkiasioissa.",
        "Ovikello on oikealla.",
    ]
    assert whole(one, "sv")[1:] == [
        "tuki på svenska (tuki's provider på svenska)",
        "Hjälp med apparaten.",
        "Gatan 1, Byn, 09 00000001, https://stod.example",
        "Öppet nu, till klockan 16.",
        DISTANCE["sv"].format(23),
        "Servicespråk: finska, svenska. Besöket kostar 5 euro.",
        "Du får service på teckenspråk.",
        "Man kommer in utan trappor.",
        "Samtalet är gratis.",
        "Vi hjälper dig att logga in.",
        "Vi hjälper inte med bankärenden.",
        "Ringklockan finns till höger.",
    ]
    assert short(one, "fi").splitlines() == [
        "tuki suomeksi (tuki's provider suomeksi), Katu 1, Kylä, 09 00000001, https://tuki.example",
        "Toisessa kunnassa: Sipoo. Avoinna nyt, kello 16 asti. Kuntasi keskustasta on sinne linnuntietä noin 23 kilometriä."
        " Palvelua saa viittomakielellä. Sisään pääsee ilman portaita.",
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
        ("fi", "Tämä on toisessa kunnassa: Sipoo.", "Toisessa kunnassa: Sipoo."),
        ("sv", "Det här finns i en annan kommun: Sibbo.", "I en annan kommun: Sibbo."),
    ],
)
def test_a_place_in_another_municipality_says_so_first(language, first_line, in_short):
    one = first(offer("one", "service_point", SIPOO))
    assert first_line in whole(one, language)[0]
    assert in_short in short(one, language)
    at_home = plain(one.offer)
    assert TOWN[language] not in "\n".join([*whole(at_home, language), short(at_home, language)])


@languages
@pytest.mark.parametrize(("km", "told"), [(40.0, 40), (2.0, 2), (1.0, None), (None, None)])
def test_how_far_another_municipality_s_place_is_is_said_unless_it_is_round_the_corner(km, told, language):
    place = offer("one", "service_point")
    one, at_home = plain(place, "WIDENED", distance_km=km), plain(place, distance_km=km)
    distances = [line for line in whole(one, language) if "kilomet" in line]
    assert distances == ([DISTANCE[language].format(told)] if told else [])
    assert ("kilomet" in short(one, language)) is bool(told)
    assert "kilomet" not in "\n".join([*whole(at_home, language), short(at_home, language)])


@languages
@pytest.mark.parametrize("interpreter", [True, False])
def test_another_language_and_an_interpreter_are_said(interpreter, language):
    one = offer("one", "chat", languages=["en"], interpreter=interpreter)
    given = found(directory(one), "chat", languages=[language])
    one = next(each for each in given if each.offer.id == "one")
    other = {"fi": "Palvelua ei saa suomeksi.", "sv": "Du får inte service på svenska här."}[language]
    arranged = {"fi": "Tulkki voidaan järjestää.", "sv": "En tolk kan ordnas."}[language]
    for words in ("\n".join(whole(one, language)), short(one, language)):
        assert other in words and (arranged in words) is interpreter
    assert any(line in ("Palvelukieli: englanti.", "Servicespråk: engelska.") for line in whole(one, language))


@pytest.mark.parametrize(
    ("one", "fi", "sv"),
    [
        (first(offer("one", authority="kela"), login=True, authority_id="kela"),
         "Tämä on asiaa hoitavan viranomaisen oma palvelu.", "Det här är en service av myndigheten som sköter ditt ärende."),
        (first(offer("one", "service_point"), needs=["step_free"]),
         "Kysy ensin, pääseekö sisään ilman portaita.", "Fråga först om man kommer in utan trappor."),
        (first(offer("one", area={"postcodes": ["06100"]})),
         "Palvelee vain osaa kunnasta. Kysy ensin, kuulutko alueeseen.",
         "Betjänar bara en del av kommunen. Fråga först om du hör till området."),
        (first(offer("one"), needs=["no_voice"]),
         "Täällä palvellaan vain puhelimessa. Joku muu voi soittaa puolestasi.",
         "Här får du hjälp bara per telefon. Någon annan kan ringa för dig."),
    ],
    ids=["authority", "steps", "area", "only phone"],
)  # fmt: skip
def test_what_one_would_not_expect_is_said_and_only_then(one, fi, sv):
    for language, said in (("fi", fi), ("sv", sv)):
        assert said in whole(one, language) and said in short(one, language)
        assert said not in whole(plain(one.offer), language)


@pytest.mark.parametrize(("language", "said"), [("fi", "Varaa aika etukäteen."), ("sv", "Boka tid på förhand.")])
@pytest.mark.parametrize(("booking", "is_said"), [("required", True), ("possible", False), ("none", False)])
def test_a_time_that_must_be_booked_is_said(language, said, booking, is_said):
    one = plain(offer("one", "video", booking=booking))
    assert (said in "\n".join(whole(one, language))) is is_said
    assert (said in short(one, language)) is is_said


@pytest.mark.parametrize(
    ("channel", "price", "fi", "sv"),
    [
        ("chat", {"price": "free"}, " Maksuton.", " Gratis."),
        ("service_point", {"price": "free"}, " Maksuton.", " Gratis."),
        ("phone", {"price": "free"}, " Neuvonta on maksutonta.", " Rådgivningen är gratis."),
        ("phone", {"price": {"fi": "Kaksi euroa.", "sv": "Två euro."}}, " Kaksi euroa.", " Två euro."),
        ("chat", {}, "", ""),
        ("phone", {}, "", ""),
    ],
)
def test_what_it_costs_is_said_beside_the_languages_and_nothing_where_it_is_not_told(channel, price, fi, sv):
    one = plain(offer("one", channel, **price))
    assert whole(one, "fi")[-1] == f"Palvelukieli: suomi, ruotsi.{fi}"
    assert whole(one, "sv")[-1] == f"Servicespråk: finska, svenska.{sv}"


@languages
def test_an_e_service_says_neither_a_language_nor_a_price(language):
    one = plain(offer("one", "self_service", hours="always", url=LINKS))
    assert not any(line.startswith(("Palvelukieli", "Servicespråk")) for line in whole(one, language))
    assert LINKS[language] in "\n".join(whole(one, language))


@languages
def test_a_provider_is_named_beside_an_offer_only_where_its_name_says_something_more(language):
    names = {"fi": "one's provider suomeksi: chat", "sv": "one's provider på svenska: chatt"}
    for one in (CHAT, offer("one", authority="municipality"), offer("one", names=names)):
        assert whole(plain(one), language)[0] == one.names[language]
    for one in (offer("one"), offer("one", authority="kela")):
        assert whole(plain(one), language)[0] == f"{one.names[language]} ({one.provider.names[language]})"
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


@languages
@pytest.mark.parametrize("now", [MONDAY, SUNDAY], ids=["open", "closed"])
@pytest.mark.parametrize("one", EXAMPLE.offers, ids=lambda one: one.id)
def test_an_offer_of_the_invented_municipality_is_said_whole_and_in_two_lines(one, now, language):
    words = offers.whole(SPEAKERS[language], plain(one), TOWN[language], now)
    check(words)
    name, where, hours, *more = words.splitlines()
    assert name.startswith(one.names[language]) and hours == SPEAKERS[language].open(one, now)
    assert len(more) == (one.channel != "self_service") + (one.does_not_help_with is not None)
    assert short(plain(one), language, now) == f"{name}, {where}\n{hours}"


@given(directories, queries, moments, st.sampled_from(["fi", "sv"]))
def test_whatever_is_found_is_said_without_anything_empty_or_doubled(known, query, now, language):
    for one in find(known, query, now).found:
        check(offers.whole(SPEAKERS[language], one, TOWN[language], now))
        check(short(one, language, now))


def test_every_channel_can_be_said_in_both_languages():
    for channel in CHANNELS:
        finnish, swedish = (whole(first(offer("one", channel, PORVOO)), language) for language in SPEAKERS)
        assert len(finnish) == len(swedish) and not set(finnish) & set(swedish) - {"09 00000001"}
