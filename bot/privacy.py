"""Keeps identity codes out of storage and logs: hides them in what people type, and names no conversation like one."""

from __future__ import annotations

import re
import secrets
from string import ascii_lowercase

REMOVED = "***"
CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"

# Form: DDMMYY, a sign of the century, three digits, a check character (128/2010 as changed by 690/2022). People also
# type spaces, points and typographic dashes, and mistake the check character.
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DATE = rf"(?<!\d){_DAY}[ .]{{0,2}}{_MONTH}[ .]{{0,2}}\d\d"
_SIGN = r"(?:[-+‐‑‒–—―−－/]{1,2}|[YXWVUABCDEF])"
_END = r"(?:[A-Z]|\d(?!\d)|\s[0-9A-Z](?!\w))"
_WITH_SIGN = re.compile(rf"{_DATE}\s*{_SIGN}\s*\d\s?\d\s?\d{_END}", re.IGNORECASE)
_WITHOUT_SIGN = re.compile(rf"({_DATE})\s*(\d{{3}})\s?([0-9A-Z])(?!\w)", re.IGNORECASE)


def remove_identity_codes(text: str) -> tuple[str, bool]:
    """The text with every identity code replaced by ***, and whether there was one.

    Digits without a sign of the century count as a code when their check character is a letter or is right.
    """
    cleaned = _WITHOUT_SIGN.sub(_hide_if_code, _WITH_SIGN.sub(REMOVED, text))
    return cleaned, cleaned != text


def check_character(nine_digits: str) -> str:
    """The check character of a code: its nine digits modulo 31."""
    return CHECK_CHARACTERS[int(nine_digits) % 31]


def new_sender() -> str:
    """An id for a conversation that nobody can guess (150 bits): letters only, so that it never looks like a code."""
    return "".join(secrets.choice(ascii_lowercase) for _ in range(32))


def _hide_if_code(match: re.Match[str]) -> str:
    date, number, check = match.groups()
    digits = re.sub(r"\D", "", date) + number
    is_code = check.isalpha() or check == check_character(digits)
    return REMOVED if is_code else match.group()
