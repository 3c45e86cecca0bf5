"""One browser for all of these tests, and for each a page of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.chat import Chat
from tests.browser.checks import AXE
from tests.browser.chromium import executable
from tests.browser.site import Site

LOOK = Path(__file__).parent / "look.js"
HEIGHTS = {320: 640, 1280: 800}


@pytest.fixture(scope="package")
def browser():
    # Of this folder only: while Playwright runs, no other test of this thread could run an event loop.
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable())
        yield started
        started.close()


@pytest.fixture(scope="package")
def site(assistant, foreign_origin):
    """Another site that embeds the chat."""
    with Site(assistant.site, int(foreign_origin.rpartition(":")[2])) as started:
        yield started


@pytest.fixture
def new_chat(browser, assistant):
    """A new page: `new_chat("sv", width=320, colour="dark")`; `.open()` begins the conversation.

    `clock`: time is the test's own. `axe`: axe-core is there. Everything else is of Playwright's browser.new_context.
    """
    contexts = []

    def new(
        language="fi",
        width=1280,
        height=None,
        colour="light",
        forced=False,
        axe=False,
        clock=False,
        address=None,
        context=None,
        **options,
    ) -> Chat:
        if context is None:
            context = browser.new_context(
                viewport={"width": width, "height": height or HEIGHTS.get(width, 800)},
                color_scheme=colour,
                forced_colors="active" if forced else "none",
                reduced_motion=options.pop("reduced_motion", "reduce"),
                locale={"fi": "fi-FI", "sv": "sv-FI"}[language],
                **options,
            )
            context.set_default_timeout(15_000)
            contexts.append(context)
            # Not bound by the page's policy, unlike a script that is added to the page.
            context.add_init_script(path=LOOK)
            if axe:
                context.add_init_script(path=AXE)
        page = context.new_page()
        if clock:
            page.clock.install()
        return Chat(page, address or assistant.site, language)

    yield new
    for context in contexts:
        context.close()
