"""`import_csv`: the provider file that a table becomes, with its area, contact and place to visit, checked as a whole."""

from __future__ import annotations

import pytest
import yaml

from bot.commands.providers_tables import import_csv
from bot.data_file import ROOT, DataError

TEMPLATE = ROOT / "data" / "providers" / "template.csv"
POINT, LIBRARY = "mallila-palvelupiste", "mallila-kirjasto-opastus"


@pytest.mark.parametrize("area", ["091", "91", "Helsinki", "helsingfors"])
def test_an_area_is_a_code_or_a_name(tmp_path, area):
    out = tmp_path / "out.yml"
    assert import_csv(TEMPLATE, out, area, dry_run=False) == 0
    assert yaml.safe_load(out.read_text(encoding="utf-8"))["area"] == "091"


def test_a_name_that_no_municipality_has_is_no_area(tmp_path):
    with pytest.raises(DataError) as refused:
        import_csv(TEMPLATE, tmp_path / "out.yml", "Atlantis", dry_run=False)
    assert (refused.value.field, refused.value.found) == ("area", "Atlantis")


def test_the_contact_and_the_place_to_visit_are_written(tmp_path):
    out = tmp_path / "out.yml"
    assert import_csv(TEMPLATE, out, "091", dry_run=False, contact=POINT, visiting=POINT) == 0
    written = yaml.safe_load(out.read_text(encoding="utf-8"))
    assert (written["contact"], written["visiting"]) == (POINT, POINT)
    without = tmp_path / "without.yml"
    assert import_csv(TEMPLATE, without, "091", dry_run=False) == 0
    assert {"contact", "visiting"}.isdisjoint(yaml.safe_load(without.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ({"contact": "nobody"}, "contact: found 'nobody', expected the id of an offer"),
        ({"visiting": "nobody"}, "visiting: found 'nobody', expected the id of an offer"),
        ({"contact": LIBRARY}, f"contact: found '{LIBRARY}', expected an offer of the authority itself"),
    ],
)
@pytest.mark.parametrize("dry_run", [True, False])
def test_what_is_wrong_only_together_is_told_before_anything_is_written(tmp_path, capsys, named, told, dry_run):
    out = tmp_path / "out.yml"
    assert import_csv(TEMPLATE, out, "091", dry_run=dry_run, **named) == 1
    assert not out.exists()
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            ";nej;;",
            ";ja;;",
            f"mallila-kirjasto.{LIBRARY}.login_errands: found 'true', expected false: library never helps",
        ),
        ("servicepunkt;municipality;", "servicepunkt;kella;", f"{POINT}.authority: found 'kella', expected one of"),
        (
            "Kirjastokuja 2, Mallila;Biblioteksgränden 2, Modellby",
            ";",
            f"mallila-kirjasto.{LIBRARY}.channel: found 'service_point'",
        ),
    ],
    ids=["a library that helps with logins", "an authority that does not exist", "a place without an address"],
)
def test_a_table_is_checked_as_a_provider_file_is(tmp_path, capsys, right, wrong, told):
    table, out = tmp_path / "table.csv", tmp_path / "out.yml"
    text = TEMPLATE.read_text(encoding="utf-8-sig")
    assert text.count(right) == 1
    table.write_text(text.replace(right, wrong), encoding="utf-8")
    assert import_csv(table, out, "091", dry_run=False) == 1
    assert not out.exists()
    err = capsys.readouterr().err
    assert told in err and "Mistakes: 1. Nothing is written." in err


def test_an_excel_workbook_is_told_apart_from_a_table(tmp_path, capsys):
    table = tmp_path / "table.csv"
    table.write_bytes(b"PK\x03\x04 a workbook")
    assert import_csv(table, tmp_path / "out.yml", "091", dry_run=False) == 1
    assert "an Excel workbook" in capsys.readouterr().err
