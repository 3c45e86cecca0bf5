"""What the importer knows of a service channel, in words of its own: no version of PTV's interface shows in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Texts = Mapping[str, str]  # by language: fi, sv


@dataclass(frozen=True)
class Opening:
    """Open on each of the weekdays `days` (0 is Monday), from `opens` to `closes` ("09:00", "24:00").

    `until`: the weekday on which a single long opening ends, as Friday 22:00 to Sunday 06:00. No `days`: any day.
    """

    days: tuple[int, ...]
    opens: str
    closes: str
    until: int | None = None


@dataclass(frozen=True)
class Period:
    """Opening times, each week or between two days (both included). `readable`: all that it says was understood."""

    exceptional: bool = False
    first: date | None = None
    last: date | None = None
    openings: tuple[Opening, ...] = ()
    closed: bool = False
    always: bool = False
    reservation: bool = False
    readable: bool = True


@dataclass(frozen=True)
class Phone:
    """`number` as the interface has it, with its prefix. `charge`: free, chargeable, other, or None: not told."""

    number: str
    charge: str | None = None
    charge_text: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """An address. `metres`: north and east in EPSG:3067."""

    address: Texts
    postcode: str | None = None
    municipality: str | None = None
    metres: tuple[float, float] | None = None
    access: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Served:
    """Whom a channel serves: `whole` (country, except_aland), or codes. `all_municipalities`: the regions' too."""

    whole: str | None = None
    municipalities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    all_municipalities: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Link:
    """What is said of one service in one channel. `tasks`: codes of joint customer service (ASTI)."""

    service: str
    channel: str
    tasks: frozenset[str] = frozenset()
    charge: str | None = None
    charge_text: Texts = field(default_factory=dict)
    hours: tuple[Period, ...] = ()
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    urls: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Channel:
    """A service channel. `kind`: location, phone, online, page or form."""

    id: str
    kind: str
    published: bool
    names: Texts
    organisation: str
    modified: date | None
    summary: Texts
    languages: tuple[str, ...]
    served: Served
    hours: tuple[Period, ...]
    phones: tuple[Phone, ...]
    emails: tuple[str, ...]
    urls: Texts
    place: Place | None
    words: frozenset[str]
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Service:
    """A service: it says more of the channels that it is given in."""

    id: str
    published: bool
    names: Texts
    modified: date | None
    classes: frozenset[str]
    words: frozenset[str]
    charge: str | None
    charge_text: Texts
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Organisation:
    """Who is responsible for channels."""

    id: str
    published: bool
    names: Texts
    modified: date | None


@dataclass(frozen=True)
class Refused:
    """What was not taken, and why. `id` and `name` are empty when it has none."""

    id: str
    name: str
    reason: str


Item = Channel | Service | Organisation | Refused
