"""The conversation without JavaScript, over HTTP as a browser sends it: whole, in both languages, and in danger."""

from __future__ import annotations

import re

import pytest

from bot.channels.web.conversations import CHARACTERS
from tests.channels.browsing import ANSWERS, say, to_the_end
from tests.channels.person import first_phone

MACHINE = {"fi": "kone, ei ihminen", "sv": "en maskin, ingen människa"}
REQUIRED = (
    "page_quick_exit",
    "page_other_language",
    "page_tool_save",
    "plain_restart",
    "page_tool_end",
    "page_field_hint",
    "page_privacy",
    "page_send",
)


def test_a_whole_conversation(visitor):
    begun = visitor.begin()
    assert begun.status == 200 and MACHINE[visitor.language] in begun.text
    for place, answer in enumerate(ANSWERS[visitor.language], start=1):
        assert say(visitor, "page_progress", asked=place, at_most=7).split("/")[0] in visitor.page.inside("h2")
        visitor.press(answer)
        assert visitor.page.status == 200
        assert f"{say(visitor, 'page_you')}: {answer}" in visitor.page.text
    suggested = visitor.page
    assert say(visitor, "plain_suggestion") in suggested.inside("h2")
    assert say(visitor, "suggestion_only").split("\n")[0] in suggested.text
    assert first_phone(visitor.language) in suggested.inside("h3")
    assert any(one["href"] == "tel:+358900000001" for one in suggested.all("a"))
    assert re.search(r"\b[A-Z]\d[A-Z]-\d\d[A-Z]\b", suggested.text)
    thanked = visitor.press('/feedback{"score":5}')
    assert say(visitor, "feedback_thanks").split("!")[0] in thanked.text


def test_every_page_of_a_conversation_has_everything_in_its_place(visitor):
    visitor.begin()
    contact = {"fi": "Asiakasneuvonta puhelimessa", "sv": "Kundrådgivning per telefon"}[visitor.language]
    for answer in [None, *ANSWERS[visitor.language], "/human", "/alternatives"]:
        if answer:
            visitor.press(answer)
        page = visitor.page
        assert page.language == visitor.language
        assert contact in page.text.split("Auta –")[0] + page.inside("section")
        for name in REQUIRED:
            assert say(visitor, name) in page.text, name
        assert "no-store" in page.answer.headers["cache-control"]
        assert len(page.all("h1")) == 1
        ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
        assert len(ids) == len(set(ids))
        for form in page.all("form"):
            assert (
                form["action"].endswith("#now") is (form["action"].startswith("/plain#"))
                and form["autocomplete"] == "off"
            )
        assert all(one.attributes.get("aria-labelledby", ids[0]) in ids for one in page.elements)


def test_the_token_is_in_no_address(visitor):
    to_the_end(visitor)
    token = visitor.page.forms[0].hidden["token"]
    for one in visitor.page.elements:
        assert token not in one.attributes.get("href", "") + one.attributes.get("action", "")


def test_words_are_understood_as_well_as_buttons(visitor):
    visitor.begin()
    page = visitor.write(
        {"fi": "en saa Kelan hakemusta lähetettyä", "sv": "jag får inte FPA-ansökan skickad"}[visitor.language]
    )
    assert say(visitor, "understood", understood="x").split(":")[0] in page.text
    answers = page.inside("dd")
    assert {"fi": "Kelan asia", "sv": "FPA-ärende"}[visitor.language] in answers


def test_a_page_that_is_loaded_again_is_the_same_message(visitor):
    visitor.begin()
    first = visitor.press(ANSWERS[visitor.language][0])
    again = visitor.reload()
    once_more = visitor.reload()
    assert first.inside("h2") == again.inside("h2") == once_more.inside("h2")
    assert len(once_more.all("dt")) == 1
    assert once_more.text.count(f"{say(visitor, 'page_you')}: {ANSWERS[visitor.language][0]}") == 1


def test_another_choice_on_a_page_gone_back_to_is_another_message(finn):
    finn.begin()
    before = finn.page
    finn.press("Veroasia")
    finn.page = before
    page = finn.press("Passi")
    assert "Passi" in page.inside("dd") and "Veroasia" not in page.inside("dd")


def test_back_why_and_another_answer(finn):
    finn.begin()
    finn.press("Veroasia")
    assert "valtuus" in finn.press("/why").text
    changed = finn.press('/change{"question":"service"}')
    assert "Mitä asiaa haluat hoitaa" in changed.text
    assert "Passi" in finn.press("Passi").inside("dd")
    finn.press("Oma asiani")
    back = finn.press("/back")
    assert "Kenen asia tämä on?" in back.text and "Oma asiani" not in back.inside("dd")


def test_the_language_changes_and_the_answers_stay(finn):
    finn.begin()
    finn.press("Veroasia")
    page = finn.press("På svenska")
    assert page.language == "sv" and "Skatteärende" in page.inside("dd")
    assert "Vems ärende gäller det?" in page.text
    assert 'lang="fi"' in page.html, "what was said before stays Finnish"
    assert finn.press("Suomeksi").language == "fi"


def test_the_heading_is_of_the_newest_answer(visitor):
    """A suggestion is called one while it is the newest, and what is urgent is called important."""
    assert say(visitor, "plain_suggestion") in to_the_end(visitor).inside("h2")
    assert say(visitor, "plain_answer") in visitor.press("/why").inside("h2")
    text = {"fi": "minua huijattiin, annoin pankkitunnukset", "sv": "jag blev lurad och gav mina bankkoder"}
    assert say(visitor, "plain_important") in visitor.write(text[visitor.language]).inside("h2")


@pytest.mark.parametrize(
    ("code", "finnish", "swedish"),
    [
        ("fraud", "minua huijattiin, annoin pankkitunnukset", "jag blev lurad och gav mina bankkoder"),
        ("coercion", "vaimoni pakottaa minut antamaan tunnukset", "min man tvingar mig att ge mina bankkoder"),
    ],
)
def test_where_a_person_is_is_said_once_in_danger(visitor, code, finnish, swedish):
    visitor.begin()
    page = visitor.write({"fi": finnish, "sv": swedish}[visitor.language])
    alarm = page.html.partition('<div class="message ' + ("calm" if code == "coercion" else "alarm"))[2]
    assert alarm and "<article" not in alarm.partition("</div>")[0]
    first = say(visitor, f"safety_{code}").split("\n")[0]
    assert page.inside("strong").endswith(first), "only the first sentence stands out"


def test_help_is_the_first_thing_in_an_emergency(visitor):
    visitor.begin()
    page = visitor.write({"fi": "apua, hän ei hengitä", "sv": "hjälp, han andas inte"}[visitor.language])
    alarm = page.html.partition('<div class="message alarm')[2].partition("</div>")[0]
    assert alarm.index("</strong>") < alarm.index('href="tel:112"') < alarm.index("<p>", alarm.index("tel:112"))


def test_the_field_says_what_not_to_write(visitor):
    page = visitor.begin()
    (field,) = page.all("textarea")
    assert field["maxlength"] == str(CHARACTERS)
    hint = page.html.partition(f'id="{field["aria-describedby"]}">')[2].partition("<")[0]
    assert hint == say(visitor, "page_field_hint")
