"""The heat map, the map, their texts, and the example in the documentation."""

from __future__ import annotations

import re
import runpy
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from bot.data_file import ROOT, DataError, DataFile
from bot.providers.coverage.counting import CHANNELS, TIMES, coverage, level_coverage
from bot.providers.coverage.country_map import country_map
from bot.providers.coverage.heat_map import heat_map
from bot.providers.coverage.picture import TEXTS, texts
from bot.providers.model import Area
from tests.providers.coverage.samples import LEVELS, PLACES, SOME, WEEK, offer, written

ALL = list(PLACES.municipalities.values())
EXAMPLE = ROOT / "docs" / "pictures" / "coverage_example.py"
LEVEL_IDS = DataFile(ROOT / "data" / "triage" / "levels.yml", "levels").data["levels"]


@pytest.mark.parametrize("languages", [["fi"], ["sv"], ["fi", "sv"]])
@pytest.mark.parametrize("count", [1, 50])
def test_the_heat_map_is_valid_named_for_screen_readers_and_in_its_languages(languages, count):
    svg = heat_map(coverage([offer()], PLACES, ALL[:count], WEEK), WEEK, languages)
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    named = {child.get("id") for child in root if child.tag.endswith(("title", "desc")) and child.text}
    assert set(root.get("aria-labelledby").split()) == named
    for language in ("fi", "sv"):
        assert (texts()["heat_title"][language] in written(svg)) == (language in languages)


def test_every_cell_has_a_sign_so_that_nothing_is_told_by_colour_alone():
    offers = [
        offer("a", "phone", "091", {"mon-fri": "09:00-16:00"}),
        offer("b", "chat", "091", "by_reservation"),
        offer("c", "video", {"postcodes": ["00100"]}, {"sat": "10:00-10:30"}),
    ]
    offers[2] = replace(offers[2], area=Area.read({"postcodes": ["00100"]}))
    offers.append(offer("d", "training", "091", {"even_weeks": {"mon": "10:00-12:00"}}))
    offers.append(offer("e", "home_visit", "091", {"odd_weeks": {"mon": "10:00-12:00"}}))
    svg = heat_map(coverage(offers, PLACES, SOME, WEEK), WEEK, ["sv"])
    said = {
        text.rsplit(": ", 1)[0]: text.rsplit(": ", 1)[1]
        for text in written(svg)
        if text.count(", ") == 2 and ": " in text
    }
    assert len(said) == 4 * 9 * 2
    assert said["Helsingfors, telefon, fi"] == "35"
    assert said["Helsingfors, chatt, fi"] == "?"
    assert said["Helsingfors, video, fi"] == "~<1"
    assert said["Helsingfors, utbildning, fi"] == "2"
    assert said["Helsingfors, hembesök, fi"] == "0"
    assert said["Helsingfors, telefon, sv"] == "✕"
    assert said["Vasa, telefon, sv"] == said["Kouvola, telefon, sv"] == said["Mariehamn, telefon, sv"] == "–"
    assert said["Mariehamn, telefon, fi"] == "·"


@pytest.mark.parametrize(
    ("languages", "name"),
    [(["fi"], "Maarianhamina"), (["sv"], "Mariehamn"), (["fi", "sv"], "Maarianhamina / Mariehamn")],
)
def test_the_map_has_a_mark_for_every_municipality_in_each_language(languages, name):
    rows = level_coverage([offer(area="country")], PLACES, ALL, WEEK, LEVELS)
    said = [text for text in written(country_map(rows, WEEK, languages)) if text.endswith("/3")]
    assert len(said) == 2 * 308
    assert {f"{name}, fi: 2/3", f"{name}, sv: 0/3"} <= set(said)


def shapes(svg):
    marks = ElementTree.fromstring(svg).findall(".//{*}g")
    return {mark[0].text: [part.text or part.tag.split("}")[1] for part in mark[1:]] for mark in marks}


def test_the_map_tells_a_serious_gap_a_plain_one_and_a_perhaps_apart_by_sign():
    offers = [
        offer("a", "home_visit", "286", "by_reservation", ["sv"]),
        offer("b", "home_visit", "905", {"sat": "10:00-14:00"}, ["fi"]),
    ]
    rows = coverage(offers, PLACES, SOME, WEEK)
    rows = [row for row in rows if (row.id, row.language) == ("home_visit", "sv")]
    assert shapes(country_map(rows, WEEK, ["sv"], "saturday")) == {
        "Helsingfors, sv: 0/1": ["–"],
        "Kouvola, sv: 0/1": ["?"],
        "Mariehamn, sv: 0/1": ["–"],
        "Vasa, sv: 0/1": ["rect", "path"],
    }


def test_the_map_of_levels_marks_nobody_at_all_and_unequal_service_and_not_a_closed_sunday():
    offers = [
        offer("a", "phone", "091", {"mon-fri": "10:00-14:00"}, ["fi", "sv"]),
        offer("b", "phone", "905", {"mon-sun": "10:00-14:00"}, ["fi"]),
    ]
    rows = level_coverage(offers, PLACES, SOME, WEEK, LEVELS)
    found = shapes(country_map([row for row in rows if row.language == "sv"], WEEK, ["sv"], "sunday"))
    assert found == {
        "Helsingfors, sv: 0/3": ["–"],
        "Kouvola, sv: 0/3": ["–"],
        "Mariehamn, sv: 0/3": ["rect", "path"],
        "Vasa, sv: 0/3": ["rect", "path"],
    }


def test_the_map_lies_within_its_frame_with_the_north_above():
    rows = level_coverage([offer(area="country")], PLACES, ALL, WEEK, LEVELS)
    root = ElementTree.fromstring(country_map([row for row in rows if row.language == "fi"], WEEK, ["fi"]))
    width, height = float(root.get("width")), float(root.get("height"))
    marks = {}
    for group in root.findall(".//{*}g"):
        square = group.find("{*}rect")
        if square is not None:
            marks[group.find("{*}title").text.split(",")[0]] = float(square.get("x")), float(square.get("y"))
    assert len(marks) == 292
    assert all(0 < x < width and 0 < y < height for x, y in marks.values())
    assert marks["Utsjoki"][1] == min(y for _, y in marks.values())
    assert marks["Ilomantsi"][0] == max(x for x, _ in marks.values())


@pytest.mark.parametrize("languages", [["fi"], ["sv"], ["fi", "sv"]])
@pytest.mark.parametrize("draw", [heat_map, country_map])
def test_every_line_of_text_ends_within_the_picture(draw, languages):
    rows = [row for row in coverage([], PLACES, SOME[:1], WEEK) if row.id == "chat"]
    root = ElementTree.fromstring(draw(rows, WEEK, languages, "evenings"))
    # DejaVu Sans, the widest of the fonts, needs 0.57 of its height for a letter of the bold title.
    ends = [
        float(text.get("x")) + 0.57 * float(text.get("font-size")) * len(text.text)
        for text in root.iter("{http://www.w3.org/2000/svg}text")
        if text.get("text-anchor") is None
    ]
    assert max(ends) < float(root.get("width")) == float(root.get("viewBox").split()[2])


@pytest.mark.parametrize(
    ("day", "finnish", "swedish"),
    [
        (date(2026, 11, 25), "viikko 48 (23.–29.11.2026)", "vecka 48 (23–29.11.2026)"),
        (date(2026, 12, 1), "viikko 49 (30.11.–6.12.2026)", "vecka 49 (30.11–6.12.2026)"),
    ],
)
def test_the_week_is_written_as_each_language_writes_dates(day, finnish, swedish):
    said = written(heat_map(coverage([], PLACES, SOME, day), day, ["fi", "sv"]))
    assert [any(text.endswith(week) for text in said) for week in (finnish, swedish)] == [True, True]


def test_every_channel_level_and_time_has_its_text_and_no_text_is_left_over():
    used = {f"channel_{channel}" for channel in CHANNELS} | {f"level_{level}" for level in LEVEL_IDS} | set(TIMES)
    assert used <= set(texts())
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "bot" / "providers" / "coverage").glob("*.py"))
    code += EXAMPLE.read_text(encoding="utf-8")
    named = re.sub(r"\{by\}", "level", code) + re.sub(r"\{by\}", "channel", code)
    named = named.replace("{language}", "fi") + named.replace("{language}", "sv")
    assert [key for key in texts() if key not in used and not re.search(rf"[\"']{key}[\"']", named)] == []


@pytest.mark.parametrize(
    ("right", "wrong", "field", "expected"),
    [
        ("  sv: chatt", "", "channel_chat", "the fields sv"),
        ("  sv: chatt", "  sv: ''", "channel_chat.sv", "text without braces"),
        ("vecka {number}", "vecka {nummer}", "week.sv", "{number}, {first} and {last}"),
        ("heat_title:", "heat_titel:", "file", "heat_title"),
    ],
)
def test_a_mistake_in_a_text_is_refused_with_its_place(tmp_path, right, wrong, field, expected):
    file = tmp_path / "texts.yml"
    content = TEXTS.read_text(encoding="utf-8")
    assert right in content
    file.write_text(content.replace(right, wrong), encoding="utf-8")
    with pytest.raises(DataError) as problem:
        DataFile(file, "coverage_texts")
    assert problem.value.field == field
    assert expected in problem.value.expected


@pytest.mark.parametrize(("language", "invented"), [("fi", "keksitty"), ("sv", "påhittat")])
def test_the_example_says_that_it_is_invented_and_shows_every_sign_of_no_real_municipality(language, invented):
    said = written(runpy.run_path(str(EXAMPLE))["pictures"]()[language])
    assert invented in said[0]
    cells = [text.split(", ") for text in said if re.fullmatch(r"\w+, \w+, (fi|sv): .*", text)]
    assert {re.sub(r"\d+", "1", cell[2][4:]) for cell in cells} == {"1", "~1", "?", "✕", "–", "·"}
    assert any(cell[2].endswith(": 0") for cell in cells)
    real = {name for place in ALL for name in place.names.values()}
    assert real.isdisjoint(cell[0] for cell in cells)
