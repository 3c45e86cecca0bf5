"""What our components are trained with here: a small training set, and their settings in config.yml; and strange messages."""

from __future__ import annotations

import numpy as np
import yaml
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.data_file import ROOT

PIPELINE = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
OURS = [entry for entry in PIPELINE if entry["name"].startswith("bot.")]
STRANGE = {
    "empty": "",
    "blank": " \t\n ",
    "long": "hakemus jäi kesken ja " * 4000,
    "long word": "ä" * 20_000,
    "emoji": "😀👩‍👩‍👧‍👦🇫🇮",
    "right to left": "مرحبا، أحتاج إلى المساعدة في طلب جواز السفر",
    "both ways": "passi שלום passi",
    "combining": "a\u0308iti\u0301\u0308\u20dd",
    "punctuation": "?!…—«»",
    "controls": "passi\x00\u200b\ufeff\ud7ff",
    "numbers": "1 2 3 4,50 €",
}
SAID = {
    "greet": ["hei", "moi", "terve", "hej", "god dag"],
    "human": ["haluan ihmisen", "yhdistä ihmiselle", "jag vill tala med en människa", "ihminen kiitos"],
    "emergency": ["isä ei hengitä", "pappa andas inte", "hän on tajuton", "hon är medvetslös"],
    "inform": [
        ("passi pitää uusia", {"service": "passport"}),
        ("passini vanheni", {"service": "passport", "principal": "self"}),
        ("mitt pass har gått ut", {"service": "passport", "principal": "self"}),
        ("minun passini hukkui", {"service": "passport", "principal": "self"}),
        ("verokortti muutettava", {"service": "tax_card"}),
        ("tarvitsen verokortin", {"service": "tax_card", "principal": "self"}),
        ("skattekort tack", {"service": "tax_card"}),
        ("äidin verokortti", {"service": "tax_card", "principal": "adult"}),
        ("mammas skattekort", {"service": "tax_card", "principal": "adult"}),
        ("äidin passi vanheni", {"service": "passport", "principal": "adult"}),
        ("itse hoidin", {"asked": "usage", "about": "self", "answer": "alone"}),
        ("minä itse", {"asked": "usage", "about": "self", "answer": "alone"}),
        ("ihan itse tein", {"asked": "usage", "about": "self", "answer": "alone"}),
        ("tytär auttoi", {"asked": "usage", "about": "self", "answer": "with_help"}),
        ("poika auttoi", {"asked": "usage", "about": "self", "answer": "with_help"}),
        ("joku auttoi", {"asked": "usage", "about": "self", "answer": "with_help"}),
        ("miten sen nyt ottaa", {"asked": "usage", "about": "self", "answer": "unclear"}),
    ],
}
PATTERNS = [
    {"name": "principal.adult", "pattern": "äidin"},
    {"name": "principal.adult", "pattern": "mammas"},
    {"name": "usage.alone.asked", "pattern": "itse"},
]


def examples():
    """A small training set, with labels."""
    return [
        Message({TEXT: text, INTENT: intent, "metadata": {"example": labels}})
        for intent, said in SAID.items()
        for text, labels in (one if isinstance(one, tuple) else (one, {}) for one in said)
    ]


def settings(component, **changed):
    """The component's settings in config.yml, the first entry's, with some changed."""
    entry = next(entry for entry in OURS if entry["name"].endswith("." + component.__name__))
    few = {"min_df": 2} if "min_df" in entry else {}  # so few examples say nothing four times
    few |= {"known": None, "kept": None} if "kept" in entry else {}
    return {**component.get_default_config(), **{k: v for k, v in entry.items() if k != "name"}, **few, **changed}


def features(message):
    """Every feature of a message, sparse and dense, in order; what is no words has none."""
    found = [one.features for one in message.features]
    return np.hstack(
        [np.zeros((1, 0)), *[np.asarray(one.todense() if hasattr(one, "todense") else one) for one in found]]
    )
