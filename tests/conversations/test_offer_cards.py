"""An offer as a card, by parts: everything that is told in words, and no link, number or place that is none."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import offers
from bot.providers import find
from tests.conversations.speaking import SPEAKERS, languages
from tests.conversations.telling import ADDRESS, EXAMPLE, LINKS, TOWN, check, first, plain, whole
from tests.providers.any_offers import directories, moments, queries
from tests.providers.building import MONDAY, SIPOO, SUNDAY, offer

CARD = {
    "id", "channel", "name", "provider", "open_now", "open", "week", "phone", "phone_text", "url", "email", "address", "map",
    "languages", "price", "details", "language",
}  # fmt: skip
PARTS = ("name", "open", "phone_text", "url", "email", "address", "languages", "price")
EVERYTHING = {
    "summary": {"fi": "Apua laitteen kanssa.", "sv": "Hjälp med apparaten."},
    "address": ADDRESS,
    "url": LINKS,
    "email": "tuki@kunta.example",
    "price": {"fi": "Käynti maksaa 5 euroa.", "sv": "Besöket kostar 5 euro."},
    "call_charge": {"fi": "Puhelu on maksuton.", "sv": "Samtalet är gratis."},
    "helps_with": {"fi": "Autamme kirjautumaan.", "sv": "Vi hjälper dig att logga in."},
    "does_not_help_with": {"fi": "Emme auta pankkiasioissa.", "sv": "Vi hjälper inte med bankärenden."},
    "access": {"fi": "Ovikello on oikealla.", "sv": "Ringklockan finns till höger."},
    "step_free": True,
    "point": [60.47, 25.70],
}  # fmt: skip


def card(one, language, now=MONDAY):
    return offers.card(SPEAKERS[language], one, TOWN[language], now)


def said_on(one):
    """Everything that a card says: the parts by themselves, then the details."""
    return [one[part] for part in PARTS if one[part]] + one["details"]


def check_card(found_one, language, now):
    one = card(found_one, language, now)
    assert set(one) == CARD and one["language"] == language
    assert json.loads(json.dumps(one)) == one
    check("\n".join(said_on(one)))
    assert all(value != "" for value in one.values())
    said = " ".join(said_on(one))
    for line in whole(found_one, language, now):
        assert all(part in said for part in re.split(r", |(?<=\.) ", line)), line
    assert re.fullmatch(r"https?://.+", one["url"] or "https://x")
    assert one["map"] is None or one["map"].startswith("https://www.openstreetmap.org/")


def test_a_card_says_everything_by_parts():
    widened = first(offer("tuki", "service_point", SIPOO, **EVERYTHING), login=True, needs=["step_free"])
    one = card(widened, "fi")
    assert one == {
        "id": "tuki",
        "channel": "service_point",
        "name": "tuki suomeksi (tuki's provider suomeksi)",
        "provider": "tuki's provider suomeksi",
        "open_now": True,
        "open": "Avoinna nyt, kello 16 asti.",
        "week": ["ma–pe 9–16"],
        "phone": "+358900000001",
        "phone_text": widened.offer.spoken_phone(),
        "url": "https://tuki.example",
        "email": "tuki@kunta.example",
        "address": "Katu 1, Kylä",
        "map": "https://www.openstreetmap.org/?mlat=60.47&mlon=25.7#map=17/60.47/25.7",
        "languages": "Palvelukieli: suomi, ruotsi.",
        "price": "Käynti maksaa 5 euroa.",
        "details": [
            "Omasta kunnastasi en löytänyt sopivaa paikkaa. Tämä on toisessa kunnassa: Sipoo."
            " Kysy ensin, palvellaanko siellä myös sinua.",
            "Apua laitteen kanssa.",
            one["details"][2],
            "Sisään pääsee ilman portaita.",
            "Puhelu on maksuton.",
            "Autamme kirjautumaan.",
            "Emme auta pankkiasioissa.",
            "Ovikello on oikealla.",
        ],
        "language": "fi",
    }
    assert one["details"][2].startswith("Kuntasi keskustasta on sinne linnuntietä noin ")
    check_card(widened, "sv", SUNDAY)


@languages
@pytest.mark.parametrize("now", [MONDAY, SUNDAY], ids=["open", "closed"])
@pytest.mark.parametrize("one", EXAMPLE.offers, ids=lambda one: one.id)
def test_a_card_of_the_invented_municipality_leaves_nothing_out(one, now, language):
    check_card(plain(one), language, now)


@given(directories, queries, moments, st.sampled_from(["fi", "sv"]))
def test_whatever_is_found_has_a_card_that_leaves_nothing_out(known, query, now, language):
    for one in find(known, query, now).found:
        check_card(one, language, now)


@languages
def test_an_e_service_s_card_has_neither_a_language_nor_a_price(language):
    one = card(plain(offer("one", "self_service", hours="always", price="free", url=LINKS)), language)
    assert (one["languages"], one["price"], one["open_now"]) == (None, None, True)


@languages
def test_what_is_not_known_is_none_or_empty(language):
    one = card(plain(offer("one", hours="unknown", phone=None, email="tuki@kunta.example")), language)
    nothing = ("open_now", "phone", "phone_text", "url", "address", "map", "price")
    assert {part: one[part] for part in nothing} == dict.fromkeys(nothing)
    assert (one["week"], one["details"]) == ([], [])


@pytest.mark.parametrize(
    ("fields", "found_at"),
    [
        ({"address": ADDRESS}, "/search?query=Katu%201%2C%20Kyl%C3%A4"),
        ({"address": {"fi": "A & B?#x=1/..", "sv": "-"}}, "/search?query=A%20%26%20B%3F%23x%3D1%2F.."),
        ({"point": [60.17, 24.94]}, "/?mlat=60.17&mlon=24.94#map=17/60.17/24.94"),
        ({"address": ADDRESS, "point": [60.17, 24.94]}, "/?mlat=60.17&mlon=24.94#map=17/60.17/24.94"),
        ({}, None),
    ],
    ids=["address", "odd address", "point", "both", "neither"],
)
def test_a_place_is_on_the_map_by_its_point_else_by_its_address(fields, found_at):
    at = card(plain(offer("one", "service_point", **fields)), "fi")["map"]
    assert at == (found_at and f"https://www.openstreetmap.org{found_at}")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:x", "data:text/html,x", "//evil.example",
     "vbscript:x", "file:///etc/passwd", "https:evil", "https://", "https://a b", "https://x\" onclick=y", "https://good@evil.example",
     "https:\\\\evil.example", "https://<b>", "", "https://a.example/\n"],
)  # fmt: skip
def test_only_a_web_address_is_a_link(address):
    one = replace(offer("one"), url={"fi": address, "sv": address})
    assert card(plain(one), "fi")["url"] is None


@pytest.mark.parametrize(
    "address", ["https://a.example", "http://a.example/b?c=d#e", "https://ä.example/ö", "https://a.example:8443/@b"]
)
def test_every_web_address_is_a_link(address):
    assert card(plain(replace(offer("one"), url={"fi": address, "sv": address})), "fi")["url"] == address


@pytest.mark.parametrize("number", ["javascript:x", "+358 40", "112;ext=1", "tel:112", "+", "1" * 16, "١١٢"])
@pytest.mark.parametrize(
    "mail", ["javascript:x@a.b", "a@b.example?bcc=c@d", "a@b.example\nbcc: c", "a%0d@b.example", "a@b", "<a@b.example>"]
)
def test_only_a_number_can_be_called_and_only_an_address_written_to(number, mail):
    one = card(plain(replace(offer("one"), phone=number, email=mail)), "fi")
    assert (one["phone"], one["email"]) == (None, None)


@pytest.mark.parametrize("number", ["112", "116117", "+358900000001"])
@pytest.mark.parametrize("mail", ["tuki@kunta.example", "o'hara+tuki@a-b.kunta.example", "åland@mariehamn.example"])
def test_every_number_can_be_called_and_every_address_written_to(number, mail):
    one = card(plain(replace(offer("one"), phone=number, email=mail)), "fi")
    assert (one["phone"], one["email"]) == (number, mail)


@languages
def test_markup_in_provider_data_stays_text(language):
    name = "<img src=x onerror=alert(1)>"
    one = card(plain(offer("one", names={"fi": name, "sv": name})), language)
    assert one["name"].startswith(name)


@languages
def test_a_card_without_number_has_none_anywhere(language):
    one = offers.without_number(card(plain(offer("one", "service_point", **EVERYTHING)), language))
    assert set(one) == CARD
    assert (one["phone"], one["phone_text"], one["price"], one["details"]) == (None, None, None, [])
    assert (one["address"], one["open"]) == (ADDRESS[language], SPEAKERS[language].open(offer("x"), MONDAY))
