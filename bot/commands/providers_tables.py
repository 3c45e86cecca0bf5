"""`auta providers import-csv`, `auta providers import-kirkanta`, `auta providers export`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.data_file import DataError, DataFile, relative
from bot.providers.export import geojson, hsds, schema_org, table
from bot.providers.files import Registry
from bot.providers.files import mistakes as mistakes_of
from bot.providers.imports.csv_columns import read_area
from bot.providers.imports.csv_table import read_table
from bot.providers.imports.kirkanta import read
from bot.providers.imports.writing import write_file
from bot.providers.model import Offer
from bot.providers.places import load_places
from bot.triage import load_triage

FORMATS = ("schema.org", "hsds", "geojson", "csv")
_STDOUT = Path("-")


def import_csv(
    file: Path, out: Path, area: str, dry_run: bool, contact: str | None = None, visiting: str | None = None
) -> int:
    """Writes the provider file of a table and prints what changed. Returns 0, or 1 and writes nothing on any mistake.

    `area` is the file's: that of the rows without an area; a municipality by its name too. `contact` and `visiting` are
    ids of its offers (docs/providers.md). Raises DataError when `out` was edited by hand.
    """
    try:
        of_file = read_area(area if area[:1].isdigit() else load_places().municipality_of(area) or area)
    except ValueError as expected:
        raise DataError(file, 0, "area", area, str(expected)) from None
    providers, mistakes = read_table(file)
    document = {"area": of_file, "contact": contact, "visiting": visiting, "providers": providers}
    document = {name: value for name, value in document.items() if value is not None}
    if not mistakes:
        found = _mistakes_together(document, registry())
        mistakes = [DataError(file, 0, name, value, expected) for name, value, expected in found]
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    if mistakes:
        print(f"Mistakes: {len(mistakes)}. Nothing is written.", file=sys.stderr)
        return 1
    header = f"Written by `auta providers import-csv` from {file.name}: edit the table, not this file."
    _write(out, document, header, dry_run)
    return 0


def import_kirkanta(files: Sequence[Path], out: Path, overlay: Path | None, dry_run: bool) -> int:
    """Writes the provider file of saved answers and prints what changed, the drafts and the refused. Returns 0.

    An answer in Swedish is in a file whose name ends in .sv.json. Raises DataError.
    """
    documents = [("sv" if file.name.endswith(".sv.json") else "fi", _json(file)) for file in files]
    additions = (DataFile(overlay, "kirkanta_overlay").data or {}) if overlay else {}
    imported = read(documents, additions, load_places())
    header = (
        "Written by `auta providers import-kirkanta`: edit the overlay, not this file. Data: kirjastot.fi, CC BY 4.0."
    )
    _write(out, imported.document(), header, dry_run)
    for draft in imported.drafts:
        print(f"draft {draft['id']}: missing {', '.join(draft['missing'])}")
    for id_, name, reason in imported.refused:
        print(f"refused {id_ or '?'} {name}: {reason}", file=sys.stderr)
    offers = sum(len(provider["offers"]) for provider in imported.providers)
    print(f"{offers} offers, {len(imported.drafts)} drafts, {len(imported.refused)} refused")
    return 0


def export(offers: Iterable[Offer], format: str, out: Path | None) -> int:
    """Writes offers in one of FORMATS to a file, or to standard output (None or -). Returns 0."""
    offers = list(offers)
    if format == "csv":
        text = table(offers)
    else:
        documents = {"schema.org": schema_org, "hsds": hsds, "geojson": geojson}
        text = json.dumps(documents[format](offers), ensure_ascii=False, indent=2) + "\n"
    if format == "geojson" and (without := sum(offer.point is None for offer in offers)):
        print(f"{without} offers have no point and are left out.", file=sys.stderr)
    if out in (None, _STDOUT):
        sys.stdout.write(text)
    else:
        # Excel takes a CSV file for UTF-8 only if it begins with a byte order mark.
        out.write_bytes(text.encode("utf-8-sig" if format == "csv" else "utf-8"))
        print(f"{len(offers)} offers: {relative(out)}", file=sys.stderr)
    return 0


def registry() -> Registry:
    """The ids that a provider file may name."""
    triage = load_triage()
    authorities = {service.authority.id for service in triage.services.values()}
    return Registry(frozenset(triage.services), frozenset(authorities), load_places())


def _mistakes_together(document: dict[str, Any], known: Registry) -> Iterator[tuple[str, Any, str]]:
    """What is wrong only together: the offer and the field, what stands there, and what was expected."""
    for path, expected in mistakes_of(document, known):
        value: Any = document
        name = []
        for key in path:
            value = value[key] if not isinstance(value, dict) else value.get(key)
            name.append(value["id"] if isinstance(key, int) and isinstance(value, dict) else str(key))
        yield ".".join(part for part in name if part not in ("providers", "offers")), value, expected


def _write(out: Path, document: dict[str, Any], header: str, dry_run: bool) -> None:
    changes = write_file(out, document, header, dry_run)
    for change in changes:
        print(change)
    print(f"{relative(out)}: {len(changes)} changes{', not written' if dry_run else ''}")


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise DataError(file, 0, "file", problem.strerror, "a readable file") from None
    except ValueError as problem:
        raise DataError(file, 0, "file", str(problem), "JSON in UTF-8") from None
