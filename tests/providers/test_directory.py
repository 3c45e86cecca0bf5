"""Who is found for whom: the directory of the invented municipality, small ones written here, and mistakes in files."""

from __future__ import annotations

import re
import shutil
from datetime import datetime

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.data_file import DataError
from bot.providers import Query, find, load_directory
from bot.providers.directory import PROVIDERS
from bot.providers.hours import HELSINKI
from bot.providers.model import as_dict
from bot.triage import load_triage

DIRECTORY = load_directory()
CHANNELS = (
    "self_service", "chat", "video", "phone", "service_point", "self_service_point", "mobile_service_point", "home_visit",
    "training",
)  # fmt: skip
NEEDS = ("interpreter", "sign_language", "no_voice", "screen_reader", "easy_language", "step_free")
MONDAY = datetime(2026, 11, 23, 10, 30, tzinfo=HELSINKI)
SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=HELSINKI)
CONTRACT = {
    "id", "provider", "channel", "name", "languages", "open_now", "opens_next", "hours", "phone", "url", "address",
    "distance_km", "price", "booking", "verified_at",
}  # fmt: skip
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda moment: moment.replace(tzinfo=HELSINKI))
queries = st.builds(
    Query,
    channels=st.lists(st.sampled_from(load_triage().channels), max_size=9),
    municipality=st.sampled_from(["999", "091", "unknown", ""]),
    language=st.sampled_from(["fi", "sv"]),
    login=st.booleans(),
    needs=st.lists(st.sampled_from(NEEDS), unique=True),
)


def query(*channels, municipality="999", language="fi", **more):
    return Query(channels=channels, municipality=municipality, language=language, **more)


def ids(offers):
    return [offer.id for offer in offers]


def offer(offer_id, channel="phone", **fields):
    """An offer as it stands in a provider file."""
    return {
        "id": offer_id,
        "channel": channel,
        "names": {"fi": f"{offer_id} suomeksi", "sv": f"{offer_id} på svenska"},
        "languages": ["fi", "sv"],
        "hours": {"mon-fri": "09:00-16:00"},
        "booking": "none",
        "phone": "+358900000001",
        "verified_at": "2026-10-01",
        **fields,
    }


def directory(folder, *offers, kind="authority"):
    """A directory of municipality 001 with these offers, its own contact, and the whole country's line."""

    def provider(name, kind, *entries):
        return {"id": name, "kind": kind, "names": {"fi": name, "sv": name}, "offers": list(entries)}

    own = provider(
        "own", "authority", offer("contact", "phone", hours="unknown", languages=["sv"], login_errands=False)
    )
    files = {
        "001": {"area": "001", "contact": "contact", "visiting": "contact", "providers": [own]},
        "country": {
            "area": "country",
            "providers": [provider("line", "advice_line", offer("national", phone="+358295000"))],
        },
    }
    if offers:
        files["001"]["providers"].append(provider("others", kind, *offers))
    for name, content in files.items():
        (folder / f"{name}.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return load_directory(folder)


def found(known, *channels, now=MONDAY, **more):
    return ids(find(known, query(*channels, municipality="001", **more), now))


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_channel_of_the_invented_municipality_is_found(channel, language):
    first = find(DIRECTORY, query(channel, language=language), MONDAY)[0]
    assert first.channel == channel
    assert first.area == "999"
    assert language in first.languages


def test_one_offer_a_channel_comes_in_the_channels_order():
    wanted = ["training", "video", "phone", "service_point", "chat"]
    assert [offer.channel for offer in find(DIRECTORY, query(*wanted), MONDAY)] == wanted


@settings(deadline=None)
@given(queries, moments)
def test_the_list_is_never_empty_and_a_human_being_is_in_it(wanted, now):
    offers = find(DIRECTORY, wanted, now)
    assert offers
    assert any(offer.channel not in ("self_service", "self_service_point", "training") for offer in offers)
    assert all(offer.channel in wanted.channels for offer in offers[:-1])
    assert offers[-1].channel in wanted.channels or offers[-1] == DIRECTORY.contact(wanted.municipality)


@settings(deadline=None)
@given(queries, moments)
def test_nobody_without_voice_is_offered_a_phone_line_but_the_authority_s_own(wanted, now):
    if {"no_voice", "sign_language"} & set(wanted.needs):
        phones = [offer for offer in find(DIRECTORY, wanted, now) if offer.channel == "phone"]
        assert phones in ([], [DIRECTORY.contact(wanted.municipality)])


@settings(deadline=None)
@given(queries, moments)
def test_no_offer_comes_from_another_municipality(wanted, now):
    assert {offer.area for offer in find(DIRECTORY, wanted, now)} <= {wanted.municipality, "country"}


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_an_errand_with_login_is_never_sent_to_a_library_or_a_course(language):
    offers = find(DIRECTORY, query(*CHANNELS, language=language, login=True), MONDAY)
    assert all(offer.login_errands for offer in offers)
    assert not {"esimerkkila-kirjasto-opastus", "esimerkkila-opisto-kurssi"} & set(ids(offers))
    assert "esimerkkila-kirjasto-kone" in ids(offers)


def test_an_errand_without_login_may_be_learnt_on_a_course():
    assert ids(find(DIRECTORY, query("training"), MONDAY))[0] == "esimerkkila-opisto-kurssi"


@pytest.mark.parametrize("channel", ["service_point", "training"])
def test_a_provider_that_may_not_help_with_a_login_is_passed_over_even_when_it_alone_is_open(tmp_path, channel):
    open_library = offer("library", channel, hours="always", login_errands=False)
    known = directory(tmp_path, open_library, offer("office", channel, hours={"tue": "09:00-10:00"}))
    assert found(known, channel, login=True)[0] == "office"
    assert found(known, channel, login=False)[0] == "library"


def test_where_only_a_library_helps_an_errand_with_login_gets_the_authority(tmp_path):
    known = directory(tmp_path, offer("library", "service_point", login_errands=False), kind="library")
    assert found(known, "service_point", login=True) == ["contact"]


def test_the_person_s_language_outweighs_an_open_door(tmp_path):
    known = directory(
        tmp_path,
        offer("open-fi", "chat", hours="always", languages=["fi"]),
        offer("closed-sv", "chat", hours={"sat": "09:00-10:00"}, languages=["sv"]),
    )
    assert found(known, "chat", language="sv")[0] == "closed-sv"
    assert found(known, "chat", language="fi")[0] == "open-fi"


def test_among_equals_the_open_one_comes_first_then_the_one_that_opens_soonest(tmp_path):
    offers = [
        offer("a-wednesday", "chat", hours={"wed": "09:00-16:00"}),
        offer("b-tuesday", "chat", hours={"tue": "09:00-16:00"}),
        offer("c-monday", "chat", hours={"mon": "09:00-16:00"}),
    ]
    known = directory(tmp_path, *offers)
    assert found(known, "chat", now=MONDAY)[0] == "c-monday"
    assert found(known, "chat", now=MONDAY.replace(hour=17))[0] == "b-tuesday"
    assert found(known, "chat", now=SUNDAY)[0] == "c-monday"


def test_an_offer_whose_hours_nobody_knows_comes_last(tmp_path):
    known = directory(
        tmp_path, offer("a-unknown", "chat", hours="unknown"), offer("b-friday", "chat", hours={"fri": "09:00-10:00"})
    )
    assert found(known, "chat")[0] == "b-friday"


def test_a_door_that_stays_closed_for_weeks_comes_after_one_that_opens(tmp_path):
    """Fridays only: in 2026 Christmas Day and New Year's Day are both Fridays."""
    known = directory(
        tmp_path,
        offer("a-friday", "chat", hours={"fri": "09:00-10:00"}),
        offer("b-monday", "chat", hours={"mon": "09:00-10:00"}),
    )
    assert found(known, "chat", now=datetime(2026, 12, 18, 11, 0, tzinfo=HELSINKI))[0] == "b-monday"


def test_what_the_municipality_has_comes_before_what_the_country_has(tmp_path):
    known = directory(tmp_path)
    assert found(known, "phone") == ["contact"]
    assert ids(find(known, query("phone", municipality="002"), MONDAY)) == ["national"]


@pytest.mark.parametrize("needs", [["no_voice"], ["sign_language"]])
def test_where_there_is_only_a_phone_the_human_contact_is_still_told(tmp_path, needs):
    known = directory(tmp_path, offer("line"), offer("chat", "chat"))
    assert found(known, "phone", "chat", needs=needs) == ["chat"]
    assert found(known, "phone", needs=needs) == ["contact"]


def test_a_municipality_without_a_file_gets_the_national_advice_line():
    assert DIRECTORY.contact("091").id == "kansalaisneuvonta-phone"
    assert DIRECTORY.place("091") is None
    assert ids(find(DIRECTORY, query("chat", "home_visit", municipality="091"), MONDAY)) == ["kansalaisneuvonta-phone"]


def test_a_municipality_with_a_file_has_its_own_contact_and_place():
    assert DIRECTORY.contact("999").id == "esimerkkila-neuvonta-phone"
    assert DIRECTORY.place("999").id == "esimerkkila-palvelupiste"
    assert DIRECTORY.names["999"] == {"fi": "Esimerkkilä", "sv": "Exempelby"}


@pytest.mark.parametrize("channels", [(), ("human_now",), ("self_service",), ("self_service_point", "training")])
def test_where_no_human_being_would_be_offered_the_contact_ends_the_list(channels):
    assert ids(find(DIRECTORY, query(*channels), SUNDAY))[-1] == "esimerkkila-neuvonta-phone"


def test_the_errand_s_own_service_stands_behind_self_service():
    links = {"fi": "https://palvelu.example/fi", "sv": "https://palvelu.example/sv"}
    wanted = query(
        "self_service",
        language="sv",
        login=True,
        service_id="tax_card",
        service_names={"fi": "Verokortti", "sv": "Skattekort"},
        service_authority={"fi": "Verohallinto", "sv": "Skatteförvaltningen"},
        service_links=links,
    )
    shown = as_dict(find(DIRECTORY, wanted, SUNDAY)[0], "sv", SUNDAY)
    assert (shown["name"], shown["provider"], shown["url"]) == ("Skattekort", "Skatteförvaltningen", links["sv"])
    assert (shown["open_now"], shown["opens_next"], shown["phone"]) == (True, None, None)


def test_an_errand_without_a_link_gets_the_municipality_s_own_e_service():
    assert ids(find(DIRECTORY, query("self_service", service_id="plot"), MONDAY))[0] == "esimerkkila-verkkoasiointi"


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("now", [MONDAY, SUNDAY], ids=["open", "closed"])
@pytest.mark.parametrize("known", DIRECTORY.offers, ids=lambda known: known.id)
def test_an_offer_is_shown_in_the_form_of_the_contract(known, now, language):
    shown = as_dict(known, language, now)
    assert set(shown) == CONTRACT
    assert shown["open_now"] in (True, False)
    if shown["open_now"]:
        assert shown["opens_next"] is None
    else:
        assert re.fullmatch(r"2026-\d\d-\d\dT\d\d:\d\d:00\+0[23]:00", shown["opens_next"])
        assert datetime.fromisoformat(shown["opens_next"]) > now
    assert shown["phone"] is None or re.fullmatch(r"\+358\d{4,12}", shown["phone"])
    assert shown["url"] is None or shown["url"].startswith("https://")
    assert shown["phone"] or shown["url"] or shown["address"]
    assert shown["channel"] in CHANNELS
    assert shown["booking"] in ("none", "required")
    assert set(shown["languages"]) <= {"fi", "sv"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", shown["verified_at"])
    assert shown["price"] is None or isinstance(shown["price"], str)


def test_an_offer_speaks_the_person_s_language():
    course = next(offer for offer in DIRECTORY.offers if offer.id == "esimerkkila-opisto-kurssi")
    assert as_dict(course, "fi", MONDAY)["price"] == "Kurssi maksaa 20 euroa."
    assert as_dict(course, "sv", MONDAY)["address"] == "Institutsvägen 3, Exempelby"
    assert as_dict(course, "sv", MONDAY)["provider"] == "Exempelby medborgarinstitut"


def test_a_number_is_spoken_as_people_in_finland_write_it():
    assert DIRECTORY.contact("999").spoken_phone() == "09 0000 0001"
    assert DIRECTORY.contact("091").spoken_phone() == "0295 000"


MISTAKES = {
    "an area in words": ('area: "999"', 'area: "Esimerkkilä"', "area", "municipality code"),
    "an area without quotes": ('area: "999"', "area: 999", "area", "string"),
    "a channel that does not exist": ("channel: chat", "channel: chatt", "providers.1.offers.0.channel", "chat"),
    "a kind that does not exist": ("kind: library", "kind: libary", "providers.5.kind", "library"),
    "a language that does not exist": ("languages: [fi, sv]", "languages: [fi, en]", "languages.1", "sv"),
    "no language": ("languages: [fi, sv]", "languages: []", "languages", ""),
    "a day that does not exist": ("{mon-fri: ", "{mon-fry: ", "providers.0.offers.0.hours", "opening times by weekday"),
    "a time that does not exist": ('"08:00-16:00"', '"08:00-26:00"', "providers.0.offers.0.hours", "opening times by weekday"),
    "a time without minutes": ('"08:00-16:00"', '"8-16"', "providers.0.offers.0.hours", "opening times by weekday"),
    "hours in words": ("hours: always", "hours: sometimes", "providers.0.offers.1.hours", "always"),
    "a booking that does not exist": ("booking: required", "booking: maybe", "providers.1.offers.1.booking", "required"),
    "a number without +358": ('"+358900000002"', '"09 0000 0002"', "providers.1.offers.2.phone", "+358"),
    "a link without https": ('"https://www.esimerkkila.example/digituki"', '"www.esimerkkila.example"', "url.fi", "https"),
    "a link in one language": (', sv: "https://www.esimerkkila.example/sv/e-tjanster"', "", "providers.0.offers.1.url", "sv"),
    "a name in one language": (", sv: Chatt för digitalt stöd", "", "providers.1.offers.0.names", "sv"),
    "a date without quotes": ('verified_at: "2026-10-01"', "verified_at: 2026-10-01", "providers.0.offers.0.verified_at", "string"),
    "a date in the Finnish way": ('verified_at: "2026-10-01"', 'verified_at: "1.10.2026"', "providers.0.offers.0.verified_at", "2026-10-01"),
    "a field that nobody knows": ("price: free", "cost: free", "providers.0.offers.0", "only the fields"),
    "a field that is missing": ("        booking: none\n", "", "providers.0.offers.0", "booking"),
    "an id with capitals": ("- id: esimerkkila-bussi", "- id: Esimerkkila Bussi", "providers.3.id", "lower case"),
    "an id twice": ("- id: esimerkkila-digituki-video", "- id: esimerkkila-digituki-chat", "providers.1.offers.1.id", "no other offer"),
    "an offer that nobody can reach": ('        phone: "+358900000002"\n', "", "providers.1.offers.2", "a phone, a url or an address"),
    "a contact that does not exist": ("contact: esimerkkila-neuvonta-phone", "contact: esimerkkila-neuvonta", "contact", "the id of an offer"),
    "no contact": ("contact: esimerkkila-neuvonta-phone", "# none", "file", "contact"),
    "no place to visit": ("visiting: esimerkkila-palvelupiste", "# none", "file", "visiting"),
    "a contact at the library": ("contact: esimerkkila-neuvonta-phone", "contact: esimerkkila-kirjasto-opastus", "contact", "authority itself"),
    "a contact without a phone": ("contact: esimerkkila-neuvonta-phone", "contact: esimerkkila-verkkoasiointi", "contact", "phone number"),
    "no YAML": ("providers:\n", "providers: [\n", "YAML", "valid YAML"),
    "a key twice": ("invented: true", "area: \"998\"", "area", "once"),
    "hours that end before they begin": ('"08:00-16:00"', '"16:00-08:00"', "providers.0.offers.0.hours", ""),
    "days that end before they begin": ("{mon-fri: ", "{fri-mon: ", "providers.0.offers.0.hours", ""),
}  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "field", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_refused_with_file_line_field_and_what_was_expected(tmp_path, right, wrong, field, expected):
    path = shutil.copytree(PROVIDERS, tmp_path / "providers") / "esimerkkila.yml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        load_directory(path.parent)
    mistake = refused.value
    assert mistake.file == path
    assert "esimerkkila.yml, line " in str(mistake)
    assert field in mistake.field
    assert mistake.expected and expected in mistake.expected
    if field not in ("file", "YAML"):
        # The line is the mistake's own, or that of the part in which it stands.
        changed = text[: text.index(right)].count("\n") + 1
        lines = path.read_text(encoding="utf-8").splitlines()
        assert mistake.line == changed or lines[mistake.line - 1].lstrip().startswith("- id:")


def test_an_id_of_another_file_is_refused_too(tmp_path):
    folder = shutil.copytree(PROVIDERS, tmp_path / "providers")
    path = folder / "esimerkkila.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("- id: esimerkkila-digituki-chat", "- id: kansalaisneuvonta-phone"),
        encoding="utf-8",
    )
    with pytest.raises(DataError, match=r"esimerkkila\.yml.*no other offer has"):
        load_directory(folder)


def test_a_directory_without_the_national_line_is_refused(tmp_path):
    folder = shutil.copytree(PROVIDERS, tmp_path / "providers")
    (folder / "country.yml").unlink()
    with pytest.raises(DataError):
        load_directory(folder)
