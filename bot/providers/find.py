"""Finds the offers for somebody, best first, with the reason for each. One call: `find`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from bot.providers.directory import Directory
from bot.providers.hours import HELSINKI, Hours
from bot.providers.model import CHANNELS, COUNTRY, ERRAND_HELP, PLACES, WIDENED, Area, Offer, Provider
from bot.providers.query import Findings, Found, Gap, Query

WITHOUT_VOICE = frozenset({"no_voice", "sign_language"})
# Needs that rank, with the reason that says that an offer meets them.
NEEDED = (("interpreter", "INTERPRETER"), ("sign_language", "SIGN_LANGUAGE"), ("step_free", "STEP_FREE"))
# Kilometres: two places of the same band are equally near, for people come from all over a municipality.
BANDS = (5.0, 15.0, 40.0, 100.0)
# Nobody is sent farther than this to another municipality's place, unless it is a neighbour: in Lapland they are far.
FARTHEST_KM = 100.0
# So many are given.
MOST = 12
# In seconds: who is open now comes first, then who opens soonest, then who says no hours, then who does not open.
NO_HOURS, NEVER = 1e9, 2e9


def find(directory: Directory, query: Query, now: datetime) -> Findings:
    """Offers at a moment: the best of each channel in the channels' order, then the others; never empty.

    Of a channel, first what serves the municipality in the person's language; else a place in a neighbouring
    municipality, the wellbeing services county, the region or the country that does; else another language with an
    interpreter. What is only in another language comes last, whatever its channel. A human being is always among them:
    the authority's own contact, or the national advice line. An errand with login is never sent to who may not help
    with it, nor a phone line to somebody without voice (triage.md).
    """
    best: list[Found] = []
    others: list[Found] = []
    foreign: list[Found] = []
    gap = None
    for channel in query.channels:
        found, foreigners, instead = _of_channel(directory, query, channel, now)
        best, others, foreign = [*best, *found[:1]], [*others, *found[1:]], [*foreign, *foreigners]
        if instead and channel == query.channels[0] and channel in CHANNELS:
            gap = Gap(query.municipality, channel, query.languages[0], query.level_id, instead)
    if not any(is_human(one.offer) for one in best):
        best.append(_last_resort(directory, query, now))
    foreign.sort(key=lambda one: not one.offer.interpreter)
    by_id: dict[str, Found] = {}
    for one in [*best, *others, *foreign]:
        by_id.setdefault(one.offer.id, one)
    return Findings(tuple(by_id.values())[:MOST], gap)


def is_human(offer: Offer) -> bool:
    """Whether a human being who may help with any errand answers or sits beside; on a course nobody does."""
    return offer.staffed and offer.channel != "training" and offer.provider.kind in ERRAND_HELP


def _of_channel(
    directory: Directory, query: Query, channel: str, now: datetime
) -> tuple[list[Found], list[Found], str | None]:
    """A channel's offers in order; those in other languages only; and what there was instead of an own one."""
    today = now.astimezone(HELSINKI).date()
    if channel == "self_service" and query.service_links and query.service_id:
        return [Found(_service_offer(query, today), "country")], [], None
    serving = [one for one in directory.serve(channel, query.municipality) if _fits(directory, one, query, now)]
    spoken = [one for one in serving if _speaks(one, query)]
    interpreted = [one for one in serving if one.interpreter and one not in spoken]
    foreign = [one for one in serving if one not in spoken and one not in interpreted]
    if spoken:
        others = [*_ordered(directory, query, interpreted, now), *_ordered(directory, query, foreign, now)]
        return _ordered(directory, query, spoken, now), others, None
    ring, elsewhere = _elsewhere(directory, query, channel, now) if channel in WIDENED else ("", [])
    instead = ring or (interpreted and "interpreter") or (foreign and "other_language") or "nothing"
    found = [*_ordered(directory, query, elsewhere, now, ring), *_ordered(directory, query, interpreted, now)]
    return found, _ordered(directory, query, foreign, now), instead


def _elsewhere(directory: Directory, query: Query, channel: str, now: datetime) -> tuple[str, list[Offer]]:
    """The nearest ring around the municipality where a place speaks the person's language, and its places."""
    for ring, codes in directory.places.widening(query.municipality)[1:]:
        offers = {one.id: one for code in sorted(codes) for one in directory.serving.get((channel, code), ())}
        fitting = [
            one
            for one in offers.values()
            if _fits(directory, one, query, now) and _speaks(one, query) and _within_reach(directory, query, one, ring)
        ]
        if fitting:
            return ring, fitting
    return "", []


def _within_reach(directory: Directory, query: Query, offer: Offer, ring: str) -> bool:
    """Whether somebody may be sent there: to a neighbouring municipality, or to a place known to be near enough; never
    across the sea between Åland and the mainland."""
    places, town = directory.places, offer.town
    if town is None or places.is_aland(town) != places.is_aland(query.municipality):
        return False
    distance = _distance(directory, query, offer)
    return ring == "neighbours" or (distance is not None and distance <= FARTHEST_KM)


def _fits(directory: Directory, offer: Offer, query: Query, now: datetime) -> bool:
    if query.login and not offer.login_errands:
        return False
    if WITHOUT_VOICE.intersection(query.needs) and not _without_voice(offer):
        return False
    if offer.channel == "video" and "sign_language" in query.needs and not offer.sign_language:
        return False
    if offer.channel in PLACES and "step_free" in query.needs and offer.step_free is False:
        return False
    if (offer.services or offer.authorities) and not (
        query.service_id in offer.services or query.authority_id in offer.authorities
    ):
        return False
    if offer.levels and query.level_id and query.level_id not in offer.levels:
        return False
    if query.postcode and offer.area.postcodes and not _serves_postcode(directory, offer.area, query):
        return False
    today, hours = now.astimezone(HELSINKI).date(), offer.hours
    if not (offer.valid_from or today) <= today <= (offer.valid_until or today):
        return False
    # What is closed and never opens again, as a season that is over.
    return hours.open_now(now) is not False or hours.opens_next(now) is not None


def _without_voice(offer: Offer) -> bool:
    """Whether somebody who cannot speak on the phone can reach it: by writing, or by going there."""
    in_writing = bool(offer.url or offer.email)
    walk_in = offer.channel in PLACES and offer.booking != "required"
    return offer.channel != "phone" and (in_writing or walk_in)


def _serves_postcode(directory: Directory, area: Area, query: Query) -> bool:
    if query.postcode in area.postcodes or query.municipality in area.municipalities:
        return True
    place = directory.places.municipality(query.municipality)
    return place is not None and (place.county in area.counties or place.region in area.regions)


def _speaks(offer: Offer, query: Query) -> bool:
    return not set(query.languages).isdisjoint(offer.languages)


def _ordered(
    directory: Directory, query: Query, offers: Iterable[Offer], now: datetime, ring: str | None = None
) -> list[Found]:
    found = [_found(directory, query, one, now, ring) for one in offers]
    found.sort(key=lambda one: (_fitness(one, query), _wait(one.offer.hours, now), _age(one.offer), one.offer.id))
    return found


def _found(directory: Directory, query: Query, offer: Offer, now: datetime, ring: str | None) -> Found:
    distance = _distance(directory, query, offer) if offer.channel in PLACES else None
    reasons = {
        "LANGUAGE": query.languages[0] in offer.languages,
        "OTHER_LANGUAGE": not _speaks(offer, query),
        "INTERPRETER": offer.interpreter and ("interpreter" in query.needs or not _speaks(offer, query)),
        "SIGN_LANGUAGE": "sign_language" in query.needs and offer.sign_language,
        "STEP_FREE": "step_free" in query.needs and offer.step_free is True,
        "ASK_STEPS": "step_free" in query.needs and offer.step_free is None and offer.channel in PLACES,
        "ASK_AREA": bool(offer.area.postcodes)
        and query.postcode is None
        and query.municipality not in offer.area.municipalities,
        "ONLY_PHONE": offer.channel == "phone" and bool(WITHOUT_VOICE.intersection(query.needs)),
        "AUTHORITY": query.login and ring is None and _is_authority(offer, query),
        "NEAR": distance is not None and distance <= BANDS[1],
        "OPEN_NOW": offer.hours.open_now(now) is True,
        "WIDENED": ring is not None,
    }
    return Found(
        offer, ring or _ring(offer.area, directory, query), tuple(r for r, holds in reasons.items() if holds), distance
    )


def _fitness(one: Found, query: Query) -> tuple[int, ...]:
    """How well an offer fits at any time: language, needs, the errand's authority, nearness. Less is better."""
    language = next((place for place, tongue in enumerate(query.languages) if tongue in one.offer.languages), 99)
    needs = sum(need in query.needs and reason not in one.reasons for need, reason in NEEDED)
    rings = ("municipality", "neighbours", "county", "region", "country")
    band = sum((one.distance_km or 0.0) > limit for limit in BANDS)
    return language, needs, int(query.login and "AUTHORITY" not in one.reasons), rings.index(one.ring), band


def _is_authority(offer: Offer, query: Query) -> bool:
    return query.authority_id is not None and offer.provider.authority == query.authority_id


def _ring(area: Area, directory: Directory, query: Query) -> str:
    """How wide an offer's area is that serves a municipality: its own offer before the county's, and so on."""
    place = directory.places.municipality(query.municipality)
    if area.whole:
        return "country"
    if query.municipality in area.municipalities or area.postcodes:
        return "municipality"
    return "county" if place and place.county in area.counties else "region"


def _distance(directory: Directory, query: Query, offer: Offer) -> float | None:
    """Kilometres from the municipality's centre, a whole number; None when either place is not known.

    An offer without a point of its own is at its town's centre.
    """
    home = directory.places.municipality(query.municipality)
    there = offer.point
    if there is None and offer.town and offer.town != query.municipality:
        town = directory.places.municipality(offer.town)
        there = town.point if town else None
    if home is None or there is None:
        return None
    return float(round(directory.places.distance_km(home.point, there)))


def _wait(hours: Hours, now: datetime) -> float:
    """Seconds until it opens: 0 when it is open."""
    is_open = hours.open_now(now)
    if is_open:
        return 0.0
    opens = hours.opens_next(now)
    if opens:
        return (opens - now).total_seconds()
    return NO_HOURS if is_open is None else NEVER


def _age(offer: Offer) -> int:
    """Lately verified first."""
    return -offer.verified_at.toordinal()


def _last_resort(directory: Directory, query: Query, now: datetime) -> Found:
    """The authority's own contact; for somebody without voice the place where a person can be met, if there is one."""
    contact = directory.contact(query.municipality)
    place = directory.place(query.municipality)
    others = replace(query, needs=[need for need in query.needs if need not in WITHOUT_VOICE])
    if others != query and place and _fits(directory, place, others, now):
        contact = place
    found = _found(directory, query, contact, now, None)
    return replace(found, reasons=(*found.reasons, "LAST_RESORT"))


def _service_offer(query: Query, today: date) -> Offer:
    """The e-service itself, of the service registry."""
    return Offer(
        id=f"service-{query.service_id}",
        provider=Provider(query.service_id or "", "authority", query.service_authority, query.authority_id),
        channel="self_service",
        names=query.service_names,
        languages=("fi", "sv"),
        hours=Hours.read("always"),
        booking="none",
        area=Area(whole=COUNTRY),
        verified_at=today,
        staffed=False,
        url=query.service_links,
    )
