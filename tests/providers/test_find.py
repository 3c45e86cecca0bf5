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
        offer("a-signs", "service_point", languages=["fi"], sign_language=True),
        offer("b-sv", "service_point", languages=["sv"]),
    )
    assert ids(known, "service_point", languages=["sv", "fi"], needs=["sign_language"])[0] == "b-sv"


def test_own_language_before_another_municipality_before_an_interpreter_before_another_language():
    own = offer("own", "service_point", languages=["sv"])
    next_door = offer("next-door", "service_point", SIPOO, languages=["sv"])
    interpreter = offer("interpreter", "service_point", languages=["fi"], interpreter=True)
    foreign = offer("foreign", "service_point", languages=["fi"], hours="always")
    offers = [foreign, interpreter, next_door]
    assert ids(directory(*offers), "service_point", languages=["sv"]) == ["next-door", "interpreter", "foreign"]
    assert ids(directory(*offers, own), "service_point", languages=["sv"]) == ["own", "interpreter", "foreign"]


def test_an_interpreter_of_a_later_channel_comes_before_another_language_of_an_earlier_one():
    own = offer("own", "service_point", languages=["sv"], kind="authority")
    interpreter = offer("interpreter", "service_point", languages=["fi"], interpreter=True)
    known = directory(offer("foreign", "phone", languages=["fi"]), own, interpreter)
    assert ids(known, "phone", "service_point", languages=["sv"]) == ["national", "own", "interpreter", "foreign"]


def test_what_is_only_in_another_language_comes_after_every_other_channel_and_says_so():
    known = directory(
        offer("a-foreign", languages=["fi"]), offer("chat", "chat"), offer("foreign-chat", "chat", languages=["fi"])
    )
    given = found(known, "phone", "chat", languages=["sv"])
    assert [one.offer.id for one in given] == ["national", "chat", "a-foreign", "foreign-chat"]
    assert ["OTHER_LANGUAGE" in one.reasons for one in given] == [False, False, True, True]


def test_an_interpreter_is_told_where_nobody_speaks_the_language_or_one_is_needed():
    known = directory(offer("line", "chat", languages=["fi"], interpreter=True))
    assert reasons(known, "chat", languages=["sv"]) >= {"INTERPRETER", "OTHER_LANGUAGE"}
    assert reasons(known, "chat", languages=["fi"]).isdisjoint({"INTERPRETER", "OTHER_LANGUAGE"})
    needed = reasons(known, "chat", languages=["fi"], needs=["interpreter"])
    assert "INTERPRETER" in needed and "OTHER_LANGUAGE" not in needed


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


def test_the_authority_s_own_in_another_municipality_is_not_called_the_person_s_authority():
    known = directory(offer("kela", "service_point", SIPOO, authority="kela"))
    given = reasons(known, "service_point", login=True, authority_id="kela")
    assert "WIDENED" in given and "AUTHORITY" not in given
    assert "AUTHORITY" in reasons(known, "service_point", municipality=SIPOO, login=True, authority_id="kela")


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
    assert shown["verified_at"] == "2026-11-22"
    assert (find(EXAMPLE, wanted, SUNDAY).found[0].ring, shown["distance_km"]) == ("country", None)


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


@pytest.mark.parametrize("area", [PORVOO, SIPOO], ids=["at home", "next door"])
def test_a_door_that_never_opens_again_is_not_told(area):
    last_day = {"exceptions": [{"date": "2026-11-23", "hours": "09:00-10:00"}]}
    known = directory(offer("season", "service_point", area, hours=last_day))
    for hour, given in ((8, "season"), (9, "season"), (10, "national")):
        assert ids(known, "service_point", now=MONDAY.replace(hour=hour)) == [given]


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


@pytest.mark.parametrize("first", ["human_now", "fax", "service"])
def test_what_no_directory_can_have_is_no_gap(first):
    assert gap(directory(), first, "chat") is None


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_that_a_directory_can_have_can_be_a_gap(channel):
    assert gap(directory(), channel, municipality=SIPOO, languages=["ru"]).channel == channel


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
