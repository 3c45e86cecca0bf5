"""What tests share: one real assistant for all of them, and a new conversation for each."""

from __future__ import annotations

import uuid

import pytest

from tests.assistant import Assistant, free_ports

__all__ = ["free_ports"]


@pytest.fixture(scope="session")
def assistant():
    with Assistant() as started:
        yield started


@pytest.fixture
def sender() -> str:
    return uuid.uuid4().hex
