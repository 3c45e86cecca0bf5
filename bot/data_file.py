"""Reads the project's YAML data and refuses a file with a mistake: file, line, field, found, expected."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import jsonschema_rs
import ryaml
import yaml

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "data" / "schemas"

FieldPath = Sequence["str | int"]

_TEXT, _MERGE = "tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"


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

    Raises DataError when the file is missing, is no YAML, names a key twice, has a key that is no text (YAML reads a
    bare `on` as true), or breaks its JSON Schema.
    """

    def __init__(self, path: Path, schema: str | None = None) -> None:
        self.path = path
        try:
            self._text = path.read_text(encoding="utf-8")
        except OSError as problem:
            raise DataError(path, 0, "file", problem.strerror, "a readable file") from None
        except UnicodeDecodeError:
            raise DataError(path, 0, "file", "another encoding", "text in UTF-8") from None
        try:
            self._check_keys(self._nodes)
            self.data: Any = yaml.load(self._text, yaml.CSafeLoader)
        except yaml.MarkedYAMLError as problem:
            line = problem.problem_mark.line + 1 if problem.problem_mark else 0
            raise DataError(path, line, "YAML", problem.problem, "valid YAML") from None
        except (yaml.YAMLError, ValueError) as problem:  # ValueError: a date that does not exist
            raise DataError(path, 0, "YAML", str(problem), "valid YAML") from None
        if schema and (problems := self.problems(schema)):
            raise problems[0]

    def problems(self, schema: str) -> list[DataError]:
        """Every mistake against a JSON Schema of data/schemas, in the file's order: one for each text, number or list,
        one for each key too many, and one for what a mapping lacks."""
        found: dict[tuple[object, ...], _Mistake] = {}
        for problem in validator(schema).iter_errors(self.data):
            for mistake in _mistakes(problem):
                of_a_mapping = mistake.expected if isinstance(mistake.found, Mapping) else None
                found.setdefault((*mistake.place, of_a_mapping), mistake)
        return [
            DataError(self.path, self._line(place), _dotted(field), value, expected)
            for place, field, value, expected in sorted(found.values(), key=lambda each: _order(self.data, each.place))
        ]

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

    def _line(self, field: FieldPath) -> int:
        node, line = self._nodes, 1
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

    @cached_property
    def _nodes(self) -> yaml.Node | None:
        return yaml.compose(self._text, yaml.CSafeLoader)

    def _check_keys(self, node: yaml.Node | None) -> None:
        children: Iterable[yaml.Node] = ()
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, _ in node.value:
                line = key.start_mark.line + 1
                if key.tag not in (_TEXT, _MERGE):
                    name, kind = key.value if isinstance(key.value, str) else "key", key.tag.rpartition(":")[2]
                    raise DataError(self.path, line, name, f"a key of type {kind}", "text as key, in quotes")
                if key.value in seen:
                    raise DataError(self.path, line, key.value, "the key twice", "each key once")
                seen.add(key.value)
            children = [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            children = node.value
        for child in children:
            self._check_keys(child)


def read_data(path: Path, schema: str) -> Any:
    """The data of a file. Raises DataError for its first mistake."""
    return read_quickly(path, schema) or DataFile(path, schema).data


def read_quickly(path: Path, schema: str) -> Any:
    """The data of a file that has no mistake, read by fast libraries; None for any other: DataFile tells what is wrong.

    ryaml follows YAML 1.2, where a bare `on` is text; otherwise the data are those that DataFile has.
    """
    try:
        data = ryaml.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ryaml.InvalidYamlError):
        return None
    return data if _quick_validator(schema).is_valid(data) else None


@lru_cache
def _quick_validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(_schema(f"{schema}.json"))


class _Mistake(NamedTuple):
    """What was found in a field and what was expected; its `place` is the field, or the key of it that is wrong."""

    place: FieldPath
    field: FieldPath
    found: object
    expected: str


@lru_cache
def validator(schema: str) -> jsonschema.Draft202012Validator:
    """What checks data against a JSON Schema of data/schemas; it may refer to another one there, by its file's name."""
    content = _schema(f"{schema}.json")
    resolver = jsonschema.RefResolver.from_schema(
        content, handlers={"https": lambda url: _schema(url.rpartition("/")[2])}
    )
    return jsonschema.Draft202012Validator(content, resolver=resolver)


def _schema(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return content


def _mistakes(problem: jsonschema.ValidationError) -> Iterator[_Mistake]:
    """What is wrong; of alternatives that all fail, what is wrong with the one that goes wrong deepest in the data."""
    field = list(problem.absolute_path)
    found: Any = problem.instance
    schema: Any = problem.schema
    deepest = max(problem.context, key=_depth, default=problem)
    if _depth(deepest) > len(field):
        for each in problem.context:
            if each.relative_schema_path[0] == deepest.relative_schema_path[0]:
                yield from _mistakes(each)
    elif problem.validator == "additionalProperties":
        known = schema.get("properties", {})
        for key in found:
            if key not in known:
                yield _Mistake([*field, key], field, key, "only the fields " + ", ".join(known))
    else:
        is_key = "propertyNames" in problem.absolute_schema_path
        yield _Mistake([*field, found] if is_key else field, field, found, _expected(problem))


def _depth(problem: jsonschema.ValidationError) -> int:
    return max(len(problem.absolute_path), *map(_depth, problem.context), 0)


def _expected(problem: jsonschema.ValidationError) -> str:
    rule: Any = problem.validator
    value: Any = problem.validator_value
    schema: Any = problem.schema
    found: Any = problem.instance
    told = schema.get("description")
    if rule == "enum":
        return "one of " + ", ".join(map(str, value))
    if rule == "required":
        return "the fields " + ", ".join(name for name in value if name not in found)
    if rule == "type":
        kinds = " or ".join(value) if isinstance(value, list) else str(value)
        return f"a value of type {kinds}" + (f": {told}" if told else "")
    if rule == "pattern":
        return str(told or f"text of the form {value}")
    return str(told or problem.message)


def _order(data: Any, place: FieldPath) -> list[int]:
    """Where a place comes in the data: the numbers of its keys and indexes."""
    numbers = []
    for key in place:
        numbers.append(key if isinstance(key, int) else list(data).index(key))
        data = data[key]
    return numbers


def _dotted(field: FieldPath) -> str:
    return ".".join(map(str, field)) or "file"


def _short(found: object) -> str:
    text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False, default=str)
    return f"'{text}'" if len(text) <= 80 else f"'{text[:77]}…'"
