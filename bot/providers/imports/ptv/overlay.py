"""The overlay: what an editor adds to PTV's items, by their ids. data/schemas/ptv_overlay.json says what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.data_file import DataFile

SAME_IN_SWEDISH = "same_in_swedish"
_OF_PROVIDER = ("kind", "authority")

# What an editor's own phone, or no address, takes with it.
_WITH_IT = {"phone": ("phone_as_said", "call_charge"), "address": ("postcode", "municipality", "point", "access")}

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Overlay:
    """`offers` by a channel's id, or "service/channel" for one service in it; `providers` by an organisation's id.

    `file`: fields of the provider file itself, as `area` and `contact`.
    """

    file: Fields = field(default_factory=dict)
    providers: Mapping[str, Fields] = field(default_factory=dict)
    offers: Mapping[str, Fields] = field(default_factory=dict)

    def keys_of(self, channel: str) -> list[str]:
        """The keys of the offers that are made of a channel; the channel's own id when the overlay has none."""
        return [key for key in self.offers if key.rpartition("/")[2] == channel] or [channel]


def load_overlay(path: Path) -> Overlay:
    """The overlay in a file; an empty one where there is no file or nothing in it. Raises DataError."""
    if not path.exists() or not path.read_text(encoding="utf-8").strip():
        return Overlay()
    data = DataFile(path, "ptv_overlay").data
    return Overlay(**{name: data.get(name, {}) for name in ("file", "providers", "offers")})


def laid_over(told: Fields, added: Fields) -> dict[str, Any]:
    """What was told with the editor's fields over it: of a text only the languages that the editor gives, and null
    takes a field away."""
    gone = {
        belonging
        for name, names in _WITH_IT.items()
        for belonging in names
        if name in added and (name == "phone" or added[name] is None)
    }
    fields = {name: value for name, value in told.items() if name not in gone}
    for name, value in added.items():
        if name in (SAME_IN_SWEDISH, *_OF_PROVIDER):
            continue
        if isinstance(value, Mapping) and value.keys() <= {"fi", "sv"}:
            before = fields.get(name)
            fields[name] = {**(before if isinstance(before, Mapping) else {}), **value}
        else:
            fields[name] = value
    if added.get(SAME_IN_SWEDISH) and "fi" in fields.get("names", {}):
        fields["names"] = {"fi": fields["names"]["fi"], "sv": fields["names"]["fi"]}
    return {name: value for name, value in fields.items() if value is not None}


def provider_fields(added: Fields) -> dict[str, Any]:
    """The fields of the provider that an offer's entry gives: then the offer has a provider of its own."""
    return {name: added[name] for name in _OF_PROVIDER if name in added}
