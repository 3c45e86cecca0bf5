"""What leaves the browser: privacy.js in a real Chromium takes out exactly what bot/privacy.py does, from any text."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml

from bot.privacy import remove_private

CASES = yaml.safe_load((Path(__file__).parents[1] / "privacy_cases.yml").read_text(encoding="utf-8"))
TYPED = [case["typed"] for case in CASES["goes"]] + CASES["stays"]
# Digits and letters of several scripts, dashes, spaces seen and unseen, what JavaScript and Python fold differently.
ALPHABET = "0123456789 .-–_/()+@aAeEtTfFiIäÄ,:;'\n\u200b\u00a0\u00ad\u2028\u0085１Ａａ😀ſKŸẞ٣۴\U0001d7d8"


def texts(seed: int) -> list[str]:
    """Texts of the same numbers and letters each time: cases, cases side by side, noise near them, and any characters."""
    draw = random.Random(seed)
    glued = [draw.choice(["", " ", ", ", "-"]).join(draw.choices(TYPED, k=draw.randint(2, 4))) for _ in range(4000)]
    noise = ["".join(draw.choices(ALPHABET, k=draw.randint(1, 60))) for _ in range(20_000)]
    blocks = [(32, 0x2FF), (0x2000, 0x20FF), (0xFF00, 0xFFEF), (0x600, 0x6FF), (0x1F300, 0x1F6FF)]
    anything = ["".join(chr(draw.randint(*draw.choice(blocks))) for _ in range(50)) for _ in range(6000)]
    return [*TYPED, *glued, *noise, *anything]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_browser_takes_out_what_the_server_does(new_chat, assistant, seed):
    wanted, page = texts(seed), new_chat().page
    page.goto(f"{assistant.site}/tietosuoja")
    module = f"{assistant.site}/auta/privacy.js"
    found = page.evaluate(
        "async ([module, texts]) => { const { removePrivate } = await import(module); return texts.map(removePrivate); }",
        [module, wanted],
    )
    different = [
        (text, one, remove_private(text))
        for text, one in zip(wanted, found, strict=True)
        if (one["text"], tuple(one["kinds"])) != (remove_private(text).text, remove_private(text).kinds)
    ]
    assert not different[:3]
    assert sum(bool(one["kinds"]) for one in found) > 1000
