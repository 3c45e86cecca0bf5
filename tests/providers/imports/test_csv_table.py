"""What a spreadsheet holds becomes offers, and offers become a spreadsheet; every mistake is named at once."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.providers_tables import import_csv
from bot.data_file import ROOT, DataFile
from bot.providers.imports.csv_columns import COLUMNS, OFFER_COLUMNS, PROVIDER_COLUMNS
from bot.providers.imports.csv_table import read_table, write_table
from bot.providers.imports.hours_cell import hours_from_cell
from bot.providers.model import Area, Offer, Provider
from tests.providers.export.offers import any_offers, offer

TEMPLATE = ROOT / "data" / "providers" / "template.csv"
ROW = {
    "provider_id": "p", "provider_kind": "library", "provider_names_fi": "Kirjasto", "provider_names_sv": "Bibliotek",
    "id": "o", "channel": "phone", "names_fi": "Neuvonta", "names_sv": "Rådgivning", "languages": "fi sv",
    "hours": "ma–pe 9–16", "booking": "none", "phone": "09 0000 0001", "verified_at": "1.10.2026",
}  # fmt: skip


def written(folder: Path, *changes: dict[str, str], delimiter: str = ";", encoding: str = "utf-8-sig") -> Path:
    rows = [{**ROW, **change} for change in changes or ({},)]
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)), delimiter=delimiter)
    table.writeheader()
    table.writerows(rows)
    path = folder / "offers.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def mistakes(path: Path) -> dict[tuple[int, str], tuple[object, str]]:
    return {(each.line, each.field): (each.found, each.expected) for each in read_table(path)[1]}


def only_offer(path: Path) -> dict:
    providers, wrong = read_table(path)
    assert not wrong, wrong
    return providers[0]["offers"][0]


def offers_in(providers: list[dict]) -> list[Offer]:
    found = []
    for entry in providers:
        provider = Provider(entry["id"], entry["kind"], entry["names"], entry.get("authority"), entry.get("source"))
        found += [Offer.read(provider, Area(whole="country"), each) for each in entry["offers"]]
    return found


def meant(offer: Offer) -> Offer:
    """Short and long forms of hours mean the same."""
    raw = offer.hours.raw if isinstance(offer.hours.raw, str) else None
    return replace(offer, hours=replace(offer.hours, raw=raw))


@settings(max_examples=150, deadline=None)
@given(offers=st.lists(any_offers, max_size=4, unique_by=(lambda one: one.id, lambda one: one.provider.id)))
def test_what_was_exported_is_imported_again(tmp_path_factory, offers):
    path = tmp_path_factory.mktemp("table") / "offers.csv"
    path.write_bytes(write_table(offers).encode("utf-8-sig"))
    providers, wrong = read_table(path)
    assert not wrong, [str(each) for each in wrong]
    assert list(map(meant, offers_in(providers))) == list(map(meant, offers))
    assert [each.source for each in offers_in(providers)] == [each.source for each in offers]


def test_every_field_of_the_schema_has_a_column():
    kinds = json.loads((ROOT / "data/schemas/providers.json").read_text(encoding="utf-8"))["$defs"]
    assert {column.path[0] for column in OFFER_COLUMNS} == set(kinds["offer"]["properties"])
    assert {column.path[0] for column in PROVIDER_COLUMNS} == set(kinds["provider"]["properties"]) - {"offers"}


def test_the_offers_of_one_provider_stay_together(tmp_path):
    path = tmp_path / "offers.csv"
    path.write_text(write_table([offer(), offer(id="another")]), encoding="utf-8", newline="")
    providers, wrong = read_table(path)
    assert not wrong
    assert [[each["id"] for each in provider["offers"]] for provider in providers] == [["mallila-opastus", "another"]]


def test_the_template_has_every_column_and_imports_without_a_mistake(tmp_path):
    assert TEMPLATE.read_bytes().startswith(b"\xef\xbb\xbf")
    header = TEMPLATE.read_text(encoding="utf-8-sig").splitlines()[0]
    assert header.split(";") == [column.name for column in COLUMNS]
    assert import_csv(TEMPLATE, tmp_path / "new.yml", "091", dry_run=False) == 0
    data = DataFile(tmp_path / "new.yml", "providers").data
    assert [len(provider["offers"]) for provider in data["providers"]] == [1, 1]


@pytest.mark.parametrize(
    ("fi", "sv", "price"),
    [
        ("maksuton", "gratis", "free"),
        ("Maksuton", "", "free"),
        ("", "GRATIS", "free"),
        ("free", "", "free"),
        ("20 euroa", "20 euro", {"fi": "20 euroa", "sv": "20 euro"}),
        ("", "", None),
    ],
)
def test_a_price_is_free_only_where_the_cell_says_so(tmp_path, fi, sv, price):
    assert only_offer(written(tmp_path, {"price_fi": fi, "price_sv": sv})).get("price") == price


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_is_read_as_a_spreadsheet_saved_it(tmp_path, delimiter, encoding):
    entry = only_offer(written(tmp_path, {}, delimiter=delimiter, encoding=encoding))
    assert entry["names"] == {"fi": "Neuvonta", "sv": "Rådgivning"}
    assert entry["hours"] == {"mon-fri": "09:00-16:00"}


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        ("area", "91", "area", "091"),
        ("area", "91 92", "area", {"municipalities": ["091", "092"]}),
        ("area", "region:1 postcode:100", "area", {"regions": ["01"], "postcodes": ["00100"]}),
        ("postcode", "100", "postcode", "00100"),
        ("municipality", "91", "municipality", "091"),
        ("phone", "358401234567", "phone", "+358401234567"),
        ("phone", "401234567", "phone", "+358401234567"),
        ("phone", "040-123 45 67", "phone", "+358401234567"),
        ("phone", "0295 000", "phone", "+358295000"),
        ("verified_at", "2026-10-01", "verified_at", "2026-10-01"),
        ("verified_at", "31.1.2026", "verified_at", "2026-01-31"),
        ("interpreter", "KYLLÄ", "interpreter", True),
        ("interpreter", "EPÄTOSI", "interpreter", False),
        ("languages", "fi, sv", "languages", ["fi", "sv"]),
        ("summary_fi", "'=1+1", "summary", {"fi": "=1+1", "sv": "Text"}),
    ],
)
def test_what_a_spreadsheet_does_to_a_cell_is_put_right(tmp_path, column, cell, field, value):
    more = {"summary_sv": "Text"} if field == "summary" else {}
    assert only_offer(written(tmp_path, {column: cell, **more}))[field] == value


def test_coordinates_may_have_a_comma(tmp_path):
    assert only_offer(written(tmp_path, {"latitude": "60,17", "longitude": "24,94"}))["point"] == [60.17, 24.94]


def test_a_text_is_never_a_formula_in_the_spreadsheet():
    table = write_table([offer(names={"fi": "=CMD()", "sv": "@sum"})])
    cells = next(csv.DictReader(io.StringIO(table, newline=""), delimiter=";"))
    assert (cells["names_fi"], cells["names_sv"]) == ("'=CMD()", "'@sum")


def test_every_mistake_is_told_at_once_with_its_row_and_column(tmp_path):
    wrong = mistakes(
        written(
            tmp_path,
            {"channel": "fax", "phone": "3,58E+11", "names_sv": "", "verified_at": "yesterday"},
            {"id": "o", "hours": "arkisin 9–16", "provider_kind": "parish", "latitude": "45", "longitude": ""},
            {"id": "Ö", "area": "Helsinki", "interpreter": "maybe", "phone": ""},
        )
    )
    assert set(wrong) == {
        (2, "channel"), (2, "phone"), (2, "names_sv"), (2, "verified_at"),
        (3, "id"), (3, "hours"), (3, "provider_kind"), (3, "latitude"), (3, "longitude"),
        (4, "id"), (4, "area"), (4, "interpreter"), (4, "phone"),
    }  # fmt: skip
    assert wrong[2, "channel"] == (
        "fax",
        "one of self_service, chat, video, phone, service_point, self_service_point, mobile_service_point, home_visit, training",
    )
    assert wrong[2, "phone"] == ("3,58E+11", "a phone number as +358 40 1234567")
    assert wrong[3, "latitude"] == ("45.0", "a number from 59 to 71")
    assert wrong[4, "phone"] == ("nothing", "a phone, a url, an email or an address")


def test_a_row_after_a_cell_of_several_lines_is_named_by_the_line_it_begins_on(tmp_path):
    path = written(tmp_path, {"names_fi": "Neuvonta\nja opastus"}, {"id": "two", "booking": "perhaps"})
    assert list(mistakes(path)) == [(4, "booking")]


def test_later_rows_of_a_provider_may_leave_its_columns_empty(tmp_path):
    empty = {"provider_kind": "", "provider_names_fi": "", "provider_names_sv": ""}
    providers, wrong = read_table(written(tmp_path, {}, {"id": "two", **empty}))
    assert not wrong
    assert [len(provider["offers"]) for provider in providers] == [2]


def test_unknown_double_and_lacking_columns_are_told(tmp_path):
    path = tmp_path / "offers.csv"
    path.write_text("id;id;nimi\n", encoding="utf-8")
    assert {(found, expected[:15]) for found, expected in mistakes(path).values()} <= {
        ("id", "each column onc"), ("nimi", "one of the colu"), ("id, id, nimi", "a column provid"),
    }  # fmt: skip
    assert len(read_table(path)[1]) == 3


def test_a_cell_beyond_the_last_column_is_a_mistake(tmp_path):
    path = written(tmp_path)
    path.write_bytes(path.read_bytes().rstrip() + b";astray\r\n")
    assert mistakes(path) == {(2, "row"): ("astray", "no cell beyond the last column")}


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"\x81\x8d", b'id;provider_id\n"a', b"id\x00;provider_id\n", b"\xff\xfea"]
)
def test_no_table_at_all_is_a_mistake_and_nothing_else(tmp_path, data):
    path = tmp_path / "offers.csv"
    path.write_bytes(data)
    assert [each.file for each in read_table(path)[1]]
    assert [each.field for each in read_table(tmp_path / "none.csv")[1]] == ["file"]


@settings(max_examples=200, deadline=None)
@given(cells=st.dictionaries(st.sampled_from([column.name for column in COLUMNS]), st.text(max_size=12)))
def test_whatever_stands_in_the_cells_the_table_is_read_or_its_mistakes_are_told(tmp_path_factory, cells):
    path = written(
        tmp_path_factory.mktemp("any"),
        {name: cell.replace("\x00", "").encode(errors="ignore").decode() for name, cell in cells.items()},
    )
    providers, wrong = read_table(path)
    assert wrong or offers_in(providers)


def test_one_mistake_and_nothing_is_written(tmp_path, capsys):
    out = tmp_path / "out.yml"
    assert import_csv(written(tmp_path, {}, {"id": "two", "booking": "perhaps"}), out, "091", dry_run=False) == 1
    assert not out.exists()
    assert "line 3, booking: found 'perhaps', expected one of none, possible, required" in capsys.readouterr().err


def test_an_import_is_written_once_and_a_dry_run_never(tmp_path, capsys):
    out, table = tmp_path / "out.yml", written(tmp_path)
    assert import_csv(table, out, "91", dry_run=True) == 0
    assert not out.exists()
    assert import_csv(table, out, "91", dry_run=False) == 0
    first = out.read_bytes()
    assert yaml.safe_load(first)["area"] == "091"
    capsys.readouterr()
    assert import_csv(table, out, "91", dry_run=False) == 0
    assert out.read_bytes() == first
    assert "0 changes" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("mon-fri 09:00-16:00; sat 10:00-14:00", {"mon-fri": "09:00-16:00", "sat": "10:00-14:00"}),
        ("ma–pe 9–16, la 10–14", {"mon-fri": "09:00-16:00", "sat": "10:00-14:00"}),
        ("må–fre 9–16", {"mon-fri": "09:00-16:00"}),
        ("ma-to 9.30-16", {"mon-thu": "09:30-16:00"}),
        ("ti, ke ja to klo 10–12 ja 13–15", {each: ["10:00-12:00", "13:00-15:00"] for each in ("tue", "wed", "thu")}),
        ("ons och tors kl. 12–18", {"wed": "12:00-18:00", "thu": "12:00-18:00"}),
        ("Maanantai - perjantai 8 - 24", {"mon-fri": "08:00-24:00"}),
        ("ma–la 9–16; su suljettu", {"mon-sat": "09:00-16:00"}),
        ("ma 9–11; ma 13–15", {"mon": ["09:00-11:00", "13:00-15:00"]}),
        ("aina", "always"), ("alltid", "always"), ("ei tiedossa", "unknown"), ("Okänt", "unknown"),
        ("ajanvarauksella", "by_reservation"), ("enligt tidsbeställning", "by_reservation"),
        ("ma 9–16; 24.12.2026 9–12; 21.12.2026–6.1.2027 ma 10–14",
         {"weekly": {"mon": "09:00-16:00"}, "exceptions": [
             {"date": "2026-12-24", "hours": "09:00-12:00"},
             {"from": "2026-12-21", "to": "2027-01-06", "hours": {"mon": "10:00-14:00"}}]}),
        ("parittomat viikot: ti 9–12; jämna veckor: tors 9–12; pyhinä suljettu",
         {"odd_weeks": {"tue": "09:00-12:00"}, "even_weeks": {"thu": "09:00-12:00"}, "holidays": "closed"}),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(cell, expected):
    assert hours_from_cell(cell) == expected


@pytest.mark.parametrize(
    "cell",
    ["9–16", "ma–pe", "arkisin 9–16", "ma 9", "ma 25–26", "ma 9–16 sopimuksen mukaan", "la–ma 9–16", "31.2.2026 9–12",
     "suljettu", ";", "ma–pe 9–16; ke 10–12", "24.12.2026 ma 9–12", "9–12 ma"],
)  # fmt: skip
def test_hours_that_are_not_clear_are_refused(cell):
    with pytest.raises(ValueError, match=r"days|times|date"):
        hours_from_cell(cell)
