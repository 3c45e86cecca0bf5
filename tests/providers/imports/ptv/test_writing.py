"""The provider file that an import writes, and the command that does it."""

from __future__ import annotations

import json

import pytest
import yaml

from bot.commands.providers_ptv import import_ptv
from bot.data_file import DataError, DataFile
from bot.providers.imports.ptv import load_overlay
from bot.providers.imports.writing import EditedByHand, write_file
from tests.providers.imports.ptv.conftest import OVERLAY, PAYLOADS

PLACE = "00000000-0000-4000-8000-000000000011"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "town.yml"


def run(out, files=PAYLOADS, **options) -> int:
    return import_ptv(files, out, OVERLAY, **options)


def with_new_phone(tmp_path) -> list:
    path = tmp_path / "channels.json"
    text = next(path for path in PAYLOADS if path.name == "channels.json").read_text(encoding="utf-8")
    path.write_text(text.replace("0401234567", "0407654321"), encoding="utf-8")
    return [path, *(path for path in PAYLOADS if path.name not in ("channels.json", "by_area.json"))]


def test_the_file_is_one_that_the_directory_reads(out):
    assert run(out) == 0
    assert len(DataFile(out, "providers").data["providers"]) == 2
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# written by auta providers import-ptv; edit the overlay, not this file\ngenerated: '")
    assert 'municipality: "049"' in text, "a code stays text for every reader of YAML"


def test_a_second_import_changes_nothing(out, capsys):
    run(out)
    first = out.read_bytes()
    assert run(out) == 0
    assert out.read_bytes() == first
    assert "nothing changed" in capsys.readouterr().out


def test_a_new_import_shows_what_changed_by_offer_and_field(out, tmp_path, capsys):
    run(out)
    capsys.readouterr()
    assert run(out, with_new_phone(tmp_path)) == 0
    shown = capsys.readouterr().out
    assert f'~ offer ptv-{PLACE}: phone: "+358401234567" → "+358407654321"' in shown
    assert "+358407654321" in out.read_text(encoding="utf-8")


def test_a_dry_run_shows_the_changes_and_writes_nothing(out, tmp_path, capsys):
    assert run(out, dry_run=True) == 0
    assert f"+ offer ptv-{PLACE}" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_what_is_gone_is_shown_as_removed(out, capsys):
    run(out)
    assert run(out, [path for path in PAYLOADS if path.name == "organization.json"]) == 0
    assert f"- offer ptv-{PLACE}" in capsys.readouterr().out


def test_an_edit_by_hand_is_kept_and_shown_as_a_snippet_for_the_overlay(out, tmp_path, capsys):
    run(out)
    edited = out.read_text(encoding="utf-8").replace("fi: Palvelutori\n", "fi: Digitori\n", 1)
    out.write_text(edited, encoding="utf-8")
    capsys.readouterr()
    assert run(out) == 1
    assert out.read_text(encoding="utf-8") == edited
    told = capsys.readouterr().err
    assert f'~ offer ptv-{PLACE}: names.fi: "Digitori" → "Palvelutori"' in told
    snippet = told[told.index("offers:") :]
    assert yaml.safe_load(snippet) == {"offers": {PLACE: {"names": {"fi": "Digitori", "sv": "Servicetorget"}}}}
    overlay = tmp_path / "overlay.yml"
    overlay.write_text(snippet, encoding="utf-8")
    assert load_overlay(overlay).offers[PLACE]["names"]["fi"] == "Digitori"


def test_a_field_that_somebody_took_away_and_a_completed_draft_are_in_the_snippet(tmp_path):
    source = {"system": "ptv", "id": PLACE}
    draft = {
        "id": "one",
        "missing": ["names.sv"],
        "known": {"names": {"fi": "Apu"}, "email": "info@kunta.fi", "source": source},
    }
    document = {"area": "country", "providers": [], "drafts": [draft]}
    path = tmp_path / "town.yml"
    write_file(path, document, "by a test", dry_run=False)
    text = path.read_text(encoding="utf-8").replace("      fi: Apu\n", "      fi: Apu\n      sv: Hjälp\n")
    path.write_text(text.replace("    email: info@kunta.fi\n", ""), encoding="utf-8")
    with pytest.raises(EditedByHand) as edited:
        write_file(path, document, "by a test", dry_run=False)
    assert yaml.safe_load(edited.value.snippet) == {
        "offers": {PLACE: {"names": {"fi": "Apu", "sv": "Hjälp"}, "email": None}}
    }


def test_even_an_added_comment_is_an_edit(out):
    run(out)
    out.write_text(out.read_text(encoding="utf-8") + "# Ask Maija about this\n", encoding="utf-8")
    assert run(out) == 1


def test_a_file_that_no_import_wrote_is_never_overwritten(out):
    out.write_text("area: country\nproviders: []\n", encoding="utf-8")
    with pytest.raises(EditedByHand, match="a file that no import wrote"):
        write_file(out, {"area": "country", "providers": []}, "by a test", dry_run=False)
    assert out.read_text(encoding="utf-8") == "area: country\nproviders: []\n"


@pytest.mark.parametrize("content", ["- a list\n", "a: [\n", "text"])
def test_a_broken_file_is_refused(out, content):
    out.write_text(content, encoding="utf-8")
    with pytest.raises(DataError):
        write_file(out, {"area": "country", "providers": []}, "by a test", dry_run=False)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_is_no_json_is_refused_with_its_name(out, tmp_path, capsys, content):
    path = tmp_path / "page.json"
    path.write_bytes(content)
    assert run(out, [path]) == 1
    assert "page.json" in capsys.readouterr().err
    assert not out.exists()


def test_the_summary_tells_every_refusal(out, capsys):
    run(out)
    shown = capsys.readouterr().out
    assert "4 offers of 2 providers, 0 drafts, 2 services and organisations read" in shown
    assert "00000000-0000-4000-8000-000000000016 Luonnos: not published" in shown


def test_the_example_overlay_of_the_project_is_right():
    assert load_overlay(OVERLAY.parents[4] / "data" / "providers" / "overlays" / "ptv.yml").offers


def test_json_with_a_byte_order_mark_is_read(out, tmp_path):
    path = tmp_path / "page.json"
    path.write_text(json.dumps([]), encoding="utf-8-sig")
    assert run(out, [path]) == 0
