"""Reads the project's YAML data and refuses a file with a mistake: file, line, field, found, expected."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "data" / "schemas"

FieldPath = Sequence["str | int"]


def relative(path: Path) -> str:
    """A path as people see it from the project's folder."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


class DataError(Exception):
    """A data file is at fault. The text names file, line, field, what was found and what was expected."""

    def __init__(self, file: Path, line: int, field: str, found: object, expected: str) -> None:
        self.file, self.line, self.field, self.found, self.expected = file, line, field, found, expected
        super().__init__(f"{relative(file)}, line {line}, {field}: found {_short(found)}, expected {expected}")


class DataFile:
    """One YAML file: its `data`, and `error()` to point at the line of a mistake in it.

    Raises DataError when the file is missing, is no YAML, names a key twice, or breaks its JSON Schema.
    """

    def __init__(self, path: Path, schema: str | None = None) -> None:
        self.path = path
        try:
            self._text = path.read_text(encoding="utf-8")
        except OSError as problem:
            raise DataError(path, 0, "file", problem.strerror, "a readable file") from None
        try:
            self._refuse_double_keys(yaml.compose(self._text, yaml.CSafeLoader))
            self.data: Any = yaml.load(self._text, yaml.CSafeLoader)
        except yaml.MarkedYAMLError as problem:
            line = problem.problem_mark.line + 1 if problem.problem_mark else 0
            raise DataError(path, line, "YAML", problem.problem, "valid YAML") from None
        if schema:
            self._check(schema)

    def error(self, field: FieldPath, expected: str, found: object = ...) -> DataError:
        """The DataError for `field`, a path of keys and indexes; `found` is looked up unless it is given."""
        if found is ...:
            found = self.at(field)
        return DataError(self.path, self._line(field), _dotted(field), found, expected)

    def at(self, field: FieldPath) -> Any:
        """What stands at a path of keys and indexes."""
        value = self.data
        for key in field:
            value = value[key]
        return value

    def _check(self, schema: str) -> None:
        problems = sorted(_validator(schema).iter_errors(self.data), key=lambda e: [str(p) for p in e.absolute_path])
        if problems:
            problem = max(problems, key=lambda e: len(e.absolute_path))
            raise self.error(list(problem.absolute_path), _expected(problem), problem.instance)

    def _line(self, field: FieldPath) -> int:
        node = yaml.compose(self._text, yaml.CSafeLoader)
        line = 1
        for key in field:
            if isinstance(node, yaml.MappingNode):
                pair = next(((k, v) for k, v in node.value if k.value == str(key)), None)
                if pair is None:
                    return line
                line, node = pair[0].start_mark.line + 1, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
                node = node.value[key]
                line = node.start_mark.line + 1
            else:
                return line
        return line

    def _refuse_double_keys(self, node: yaml.Node | None) -> None:
        children: Iterable[yaml.Node] = ()
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, _ in node.value:
                if key.value in seen:
                    raise DataError(self.path, key.start_mark.line + 1, key.value, "the key twice", "each key once")
                seen.add(key.value)
            children = [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            children = node.value
        for child in children:
            self._refuse_double_keys(child)


@lru_cache
def _validator(schema: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))


def _expected(problem: jsonschema.ValidationError) -> str:
    rule: Any = problem.validator
    value: Any = problem.validator_value
    schema: Any = problem.schema
    if rule == "enum":
        return "one of " + ", ".join(map(str, value))
    if rule == "required":
        return "the fields " + ", ".join(value)
    if rule == "additionalProperties":
        return "only the fields " + ", ".join(schema.get("properties", {}))
    if rule == "pattern":
        return schema.get("description", f"text of the form {value}")
    if rule == "type":
        return "a value of type " + (" or ".join(value) if isinstance(value, list) else str(value))
    return str(schema.get("description", problem.message))


def _dotted(field: FieldPath) -> str:
    return ".".join(map(str, field)) or "file"


def _short(found: object) -> str:
    text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False, default=str)
    return f"'{text}'" if len(text) <= 80 else f"'{text[:77]}…'"
