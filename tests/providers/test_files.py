"""Mistakes in provider files: each named with file, line, field, what was found and expected, and all of them at once."""

from __future__ import annotations

import shutil

import pytest

from bot.data_file import DataError, DataFile
from bot.providers.files import PROVIDERS, Registry, files_in, problems, read_file
from bot.triage import load_triage
from tests.providers.building import CHANNELS, KINDS, PLACES, PORVOO, SIPOO, both, entry, write

SERVICES = load_triage().services.values()
REGISTRY = Registry(
    frozenset(one.id for one in SERVICES), frozenset(one.authority.id for one in SERVICES), PLACES
)  # fmt: skip
NOT_HELPING = [kind for kind in KINDS if kind not in ("authority", "service_point", "advice_line")]

# What is right in the invented municipality's file, what is put instead, the field that is named, and what is expected.
AGAINST_THE_SCHEMA = {
    "an area in words": ('area: "999"', 'area: "Esimerkkilä"', "area", "municipality code of three digits"),
    "an area without quotes": ('area: "999"', "area: 999", "area", "municipality code of three digits"),
    "a channel that does not exist": ("channel: chat", "channel: chatt", "providers.1.offers.0.channel", "one of self_service, chat"),
    "a kind that does not exist": ("kind: library", "kind: libary", "providers.5.kind", "one of library"),
    "a language in words": ("languages: [fi, sv]", "languages: [fi, svenska]", "providers.0.offers.0.languages.1", "two letters"),
    "no language": ("languages: [fi, sv]", "languages: []", "providers.0.offers.0.languages", ""),
    "a day that does not exist": ("{mon-fri: ", "{mon-fry: ", "providers.0.offers.0.hours", "opening times by weekday"),
    "days that end before they begin": ("{mon-fri: ", "{fri-mon: ", "providers.0.offers.0.hours", "opening times by weekday"),
    "a time that does not exist": ('"08:00-16:00"', '"08:00-26:00"', "providers.0.offers.0.hours.mon-fri", "09:00-16:00"),
    "a time without minutes": ('"08:00-16:00"', '"8-16"', "providers.0.offers.0.hours.mon-fri", "09:00-16:00"),
    "hours in words": ("hours: always", "hours: sometimes", "providers.0.offers.1.hours", "always, unknown, by_reservation"),
    "a booking that does not exist": ("booking: required", "booking: maybe", "providers.1.offers.1.booking", "one of none, possible, required"),
    "a price as a number": ("price: free", "price: 20", "providers.0.offers.0.price", "free, or a sentence in both languages"),
    "a number without +358": ('"+358900000002"', '"09 0000 0002"', "providers.1.offers.2.phone", "+358"),
    "a link without https": ('"https://www.esimerkkila.example/digituki"', '"www.esimerkkila.example"', "providers.1.offers.0.url.fi", "https://"),
    "a link in one language": (', sv: "https://www.esimerkkila.example/sv/e-tjanster"', "", "providers.0.offers.1.url", "sv"),
    "a name in one language": (", sv: Chatt för digitalt stöd", "", "providers.1.offers.0.names", "sv"),
    "a date in the Finnish way": ('verified_at: "2026-10-01"', 'verified_at: "1.10.2026"', "providers.0.offers.0.verified_at", "2026-10-01"),
    "a field that nobody knows": ("price: free", "cost: free", "providers.0.offers.0", "only the fields"),
    "a field that is missing": ("        booking: none\n", "", "providers.0.offers.0", "booking"),
    "an id with capitals": ("- id: esimerkkila-bussi", "- id: Esimerkkila Bussi", "providers.3.id", "lower case"),
    "an offer that nobody can reach": ('        phone: "+358900000002"\n', "", "providers.1.offers.2", ""),
    "a level that does not exist": ("price: free", "levels: [hard]", "providers.0.offers.0.levels.0", "one of visit, self_service, light"),
    "a point that is not in Finland": ("price: free", "point: [24.9, 25.0]", "providers.0.offers.0.point.0", ""),
    "a step that is neither there nor not": ("price: free", "step_free: maybe", "providers.0.offers.0.step_free", "boolean"),
    "a source that nobody knows": ("price: free", "source: {system: excel, id: a}", "providers.0.offers.0.source.system", "one of ptv"),
    "no YAML": ("providers:\n", "providers: [\n", "YAML", "valid YAML"),
    "a key twice": ("invented: true", 'area: "998"', "area", "each key once"),
}  # fmt: skip

AGAINST_WHAT_IS_KNOWN = {
    "an id twice": ("- id: esimerkkila-digituki-video", "- id: esimerkkila-digituki-chat", "providers.1.offers.1.id", "no other offer"),
    "a contact that does not exist": ("contact: esimerkkila-neuvonta-phone", "contact: esimerkkila-neuvonta", "contact", "the id of an offer"),
    "a contact at the library": ("contact: esimerkkila-neuvonta-phone", "contact: esimerkkila-kirjasto-opastus", "contact", "authority itself"),
    "a contact without a phone": ("contact: esimerkkila-neuvonta-phone", "contact: esimerkkila-verkkoasiointi", "contact", "phone number"),
    "a place to visit that does not exist": ("visiting: esimerkkila-palvelupiste", "visiting: esimerkkila", "visiting", "the id of an offer"),
    "a municipality that does not exist": ("invented: true\n", "", "area", "the code of a municipality"),
    "a service that does not exist": ("price: free", "services: [tax_card, taxcard]", "providers.0.offers.0.services.1", "one of "),
    "an authority that does not exist": ("price: free", "authorities: [kella]", "providers.0.offers.0.authorities.0", "one of "),
    "a provider's authority that does not exist": ("kind: library", "authority: library\n    kind: library", "providers.5.authority", "municipality"),
    "an offer's municipality that does not exist": ("price: free", 'area: {municipalities: ["091", "998"]}', "providers.0.offers.0.area.municipalities.1", "data/geo"),
    "a region that does not exist": ("price: free", 'area: {regions: ["20"]}', "providers.0.offers.0.area.regions.0", "data/geo"),
    "a county that does not exist": ("price: free", 'area: {counties: ["22"]}', "providers.0.offers.0.area.counties.0", "data/geo"),
    "a postcode that does not exist": ("price: free", 'area: {postcodes: ["00100", "99998"]}', "providers.0.offers.0.area.postcodes.1", "data/geo"),
    "a library that helps with logins": ("login_errands: false", "login_errands: true", "providers.5.offers.1.login_errands", "library never helps"),
    "an end before the beginning": ("price: free", 'valid: {from: "2026-12-01", until: "2026-11-30"}', "providers.0.offers.0.valid", "not after the last"),
    "a first day that does not exist": ("price: free", 'valid: {from: "2026-02-30"}', "providers.0.offers.0.valid.from", "a day of the calendar"),
    "a day of checking that does not exist": ('verified_at: "2026-10-01"', 'verified_at: "2026-02-30"', "providers.0.offers.0.verified_at", "a day of the calendar"),
    "a number that is too short": ('"+358900000002"', '"+35890"', "providers.1.offers.2.phone", "can be dialled"),
    "a number of no country": ('"+358900000002"', '"+999123456"', "providers.1.offers.2.phone", "can be dialled"),
    "a robot at the phone": ('phone: "+358900000002"', 'staffed: false\n        phone: "+358900000002"', "providers.1.offers.2.staffed", "expects a person"),
    "a real municipality that is said to be invented": ('area: "999"', 'area: "638"', "invented", "no `invented`"),
    "a place to visit where nobody is": ("visiting: esimerkkila-palvelupiste", "visiting: esimerkkila-kirjasto-kone", "visiting", "where a person is met"),
    "a place to visit without an address": ("visiting: esimerkkila-palvelupiste", "visiting: esimerkkila-kotikaynti", "visiting", "an address"),
    "a course to visit": ("visiting: esimerkkila-palvelupiste", "visiting: esimerkkila-opisto-kurssi", "visiting", "where a person is met"),
    "a day twice": ('{mon-fri: "08:00-16:00"}', '{mon-fri: "08:00-16:00", fri: "08:00-14:00"}', "providers.0.offers.0.hours", "each day once"),
}  # fmt: skip
# What a person can have to use a channel, and which of it each channel needs: one of a group.
ANY_MEANS = {
    "phone": "+358900000001",
    "url": dict.fromkeys(("fi", "sv"), "https://www.porvoo.example"),
    "email": "apu@porvoo.example",
    "address": both("Katu 1"),
}
NEEDS_ONE_OF = {
    "phone": {"phone"},
    "chat": {"url"},
    "video": {"url", "phone"},
    "self_service": {"url"},
    "service_point": {"address"},
    "self_service_point": {"address"},
    "home_visit": {"phone", "url", "email"},
}
# Where the line is not the one that was changed: that of the part in which something is missing, or of what is wrong.
LINES = {
    "a field that is missing": 17,
    "an offer that nobody can reach": 61,
    "no YAML": 12,
    "a municipality that does not exist": 5,
    "a real municipality that is said to be invented": 6,
}
MISTAKES = {**AGAINST_THE_SCHEMA, **AGAINST_WHAT_IS_KNOWN}


@pytest.fixture
def example(tmp_path):
    """A copy of the invented municipality's file."""
    return shutil.copy(PROVIDERS / "esimerkkila.yml", tmp_path / "esimerkkila.yml")


def put(path, *changes):
    """Replaces the first of each; returns the lines where they were."""
    text = path.read_text(encoding="utf-8")
    lines = []
    for right, wrong in changes:
        assert right in text
        lines.append(text[: text.index(right)].count("\n") + 1)
        text = text.replace(right, wrong, 1)
    path.write_text(text, encoding="utf-8")
    return lines


@pytest.mark.parametrize("path", files_in(PROVIDERS), ids=lambda path: path.name)
def test_the_project_s_own_files_have_no_mistake(path):
    assert problems(path, REGISTRY) == []


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_file_line_field_and_what_was_expected(example, name):
    right, wrong, field, expected = MISTAKES[name]
    (line,) = put(example, (right, wrong))
    (mistake,) = problems(example, REGISTRY)
    assert (mistake.file, mistake.line, mistake.field) == (example, LINES.get(name, line), field)
    assert mistake.expected and expected in mistake.expected
    assert str(mistake).startswith(f"{example}, line {mistake.line}, {field}: found '")


@pytest.mark.parametrize("name", AGAINST_THE_SCHEMA)
def test_a_file_that_breaks_the_schema_is_not_read(example, name):
    right, wrong, _, _ = AGAINST_THE_SCHEMA[name]
    put(example, (right, wrong))
    with pytest.raises(DataError) as refused:
        read_file(example)
    assert str(refused.value) == str(problems(example, REGISTRY)[0])


@pytest.mark.parametrize(
    "name", ["a first day that does not exist", "a day of checking that does not exist", "a day twice"]
)
def test_a_file_whose_days_cannot_be_read_is_not_read(example, name):
    right, wrong, field, _ = AGAINST_WHAT_IS_KNOWN[name]
    put(example, (right, wrong))
    with pytest.raises(DataError) as refused:
        read_file(example)
    assert (refused.value.file, refused.value.line, refused.value.found) == (example, 17, "esimerkkila-neuvonta-phone")
    assert field.startswith(refused.value.field)


def test_an_offer_may_be_valid_for_one_day(example):
    put(example, ("price: free", 'valid: {from: "2026-12-01", until: "2026-12-01"}'))
    assert problems(example, REGISTRY) == []


def test_a_date_needs_no_quotes(example):
    before = read_file(example)
    put(example, ('verified_at: "2026-10-01"', "verified_at: 2026-10-01"))
    assert problems(example, REGISTRY) == []
    assert read_file(example) == before


@pytest.mark.parametrize("missing", ["contact", "visiting"])
def test_a_contact_and_a_place_to_visit_may_be_left_out(example, missing):
    put(example, (f"{missing}: ", "# "))
    assert problems(example, REGISTRY) == []
    assert getattr(read_file(example), missing) is None


def test_all_mistakes_against_the_schema_are_told_at_once_in_the_files_order(example):
    lines = put(
        example,
        ("kind: library", "kind: libary"),
        ('area: "999"', 'area: "99"'),
        ("hours: always", "hours: never"),
        ("channel: chat", "channel: chatt"),
        ("languages: [fi, sv]", "languages: [FI, sv]"),
    )
    told = problems(example, REGISTRY)
    assert [(one.line, one.field, one.found) for one in told] == sorted(
        zip(
            lines,
            ["providers.5.kind", "area", "providers.0.offers.1.hours", "providers.1.offers.0.channel", "providers.0.offers.0.languages.0"],
            ["libary", "99", "never", "chatt", "FI"],
            strict=True,
        )
    )  # fmt: skip


def test_all_mistakes_against_what_is_known_are_told_at_once_in_the_files_order(example):
    changes = {
        name: AGAINST_WHAT_IS_KNOWN[name][:2]
        for name in ("an id twice", "a number of no country", "a library that helps with logins")
    }
    changes["a contact that does not exist"] = ("contact: esimerkkila-neuvonta-phone", "contact: nobody")
    changes["a service that does not exist"] = ("price: free", "services: [taxcard, passport, tax]")
    lines = dict(zip(changes, put(example, *changes.values()), strict=True))
    told = problems(example, REGISTRY)
    assert [(one.line, one.field, one.found) for one in told] == [
        (lines["a contact that does not exist"], "contact", "nobody"),
        (lines["a service that does not exist"], "providers.0.offers.0.services.0", "taxcard"),
        (lines["a service that does not exist"], "providers.0.offers.0.services.2", "tax"),
        (lines["an id twice"], "providers.1.offers.1.id", "esimerkkila-digituki-chat"),
        (lines["a number of no country"], "providers.1.offers.2.phone", "+999123456"),
        (lines["a library that helps with logins"], "providers.5.offers.1.login_errands", True),
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("channel", ["service_point", "home_visit", "self_service_point"])
def test_only_the_staff_of_some_may_be_said_to_help_with_a_login(tmp_path, kind, channel):
    path = write(tmp_path, "porvoo", PORVOO, entry("one", channel, login_errands=True, **ANY_MEANS), kind=kind)
    may = kind in ("authority", "service_point", "advice_line") or channel == "self_service_point"
    assert [one.field for one in problems(path, REGISTRY)] == ([] if may else ["providers.0.offers.0.login_errands"])


@pytest.mark.parametrize("means", ANY_MEANS)
@pytest.mark.parametrize("channel", CHANNELS)
def test_each_channel_has_what_a_person_needs_to_use_it(tmp_path, channel, means):
    one = {name: value for name, value in entry("one", channel).items() if name != "phone"}
    path = write(tmp_path, "porvoo", PORVOO, {**one, means: ANY_MEANS[means]})
    may = means in NEEDS_ONE_OF.get(channel, ANY_MEANS)
    assert [one.field for one in problems(path, REGISTRY)] == ([] if may else ["providers.0.offers.0.channel"])


@pytest.mark.parametrize("channel", CHANNELS)
def test_only_a_machine_or_a_course_may_be_without_a_person(tmp_path, channel):
    path = write(tmp_path, "porvoo", PORVOO, entry("one", channel, staffed=False, **ANY_MEANS))
    may = channel in ("self_service", "self_service_point", "training")
    assert [one.field for one in problems(path, REGISTRY)] == ([] if may else ["providers.0.offers.0.staffed"])


@pytest.mark.parametrize(("code", "known"), [(SIPOO, True), ("998", False)])
def test_the_municipality_where_an_offer_is_exists(tmp_path, code, known):
    path = write(tmp_path, "porvoo", PORVOO, entry("one", municipality=code))
    assert [one.field for one in problems(path, REGISTRY)] == ([] if known else ["providers.0.offers.0.municipality"])


@pytest.mark.parametrize("kind", KINDS)
def test_only_an_authority_or_its_service_point_may_be_the_contact(tmp_path, kind):
    path = write(tmp_path, "porvoo", PORVOO, entry("one"), kind=kind, contact="one")
    may = kind in ("authority", "service_point")
    assert [one.field for one in problems(path, REGISTRY)] == ([] if may else ["contact"])


def test_a_file_that_is_not_there_is_told_too(tmp_path):
    (mistake,) = problems(tmp_path / "nowhere.yml", REGISTRY)
    assert (mistake.field, mistake.expected) == ("file", "a readable file")


@pytest.mark.parametrize("text", ["", "- area", "area: country\n", "providers: []\n", "\x00"])
def test_what_is_no_provider_file_is_told_as_such(tmp_path, text):
    path = tmp_path / "odd.yml"
    path.write_text(text, encoding="utf-8")
    assert [one.file for one in problems(path, REGISTRY)] == [path]
    with pytest.raises(DataError):
        read_file(path)


def test_the_fast_reading_finds_in_a_file_what_the_slow_one_finds(example):
    # ryaml and PyYAML do not follow the same YAML: in one of them, on is true.
    put(example, ("fi: Digituen chat", 'fi: "on"'), ("sv: Chatt för digitalt stöd", 'sv: "2026-10-01"'))
    names = {one.id: one.names for one in read_file(example).offers}
    written = DataFile(example).data["providers"]
    assert names == {offer["id"]: offer["names"] for provider in written for offer in provider["offers"]}


def test_a_file_says_whose_it_is(tmp_path):
    own = read_file(write(tmp_path, "own", PORVOO, entry("one"), contact="one", visiting="one"))
    assert (own.code, own.contact, own.visiting) == (PORVOO, "one", "one")
    of_several = read_file(
        write(tmp_path, "several", {"municipalities": [PORVOO, SIPOO]}, entry("two", area="country"))
    )
    assert (of_several.code, of_several.offers[0].area.whole) == (None, "country")
    draft = {"id": "draft", "missing": ["channel"], "known": {}}
    assert read_file(write(tmp_path, "drafts", PORVOO, entry("three"), drafts=[draft])).drafts == (draft,)
