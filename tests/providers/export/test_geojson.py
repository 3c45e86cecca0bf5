"""Offers on a map, and the command that writes every form."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.providers_tables import FORMATS, export
from bot.providers.export import geojson
from bot.providers.imports.csv_table import read_table
from tests.providers.export.offers import any_offers, offer


@settings(max_examples=80, deadline=None)
@given(offers=st.lists(any_offers, max_size=4))
def test_the_offers_with_a_point_are_there_longitude_first(offers):
    collection = json.loads(json.dumps(geojson(offers), allow_nan=False))
    assert collection["type"] == "FeatureCollection"
    placed = [one for one in offers if one.point]
    assert [feature["id"] for feature in collection["features"]] == [one.id for one in placed]
    for feature, one in zip(collection["features"], placed, strict=True):
        longitude, latitude = feature["geometry"]["coordinates"]
        assert (latitude, longitude) == one.point
        assert feature["properties"]["names"] == one.names
        assert feature["properties"]["hours"] == one.hours.text()


def test_how_many_have_no_point_is_told_beside_the_map(capsys):
    assert export([offer(), offer(point=None)], "geojson", None) == 0
    told = capsys.readouterr()
    assert len(json.loads(told.out)["features"]) == 1
    assert told.err == "1 offers have no point and are left out.\n"


def test_every_form_is_written_to_a_file(tmp_path):
    for form in FORMATS:
        assert export([offer()], form, tmp_path / form) == 0
    assert [json.loads((tmp_path / form).read_text(encoding="utf-8")) != {} for form in FORMATS[:-1]] == [True] * 3
    assert not read_table(tmp_path / "csv")[1]
    assert (tmp_path / "csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_dash_is_standard_output(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert export([offer()], "csv", Path("-")) == 0
    assert capsys.readouterr().out.startswith("provider_id;")
    assert not list(tmp_path.iterdir())
