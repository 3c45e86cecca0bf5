"""Works out `neighbours` in municipalities.csv from the centres and neighbours.yml: `python data/geo/neighbours.py`.

Two municipalities are taken for neighbours when an edge of the Delaunay triangulation joins their centres and no third
centre lies between them, seen from which they are 120 degrees apart or more; Åland and the mainland never are.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from math import asinh, radians, tan
from pathlib import Path

import numpy as np
import yaml
from scipy.spatial import Delaunay

HERE = Path(__file__).parent
ALAND = "21"
BETWEEN = np.cos(np.radians(120))

Row = dict[str, str]


def neighbours(rows: Sequence[Row], corrections: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, list[str]]:
    """The codes of each municipality's neighbours, in order. KeyError for a correction of a name that is none."""
    codes = {row["name_fi"]: row["code"] for row in rows}
    pairs = _joined(rows) | _named(codes, corrections["missing"])
    pairs -= _named(codes, corrections["wrong"])
    return {code: sorted(other for pair in pairs if code in pair for other in pair - {code}) for code in codes.values()}


def _joined(rows: Sequence[Row]) -> set[frozenset[str]]:
    points = np.array([_mercator(float(row["lat"]), float(row["lon"])) for row in rows])
    corners = [pair for a, b, c in Delaunay(points).simplices for pair in ((a, b), (b, c), (c, a))]
    return {
        frozenset((rows[a]["code"], rows[b]["code"]))
        for a, b in corners
        if (rows[a]["region"] == ALAND) == (rows[b]["region"] == ALAND) and not _something_between(points, a, b)
    }


def _mercator(lat: float, lon: float) -> tuple[float, float]:
    """A projection that keeps angles."""
    return radians(lon), asinh(tan(radians(lat)))


def _something_between(points: np.ndarray, a: int, b: int) -> bool:
    others = np.delete(points, [a, b], axis=0)
    to_a, to_b = points[a] - others, points[b] - others
    cosines = (to_a * to_b).sum(axis=1) / np.linalg.norm(to_a, axis=1) / np.linalg.norm(to_b, axis=1)
    return bool((cosines <= BETWEEN).any())


def _named(codes: Mapping[str, str], names: Mapping[str, Iterable[str]]) -> set[frozenset[str]]:
    return {frozenset((codes[name], codes[other])) for name, others in names.items() for other in others}


def main() -> None:
    """Writes the column anew."""
    path = HERE / "municipalities.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = neighbours(rows, yaml.safe_load((HERE / "neighbours.yml").read_text(encoding="utf-8")))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "neighbours": " ".join(found[row["code"]])} for row in rows)


if __name__ == "__main__":
    main()
