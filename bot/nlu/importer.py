"""Reads the training data: Rasa's own reader parses YAML several times over with a slow parser, for two minutes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from bot import rasa_speed
from bot.data_file import read_data

rasa_speed.apply_to_training()


class ExampleImporter(RasaFileImporter):
    """Rasa's importer of files, but each file of examples is read once, by the fast parser, and its mistakes are told
    with their line. Files are told apart by their folder: examples lie below a folder named `nlu`."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        paths = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        files = sorted({file for path in paths for file in _files(Path(path))})
        self._examples = [file for file in files if "nlu" in file.parent.parts]
        super().__init__(config_file, domain_path, [str(file) for file in files if file not in self._examples])

    @cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """All examples and patterns. Raises DataError for a file with a mistake."""
        reader = RasaYAMLReader()
        for path in self._examples:
            reader.filename = str(path)
            reader._parse_nlu(read_data(path, "nlu")["nlu"])
        return TrainingData(reader.training_examples, regex_features=reader.regex_features)


def _files(path: Path) -> Iterator[Path]:
    yield from [path] if path.is_file() else path.rglob("*.yml")
