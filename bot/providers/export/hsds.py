"""Offers as Open Referral's Human Services Data Specification 3.0 has them: tables of rows, linked by their ids.

HSDS has one language: names are Finnish with the Swedish as `alternate_name`, longer texts are both in one.
Times are those of the clock in Finland, for an offset from UTC would be wrong for half of the year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

from bot.providers.export.openings import Opening, exceptional, on_holidays, regular
from bot.providers.model import Area, Both, Offer, Provider

TABLES = (
    "organizations",
    "services",
    "service_at_location",
    "locations",
    "addresses",
    "phones",
    "schedules",
    "languages",
    "service_areas",
    "cost_options",
    "accessibility",
    "attributes",
)

_IDS = UUID("6f0f4b5c-2d3f-5b0e-9a51-6a4c8f2f7d10")
_BY_DAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKS = {
    "odd_weeks": ",".join(map(str, range(1, 54, 2))),
    "even_weeks": ",".join(map(str, range(2, 54, 2))),
}
_KINDS: Mapping[str, Both] = {
    "library": {"fi": "Kirjasto", "sv": "Bibliotek"},
    "service_point": {"fi": "Asiointipiste", "sv": "Servicepunkt"},
    "association": {"fi": "Yhdistys", "sv": "Förening"},
    "adult_education_centre": {"fi": "Kansalaisopisto", "sv": "Medborgarinstitut"},
    "advice_line": {"fi": "Neuvontapuhelin", "sv": "Rådgivningstelefon"},
    "authority": {"fi": "Viranomainen", "sv": "Myndighet"},
    "company": {"fi": "Yritys", "sv": "Företag"},
    "parish": {"fi": "Seurakunta", "sv": "Församling"},
}
_BOOKING: Mapping[str, Both] = {
    "possible": {"fi": "Ajan voi varata.", "sv": "Du kan boka tid."},
    "required": {"fi": "Varaa aika etukäteen.", "sv": "Boka tid på förhand."},
}
_INTERPRETER: Both = {"fi": "Tulkin voi saada.", "sv": "Tolk kan ordnas."}
_SIGN_LANGUAGE: Both = {"fi": "Apua saa viittomakielellä.", "sv": "Hjälp ges på teckenspråk."}
_FREE: Both = {"fi": "Maksuton.", "sv": "Avgiftsfri."}
_STEP_FREE: Mapping[bool, Both] = {
    True: {"fi": "Sisään pääsee ilman porrasta.", "sv": "Ingången är utan trappsteg."},
    False: {"fi": "Sisäänkäynnissä on porras.", "sv": "Det finns trappsteg vid ingången."},
}
_BY_RESERVATION: Both = {"fi": "Vain ajanvarauksella.", "sv": "Endast med tidsbokning."}
_HOLIDAYS_CLOSED: Both = {"fi": "Suljettu pyhäpäivinä.", "sv": "Stängt på helgdagar."}
_CLOSED: Both = {"fi": "Suljettu.", "sv": "Stängt."}
_LANGUAGES = {"fi": "suomi", "sv": "svenska", "en": "English", "se": "davvisámegiella", "ru": "русский", "et": "eesti"}

Row = dict[str, Any]


def hsds(offers: Iterable[Offer]) -> dict[str, list[Row]]:
    """The rows of each table. The same offer has the same ids in every export (UUIDs made from our own ids)."""
    offers = list(offers)
    providers = {offer.provider.id: offer.provider for offer in offers}
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    tables["organizations"] = [_organization(provider) for provider in providers.values()]
    for offer in offers:
        for table, rows in _rows(offer).items():
            tables[table] += [{name: value for name, value in row.items() if value is not None} for row in rows]
    return tables


def _rows(offer: Offer) -> dict[str, list[Row]]:
    service, location = _id("service", offer.id), _id("location", offer.id)
    of_service = {"service_id": service}
    rows: dict[str, list[Row]] = {
        "services": [_service(offer, service)],
        "schedules": [
            {"id": _id("schedule", offer.id, place), **of_service, **schedule}
            for place, schedule in enumerate(_schedules(offer))
        ],
        "languages": [
            {"id": _id("language", offer.id, code), **of_service, "code": code, "name": _LANGUAGES.get(code, code)}
            for code in offer.languages
        ],
        "service_areas": [
            {
                "id": _id("service_area", offer.id, name),
                **of_service,
                "name": name,
                "extent": name,
                "extent_type": "text",
            }
            for name in _areas(offer.area)
        ],
        "cost_options": [{"id": _id("cost_option", offer.id), **of_service, **cost} for cost in _costs(offer)],
        "attributes": [
            {
                "id": _id("attribute", offer.id, kind, value),
                "link_id": service,
                "link_entity": "service",
                "link_type": kind,
                "value": value,
            }
            for kind, values in (("channel", [offer.channel]), ("level", sorted(offer.levels)))
            for value in values
        ],
    }
    if offer.phone:
        phone = {"number": offer.phone, "type": "voice", "description": _both(offer.call_charge)}
        rows["phones"] = [{"id": _id("phone", offer.id), **of_service, **phone}]
    if offer.address or offer.point:
        rows |= _place(offer, service, location)
    return rows


def _organization(provider: Provider) -> Row:
    return {
        "id": _id("organization", provider.id),
        "name": provider.names["fi"],
        "alternate_name": provider.names["sv"],
        "description": _both(_KINDS[provider.kind]),
    }


def _service(offer: Offer, service: str) -> Row:
    interpretation = [
        text for has, text in ((offer.interpreter, _INTERPRETER), (offer.sign_language, _SIGN_LANGUAGE)) if has
    ]
    return {
        "id": service,
        "organization_id": _id("organization", offer.provider.id),
        "name": offer.names["fi"],
        "alternate_name": offer.names["sv"],
        "description": _both(offer.summary),
        "url": offer.url["fi"] if offer.url else None,
        "email": offer.email,
        "status": "active",
        "interpretation_services": "\n".join(filter(None, map(_both, interpretation))) or None,
        "application_process": _both(_BOOKING.get(offer.booking)),
        "fees_description": _both(_FREE if offer.free else offer.price),
        "assured_date": offer.verified_at.isoformat(),
    }


def _place(offer: Offer, service: str, location: str) -> dict[str, list[Row]]:
    latitude, longitude = offer.point or (None, None)
    rows: dict[str, list[Row]] = {
        "locations": [
            {
                "id": location,
                "location_type": "physical",
                "organization_id": _id("organization", offer.provider.id),
                "name": offer.names["fi"],
                "alternate_name": offer.names["sv"],
                "description": _both(offer.access),
                "latitude": latitude,
                "longitude": longitude,
            }
        ],
        "service_at_location": [
            {"id": _id("service_at_location", offer.id), "service_id": service, "location_id": location}
        ],
        "addresses": [_address(offer, location, language, text) for language, text in (offer.address or {}).items()],
    }
    if offer.step_free is not None:
        text = _both(_STEP_FREE[offer.step_free])
        rows["accessibility"] = [{"id": _id("accessibility", offer.id), "location_id": location, "description": text}]
    return rows


def _address(offer: Offer, location: str, language: str, text: str) -> Row:
    """The address in a language. HSDS asks for a city and a province too: "" where they are not known."""
    return {
        "id": _id("address", offer.id, language),
        "location_id": location,
        "address_1": text,
        "city": text.rpartition(",")[2].strip() if "," in text else "",
        "state_province": "",
        "postal_code": offer.postcode or "",
        "country": "FI",
        "address_type": "physical",
    }


def _costs(offer: Offer) -> list[Row]:
    if offer.free:
        return [{"option": _both(_FREE), "currency": "EUR", "amount": 0}]
    return [{"amount_description": _both(offer.price)}] if offer.price else []


def _schedules(offer: Offer) -> list[Row]:
    if offer.hours.by_reservation:
        return [{"description": _both(_BY_RESERVATION)}]
    openings = [*regular(offer.hours), *on_holidays(offer.hours), *exceptional(offer.hours)]
    closed = {(each.first, each.last) for each in openings if not each.days and not each.opens}
    return [_schedule(each, (each.first, each.last) in closed) for each in openings if each.days]


def _schedule(opening: Opening, closed_on_holidays: bool) -> Row:
    open_days = _both(_HOLIDAYS_CLOSED) if closed_on_holidays else None
    return {
        "freq": "WEEKLY",
        "byday": ",".join(_BY_DAY[day] for day in opening.days),
        "byweekno": _WEEKS.get(opening.weeks),
        "opens_at": opening.opens,
        "closes_at": opening.closes,
        "valid_from": opening.first and opening.first.isoformat(),
        "valid_to": opening.last and opening.last.isoformat(),
        "description": open_days if opening.opens else _both(_CLOSED),
        "notes": "Europe/Helsinki",
    }


def _areas(area: Area) -> list[str]:
    if area.whole:
        return ["Suomi, Finland" if area.whole == "country" else "Suomi ilman Ahvenanmaata, Finland utom Åland"]
    codes = {"kunta, kommun": area.municipalities, "maakunta, landskap": area.regions}
    codes |= {"hyvinvointialue, välfärdsområde": area.counties, "postinumero, postnummer": area.postcodes}
    return [f"{kind} {code}" for kind, found in codes.items() for code in sorted(found)]


def _both(texts: Both | None) -> str | None:
    return f"{texts['fi']}\n{texts['sv']}" if texts else None


def _id(*parts: object) -> str:
    return str(uuid5(_IDS, ":".join(map(str, parts))))
