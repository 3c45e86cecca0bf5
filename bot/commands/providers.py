"""`auta providers`: its actions and their options; `validate`, `find` and `gaps` themselves."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import redis

from bot.commands.providers_coverage import Options, coverage_command
from bot.commands.providers_ptv import import_ptv
from bot.commands.providers_tables import FORMATS, export, import_csv, import_kirkanta, registry
from bot.conversation.offers import errand
from bot.data_file import DataError, relative
from bot.providers import Directory, Offer, Query, find, load_directory, now_in_finland
from bot.providers.coverage.counting import CHANNELS, TIMES
from bot.providers.directory import build
from bot.providers.files import PROVIDERS, files_in, problems, read_file
from bot.providers.hours import HELSINKI
from bot.providers.places import load_places
from bot.providers.query import as_dict
from bot.settings import read_settings
from bot.storage.gaps import Gaps
from bot.triage import load_triage
from bot.triage.model import Triage

PTV_OVERLAY = PROVIDERS / "overlays" / "ptv.yml"


def add_providers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `providers` and its actions to the command's parser."""
    actions = commands.add_parser("providers", help="the provider directory: check, find, import, export, coverage")
    add = actions.add_subparsers(required=True, metavar="ACTION").add_parser
    _add_validate(add("validate", help="find every mistake of the provider files"))
    _add_find(add("find", help="find the offers for somebody, as the assistant would"))
    _add_imports(add)
    _add_export(add("export", help="write the offers for other systems"))
    _add_coverage(add("coverage", help="show where help is missing: table, CSV, JSON, picture"))
    gaps = add("gaps", help="show what people looked for in vain (counted in Redis)")
    gaps.add_argument("--json", action="store_true", help="print them as JSON")
    gaps.set_defaults(run=lambda options: _gaps(options.json))


def _add_validate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", type=Path, default=PROVIDERS, help="a file or a folder (data/providers)")
    parser.add_argument("--json", action="store_true", help="print the mistakes as JSON")
    parser.set_defaults(run=lambda options: validate(options.path, options.json))


def _add_find(parser: argparse.ArgumentParser) -> None:
    triage = load_triage()
    parser.add_argument("channels", nargs="+", choices=CHANNELS, metavar="CHANNEL", help="channels, the best first")
    parser.add_argument("--municipality", default=read_settings().municipality, help="code, postcode or name")
    parser.add_argument("--languages", default="fi", help="the person's languages, the best first, as sv,en")
    needs = next(fact.options for fact in triage.facts if fact.id == "needs")
    parser.add_argument("--needs", nargs="*", choices=needs, default=[], metavar="NEED")
    parser.add_argument("--service", help="an id of data/triage/services.yml")
    parser.add_argument("--level", choices=list(triage.levels), metavar="LEVEL")
    parser.add_argument("--when", type=datetime.fromisoformat, help="a moment, as 2026-12-24T10:00 (now)")
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")
    parser.set_defaults(run=find_offers)


def _add_imports(add: Callable[..., argparse.ArgumentParser]) -> None:
    ptv = add("import-ptv", help="read what PTV's open interface (version 11) returned")
    ptv.add_argument("files", nargs="+", type=Path, metavar="FILE")
    ptv.add_argument(
        "--overlay", type=Path, default=PTV_OVERLAY, help="what editors add (data/providers/overlays/ptv.yml)"
    )
    ptv.add_argument("--service-class", nargs="*", default=[], help="only services of these classes (name or code)")
    ptv.add_argument("--keyword", nargs="*", default=[], help="only what has one of these keywords")
    ptv.add_argument("--asti", nargs="*", default=[], help="only joint-service points with one of these tasks")
    ptv.add_argument("--municipality", nargs="*", default=[], help="only what serves one of these municipalities")
    _set_out(ptv, "ptv.yml")
    ptv.set_defaults(
        run=lambda o: import_ptv(
            o.files, o.out, o.overlay, o.service_class, o.keyword, o.asti, o.municipality, o.dry_run
        )
    )
    table = add("import-csv", help="read a table with the columns of data/providers/template.csv")
    table.add_argument("file", type=Path, metavar="FILE")
    area = "whom the rows without an area serve: a municipality's code, or country (AUTA_MUNICIPALITY)"
    table.add_argument("--area", default=read_settings().municipality, help=area)
    _set_out(table, "from-table.yml")
    for name in ("contact", "visiting"):
        table.add_argument(f"--{name}", metavar="ID", help=f"the offer that is the municipality's `{name}`")
    table.set_defaults(run=lambda o: import_csv(o.file, o.out, o.area, o.dry_run, o.contact, o.visiting))
    kirkanta = add("import-kirkanta", help="read what the libraries' open interface (Kirkanta v4) returned")
    kirkanta.add_argument("files", nargs="+", type=Path, metavar="FILE")
    kirkanta.add_argument("--overlay", type=Path, help="what editors add, as data/providers/overlays/kirkanta.yml")
    _set_out(kirkanta, "libraries.yml")
    kirkanta.set_defaults(run=lambda o: import_kirkanta(o.files, o.out, o.overlay, o.dry_run))


def _set_out(parser: argparse.ArgumentParser, name: str) -> None:
    written = f"the provider file to write (data/providers/{name})"
    parser.add_argument("--out", type=Path, default=PROVIDERS / name, metavar="FILE", help=written)
    parser.add_argument("--dry-run", action="store_true", help="only show what would change")


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", required=True, choices=FORMATS)
    parser.add_argument("--out", type=Path, metavar="FILE", help="a file instead of standard output")
    parser.add_argument("--invented", action="store_true", help="invented municipalities too")
    parser.set_defaults(run=lambda o: export(_offers(o.invented), o.format, o.out))


def _add_coverage(parser: argparse.ArgumentParser) -> None:
    for name in ("municipality", "region", "county"):
        parser.add_argument(f"--{name}", help="code or name")
    parser.add_argument("--channel", choices=CHANNELS, metavar="CHANNEL")
    parser.add_argument("--language", choices=["fi", "sv"])
    parser.add_argument("--when", choices=list(TIMES), metavar="TIME", help=f"one of {', '.join(TIMES)}")
    parser.add_argument("--week", type=date.fromisoformat, help="a day of the week that is counted (this week)")
    parser.add_argument("--csv", type=Path, metavar="FILE")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--picture", type=Path, metavar="FILE.svg")
    parser.add_argument("--picture-language", nargs="+", choices=["fi", "sv"], default=["fi"])
    parser.set_defaults(run=_coverage)


def validate(path: Path, as_json: bool = False) -> int:
    """Prints every mistake of a file, or of a folder's files by themselves and together. Returns 0 for none, else 1."""
    known = registry()
    files = [path] if path.is_file() else files_in(path)
    found = [problem for file in files for problem in problems(file, known)]
    drafts = 0
    if not files:
        found = [DataError(path, 0, "folder", "no provider file", "files that end in .yml")]
    if not found:
        try:
            read = [read_file(file) for file in files]
            drafts = sum(len(file.drafts) for file in read)
            offers = sum(len(file.offers) for file in read)
            if path.is_dir():
                directory = build(read, known.places, path)
                _check_contact(directory, path)
        except DataError as mistake:
            found = [mistake]
    if as_json:
        print(json.dumps([_mistake(problem) for problem in found], ensure_ascii=False, indent=1))
    else:
        for problem in found:
            print(problem, file=sys.stderr)
        words = f"mistakes: {len(found)}" if found else f"offers: {offers}, drafts to complete: {drafts}. All is well"
        print(f"Files: {len(files)}, {words}.")
    return 1 if found else 0


def _check_contact(directory: Directory, folder: Path) -> None:
    """Raises DataError when the municipality that the setting names has no human contact: Auta would not start."""
    served = os.environ.get("AUTA_MUNICIPALITY")
    if served and served not in directory.contacts:
        expected = "in a file of that municipality, the id of its human contact"
        raise DataError(folder, 0, "contact", f"none for AUTA_MUNICIPALITY {served}", expected)


def find_offers(options: argparse.Namespace) -> int:
    """Prints the offers that the assistant would show, with the reason for each. Returns 0, or 2 for an unknown place
    or service."""
    triage, directory = load_triage(), load_directory()
    code = directory.places.municipality_of(options.municipality)
    if meanings := directory.places.meanings(options.municipality):
        told = "; ".join(f"{known} {names['fi']}" for known, names in meanings.items())
        print(f"auta providers find: {options.municipality} is several places, say which: {told}", file=sys.stderr)
        return 2
    if code is None and options.municipality in directory.names:
        code = options.municipality
    if code is None or (options.service and options.service not in triage.services):
        wrong = f"--service {options.service}" if code else f"--municipality {options.municipality}"
        print(f"auta providers find: {wrong}: found nothing of that name", file=sys.stderr)
        return 2
    now = options.when.replace(tzinfo=options.when.tzinfo or HELSINKI) if options.when else now_in_finland()
    findings = find(directory, _query(triage, code, options), now)
    if options.json:
        language = options.languages.split(",")[0]
        language = language if language in ("fi", "sv") else "fi"
        found = [{**as_dict(one, language, now), "ring": one.ring} for one in findings.found]
        print(json.dumps({"found": found, "gap": vars(findings.gap) if findings.gap else None}, ensure_ascii=False))
        return 0
    for place, one in enumerate(findings.found, 1):
        opens = one.offer.hours.opens_next(now)
        when = f"opens {opens:%a %d.%m. %H:%M}" if opens else "open" if one.offer.hours.open_now(now) else "hours?"
        away = f"{one.distance_km:.0f} km" if one.distance_km is not None else ""
        where = f"{one.ring:13} {away:7} {when:22}"
        print(f"{place:2}. {one.offer.channel:21} {one.offer.id:34} {where} {' '.join(one.reasons)}")
    if findings.gap:
        print(f"Gap: no {findings.gap.channel} of its own in {findings.gap.language}; instead: {findings.gap.instead}.")
    return 0


def _query(triage: Triage, code: str, options: argparse.Namespace) -> Query:
    postcode = "".join(options.municipality.split())
    return Query(
        channels=options.channels,
        municipality=code,
        languages=tuple(options.languages.split(",")),
        level_id=options.level,
        needs=options.needs,
        postcode=postcode if len(postcode) == 5 and postcode.isdigit() else None,
        **errand(triage.services.get(options.service or "")),
    )


def _coverage(options: argparse.Namespace) -> int:
    triage = load_triage()
    levels = {
        level: {channel for row in triage.rows if row.level_id == level for channel in row.channels}
        for level in triage.levels
        # The e-service itself is the errand's own, of data/triage/services.yml, and no matter of the directory.
        if level != "self_service"
    }
    names = ("week", "municipality", "region", "county", "channel", "language", "when", "csv", "json", "picture")
    chosen = {name: getattr(options, name) for name in names}
    today = now_in_finland().date()
    wanted = Options(today=today, picture_language=tuple(options.picture_language), **chosen)
    return coverage_command(_offers(invented=False), load_places(), levels, wanted)


def _gaps(as_json: bool) -> int:
    try:
        counted = Gaps().counted()
    except redis.RedisError as problem:
        print(
            f"auta providers gaps: Redis does not answer ({problem}): start the assistant, or set REDIS_URL",
            file=sys.stderr,
        )
        return 1
    if as_json:
        print(json.dumps([{**vars(gap), "times": times} for gap, times in counted.items()]))
        return 0
    print(f"{'times':>5}  {'municipality':12}  {'channel':21}  {'language':8}  {'level':12}  instead")
    for gap, times in counted.items():
        where = f"{gap.municipality:12}  {gap.channel:21}  {gap.language:8}  {gap.level_id or '':12}"
        print(f"{times:5}  {where}  {gap.instead}")
    return 0


def _offers(invented: bool) -> list[Offer]:
    directory = load_directory()
    hidden = set() if invented else directory.invented
    return [one for one in directory.offers if not (one.area.municipalities and one.area.municipalities <= hidden)]


def _mistake(problem: DataError) -> dict[str, object]:
    return {
        "file": relative(problem.file),
        "line": problem.line,
        "field": problem.field,
        "found": problem.found,
        "expected": problem.expected,
    }
