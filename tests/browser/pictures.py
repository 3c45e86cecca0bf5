"""The screenshots of README and docs: `make pictures` writes docs/pictures/chat-*.png, of the invented Esimerkkilä."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from bot.commands.assistant import Assistant, free_ports
from bot.data_file import ROOT, relative
from tests.browser.chat import SAFETY, Chat
from tests.browser.chromium import executable
from tests.browser.plain import answer
from tests.browser.site import Site

FOLDER = ROOT / "docs" / "pictures"
WIDE, PHONE = (1280, 800), (360, 740)
COLOURS = 96


def start(chat: Chat) -> None:
    chat.open()


def question(chat: Chat) -> None:
    chat.open()
    chat.answer("service", "kela_other")
    chat.answer("principal", "self")


def recommendation(chat: Chat) -> None:
    chat.open()
    chat.to_the_end()
    chat.element.locator(".recommendation").first.evaluate("one => one.scrollIntoView()")


def emergency(chat: Chat) -> None:
    chat.open()
    chat.say(SAFETY[chat.language]["EMERGENCY"])


def answers(chat: Chat) -> None:
    question(chat)
    chat.tool("answers").click()


def failure(chat: Chat) -> None:
    question(chat)
    chat.page.route("**/chat/messages", lambda route: route.abort())
    chat.field.fill({"fi": "hoidin itse", "sv": "jag gjorde det själv"}[chat.language])
    chat.field.press("Enter")
    expect(chat.button("send_again")).to_be_visible()


def without_javascript(chat: Chat) -> None:
    chat.page.goto(f"{chat.site}/plain?language={chat.language}")
    chat.page.locator("main form button").first.click()
    answer(chat, "service", "kela_other")


# The name, its language, the screen, colours, and what leads there.
PICTURES: list[tuple[str, str, tuple[int, int], dict[str, Any], Callable[[Chat], None]]] = [
    ("start", "fi", WIDE, {}, start),
    ("question", "sv", PHONE, {}, question),
    ("recommendation", "fi", WIDE, {}, recommendation),
    ("recommendation-phone", "sv", PHONE, {"color_scheme": "dark"}, recommendation),
    ("emergency", "fi", PHONE, {}, emergency),
    ("answers", "sv", WIDE, {"color_scheme": "dark"}, answers),
    ("failure", "fi", PHONE, {}, failure),
    ("forced-colours", "sv", PHONE, {"forced_colors": "active", "color_scheme": "dark"}, question),
    ("without-javascript", "fi", PHONE, {"java_script_enabled": False}, without_javascript),
]


def corner(chat: Chat, site: Site) -> None:
    """The chat in the corner of a municipality's own page."""
    attributes = quote("position=corner")
    chat.page.goto(f"{site.origin}/calm?language={chat.language}&attributes={attributes}")
    chat.opened(chat.button("open_chat").click)


def save(name: str, png: bytes) -> None:
    """Writes a picture with few colours, which is all that a page has."""
    file = FOLDER / f"chat-{name}.png"
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{relative(file)}: {file.stat().st_size // 1024} kB")


def shoot(browser: Browser, assistant: Assistant, site: Site) -> None:
    """Takes every picture."""
    todo = [*PICTURES, ("corner", "sv", WIDE, {}, lambda chat: corner(chat, site))]
    for name, language, (width, height), look, lead_there in todo:
        options: dict[str, Any] = {"color_scheme": "light", **look}
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **options)
        chat = Chat(context.new_page(), assistant.site, language)
        lead_there(chat)
        chat.page.wait_for_timeout(300)
        save(name, chat.page.screenshot())
        context.close()


def main() -> None:
    """Starts an assistant, and takes the pictures of it."""
    port = free_ports(1)[0]
    FOLDER.mkdir(exist_ok=True)
    with (
        Assistant(environment={"AUTA_ORIGINS": f"http://localhost:{port}"}) as assistant,
        Site(assistant.site, port) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=executable())
        shoot(browser, assistant, site)
        browser.close()


if __name__ == "__main__":
    main()
