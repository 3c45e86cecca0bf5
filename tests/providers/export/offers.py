"""Offers for the tests of tables and exports: one with everything in it, and strategies for any."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from bot.providers.model import Area, Offer, Provider

LIBRARY = Provider("mallila-kirjasto", "library", {"fi": "Mallilan kirjasto", "sv": "Modellby bibliotek"})
FULL: dict[str, Any] = {
    "id": "mallila-opastus",
    "channel": "service_point",
    "names": {"fi": "Digiopastus", "sv": "Digital handledning"},
    "summary": {"fi": "Opastamme laitteen kanssa.", "sv": "Vi hjälper med apparaten."},
    "languages": ["fi", "sv"],
    "interpreter": True,
    "sign_language": True,
    "area": {"municipalities": ["999", "091"], "regions": ["01"], "postcodes": ["00100"]},
    "services": ["kela_card"],
    "levels": ["light", "demanding"],
    "login_errands": False,
    "hours": {
        "weekly": {"mon-fri": "09:00-16:00", "sat": ["10:00-12:00", "13:00-15:00"]},
        "exceptions": [
            {"from": "2026-12-21", "to": "2027-01-06", "hours": {"mon-fri": "10:00-14:00"}},
            {"date": "2026-12-31", "hours": "closed"},
        ],
    },
    "booking": "required",
    "price": {"fi": "Kurssi maksaa 20 euroa.", "sv": "Kursen kostar 20 euro."},
    "phone": "+358900000008",
    "call_charge": {"fi": "Paikallisverkkomaksu.", "sv": "Lokalnätsavgift."},
    "url": {"fi": "https://www.mallila.example/fi", "sv": "https://www.mallila.example/sv"},
    "email": "digituki@mallila.example",
    "address": {"fi": "Mallikatu 1, Mallila", "sv": "Modellgatan 1, Modellby"},
    "postcode": "00100",
    "municipality": "999",
    "point": [60.17, 24.94],
    "access": {"fi": "Sisäänkäynti pihalta.", "sv": "Ingång från gården."},
    "step_free": True,
    "valid": {"from": "2026-01-01", "until": "2027-12-31"},
    "verified_at": "2026-10-01",
    "source": {"system": "csv", "id": "7"},
}
ANYWHERE = Area(whole="country")


def offer(**changes: Any) -> Offer:
    """The full offer with some fields changed; None takes a field away."""
    entry = {name: value for name, value in {**FULL, **changes}.items() if value is not None}
    return Offer.read(LIBRARY, ANYWHERE, entry)


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), min_size=2, max_size=40).filter(
    lambda text: len(text.strip()) > 1 and text == text.strip()
)
both = st.fixed_dictionaries({"fi": texts, "sv": texts})
ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,10}", fullmatch=True)
dates = st.dates().map(str)


def codes(length: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.from_regex(rf"[0-9]{{{length}}}", fullmatch=True), min_size=1, max_size=3, unique=True)


spans = st.sampled_from(["09:00-16:00", "00:00-24:00", "22:00-02:00", "08:30-20:15"])
weeks = st.dictionaries(
    st.sampled_from(["mon-wed", "thu", "fri", "sat-sun"]), spans | st.just(["09:00-11:00", "13:00-15:00"]), min_size=1
)
plans = st.fixed_dictionaries({"weekly": weeks}, optional={"odd_weeks": weeks, "even_weeks": weeks})
exceptions = st.lists(
    st.fixed_dictionaries({"date": dates, "hours": spans | st.just("closed")})
    | st.fixed_dictionaries({"from": st.just("2026-12-21"), "to": st.just("2027-01-06"), "hours": weeks | spans}),
    min_size=1,
    max_size=3,
)
hours = (
    st.sampled_from(["always", "unknown", "by_reservation"])
    | weeks
    | st.builds(
        lambda plan, rest: {**plan, **rest},
        plans,
        st.fixed_dictionaries(
            {}, optional={"exceptions": exceptions, "holidays": st.just("open") | spans, "aland": st.booleans()}
        ),
    )
)
areas = st.sampled_from(["country", "except_aland", "091"]) | st.fixed_dictionaries(
    {"municipalities": codes(3)}, optional={"regions": codes(2), "counties": codes(2), "postcodes": codes(5)}
)
entries = st.fixed_dictionaries(
    {
        "id": ids,
        "channel": st.sampled_from(["chat", "phone", "service_point", "home_visit"]),
        "names": both,
        "languages": st.lists(st.sampled_from(["fi", "sv", "en"]), min_size=1, unique=True),
        "hours": hours,
        "booking": st.sampled_from(["none", "possible", "required"]),
        "verified_at": dates,
        "phone": st.sampled_from(["+358900000001", "+358401234567", "+358295000", "+46812345678"]),
    },
    optional={
        "summary": both,
        "interpreter": st.booleans(),
        "area": areas,
        "services": st.just(["kela_card", "tax_card"]),
        "levels": st.just(["light", "visit"]),
        "does_not_help_with": both,
        "login_errands": st.booleans(),
        "staffed": st.booleans(),
        "price": both,
        "phone_as_said": texts.filter(lambda text: len(text) > 2),
        "url": st.just({"fi": "https://a.example/", "sv": "https://b.example/;,"}),
        "address": both,
        "postcode": st.just("00100"),
        "municipality": st.just("091"),
        "point": st.tuples(st.floats(59, 71), st.floats(19, 32)).map(list),
        "step_free": st.booleans(),
        "valid": st.fixed_dictionaries({"from": dates}, optional={"until": dates}),
        "source": st.just({"system": "ptv", "id": "abc", "modified": "2026-01-01"}),
    },
)
providers = st.builds(
    Provider,
    id=ids,
    kind=st.sampled_from(["library", "authority", "association", "parish"]),
    names=both,
    authority=st.none() | st.just("kela"),
    source=st.none() | st.just({"system": "ptv", "id": "1"}),
)
any_offers = st.builds(Offer.read, providers, st.just(ANYWHERE), entries)
