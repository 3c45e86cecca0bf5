"""`auta providers coverage`: the table, the answer in words, the files, and which picture is drawn."""

from __future__ import annotations

import csv
import json

import pytest

from bot.commands.providers_coverage import Options, chosen, coverage_command
from bot.providers.coverage.counting import CHANNELS
from bot.providers.coverage.picture import texts
from tests.providers.coverage.samples import LEVELS, PLACES, TODAY, VAASA, WEEK, offer, written


def run(offers, capsys, **options):
    assert coverage_command(offers, PLACES, LEVELS, Options(TODAY, WEEK, **options)) == 0
    return capsys.readouterr().out


def test_the_table_shows_both_languages_side_by_side_within_100_columns(capsys):
    lines = run([offer()], capsys).splitlines()
    assert max(map(len, lines)) <= 100
    helsinki = [line for line in lines if line.startswith("Helsinki")]
    assert [line.split() for line in helsinki] == [
        ["Helsinki", "fi+sv", "✗", "✗", "✓", "✗", "✓", "✗"],
        ["Helsinki", "fi+sv", *"––––––✓✗––––––––––"],
    ]


def test_the_table_has_every_municipality_and_counts_those_with_help(capsys):
    out = run([offer(area="except_aland")], capsys, channel="phone", language="fi")
    assert "with help, of 308         292" in out
    assert all(line.endswith("✓") for line in out.splitlines() if line.startswith(("Inari", "Kouvola", "Vaasa")))


def test_a_single_question_is_answered_in_words(capsys):
    offers = [offer("a", area="091", languages=["sv"]), offer("b", area="049", languages=["fi"])]
    out = run(offers, capsys, region="01", channel="phone", language="sv", when="sunday")
    assert "Nobody (phone, sv, sunday), a serious gap: 1: Espoo\n" in out
    answer = out[out.index("Nobody (phone, sv, sunday): ") :].split("\n\n")[0]
    assert "Vantaa" in answer
    assert "Helsinki" not in answer
    assert "Espoo" not in answer


@pytest.mark.parametrize("county", [VAASA.county, *PLACES.counties[VAASA.county].values()])
def test_areas_are_chosen_by_code_or_by_either_name(county):
    assert {one.county for one in chosen(PLACES, Options(TODAY, county=county))} == {VAASA.county}


def test_an_unknown_area_is_wrong_usage_and_says_what_was_expected(capsys):
    for area in (
        {"region": "Narnia"},
        {"county": "99"},
        {"municipality": "Narnia"},
        {"region": "21", "municipality": "091"},
    ):
        assert coverage_command([], PLACES, LEVELS, Options(TODAY, **area)) == 2
        assert "expected" in capsys.readouterr().err


def test_stale_and_ending_offers_are_printed_with_provider_and_day(capsys):
    offers = [offer("old", verified_at="2024-01-02"), offer("short", valid={"until": "2026-12-01"}), offer("fine")]
    out = run(offers, capsys, municipality="091")
    assert "  2024-01-02  Kirjasto (library): old" in out
    assert "  2026-12-01  Kirjasto (library): short" in out
    assert ": fine" not in out


def test_the_csv_has_one_line_a_cell_with_decimal_commas(capsys, tmp_path):
    file = tmp_path / "new" / "coverage.csv"
    run([offer(hours={"sat": "10:00-12:30"})], capsys, municipality="Helsingfors", csv=file)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    assert len(rows) == (len(CHANNELS) + len(LEVELS)) * 2
    line = next(row for row in rows if (row["by"], row["id"], row["language"]) == ("channel", "phone", "fi"))
    assert (line["name_sv"], line["state"], line["hours"], line["hours_saturday"]) == (
        "Helsingfors",
        "covered",
        "2,5",
        "2,5",
    )


def test_the_json_has_what_the_table_has(capsys, tmp_path):
    file = tmp_path / "coverage.json"
    offers = [offer("old", verified_at="2024-01-02", valid={"until": "2026-12-31"})]
    run(offers, capsys, municipality="091", when="saturday", json=file)
    content = json.loads(file.read_text(encoding="utf-8"))
    assert (content["week"], content["when"], len(content["rows"])) == ("2026-11-23", "saturday", 24)
    assert content["stale"] == [{"provider": "library", "offer": "old", "verified_at": "2024-01-02"}]
    assert content["ending"] == [{"provider": "library", "offer": "old", "valid_until": "2026-12-31"}]


@pytest.mark.parametrize(("options", "title"), [({"region": "15"}, "heat_title"), ({}, "map_level")])
def test_few_municipalities_are_a_heat_map_and_the_country_a_map(capsys, tmp_path, options, title):
    file = tmp_path / "picture.svg"
    run([offer()], capsys, picture=file, picture_language=["sv"], **options)
    assert texts()[title]["sv"] in written(file.read_text(encoding="utf-8"))


def test_the_map_of_one_channel_names_it_and_the_time(capsys, tmp_path):
    file = tmp_path / "picture.svg"
    run(
        [offer()],
        capsys,
        picture=file,
        picture_language=["fi", "sv"],
        channel="home_visit",
        when="saturday",
        language="sv",
    )
    said = written(file.read_text(encoding="utf-8"))
    assert any("kotikäynti, lauantaisin" in text for text in said)
    assert any("hembesök, på lördagar" in text for text in said)
    assert "Hjälp på svenska: i 0 av 308 kommuner" in said
    assert not any(text.startswith("Hjälp på finska") for text in said)
