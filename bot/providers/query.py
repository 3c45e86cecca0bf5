"""What is asked of the directory, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.providers.model import Both, Offer


@dataclass(frozen=True)
class Query:
    """What is looked for: channels best first, the municipality's code (and a postcode, if it is known), the person's
    languages, the best first, needs (triage.md), and the errand.

    `login`: it needs strong identification. `authority_id`: whose errand it is. `service_names` and `service_links` are
    the errand's own, by language: the offer behind the channel `self_service`.
    """

    channels: Sequence[str]
    municipality: str
    languages: Sequence[str] = ("fi",)
    level_id: str | None = None
    login: bool = False
    needs: Sequence[str] = ()
    postcode: str | None = None
    service_id: str | None = None
    authority_id: str | None = None
    service_names: Both = field(default_factory=dict)
    service_authority: Both = field(default_factory=dict)
    service_links: Both | None = None


@dataclass(frozen=True)
class Found:
    """An offer for somebody, how far it was looked for (`ring`: a ring of Places.widening), and why it was chosen.

    `widened`: it does not serve the person's own municipality, but people may go there. `distance_km` is from the
    municipality's centre, None where the place is not known or nobody goes anywhere. `reasons`: what `find` names.
    """

    offer: Offer
    ring: str
    reasons: tuple[str, ...] = ()
    distance_km: float | None = None

    @property
    def widened(self) -> bool:
        """Whether it is another municipality's."""
        return "WIDENED" in self.reasons


@dataclass(frozen=True)
class Gap:
    """Help that was missing: what was wanted first, and what there was instead (`instead`: a ring, `interpreter`,
    `other_language` or `nothing`). It says nothing about the person."""

    municipality: str
    channel: str
    language: str
    level_id: str | None
    instead: str


@dataclass(frozen=True)
class Findings:
    """What was found, best first, never empty; and the gap in the municipality's coverage that it showed, or None."""

    found: tuple[Found, ...]
    gap: Gap | None = None


def as_dict(found: Found, language: str, now: datetime) -> dict[str, Any]:
    """What was found in the form of the contract, in a language, at a moment (Europe/Helsinki)."""
    offer = found.offer
    opens_next = offer.hours.opens_next(now)
    return {
        "id": offer.id,
        "provider": offer.provider.names[language],
        "channel": offer.channel,
        "name": offer.names[language],
        "languages": list(offer.languages),
        "open_now": offer.hours.open_now(now),
        "opens_next": opens_next.isoformat() if opens_next else None,
        "hours": offer.hours.text(),
        "phone": offer.phone,
        "url": offer.url[language] if offer.url else None,
        "address": offer.address[language] if offer.address else None,
        "distance_km": found.distance_km,
        "price": offer.price[language] if offer.price else None,
        "booking": offer.booking,
        "verified_at": offer.verified_at.isoformat(),
        "reasons": list(found.reasons),
    }
