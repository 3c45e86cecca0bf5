"""`auta providers`, run as coordinators and programs run it."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys

import pytest

from bot.data_file import ROOT

PROVIDERS = ROOT / "data" / "providers"
TEMPLATE = PROVIDERS / "template.csv"


def providers(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-c", "import sys; from bot.commands import main; sys.exit(main())", "providers", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        cwd=ROOT,
    )  # fmt: skip


def test_the_shipped_files_have_no_mistake():
    done = providers("validate")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Files: 2, offers: 12, drafts to complete: 0. All is well.\n"


def test_every_mistake_is_told_at_once_with_file_line_field_found_and_expected(tmp_path):
    path = tmp_path / "esimerkkila.yml"
    text = (PROVIDERS / "esimerkkila.yml").read_text(encoding="utf-8")
    wrong = text.replace("channel: chat", "channel: chatt").replace("kind: library", "kind: libary")
    path.write_text(wrong, encoding="utf-8")
    lines = wrong.splitlines()
    done = providers("validate", path)
    assert done.returncode == 1
    told = done.stderr.splitlines()
    assert (len(told), done.stdout) == (2, "Files: 1, mistakes: 2.\n")
    chat, library = (1 + next(i for i, line in enumerate(lines) if word in line) for word in ("chatt", "libary"))
    assert told[0].startswith(f"{path}, line {chat}, providers.1.offers.0.channel: found 'chatt', expected one of")
    assert told[1].startswith(f"{path}, line {library}, providers.5.kind: found 'libary', expected one of library")
    mistakes = json.loads(providers("validate", path, "--json").stdout)
    assert [(one["line"], one["found"]) for one in mistakes] == [(chat, "chatt"), (library, "libary")]


def test_what_a_schema_cannot_say_is_found_too(tmp_path):
    path = tmp_path / "esimerkkila.yml"
    text = (PROVIDERS / "esimerkkila.yml").read_text(encoding="utf-8")
    path.write_text(text.replace("        login_errands: false  ", "        services: [passpot]\n        x").replace("\n        x", "\n        #"), encoding="utf-8")  # fmt: skip
    done = providers("validate", path)
    assert done.returncode == 1
    assert "services.0: found 'passpot', expected one of" in done.stderr


def test_a_folder_is_checked_as_a_whole(tmp_path):
    shutil.copy(PROVIDERS / "esimerkkila.yml", tmp_path)
    done = providers("validate", tmp_path)
    assert done.returncode == 1
    assert "no phone for the whole country" in done.stderr


@pytest.mark.parametrize(("served", "known"), [("999", True), ("091", False)])
def test_the_municipality_that_is_served_has_a_contact(served, known):
    done = providers("validate", AUTA_MUNICIPALITY=served)
    assert done.returncode == int(not known)
    assert ("none for AUTA_MUNICIPALITY 091" in done.stderr) is not known


@pytest.mark.parametrize("path", ["nowhere", "nowhere.yml"])
def test_nothing_to_check_is_a_mistake(tmp_path, path):
    assert providers("validate", tmp_path / path).returncode == 1


def test_find_shows_offers_with_their_reasons():
    done = providers("find", "phone", "service_point", "--when", "2026-11-23T10:00")
    assert done.returncode == 0, done.stderr
    first = done.stdout.splitlines()[0].split()
    assert first[:2] == ["1.", "phone"] and first[2].startswith("esimerkkila-")
    assert {"LANGUAGE", "OPEN_NOW"} <= set(first)


def test_find_prints_json_for_programs_and_tells_the_gap():
    done = providers("find", "home_visit", "--municipality", "Porvoo", "--languages", "sv", "--json")
    answer = json.loads(done.stdout)
    assert [one["id"] for one in answer["found"]] == ["kansalaisneuvonta-phone"]
    assert answer["gap"] == {
        "municipality": "638", "channel": "home_visit", "language": "sv", "level_id": None, "instead": "nothing",
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong", [["phone", "--municipality", "Atlantis"], ["phone", "--service", "passpot"], ["fax"], []]
)
def test_find_refuses_what_there_is_not(wrong):
    done = providers("find", *wrong)
    assert done.returncode == 2
    assert "auta providers find" in done.stderr and "Traceback" not in done.stderr


def test_the_template_is_imported_checked_and_imported_again_without_a_change(tmp_path):
    out = tmp_path / "town.yml"
    done = providers("import-csv", TEMPLATE, "--area", "091", "--out", out)
    assert done.returncode == 0, done.stderr
    written = out.read_bytes()
    assert providers("validate", out).returncode == 0
    again = providers("import-csv", TEMPLATE, "--area", "091", "--out", out)
    assert "0 changes" in again.stdout and out.read_bytes() == written


def test_a_table_becomes_a_municipality_s_file_with_its_contact_and_place(tmp_path):
    out, id_ = tmp_path / "helsinki.yml", "mallila-palvelupiste"
    named = ["--area", "Helsinki", "--contact", id_, "--visiting", id_]
    done = providers("import-csv", TEMPLATE, *named, "--out", out)
    assert done.returncode == 0, done.stderr
    lines = out.read_text(encoding="utf-8").splitlines()
    assert {f"contact: {id_}", f"visiting: {id_}", 'area: "091"'} <= set(lines)


def test_a_table_with_a_mistake_writes_nothing(tmp_path):
    table, out = tmp_path / "table.csv", tmp_path / "town.yml"
    table.write_text(
        TEMPLATE.read_text(encoding="utf-8-sig").replace("service_point", "servicepoint"), encoding="utf-8"
    )
    done = providers("import-csv", table, "--area", "091", "--out", out)
    assert done.returncode == 1
    assert "servicepoint" in done.stderr and not out.exists()


def test_a_ptv_document_becomes_drafts_that_nobody_is_shown(tmp_path):
    payload = next((ROOT / "tests" / "providers" / "imports" / "ptv" / "payloads").glob("*.json"))
    out, empty = tmp_path / "ptv.yml", tmp_path / "overlay.yml"
    empty.write_text("offers: {}\n", encoding="utf-8")
    done = providers("import-ptv", payload, "--overlay", empty, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "drafts" in done.stdout


@pytest.mark.parametrize("format", ["schema.org", "hsds", "geojson"])
def test_exports_are_json_and_hold_nothing_invented_unless_asked(format):
    shown, all_of_it = (providers("export", "--format", format, *more) for more in ([], ["--invented"]))
    assert shown.returncode == all_of_it.returncode == 0
    assert json.loads(shown.stdout)
    assert "Esimerkkil" not in shown.stdout
    assert format == "geojson" or "Esimerkkil" in json.dumps(json.loads(all_of_it.stdout), ensure_ascii=False)


def test_an_export_as_a_table_can_be_read_by_a_spreadsheet():
    rows = list(csv.DictReader(providers("export", "--format", "csv", "--invented").stdout.splitlines(), delimiter=";"))
    assert {"esimerkkila-kotikaynti", "kansalaisneuvonta-phone"} <= {row["id"] for row in rows}


def test_coverage_tells_where_nobody_comes_home_on_a_saturday_in_swedish(tmp_path):
    out = tmp_path / "coverage.json"
    done = providers(
        "coverage", "--region", "Uusimaa", "--channel", "home_visit", "--language", "sv", "--when", "saturday", "--json", out
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Nobody" in done.stdout and "Porvoo" in done.stdout
    assert json.loads(out.read_text(encoding="utf-8"))["when"] == "saturday"


def test_gaps_without_redis_say_what_to_do():
    done = providers("gaps", REDIS_URL="redis://127.0.0.1:1/0")
    assert done.returncode == 1
    assert "Redis does not answer" in done.stderr and "Traceback" not in done.stderr


def test_output_that_is_read_only_in_part_is_no_failure():
    done = subprocess.run(
        f"{sys.executable} -c 'import sys; from bot.commands import main; sys.exit(main())' providers coverage | head -1",
        shell=True, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
