"""What tests share: one real assistant for all of them, and a new conversation for each."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from bot.commands.assistant import Assistant
from bot.privacy import new_sender

# Time says nothing on a busy machine. In CI the same examples every time; at a developer's, new ones.
settings.register_profile("auta", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("auta")


@pytest.fixture(scope="session")
def assistant():
    with Assistant() as started:
        yield started


@pytest.fixture
def sender() -> str:
    return new_sender()
