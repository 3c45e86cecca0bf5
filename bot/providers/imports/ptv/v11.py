"""PTV's open interface, version 11: the only module that knows its names. Another version gets a module like this one.

Anything may be null, missing or of another type than described: what cannot be read counts as not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.providers.imports.ptv.emails import is_personal
from bot.providers.imports.ptv.reading import day_of, dict_of, dicts_of, guid_of, line_of, strings_of, text_of, time_of
from bot.providers.imports.ptv.values import (
    Channel,
    Item,
    Link,
    Opening,
    Organisation,
    Period,
    Phone,
    Place,
    Refused,
    Served,
    Service,
    Texts,
)

_LANGUAGES = ("fi", "sv")
_KINDS = {
    "ServiceLocation": "location",
    "Phone": "phone",
    "EChannel": "online",
    "WebPage": "page",
    "PrintableForm": "form",
}
_WRAPPED = ("electronicChannel", "phoneChannel", "printableFormChannel", "locationChannel", "webPageChannel")
_CHARGES = {"FreeOfCharge": "free", "Chargeable": "chargeable", "Other": "other"}
_WHOLE = {"Nationwide": "country", "NationwideExceptAlandIslands": "except_aland"}
_DAYS = {"Monday": 0, "Tuesday": 1, "Wednesday": 2, "Thursday": 3, "Friday": 4, "Saturday": 5, "Sunday": 6}

_URL = re.compile(r"https?://[^\s<>\"]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def items(document: Any) -> Iterator[Any]:
    """The single items of what the interface returned: a page, a list or one item."""
    waiting = [document]
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, list):
            waiting += reversed(entry)
        elif isinstance(entry, dict) and isinstance(entry.get("itemList"), list):
            waiting += reversed(entry["itemList"])
        elif isinstance(entry, dict) and any(name in entry for name in _WRAPPED):
            yield from [entry[name] for name in _WRAPPED if entry.get(name)] or [None]
        else:
            yield entry


def item(raw: Any) -> Item:
    """What one item says; Refused when it is none of PTV's or has no id."""
    if not isinstance(raw, dict):
        return Refused("", "", "no PTV item: expected an object")
    id_ = guid_of(raw.get("id"))
    if id_ is None:
        return Refused("", text_of(raw.get("name")), "no PTV item: expected an `id`")
    if "serviceChannelType" in raw:
        kind = _KINDS.get(text_of(raw["serviceChannelType"]))
        if kind is None:
            return Refused(id_, "", f"a channel of an unknown type: expected one of {', '.join(_KINDS)}")
        return _channel(id_, kind, raw)
    if "serviceNames" in raw:
        return _service(id_, raw)
    if "organizationNames" in raw:
        return Organisation(
            id_, _published(raw), _names(raw, "organizationNames"), day_of(raw.get("modified"), utc=True)
        )
    return Refused(id_, text_of(raw.get("name")), "only an id and a name: fetch the item itself")


def _channel(id_: str, kind: str, raw: dict[str, Any]) -> Channel:
    links = [_link(entry, channel=id_) for entry in dicts_of(raw.get("services"))]
    return Channel(
        id=id_,
        kind=kind,
        published=_published(raw),
        names=_names(raw, "serviceChannelNames"),
        organisation=guid_of(raw.get("organizationId")) or "",
        modified=day_of(raw.get("modified"), utc=True),
        summary=_texts(raw.get("serviceChannelDescriptions"), "Summary"),
        languages=tuple(
            dict.fromkeys(code for code in strings_of(raw.get("languages")) if re.fullmatch("[a-z]{2}", code))
        ),
        served=_served(raw),
        hours=_periods(raw.get("serviceHours")),
        phones=_phones(raw.get("phoneNumbers")) or _phones(raw.get("supportPhones")),
        emails=_emails(raw.get("emails")) or _emails(raw.get("supportEmails")),
        urls=_urls(raw.get("webPages"), "url") or _urls(raw.get("channelUrls"), "value"),
        place=next((place for place in map(_place, dicts_of(raw.get("addresses"))) if place), None),
        words=_words(raw.get("ontologyTerms")),
        links=tuple(link for link in links if link),
    )


def _service(id_: str, raw: dict[str, Any]) -> Service:
    links = [_link(entry, service=id_) for entry in dicts_of(raw.get("serviceChannels"))]
    return Service(
        id=id_,
        published=_published(raw),
        names=_names(raw, "serviceNames"),
        modified=day_of(raw.get("modified"), utc=True),
        classes=frozenset(filter(None, (text_of(entry.get("code")) for entry in dicts_of(raw.get("serviceClasses"))))),
        words=_words(raw.get("ontologyTerms")) | _every_text(raw.get("keywords")),
        charge=_CHARGES.get(text_of(raw.get("serviceChargeType"))),
        charge_text=_texts(raw.get("serviceDescriptions"), "ChargeTypeAdditionalInfo"),
        links=tuple(link for link in links if link),
    )


def _link(raw: dict[str, Any], service: str | None = None, channel: str | None = None) -> Link | None:
    service = service or guid_of(dict_of(raw.get("service")).get("id"))
    channel = channel or guid_of(dict_of(raw.get("serviceChannel")).get("id"))
    if not service or not channel:
        return None
    contact = dict_of(raw.get("contactDetails"))
    return Link(
        service=service,
        channel=channel,
        tasks=frozenset(filter(None, (text_of(entry.get("code")) for entry in dicts_of(raw.get("extraTypes"))))),
        charge=_CHARGES.get(text_of(raw.get("serviceChargeType"))),
        charge_text=_texts(raw.get("description"), "ChargeTypeAdditionalInfo"),
        hours=_periods(raw.get("serviceHours")),
        phones=_phones(contact.get("phoneNumbers")),
        emails=_emails(contact.get("emails")),
        urls=_urls(contact.get("webPages"), "url"),
    )


def _published(raw: dict[str, Any]) -> bool:
    return raw.get("publishingStatus") == "Published"


def _names(raw: dict[str, Any], field: str) -> Texts:
    """In each language the name that is to be shown; an alternative name only where it is said to be."""
    names, others = _texts(raw.get(field), "Name"), _texts(raw.get(field), "AlternativeName")
    shown = {
        entry.get("language") if isinstance(entry.get("language"), str) else ""
        for entry in dicts_of(raw.get("displayNameType"))
        if entry.get("type") == "AlternativeName"
    }
    return {language: others.get(language, name) if language in shown else name for language, name in names.items()}


def _served(raw: dict[str, Any]) -> Served:
    """Regions and wellbeing services counties by their own codes; business and hospital districts by municipality."""
    whole = _WHOLE.get(text_of(raw.get("areaType")))
    if whole:
        return Served(whole)
    codes: dict[str, dict[str, None]] = {"municipalities": {}, "regions": {}, "counties": {}}
    every: set[str] = set()
    for area in dicts_of(raw.get("areas")):
        kind, code = text_of(area.get("type")), text_of(area.get("code"))
        municipalities = _municipalities(area.get("municipalities"))
        every.update(municipalities)
        into = {"Region": "regions", "WellbeingServicesCounty": "counties"}.get(kind)
        if into and re.fullmatch(r"[0-9]{2}", code):
            codes[into][code] = None
        else:
            codes["municipalities"] |= dict.fromkeys(municipalities)
    if not any(codes.values()):
        codes["municipalities"] = dict.fromkeys(_municipalities(raw.get("areaMunicipalities")))
        every.update(codes["municipalities"])
    own, regions, counties = map(tuple, codes.values())
    return Served(None, own, regions, counties, frozenset(every))


def _municipalities(raw: Any) -> list[str]:
    return [code for code in (text_of(entry.get("code")) for entry in dicts_of(raw)) if re.fullmatch("[0-9]{3}", code)]


def _place(raw: dict[str, Any]) -> Place | None:
    """A street address or another place in Finland; a post office box is no place."""
    if text_of(raw.get("type")) == "Postal" or text_of(raw.get("country")) not in ("", "FI"):
        return None
    place = dict_of(raw.get("streetAddress")) or dict_of(raw.get("otherAddress"))
    streets, offices = _texts(place.get("street")), _texts(place.get("postOffice"))
    streets = streets or _texts(place.get("additionalInformation"))
    number, postcode = text_of(place.get("streetNumber")), text_of(place.get("postalCode"))
    if not streets:
        return None
    address = {}
    for language in _LANGUAGES:
        street = streets.get(language) or next(iter(streets.values()))
        office = offices.get(language) or next(iter(offices.values()), "")
        office = office.title() if office.isupper() else office
        address[language] = ", ".join(filter(None, (f"{street} {number}".strip(), f"{postcode} {office}".strip())))
    entrances = dicts_of(raw.get("entrances"))
    entrance = next((entry for entry in entrances if entry.get("isMainEntrance") is True), {})
    return Place(
        address=address,
        postcode=postcode if re.fullmatch("[0-9]{5}", postcode) else None,
        municipality=next(iter(_municipalities([place.get("municipality")])), None),
        metres=_metres(dict_of(entrance.get("coordinates"))) or _metres(place),
        access=_access(entrance),
    )


def _metres(raw: dict[str, Any]) -> tuple[float, float] | None:
    """North and east; PTV calls them latitude and longitude."""
    try:
        return float(text_of(raw.get("latitude")).replace(",", ".")), float(
            text_of(raw.get("longitude")).replace(",", ".")
        )
    except ValueError:
        return None


def _access(entrance: dict[str, Any]) -> Texts:
    """What is said of the door itself, not of the way there or the rooms behind it."""
    for group in dicts_of(entrance.get("accessibilitySentences")):
        if _texts(group.get("sentenceGroup")).get("fi", "").lower().endswith("sisäänkäynti"):
            sentences = [_texts(entry.get("sentence")) for entry in dicts_of(group.get("sentences"))]
            told = {lang: " ".join(filter(None, (one.get(lang, "") for one in sentences))) for lang in _LANGUAGES}
            return {language: text for language, text in told.items() if text}
    return {}


def _phones(raw: Any) -> tuple[Phone, ...]:
    """The numbers to call, in order; a number that stands there in each language is one."""
    phones: dict[str, Phone] = {}
    for entry in dicts_of(raw):
        number = text_of(entry.get("number"))
        if not number or text_of(entry.get("type")) not in ("", "Phone"):
            continue
        prefix = "" if entry.get("isFinnishServiceNumber") is True else text_of(entry.get("prefixNumber"))
        number = f"{prefix} {number}".strip()
        known = phones.get(number, Phone(number))
        text = _texts([{"language": entry.get("language"), "value": entry.get("chargeDescription")}])
        charge = known.charge or _CHARGES.get(text_of(entry.get("serviceChargeType")))
        phones[number] = Phone(number, charge, dict(sorted({**text, **known.charge_text}.items())))
    return tuple(phones.values())


def _emails(raw: Any) -> tuple[str, ...]:
    # Read as it stands: `text_of` takes personal addresses out of prose.
    addresses = (line_of(entry.get("value")) for entry in dicts_of(raw))
    return tuple(dict.fromkeys(one for one in addresses if _EMAIL.fullmatch(one) and not is_personal(one)))


def _urls(raw: Any, field: str) -> Texts:
    found = {text_of(entry.get("language")): line_of(entry.get(field)) for entry in reversed(dicts_of(raw))}
    return {lang: url for lang, url in found.items() if lang in _LANGUAGES and _URL.fullmatch(url) and "@" not in url}


def _periods(raw: Any) -> tuple[Period, ...]:
    return tuple(map(_period, dicts_of(raw)))


def _period(raw: dict[str, Any]) -> Period:
    kind = text_of(raw.get("serviceHourType"))
    exceptional = kind == "Exceptional"
    first, last = day_of(raw.get("validFrom")), day_of(raw.get("validTo"))
    if exceptional:
        first, last = first or last, last or first
    elif raw.get("validForNow") is True:
        first = last = None
    openings = [_opening(entry, kind) for entry in dicts_of(raw.get("openingHour"))]
    closed, always, reservation = (raw.get(name) is True for name in ("isClosed", "isAlwaysOpen", "isReservation"))
    readable = (
        (exceptional or kind in ("DaysOfTheWeek", "OverMidnight"))
        and all(openings)
        and all(day_of(raw.get(name)) for name in ("validFrom", "validTo") if raw.get(name))
        and not (first and last and first > last)
        and not (exceptional and first is None)
        and (closed or always or reservation or bool(openings))
    )
    return Period(exceptional, first, last, tuple(filter(None, openings)), closed, always, reservation, readable)


def _opening(raw: dict[str, Any], kind: str) -> Opening | None:
    opens, closes = time_of(raw.get("from")), time_of(raw.get("to"))
    first, last = (_DAYS.get(text_of(raw.get(name))) for name in ("dayFrom", "dayTo"))
    if opens is None or closes is None or opens == "24:00" or (first is None and kind != "Exceptional"):
        return None
    if closes in ("00:00", "23:59") and (kind != "OverMidnight" or last in (None, first)):
        closes = "24:00"
    if opens == closes:
        return None
    if first is None:
        return Opening((), opens, closes)
    if kind == "OverMidnight":
        return Opening((first,), opens, closes, until=last if last != first else None)
    days = range(first, (first if last is None else last if last >= first else last + 7) + 1)
    return Opening(tuple(day % 7 for day in days), opens, closes)


def _words(raw: Any) -> frozenset[str]:
    return frozenset(word for entry in dicts_of(raw) for word in _every_text(entry.get("name")))


def _every_text(raw: Any) -> frozenset[str]:
    return frozenset(filter(None, (text_of(entry.get("value")).lower() for entry in dicts_of(raw))))


def _texts(raw: Any, kind: str | None = None) -> Texts:
    """The first text of each language, of this kind when one is given; a single letter is no text."""
    texts: dict[str, str] = {}
    for entry in dicts_of(raw):
        language, text = text_of(entry.get("language")), text_of(entry.get("value"))
        if language in _LANGUAGES and len(text) > 1 and (kind is None or entry.get("type") == kind):
            texts.setdefault(language, text)
    return texts
