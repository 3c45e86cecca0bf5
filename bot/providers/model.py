"""What the provider files say, as values: offers, and what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import phonenumbers

from bot.providers.hours import Hours


@dataclass(frozen=True)
class Offer:
    """One way in which a provider helps. Names, url, address and price by language (fi, sv); price None is free."""

    id: str
    provider: str
    channel: str
    names: Mapping[str, str]
    provider_names: Mapping[str, str]
    languages: tuple[str, ...]
    hours: Hours
    booking: str
    area: str
    verified_at: str
    login_errands: bool = True
    price: Mapping[str, str] | None = None
    phone: str | None = None
    phone_as_said: str | None = None
    url: Mapping[str, str] | None = None
    address: Mapping[str, str] | None = None

    def spoken_phone(self) -> str | None:
        """The number as people in Finland write it, or None: `phone_as_said` where the usual grouping is another."""
        if self.phone is None or self.phone_as_said:
            return self.phone_as_said
        return phonenumbers.format_number(phonenumbers.parse(self.phone), phonenumbers.PhoneNumberFormat.NATIONAL)


@dataclass(frozen=True)
class Query:
    """What is looked for: channels best first, the person's language, and the errand.

    `service_names` and `service_links` are the errand's own, by language: the offer behind the channel `self_service`.
    """

    channels: Sequence[str]
    municipality: str
    language: str
    login: bool = False
    needs: Sequence[str] = ()
    service_id: str | None = None
    service_names: Mapping[str, str] = field(default_factory=dict)
    service_authority: Mapping[str, str] = field(default_factory=dict)
    service_links: Mapping[str, str] | None = None


def as_dict(offer: Offer, language: str, now: Any) -> dict[str, Any]:
    """The offer in the form of the contract, in a language, at a moment (Europe/Helsinki)."""
    opens_next = offer.hours.opens_next(now)
    return {
        "id": offer.id,
        "provider": offer.provider_names[language],
        "channel": offer.channel,
        "name": offer.names[language],
        "languages": list(offer.languages),
        "open_now": offer.hours.open_now(now),
        "opens_next": opens_next.isoformat() if opens_next else None,
        "hours": offer.hours.text(),
        "phone": offer.phone,
        "url": offer.url[language] if offer.url else None,
        "address": offer.address[language] if offer.address else None,
        "distance_km": None,
        "price": offer.price[language] if offer.price else None,
        "booking": offer.booking,
        "verified_at": offer.verified_at,
    }
