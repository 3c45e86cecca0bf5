"""Where things are in Finland: municipalities and their neighbours, regions, wellbeing services counties, postcodes.

The facts are in data/geo. A municipality named in a sentence is the work of bot/language/municipalities.py."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from haversine import haversine

from bot.data_file import ROOT, DataError, DataFile

GEO = ROOT / "data" / "geo"
ALAND = "21"

Names = Mapping[str, str]
T = TypeVar("T")


class Point(NamedTuple):
    """A place in WGS84, in degrees."""

    lat: float
    lon: float


@dataclass(frozen=True)
class Municipality:
    """Names by language (fi, sv); official languages, the majority's first; `county` is None on Åland; `point` is an
    approximate centre; the rest are codes."""

    code: str
    names: Names
    languages: tuple[str, ...]
    region: str
    county: str | None
    point: Point
    neighbours: frozenset[str]


@dataclass(frozen=True)
class Places:
    """Municipalities, and names of regions and counties, by code; the municipality of each postcode; and what a name of
    several places may mean, by name in small letters and by municipality."""

    municipalities: Mapping[str, Municipality]
    regions: Mapping[str, Names]
    counties: Mapping[str, Names]
    postcodes: Mapping[str, str]
    ambiguities: Mapping[str, Mapping[str, Names]]

    @staticmethod
    def distance_km(a: Point, b: Point) -> float:
        """Kilometres along a great circle."""
        return float(haversine(a, b))

    def municipality(self, code: str) -> Municipality | None:
        """The municipality with a code; None for one that Finland does not have, as an example's "999"."""
        return self.municipalities.get(code)

    def is_aland(self, code: str) -> bool:
        """Whether a municipality is on Åland."""
        place = self.municipality(code)
        return place is not None and place.region == ALAND

    def widening(self, code: str) -> list[tuple[str, frozenset[str]]]:
        """Rings around a municipality: municipality, neighbours, county, region, country; each with the codes that no
        earlier ring holds, and left out if there are none. Around an unknown municipality lies the country."""
        held: set[str] = set()
        rings = []
        for name, codes in self._areas(code):
            ring = frozenset(codes) - held
            if ring:
                rings.append((name, ring))
            held |= ring
        return rings

    def municipality_of(self, text: str) -> str | None:
        """The code that a text stands for: a code ("091"), a postcode ("00100", "FI-00100", "00 100") or an official
        name in either language, in capitals or not; None when it is none of these. Ask `ambiguous` first."""
        written = "".join(text.upper().split())
        if written in self.municipalities:
            return written
        postcode = written.removeprefix("FI-").removeprefix("AX-")
        return self.postcodes.get(postcode) or self._by_name.get(_plain(text))

    def ambiguous(self, name: str) -> tuple[str, ...]:
        """The municipalities that an ambiguous name may mean, the likelier first; empty for another name."""
        return tuple(self.meanings(name))

    def meanings(self, name: str) -> Mapping[str, Names]:
        """What tells the places of an ambiguous name apart, by code and language; empty for another name."""
        return self.ambiguities.get(_plain(name), {})

    def _areas(self, code: str) -> Iterator[tuple[str, Iterable[str]]]:
        yield "municipality", {code}
        place = self.municipality(code)
        if place is not None:
            others = self.municipalities.values()
            yield "neighbours", place.neighbours
            if place.county is not None:
                yield "county", {other.code for other in others if other.county == place.county}
            yield "region", {other.code for other in others if other.region == place.region}
        yield "country", self.municipalities

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        return {_plain(name): place.code for place in self.municipalities.values() for name in place.names.values()}


@lru_cache
def load_places(folder: Path = GEO) -> Places:
    """The places in a folder of the form of data/geo. Raises DataError."""
    areas = DataFile(folder / "areas.yml").data
    ambiguous = DataFile(folder / "ambiguous.yml").data
    return Places(
        municipalities=_table(folder / "municipalities.csv", _municipality),
        regions=areas["regions"],
        counties=areas["counties"],
        postcodes=_table(folder / "postcodes.csv", lambda row: (row["postcode"], row["municipality"])),
        ambiguities={_plain(name): meanings for name, meanings in ambiguous.items()},
    )


def _municipality(row: Mapping[str, str]) -> tuple[str, Municipality]:
    return row["code"], Municipality(
        code=row["code"],
        names={"fi": row["name_fi"], "sv": row["name_sv"]},
        languages=tuple(row["languages"].split("+")),
        region=row["region"],
        county=row["county"] or None,
        point=Point(float(row["lat"]), float(row["lon"])),
        neighbours=frozenset(row["neighbours"].split()),
    )


def _table(path: Path, read: Callable[[Mapping[str, str]], tuple[str, T]]) -> dict[str, T]:
    """The rows of a CSV file, each read as a key and a value."""
    found: dict[str, T] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            for row in rows:
                try:
                    if None in row or None in row.values():
                        raise ValueError("too many or too few values")
                    key, value = read(row)
                except (KeyError, ValueError) as problem:
                    raise DataError(path, rows.line_num, "row", str(problem), "the columns of data/geo") from None
                found[key] = value
    except OSError as problem:
        raise DataError(path, 0, "file", problem.strerror, "a readable file") from None
    return found


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
