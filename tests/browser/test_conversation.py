"""Whole conversations in a real browser, by everybody who may come: by mouse, without JavaScript, on another site, in two tabs."""

from __future__ import annotations

import json
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser import plain
from tests.browser.chat import ANSWERS, IDENTITY_CODE, Chat
from tests.browser.checks import (
    check_no_violations,
    check_own_requests_only,
    check_reflow,
    check_targets,
    check_text_size,
    look,
)

BOTH = pytest.mark.parametrize("language", ["fi", "sv"])


def check_recommended(chat: Chat) -> None:
    """The recommendation is there as cards, with the code, and nothing went anywhere else."""
    cards = next(
        message["custom"]
        for message in chat.replies[-1]["messages"]
        if (message["custom"] or {}).get("type") == "recommendation"
    )
    shown = chat.shown()
    assert cards["headline"] in shown
    for card in cards["cards"]:
        assert card["name"] in shown
    assert chat.state["reference"] in shown
    best = chat.element.locator(".recommendation .card").first
    expect(
        best.get_by_role("link", name=chat.word("card_call", phone=cards["cards"][0]["phone_text"]))
    ).to_have_attribute("href", f"tel:{cards['cards'][0]['phone']}")


@BOTH
def test_by_mouse(new_chat, assistant, language):
    chat = new_chat(language).open()
    assert chat.state["language"] == language
    chat.to_the_end()
    assert [answer["question"] for answer in chat.state["answers"]] == list(ANSWERS)
    check_recommended(chat)
    chat.press('/feedback{"score":5}')
    check_own_requests_only(chat.requests, [assistant.site])
    check_no_violations(chat.page, chat.console)


@BOTH
def test_the_numbers_of_the_options_can_be_typed(new_chat, language):
    chat = new_chat(language).open()
    second = chat.state["question"]["options"][1]
    assert "2." in chat.options.nth(1).inner_text()
    reply = chat.say("2")
    assert reply["state"]["answers"][0]["title"] == second["title"]


@BOTH
def test_without_javascript(new_chat, assistant, language):
    chat = new_chat(language, java_script_enabled=False)
    page = chat.page
    page.goto(f"{assistant.site}/?language={language}")
    page.locator("auta-chat form button").click()
    page.wait_for_url("**/plain/start*")
    answers = {**plain.OTHERS, **ANSWERS}
    while question := plain.asked(chat):
        plain.answer(chat, question, answers[question])
    assert page.locator("article, .card").count() >= 2
    assert page.locator("html").get_attribute("lang") == language
    plain.press(chat, "/human")
    assert page.locator("a[href^='tel:']").count() >= 1
    check_own_requests_only(chat.requests, [assistant.site])


def test_the_same_conversation_goes_on_after_a_reload(new_chat):
    chat = new_chat().open()
    chat.answer("service", "kela_other")
    before = chat.element.locator(".log").inner_text()
    question = chat.state["question"]["text"]
    chat.page.reload()
    chat.wait_for_question()
    assert chat.element.locator(".log").inner_text() == before
    assert question in chat.shown()
    chat.to_the_end()
    check_recommended(chat)
    chat.page.reload()
    expect(chat.element.locator(".recommendation .card").first).to_be_visible()
    check_recommended(chat)


@BOTH
def test_on_another_site_and_its_next_page(new_chat, assistant, site, language):
    chat = new_chat(language)
    chat.page.goto(f"{site.origin}/calm?language={language}&attributes={quote('position=corner')}")
    chat.opened(chat.button("open_chat").click)
    chat.answer("service", "kela_other")
    said = chat.element.locator(".log").inner_text()
    chat.page.goto(f"{site.origin}/other?language={language}&attributes={quote('position=corner')}")
    chat.wait_for_question()
    assert chat.element.locator(".log").inner_text() == said
    chat.to_the_end()
    check_recommended(chat)
    check_own_requests_only(chat.requests, [assistant.site, site.origin])
    assert not chat.console


# What is inherited, or stands in every element: a page that changes one of these has reached in.
LIKE = """() => {
  const names = ["color", "font-family", "font-size", "font-style", "font-weight", "letter-spacing", "word-spacing", "text-transform",
    "text-align", "text-indent", "direction", "visibility", "cursor", "pointer-events", "user-select", "white-space", "line-height", "opacity",
    "display", "float", "filter", "transform", "position", "animation-name", "overflow-x", "quotes"];
  const found = [];
  const walk = (root) => { for (const one of root.children) {
    if (one.localName === "link") continue;
    const style = getComputedStyle(one);
    found.push([one.localName + "." + one.getAttribute("class"), ...names.map((name) => name + ": " + style.getPropertyValue(name))]);
    walk(one);
  } };
  const host = document.querySelector("auta-chat");
  walk(host.shadowRoot);
  return found;
}"""


def test_a_page_whose_style_sheet_respects_nothing_changes_nothing(new_chat, site):
    seen = {}
    for name in ("calm", "hostile"):
        chat = new_chat(width=320).open(f"{site.origin}/{name}")
        chat.answer("service", "kela_other")
        seen[name] = chat.page.evaluate(LIKE)
    assert len(seen["calm"]) > 40
    changed = {
        (expected, found, one[0])
        for one, other in zip(seen["calm"], seen["hostile"], strict=True)
        for expected, found in zip(one, other, strict=True)
        if expected != found
    }
    assert not changed, sorted(changed)[:20]
    look(chat.page, "only", "auta-chat")
    check_reflow(chat.page)
    check_targets(chat.page)
    check_text_size(chat.page)
    region = chat.page.locator("auta-chat [role=status]")
    assert region.evaluate("one => getComputedStyle(one).display") == "block"
    chat.to_the_end()
    check_recommended(chat)


def test_a_site_that_is_not_allowed_gets_no_conversation_but_a_number_to_call(new_chat, assistant, site):
    chat = new_chat()
    # Another origin, though the same server.
    address = site.origin.replace("localhost", "127.0.0.1")
    attributes = quote('phone="09 0000 0001"')
    chat.page.goto(f"{address}/calm?attributes={attributes}")
    expect(chat.page.get_by_role("link", name="09 0000 0001")).to_be_visible()
    assert not chat.replies
    assert chat.page.evaluate("() => Object.keys(sessionStorage)") == []


def test_the_language_changes_in_the_middle_and_everything_stays(new_chat):
    chat = new_chat().open()
    chat.answer("service", "kela_other")
    chat.field.fill("kesken")
    reply = chat.answered(chat.other_language.click)
    chat.language = "sv"
    assert [answer["question"] for answer in reply["state"]["answers"]] == ["service"]
    assert reply["state"]["question"]["language"] == "sv"
    expect(chat.field).to_have_value("kesken")
    chat.field.fill("")
    chat.to_the_end()
    check_recommended(chat)


def test_an_answer_is_changed_from_the_list(new_chat):
    chat = new_chat().open()
    chat.answer("service", "kela_other")
    chat.answer("principal", "self")
    chat.tool("answers").click()
    title = chat.state["answers"][0]["title"]
    reply = chat.answered(
        chat.element.get_by_role("button", name=chat.word("change_what", title=title), exact=True).click
    )
    assert reply["state"]["question"]["question"] == "service"
    chat.answer("service", "passport")
    assert chat.state["answers"][0]["title"] != title


def test_back_takes_the_last_answer_away(new_chat):
    chat = new_chat().open()
    chat.answer("service", "kela_other")
    reply = chat.answered(chat.tool("back").click)
    assert (reply["state"]["answers"], reply["state"]["question"]["question"]) == ([], "service")


def test_restart_asks_once_and_forgets(new_chat):
    chat = new_chat().open()
    chat.answer("service", "kela_other")
    chat.tool("restart").click()
    chat.button("cancel").click()
    assert chat.transcript()[-1]["from"] == "auta"
    chat.tool("restart").click()
    chat.answered(chat.button("restart_yes").click)
    assert chat.state["answers"] == []
    expect(chat.element.locator(".log")).not_to_contain_text("Kelan asia", use_inner_text=True)


@BOTH
def test_the_conversation_can_be_saved_as_text(new_chat, tmp_path, language):
    chat = new_chat(language).open()
    chat.to_the_end()
    with chat.page.expect_download() as found:
        chat.tool("save").click()
    file = tmp_path / "saved.txt"
    found.value.save_as(file)
    assert found.value.suggested_filename.endswith(".txt")
    saved = " ".join(file.read_text(encoding="utf-8-sig").split())
    for message in chat.transcript():
        assert " ".join(message["text"].split()) in saved
    assert {"fi": "neuvontabot", "sv": "rådgivningsbot"}[language] in saved
    assert {"fi": "ei päätös", "sv": "inget beslut"}[language] in saved
    assert chat.state["contact"]["phone_text"] in saved
    check_no_violations(chat.page, chat.console)


def test_only_the_conversation_is_printed(new_chat, site):
    chat = new_chat().open(f"{site.origin}/calm")
    chat.answer("service", "kela_other")
    chat.page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
    chat.tool("print").click()
    chat.page.emulate_media(media="print")
    assert chat.page.evaluate("() => window.printed") == 1
    paper = chat.page.locator("body").inner_text()
    for message in chat.transcript():
        assert message["text"].split("\n")[0] in paper
    assert "Toinen sivu" not in paper
    chat.page.emulate_media(media="screen")
    chat.page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    expect(chat.page.get_by_role("link", name="Toinen sivu")).to_be_visible()
    expect(chat.field).to_be_visible()


def kept(chat: Chat) -> str:
    """Everything that the browser keeps of the conversation."""
    return json.dumps(
        chat.page.evaluate("() => [{...sessionStorage}, {...localStorage}, document.cookie]"), ensure_ascii=False
    )


def check_forgotten(chat: Chat, said: str, token: str) -> None:
    """Neither the browser nor the server knows anything."""
    assert said not in kept(chat) and token not in kept(chat)
    answer = httpx.get(f"{chat.site}/chat/session", headers={"Authorization": f"Bearer {token}"}, timeout=20)
    assert answer.status_code == 401


def test_end_and_forget_leaves_nothing(new_chat):
    chat = new_chat().open()
    chat.say("verokortti on kadonnut")
    token = chat.token
    assert token
    chat.tool("end").click()
    chat.button("end_yes").click()
    expect(chat.button("clear")).to_be_visible()
    assert "verokortti on kadonnut" in chat.shown()
    check_forgotten(chat, "verokortti on kadonnut", token)
    chat.button("clear").click()
    assert "verokortti on kadonnut" not in chat.shown()
    assert "verokortti on kadonnut" not in chat.page.evaluate(
        "() => document.querySelector('auta-chat').shadowRoot.textContent"
    )
    chat.opened(chat.button("begin_anew").click)
    assert chat.token and chat.token != token


@pytest.mark.parametrize("where", ["our own page", "another site"])
def test_quick_exit_is_quick_and_leaves_nothing(new_chat, assistant, site, where):
    chat = new_chat()
    address = f"{assistant.site}/" if where == "our own page" else f"{site.origin}/calm"
    chat.page.route("https://**", lambda route: route.fulfill(body="<title>weather</title>", content_type="text/html"))
    chat.open(address)
    chat.say("mies lukee viestini")
    token = chat.token
    chat.button("quick_exit").first.click()
    chat.page.wait_for_url(lambda url: not url.startswith(address))
    chat.page.wait_for_timeout(500)
    answer = httpx.get(f"{assistant.site}/chat/session", headers={"Authorization": f"Bearer {token}"}, timeout=20)
    assert answer.status_code == 401
    chat.page.go_back()
    chat.page.goto(address)
    chat.wait_for_question()
    check_forgotten(chat, "mies lukee viestini", token)
    assert "mies lukee viestini" not in chat.shown()


def test_an_answer_that_comes_after_the_end_brings_nothing_back(new_chat):
    chat = new_chat().open()
    token = chat.token
    chat.page.route("**/chat/messages", lambda route: (chat.page.wait_for_timeout(1500), route.continue_()))
    chat.field.fill("verokortti on kadonnut")
    chat.field.press("Enter")
    chat.tool("end").click()
    chat.button("end_yes").click()
    chat.button("clear").click()
    chat.page.wait_for_timeout(2500)
    assert "verokortti on kadonnut" not in chat.shown()
    check_forgotten(chat, "verokortti on kadonnut", token)


def test_the_end_is_not_undone_by_clearing_the_screen_at_once(new_chat):
    chat = new_chat().open()
    chat.say("verokortti on kadonnut")
    token = chat.token
    chat.page.route("**/chat/session", lambda route: (chat.page.wait_for_timeout(1000), route.continue_()))
    chat.tool("end").click()
    chat.button("end_yes").click()
    with chat.page.expect_response(lambda one: one.request.method == "DELETE") as deleted:
        chat.button("clear").click()
    assert deleted.value.status == 204
    check_forgotten(chat, "verokortti on kadonnut", token)


def test_two_tabs_are_two_conversations(new_chat):
    one = new_chat().open()
    other = new_chat(context=one.page.context).open()
    assert one.token != other.token
    one.say("verokortti")
    other.answer("service", "passport")
    assert "verokortti" not in other.shown()
    assert one.state["answers"] != other.state["answers"]
    one.tool("end").click()
    one.button("end_yes").click()
    expect(one.button("clear")).to_be_visible()
    other.answer("principal", "self")


def test_a_tab_that_was_doubled_shows_what_the_other_said(new_chat):
    one = new_chat().open()
    one.answer("service", "kela_other")
    with one.page.context.expect_page() as found:
        one.page.evaluate("() => { window.open(location.href); }")
    other = Chat(found.value, one.site, "fi")
    other.replies = list(one.replies)
    other.wait_for_question()
    one.answer("principal", "self")
    other.field.fill("terve")
    other.answered(lambda: other.field.press("Enter"))
    other.page.wait_for_timeout(500)
    texts = [message["text"].split("\n")[0] for message in one.transcript()]
    for text in texts:
        assert text in other.shown()


def check_private_stays(chat: Chat) -> None:
    """An identity code leaves the browser by no request, and is not to be seen."""
    bodies: list[str] = []
    chat.page.on("request", lambda request: bodies.append((request.post_data or "") + request.url))
    chat.say(f"tunnukseni on {IDENTITY_CODE} ja puhelin 040 123 4567")
    assert bodies
    assert not [body for body in bodies if "308T" in body or "4567" in body], bodies
    assert "308T" not in chat.shown()


def test_what_is_private_never_leaves_the_browser(new_chat):
    check_private_stays(new_chat().open())


def test_html_in_a_message_stays_words(new_chat):
    chat = new_chat().open()
    words = '<img src=x onerror="document.title=1"><b>moi</b>'
    chat.say(words)
    assert words in chat.shown()
    assert chat.element.locator("img, b:text('moi')").count() == 0
    check_no_violations(chat.page, chat.console)


@BOTH
def test_the_human_contact_is_in_every_state(new_chat, language):
    chat = new_chat(language).open()
    for _ in range(2):
        chat.check_contact()
        chat.to_the_end()
    chat.page.route("**/chat/messages", lambda route: route.abort())
    chat.field.fill("moi")
    chat.field.press("Enter")
    expect(chat.button("send_again")).to_be_visible()
    chat.check_contact()
