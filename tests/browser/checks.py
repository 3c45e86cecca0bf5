"""What must be true of every page in every state. Each check raises AssertionError that names the elements at fault.

test_planted.py plants a fault for each and proves that the check finds it. What a check sees is in look.js.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from playwright.sync_api import Page

from bot.data_file import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TARGET = 44  # px; WCAG 2.5.5 (AAA), since fingers tremble; 2.5.8 (AA) asks for 24
READABLE = 18  # px, what a person reads
SMALLEST = 16  # px, anything
WORDS = 4.5  # contrast of words, WCAG 1.4.3
EDGE = 3.0  # contrast of a control's edge and of the focus indicator, WCAG 1.4.11
LONGEST_WALK = 150


def look(page: Page, what: str, *given: Any) -> Any:
    """What look.js sees: `look(page, "controls")`."""
    return page.evaluate("([what, given]) => window.__look[what](...given)", [what, list(given)])


def check_axe(page: Page, see_colours: bool = True) -> None:
    """axe-core finds nothing, and leaves nothing open.

    `see_colours`: False where axe cannot tell the colours of words, which are then compared as they are drawn: in forced
    colours (axe reads -webkit-text-fill-color, which Chromium tells as the page set it), and in a box that scrolls.
    """
    rules = {"color-contrast": {"enabled": see_colours}}
    found = page.evaluate(
        "([runOnly, rules]) => axe.run(document, {runOnly, rules, resultTypes: ['violations', 'incomplete'], preload: false})",
        [RULES, rules],
    )
    if not see_colours:
        _none(look(page, "faintTexts", WORDS))
    faults = [
        f"{result['id']} ({kind}): {result['help']}: {node['target']} {node['html'][:160]}"
        + "".join(f"\n    {why['message']}" for why in node["any"] + node["all"] + node["none"])
        for kind in ("violations", "incomplete")
        for result in found[kind]
        for node in result["nodes"]
    ]
    assert not faults, "\n".join(faults)
    assert "passes" in found, "axe did not run"


def check_reflow(page: Page) -> None:
    """Nothing goes past the screen, scrolls sideways, is cut off or lies over something else."""
    _none(look(page, "lost") + look(page, "overlapping"))


def check_room(page: Page) -> None:
    """What stays on the screen leaves three quarters of it for the conversation, wherever it is scrolled to."""
    page.evaluate("() => window.scrollTo(0, document.documentElement.scrollHeight / 2)")
    share = look(page, "stuckShare")
    assert share <= 0.25, f"{share:.0%} of the screen is taken by what does not scroll"


def check_text_spacing(page: Page) -> None:
    """With the spacing of WCAG 1.4.12 nothing is lost. The page stays so."""
    before = look(page, "shown")
    look(page, "spaceText")
    check_reflow(page)
    missing = Counter(before) - Counter(look(page, "shown"))
    assert not missing, f"lost by spacing: {list(missing)}"


def check_targets(page: Page) -> None:
    """Everything that is pressed is large enough."""
    _none(look(page, "smallTargets", TARGET))


def check_text_size(page: Page) -> None:
    """No text is small."""
    _none(look(page, "smallTexts", SMALLEST))


def check_edges(page: Page) -> None:
    """The edge of every control is seen."""
    _none(look(page, "faintEdges", EDGE))


def check_colour_alone(page: Page) -> None:
    """A link is a link without its colour."""
    _none(look(page, "colouredLinks"))


def check_labels(page: Page) -> None:
    """Every field has a label that is seen; a placeholder is none."""
    _none(look(page, "unlabelled"))


def check_still(page: Page) -> None:
    """Nothing moves by itself; for a page opened with reduced motion."""
    _none(look(page, "moving"))


def check_language(page: Page, known: Mapping[str, str]) -> None:
    """Each known text stands in its language."""
    shown = set(look(page, "shown"))
    assert len(shown & set(known)) >= 3, f"hardly a known text is shown: {sorted(shown)[:20]}"
    _none(look(page, "wrongLanguage", dict(known)))


def check_one_announcer(page: Page) -> None:
    """One live region, in the light DOM, that is heard."""
    found = look(page, "liveRegions")
    assert len(found["light"]) == 1, f"live regions in the page: {found['light']}"
    assert not found["shadow"], f"live regions in a shadow root, where few screen readers hear them: {found['shadow']}"
    assert not found["hidden"], f"no screen reader hears {found['hidden']}"


def announced(page: Page) -> list[dict[str, Any]]:
    """Everything that was announced until now: text, lang, silent."""
    return page.evaluate("() => window.__look.announced")


def check_announced_once(page: Page, expected: Iterable[tuple[str, str]], since: int = 0) -> None:
    """Of each expected text and its language: announced once, in that language. `since`: so many came before."""
    heard = announced(page)[since:]
    for text, language in expected:
        wanted = " ".join(text.split())
        times = [entry for entry in heard for _ in range(entry["text"].count(wanted))]
        assert len(times) == 1, f"announced {len(times)} times: {wanted!r}\nheard: {[e['text'] for e in heard]}"
        assert times[0]["lang"] == language, f"announced in {times[0]['lang']!r}, not {language!r}: {wanted!r}"
        assert not times[0]["silent"], f"the region is hidden from screen readers: {wanted!r}"


def check_focus_is(page: Page, before: Mapping[str, Any]) -> None:
    """The focus is where it was: `before = look(page, "active")`."""
    now = look(page, "active")
    assert now["id"] == before["id"], f"the focus went from {before['name']} to {now['name']}"


def check_focus_somewhere(page: Page) -> None:
    """The focus is on something, not lost to the page's body."""
    now = look(page, "active")
    assert not now["body"], "the focus is lost: the next Tab begins at the top of the page"


def tab_walk(page: Page, key: str = "Tab") -> list[dict[str, Any]]:
    """What Tab reaches from the page's top, once round, and how each is seen. Raises AssertionError for a trap."""
    look(page, "startAtTop")
    walk: list[dict[str, Any]] = []
    for _ in range(LONGEST_WALK):
        page.keyboard.press(key)
        here = look(page, "focused")
        if here is None or (walk and here["id"] == walk[0]["id"]):
            return walk
        assert not walk or here["id"] != walk[-1]["id"], f"{key} does not leave {here['name']}"
        walk.append(here)
    raise AssertionError(f"{key} never comes round: a trap at {walk[-1]['name']}")


def check_keyboard(page: Page, walk: list[dict[str, Any]] | None = None) -> None:
    """Tab reaches every control, and comes round."""
    walk = tab_walk(page) if walk is None else walk
    reached = {here["id"] for here in walk}
    missed = [control["name"] for control in look(page, "controls") if control["id"] not in reached]
    assert not missed, f"Tab does not reach: {missed}"
    _none(look(page, "pretended"))


def check_focus_visible(page: Page, walk: list[dict[str, Any]] | None = None) -> None:
    """What has the focus shows it: an outline of two pixels that differs from what is around."""
    walk = tab_walk(page) if walk is None else walk
    assert walk, "nothing takes the focus"
    faint = [
        f"{here['name']}: {here['outline']} px, contrast {here['contrast']:.1f}"
        for here in walk
        if here["outline"] < 2 or here["contrast"] < EDGE
    ]
    _none(faint)


def check_focus_not_obscured(page: Page, walk: list[dict[str, Any]] | None = None, points: int = 5) -> None:
    """Nothing lies over what has the focus: of five points so many are seen (of a tall one, any)."""
    walk = tab_walk(page) if walk is None else walk
    _none(
        [
            f"{here['name']}: {here['seen']} of 5 points seen"
            for here in walk
            if here["seen"] < (1 if here["tall"] else points)
        ]
    )


def check_own_requests_only(requests: Iterable[str], origins: Iterable[str]) -> None:
    """Every address is one of ours: nobody else learns that the person is here."""
    ours = tuple(f"{origin}/" for origin in origins)
    foreign = sorted({url for url in requests if not url.startswith((*ours, "data:", "blob:"))})
    assert not foreign, f"requests to others: {foreign}"


def check_no_violations(page: Page, console: Iterable[str]) -> None:
    """Nothing broke the content security policy, no script failed."""
    _none([*page.evaluate("() => window.__look.violations"), *console])


def _none(faults: list[str]) -> None:
    assert not faults, "\n".join(faults)
