"""Open or closed, said in one sentence in both languages: when, until when, and whether to book."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from bot.conversation.messages import clock
from bot.providers.hours import HELSINKI, Hours
from bot.providers.model import CHANNELS, PLACES
from tests.conversations.speaking import CONTACT, MONDAY, SPEAKERS, SUNDAY, languages


def with_hours(raw, booking="none", channel="phone"):
    return replace(CONTACT, hours=Hours.read(raw), booking=booking, channel=channel)


def opening(one, now):
    return [speaker.open(one, now) for speaker in SPEAKERS.values()]


def at(day, hour, minute=0, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=HELSINKI)


@pytest.mark.parametrize(
    ("raw", "now", "fi", "sv"),
    [
        ({"mon": "09:00-16:00"}, at(23, 10), "Avoinna nyt, kello 16 asti.", "Öppet nu, till klockan 16."),
        ({"mon": "09:00-15:30"}, at(23, 15, 29), "Avoinna nyt, kello 15.30 asti.", "Öppet nu, till klockan 15.30."),
        ({"mon": "09:00-16:00"}, at(23, 8, 59), "Suljettu nyt. Avautuu tänään kello 9.", "Stängt nu. Öppnar i dag klockan 9."),
        ({"mon": "09:05-16:00"}, at(22, 23, 59), "Suljettu nyt. Avautuu huomenna kello 9.05.", "Stängt nu. Öppnar i morgon klockan 9.05."),
        ({"wed": "09:30-16:00"}, at(23, 10), "Suljettu nyt. Avautuu keskiviikkona 25.11. kello 9.30.", "Stängt nu. Öppnar på onsdag 25.11 klockan 9.30."),
        ({"mon": "09:00-16:00"}, at(23, 16), "Suljettu nyt. Avautuu maanantaina 30.11. kello 9.", "Stängt nu. Öppnar på måndag 30.11 klockan 9."),
        ({"mon-fri": "09:00-16:00"}, at(24, 10, month=12), "Suljettu nyt. Avautuu maanantaina 28.12. kello 9.", "Stängt nu. Öppnar på måndag 28.12 klockan 9."),
        ("always", at(25, 3, month=12), "Avoinna aina.", "Alltid öppet."),
        ({"mon-tue": "00:00-24:00", "wed": "00:00-15:30"}, at(23, 10), "Avoinna nyt. Sulkeutuu keskiviikkona 25.11. kello 15.30.", "Öppet nu. Stänger på onsdag 25.11 klockan 15.30."),
        ({"mon": "09:00-24:00"}, at(23, 10), "Avoinna nyt, kello 24 asti.", "Öppet nu, till klockan 24."),
        ({"mon": "21:00-03:00"}, at(24, 1), "Avoinna nyt, kello 3 asti.", "Öppet nu, till klockan 3."),
        ({"tue": "00:00-06:00"}, MONDAY, "Suljettu nyt. Avautuu huomenna kello 0.", "Stängt nu. Öppnar i morgon klockan 0."),
        ({"mon-tue": "00:00-24:00"}, MONDAY, "Avoinna nyt. Sulkeutuu huomenna kello 24.", "Öppet nu. Stänger i morgon klockan 24."),
        ("unknown", at(23, 10), "Palveluaika ei ole tiedossa.", "Betjäningstiden är inte känd."),
    ],
    ids=["open", "half past", "today", "tomorrow", "Wednesday", "next week", "Christmas", "always", "for days", "till midnight", "past midnight", "at midnight", "till the next midnight", "unknown"],
)  # fmt: skip
@pytest.mark.parametrize("booking", ["none", "required"])
def test_open_or_closed_is_said_in_one_sentence_and_whether_to_book(raw, now, fi, sv, booking):
    book = {"fi": " Varaa aika etukäteen.", "sv": " Boka tid på förhand."}
    for language, sentence in (("fi", fi), ("sv", sv)):
        expected = sentence + (book[language] if booking == "required" else "")
        assert SPEAKERS[language].open(with_hours(raw, booking), now) == expected
        assert SPEAKERS[language].open(with_hours(raw, booking), now.astimezone(timezone.utc)) == expected


@languages
@pytest.mark.parametrize("booking", ["none", "possible", "required"])
def test_what_is_open_by_reservation_only_says_so_once(booking, language):
    said = {"fi": "Vain ajanvarauksella.", "sv": "Endast med tidsbokning."}
    for channel in ("phone", "home_visit"):
        assert SPEAKERS[language].open(with_hours("by_reservation", booking, channel), MONDAY) == said[language]


@pytest.mark.parametrize("channel", ["training", "mobile_service_point"])
def test_what_begins_at_its_time_is_not_said_to_be_closed_in_between(channel):
    one = with_hours({"wed": "09:30-16:00"}, channel=channel)
    assert opening(one, at(24, 10)) == ["Seuraavan kerran huomenna kello 9.30.", "Nästa gång i morgon klockan 9.30."]


@pytest.mark.parametrize("now", [MONDAY, SUNDAY], ids=["open", "closed"])
def test_a_home_visit_that_must_be_booked_says_only_that(now):
    weekdays = {"mon-fri": "09:00-16:00"}
    book = ["Varaa aika etukäteen.", "Boka tid på förhand."]
    assert opening(with_hours(weekdays, "required", "home_visit"), now) == book
    assert opening(with_hours(weekdays, "none", "home_visit"), now) == opening(with_hours(weekdays), now) != book


@pytest.mark.parametrize("channel", sorted(CHANNELS - {"phone"}))
def test_only_who_goes_somewhere_is_told_to_check_hours_that_are_not_known(channel):
    check_first = ["Tarkista ajat ennen kuin lähdet.", "Kontrollera öppettiderna innan du åker."]
    assert (opening(with_hours("unknown", channel=channel), MONDAY) == check_first) is (channel in PLACES)


@languages
@pytest.mark.parametrize("day", range(7))
def test_every_weekday_has_its_name(day, language):
    names = {
        "fi": ("maanantaina", "tiistaina", "keskiviikkona", "torstaina", "perjantaina", "lauantaina", "sunnuntaina"),
        "sv": ("på måndag", "på tisdag", "på onsdag", "på torsdag", "på fredag", "på lördag", "på söndag"),
    }
    abbreviation = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day]
    said = SPEAKERS[language].open(with_hours({abbreviation: "09:00-16:00"}), at(9 + day, 17))
    assert f"{names[language][day]} {16 + day}.11" in said


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(9, 0, "9"), (9, 5, "9.05"), (16, 30, "16.30"), (0, 0, "0"), (0, 30, "0.30"), (23, 59, "23.59")],
)
def test_a_time_is_written_as_people_in_finland_write_it(hour, minute, said):
    assert clock(at(23, hour, minute)) == said


@languages
def test_a_contact_is_one_line_with_number_and_hours(language):
    line = SPEAKERS[language].contact(CONTACT, MONDAY)
    assert "\n" not in line
    assert CONTACT.names[language] in line
    assert CONTACT.spoken_phone() in line
    assert SPEAKERS[language].open(CONTACT, MONDAY) in line
