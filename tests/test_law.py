"""The law, a test for each condition: 306/2019 6 a § (automated advice), and article 50 of the EU's AI Act.

All through the real server, in both languages. docs/authority.md says what the authority itself must do.
"""

from __future__ import annotations

import re

import pytest
import yaml

from bot.authority import AUTHORITY, load_authority
from bot.data_file import ROOT
from bot.language.texts import load_texts
from bot.language.words import LANGUAGES
from bot.providers import load_directory, now_in_finland
from bot.providers.directory import Directory
from bot.triage import load_triage
from tests.channels.browsing import Visitor
from tests.channels.person import Person, refused
from tests.conversations.country import write_country
from tests.test_command import auta

SUGGESTION = {"fi": "suositus, ei päätös", "sv": "en rekommendation, inget beslut"}
MACHINE = {"fi": "kone, en ihminen", "sv": "en maskin, ingen människa"}
AUTHORITYS_OWN = "+358900000001"
# A person may be anywhere in a conversation when they need another.
STATES = {
    "fi": [
        "/why",
        "ääliö",
        "jag vill ha hjälp på svenska",
        "/human",
        "minua huijattiin, annoin pankkitunnukset",
        "/continue",
        "/back",
    ],
    "sv": [
        "/why",
        "dumbom",
        "haluan apua suomeksi",
        "/human",
        "jag blev lurad och gav mina bankkoder",
        "/continue",
        "/back",
    ],
}


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def person(assistant, language):
    one = Person(assistant.site, language)
    one.open()
    return one


@pytest.fixture
def visitor(assistant, language):
    return Visitor(assistant.site, language)


# ---- 1. The advice is no administrative decision


def test_6a_1_the_first_message_says_that_it_is_no_decision(person, language):
    assert SUGGESTION[language] in person.seen[0]["text"]


def test_6a_1_a_recommendation_says_that_it_is_no_decision(person, language):
    person.to_the_end()
    assert any(SUGGESTION[language] in one["text"] for one in person.seen[-6:])


def test_6a_1_what_is_saved_says_that_it_is_no_decision(visitor, language):
    visitor.begin()
    saved = visitor.send(visitor.page.button(load_texts().say("utter_page_tool_save", language))[0], {}).text
    assert SUGGESTION[language] in saved


# ---- 2. and 3. The content and the language were checked beforehand: every sentence stands in a data file


def test_6a_2_nothing_is_generated_every_sentence_comes_from_the_data(assistant, language, tmp_path):
    """What fills a placeholder is data too: a name, a number, an hour, a button's words."""
    country = write_country(tmp_path / "providers", now_in_finland().date())
    known, names = sentence_patterns(language), names_of(load_directory(country), language)
    for conversation in (["/human"], STATES[language], []):
        person = Person(assistant.site, language)
        person.open()
        for text in conversation:
            person.say(text)
        person.to_the_end()
        for text in ("/why", "/alternatives", '/feedback{"score":5}', "/something_else"):
            person.say(text)
        for message in person.seen:
            if message["from"] == "auta" and message["language"] == language:
                for sentence in sentences(message["text"]):
                    assert known.fullmatch(sentence) or not words_left(sentence, names), sentence


def test_6a_2_a_sentence_that_is_not_in_the_data_is_found(language):
    known, names = sentence_patterns(language), names_of(load_directory(), language)
    for invented in ("Saat varmasti 500 euroa.", "Du får säkert 500 euro.", "Ota lääkettä illalla", "Ring Kalle nu."):
        assert not known.fullmatch(invented) and words_left(invented, names)


def sentences(text: str) -> list[str]:
    """The sentences of what was said, without the dash of a list."""
    return [one.strip().removeprefix("– ") for one in re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ{])|\n", text.strip())]


def sentence_patterns(language: str) -> re.Pattern[str]:
    """Every sentence that is said; those that are placeholders alone would let anything through."""
    found = set()
    for name, texts in load_texts().variations.items():
        if name.startswith(("utter_page_", "utter_plain_", "utter_said_")):
            continue  # what stands on buttons and around the conversation
        for sentence in (one for text in texts[language] for one in sentences(text.text)):
            parts = re.split(r"{\w+}", sentence)
            if re.search(r"[^\W\d_]{2,}", "".join(parts)):
                found.add("[^?!]+".join(map(re.escape, parts)))
    return re.compile("|".join(found))


def words_left(sentence: str, names: list[str]) -> bool:
    """Whether there are words when every name of the data is taken out."""
    for name in names:
        sentence = sentence.replace(name, "")
    return re.search(r"[^\W\d_]{2,}", sentence) is not None


def names_of(directory: Directory, language: str) -> list[str]:
    """What the provider files, the registry of errands and the buttons say, the longest first."""
    found: set[str] = set()
    for offer in directory.offers:
        texts = (offer.names, offer.provider.names, offer.summary, offer.address, offer.url, offer.price, offer.call_charge,
                 offer.helps_with, offer.does_not_help_with, offer.access)  # fmt: skip
        found.update(str(text[language]) for text in texts if text and text.get(language))
        found.update(filter(None, (offer.spoken_phone(), offer.email)))
    found.update(service.names[language] for service in load_triage().services.values())
    return sorted(found, key=len, reverse=True)


def test_6a_3_who_approved_the_language_is_on_record_and_told(visitor, language):
    approved = load_authority().approved[language]
    page = visitor.go({"fi": "/tietosuoja", "sv": "/dataskydd"}[language])
    assert approved.by in page.text
    assert f"{approved.date.day}.{approved.date.month}.{approved.date.year}" in page.text


# ---- 4. The user is told that they write with a machine (and article 50 of the AI Act)


def test_6a_4_and_article_50_the_first_message_says_that_it_is_a_machine(person, language):
    assert MACHINE[language] in person.seen[0]["text"]


def test_6a_4_and_article_50_the_page_says_so_before_the_first_word(visitor, language):
    for address in (f"/?language={language}", f"/plain?language={language}"):
        assert load_texts().say("utter_plain_machine", language) in visitor.go(address).text
    assert load_texts().say("utter_plain_machine", language) in visitor.begin().text


def test_6a_4_and_article_50_the_widgets_heading_says_so(assistant, language):
    words = assistant.client.get(f"{assistant.site}/chat/page").json()["texts"][language]
    assert {"fi": "kone, ei ihminen", "sv": "en maskin, ingen människa"}[language] in words["title"] + " " + words[
        "title_machine"
    ]


def test_6a_4_and_article_50_what_is_saved_says_so(visitor, language, assistant):
    visitor.begin()
    saved = visitor.send(visitor.page.button(load_texts().say("utter_page_tool_save", language))[0], {}).text
    assert {"fi": "koneen eli neuvontabotin", "sv": "en maskin, en rådgivningsbot"}[language] in saved


def test_6a_4_and_article_50_a_question_whether_it_is_a_machine_gets_a_true_answer(person, language):
    reply = person.say({"fi": "oletko ihminen vai kone", "sv": "är du en människa eller en maskin"}[language])
    assert load_texts().say("utter_ask_machine", language).split(".")[0] in "".join(
        one["text"] for one in reply["messages"]
    )


# ---- 5. The user reaches a person who works at the authority, always


def test_6a_5_a_person_of_the_authority_is_in_every_state(person, language):
    for text in [None, *STATES[language]]:
        state = (person.say(text) if text else person.read())["state"]
        assert state["contact"]["phone"] == AUTHORITYS_OWN, text
        assert state["contact"]["open"], "and when they answer"
    assert person.to_the_end()["state"]["contact"]["phone"] == AUTHORITYS_OWN


def test_6a_5_a_person_is_in_every_state_of_the_page_without_javascript(visitor, language):
    pages = [visitor.go(f"/plain?language={language}"), visitor.begin()]
    pages += [visitor.write(text) if not text.startswith("/") else visitor.press(text) for text in ("/human", "xyzzy")]
    pages += [visitor.press(load_texts().say(f"utter_page_{name}", language)) for name in ("tool_end", "end_yes")]
    pages += [
        visitor.go(address)
        for address in ("/", "/nowhere", "/tietosuoja", "/dataskydd", "/saavutettavuus", "/tillganglighet")
    ]
    for page in pages:
        assert any(one["href"] == f"tel:{AUTHORITYS_OWN}" for one in page.all("a"))


def test_6a_5_a_person_is_in_every_error(person, language):
    for answer, status, code in (
        (person.post("x" * 3000), 413, "too_long"),
        (person.post({"a": 1}), 400, "bad_request"),
        (
            person.request("POST", "/chat/messages", {"id": "1", "text": "x"}, Origin="https://evil.example"),
            403,
            "wrong_origin",
        ),
    ):
        assert refused(answer, status, code, language)["contact"]["phone"] == AUTHORITYS_OWN
    person.end()
    assert refused(person.post("hei"), 401, "no_session", language)["contact"]["phone"] == AUTHORITYS_OWN


def test_6a_5_who_answers_works_at_the_authority():
    contact = load_directory().contacts["999"]
    assert contact.provider.kind in ("authority", "service_point") and contact.staffed


# ---- 6. The user can save the conversation, at any point, without logging in


def test_6a_6_the_conversation_can_be_saved_at_any_point(visitor, language):
    visitor.begin()
    for text in ("", "/human", "xyzzy"):
        if text:
            visitor.press(text) if text.startswith("/") else visitor.write(text)
        form, _ = visitor.page.button(load_texts().say("utter_page_tool_save", language))
        answer = visitor.send(form, {})
        assert answer.status_code == 200 and answer.headers["content-disposition"].startswith("attachment")
        assert load_texts().say("utter_ask_service", language).split("?")[0] in answer.text


# ---- A named person follows the quality, or the service does not start


@pytest.mark.parametrize("lacking", ["responsible", "texts_approved"])
def test_auta_refuses_to_start_without(lacking, tmp_path):
    content = yaml.safe_load(AUTHORITY.read_text(encoding="utf-8"))
    del content[lacking]
    file = tmp_path / "authority.yml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    done = auta("run", AUTA_AUTHORITY=str(file))
    assert done.returncode == 1 and lacking in done.stderr and done.stderr.count("\n") == 1


def test_auta_refuses_to_start_without_the_authoritys_human_contact(tmp_path):
    shipped = (ROOT / "data" / "providers" / "esimerkkila.yml").read_text(encoding="utf-8")
    (tmp_path / "esimerkkila.yml").write_text(
        re.sub(r"^contact: .*\n", "", shipped, flags=re.MULTILINE), encoding="utf-8"
    )
    (tmp_path / "country.yml").write_bytes((ROOT / "data" / "providers" / "country.yml").read_bytes())
    done = auta("run", AUTA_PROVIDERS=str(tmp_path))
    assert done.returncode == 1 and "human contact" in done.stderr and done.stderr.count("\n") == 1


def test_the_person_responsible_is_named_on_every_page(visitor, language):
    title = load_authority().responsible_title[language]
    for address in ("/", "/plain", "/nowhere"):
        footer = visitor.go(f"{address}?language={language}").inside("footer")
        assert load_authority().responsible in footer and title in footer


# ---- The Language Act: neither language is a translation that lags behind


def test_both_languages_have_the_same_pages(assistant):
    found = {language: Visitor(assistant.site, language) for language in LANGUAGES}
    pairs = [
        ("/tietosuoja", "/dataskydd"),
        ("/saavutettavuus", "/tillganglighet"),
        ("/?language=fi", "/?language=sv"),
        ("/plain?language=fi", "/plain?language=sv"),
    ]
    for finnish, swedish in pairs:
        one, other = found["fi"].go(finnish), found["sv"].go(swedish)
        for tag in ("h1", "h2", "p", "li", "tr", "a", "button"):
            assert len(one.all(tag)) == len(other.all(tag)), (finnish, tag)
        assert 0.8 < len(one.text) / len(other.text) < 1.25
