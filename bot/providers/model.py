"""What the provider files say, as values: providers and their offers. Their fields: data/schemas/providers.json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import phonenumbers

from bot.providers.hours import Hours
from bot.providers.places import Point

Both = Mapping[str, str]
COUNTRY, EXCEPT_ALAND = "country", "except_aland"

# Where nobody comes or goes: the offer is the same from anywhere in its area.
REMOTE = frozenset({"self_service", "chat", "video", "phone"})
# Places that people go to: somebody from another municipality may go there too.
PLACES = frozenset({"service_point", "self_service_point", "mobile_service_point", "training"})
# Places of another municipality that somebody may be sent to; a mobile one has stops of its own.
WIDENED = PLACES - {"mobile_service_point"}
HOME_VISIT = "home_visit"
CHANNELS = REMOTE | PLACES | {HOME_VISIT}
UNSTAFFED = frozenset({"self_service", "self_service_point"})
# Who may help with an errand that needs strong identification: not a library, an association, a school or a parish.
ERRAND_HELP = frozenset({"authority", "service_point", "advice_line"})


@dataclass(frozen=True)
class Area:
    """Whom an offer serves: everybody (`whole`: country or except_aland), or those who live in any of these."""

    whole: str | None = None
    municipalities: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    counties: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()

    @classmethod
    def read(cls, raw: str | Mapping[str, list[str]]) -> Area:
        """The area from the form of the provider files."""
        if isinstance(raw, str):
            return cls(whole=raw) if raw in (COUNTRY, EXCEPT_ALAND) else cls(municipalities=frozenset([raw]))
        names = ("municipalities", "regions", "counties", "postcodes")
        return cls(None, *(frozenset(raw.get(name, ())) for name in names))


@dataclass(frozen=True)
class Provider:
    """Who helps. `authority`: whose authority it is (a key of the service registry's authorities), None for others."""

    id: str
    kind: str
    names: Both
    authority: str | None = None
    source: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Offer:
    """One way in which a provider helps. Texts are by language (fi, sv).

    None: `price` not told (or `free`), `point` not known, `valid_from` and `valid_until` no limit. `services` and
    `authorities` empty: for any errand; `levels` empty: for any level. `point` is WGS84 (latitude, longitude).
    """

    id: str
    provider: Provider
    channel: str
    names: Both
    languages: tuple[str, ...]
    hours: Hours
    booking: str
    area: Area
    verified_at: date
    summary: Both | None = None
    interpreter: bool = False
    sign_language: bool = False
    services: frozenset[str] = frozenset()
    authorities: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    helps_with: Both | None = None
    does_not_help_with: Both | None = None
    login_errands: bool = True
    staffed: bool = True
    free: bool = False
    price: Both | None = None
    phone: str | None = None
    phone_as_said: str | None = None
    call_charge: Both | None = None
    url: Both | None = None
    email: str | None = None
    address: Both | None = None
    postcode: str | None = None
    municipality: str | None = None
    point: Point | None = None
    access: Both | None = None
    step_free: bool | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    source: Mapping[str, str] | None = field(default=None, compare=False)

    @classmethod
    def read(cls, provider: Provider, area: Area, entry: Mapping[str, Any]) -> Offer:
        """The offer from the form of the provider files, its area the file's unless it has one. Raises ValueError."""
        given = {name: entry[name] for name in _AS_WRITTEN if name in entry}
        price, valid, point = entry.get("price"), entry.get("valid", {}), entry.get("point")
        staffed = is_staffed(entry)
        return cls(
            provider=provider,
            languages=tuple(entry["languages"]),
            hours=Hours.read(entry["hours"]),
            area=Area.read(entry["area"]) if "area" in entry else area,
            verified_at=date.fromisoformat(entry["verified_at"]),
            services=frozenset(entry.get("services", ())),
            authorities=frozenset(entry.get("authorities", ())),
            levels=frozenset(entry.get("levels", ())),
            login_errands=entry.get("login_errands", True) and (provider.kind in ERRAND_HELP or not staffed),
            staffed=staffed,
            free=price == "free",
            price=None if price == "free" else price,
            point=Point(*point) if point else None,
            valid_from=date.fromisoformat(valid["from"]) if "from" in valid else None,
            valid_until=date.fromisoformat(valid["until"]) if "until" in valid else None,
            **given,
        )

    def spoken_phone(self) -> str | None:
        """The number as people in Finland write it, or None: `phone_as_said` where the usual grouping is another."""
        if self.phone is None or self.phone_as_said:
            return self.phone_as_said
        try:
            number = phonenumbers.parse(self.phone)
        except phonenumbers.NumberParseException:
            return self.phone
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)

    @property
    def town(self) -> str | None:
        """The code of the municipality where it is: told, or the only one that it serves; else None."""
        served, wider = self.area.municipalities, self.area.regions or self.area.counties
        return self.municipality or (next(iter(served)) if len(served) == 1 and not wider else None)


def is_staffed(entry: Mapping[str, Any]) -> bool:
    """Whether a person is there, of an offer in the form of the provider files."""
    return bool(entry.get("staffed", entry["channel"] not in UNSTAFFED))


_AS_WRITTEN = (
    "id", "channel", "names", "booking", "summary", "interpreter", "sign_language", "helps_with", "does_not_help_with",
    "phone", "phone_as_said", "call_charge", "url", "email", "address", "postcode", "municipality", "access",
    "step_free", "source",
)  # fmt: skip
