"""Loads data/triage and refuses what is wrong in it, with file, line, field and what was expected."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.data_file import ROOT, DataFile
from bot.language.words import compile_each
from bot.triage.conditions import UNKNOWN, Condition, ConditionError, read_condition
from bot.triage.model import (
    INTERACTIVITIES,
    SAFETY_CODES,
    Authority,
    Contradiction,
    Fact,
    Question,
    Row,
    Service,
    Step,
    Triage,
)

TRIAGE_DATA = ROOT / "data" / "triage"


@lru_cache
def load_triage(folder: Path = TRIAGE_DATA) -> Triage:
    """The decision model in a folder (data/triage). Raises DataError."""
    services_file = DataFile(folder / "services.yml", "services")
    questions_file = DataFile(folder / "questions.yml", "questions")
    levels_file = DataFile(folder / "levels.yml", "levels")

    services = _services(services_file)
    facts = _facts(questions_file.data["facts"])
    options = {
        entry["id"]: (*services, "other") if entry["options"] == "services" else tuple(entry["options"])
        for entry in questions_file.data["questions"]
    }
    vocabulary = _vocabulary(options, facts)
    levels, channels = levels_file.data["levels"], tuple(levels_file.data["channels"])
    _check_levels(levels_file, levels, channels)
    return Triage(
        questions=_questions(questions_file, options, vocabulary),
        facts=facts,
        contradictions=_contradictions(questions_file, options, vocabulary),
        services=services,
        levels=levels,
        channels=channels,
        last_resort=levels_file.data["last_resort"],
        rows=tuple(
            Row(
                row=entry["row"],
                condition=_condition(levels_file, ["rows", index, "if"], vocabulary),
                level_id=entry["level"],
                channels=tuple(entry["channels"]),
                reasons=tuple(entry["reasons"]),
            )
            for index, entry in enumerate(levels_file.data["rows"])
        ),
        steps=tuple(
            Step(
                step=entry["step"],
                condition=_condition(levels_file, ["steps", index, "if"], vocabulary),
                level_id=entry.get("level"),
                drop=tuple(entry.get("drop", ())),
                first=entry.get("first"),
                move=tuple(entry.get("before", {}).get("move", ())),
                before=entry.get("before", {}).get("than"),
            )
            for index, entry in enumerate(levels_file.data["steps"])
        ),
        notes=tuple(
            (_condition(levels_file, ["notes", index, "if"], vocabulary), entry["reason"])
            for index, entry in enumerate(levels_file.data["notes"])
        ),
        vocabulary=vocabulary,
    )


def _vocabulary(options: Mapping[str, tuple[str, ...]], facts: tuple[Fact, ...]) -> dict[str, tuple[Any, ...]]:
    """Every field that a condition may look at, with its values."""
    asked = {slot: (*values, UNKNOWN) for slot, values in options.items() if slot != "service"}
    told = {fact.id: fact.options if fact.several else (*fact.options, UNKNOWN) for fact in facts if fact.options}
    return {
        **asked,
        **told,
        "interactivity": INTERACTIVITIES,
        "login": (True, False),
        "safety": (*SAFETY_CODES, UNKNOWN),
        "contradiction": (True, False),
    }


def _condition(file: DataFile, path: list[str | int], vocabulary: Mapping[str, tuple[Any, ...]]) -> Condition:
    raw = file.data
    for key in path:
        raw = raw.get(key, {}) if isinstance(raw, dict) else raw[key]
    try:
        return read_condition(raw, vocabulary)
    except ConditionError as problem:
        raise file.error([*path, *problem.field], problem.expected) from None


def _questions(
    file: DataFile, options: Mapping[str, tuple[str, ...]], vocabulary: Mapping[str, tuple[Any, ...]]
) -> tuple[Question, ...]:
    questions = []
    for index, entry in enumerate(file.data["questions"]):
        for word in ("affirm", "deny"):
            if word in entry and entry[word] not in options[entry["id"]]:
                raise file.error(["questions", index, word], "one of " + ", ".join(options[entry["id"]]))
        if entry.get("about", "principal") != "principal":
            raise file.error(["questions", index, "about"], "principal")
        questions.append(
            Question(
                id=entry["id"],
                options=options[entry["id"]],
                affirm=entry.get("affirm"),
                deny=entry.get("deny"),
                outranks=entry.get("outranks"),
                about_principal="about" in entry,
                asked_if=_condition(file, ["questions", index, "asked_if"], vocabulary),
            )
        )
    return tuple(questions)


def _facts(entries: list[dict[str, Any]]) -> tuple[Fact, ...]:
    return tuple(
        Fact(entry["id"], tuple(entry.get("options", ())), entry.get("several", False), entry.get("pattern"))
        for entry in entries
    )


def _contradictions(
    file: DataFile, options: Mapping[str, tuple[str, ...]], vocabulary: Mapping[str, tuple[Any, ...]]
) -> tuple[Contradiction, ...]:
    found = []
    for index, entry in enumerate(file.data["contradictions"]):
        if entry["recheck"] not in options:
            raise file.error(["contradictions", index, "recheck"], "a question among " + ", ".join(options))
        condition = _condition(file, ["contradictions", index, "if"], vocabulary)
        found.append(Contradiction(condition, entry["recheck"]))
    return tuple(found)


def _services(file: DataFile) -> dict[str, Service]:
    authorities = {
        authority_id: Authority(authority_id, entry["names"], entry["links"])
        for authority_id, entry in file.data["authorities"].items()
    }
    services: dict[str, Service] = {}
    for index, entry in enumerate(file.data["services"]):
        if entry["id"] in services:
            raise file.error(["services", index, "id"], "an id that no other service has")
        if entry["authority"] not in authorities:
            raise file.error(["services", index, "authority"], "one of " + ", ".join(authorities))
        compile_each(file, ["services", index, "words"])
        words = {language: tuple(patterns) for language, patterns in entry["words"].items()}
        services[entry["id"]] = Service(**{**entry, "authority": authorities[entry["authority"]], "words": words})
    return services


def _check_levels(file: DataFile, levels: Mapping[str, int], channels: tuple[str, ...]) -> None:
    def known(path: list[str | int], value: str, among: Any) -> None:
        if value not in among:
            raise file.error(path, "one of " + ", ".join(among), value)

    known(["last_resort"], file.data["last_resort"], channels)
    for index, row in enumerate(file.data["rows"]):
        if row["level"] is not None:
            known(["rows", index, "level"], row["level"], levels)
        for place, channel in enumerate(row["channels"]):
            known(["rows", index, "channels", place], channel, channels)
    for index, step in enumerate(file.data["steps"]):
        if "level" in step:
            known(["steps", index, "level"], step["level"], levels)
        for place, channel in enumerate(step.get("drop", [])):
            known(["steps", index, "drop", place], channel, channels)
        if "first" in step:
            known(["steps", index, "first"], step["first"], channels)
        if "before" in step:
            known(["steps", index, "before", "than"], step["before"]["than"], channels)
            for place, channel in enumerate(step["before"]["move"]):
                known(["steps", index, "before", "move", place], channel, channels)
