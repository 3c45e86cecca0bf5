"""What the coverage pictures share: texts, colours, headings and the elements of SVG.

Every colour has a number, a sign or a shape beside it. The texts, in Finnish, in Swedish or in both, are
data/coverage/texts.yml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from bot.data_file import ROOT, DataFile
from bot.providers.coverage.counting import SERIOUS_GAP, THERE, Row, monday_of
from bot.providers.places import Municipality

TEXTS = ROOT / "data" / "coverage" / "texts.yml"
FONT = "'Source Sans 3', 'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', sans-serif"
INK, QUIET, LINE, RED, PINK, PAPER = "#1d2b36", "#5b6b76", "#c3ccd2", "#a4262c", "#e6bcbf", "#ffffff"
# From so many hours a week: the cell's colour, and the text's.
SCALE = (
    (0.0, "#e2f0ed", INK),
    (10.0, "#b5dad3", INK),
    (20.0, "#7dbdb3", INK),
    (40.0, "#2f7f76", PAPER),
    (100.0, "#12504b", PAPER),
)
# Pixels: the picture's edge; a title with the line below it.
MARGIN, TITLE = 28, 52
# A letter's width, as a share of its height, in the widest of the fonts.
LETTER = 0.59

Element = ElementTree.Element


@lru_cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """The texts by key and language. Raises DataError for a mistake in the file."""
    content: Mapping[str, Mapping[str, str]] = DataFile(TEXTS, "coverage_texts").data
    return content


@dataclass(frozen=True)
class Words:
    """The texts of a picture in its languages."""

    languages: Sequence[str]

    def each(self, key: str, **values: object) -> list[str]:
        """A text in each language, filled in."""
        return [_unbroken(texts()[key][language]).format(**values) for language in self.languages]

    def one(self, key: str) -> str:
        """A text in one line; in both languages with a stroke between them."""
        return " / ".join(dict.fromkeys(self.each(key)))

    def broken(self, key: str) -> list[str]:
        """The lines of a column's heading."""
        return [line for language in self.languages for line in texts()[key][language].split("|")]

    def name(self, municipality: Municipality) -> str:
        """The municipality's name, or both its names with a stroke between them."""
        return " / ".join(dict.fromkeys(municipality.names[language] for language in self.languages))


def picture(
    width: float, height: float, words: Words, title: str, rows: Iterable[Row], when: str | None = None
) -> Element:
    """An empty picture; those who hear it are told its title, and how many of the rows have help and serious gaps."""
    svg = Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "width": f"{width:g}", "height": f"{height:g}",
        "role": "img", "aria-labelledby": "title description", "font-family": FONT,
        **({"lang": words.languages[0]} if len(words.languages) == 1 else {}),
    })  # fmt: skip
    states = [row.state(when) for row in rows]
    there, serious = sum(state in THERE for state in states), states.count(SERIOUS_GAP)
    add(svg, "title", id="title").text = words.one(title)
    description = words.each("description", cells=len(states), there=there, serious=serious)
    add(svg, "desc", id="description").text = " ".join(description)
    add(svg, "rect", width="100%", height="100%", fill=PAPER)
    return svg


def headings(
    svg: Element, words: Words, title: str, subtitle: str, week: date, when: str | None, only: str | None = None
) -> None:
    """The title in each language, and below it what is shown: the subtitle, what alone (`only`), the time, the week."""
    monday = monday_of(week)
    sunday = monday + timedelta(days=6)
    first = f"{monday.day}" + (f".{monday.month}" if monday.month != sunday.month else "")
    last = f"{sunday.day}.{sunday.month}.{sunday.year}"
    weeks = words.each("week", number=monday.isocalendar().week, first=first, last=last)
    said = zip(*(words.each(key) for key in (subtitle, only, when) if key), strict=True)
    for place, (name, parts, days) in enumerate(zip(words.each(title), said, weeks, strict=True)):
        write(svg, MARGIN, 40 + TITLE * place, name, 20, font_weight="600")
        write(svg, MARGIN, 60 + TITLE * place, f"{', '.join(parts)} · {days}", 13, QUIET)


def cross(parent: Element, x: float, y: float, size: float, colour: str) -> None:
    """A cross around a point."""
    path = f"M{x - size:g} {y - size:g}L{x + size:g} {y + size:g}M{x + size:g} {y - size:g}L{x - size:g} {y + size:g}"
    add(parent, "path", d=path, stroke=colour, stroke_width=1.8, stroke_linecap="round", fill="none")


def write(parent: Element, x: float, y: float, text: str, size: int, fill: str = INK, **attributes: Any) -> None:
    """A text that begins at a point, or with `text_anchor` lies around it or ends there."""
    add(parent, "text", x=x, y=y, font_size=size, fill=fill, **attributes).text = text


def add(parent: Element, name: str, **attributes: Any) -> Element:
    """A new element; attributes are written with hyphens, numbers briefly."""
    return ElementTree.SubElement(parent, name, {
        key.replace("_", "-"): f"{value:g}" if isinstance(value, int | float) else value
        for key, value in attributes.items()
    })  # fmt: skip


def xml(svg: Element) -> str:
    """The file's content, the picture made as wide as its longest text."""
    ends = [
        float(text.attrib["x"]) + LETTER * float(text.attrib["font-size"]) * len(text.text or "")
        for text in svg.iter("text")
        if "text-anchor" not in text.attrib
    ]
    width, height = max(float(svg.attrib["width"]), max(ends) + MARGIN), svg.attrib["height"]
    svg.attrib.update(width=f"{width:g}", viewBox=f"0 0 {width:g} {height}")
    ElementTree.indent(svg)
    return ElementTree.tostring(svg, encoding="unicode") + "\n"


def _unbroken(heading: str) -> str:
    return heading.replace("-|", "").replace("|", " ")
