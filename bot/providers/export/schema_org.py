"""Offers as linked data: JSON-LD in the words of schema.org, texts by language.

schema.org has no odd and even weeks: only plans of every week are told, for a closed door is worse than a missed one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.providers.export.openings import Opening, exceptional, on_holidays, regular
from bot.providers.model import COUNTRY, Area, Both, Offer, Provider

CONTEXT = "https://schema.org"

_TYPES = {
    "library": "Library",
    "service_point": "GovernmentOffice",
    "adult_education_centre": "EducationalOrganization",
    "advice_line": "GovernmentOrganization",
    "authority": "GovernmentOrganization",
}
_PUBLIC = {"service_point", "advice_line", "authority"}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FINLAND = {"fi": "Suomi", "sv": "Finland"}
_WITHOUT_ALAND = {"fi": "Ei Ahvenanmaalla", "sv": "Inte på Åland"}
_MIDNIGHT = "00:00"

Node = dict[str, Any]


def schema_org(offers: Iterable[Offer]) -> Node:
    """A JSON-LD document: a node for each provider and for each offer, a GovernmentService or a Service."""
    offers = list(offers)
    providers = {offer.provider.id: offer.provider for offer in offers}
    graph = [*map(_provider, providers.values()), *map(_offer, offers)]
    return {"@context": CONTEXT, "@graph": graph}


def _provider(provider: Provider) -> Node:
    return {
        "@id": f"urn:auta:provider:{provider.id}",
        "@type": _TYPES.get(provider.kind, "Organization"),
        "name": _texts(provider.names),
    }


def _offer(offer: Offer) -> Node:
    hours = _regular(offer)
    return _without_nothing(
        {
            "@id": f"urn:auta:offer:{offer.id}",
            "@type": "GovernmentService" if offer.provider.kind in _PUBLIC else "Service",
            "name": _texts(offer.names),
            "description": _texts(offer.summary),
            "serviceType": offer.channel,
            "provider": {"@id": f"urn:auta:provider:{offer.provider.id}"},
            "areaServed": _area(offer.area),
            "hoursAvailable": [*hours, *_special(offer)],
            "offers": {"@type": "Offer", **_price(offer)},
            "mainEntityOfPage": [
                {"@type": "WebPage", "url": url, "inLanguage": language} for language, url in (offer.url or {}).items()
            ],
            "availableChannel": _channel(offer, hours),
        }
    )


def _channel(offer: Offer, hours: list[Node]) -> Node:
    languages = list(offer.languages)
    contact = {"telephone": offer.phone, "email": offer.email, "availableLanguage": languages}
    reachable = offer.phone or offer.email
    return _without_nothing(
        {
            "@type": "ServiceChannel",
            "availableLanguage": languages,
            "serviceUrl": sorted(set((offer.url or {}).values())),
            "servicePhone": {"@type": "ContactPoint", **_without_nothing(contact)} if reachable else None,
            "serviceLocation": _place(offer, hours) if offer.address or offer.point else None,
        }
    )


def _place(offer: Offer, hours: list[Node]) -> Node:
    latitude, longitude = offer.point or (None, None)
    address = {"streetAddress": _texts(offer.address), "postalCode": offer.postcode, "addressCountry": "FI"}
    step_free = {"@type": "LocationFeatureSpecification", "name": "step_free", "value": offer.step_free}
    return _without_nothing(
        {
            "@type": "Place",
            "address": {"@type": "PostalAddress", **_without_nothing(address)},
            "geo": {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude} if offer.point else None,
            "description": _texts(offer.access),
            "openingHoursSpecification": hours,
            "specialOpeningHoursSpecification": _special(offer),
            "amenityFeature": step_free if offer.step_free is not None else None,
        }
    )


def _price(offer: Offer) -> Node:
    if offer.free:
        return {"price": "0", "priceCurrency": "EUR"}
    return {"description": _texts(offer.price)} if offer.price else {}


def _area(area: Area) -> list[Node]:
    if area.whole:
        limit = {} if area.whole == COUNTRY else {"description": _texts(_WITHOUT_ALAND)}
        return [{"@type": "Country", "identifier": "FI", "name": _texts(_FINLAND), **limit}]
    codes = {
        "municipality": area.municipalities,
        "region": area.regions,
        "wellbeing services county": area.counties,
        "postcode": area.postcodes,
    }
    return [
        {"@type": "AdministrativeArea", "additionalType": kind, "identifier": code}
        for kind, found in codes.items()
        for code in sorted(found)
    ]


def _regular(offer: Offer) -> list[Node]:
    weekly = [_specification(opening) for opening in regular(offer.hours) if opening.weeks == "weekly"]
    return [*weekly, *map(_specification, on_holidays(offer.hours))] if weekly else []


def _special(offer: Offer) -> list[Node]:
    return [_specification(opening) for opening in exceptional(offer.hours)]


def _specification(opening: Opening) -> Node:
    """Opening and closing at midnight is how schema.org's users say that a day is closed."""
    return _without_nothing(
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [_WEEKDAYS[day] for day in opening.days] or "PublicHolidays",
            "opens": opening.opens or _MIDNIGHT,
            "closes": opening.closes or _MIDNIGHT,
            "validFrom": opening.first and opening.first.isoformat(),
            "validThrough": opening.last and opening.last.isoformat(),
        }
    )


def _texts(texts: Both | None) -> list[Node]:
    return [{"@value": text, "@language": language} for language, text in (texts or {}).items()]


def _without_nothing(node: Mapping[str, Any]) -> Node:
    return {name: value for name, value in node.items() if value not in (None, [], {})}
