"""What becomes of PTV's items."""

from __future__ import annotations

import copy
import json

import pytest

from bot.data_file import SCHEMAS, DataError
from bot.providers.imports.ptv import Overlay, Wanted, load_overlay, read

TOWN, PLACE, LINE, FORM, CHAT, PAPER, UNPUBLISHED, SERVICE = (
    f"00000000-0000-4000-8000-{number:012d}" for number in (1, 11, 12, 13, 14, 15, 16, 21)
)


def offers_of(imported) -> dict:
    return {offer["source"]["id"]: offer for provider in imported.providers for offer in provider["offers"]}


def drafts_of(imported) -> dict:
    return {draft["known"]["source"]["id"]: draft for draft in imported.drafts}


def reasons_of(imported) -> dict:
    return {refused.id: refused.reason for refused in imported.refused}


def channel(documents, id_) -> dict:
    return next(item for document in documents for item in document.get("itemList", []) if item.get("id") == id_)


def test_a_place_where_people_are_guided_becomes_a_service_point(documents, overlay):
    offer = offers_of(read(documents, overlay))[PLACE]
    assert offer["channel"] == "service_point"
    assert offer["names"] == {"fi": "Palvelutori", "sv": "Servicetorget"}
    assert offer["address"] == {"fi": "Kauppakatu 3, 02770 Espoo", "sv": "Köpmansgatan 3, 02770 Esbo"}
    assert offer["access"]["sv"] == "Dörren öppnas automatiskt. Dörren har ingen tröskel."
    assert (offer["postcode"], offer["municipality"], offer["area"]) == ("02770", "049", {"municipalities": ["049"]})
    assert (offer["price"], offer["levels"], offer["languages"]) == ("free", ["light", "demanding"], ["fi", "sv"])


def test_the_point_is_the_main_entrance_in_wgs84(documents, overlay):
    latitude, longitude = offers_of(read(documents, overlay))[PLACE]["point"]
    assert (latitude, longitude) == (pytest.approx(60.1918, abs=1e-4), pytest.approx(24.6916, abs=1e-4))


def test_hours_and_their_exceptions_come_along(documents, overlay):
    assert offers_of(read(documents, overlay))[PLACE]["hours"] == {
        "weekly": {"mon-thu": "08:00-16:00", "fri": "08:00-14:00"},
        "exceptions": [
            {"from": "2026-12-28", "to": "2026-12-31", "hours": "closed"},
            {"date": "2026-12-23", "hours": "08:00-12:00"},
        ],
    }


def test_a_fax_is_never_called_and_a_charge_is_told_in_both_languages(documents, overlay):
    offer = offers_of(read(documents, overlay))[PLACE]
    assert offer["phone"] == "+358401234567"
    assert offer["call_charge"] == {"fi": "Puhelu on maksuton.", "sv": "Samtalet är avgiftsfritt."}


def test_a_service_number_is_callable_and_said_as_people_know_it(documents, overlay):
    offer = offers_of(read(documents, overlay))[LINE]
    assert (offer["phone"], offer["phone_as_said"]) == ("+358295000", "0295 000")
    assert offer["call_charge"]["sv"] == "Samtalet kostar som ett samtal inom ditt eget nät."
    assert offer["area"] == "except_aland"


def test_hours_over_midnight_belong_to_the_evening(documents, overlay):
    assert offers_of(read(documents, overlay))[LINE]["hours"]["fri"] == ["09:00-15:00", "20:00-02:00"]


def test_the_day_of_the_last_change_is_counted_in_finland(documents, overlay):
    assert offers_of(read(documents, overlay))[PLACE]["verified_at"] == "2026-10-01"


def test_a_person_s_address_is_dropped_and_the_office_s_kept(documents, overlay):
    imported = read(documents, overlay)
    assert offers_of(imported)[PLACE]["email"] == "palvelutori@esimerkkila.example"
    assert "meikalainen" not in json.dumps(imported.document())


def test_a_person_s_address_is_taken_out_of_prose(documents, overlay):
    channel(documents, PLACE)["serviceChannelDescriptions"][0]["value"] = "Kysy: maija.meikalainen@esimerkkila.example."
    assert offers_of(read(documents, overlay))[PLACE]["summary"]["fi"] == "Kysy: ."


def test_without_an_overlay_everything_is_a_draft_that_says_what_is_missing(documents):
    imported = read(documents, Overlay())
    assert imported.providers == []
    assert drafts_of(imported)[PLACE]["missing"] == ["levels", "provider.kind"]
    assert drafts_of(imported)[LINE]["missing"] == ["names.sv", "levels", "provider.kind"]
    assert drafts_of(imported)[LINE]["known"]["names"] == {"fi": "Digituen puhelin"}


def test_a_name_that_lacks_swedish_waits_until_an_editor_gives_it_or_says_that_it_is_the_same(documents):
    town = {TOWN: {"kind": "authority"}}
    half = read(documents, Overlay(providers=town, offers={LINE: {}}))
    assert drafts_of(half)[LINE]["missing"] == ["names.sv"]
    same = read(documents, Overlay(providers=town, offers={LINE: {"same_in_swedish": True}}))
    assert offers_of(same)[LINE]["names"] == {"fi": "Digituen puhelin", "sv": "Digituen puhelin"}


def test_other_half_told_texts_are_left_out_and_said_to_be(documents, overlay):
    del channel(documents, PLACE)["serviceChannelDescriptions"][1]
    imported = read(documents, overlay)
    assert "summary" not in offers_of(imported)[PLACE]
    assert imported.left_out == [f"ptv-{PLACE}: summary"]


def test_the_editor_s_fields_win_and_null_takes_one_away(documents, overlay):
    offers = {PLACE: {"hours": "by_reservation", "names": {"sv": "Torget"}, "email": None, "phone": "+358201111111"}}
    offer = offers_of(read(documents, Overlay(providers=overlay.providers, offers=offers)))[PLACE]
    assert (offer["hours"], offer["phone"]) == ("by_reservation", "+358201111111")
    assert offer["names"] == {"fi": "Palvelutori", "sv": "Torget"}
    assert "email" not in offer
    assert "call_charge" not in offer, "the charge was that of the number which the editor replaced"


def test_a_page_becomes_a_chat_when_the_overlay_says_so(documents, overlay):
    offer = offers_of(read(documents, overlay))[CHAT]
    assert (offer["channel"], offer["hours"]) == ("chat", {"mon-fri": "09:00-15:00"})
    assert offer["url"]["sv"] == "https://www.esimerkkila.example/chat"
    assert offer["area"] == {"municipalities": ["091"], "regions": ["01"]}


def test_pages_and_forms_are_refused_without_a_channel(documents):
    reasons = reasons_of(read(documents, Overlay()))
    assert reasons[CHAT].startswith("a page is no way to get help")
    assert reasons[PAPER].startswith("a form is no way to get help")


def test_only_what_is_published_is_taken(documents, overlay):
    imported = read(documents, overlay)
    assert reasons_of(imported)[UNPUBLISHED] == "not published"
    assert UNPUBLISHED not in offers_of(imported)


def test_one_service_in_a_channel_becomes_an_offer_of_a_provider_of_its_own(documents, overlay):
    imported = read(documents, overlay)
    offer = offers_of(imported)[f"{SERVICE}/{FORM}"]
    provider = next(provider for provider in imported.providers if offer in provider["offers"])
    assert (provider["kind"], provider["names"], offer["hours"]) == (
        "library",
        {"fi": "Kurssi", "sv": "Kurs"},
        "always",
    )
    assert FORM not in offers_of(imported)


def test_free_is_only_said_when_ptv_says_so_of_every_service(documents, overlay):
    channel(documents, PLACE)["services"].append({"service": {"id": SERVICE.replace("21", "55")}})
    assert drafts_of(read(documents, overlay))[PLACE]["missing"] == ["price"]


def test_a_place_that_is_closed_for_now_is_not_shown(documents, overlay):
    channel(documents, PLACE)["serviceHours"] = [
        {"serviceHourType": "DaysOfTheWeek", "validForNow": True, "isClosed": True}
    ]
    assert drafts_of(read(documents, overlay))[PLACE]["missing"] == ["hours"]


def test_a_place_in_aland_keeps_aland_s_holidays(documents, overlay):
    place = channel(documents, PLACE)
    place["addresses"][1]["streetAddress"]["municipality"]["code"] = "478"
    assert offers_of(read(documents, overlay))[PLACE]["hours"]["aland"] is True


def test_the_id_stays_when_the_name_changes(documents, overlay):
    before = offers_of(read(documents, overlay))[PLACE]["id"]
    channel(documents, PLACE)["serviceChannelNames"][0]["value"] = "Uusi nimi"
    assert offers_of(read(documents, overlay))[PLACE]["id"] == before


def test_the_order_of_the_files_does_not_matter(documents, overlay):
    assert read(documents, overlay).document() == read(documents[::-1], overlay).document()


def test_of_an_item_that_comes_twice_the_newer_is_taken(documents, overlay):
    older = copy.deepcopy(channel(documents, PLACE))
    older |= {"modified": "2020-01-01T00:00:00", "languages": ["sv"]}
    imported = read([*documents, older], overlay)
    assert offers_of(imported)[PLACE]["languages"] == ["fi", "sv"]
    assert reasons_of(imported)[PLACE] == "the same item again"


@pytest.mark.parametrize("raw", [None, 3, "text", {}, {"id": "1"}, {"serviceChannelType": "Phone"}])
def test_what_is_no_item_is_refused_with_a_reason(raw):
    assert [refused.reason[:11] for refused in read([raw], Overlay()).refused] == ["no PTV item"]


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        (Wanted(classes=["P6"]), {PLACE, LINE, CHAT}),
        (Wanted(classes=["P6.1"]), set()),
        (Wanted(words=["Digituki"]), {PLACE, LINE, CHAT}),
        (Wanted(words=["kalastus"]), set()),
        (Wanted(tasks=["GuidanceToOnlineSelfService", "LostAndFound"]), {PLACE}),
        (Wanted(municipalities=["091"]), {LINE, CHAT}),
        (Wanted(municipalities=["049"], tasks=["GuidanceToOnlineSelfService"]), {PLACE}),
        (Wanted(municipalities=["478"]), set()),
    ],
)
def test_only_what_is_asked_for_is_taken(documents, overlay, wanted, taken):
    assert offers_of(read(documents, overlay, wanted)).keys() & {PLACE, LINE, CHAT} == taken


def test_an_overlay_entry_that_meets_nothing_is_told(documents, overlay):
    assert read(documents, overlay).unused == ["00000000-0000-4000-8000-000000000077"]


def test_the_overlay_may_hold_every_field_of_an_offer():
    offer = json.loads((SCHEMAS / "providers.json").read_text(encoding="utf-8"))["$defs"]["offer"]["properties"]
    ours = json.loads((SCHEMAS / "ptv_overlay.json").read_text(encoding="utf-8"))["$defs"]["offer"]["properties"]
    assert offer.keys() - {"id", "source"} <= ours.keys()
    for field in ("channel", "booking"):
        assert ours[field]["enum"] == [*offer[field]["enum"], None]


def test_a_mistake_in_the_overlay_is_told_with_its_line(tmp_path):
    path = tmp_path / "overlay.yml"
    path.write_text(f"offers:\n  {PLACE}:\n    channel: telephone\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"line 3, .*channel: found 'telephone', expected one of self_service"):
        load_overlay(path)
