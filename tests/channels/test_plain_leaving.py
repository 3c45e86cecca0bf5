"""Leaving the conversation without JavaScript: begun anew, saved, ended, in haste. What was there is gone, the code is told."""

from __future__ import annotations

import re

import pytest

from bot.authority import load_authority
from bot.storage.sessions import SESSION, TRANSCRIPT
from tests.channels.browsing import ANSWERS, Page, say, to_the_end


def test_starting_over_forgets(finn):
    finn.begin()
    finn.press("Veroasia")
    asked = finn.press(say(finn, "plain_restart"))
    assert say(finn, "page_restart_sure") in asked.inside("h1")
    assert "Veroasia" in finn.press(say(finn, "page_cancel")).inside("dd"), "nothing is forgotten by asking"
    finn.press(say(finn, "plain_restart"))
    page = finn.press(say(finn, "page_restart_yes"))
    assert "Veroasia" not in page.inside("dd") and "Mitä asiaa haluat hoitaa" in page.text
    assert page.all("dt") == []


def test_the_conversation_is_saved_as_text(visitor):
    page = to_the_end(visitor)
    form, _ = page.button(say(visitor, "page_tool_save"))
    answer = visitor.send(form, {})
    name = {"fi": "auta-keskustelu", "sv": "auta-samtal"}[visitor.language]
    assert re.fullmatch(rf'attachment; filename="{name}-\d{{4}}-\d\d-\d\d\.txt"', answer.headers["content-disposition"])
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff" and "no-store" in answer.headers["cache-control"]
    text = answer.text
    assert load_authority().names[visitor.language] in text
    assert {"fi": "neuvontabotin", "sv": "rådgivningsbot"}[visitor.language] in text
    assert say(visitor, "suggestion_only") in text and "09 0000 0001" in text
    for one in ANSWERS[visitor.language]:
        assert f"{say(visitor, 'page_you')}: {one}" in text


def test_the_end_deletes_everything(visitor, assistant):
    to_the_end(visitor)
    token = visitor.page.forms[0].hidden["token"]
    before = visitor.page
    kept = set(assistant.redis.keys(f"{SESSION}*")) | set(assistant.redis.keys(f"{TRANSCRIPT}*"))
    code = re.search(r"\b[A-Z]\d[A-Z]-\d\d[A-Z]\b", before.text)[0]
    asked = visitor.press(say(visitor, "page_tool_end"))
    assert say(visitor, "page_end_sure") in asked.inside("h1")
    assert say(visitor, "page_write_code", code=code) in asked.text
    assert asked.button(say(visitor, "page_cancel"))[0].action == "/plain#now"
    page = visitor.press(say(visitor, "page_end_yes"))
    assert say(visitor, "plain_code", code=code) in page.text
    assert page.status == 200 and say(visitor, "page_ended") in page.text and say(visitor, "plain_shared") in page.text
    assert token not in page.html
    left = set(assistant.redis.keys(f"{SESSION}*")) | set(assistant.redis.keys(f"{TRANSCRIPT}*"))
    assert len(kept - left) == 2
    visitor.page = before
    gone = visitor.press("/why")
    assert gone.status == 401 and say(visitor, "error_no_session") in gone.text
    assert visitor.press(say(visitor, "page_begin_anew")).status == 200


def test_goodbye_in_words_ends_too(finn):
    finn.begin()
    page = finn.write("kiitos, hei hei, lopetetaan tähän")
    assert say(finn, "page_ended") in page.text and "Kiitos ja hyvää jatkoa" in page.text
    assert say(finn, "plain_code", code="x").split("x")[0] not in page.inside("main"), "no code, no word of one"


def test_the_code_is_told_once_more_after_a_goodbye(visitor):
    code = re.search(r"\b[A-Z]\d[A-Z]-\d\d[A-Z]\b", to_the_end(visitor).text)[0]
    page = (
        visitor.press("/goodbye")
        if "/goodbye" in visitor.page.html
        else visitor.write(
            {"fi": "kiitos, hei hei, lopetetaan tähän", "sv": "tack, hej då, vi slutar här"}[visitor.language]
        )
    )
    assert say(visitor, "page_ended") in page.text and say(visitor, "plain_code", code=code) in page.text


@pytest.mark.parametrize("code", ["<b>", "K7F-42R<b>", "tunnus", "K7F-42R" * 9])
def test_a_code_that_is_none_is_not_repeated(finn, code):
    finn.begin()
    finn.press(say(finn, "page_tool_end"))
    form, (name, value, _) = finn.page.button(say(finn, "page_end_yes"))
    page = Page(finn.send(form, {name: value, "code": code}))
    assert page.status == 200 and code not in page.text


def test_the_quick_exit_deletes_and_leads_away(visitor, assistant):
    visitor.begin()
    before = visitor.page
    answer = visitor.send(next(form for form in visitor.page.forms if form.action == "/plain/exit"), {})
    assert (answer.status_code, answer.headers["location"]) == (303, load_authority().exit)
    assert "no-store" in answer.headers["cache-control"] and answer.headers["referrer-policy"] == "same-origin"
    visitor.page = before
    assert visitor.press("/human").status == 401
