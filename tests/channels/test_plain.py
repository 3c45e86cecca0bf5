"""The conversation without JavaScript, over HTTP as a browser sends it: whole, in both languages, and when it goes wrong."""

from __future__ import annotations

import asyncio
import re
import secrets
from types import SimpleNamespace

import pytest

from bot.authority import load_authority
from bot.channels.web.conversations import CHARACTERS, Refused, Reply
from bot.channels.web.pages import contact
from bot.channels.web.plain import conversation, refuse
from bot.language.texts import load_texts
from bot.language.words import LANGUAGES
from bot.storage.sessions import SESSION, TRANSCRIPT
from tests.channels.browsing import Page, Visitor

ANSWERS = {
    "fi": ["Veroasia", "Oma asiani", "Minä itse, joku auttoi", "Pieni neuvo", "Kyllä, ne toimivat", "Oma laite", "Puhelimessa"],
    "sv": ["Skatteärende", "Mitt eget ärende", "Jag själv, någon hjälpte", "Ett litet råd", "Ja, de fungerar", "Egen apparat", "Per telefon"],
}  # fmt: skip
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


@pytest.fixture(params=LANGUAGES)
def visitor(assistant, request) -> Visitor:
    """Somebody, in each language."""
    return Visitor(assistant.site, request.param)


@pytest.fixture
def finn(assistant) -> Visitor:
    return Visitor(assistant.site)


def say(visitor, name, **values):
    return load_texts().say(f"utter_{name}", visitor.language, **values)


def to_the_end(visitor):
    visitor.begin()
    for answer in ANSWERS[visitor.language]:
        visitor.press(answer)
    return visitor.page


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
    assert {"fi": "Asiakasneuvonta puhelimessa", "sv": "Kundrådgivning per telefon"}[
        visitor.language
    ] in suggested.inside("h3")
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


def test_the_quick_exit_deletes_and_leads_away(visitor, assistant):
    visitor.begin()
    before = visitor.page
    answer = visitor.send(next(form for form in visitor.page.forms if form.action == "/plain/exit"), {})
    assert (answer.status_code, answer.headers["location"]) == (303, load_authority().exit)
    assert "no-store" in answer.headers["cache-control"] and answer.headers["referrer-policy"] == "same-origin"
    visitor.page = before
    assert visitor.press("/human").status == 401


def test_an_identity_code_never_comes_back(finn):
    finn.begin()
    page = finn.write("tunnukseni on 131052-308T, veroasia")
    assert "131052" not in page.html and "***" in page.text


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "</textarea><b>x"]
)
def test_html_in_a_message_is_words(finn, hostile):
    finn.begin()
    page = finn.write(f"passi {hostile}")
    assert page.status == 200
    assert hostile in page.text, "what was written is shown as it was written"
    assert not [one for one in page.elements if one.tag in ("script", "img", "b")]
    assert "49" not in page.text


def test_html_in_what_a_provider_says_is_words():
    evil = '<script>alert(1)</script>"onx="'
    card = {
        "id": "x", "channel": "phone", "name": evil, "provider": evil, "open_now": True, "open": evil, "week": [evil], "phone": "+3581",
        "phone_text": evil, "url": 'https://a.fi/"x', "email": None, "address": evil, "map": None, "languages": evil, "price": evil,
        "details": [evil], "language": "fi",
    }  # fmt: skip
    custom = {"type": "recommendation", "headline": evil, "cards": [card, card], "others_title": evil, "language": "fi"}
    message = {
        "id": 1,
        "from": "auta",
        "language": "fi",
        "text": evil,
        "buttons": [{"title": evil, "payload": evil}],
        "custom": custom,
    }
    answers = [{"question": "usage", "asked": evil, "title": evil, "payload": evil}]
    state = {
        "language": "fi",
        "question": None,
        "answers": answers,
        "recommended": True,
        "reference": None,
        "contact": card,
        "ended": False,
    }
    html = conversation("t", Reply([message, message], state)).body.decode()
    assert "<script" not in html and '"onx' not in html and html.count("&lt;script&gt;") > 15


# ---- what goes wrong


def test_too_much_is_refused_and_not_lost(visitor):
    visitor.begin()
    text = "passi " * (CHARACTERS // 5)
    page = visitor.write(text)
    assert page.status == 413
    assert say(visitor, "error_too_long", characters=CHARACTERS) in page.text
    assert page.inside("h1") == say(visitor, "plain_shorten")
    assert any(form.textarea and form.textarea.strip() == text.strip() for form in page.forms)
    assert "tel:+358900000001" in page.html
    assert visitor.write("passi" if visitor.language == "fi" else "pass").status == 200


def test_the_language_changes_on_an_error_and_nothing_written_is_lost(finn):
    finn.begin()
    finn.write("passi\n" * CHARACTERS)
    page = finn.press("På svenska")
    assert page.status == 200 and page.language == "sv"
    (form,) = [form for form in page.forms if form.textarea is not None]
    assert form.textarea.strip() == ("passi\n" * CHARACTERS).strip()


@pytest.mark.parametrize("address", ["/nowhere", "/plain"])
def test_an_error_can_be_read_in_the_other_language(finn, address):
    page = (
        finn.go(address + "?language=fi")
        if address == "/nowhere"
        else Page(finn.client.post(address, data={}, headers={"Origin": finn.site}))
    )
    (switch,) = [one for one in page.all("a") if one.get("hreflang") == "sv"]
    assert finn.go(f"{address}{switch['href']}" if switch["href"].startswith("?") else switch["href"]).language == "sv"


def test_a_message_with_lines_comes_back_whole(finn):
    finn.begin()
    text = "ensimmäinen rivi\n\n<toinen> rivi\n" + "x" * CHARACTERS
    page = finn.write(text)
    (form,) = [form for form in page.forms if form.textarea]
    assert form.textarea.removeprefix("\n") == text


@pytest.mark.parametrize("token", ["", "x", "../../etc/passwd", secrets.token_urlsafe(24)])
def test_a_token_that_is_none(visitor, token):
    visitor.begin()
    for form in visitor.page.forms:
        form.hidden["token"] = token
    page = visitor.press("/human")
    assert page.status == 401 and say(visitor, "error_no_session") in page.text
    assert page.language == visitor.language


@pytest.mark.parametrize("number", ["", "x", "0" * 200, "<b>", "../.."])
def test_a_page_without_its_number_is_refused(finn, number):
    finn.begin()
    for form in finn.page.forms:
        form.hidden["page"] = number
    page = finn.press("/human")
    assert page.status == 400 and say(finn, "error_bad_request") in page.text


@pytest.mark.parametrize(
    "address", ["/plain", "/plain/start", "/plain/save", "/plain/restart", "/plain/end", "/plain/exit"]
)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_a_form_of_another_site_is_refused(finn, address, origin):
    finn.begin()
    form = finn.page.button("/human")[0]
    answer = finn.client.post(address, data={**form.hidden, "say": "/human"}, headers={"Origin": origin})
    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/html")
    assert finn.press("/human").status == 200, "the conversation is still there"


@pytest.mark.parametrize("address", ["/plain/start", "/plain/save", "/plain/restart", "/plain/end", "/plain/exit"])
def test_the_address_of_a_form_leads_to_the_beginning(finn, address):
    answer = finn.client.get(address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/plain")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe=\xff&say=%FF", "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % n for n in range(500)), "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data"),
        (b'{"say": "/human"}', "application/json"),
        (b"", "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_is_no_form_of_ours(finn, assistant, body, kind):
    answer = finn.client.post(
        "/plain", content=body, headers={"Content-Type": kind, "Origin": finn.site, "Accept-Language": "sv"}
    )
    assert answer.status_code in (400, 401)
    assert '<html lang="sv">' in answer.text and "Traceback" not in answer.text
    assert "parsing form" not in assistant.log


def test_a_body_that_is_too_large(finn):
    answer = finn.client.post("/plain", content=b"text=" + b"x" * 200_000, headers={"Origin": finn.site})
    assert answer.status_code == 413
    for language in LANGUAGES:
        assert load_texts().say("utter_plain_shorten_back", language) in Page(answer).text, "it was not read in which"


def failed(refused: Refused, body: bytes, path: str = "/plain"):
    """The page for a failure of the machine, without breaking the machine that all tests share."""

    def apology(refused):
        return {"text": refused.code, "language": refused.language, "contact": contact(refused.language)}

    request = SimpleNamespace(body=body, args={}, headers={}, method="POST", path=path)
    return asyncio.run(refuse(request, refused, SimpleNamespace(apology=apology)))


KEPT = b"token=abc&page=0123456789abcdef&language=sv&"


def test_words_that_were_not_answered_are_kept_to_send_again():
    answer = failed(Refused(503, "unavailable"), KEPT + b"text=bostadsbidrag+%3Cb%3E%0D%0Arad")
    html = answer.body.decode()
    assert answer.status == 503 and '<html lang="sv">' in html
    assert "bostadsbidrag &lt;b&gt;\nrad</textarea>" in html
    assert 'name="page" value="0123456789abcdef"' in html and 'name="token" value="abc"' in html
    assert "tel:+358900000001" in html


def test_a_choice_that_was_not_answered_can_be_sent_again():
    html = failed(Refused(504, "too_slow"), KEPT + b"say=%2Fanswer%7B%22usage%22%3A%22alone%22%7D").body.decode()
    assert 'name="say" value="/answer{&#34;usage&#34;:&#34;alone&#34;}"' in html


def test_too_many_messages_are_told_with_the_time_to_wait():
    answer = failed(Refused(429, "too_many", retry_after=17), KEPT + b"text=hej")
    assert (answer.status, answer.headers["Retry-After"]) == (429, "17")
    assert "hej</textarea>" in answer.body.decode()


def test_who_cannot_begin_can_try_again():
    html = failed(Refused(503, "unavailable"), b"language=sv&municipality=018", "/plain/start").body.decode()
    assert 'action="/plain/start"' in html and 'name="municipality" value="018"' in html
