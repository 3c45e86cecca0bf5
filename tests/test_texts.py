"""Every text in data/responses: both languages, the same payloads and placeholders, short, plain, and nothing forgotten."""

from __future__ import annotations

import re
from statistics import mean

import pytest
import yaml

from bot.commands.decision import missing_texts
from bot.data_file import ROOT
from bot.language.texts import RESPONSES, load_texts
from bot.language.words import LANGUAGES
from bot.triage import load_triage

TEXTS = load_texts()
NAMES = sorted(TEXTS.variations)
LONGEST_SENTENCE, MEAN_SENTENCE, MOST_SENTENCES = 15, 10, 3
# Officialese that a tired person stumbles over, as whole words.
BANNED = {
    "fi": r"mikäli|koskien|liittyen|johtuen|tulee olla|on suoritettava|toimesta|edellä mainittu|kyseinen|kyseessä oleva"
    r"|hakijan tulee|henkilöasiakas|asianosainen|vireille\w*|suorittaa|taholta|ao\.|em\.|ko\.",
    "sv": r"ifall att|beträffande|angående|avseende|erhålla|vederbörande|ovannämnda|ifrågavarande|anhängig\w*|samtliga"
    r"|dylik\w*|medelst|härmed|rörande|tillhandahåll\w*|ombesörj\w*",
}


def sentences(text: str) -> list[str]:
    """The sentences of a text; a placeholder counts as a word, an address or a number is no sentence of its own."""
    plain = re.sub(r"https?://\S+|suomi\.fi/\w+", "osoite", text)
    return [one for one in re.split(r"(?<=[.!?])\s+|\n", plain) if re.search(r"\w", one)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_short(name, language):
    for text in TEXTS.variations[name][language]:
        assert len(sentences(text.text)) <= MOST_SENTENCES
        for sentence in sentences(text.text):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_ten_words_on_average_at_most(language):
    lengths = [
        len(s.split()) for texts in TEXTS.variations.values() for t in texts[language] for s in sentences(t.text)
    ]
    assert mean(lengths) <= MEAN_SENTENCE


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_send_the_same_payloads_and_have_the_same_placeholders(name):
    fi, sv = (TEXTS.variations[name][language] for language in LANGUAGES)
    assert {text.placeholders for text in fi} == {text.placeholders for text in sv}
    payloads = {tuple(without_language(button.payload) for button in text.buttons) for text in fi}
    assert payloads == {tuple(without_language(button.payload) for button in text.buttons) for text in sv}
    assert len(payloads) == 1


def without_language(payload: str) -> str:
    """The button that offers the other language is the one that differs."""
    return re.sub(r'"language":"(fi|sv)"', '"language":"other"', payload)


@pytest.mark.parametrize("path", sorted(RESPONSES.glob("*.yml")), ids=lambda path: path.name)
def test_a_text_has_a_variation_without_condition_and_one_for_swedish(path):
    for name, entries in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items():
        conditions = [entry.get("condition") for entry in entries]
        assert None in conditions, name
        assert [{"type": "slot", "name": "language", "value": "sv"}] in conditions, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_officialese(language):
    banned = re.compile(rf"\b(?:{BANNED[language]})(?!\w)", re.IGNORECASE)
    words = " ".join(
        t.text + " ".join(b.title for b in t.buttons) for texts in TEXTS.variations.values() for t in texts[language]
    )
    assert not banned.findall(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_names_a_level(language):
    for texts in TEXTS.variations.values():
        for text in texts[language]:
            assert not re.search(
                r"\b(?:tuen taso|taso(?:lla|lle)? \d|stödnivå|nivå \d|level)", text.text, re.IGNORECASE
            )


def test_nothing_that_the_model_names_is_without_words():
    assert missing_texts(load_triage(), TEXTS) == []


def test_a_missing_text_is_found():
    without = {
        name: by for name, by in TEXTS.variations.items() if name not in ("utter_why_usage", "utter_reason_STUCK")
    }
    found = missing_texts(load_triage(), type(TEXTS)(without))
    assert any("utter_why_usage" in one for one in found)
    assert any("utter_reason_STUCK" in one for one in found)


def test_every_text_is_used():
    """A text that nothing says is dead weight for those who keep two languages equal."""
    code = " ".join(path.read_text() for folder in ("bot", "actions") for path in (ROOT / folder).rglob("*.py"))
    domain = (ROOT / "domain.yml").read_text()
    made = r"utter_(ask|again|why|reason|recommend|safety|weekday|language|found|error|said|page|plain)_"
    for name in NAMES:
        short = name.removeprefix("utter_")
        used = f'"{short}"' in code or f"'{short}'" in code or name in code or f"- {short}:" in domain
        assert used or re.match(made, name), name
