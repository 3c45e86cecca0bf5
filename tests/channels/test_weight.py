"""What the widget weighs: an old phone on a slow line loads all of it before the first question."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from bot.channels import web

STATIC = Path(web.__file__).parent / "static"
ENTRY = "auta-chat.js"
MOST_BYTES = 25_000


def loaded(name: str, found: dict[str, bytes]) -> dict[str, bytes]:
    """A file of the widget and all that it names: what it imports, and its style."""
    if name not in found:
        found[name] = (STATIC / name).read_bytes()
        for other in re.findall(r"""["'`/]([\w.-]+\.(?:js|css|svg))["'`]""", found[name].decode()):
            if (STATIC / other).exists():
                loaded(other, found)
    return found


def test_the_widget_is_light():
    """JavaScript and style together, each file gzipped by itself as it is sent."""
    files = loaded(ENTRY, {})
    sizes = {name: len(gzip.compress(content, 9)) for name, content in files.items()}
    assert {ENTRY, "auta-chat.css", "privacy.js"} <= set(sizes), "the test does not see what the widget loads"
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def test_nothing_is_loaded_from_elsewhere():
    """No address in the widget is fetched from: links for people are data, and stand in no file."""
    for name, content in loaded(ENTRY, {}).items():
        code = re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", content.decode(), flags=re.DOTALL)
        assert not re.search(r"(?:import|url\(|fetch\(|src\s*=)\s*['\"(]*(?:https?:)?//", code), name
