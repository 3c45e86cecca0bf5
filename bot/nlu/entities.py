"""Entities in Rasa's form, as this project's extractors make them."""

from __future__ import annotations

from typing import Any

from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message


def entity(slot: str, value: Any, span: tuple[int, int], extractor: str, role: str | None = None) -> dict[str, Any]:
    """An entity for a span of the text, with Rasa's `role` where it has one."""
    found = {"entity": slot, "value": value, "start": span[0], "end": span[1], "extractor": extractor}
    return {**found, "role": role} if role else found


def add_entities(message: Message, found: list[dict[str, Any]]) -> None:
    """Adds entities to a message beside those it has."""
    message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
