"""The conversations that are played to measure a turn: what is typed and what is pressed, each to its recommendation.

Imports nothing, since the load generator (bench/load.py) lives in an environment of its own.
"""

from __future__ import annotations

import json

TYPED = {
    "fi": ["verokortti pitäisi tilata", "oma asia", "itse hoidin", "linkki riittää", "toimivat", "oma puhelin", "kaikki käy"],
    "sv": ["jag behöver ett skattekort", "mitt eget", "jag själv", "länken räcker", "de fungerar", "egen dator", "allt går bra"],
}  # fmt: skip
PRESSED = [
    "/answer" + json.dumps(answer)
    for answer in (
        {"service": "tax_card"}, {"principal": "self"}, {"usage": "alone"}, {"support": "link"},
        {"identification": "works"}, {"device": "own"}, {"reach": "any"},
    )
]  # fmt: skip


def talk(number: int) -> tuple[str, list[str]]:
    """The language and the messages of one conversation: Finnish and Swedish in turn, of each every other one typed."""
    language = ("fi", "sv")[number % 2]
    return language, TYPED[language] if number // 2 % 2 else PRESSED
