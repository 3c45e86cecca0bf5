"""Writes a provider file that an import made, and tells what changed in it. Other people's edits in it are never lost.

The file says by a digest (`generated`) how the import left it; one that reads otherwise, or has none, is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.data_file import SCHEMAS, DataError, DataFile

_GENERATED = re.compile(r"^generated: .*\n", re.MULTILINE)
_PLAIN = re.compile(r"[^\W\d_][^\n]*")

Entries = dict[str, dict[str, Any]]


class EditedByHand(DataError):
    """The file is not as an import left it. `changes`: its differences from what would be written, as lines.

    `snippet`: what stands in the file, as YAML by source id, ready for an overlay.
    """

    def __init__(self, file: DataFile, changes: list[str], snippet: str) -> None:
        found = "a file edited by hand" if "generated" in file.data else "a file that no import wrote"
        expected = "the file as the import wrote it: change the overlay or the table, remove this file, import again"
        error = file.error(["generated"], expected, found)
        super().__init__(error.file, error.line, error.field, error.found, error.expected)
        self.changes, self.snippet = changes, snippet


def write_file(path: Path, document: Mapping[str, Any], header: str, dry_run: bool) -> list[str]:
    """Writes `document` (the form of data/schemas/providers.json), unless it is a dry run; the changes, one a line.

    The same document gives the same bytes. Raises EditedByHand (a DataError) and leaves the file as it is when
    somebody has edited it, and DataError when it is no provider file.
    """
    old: Mapping[str, Any] = {}
    if path.exists():
        file = DataFile(path, "providers")
        old = file.data
        changes = difference(old, document)
        if old.get("generated") != _digest(path.read_text(encoding="utf-8")):
            raise EditedByHand(file, changes, _snippet(old, document))
    else:
        changes = difference(old, document)
    if not dry_run:
        beside = path.with_name(f".{path.name}.new")
        beside.write_text(file_text(document, header), encoding="utf-8")
        os.replace(beside, path)
    return changes


def file_text(document: Mapping[str, Any], header: str) -> str:
    """The text of a provider file: header comment, digest, and the fields in the schema's order."""
    ordered = _ordered(document, "file")
    ordered.pop("generated", None)
    comment = "".join(f"# {line}\n" for line in header.splitlines())
    body = yaml.dump(ordered, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return f"{comment}generated: '{_digest(comment + body)}'\n{body}"


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What changed between two provider files, by offer and field: `+` added, `-` removed, `~` changed (old → new)."""
    before, after = _entries(old), _entries(new)
    lines = [f"- {name}" for name in before if name not in after]
    for name, fields in after.items():
        if name not in before:
            lines.append(f"+ {name}")
            continue
        was, now = _flat(before[name]), _flat(fields)
        for field in {**was, **now}:
            if field not in was:
                lines.append(f"~ {name}: + {field}: {_shown(now[field])}")
            elif field not in now:
                lines.append(f"~ {name}: - {field}: {_shown(was[field])}")
            elif was[field] != now[field]:
                lines.append(f"~ {name}: {field}: {_shown(was[field])} → {_shown(now[field])}")
    return lines


def _digest(text: str) -> str:
    return hashlib.sha256(_GENERATED.sub("", text, count=1).encode()).hexdigest()[:12]


def _entries(document: Mapping[str, Any]) -> Entries:
    """The fields of the file itself, of each provider, offer and draft, by what a person would call it."""
    file = {key: value for key, value in document.items() if key not in ("generated", "providers", "drafts")}
    entries: Entries = {"file": file} if document else {}
    for provider, offer in _offers(document):
        if offer is None:
            entries[f"provider {provider['id']}"] = {key: value for key, value in provider.items() if key != "offers"}
        else:
            entries[f"offer {offer['id']}"] = {"provider": provider["id"], **offer}
    entries |= {f"draft {draft['id']}": draft for draft in document.get("drafts", ())}
    return entries


def _offers(document: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    for provider in document.get("providers", ()):
        yield provider, None
        for offer in provider["offers"]:
            yield provider, offer


def _flat(fields: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in fields.items():
        flat |= _flat(value, f"{prefix}{key}.") if isinstance(value, Mapping) else {f"{prefix}{key}": value}
    return flat


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _snippet(edited: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """Each field of the edited file that differs from the document, by `providers` and `offers` and source id."""
    after = _entries(document)
    found: dict[str, Entries] = {"providers": {}, "offers": {}}
    for provider, offer in _offers(edited):
        kind, entry = ("provider", provider) if offer is None else ("offer", offer)
        _note(found[f"{kind}s"], entry, after.get(f"{kind} {entry['id']}", {}))
    for draft in edited.get("drafts", ()):
        _note(found["offers"], draft["known"], after.get(f"draft {draft['id']}", {}).get("known", {}))
    snippet = {kind: entries for kind, entries in found.items() if entries}
    return yaml.dump(snippet, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120) if snippet else ""


def _note(found: Entries, entry: Mapping[str, Any], written: Mapping[str, Any]) -> None:
    """What somebody wrote or took away (null), under the id of its source: without one there is no key for it."""
    names = [name for name in {**entry, **written} if name not in ("id", "offers", "provider", "source")]
    fields = {name: entry.get(name) for name in names if entry.get(name) != written.get(name)}
    if fields and "source" in entry:
        found[entry["source"]["id"]] = fields


def _ordered(fields: Mapping[str, Any], kind: str) -> dict[str, Any]:
    order = _key_order()
    ordered = {key: fields[key] for key in order[kind] if key in fields}
    ordered |= {key: value for key, value in fields.items() if key not in ordered}
    for key, inner in (("providers", "provider"), ("offers", "offer"), ("drafts", "draft")):
        if key in ordered:
            ordered[key] = [_ordered(entry, inner) for entry in ordered[key]]
    if kind == "draft":
        ordered["known"] = _ordered(ordered["known"], "offer")
    return ordered


@lru_cache
def _key_order() -> dict[str, list[str]]:
    schema = json.loads((SCHEMAS / "providers.json").read_text(encoding="utf-8"))
    kinds = {kind: list(schema["$defs"][kind]["properties"]) for kind in ("provider", "offer", "draft")}
    return {"file": list(schema["properties"]), **kinds}


class _Dumper(yaml.SafeDumper):
    """Writes codes, times and dates in quotes, for not every reader of YAML takes them as text without."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", text, None if _PLAIN.fullmatch(text) else '"')


_Dumper.add_representer(str, _Dumper.represent_text)
