"""`auta providers coverage`: where help is missing, as a table, CSV, JSON and a picture."""

from __future__ import annotations

import csv
import json
import sys
import textwrap
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.data_file import relative
from bot.providers.coverage.counting import (
    GAP,
    NOT_ASKED,
    PARTLY,
    SERIOUS_GAP,
    THERE,
    UNTIMED,
    Row,
    coverage,
    ending,
    level_coverage,
    monday_of,
    stale,
)
from bot.providers.coverage.country_map import country_map
from bot.providers.coverage.heat_map import MOST_ROWS, heat_map
from bot.providers.model import Offer
from bot.providers.places import Municipality, Places

WIDTH, NAME, COLUMN = 100, 20, 8
SIGNS: Mapping[str, str] = {PARTLY: "~", UNTIMED: "?", SERIOUS_GAP: "✗", GAP: "–", NOT_ASKED: "·"}
LEGEND = """✓ help   ~ only in some postcodes   ? perhaps: hours not known, or only by an appointment
– none   ✗ none: only in the municipality's other language, or at a level nothing at all
· not asked (Finnish in Åland)"""


@dataclass(frozen=True)
class Options:
    """What to show: None is all. Areas are codes or names; `when` is a key of TIMES; `week` is a day of the week shown.

    The tables show levels and channels; a heat map channels; a map of more than 50 municipalities levels. With
    `channel` all show that channel alone.
    """

    today: date
    week: date | None = None
    municipality: str | None = None
    region: str | None = None
    county: str | None = None
    channel: str | None = None
    language: str | None = None
    when: str | None = None
    csv: Path | None = None
    json: Path | None = None
    picture: Path | None = None
    picture_language: Sequence[str] = ("fi",)


def coverage_command(
    directory_offers: Sequence[Offer], places: Places, levels: Mapping[str, Collection[str]], options: Options
) -> int:
    """Prints the tables and the offers to check, and writes the files asked for. `levels`: the channels of each level.

    Returns 0, or 2 when an area is unknown.
    """
    try:
        municipalities = chosen(places, options)
    except ValueError as problem:
        print(f"auta providers coverage: {problem}", file=sys.stderr)
        return 2
    week = options.week or options.today

    def asked(rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if options.language in (None, row.language)]

    channels = asked(coverage(directory_offers, places, municipalities, week))
    if options.channel:
        channels = [row for row in channels if row.id == options.channel]
    by_level = asked(level_coverage(directory_offers, places, municipalities, week, levels))
    shown = [channels] if options.channel else [by_level, channels]
    for rows in shown:
        print(table(rows, options.when), end="\n\n")
    if len({(row.id, row.language) for row in shown[0]}) == 1:
        print(nobody(shown[0], options.when), end="\n\n")
    print(f"Week of {monday_of(week)}, {options.when or 'any time'}.\n{LEGEND}")
    old, over = stale(directory_offers, options.today), ending(directory_offers, options.today)
    _print_offers("Verified more than a year ago", [(offer, offer.verified_at) for offer in old])
    _print_offers("Not valid much longer, or no more", [(offer, offer.valid_until) for offer in over])

    rows = channels if options.channel else [*channels, *by_level]
    if options.csv:
        write_csv(options.csv, rows, options.when)
    if options.json:
        content = {
            "week": str(monday_of(week)),
            "when": options.when,
            "rows": [row.as_dict(options.when) for row in rows],
            "stale": [{**_named(offer), "verified_at": str(offer.verified_at)} for offer in old],
            "ending": [{**_named(offer), "valid_until": str(offer.valid_until)} for offer in over],
        }
        _write(options.json, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    if options.picture:
        draw, drawn = (heat_map, channels) if len(municipalities) <= MOST_ROWS else (country_map, shown[0])
        _write(options.picture, draw(drawn, week, options.picture_language, options.when))
    for file in filter(None, (options.csv, options.json, options.picture)):
        print(f"Written: {relative(file)}")
    return 0


def chosen(places: Places, options: Options) -> list[Municipality]:
    """The municipalities asked for, by name. Raises ValueError for an area that there is not."""
    found = list(places.municipalities.values())
    if options.municipality:
        code = places.municipality_of(options.municipality)
        if code is None:
            raise ValueError(f"found municipality '{options.municipality}', expected a code, a postcode or a name")
        found = [one for one in found if one.code == code]
    if options.region:
        region = _area(places.regions, options.region, "region")
        found = [one for one in found if one.region == region]
    if options.county:
        county = _area(places.counties, options.county, "wellbeing services county")
        found = [one for one in found if one.county == county]
    if not found:
        raise ValueError("found no municipality that lies in all of these areas, expected areas that overlap")
    return sorted(found, key=_name)


def table(rows: Sequence[Row], when: str | None) -> str:
    """Municipalities down, channels or levels across, the languages side by side; at most 100 columns wide."""
    ids = list(dict.fromkeys(row.id for row in rows))
    languages = list(dict.fromkeys(row.language for row in rows))
    width = max([COLUMN, *(len(word) + 1 for one in ids[:-1] for word in one.split("_"))])
    lines = [" " * (NAME + 6) + "".join(f"{word:<{width}}" for word in words).rstrip() for words in _headings(ids)]
    spoken = "".join(f"{language:<3}" for language in languages)
    lines.append(f"{'Municipality':<{NAME + 6}}" + (f"{spoken:<{width}}" * len(ids)).rstrip())
    by_municipality: dict[str, list[Row]] = {}
    for row in rows:
        by_municipality.setdefault(row.municipality.code, []).append(row)
    for own in by_municipality.values():
        signs = {(row.id, row.language): SIGNS.get(row.state(when), "✓") for row in own}
        cells = ("".join(f"{signs[one, language]:<3}" for language in languages) for one in ids)
        place = own[0].municipality
        start = f"{_name(place)[: NAME - 1]:<{NAME}}{'+'.join(place.languages):<6}"
        lines.append(start + "".join(f"{cell:<{width}}" for cell in cells).rstrip())
    counts = {(one, language): 0 for one in ids for language in languages}
    for row in rows:
        counts[row.id, row.language] += row.state(when) in THERE
    sums = (" ".join(f"{counts[one, language]}" for language in languages) for one in ids)
    start = f"{f'with help, of {len(by_municipality)}':<{NAME + 6}}"
    lines.append(start + "".join(f"{one:<{width}}" for one in sums).rstrip())
    return "\n".join(lines)


def nobody(rows: Sequence[Row], when: str | None) -> str:
    """Where nobody is, the serious gaps first."""
    names: dict[str, list[str]] = {SERIOUS_GAP: [], GAP: [], UNTIMED: []}
    for row in rows:
        names.get(row.state(when), []).append(_name(row.municipality))
    what = f"{rows[0].id}, {rows[0].language}, {when or 'any time'}"
    heads = {
        SERIOUS_GAP: f"Nobody ({what}), a serious gap",
        GAP: f"Nobody ({what})",
        UNTIMED: f"Perhaps ({what}), for the hours are not known",
    }
    lines = [f"{heads[state]}: {len(own)}: {', '.join(own)}" for state, own in names.items() if own]
    lines = lines or [f"There is help everywhere ({what})."]
    return "\n".join(textwrap.fill(line, WIDTH, subsequent_indent="  ") for line in lines)


def write_csv(file: Path, rows: Iterable[Row], when: str | None) -> None:
    """One line a cell, as a Finnish spreadsheet opens it: UTF-8 with a mark, semicolons, decimal commas."""
    lines = [row.as_dict(when) for row in rows]
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(lines[0]), delimiter=";")
        writer.writeheader()
        for line in lines:
            numbers = {key: f"{value:g}".replace(".", ",") for key, value in line.items() if isinstance(value, float)}
            writer.writerow({**line, **numbers})


def _headings(ids: Sequence[str]) -> Iterable[tuple[str, ...]]:
    words = [one.split("_") for one in ids]
    most = max(map(len, words))
    return zip(*([""] * (most - len(one)) + one for one in words), strict=True)


def _area(areas: Mapping[str, Mapping[str, str]], wanted: str, kind: str) -> str:
    folded = wanted.casefold()
    for code, names in areas.items():
        if wanted == code or folded in (name.casefold() for name in names.values()):
            return code
    raise ValueError(f"found {kind} '{wanted}', expected a code of two digits or a name in Finnish or Swedish")


def _name(municipality: Municipality) -> str:
    """The name in the majority's language."""
    return municipality.names[municipality.languages[0]]


def _named(offer: Offer) -> dict[str, str]:
    return {"provider": offer.provider.id, "offer": offer.id}


def _print_offers(heading: str, offers: Sequence[tuple[Offer, date | None]]) -> None:
    print(f"\n{heading}: {len(offers)}")
    for offer, day in offers:
        print(f"  {day}  {offer.provider.names['fi']} ({offer.provider.id}): {offer.id}")


def _write(file: Path, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
