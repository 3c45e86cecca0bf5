"""What tests share: one real assistant for all of them, and a new conversation for each."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from bot.commands.assistant import Assistant, free_ports
from bot.privacy import new_sender
from bot.providers import now_in_finland
from tests.conversations.country import write_country

# Time says nothing on a busy machine. In CI the same examples every time; at a developer's, new ones.
settings.register_profile("auta", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("auta")


@pytest.fixture(scope="session")
def foreign_origin() -> str:
    """The origin of another site, which may embed the chat; tests/browser serves it."""
    return f"http://localhost:{free_ports(1)[0]}"


@pytest.fixture(scope="session")
def assistant(tmp_path_factory, foreign_origin):
    country = write_country(tmp_path_factory.mktemp("providers"), now_in_finland().date())
    with Assistant(environment={"AUTA_PROVIDERS": str(country), "AUTA_ORIGINS": foreign_origin}) as started:
        yield started


@pytest.fixture
def sender() -> str:
    return new_sender()
