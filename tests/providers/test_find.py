"""In which order offers are found: channels, languages, the errand's authority, opening times; a human being always."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.providers import Gap, Query, find, load_directory
from bot.providers.hours import HELSINKI
from bot.providers.query import as_dict
from tests.providers.building import (
    CHANNELS,
    HELSINKI_CITY,
    MONDAY,
    PORVOO,
    SIPOO,
    SUNDAY,
    ask,
    directory,
    found,
    ids,
    offer,
)

EXAMPLE = load_directory()
OWN_CONTACT = offer("contact", hours="unknown")
SAT, TUE, WED = {"sat": "09:00-10:00"}, {"tue": "09:00-16:00"}, {"wed": "09:00-16:00"}

languages = pytest.mark.parametrize("language", ["fi", "sv"])


def reasons(known, *channels, **more):
    return set(found(known, *channels, **more)[0].reasons)


def gap(known, *channels, now=MONDAY, **more):
    return find(known, ask(*channels, **more), now).gap


# Channels


@languages
@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_of_the_invented_municipality_is_found(channel, language):
    first = find(EXAMPLE, Query([channel], "999", [language]), MONDAY).found[0]
    assert first.offer.channel == channel
    assert (first.ring, first.widened) == ("municipality", False)
    assert "LANGUAGE" in first.reasons


def test_the_best_of_each_channel_comes_in_the_channels_order_and_the_others_after_them():
    offers = [offer(f"{channel}-{number}", channel) for channel in ("chat", "phone", "video") for number in "12"]
    expected = ["phone-1", "video-1", "chat-1", "phone-2", "national", "video-2", "chat-2"]
    assert ids(directory(*offers), "phone", "video", "chat") == expected


def test_a_channel_that_is_named_twice_gives_each_offer_once():
    assert ids(directory(offer("line")), "phone", "phone") == ["line", "national"]


def test_no_more_than_twelve_are_given_the_best_of_each_channel_among_them():
    offers = [offer(f"{channel}-{number:02}", channel) for channel in CHANNELS for number in range(20)]
    given = ids(directory(*offers), *CHANNELS)
    assert given[:9] == [f"{channel}-00" for channel in CHANNELS]
    assert len(given) == len(set(given)) == 12


# Languages


def test_the_person_s_language_outweighs_an_open_door():
    known = directory(
        offer("open-fi", "chat", hours="always", languages=["fi"]),
        offer("closed-sv", "chat", hours=SAT, languages=["sv"]),
    )
    assert ids(known, "chat", languages=["sv"])[0] == "closed-sv"
    assert ids(known, "chat", languages=["fi"])[0] == "open-fi"


def test_the_first_of_the_person_s_languages_comes_before_the_second():
    known = directory(offer("a-fi", "chat", languages=["fi"]), offer("b-sv", "chat", languages=["sv"]))
    assert ids(known, "chat", languages=["sv", "fi"])[:2] == ["b-sv", "a-fi"]
    assert ids(known, "chat", languages=["en", "fi"])[:2] == ["a-fi", "b-sv"]
    assert gap(known, "chat", languages=["en", "fi"]) is None


def test_the_person_s_first_language_outweighs_sign_language_in_the_second():
    known = directory(
        offer("a-signs", "video", languages=["fi"], sign_language=True), offer("b-sv", "video", languages=["sv"])
    )
    assert ids(known, "video", languages=["sv", "fi"], needs=["sign_language"])[0] == "b-sv"


def test_own_language_before_another_municipality_before_an_interpreter_before_another_language():
    own = offer("own", "service_point", languages=["sv"])
    next_door = offer("next-door", "service_point", SIPOO, languages=["sv"])
    interpreter = offer("interpreter", "service_point", languages=["fi"], interpreter=True)
    foreign = offer("foreign", "service_point", languages=["fi"], hours="always")
    offers = [foreign, interpreter, next_door]
    assert ids(directory(*offers), "service_point", languages=["sv"]) == ["next-door", "interpreter", "foreign"]
    assert ids(directory(*offers, own), "service_point", languages=["sv"]) == ["own", "interpreter", "foreign"]


def test_what_is_only_in_another_language_comes_after_every_other_channel_and_says_so():
    known = directory(
        offer("a-foreign", languages=["fi"]), offer("chat", "chat"), offer("foreign-chat", "chat", languages=["fi"])
    )
    given = found(known, "phone", "chat", languages=["sv"])
    assert [one.offer.id for one in given] == ["national", "chat", "a-foreign", "foreign-chat"]
    assert ["OTHER_LANGUAGE" in one.reasons for one in given] == [False, False, True, True]


def test_an_interpreter_is_told_only_where_nobody_speaks_the_language():
    known = directory(offer("line", "chat", languages=["fi"], interpreter=True))
    assert reasons(known, "chat", languages=["sv"]) >= {"INTERPRETER"}
    assert reasons(known, "chat", languages=["fi"]).isdisjoint({"INTERPRETER", "OTHER_LANGUAGE"})


# An errand with login


def test_an_errand_with_login_goes_to_the_authority_s_own_before_an_open_door():
    known = directory(
        offer("a-open", "service_point", hours="always"),
        offer("b-kela", "service_point", authority="kela", hours=SAT),
    )
    errand = {"service_id": "kela_other", "authority_id": "kela"}
    assert ids(known, "service_point", login=True, **errand)[0] == "b-kela"
    assert "AUTHORITY" in reasons(known, "service_point", login=True, **errand)
    assert ids(known, "service_point", login=False, **errand)[0] == "a-open"
    assert ids(known, "service_point", login=True, service_id="tax_card", authority_id="tax")[0] == "a-open"


def test_an_offer_of_no_authority_is_not_the_authority_of_an_unknown_errand():
    assert "AUTHORITY" not in reasons(directory(offer("line")), "phone", login=True)


@languages
def test_the_errand_s_own_service_stands_behind_self_service(language):
    links = {"fi": "https://palvelu.example/fi", "sv": "https://palvelu.example/sv"}
    names = {"fi": "Verokortti", "sv": "Skattekort"}
    authority = {"fi": "Verohallinto", "sv": "Skatteförvaltningen"}
    errand = {"service_id": "tax_card", "service_names": names, "service_authority": authority}
    wanted = Query(["self_service"], "999", [language], login=True, service_links=links, **errand)
    shown = as_dict(find(EXAMPLE, wanted, SUNDAY).found[0], language, SUNDAY)
    expected = (names[language], authority[language], links[language])
    assert (shown["name"], shown["provider"], shown["url"]) == expected
    assert (shown["open_now"], shown["opens_next"], shown["phone"]) == (True, None, None)


def test_an_errand_without_a_link_gets_the_municipality_s_own_e_service():
    first = find(EXAMPLE, Query(["self_service"], "999", service_id="plot"), MONDAY).found[0]
    assert first.offer.id == "esimerkkila-verkkoasiointi"


# When it opens


def test_among_equals_the_open_one_comes_first_then_the_one_that_opens_soonest():
    offers = [offer("a", "chat", hours=WED), offer("b", "chat", hours=TUE), offer("c", "chat")]
    known = directory(*offers)
    assert ids(known, "chat", now=MONDAY)[:3] == ["c", "b", "a"]
    assert ids(known, "chat", now=MONDAY.replace(hour=17))[:3] == ["b", "c", "a"]
    assert "OPEN_NOW" in reasons(known, "chat", now=MONDAY)
    assert "OPEN_NOW" not in reasons(known, "chat", now=MONDAY.replace(hour=17))


@pytest.mark.parametrize("hours", ["unknown", "by_reservation"])
def test_an_offer_that_tells_no_hours_comes_after_every_one_that_opens(hours):
    known = directory(offer("a-unknown", "chat", hours=hours), offer("b-saturday", "chat", hours=SAT))
    assert ids(known, "chat")[:2] == ["b-saturday", "a-unknown"]


def test_a_door_that_never_opens_again_comes_last():
    over = {"exceptions": [{"date": "2026-01-02", "hours": "09:00-10:00"}]}
    known = directory(offer("a-over", "chat", hours=over), offer("b-unknown", "chat", hours="unknown"))
    assert ids(known, "chat")[:2] == ["b-unknown", "a-over"]


def test_a_door_that_stays_closed_for_weeks_comes_after_one_that_opens():
    # Fridays only: in 2026 Christmas Day and New Year's Day are both Fridays.
    friday, monday = offer("a", "chat", hours={"fri": "09:00-10:00"}), offer("b", "chat", hours={"mon": "09:00-10:00"})
    before_christmas = datetime(2026, 12, 18, 11, 0, tzinfo=HELSINKI)
    assert ids(directory(friday, monday), "chat", now=before_christmas)[:2] == ["b", "a"]


def test_among_equals_that_are_open_the_one_verified_last_comes_first():
    known = directory(
        offer("a", "chat", verified_at="2025-01-01"), offer("b", "chat"), offer("c", "chat", verified_at="2026-11-01")
    )
    assert ids(known, "chat")[:3] == ["c", "b", "a"]


# Gaps


def test_where_the_first_channel_speaks_the_language_there_is_no_gap():
    known = directory(offer("chat", "chat"), offer("visit", "home_visit", languages=["fi"]))
    assert gap(known, "chat", "home_visit", languages=["sv"]) is None
    expected = Gap(PORVOO, "home_visit", "sv", "light", "other_language")
    assert gap(known, "home_visit", "chat", languages=["sv"], level_id="light") == expected


@pytest.mark.parametrize(
    ("offers", "instead"),
    [
        ([], "nothing"),
        ([offer("a", "training", languages=["fi"])], "other_language"),
        ([offer("a", "training", languages=["fi"], interpreter=True)], "interpreter"),
        ([offer("a", "training", HELSINKI_CITY), offer("b", "training", languages=["fi"], interpreter=True)], "region"),
        ([offer("a", "training", SIPOO), offer("b", "training", HELSINKI_CITY)], "neighbours"),
    ],
    ids=["nothing", "other language", "interpreter", "region", "neighbours"],
)
def test_a_gap_says_what_there_was_instead(offers, instead):
    expected = Gap(PORVOO, "training", "sv", None, instead)
    assert gap(directory(*offers), "training", languages=["sv"]) == expected


# A human being


@pytest.mark.parametrize(
    "channels", [(), ("human_now",), ("self_service",), ("self_service_point", "training"), ("chat",)]
)
def test_where_no_human_being_would_be_offered_the_contact_is_among_the_best(channels):
    offers = [offer(channel, channel) for channel in ("self_service", "self_service_point", "training")]
    offers.append(offer("robot", "chat", staffed=False))
    given = found(directory(*offers, contact=OWN_CONTACT), *channels)
    assert given[-1].offer == OWN_CONTACT
    assert (given[-1].reasons, given[-1].ring) == (("LAST_RESORT",), "municipality")


def test_the_contact_comes_before_the_second_offers_of_the_channels():
    known = directory(*(offer(f"machine-{number}", "self_service") for number in "12"), contact=OWN_CONTACT)
    assert ids(known, "self_service") == ["machine-1", "contact", "machine-2"]


def test_a_human_being_who_is_only_second_in_a_channel_does_not_count_among_the_best():
    known = directory(offer("a-robot", "chat", staffed=False), offer("b-human", "chat"), contact=OWN_CONTACT)
    assert ids(known, "chat") == ["a-robot", "contact", "b-human"]


def test_the_contact_is_told_once_when_it_is_there_in_another_language_too():
    known = directory(contact=offer("contact", "chat", languages=["sv"]))
    assert [(one.offer.id, one.reasons) for one in found(known, "chat")] == [("contact", ("LAST_RESORT",))]


def test_where_a_human_being_is_offered_the_contact_is_not_told_beside():
    known = directory(offer("chat", "chat"), contact=OWN_CONTACT)
    assert ids(known, "chat") == ["chat"]


def test_who_speaks_only_another_language_does_not_stand_for_the_human_being():
    known = directory(offer("chat", "chat", languages=["fi"]), contact=OWN_CONTACT)
    assert ids(known, "chat", languages=["sv"]) == ["contact", "chat"]


def test_a_municipality_without_a_contact_gets_the_national_line():
    last = found(directory(), "home_visit", municipality=SIPOO)[-1]
    assert (last.offer.id, last.ring, last.reasons) == ("national", "country", ("LAST_RESORT",))
