"""Keeps what is private out of storage and logs: identity codes, e-mail addresses, telephone, card and account numbers.

The browser does the same before a message leaves (bot/channels/web/static/privacy.js): the two files stand side by
side, rule by rule, and tests/browser/test_privacy_js.py compares them. Hence no lookbehind and no Unicode classes.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

REMOVED = "***"
MOST_PASSES = 4
CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
IDENTITY_CODE, EMAIL, ACCOUNT, CARD, PHONE = "identity_code", "email", "account", "card", "phone"

# What people type looks alike in many characters: each becomes one of ASCII, so that places stay the same.
_ALIKE = (
    ("-", "\u058a\u1806\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"),
    (" ", "\t-\r\u0085\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff"),
    (".", "\uff0e"),
    ("@", "\uff20"),
    ("+", "\uff0b"),
    ("/", "\uff0f"),
)
_ALPHABETS = (("0", "\uff10", 10), ("0", "\u0660", 10), ("0", "\u06f0", 10), ("A", "\uff21", 26), ("a", "\uff41", 26))

# Form: DDMMYY, a sign of the century, three digits, a check character (128/2010 as changed by 690/2022). People also
# type spaces, points and typographic dashes, and mistake the check character.
_DATE = r"(?:0[1-9]|[12]\d|3[01])[ ._/]{0,2}(?:0[1-9]|1[0-2])[ ._/]{0,2}\d\d"
_SIGN = r"(?:[-+/]{1,2}|[YXWVUABCDEF])"
_END = r"(?:[A-Z]|\d(?!\d)|[ ][0-9A-Z](?!\w))"
_CODE = rf"{_DATE} *{_SIGN} *\d ?\d ?\d{_END}"
_CODE_WITHOUT_SIGN = rf"({_DATE}) *(\d{{3}}) ?([0-9A-Z])(?!\w)"

_NAME, _HOST = "[0-9A-Z\u00c0-\u00fe._%+'-]{1,64}", "[0-9A-Z\u00c0-\u00fe-]{1,63}"
_EMAIL = rf"{_NAME} ?(?:@| at |\(at\)|\[at\]| [äÄ]t ) ?{_HOST}(?:\.{_HOST}){{0,4}}\.[a-z]{{2,12}}"

_GAP = r"[ ._-]{0,2}"
_ACCOUNT = rf"[A-Z]{_GAP}[A-Z]{_GAP}\d{_GAP}\d(?:{_GAP}[0-9A-Z]){{11,30}}"
_CARD = rf"[2-6](?:{_GAP}\d){{12,18}}"
# How long an account number is in the countries whose people live here (ISO 13616).
_LENGTHS = {
    "FI": 18, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FR": 27,
    "GB": 22, "GR": 27, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LT": 20, "LU": 20, "LV": 21, "NL": 18, "NO": 15,
    "PL": 28, "PT": 25, "RO": 24, "SE": 24, "UA": 29,
}  # fmt: skip

# A telephone number is somebody's own: mobile numbers, those of an area, and foreign ones. 112, 116…, 0800, 0600, 010,
# 020, 029 … belong to services and stay. What begins like a number may be a date, a time or a business's id.
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_OTHER = (
    rf"(?!{_DAY}[. /-] ?{_MONTH}[. /-] ?(?:19|20)\d\d(?!\d)|{_DAY}\. ?{_MONTH}\.(?!\d)"
    r"|\d\d?[.:]\d\d ?- ?\d\d?[.:]\d\d|\d{7}-\d(?!\d))"
)
_BETWEEN, _AREA_GAP = r"[ ./()_-]{0,3}", r"[ ()-]{0,3}"
_FOREIGN = rf"(?:\+ ?[1-9]|0[ -]?0[ -]?(?:3[ -]?5[ -]?8|3[ -]?7[ -]?2|4[ -]?[5-9]|7))(?:{_BETWEEN}\d){{6,13}}(?!\d)"
_MOBILE = rf"0{_BETWEEN}(?:4{_BETWEEN}\d|5{_BETWEEN}0)(?:{_BETWEEN}\d){{4,8}}(?!\d)"
_AREA = rf"\(?0(?:2(?![09])|[3568](?!0)|9|1[3-9])(?:{_AREA_GAP}\d){{5,8}}(?!\d)"
_PHONE = rf"{_OTHER}(?:{_FOREIGN}|{_MOBILE}|{_AREA})"


@dataclass(frozen=True)
class Cleaned:
    """A text without what is private, and the kinds of what was taken out, each once."""

    text: str
    kinds: tuple[str, ...]


def remove_private(text: str) -> Cleaned:
    """The text with everything private replaced by ***: identity codes, e-mail addresses, telephone, card and account
    numbers. What only looks like one, such as a date, a sum, a postcode or a service's number, stays."""
    return _remove(text, _RULES)


def remove_identity_codes(text: str) -> tuple[str, bool]:
    """The text with every identity code replaced by ***, and whether there was one.

    Digits without a sign of the century count as a code when their check character is a letter or is right.
    """
    cleaned = _remove(text, [rule for rule in _RULES if rule.kind == IDENTITY_CODE])
    return cleaned.text, bool(cleaned.kinds)


def check_character(nine_digits: str) -> str:
    """The check character of a code: its nine digits modulo 31."""
    return CHECK_CHARACTERS[int(nine_digits) % 31]


def new_sender() -> str:
    """An id for a conversation that nobody can guess (150 bits): letters only, so that it never looks like a code."""
    return "".join(secrets.choice(ascii_lowercase) for _ in range(32))


def _fold(text: str) -> str:
    return text.translate(_TABLE)


def _table() -> dict[int, str]:
    table = {}
    for one, many in _ALIKE:
        for alike in re.findall(r".-.|.", many, re.DOTALL):
            table.update(dict.fromkeys(range(ord(alike[0]), ord(alike[-1]) + 1), one))
    for first, other, count in _ALPHABETS:
        table.update({ord(other) + place: chr(ord(first) + place) for place in range(count)})
    return table


_TABLE = _table()


@dataclass(frozen=True)
class _Rule:
    """What is private: a pattern that does not begin inside a number or a word, and how much of what it found is meant
    (none: it is something else)."""

    kind: str
    pattern: re.Pattern[str]
    inside: re.Pattern[str]
    length: Callable[[re.Match[str]], int]


def _remove(text: str, rules: Sequence[_Rule], passes: int = MOST_PASSES) -> Cleaned:
    kinds: list[str] = []
    for rule in rules:
        plain, kept, place, seen = _fold(text), [], 0, 0
        while match := rule.pattern.search(plain, place):
            start = match.start()
            # What follows at once on something that goes is no part of it.
            length = 0 if start > seen and rule.inside.match(plain[start - 1]) else rule.length(match)
            if not length:
                place = start + 1
                continue
            kept.append(text[seen:start])
            place = seen = start + length
            if rule.kind not in kinds:
                kinds.append(rule.kind)
        text = REMOVED.join([*kept, text[seen:]]) if kept else text
    if not kinds or passes == 1:
        return Cleaned(text, tuple(kinds))
    # What stood close to something else shows itself when that is gone.
    rest = _remove(text, rules, passes - 1)
    return Cleaned(rest.text, tuple(dict.fromkeys([*kinds, *rest.kinds])))


def _whole(match: re.Match[str]) -> int:
    return len(match[0])


def _code_without_sign(match: re.Match[str]) -> int:
    date, number, check = match.groups()
    digits = re.sub(r"[^0-9]", "", date) + number
    return len(match[0]) if check.isalpha() or check == check_character(digits) else 0


def _account(match: re.Match[str]) -> int:
    """As much as an account number of its country has. In a Finnish one the check digits may be mistyped."""
    places = [place for place, character in enumerate(match[0]) if character.isalnum()]
    number = "".join(match[0][place] for place in places).upper()
    length = _LENGTHS.get(number[:2], len(number) + 1)
    number = number[:length]
    if len(number) < length:
        return 0
    if number[:2] == "FI":
        return places[length - 1] + 1 if number[2:].isdecimal() else 0
    digits = "".join(str(int(character, 36)) for character in number[4:] + number[:4])
    return places[length - 1] + 1 if int(digits) % 97 == 1 else 0


def _card(match: re.Match[str]) -> int:
    """The longest beginning that has a card's check digit (Luhn) and one kind of gap."""
    found = match[0]
    places = [place for place, character in enumerate(found) if character.isdecimal()]
    for count in range(len(places), 12, -1):
        end = places[count - 1] + 1
        after = match.string[match.start() + end : match.start() + end + 1]
        gaps = {character for character in found[:end] if not character.isdecimal()}
        if len(gaps) <= 1 and not ("0" <= after <= "9") and _luhn([int(found[place]) for place in places[:count]]):
            return end
    return 0


def _luhn(digits: Sequence[int]) -> bool:
    doubled = [digit * 2 - 9 * (digit > 4) if place % 2 else digit for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _rule(kind: str, pattern: str, inside: str, length: Callable[[re.Match[str]], int] = _whole) -> _Rule:
    return _Rule(kind, re.compile(pattern, re.ASCII | re.IGNORECASE), re.compile(inside, re.ASCII), length)


_RULES = (
    _rule(EMAIL, _EMAIL, r"[^\s\S]"),
    _rule(IDENTITY_CODE, _CODE, r"\d"),
    _rule(IDENTITY_CODE, _CODE_WITHOUT_SIGN, r"\d", _code_without_sign),
    _rule(ACCOUNT, _ACCOUNT, r"\w", _account),
    _rule(CARD, _CARD, r"\d", _card),
    _rule(PHONE, _PHONE, r"\d"),
)
