"""Which e-mail addresses are a person's."""

from __future__ import annotations

import pytest

from bot.providers.imports.ptv.emails import is_personal, without_personal


@pytest.mark.parametrize(
    "address",
    [
        "maija.meikalainen@espoo.fi",
        "Björn.Öberg@pargas.fi",
        "matti.j.virtanen@dvv.fi",
        "m.virtanen@kunta.fi",
        "anna-liisa.korhonen@kirjasto.fi",
        "liisa_kirjavainen@kunta.fi",
        "carl.stadius@abo.fi",
        "pekka.postila@vantaa.fi",
        "tuki.virtanen2@gmail.com".replace("tuki", "timo"),
        "maijameikalainen@gmail.com",
    ],
)
def test_a_person_s_address_is_known(address):
    assert is_personal(address)


@pytest.mark.parametrize(
    "address",
    [
        "kirjaamo@espoo.fi",
        "palvelupiste@kunta.fi",
        "digituki@kunta.fi",
        "digituki.espoo@hel.fi",
        "espoo.digituki@hel.fi",
        "kundtjanst@abo.fi",
        "kundtjänst.pargas@pargas.fi",
        "registrator@vasa.fi",
        "medborgarradgivningen@dvv.fi",
        "info@otavia.fi",
        "tuki-fi@dvv.fi",
        "digituki.martat@gmail.com",
    ],
)
def test_an_office_s_address_is_kept(address):
    assert not is_personal(address)


def test_only_personal_addresses_leave_a_text():
    text = "Soita tai kirjoita: maija.meikalainen@espoo.fi, kirjaamo@espoo.fi."
    assert without_personal(text) == "Soita tai kirjoita: , kirjaamo@espoo.fi."
