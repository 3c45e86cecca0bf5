"""Coverage of up to 50 municipalities as an SVG heat map: how many hours a week there is help by each channel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.providers.coverage.counting import COVERED, GAP, NOT_ASKED, PARTLY, SERIOUS_GAP, THERE, UNTIMED, Row
from bot.providers.coverage.picture import (
    LINE,
    MARGIN,
    PAPER,
    PINK,
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

MOST_ROWS = 50
# Pixels: a cell; the space between two cells, and between two groups; the least width of a group.
CELL, HEIGHT, SPACE, BETWEEN, HEADING = 42, 24, 3, 16, 106


def heat_map(
    rows: Sequence[Row], week: date, languages: Sequence[str], when: str | None = None, title: str = "heat_title"
) -> str:
    """The SVG of rows of one kind: municipalities down, channels (or levels) and languages across, hours a week.

    `languages` are those of the texts; `when` is a time of the week (a key of TIMES) or None; `title` a text's key.
    """
    words = Words(languages)
    municipalities = sorted({row.municipality.code: row.municipality for row in rows}.values(), key=words.name)
    columns = {row.id: words.broken(f"{row.by}_{row.id}") for row in rows}
    spoken = list(dict.fromkeys(row.language for row in rows))
    names = [words.name(one) for one in municipalities]
    left = MARGIN + max(80.0, 7.2 * max(map(len, names), default=0)) + 12
    cells = len(spoken) * (CELL + SPACE)
    group = max(cells + BETWEEN, HEADING)
    top = 62 + TITLE * len(languages) + 14 * max(map(len, columns.values()))
    bottom = top + (HEIGHT + SPACE) * len(municipalities)
    width = left + group * len(columns) - (group - cells) + MARGIN
    svg = picture(width, bottom + 104 + 6 * (14 + 15 * len(languages)), words, title, rows, when)
    headings(svg, words, title, "heat_subtitle", week, when)

    across: dict[tuple[str, str], float] = {}
    for place, (one, lines) in enumerate(columns.items()):
        middle = left + place * group + (cells - SPACE) / 2
        for back, line in enumerate(reversed(lines)):
            write(svg, middle, top - 28 - 14 * back, line, 12, text_anchor="middle", font_weight="600")
        for number, language in enumerate(spoken):
            x = left + place * group + number * (CELL + SPACE)
            across[one, language] = x
            write(svg, x + CELL / 2, top - 8, language, 11, QUIET, text_anchor="middle")
    down = {one.code: top + place * (HEIGHT + SPACE) for place, one in enumerate(municipalities)}
    for municipality, name in zip(municipalities, names, strict=True):
        write(svg, left - 12, down[municipality.code] + 17, name, 13, text_anchor="end")
    for row in rows:
        sign = _sign(row, when)
        cell = add(svg, "g")
        said = f"{words.name(row.municipality)}, {words.one(f'{row.by}_{row.id}')}, {row.language}: {sign}"
        add(cell, "title").text = said
        _cell(cell, across[row.id, row.language], down[row.municipality.code], sign, row.hours(when), row.state(when))
    _legend(svg, bottom + 34, words, rows[0].by)
    return xml(svg)


def _sign(row: Row, when: str | None) -> str:
    """What stands in a cell: full hours, ~ before them for a part of the municipality, else a sign without hours."""
    state, hours = row.state(when), row.hours(when)
    if state in THERE and hours:
        return ("~" if state == PARTLY else "") + (f"{hours:.0f}" if hours >= 1 else "<1")
    if state in THERE and not row.whole.untimed + row.partly.untimed:
        return "0"
    return {GAP: "–", SERIOUS_GAP: "✕", NOT_ASKED: "·"}.get(state, "?")


def _cell(parent: Element, x: float, y: float, sign: str, hours: float, state: str) -> None:
    fill, ink, line = PAPER, QUIET, LINE
    if state in THERE and hours:
        fill, ink = next((colour, text) for start, colour, text in reversed(SCALE) if hours >= start)
        line = fill
    elif state == SERIOUS_GAP:
        line = PINK
    elif state == NOT_ASKED:
        line = PAPER
    broken = {"stroke_dasharray": "3 3"} if sign == "?" else {}
    add(parent, "rect", x=x, y=y, width=CELL, height=HEIGHT, rx=4, fill=fill, stroke=line, **broken)
    if sign == "✕":
        cross(parent, x + CELL / 2, y + HEIGHT / 2, 4.5, RED)
    else:
        write(parent, x + CELL / 2, y + 16.5, sign, 12, ink, text_anchor="middle")


def _legend(svg: Element, y: float, words: Words, by: str) -> None:
    write(svg, MARGIN, y + 16, words.one("hours"), 12, font_weight="600")
    y += 26
    starts = [1.0, *(start for start, _, _ in SCALE[1:])]
    for place, start in enumerate(starts):
        x = MARGIN + 106 * place
        end = starts[place + 1] - 1 if place + 1 < len(starts) else 168
        _cell(svg, x, y, "", start, COVERED)
        write(svg, x + CELL + 8, y + 16.5, f"{start:.0f}–{end:.0f}" if place else f"<{starts[1]:.0f}", 12)
    lines = [("0", COVERED, "closed"), ("~12", PARTLY, "partly"), ("?", UNTIMED, "untimed"),
             ("✕", SERIOUS_GAP, f"serious_gap_{by}"), ("–", GAP, "gap"), ("·", NOT_ASKED, "not_asked")]  # fmt: skip
    for sign, state, key in lines:
        y += HEIGHT + 5
        _cell(svg, MARGIN, y, sign, 12 if state == PARTLY else 0, state)
        for number, text in enumerate(words.each(key)):
            write(svg, MARGIN + CELL + 10, y + 16.5 + 15 * number, text, 12)
        y += 15 * (len(words.languages) - 1)
