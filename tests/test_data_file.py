"""A data file is refused with all its mistakes, each in its place; whatever stands in it, nothing breaks."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.data_file import SCHEMAS, DataError, DataFile

OFFER = """\
      - id: chat
        channel: chat
        names: {fi: Chat, sv: Chatt}
        languages: [fi, sv]
        hours: {mon-fri: "09:00-16:00"}
        booking: none
        phone: "+358900000001"
        verified_at: "2026-10-01"
"""
RIGHT = f"""\
area: "091"
providers:
  - id: advice
    kind: authority
    names: {{fi: Neuvonta, sv: Rådgivning}}
    offers:
{OFFER}{OFFER.replace("id: chat", "id: phone")}"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "file.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def told(path, schema="providers"):
    return [(each.line, each.field, each.found, each.expected) for each in DataFile(path).problems(schema)]


def test_a_right_file_has_no_problems(written):
    assert told(written(RIGHT)) == []
    assert DataFile(written(RIGHT), "providers").data["area"] == "091"


def test_every_mistake_is_told_once_in_the_file_s_order(written):
    text = RIGHT.replace('area: "091"', 'area: "91"').replace("kind: authority", "kind: office")
    first, second = OFFER.replace("booking: none", "boking: none"), OFFER.replace("[fi, sv]", "[FI, sv, 5]")
    second = second.replace("id: chat", "id: Phone").replace('"2026-10-01"', "2026-10-01")
    path = written(text.replace(OFFER, first, 1).replace(OFFER.replace("id: chat", "id: phone"), second))
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [(field, str(value), lines[line - 1].strip()) for line, field, value, _ in told(path)]
    missing, *rest = [each for each in found if each[0] == "providers.0.offers.0"]
    assert [each for each in found if each != missing] == [
        ("area", "91", 'area: "91"'),
        ("providers.0.kind", "office", "kind: office"),
        ("providers.0.offers.0", "boking", "boking: none"),
        ("providers.0.offers.1.id", "Phone", "- id: Phone"),
        ("providers.0.offers.1.languages.0", "FI", "languages: [FI, sv, 5]"),
        ("providers.0.offers.1.languages.2", "5", "languages: [FI, sv, 5]"),
        ("providers.0.offers.1.verified_at", "2026-10-01", "verified_at: 2026-10-01"),
    ]
    assert missing[2] == "- id: chat" and len(rest) == 1
    with pytest.raises(DataError, match="line 1, area: found '91'"):
        DataFile(path, "providers")


def test_what_is_lacking_is_told_in_one(written):
    without = OFFER.replace("        booking: none\n", "").replace("        languages: [fi, sv]\n", "")
    ((line, field, _, expected),) = told(written(RIGHT.replace(OFFER, without, 1)))
    assert (line, field, expected) == (7, "providers.0.offers.0", "the fields languages, booking")


@pytest.mark.parametrize(
    ("area", "field", "expected"),
    [
        ('{regions: ["01", "1"]}', "area.regions.1", "a region's code of two digits, in quotes"),
        ('{region: ["01"]}', "area", "a municipality code of three digits, country,"),
        ("91", "area", "a municipality code of three digits, country,"),
    ],
)
def test_of_alternatives_the_one_that_comes_closest_is_told(written, area, field, expected):
    ((line, told_field, _, told_expected),) = told(written(RIGHT.replace('"091"', area)))
    assert (line, told_field) == (1, field)
    assert told_expected.startswith(expected)


def test_all_mistakes_of_the_closest_alternative_are_told(written):
    found = told(written(RIGHT.replace('"091"', '{regions: ["1"], counties: ["01", "2"]}')))
    assert [field for _, field, _, _ in found] == ["area.regions.0", "area.counties.1"]


def test_a_value_of_the_wrong_type_is_one_mistake_with_the_type_and_what_it_means(written):
    ((_, field, _, expected),) = told(written(RIGHT.replace('"2026-10-01"', "2026-10-01", 1)))
    assert field == "providers.0.offers.0.verified_at"
    assert expected == "a value of type string: a date as 2026-10-01, in quotes"


@pytest.mark.parametrize(
    ("key", "kind"),
    [("on", "bool"), ("no", "bool"), ("112", "int"), ("2026-12-24", "timestamp"), ("~", "null"), ("1.5", "float")],
)
@pytest.mark.parametrize("schema", ["providers", None])
def test_a_key_that_is_no_text_is_refused_where_it_stands(written, key, kind, schema):
    path = written(RIGHT.replace("kind: authority", f"kind: authority\n    {key}: 1"))
    with pytest.raises(DataError) as refused:
        DataFile(path, schema)
    mistake = refused.value
    assert (mistake.line, mistake.field, mistake.found) == (5, key, f"a key of type {kind}")
    assert mistake.expected == "text as key, in quotes"


def test_a_list_as_key_is_refused(written):
    with pytest.raises(DataError, match="found 'a key of type seq', expected text as key"):
        DataFile(written("? [a, b]\n: c\n"))


def test_the_same_key_in_quotes_is_read(written):
    assert DataFile(written('"on": 1\n"091": 2\n')).data == {"on": 1, "091": 2}


def test_an_anchor_s_fields_may_be_taken_over(written):
    assert DataFile(written("a: &a {b: 1}\nc: {<<: *a, d: 2}\n")).data["c"] == {"b": 1, "d": 2}


@pytest.mark.parametrize("broken", [b"a: \xe4iti\n", b"a: \x01\n", b"a: 2026-02-30\n", b"a: [\n", b"- a\nb\n"])
def test_what_is_no_yaml_is_refused(tmp_path, broken):
    path = tmp_path / "file.yml"
    path.write_bytes(broken)
    with pytest.raises(DataError, match=r"file\.yml"):
        DataFile(path)


words = st.sampled_from(
    [
        "area",
        "providers",
        "names",
        "fi",
        "sv",
        "id",
        "offers",
        "hours",
        "weekly",
        "exceptions",
        "regions",
        "091",
        "always",
    ]
)
values = st.recursive(
    words | st.none() | st.booleans() | st.integers(0, 99) | st.text(max_size=3),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(words, parts, max_size=4),
)


@pytest.mark.parametrize("schema", sorted(path.stem for path in SCHEMAS.glob("*.json")))
@settings(deadline=None, max_examples=40)
@given(content=values)
def test_whatever_stands_in_a_file_its_problems_are_told_in_order(tmp_path_factory, schema, content):
    path = tmp_path_factory.mktemp("any") / "file.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    problems = DataFile(path).problems(schema)
    assert [each.line for each in problems] == sorted(each.line for each in problems)
    assert len({str(each) for each in problems}) == len(problems)
    if problems:
        with pytest.raises(DataError) as refused:
            DataFile(path, schema)
        assert str(refused.value) == str(problems[0])
    else:
        assert DataFile(path, schema).data == json.loads(json.dumps(content))


@pytest.mark.parametrize("schema", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.stem)
def test_a_schema_is_right_itself_and_what_it_refers_to_is_there(schema):
    content = json.loads(schema.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(content)
    for reference in re.findall(r'"\$ref": "([^"]+)"', schema.read_text(encoding="utf-8")):
        file, _, pointer = reference.partition("#/")
        part = json.loads((SCHEMAS / file).read_text(encoding="utf-8")) if file else content
        for key in pointer.split("/"):
            part = part[key]
        assert isinstance(part, dict)


def test_a_mistake_in_a_part_that_stands_in_another_schema_is_told(written):
    key = "00000000-0000-4000-8000-000000000012"
    overlay = f"offers:\n  {key}:\n    hours: {{weekly: {{mon: '9-16'}}}}\n    area: '91'\n    kind: office\n"
    found = [(line, field, expected[:27]) for line, field, _, expected in told(written(overlay), "ptv_overlay")]
    assert found == [
        (3, f"offers.{key}.hours.weekly.mon", "opening times as 09:00-16:0"),
        (4, f"offers.{key}.area", "a municipality code of thre"),
        (5, f"offers.{key}.kind", "one of library, service_poi"),
    ]
    assert told(written(f"offers:\n  {key}: {{hours: null, area: country}}\n"), "ptv_overlay") == []
