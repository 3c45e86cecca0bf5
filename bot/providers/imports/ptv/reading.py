"""Reads single values of JSON that may hold anything: what is not as expected counts as not told."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from bot.providers.hours import HELSINKI
from bot.providers.imports.ptv.emails import without_personal

_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?")
_TIME = re.compile(r"([01]\d|2[0-4]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]+")


def text_of(raw: Any) -> str:
    """The text on one line, without personal e-mail addresses; "" when it is none."""
    return without_personal(line_of(raw)).strip()


def line_of(raw: Any) -> str:
    """The text on one line, without what no file can hold (half of a surrogate pair); "" when it is none."""
    return _SPACE.sub(" ", raw.encode("utf-8", "ignore").decode()).strip() if isinstance(raw, str) else ""


def guid_of(raw: Any) -> str | None:
    """The id in lower case, or None."""
    id_ = raw.lower() if isinstance(raw, str) else ""
    return id_ if _GUID.fullmatch(id_) else None


def dict_of(raw: Any) -> dict[str, Any]:
    """The object, or an empty one."""
    return raw if isinstance(raw, dict) else {}


def dicts_of(raw: Any) -> list[dict[str, Any]]:
    """The objects of a list."""
    return [entry for entry in raw if isinstance(entry, dict)] if isinstance(raw, list) else []


def strings_of(raw: Any) -> list[str]:
    """The texts of a list."""
    return [entry for entry in raw if isinstance(entry, str)] if isinstance(raw, list) else []


def time_of(raw: Any) -> str | None:
    """A time of day as "09:00" (to "24:00"), or None."""
    found = _TIME.fullmatch(text_of(raw))
    if not found or (found[1] == "24" and found[2] != "00"):
        return None
    return f"{found[1]}:{found[2]}"


def day_of(raw: Any, utc: bool = False) -> date | None:
    """The day in Finland. A moment without an offset is Finnish time, or UTC where the description says so."""
    found = _MOMENT.fullmatch(text_of(raw))
    try:
        if not found or not found[2]:
            return date.fromisoformat(found[1]) if found else None
        offset = found[3] or ("Z" if utc else "")
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{offset.replace('Z', '+00:00')}")
        return moment.astimezone(HELSINKI).date() if moment.tzinfo else moment.date()
    except (ValueError, OverflowError):
        return None
