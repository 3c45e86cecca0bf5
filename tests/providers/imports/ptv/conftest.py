"""Payloads of an invented town, written from PTV's description, and an overlay for them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.providers.imports.ptv import Overlay, load_overlay

HERE = Path(__file__).parent
PAYLOADS = sorted((HERE / "payloads").glob("*.json"))
OVERLAY = HERE / "overlay.yml"


@pytest.fixture
def documents() -> list:
    return [json.loads(path.read_text(encoding="utf-8")) for path in PAYLOADS]


@pytest.fixture
def overlay() -> Overlay:
    return load_overlay(OVERLAY)
