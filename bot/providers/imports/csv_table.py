"""The table of offers for people who live in spreadsheets: one row an offer, columns named as the fields of the schema.

`read_table` forgives what Excel does to a table (encoding, separator, lost zeros, numbers, dates) and nothing else; it
finds every mistake at once. `write_table` writes the same columns, so that what was exported can be imported.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema

from bot.data_file import SCHEMAS, DataError
from bot.providers.imports.csv_columns import AREAS, COLUMNS, OFFER_COLUMNS, PROVIDER_COLUMNS, Column
from bot.providers.model import Offer

Fields = dict[str, Any]
# What people write into a cell of the price when nothing is asked; an empty one tells nothing.
FREE = frozenset({"free", "maksuton", "ilmainen", "gratis", "avgiftsfri", "avgiftsfritt"})


def read_table(path: Path) -> tuple[list[Fields], list[DataError]]:
    """The providers of a CSV file in the form of data/schemas/providers.json, and its mistakes by line and column.

    An offer's row may leave the provider's columns empty (but `provider_id`) when an earlier row has them.
    """
    try:
        data = path.read_bytes()
        if data.startswith(b"PK"):
            return [], [DataError(path, 0, "file", "an Excel workbook", "a table: save it as CSV UTF-8")]
        rows = list(_rows(_decoded(data)))
    except OSError as problem:
        return [], [DataError(path, 0, "file", problem.strerror, "a readable file")]
    except (UnicodeDecodeError, csv.Error) as problem:
        return [], [DataError(path, 0, "file", str(problem), "a CSV file in UTF-8 or Windows-1252")]
    if not rows:
        return [], [DataError(path, 1, "file", "nothing", "a row with the names of the columns")]
    header = [name.strip() for name in rows[0][1]]
    mistakes = [DataError(path, 1, "columns", found, expected) for found, expected in _header_mistakes(header)]
    if mistakes:
        return [], mistakes
    providers: dict[str, Fields] = {}
    seen: set[str] = set()
    for line, cells in rows[1:]:
        named = dict(zip(header, cells, strict=False))
        beyond = " ".join(filter(None, cells[len(header) :]))
        if beyond:
            mistakes.append(DataError(path, line, "row", beyond, "no cell beyond the last column"))
        provider, wrong_provider = _fields(named, PROVIDER_COLUMNS)
        offer, wrong_offer = _fields(named, OFFER_COLUMNS)
        wrong = wrong_provider | wrong_offer
        known = providers.setdefault(provider.get("id", ""), {})
        if known and "id" in provider:
            wrong |= _contradictions(known, provider)
        else:
            known |= provider
            wrong = _schema_mistakes("provider", provider, PROVIDER_COLUMNS) | wrong
        wrong = _schema_mistakes("offer", offer, OFFER_COLUMNS) | wrong
        if offer.get("id") in seen:
            wrong["id"] = offer["id"], "an id that no other row has"
        seen.add(offer.get("id", ""))
        mistakes += [DataError(path, line, column, *mistake) for column, mistake in wrong.items()]
        known.setdefault("offers", []).append(offer)
    return list(providers.values()), mistakes


def write_table(offers: Iterable[Offer]) -> str:
    """The table of some offers: a header and a row each, separated by semicolons, as a Finnish Excel opens it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(column.name for column in COLUMNS)
    for offer in offers:
        writer.writerow(_cells(provider_fields(offer), PROVIDER_COLUMNS) + _cells(offer_fields(offer), OFFER_COLUMNS))
    return text.getvalue()


def provider_fields(offer: Offer) -> Fields:
    """An offer's provider in the form of the provider files, without its offers."""
    provider = offer.provider
    fields = {name: getattr(provider, name) for name in ("id", "kind", "names", "authority", "source")}
    return {name: value for name, value in fields.items() if value is not None}


def offer_fields(offer: Offer) -> Fields:
    """An offer in the form of the provider files: what `Offer.read` reads, with its area."""
    names = _definitions()["offer"]["properties"]
    fields = {name: getattr(offer, name) for name in names if name != "valid"}
    area, limits = offer.area, (offer.valid_from, offer.valid_until)
    fields |= {
        "languages": list(offer.languages),
        "hours": offer.hours.raw,
        "verified_at": offer.verified_at.isoformat(),
        "point": list(offer.point) if offer.point else None,
        "price": "free" if offer.free else offer.price,
        "area": area.whole or {name: sorted(codes) for name in AREAS if (codes := getattr(area, name))},
        "valid": {name: day.isoformat() for name, day in zip(("from", "until"), limits, strict=True) if day} or None,
        **{name: sorted(getattr(offer, name)) for name in ("services", "authorities", "levels")},
    }
    return {name: value for name, value in fields.items() if value not in (None, [])}


# The file


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line on which it begins; the header says what separates the cells."""
    header = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=header.count), strict=True)
    line = 1
    for cells in reader:
        if any(map(str.strip, cells)):
            yield line, cells
        line = reader.line_num + 1


def _header_mistakes(header: Sequence[str]) -> Iterator[tuple[str, str]]:
    names = [column.name for column in COLUMNS]
    for place, name in enumerate(header):
        if name not in names:
            yield name, "one of the columns " + ", ".join(names)
        elif name in header[:place]:
            yield name, "each column once"
    for name in ("provider_id", "id"):
        if name not in header:
            yield ", ".join(header), f"a column {name}"


# Rows


def _fields(cells: Mapping[str, str], columns: Iterable[Column]) -> tuple[Fields, dict[str, tuple[str, str]]]:
    """What the columns say, and by column what was found and what was expected where a cell cannot be read."""
    fields: Fields = {}
    wrong: dict[str, tuple[str, str]] = {}
    for column in columns:
        cell = cells.get(column.name, "").strip()
        if not cell:
            continue
        try:
            value = column.read(cell)
        except ValueError as problem:
            wrong[column.name] = cell, str(problem)
            value = cell
        inner = fields
        for key in column.path[:-1]:
            inner = inner.setdefault(key, {})
        inner[column.path[-1]] = value
    if "point" in fields:
        fields["point"] = [fields["point"].get(name) for name in ("latitude", "longitude")]
    if FREE.intersection(str(text).lower() for text in fields.get("price", {}).values()):
        fields["price"] = "free"
    return fields, wrong


def _cells(fields: Fields, columns: Iterable[Column]) -> list[str]:
    if "point" in fields:
        fields = {**fields, "point": dict(zip(("latitude", "longitude"), fields["point"], strict=True))}
    if fields.get("price") == "free":
        fields = {**fields, "price": {"fi": "maksuton", "sv": "gratis"}}
    cells = []
    for column in columns:
        value: Any = fields
        for key in column.path:
            value = value.get(key) if isinstance(value, Mapping) else None
        cells.append("" if value is None else column.write(value))
    return cells


def _contradictions(known: Fields, provider: Fields) -> dict[str, tuple[str, str]]:
    wrong = {}
    for column, earlier, now in zip(
        PROVIDER_COLUMNS, _cells(known, PROVIDER_COLUMNS), _cells(provider, PROVIDER_COLUMNS), strict=True
    ):
        if now and now != earlier:
            wrong[column.name] = now, f"the same as on the provider's first row, {earlier or 'nothing'}"
    return wrong


def _schema_mistakes(kind: str, fields: Fields, columns: Sequence[Column]) -> dict[str, tuple[str, str]]:
    wrong: dict[str, tuple[str, str]] = {}
    for problem in _validator(kind).iter_errors(fields):
        path = tuple(map(str, problem.absolute_path))
        if problem.validator == "required":
            lacking = [name for name in problem.validator_value if name not in problem.instance and name != "offers"]
            wrong |= {name: ("nothing", "a value") for each in lacking for name in _columns_of(columns, (*path, each))}
        elif problem.validator == "anyOf" and not path:
            wrong["phone"] = "nothing", "a phone, a url, an email or an address"
        else:
            found = "nothing" if problem.instance is None else str(problem.instance)
            wrong[_columns_of(columns, path)[0]] = found, _expected(problem)
    return wrong


def _columns_of(columns: Sequence[Column], path: tuple[str, ...]) -> list[str]:
    """The columns in which a field stands: those of its path, or within it, or the one that holds it."""
    if path[0] == "point":
        path = ("point", *(("latitude", "longitude")[int(place)] for place in path[1:]))
    return [each.name for each in columns if all(one == two for one, two in zip(each.path, path, strict=False))]


def _expected(problem: jsonschema.ValidationError) -> str:
    schema: Any = problem.schema
    if problem.validator == "enum":
        return "one of " + ", ".join(map(str, schema["enum"]))
    if problem.validator in ("minimum", "maximum"):
        return f"a number from {schema['minimum']} to {schema['maximum']}"
    if problem.validator == "type":
        return f"a value of type {schema['type']}"
    return str(schema.get("description", problem.message))


@lru_cache
def _definitions() -> Mapping[str, Any]:
    definitions: Mapping[str, Any] = json.loads((SCHEMAS / "providers.json").read_text(encoding="utf-8"))["$defs"]
    return definitions


@lru_cache
def _validator(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({**_definitions()[kind], "$defs": _definitions()})
