"""Whatever PTV's interface returns, every item is imported or refused, and what comes out is a provider file."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.data_file import validator
from bot.providers.hours import Hours
from bot.providers.imports.ptv import Overlay, load_overlay, read
from bot.providers.imports.ptv.emails import is_personal
from bot.providers.imports.writing import file_text
from tests.providers.imports.ptv.conftest import OVERLAY, PAYLOADS

DESCRIPTION = json.loads((Path(__file__).parent / "described.json").read_text(encoding="utf-8"))
PROVIDERS, KNOWN = validator("providers"), validator("ptv_overlay")
DOCUMENTS = [json.loads(path.read_text(encoding="utf-8")) for path in PAYLOADS]
FULL = load_overlay(OVERLAY)
ACCEPTED = {"channel": "phone", "names": {"fi": "Apu", "sv": "Hjälp"}, "price": "free", "kind": "association"}

odd = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("\ud800") | st.just([]) | st.just({})
)
ODD = [None, None, True, -1, 1e999, "", " ", "\ud800", "\u2028\x00", "maija.meikalainen@kunta.fi", "25:00"]
ODD += ["2026-02-30T00:00:00", [], [None], {}, {"language": []}]
WORDS = ["Digituki", "x", "Ä & ö: 'y' #\n- z", "Kysy: maija.meikalainen@kunta.fi", "kyllä", "no", "012", "2026-01-01"]

anything = st.recursive(odd, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))


def described(random: Random, schema: dict, oddity: float) -> object:
    """A value of the described form; null, missing or something else as often as `oddity` says.

    A seeded generator reaches deeper here than hypothesis: a document has hundreds of nodes to choose.
    """
    if random.random() < oddity:
        return random.choice(ODD)
    if "enum" in schema:
        return random.choice(schema["enum"])
    if schema["type"] == "array":
        return [described(random, schema["items"], oddity) for _ in range(random.choice([0, 1, 1, 2, 3]))]
    if schema["type"] == "object":
        fields = [(name, inner) for name, inner in schema["properties"].items() if random.random() >= oddity]
        return {name: described(random, inner, oddity) for name, inner in fields}
    return random.choice([True, False] if schema["type"] == "boolean" else WORDS)


def documents_of(seed: int) -> list[dict]:
    """Up to four items, as a rule published; the same for a seed at every run."""
    random = Random(seed)
    oddity = random.choice([0, 0.005, 0.02, 0.1])
    items = []
    for kind in random.choices(["channel", "channel", "service", "organization"], k=random.randint(1, 4)):
        fields = DESCRIPTION[kind]["properties"].items()
        item = {name: described(random, inner, oddity) for name, inner in fields}
        items.append(item | {"publishingStatus": "Published"} if random.random() < 0.9 else item)
    return items


def nodes(value, path=()):
    """The path of every node of a document."""
    yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from nodes(inner, (*path, key))


PATHS = [path for path in nodes(DOCUMENTS) if path]


def check(documents: list, overlay: Overlay) -> None:
    imported = read(documents, overlay)
    assert all(refused.reason for refused in imported.refused)
    text = file_text(imported.document(), "by a test")
    document = yaml.load(text, yaml.CSafeLoader)
    assert {key: value for key, value in document.items() if key != "generated"} == imported.document()
    PROVIDERS.validate(document)
    for offer in [offer for provider in imported.providers for offer in provider["offers"]]:
        Hours.read(offer["hours"])
    for known in [draft["known"] for draft in imported.drafts]:
        Hours.read(known.get("hours", "unknown"))
        fields = {name: value for name, value in known.items() if name not in ("source", "provider")}
        KNOWN.validate({"offers": {known["source"]["id"]: fields}})
    for address in re.findall(r"[\w.+-]+@[\w-]+\.[\w.-]*\w", text):
        assert not is_personal(address)


@given(st.lists(anything, max_size=4))
def test_any_json_is_read_or_refused(documents):
    check(documents, Overlay())


@pytest.mark.parametrize("first", range(0, 1200, 100))
def test_every_described_document_is_imported_or_refused(first):
    for seed in range(first, first + 100):
        documents = documents_of(seed)
        ids = [item["id"] for item in documents if isinstance(item["id"], str)]
        check(documents, Overlay())
        check(documents, Overlay(offers=dict.fromkeys(ids, ACCEPTED)))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PATHS), anything), min_size=1, max_size=4))
def test_a_good_document_with_broken_nodes_is_imported_or_refused(breaks):
    documents = copy.deepcopy(DOCUMENTS)
    for path, value in breaks:
        node = documents
        try:
            for key in path[:-1]:
                node = node[key]
            node[path[-1]] = value
        except (TypeError, KeyError, IndexError):
            continue  # an earlier break took this node away
    check(documents, FULL)


def test_no_item_is_lost():
    for seed in range(500):
        documents = documents_of(seed)
        imported = read(documents, Overlay())
        offers = sum(len(provider["offers"]) for provider in imported.providers)
        assert offers + len(imported.drafts) + len(imported.refused) + imported.context == len(documents), seed
