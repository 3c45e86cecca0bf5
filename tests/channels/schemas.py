"""The shapes of what the web channel's API answers, as JSON Schema: a field too many is a mistake as one too few is."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator

TEXT, BOOL, NUMBER = {"type": "string", "minLength": 1}, {"type": "boolean"}, {"type": "integer", "minimum": 1}
LANGUAGE = {"enum": ["fi", "sv"]}
PAYLOAD = {"type": "string", "pattern": r"^/[a-z_]+(\{.*\})?$"}


def maybe(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def listed(schema: dict[str, Any]) -> dict[str, Any]:
    """A list of such."""
    return {"type": "array", "items": schema}


def record(fields: dict[str, Any]) -> dict[str, Any]:
    """An object with these fields, all of them and no others."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


CARD = record(
    {
        "id": TEXT,
        "channel": TEXT,
        "name": TEXT,
        "provider": TEXT,
        "open_now": maybe(BOOL),
        "open": {"type": "string"},
        "week": listed(TEXT),
        "phone": maybe({"type": "string", "pattern": r"^\+?[0-9]{3,15}$"}),
        "phone_text": maybe(TEXT),
        "url": maybe({"type": "string", "pattern": "^https?://"}),
        "email": maybe({"type": "string", "pattern": "^[^@ ]+@[^@ ]+$"}),
        "address": maybe(TEXT),
        "map": maybe({"type": "string", "pattern": "^https://www.openstreetmap.org/"}),
        "languages": maybe(TEXT),
        "price": maybe(TEXT),
        "details": listed(TEXT),
        "language": LANGUAGE,
    }
)
BUTTON = record({"title": TEXT, "payload": PAYLOAD})
QUESTION = record(
    {
        "type": {"const": "question"},
        "question": TEXT,
        "text": TEXT,
        "why": TEXT,
        "language": LANGUAGE,
        "options": listed(record({"value": TEXT, "title": TEXT, "payload": PAYLOAD})),
        "asked": NUMBER,
        "at_most": NUMBER,
    }
)
ANSWER = record({"question": TEXT, "asked": TEXT, "title": TEXT, "payload": PAYLOAD})
STATE = record(
    {
        "language": LANGUAGE,
        "municipality": {"type": "string", "pattern": "^[0-9]{3}$"},
        "ended": BOOL,
        "question": maybe(QUESTION),
        "answers": listed(ANSWER),
        "recommended": BOOL,
        "reference": maybe({"type": "string", "pattern": "^[A-Z][0-9][A-Z]-[0-9]{2}[A-Z]$"}),
        "contact": CARD,
    }
)


def at_least(type_: str, fields: dict[str, Any]) -> dict[str, Any]:
    """A message of the contract: of this type, with at least these fields."""
    return {"properties": {"type": {"const": type_}, **fields}, "required": ["type", *fields]}


CUSTOMS = [
    QUESTION,
    at_least(
        "recommendation",
        {
            "level": {"type": "integer"},
            "row": NUMBER,
            "channels": listed(TEXT),
            "language": LANGUAGE,
            "answers": {"type": "object"},
            "headline": TEXT,
            "cards": {**listed(CARD), "minItems": 1},
            "others_title": maybe(TEXT),
        },
    ),
    {
        **at_least("alternatives", {}),
        "anyOf": [
            at_least("alternatives", {"cards": {**listed(CARD), "minItems": 1}}),
            at_least("alternatives", {"repeats": {"const": True}}),
        ],
    },
    at_least("reference", {"code": TEXT}),
    at_least("safety", {"code": {"enum": ["EMERGENCY", "FRAUD", "COERCION"]}}),
    at_least("handover", {"reason": TEXT, "card": CARD}),
    at_least("privacy", {"code": TEXT}),
    at_least("explanation", {}),
    at_least("end", {}),
    at_least("restart", {}),
]
MESSAGE = {
    **record(
        {
            "id": NUMBER,
            "from": {"enum": ["auta", "person"]},
            "language": LANGUAGE,
            "text": {"type": "string"},
            "buttons": listed(BUTTON),
            "custom": maybe({"type": "object", "oneOf": CUSTOMS}),
        }
    ),
    "anyOf": [{"properties": {"text": TEXT}}, {"properties": {"custom": {"type": "object"}}}],
}
# A person's own message names the id that the page gave it, so that a page that is loaded again knows which one arrived.
MESSAGE["properties"] = {**MESSAGE["properties"], "key": {"type": "string", "pattern": "^[A-Za-z0-9-]{1,64}$"}}
MESSAGE["if"] = {"properties": {"from": {"const": "person"}}}
MESSAGE["then"] = {"required": ["key"]}
MESSAGE["else"] = {"properties": {"key": False}}
REPLY = record({"messages": {**listed(MESSAGE), "minItems": 1}, "state": STATE})
OPENED = record({"session": {"type": "string", "pattern": "^[A-Za-z0-9_-]{32,}$"}, **REPLY["properties"]})
CODES = (
    "bad_request no_session wrong_origin not_found method_not_allowed too_long too_many unavailable too_slow".split()  # noqa: SIM905
)
ERROR = record({"error": {"enum": CODES}, "text": TEXT, "language": LANGUAGE, "contact": maybe(CARD)})


def fits(found: Any, schema: dict[str, Any]) -> None:
    """Raises AssertionError that names every place where something has not the shape."""
    problems = [f"{one.json_path}: {one.message[:300]}" for one in Draft202012Validator(schema).iter_errors(found)]
    assert not problems, "\n".join(problems)
