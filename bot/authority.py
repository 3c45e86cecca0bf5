"""The authority that advises with this Auta: who answers for it, who approved the texts, where feedback goes.

The law asks for a named person who follows the quality of the advice (306/2019, 6 a §), for texts that were checked
before they are used, and for an accessibility statement with a place for feedback (9 and 10 §).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import phonenumbers

from bot.data_file import ROOT, DataFile

AUTHORITY = ROOT / "data" / "authority.yml"

Both = Mapping[str, str]


@dataclass(frozen=True)
class Reach:
    """How somebody is reached."""

    email: str | None = None
    phone: str | None = None
    address: Both | None = None

    @property
    def phone_link(self) -> str | None:
        """The number for a `tel:` link, as +358…; None when there is none."""
        if not self.phone:
            return None
        number = phonenumbers.parse(self.phone, "FI")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@dataclass(frozen=True)
class Approval:
    """Who approved the texts of a language, and when."""

    by: str
    date: date


@dataclass(frozen=True)
class Shortcoming:
    """What is not accessible: in words, the criterion of WCAG, and when it will be mended."""

    text: Both
    criterion: str | None
    until: date | None


@dataclass(frozen=True)
class Accessibility:
    """What the accessibility statement tells. `assessed_by` is None where the authority assessed the service itself.

    `none_found` is the day when an assessment found no shortcomings; None where there are some.
    """

    feedback: Reach
    assessed_by: Both | None
    prepared: date
    updated: date
    none_found: date | None
    shortcomings: tuple[Shortcoming, ...]


@dataclass(frozen=True)
class Authority:
    """The authority of data/authority.yml. `processor`: a sentence on who runs the server, where another does."""

    municipality: str
    names: Both
    site: Both
    controller: Reach
    responsible: str
    responsible_title: Both
    responsible_reach: Reach
    approved: Mapping[str, Approval]
    data_protection: Reach
    processor: Both | None
    accessibility: Accessibility
    exit: str


def authority_file() -> Path:
    """The file that AUTA_AUTHORITY names; data/authority.yml when it names none."""
    return Path(os.environ.get("AUTA_AUTHORITY") or AUTHORITY)


def load_authority() -> Authority:
    """The authority of `authority_file()`; read once. Raises DataError."""
    return read_authority(authority_file())


@lru_cache
def read_authority(path: Path) -> Authority:
    """The authority of a file. Raises DataError."""
    file = DataFile(path, "authority")
    data = file.data
    responsible, statement = data["responsible"], data["accessibility"]
    prepared = _date(file, ["accessibility", "prepared"])
    listed = statement["shortcomings"] if isinstance(statement["shortcomings"], list) else []
    shortcomings = [
        Shortcoming(one, one.get("criterion"), _date(file, ["accessibility", "shortcomings", index, "until"]))
        for index, one in enumerate(listed)
    ]
    return Authority(
        municipality=data["municipality"],
        names=data["names"],
        site=data["site"],
        controller=_reach(data["controller"]),
        responsible=responsible["name"],
        responsible_title=responsible["title"],
        responsible_reach=_reach(responsible),
        approved={
            language: Approval(one["by"], _date(file, ["texts_approved", language, "date"]))
            for language, one in data["texts_approved"].items()
        },
        data_protection=_reach(data["data_protection"]),
        processor=data["data_protection"].get("processor"),
        accessibility=Accessibility(
            feedback=_reach(statement),
            assessed_by=None if statement["assessed"] == "own" else statement["assessed"],
            prepared=prepared,
            updated=_date(file, ["accessibility", "updated"]) or prepared,
            none_found=_date(file, ["accessibility", "shortcomings", "none_found"]),
            shortcomings=tuple(shortcomings),
        ),
        exit=data["exit"],
    )


def _reach(data: Mapping[str, Any]) -> Reach:
    return Reach(data.get("email"), data.get("phone"), data.get("address"))


def _date(file: DataFile, field: list[str | int]) -> Any:
    """The date of a field; None where the field is not there. Raises DataError for a day that does not exist."""
    if field[-1] not in file.at(field[:-1]):
        return None
    try:
        return date.fromisoformat(file.at(field))
    except ValueError:
        raise file.error(field, "a day that exists") from None
