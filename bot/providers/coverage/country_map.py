"""Coverage as an SVG map of Finland: at how many levels, or by how many channels, each municipality has help."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from math import ceil, cos, radians

from bot.providers.coverage.counting import GAP, NOT_ASKED, SERIOUS_GAP, THERE, UNTIMED, Row
from bot.providers.coverage.picture import (
    INK,
    MARGIN,
    PAPER,
    QUIET,
    RED,
    SCALE,
    TITLE,
    Element,
    Words,
    add,
    cross,
    headings,
    picture,
    write,
    xml,
)

# Pixels for a degree of latitude, and a degree of longitude's share of it in the middle of Finland.
DEGREE, NARROW = 66, cos(radians(65))
WEST, NORTH, PANEL = 19.2, 70.2, 400


def country_map(rows: Sequence[Row], week: date, languages: Sequence[str], when: str | None = None) -> str:
    """The SVG of rows of one kind: a map for each language, a mark at each municipality's centre, larger and darker the
    more levels (or channels) have help. A square: the language is the municipality's own; a circle: it is not.

    `languages` are those of the texts; `when` is a time of the week (a key of TIMES) or None.
    """
    words = Words(languages)
    by, ids = rows[0].by, list(dict.fromkeys(row.id for row in rows))
    only = f"{by}_{ids[0]}" if len(ids) == 1 else None
    title, share = ("heat_title", "share") if only else (f"map_{by}", f"share_of_{by}")
    spoken = list(dict.fromkeys(row.language for row in rows))
    municipalities = {row.municipality.code: row.municipality for row in rows}
    of: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        of[row.language, row.municipality.code].append(row)
    top = 48 + TITLE * len(languages)
    width, bottom = max(PANEL * len(spoken) + 2 * MARGIN, 860), top + 30 + 10.6 * DEGREE
    svg = picture(width, bottom + 76 + 4 * 8 + 5 * 15 * len(languages), words, title, rows, when)
    headings(svg, words, title, "map_subtitle", week, when, only)
    for place, language in enumerate(spoken):
        left = (width - PANEL * len(spoken)) / 2 + place * PANEL
        counts = {code: sum(row.state(when) in THERE for row in of[language, code]) for code in municipalities}
        full = sum(count == len(ids) for count in counts.values())
        shares = words.each(share, number=full, all=len(municipalities))
        for number, (help_in, said) in enumerate(zip(words.each(f"help_{language}"), shares, strict=True)):
            write(svg, left, top + 16 * number, f"{help_in}: {said}", 13, font_weight="600")
        # The gaps last, so that nothing hides them.
        for code in sorted(counts, key=lambda code: -counts[code]):
            one = municipalities[code]
            x = left + (one.point[1] - WEST) * NARROW * DEGREE + 20
            y = top + 30 + (NORTH - one.point[0]) * DEGREE
            mark = add(svg, "g")
            add(mark, "title").text = f"{words.name(one)}, {language}: {counts[code]}/{len(ids)}"
            if counts[code]:
                _help(mark, x, y, counts[code] / len(ids), language in one.languages)
            else:
                _nothing(mark, x, y, _gap(of[language, code], when))
    _legend(svg, bottom + 24, words, by, len(ids))
    return xml(svg)


def _gap(rows: Sequence[Row], when: str | None) -> str:
    """What it is when no level has help: serious if the municipality's other language has some, or each is serious."""
    states = {row.state(when) for row in rows}
    if SERIOUS_GAP in states and len(states) > 1 and not any(row.others.there(when) for row in rows):
        states.remove(SERIOUS_GAP)
    return next(state for state in (UNTIMED, SERIOUS_GAP, GAP, NOT_ASKED) if state in states)


def _help(parent: Element, x: float, y: float, share: float, own: bool) -> None:
    size = 2.2 + 3.3 * share
    look = {"fill": SCALE[ceil(share * len(SCALE)) - 1][1], "stroke": INK, "stroke_width": 0.6}
    if own:
        add(parent, "rect", x=x - size, y=y - size, width=2 * size, height=2 * size, rx=1, **look)
    else:
        add(parent, "circle", cx=x, cy=y, r=size, **look)


def _nothing(parent: Element, x: float, y: float, state: str) -> None:
    if state == NOT_ASKED:
        add(parent, "circle", cx=x, cy=y, r=1.5, fill=QUIET)
    elif state == UNTIMED:
        write(parent, x, y + 4, "?", 12, INK, text_anchor="middle")
    elif state == SERIOUS_GAP:
        add(parent, "rect", x=x - 4.5, y=y - 4.5, width=9, height=9, rx=1, fill=PAPER, stroke=RED, stroke_width=0.9)
        cross(parent, x, y, 2.4, RED)
    else:
        write(parent, x, y + 4, "–", 12, QUIET, text_anchor="middle")


def _legend(svg: Element, y: float, words: Words, by: str, most: int) -> None:
    for shapes, number in zip(words.each("shapes"), words.each(f"number_of_{by}"), strict=True):
        write(svg, MARGIN, y, f"{number}. {shapes}" if most > 1 else shapes, 12, font_weight="600")
        y += 15
    y -= 10
    for count in range(1, most + 1):
        x = MARGIN + 8 + 58 * (count - 1)
        _help(svg, x, y + 20, count / most, True)
        _help(svg, x + 15, y + 20, count / most, False)
        write(svg, x + 26, y + 24, str(count) if most > 1 else words.one("there"), 12)
    y += 32
    for state, key in (
        (SERIOUS_GAP, f"serious_gap_{by}"),
        (GAP, "gap"),
        (UNTIMED, "untimed"),
        (NOT_ASKED, "not_asked"),
    ):
        _nothing(svg, MARGIN + 8, y + 12, state)
        for text in words.each(key):
            write(svg, MARGIN + 26, y + 16, text, 12)
            y += 15
        y += 8
