"""Directories and questions of every kind, for property tests: around Porvoo, in Helsinki, on Åland and nowhere."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st

from bot.providers.hours import HELSINKI
from tests.providers.building import (
    CHANNELS,
    HELSINKI_CITY,
    INARI,
    JOMALA,
    KINDS,
    LAHTI,
    LAPINJARVI,
    LEVELS,
    MARIEHAMN,
    NEEDS,
    PORVOO,
    SIPOO,
    ask,
    directory,
    offer,
)

# What comes often stands often: most offers should fit somebody, and compete.
AREAS = (
    PORVOO, PORVOO, PORVOO, PORVOO, SIPOO, SIPOO, LAPINJARVI, HELSINKI_CITY, LAHTI, INARI, MARIEHAMN, JOMALA, "country", "except_aland",
    {"counties": ["01"]}, {"regions": ["01"]}, {"regions": ["21"]}, {"postcodes": ["06100"]},
    {"municipalities": [SIPOO, LAHTI]}, {"municipalities": [PORVOO], "regions": ["21"]},
)  # fmt: skip
POINTS = ([60.40, 25.66], [60.47, 25.70], [60.17, 24.94], [60.98, 25.66], [61.50, 23.79], [68.91, 27.03])
HOURS = (
    "always",
    "unknown",
    "by_reservation",
    {"mon-fri": "09:00-16:00"},
    {"tue": "12:00-18:00"},
    {"sat": "10:00-14:00"},
    {"exceptions": [{"date": "2026-11-12", "hours": "09:00-10:00"}]},
)

tongues = st.sampled_from([["fi"], ["sv"], ["fi", "sv"], ["sv", "fi"], ["en", "fi"]])
channels = st.sampled_from([*["service_point"] * 12, *["phone", "chat"] * 3, *CHANNELS])
fields = st.fixed_dictionaries(
    {
        "channel": channels,
        "area": st.sampled_from(AREAS),
        "kind": st.sampled_from([*["authority"] * 6, *KINDS]),
        "authority": st.sampled_from([None, "kela", "tax"]),
        "booking": st.sampled_from(["none", "none", "possible", "required"]),
        "languages": tongues,
        "hours": st.sampled_from(HOURS),
        "verified_at": st.sampled_from(["2025-01-01", "2026-10-01"]),
    },
    optional={
        "url": st.just({"fi": "https://a.example/fi", "sv": "https://a.example/sv"}),
        "email": st.just("a@a.example"),
        "interpreter": st.booleans(),
        "sign_language": st.booleans(),
        "step_free": st.booleans(),
        "staffed": st.booleans(),
        "login_errands": st.sampled_from([True, True, False]),
        "services": st.sampled_from([[], [], [], [], ["tax_card"], ["passport"]]),
        "authorities": st.sampled_from([[], [], [], ["tax"], ["kela"]]),
        "levels": st.sampled_from([[], [], [], ["light", "visit"], ["on_behalf"]]),
        "valid": st.sampled_from([{}, {}, {}, {"from": "2026-11-20"}, {"until": "2026-11-20"}]),
        "point": st.sampled_from(POINTS),
        "municipality": st.sampled_from([PORVOO, HELSINKI_CITY, INARI]),
    },
)
some_or_many = st.lists(fields, max_size=4) | st.lists(fields, min_size=8, max_size=12)
offers = some_or_many.map(lambda all_: [offer(f"offer-{place}", **one) for place, one in enumerate(all_)])
contacts = st.sampled_from([None, offer("contact", hours="unknown", languages=["sv"])])
visiting = st.sampled_from([None, offer("visiting", "service_point", languages=["fi"], hours={"wed": "09:00-12:00"})])
directories = st.builds(
    lambda some, contact, place: directory(*some, contact=contact, visiting=place), offers, contacts, visiting
)
errands = st.sampled_from(
    [{}, {"service_id": "tax_card", "authority_id": "tax"}, {"service_id": "kela_other", "authority_id": "kela"}]
)
# Where somebody lives: a municipality, and a postcode of it where it is known.
homes = st.sampled_from(
    [
        *[(PORVOO, None)] * 4,
        (PORVOO, "06100"),
        (PORVOO, "06150"),
        (HELSINKI_CITY, None),
        (MARIEHAMN, None),
        ("999", None),
    ]
)
queries = st.builds(
    lambda some, errand, home, **more: ask(*some, municipality=home[0], postcode=home[1], **errand, **more),
    st.lists(channels, min_size=1, max_size=4, unique=True),
    errands,
    homes,
    languages=tongues,
    level_id=st.sampled_from([None, *LEVELS]),
    login=st.booleans(),
    needs=st.sampled_from([[], [], *([need] for need in NEEDS), ["sign_language", "step_free"]]),
)
# Half past, in weeks without a holiday on a weekday: then an hour's steps meet every opening.
moments = st.integers(0, 24 * 28).map(
    lambda hours: datetime(2026, 11, 9, 0, 30, tzinfo=HELSINKI) + timedelta(hours=hours)
)
