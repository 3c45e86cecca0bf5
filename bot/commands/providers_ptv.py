"""`auta providers import-ptv`: reads what PTV's open interface returned into a provider file."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.data_file import DataError
from bot.providers.imports.ptv import Imported, Wanted, load_overlay, read
from bot.providers.imports.writing import EditedByHand, write_file

HEADER = "written by auta providers import-ptv; edit the overlay, not this file"


def import_ptv(
    files: Sequence[Path],
    out: Path,
    overlay: Path,
    service_classes: Sequence[str] = (),
    keywords: Sequence[str] = (),
    asti: Sequence[str] = (),
    municipalities: Sequence[str] = (),
    dry_run: bool = False,
) -> int:
    """Prints what became of the items and what changed in the file. Returns 0, or 1 when a file is at fault: then
    nothing is written."""
    try:
        imported = read(
            [_json(path) for path in files],
            load_overlay(overlay),
            Wanted(service_classes, keywords, asti, municipalities),
        )
        changes = write_file(out, imported.document(), HEADER, dry_run)
    except EditedByHand as edited:
        print(f"auta providers import-ptv: {edited}", file=sys.stderr)
        print("What differs from what would be written:", *edited.changes, sep="\n", file=sys.stderr)
        print(f"Put this into {overlay} and remove {out}:", edited.snippet, sep="\n", file=sys.stderr)
        return 1
    except DataError as problem:
        print(f"auta providers import-ptv: {problem}", file=sys.stderr)
        return 1
    print(*_summary(imported), *(changes or ["nothing changed"]), sep="\n")
    return 0


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise DataError(path, 0, "file", problem.strerror, "a readable file") from None
    except (ValueError, RecursionError) as problem:
        raise DataError(path, getattr(problem, "lineno", 0), "JSON", str(problem), "valid JSON in UTF-8") from None


def _summary(imported: Imported) -> list[str]:
    offers = sum(len(provider["offers"]) for provider in imported.providers)
    reasons = Counter(refused.reason for refused in imported.refused)
    return [
        f"{offers} offers of {len(imported.providers)} providers, {len(imported.drafts)} drafts, "
        f"{imported.context} services and organisations read, {len(imported.refused)} refused",
        *(f"draft {draft['id']}: missing {', '.join(draft['missing'])}" for draft in imported.drafts),
        *(f"without, for it is told in one language only: {left_out}" for left_out in imported.left_out),
        *(f"the overlay has {key}, which is not among the items" for key in imported.unused),
        *(f"refused, {count}: {reason}" for reason, count in reasons.most_common()),
        *(f"  {refused.id or 'no id'} {refused.name}: {refused.reason}" for refused in imported.refused),
    ]
