"""When it goes wrong without JavaScript: what was written is not lost, what is hostile is words, and all else is refused."""

from __future__ import annotations

import asyncio
import secrets
from types import SimpleNamespace

import pytest

from bot.channels.web.conversations import CHARACTERS, Refused, Reply
from bot.channels.web.pages import contact
from bot.channels.web.plain import conversation, refuse
from bot.language.texts import load_texts
from bot.language.words import LANGUAGES
from tests.channels.browsing import Page, say

# ---- what comes back as words, or not at all


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
