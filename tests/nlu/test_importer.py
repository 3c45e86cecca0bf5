"""The training data as our importer reads it: the same as Rasa's own, and a mistake with its line."""

from __future__ import annotations

import shutil

import pytest
from rasa.shared.importers.rasa import RasaFileImporter

from bot.data_file import ROOT, DataError
from bot.nlu.importer import ExampleImporter

FILES = ("fi/about.yml", "sv/safety.yml", "fi/situations.yml")


@pytest.fixture
def folder(tmp_path):
    for name in FILES:
        path = tmp_path / "nlu" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "data" / "nlu" / name, path)
    shutil.copytree(ROOT / "data" / "rules", tmp_path / "rules")
    return tmp_path


def importer(kind, folder):
    return kind(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(folder / "nlu"), str(folder / "rules")])


def test_examples_patterns_and_rules_are_those_that_rasa_reads(folder):
    ours, rasas = importer(ExampleImporter, folder), importer(RasaFileImporter, folder)
    read, expected = ours.get_nlu_data(), rasas.get_nlu_data()
    assert len(read.training_examples) > 300
    key = str
    assert sorted((one.data for one in read.training_examples), key=key) == sorted(
        (one.data for one in expected.training_examples), key=key
    )
    assert sorted(read.regex_features, key=key) == sorted(expected.regex_features, key=key)
    assert ours.get_stories().fingerprint() == rasas.get_stories().fingerprint()


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("- intent: ask_machine", "- inten: ask_machine", 3, "nlu.0"),
        ("  examples: |", "  examples: []", 4, "nlu.0.examples"),
        ('version: "3.1"', 'version: "9"', 1, "version"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_field(folder, old, new, line, field):
    path = folder / "nlu" / "fi" / "about.yml"
    lines = ['version: "3.1"', "nlu:", "- intent: ask_machine", "  examples: |"]
    path.write_text(
        "\n".join(lines).replace(old, new) + ("" if "[]" in new else "\n    - oletko ihminen"), encoding="utf-8"
    )
    with pytest.raises(DataError) as problem:
        importer(ExampleImporter, folder).get_nlu_data()
    assert str(problem.value).startswith(f"{path}, line {line}, {field}: ")


def test_the_configuration_names_this_importer():
    assert "bot.nlu.importer.ExampleImporter" in (ROOT / "config.yml").read_text(encoding="utf-8")
