"""What every channel does to a message before it is stored or logged: private things out, odd payloads refused."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from typing import Any

from bot.privacy import IDENTITY_CODE, remove_private
from bot.triage import load_triage

LONGEST_MESSAGE = 6000
# The payloads of the contract, and those that the assistant's own buttons send.
PAYLOADS = frozenset(
    """answer change back why human language restart feedback continue something_else goodbye greet repeat
    alternatives""".split()  # noqa: SIM905
)
# Intents that nobody sends, and the mark of Rasa's events. What else follows a slash may be words after a slip.
_NOBODYS = frozenset(("affirm", "coercion", "deny", "emergency", "external", "fraud", "inform", "safety"))
NOTHING_WRITTEN = "/nlu_fallback"
LONGEST_VALUE = 100
_PAYLOAD = re.compile(r"\s*/\s*(\w+)\s*(\{.*)?", re.DOTALL)


def clean(raw: Any) -> tuple[str, dict[str, bool]]:
    """The text to pass on, and what was done to it: `identity_code_removed`, `private_removed`, `shortened`.

    What is no text, or a payload that nobody may send, becomes NOTHING_WRITTEN.
    """
    text = raw if isinstance(raw, str) else ""
    # Half of a character pair cannot be stored; some keyboards send ä as two characters.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    cleaned = remove_private(unicodedata.normalize("NFC", text).replace("\x00", " "))
    shortened, text = len(cleaned.text) > LONGEST_MESSAGE, cleaned.text[:LONGEST_MESSAGE]
    done = {
        "identity_code_removed": IDENTITY_CODE in cleaned.kinds,
        "private_removed": any(kind != IDENTITY_CODE for kind in cleaned.kinds),
        "shortened": shortened,
    }
    return _words_or_payload(text), {name: True for name, true in done.items() if true}


def _words_or_payload(text: str) -> str:
    payload = _PAYLOAD.fullmatch(text)
    if payload:
        name, values = payload.groups()
        if name in PAYLOADS:
            return f"/{name}{_values(values)}"
        if values or "_" in name or name.lower() in _NOBODYS:
            return NOTHING_WRITTEN  # a payload of Rasa's own, or a forged one: nobody's words
    # Rasa takes every space away before it looks for a payload.
    return re.sub(r"^[\s/]+", "", text).rstrip() or NOTHING_WRITTEN


def _values(written: str) -> str:
    """The values of a payload as they were written; nothing when they are not of the contract's form.

    Rasa would write into its log what it cannot read.
    """
    try:
        values = json.loads(written or "{}")
    except (ValueError, RecursionError):
        return ""
    simple = all(
        name in _names() and all(_is_simple(one) for one in (value if isinstance(value, list) else [value]))
        for name, value in values.items()
    )
    return written.rstrip() if values and simple else ""


def _is_simple(value: object) -> bool:
    return (
        isinstance(value, (bool, int, float))
        or value is None
        or (isinstance(value, str) and len(value) < LONGEST_VALUE)
    )


@lru_cache
def _names() -> frozenset[str]:
    triage = load_triage()
    asked = {question.id for question in triage.questions} | {fact.id for fact in triage.facts}
    return frozenset(asked | {"question", "language", "score"})
