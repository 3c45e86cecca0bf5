"""data/authority.yml: what it must say, what a mistake is told as, and that Auta does not start without it."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from bot.authority import AUTHORITY, load_authority, read_authority
from bot.data_file import DataError
from tests.test_command import auta


@pytest.fixture
def content():
    return yaml.safe_load(AUTHORITY.read_text(encoding="utf-8"))


@pytest.fixture
def written(tmp_path):
    def write(content):
        path = tmp_path / "authority.yml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return path

    return write


def test_the_shipped_file_is_complete():
    authority = load_authority()
    assert (authority.names["fi"], authority.names["sv"]) == ("Esimerkkilän kunta", "Exempelby kommun")
    assert authority.responsible == "Maija Mallikas"
    assert authority.responsible_reach.phone_link == "+358900000010"
    assert authority.approved["sv"].by and authority.approved["sv"].date <= date.today()
    assert authority.accessibility.updated == authority.accessibility.prepared
    assert authority.accessibility.none_found and not authority.accessibility.shortcomings
    assert authority.controller.address and authority.controller.phone_link == "+358900000013"


def test_another_file_is_named_by_the_environment(content, written, monkeypatch):
    monkeypatch.setenv(
        "AUTA_AUTHORITY", str(written({**content, "names": {"fi": "Toisen kaupunki", "sv": "Annans stad"}}))
    )
    assert load_authority().names["sv"] == "Annans stad"


@pytest.mark.parametrize(
    "field",
    [
        "municipality",
        "names",
        "site",
        "controller",
        "responsible",
        "texts_approved",
        "data_protection",
        "accessibility",
        "exit",
    ],
)
def test_nothing_may_be_missing(content, written, field):
    del content[field]
    with pytest.raises(DataError, match=field):
        read_authority(written(content))


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (["names"], {"fi": "Kunta"}, "names: .*sv"),
        (["responsible", "name"], "asiakaspalvelu", "responsible.name: found 'asiakaspalvelu', expected the first and the last name"),
        (["responsible", "name"], "", "responsible.name"),
        (["texts_approved", "sv"], None, "texts_approved.sv"),
        (["texts_approved", "fi", "date"], "2026-02-30", "texts_approved.fi.date: found '2026-02-30', expected a day that exists"),
        (["accessibility", "email"], "saavutettavuus", "accessibility.email"),
        (["accessibility", "shortcomings"], [{"fi": "Kuva on epäselvä."}], "accessibility.shortcomings.0"),
        (["accessibility", "shortcomings"], [{"fi": "Kuva.", "sv": "Bild.", "until": "2027-13-01"}], "shortcomings.0.until"),
        (["accessibility", "shortcomings"], [], "accessibility.shortcomings: .*none_found"),
        (["accessibility", "shortcomings"], {}, "accessibility.shortcomings: .*none_found"),
        (["accessibility", "shortcomings"], {"none_found": True}, "accessibility.shortcomings.none_found"),
        (["accessibility", "shortcomings"], {"none_found": "2026-02-30"}, "none_found: .*a day that exists"),
        (["controller"], {"address": {"fi": "Katu 1", "sv": "Gatan 1"}}, "controller: .*email or a phone"),
        (["controller", "address"], None, "controller.address"),
        (["exit"], "javascript:alert(1)", "exit: .*https://"),
        (["exit"], "https://example.org; script-src *", "exit"),
        (["responsible", "phone"], "soita meille", "responsible.phone"),
        (["municipality"], 999, "municipality"),
        (["owner"], "somebody", "found 'owner', expected only the fields"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(content, written, place, value, told):
    at = content
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    path = written(content)
    with pytest.raises(DataError, match=told) as problem:
        read_authority(path)
    assert problem.value.file == path and problem.value.line > 0


def test_a_statement_without_an_assessment_is_refused(content, written):
    """That nothing is said of shortcomings must not mean that there are none."""
    del content["accessibility"]["shortcomings"]
    with pytest.raises(DataError, match="shortcomings"):
        read_authority(written(content))


def test_the_person_responsible_must_be_reached_somehow(content, written):
    del content["responsible"]["email"], content["responsible"]["phone"]
    with pytest.raises(DataError, match="responsible"):
        read_authority(written(content))


def refusal(**environment):
    """What `auta run` says in one sentence when it does not start."""
    done = auta("run", **environment)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_auta_does_not_start_without_the_file(tmp_path):
    assert f"{tmp_path}/none.yml" in refusal(AUTA_AUTHORITY=f"{tmp_path}/none.yml")


def test_auta_does_not_start_without_a_person_responsible(content, written):
    del content["responsible"]
    said = refusal(AUTA_AUTHORITY=str(written(content)))
    assert "authority.yml, line" in said and "responsible" in said


def test_auta_does_not_start_with_the_authority_of_another_municipality(content, written):
    said = refusal(AUTA_AUTHORITY=str(written({**content, "municipality": "091"})))
    assert "091" in said and "999" in said and "docs/authority.md" in said
