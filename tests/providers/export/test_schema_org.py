"""The JSON-LD is what a linked data processor understands, in words that schema.org has."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld

from bot.providers.export import schema_org
from tests.providers.export.offers import any_offers, offer

SCHEMA = "http://schema.org/"
# What schema.org's own context says of the words used here; the test must not need the network.
CONTEXT = {
    "@vocab": SCHEMA,
    "url": {"@type": "@id"},
    "serviceUrl": {"@type": "@id"},
    "validFrom": {"@type": "Date"},
    "validThrough": {"@type": "Date"},
    "dayOfWeek": {"@type": "@vocab"},
}
THING = {"name", "description", "url", "identifier", "additionalType", "mainEntityOfPage"}
SERVICE = THING | {"provider", "areaServed", "availableChannel", "hoursAvailable", "offers", "serviceType"}
# The properties that schema.org (release 28) gives to each type.
WORDS = {
    "GovernmentService": SERVICE,
    "Service": SERVICE,
    "ServiceChannel": THING | {"availableLanguage", "serviceLocation", "servicePhone", "serviceUrl"},
    "ContactPoint": THING | {"telephone", "email", "availableLanguage"},
    "Place": THING
    | {"address", "geo", "openingHoursSpecification", "specialOpeningHoursSpecification", "amenityFeature"},
    "PostalAddress": THING | {"streetAddress", "postalCode", "addressCountry"},
    "GeoCoordinates": THING | {"latitude", "longitude"},
    "LocationFeatureSpecification": THING | {"value"},
    "OpeningHoursSpecification": THING | {"dayOfWeek", "opens", "closes", "validFrom", "validThrough"},
    "Offer": THING | {"price", "priceCurrency"},
    "WebPage": THING | {"inLanguage"},
    "Country": THING,
    "AdministrativeArea": THING,
    "Library": THING,
    "GovernmentOffice": THING,
    "GovernmentOrganization": THING,
    "EducationalOrganization": THING,
    "Organization": THING,
}


def loader(url: str, _: Any) -> dict[str, Any]:
    assert url == "https://schema.org"
    return {
        "contextUrl": None,
        "documentUrl": url,
        "contentType": "application/ld+json",
        "document": {"@context": CONTEXT},
    }


def expanded(offers: list) -> list[dict[str, Any]]:
    return jsonld.expand(json.loads(json.dumps(schema_org(offers))), {"documentLoader": loader})


def typed(node: Any) -> list[dict[str, Any]]:
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    found = [each for value in inner for each in typed(value)]
    return [node, *found] if isinstance(node, dict) and "@type" in node and "@value" not in node else found


@settings(max_examples=60, deadline=None)
@given(offers=st.lists(any_offers, max_size=3))
def test_every_type_and_property_is_one_of_schema_org(offers):
    for node in typed(expanded(offers)):
        for kind in node["@type"]:
            properties = {name.removeprefix(SCHEMA) for name in node if not name.startswith("@")}
            assert properties <= WORDS[kind.removeprefix(SCHEMA)], kind


@settings(max_examples=40, deadline=None)
@given(offers=st.lists(any_offers, max_size=3, unique_by=lambda one: one.id))
def test_no_statement_is_lost_on_the_way_to_triples(offers):
    triples = jsonld.to_rdf(schema_org(offers), {"documentLoader": loader})["@default"]
    subjects = {triple["subject"]["value"] for triple in triples}
    assert {f"urn:auta:offer:{one.id}" for one in offers} <= subjects
    assert {f"urn:auta:provider:{one.provider.id}" for one in offers} <= subjects


def service(**changes: Any) -> dict[str, Any]:
    return next(node for node in schema_org([offer(**changes)])["@graph"] if node["@id"].startswith("urn:auta:offer:"))


def test_texts_are_told_in_both_languages():
    node = expanded([offer()])[1]
    assert node[f"{SCHEMA}name"] == [
        {"@value": "Digiopastus", "@language": "fi"},
        {"@value": "Digital handledning", "@language": "sv"},
    ]


def test_hours_are_told_with_holidays_and_exceptions():
    assert service()["hoursAvailable"] == [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], "opens": "09:00", "closes": "16:00"},
        {"@type": "OpeningHoursSpecification", "dayOfWeek": ["Saturday"], "opens": "10:00", "closes": "12:00"},
        {"@type": "OpeningHoursSpecification", "dayOfWeek": ["Saturday"], "opens": "13:00", "closes": "15:00"},
        {"@type": "OpeningHoursSpecification", "dayOfWeek": "PublicHolidays", "opens": "00:00", "closes": "00:00"},
        {"@type": "OpeningHoursSpecification", "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], "opens": "10:00", "closes": "14:00", "validFrom": "2026-12-21", "validThrough": "2027-01-06"},
        {"@type": "OpeningHoursSpecification", "dayOfWeek": ["Saturday", "Sunday"], "opens": "00:00", "closes": "00:00", "validFrom": "2026-12-21", "validThrough": "2027-01-06"},
        {"@type": "OpeningHoursSpecification", "dayOfWeek": "PublicHolidays", "opens": "00:00", "closes": "00:00", "validFrom": "2026-12-21", "validThrough": "2027-01-06"},
        {"@type": "OpeningHoursSpecification", "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], "opens": "00:00", "closes": "00:00", "validFrom": "2026-12-31", "validThrough": "2026-12-31"},
    ]  # fmt: skip


def test_round_the_clock_is_until_the_last_minute():
    assert service(hours="always")["hoursAvailable"][0]["closes"] == "23:59"
    assert len(service(hours="always")["hoursAvailable"]) == 1


def test_hours_that_are_not_known_or_not_of_every_week_are_not_told():
    assert "hoursAvailable" not in service(hours="unknown")
    assert "hoursAvailable" not in service(hours={"odd_weeks": {"tue": "09:00-12:00"}})


def test_free_is_a_price_of_zero_and_a_price_is_a_sentence():
    assert service(price="free")["offers"] == {"@type": "Offer", "price": "0", "priceCurrency": "EUR"}
    assert "price" not in service(price=None).get("offers", {})
    assert [text["@language"] for text in service()["offers"]["description"]] == ["fi", "sv"]


def test_a_service_by_phone_has_no_place():
    channel = service(channel="phone", address=None, point=None)["availableChannel"]
    assert "serviceLocation" not in channel
    assert channel["servicePhone"]["telephone"] == "+358900000008"
