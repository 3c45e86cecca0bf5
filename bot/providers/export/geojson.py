"""Offers on a map: GeoJSON (RFC 7946), in longitude and latitude."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.providers.imports.csv_table import offer_fields
from bot.providers.model import Offer
from bot.providers.places import Point

_NOT_SHOWN = {"id", "point", "source"}


def geojson(offers: Iterable[Offer]) -> dict[str, Any]:
    """A FeatureCollection of the offers whose point is known; texts are by language, hours as in the CSV table."""
    return {"type": "FeatureCollection", "features": [_feature(offer, offer.point) for offer in offers if offer.point]}


def _feature(offer: Offer, point: Point) -> dict[str, Any]:
    fields = {name: value for name, value in offer_fields(offer).items() if name not in _NOT_SHOWN}
    latitude, longitude = point
    return {
        "type": "Feature",
        "id": offer.id,
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {
            **fields,
            "hours": offer.hours.text(),
            "provider": {"id": offer.provider.id, "kind": offer.provider.kind, "names": offer.provider.names},
        },
    }
