"""What was measured, as aligned plain text for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.evaluation.conversations import Comparison
from bot.evaluation.metrics import Found, calibration_error, reliability
from bot.evaluation.understanding import AGAIN, AIMS, RIGHT, WRONG, Summary, Understood, reached

NOTHING = "-"


def percent(value: float | None) -> str:
    """A share as 93.4; a dash for nothing."""
    return NOTHING if value is None else f"{100 * value:.1f}"


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Lines with a title, the first column to the left, the others to the right."""
    lines = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    aligned = [
        "  ".join(cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in enumerate(cells))
        for cells in (list(zip(line, widths, strict=True)) for line in lines)
    ]
    return "\n".join([title, *(f"  {line}".rstrip() for line in aligned), ""])


def nlu_report(whole: Mapping[str, Summary], groups: Mapping[str, Mapping[str, Summary]], most_confusions: int) -> str:
    """Everything of `auta eval nlu` but the worst sentences: by language, and in each by group."""
    parts = [_aims(whole), _slots(whole), _safety(whole), _answers(whole)]
    for language, by_group in groups.items():
        parts.append(_groups(language, by_group))
    for language, summary in whole.items():
        parts.append(_confusions(language, summary, most_confusions))
    return "\n".join([*parts, _calibration(whole)])


def worst_report(language: str, understood: Sequence[Understood]) -> str:
    """Sentences with what went wrong in each, as they come."""
    lines = [f"Understood worst, {language}"]
    for one in understood:
        lines += [f"  {one.sentence.text}  [{one.sentence.group}]", *(f"      {mistake}" for mistake in one.mistakes)]
    return "\n".join([*lines, ""])


# What is said of whole conversations: shares, and numbers.
_SHARES = {
    "recommended": "came to a recommendation, %",
    "level_right": "level right, %",
    "channel_right": "first channel right, %",
    "same_level_by_buttons": "same level as by buttons, %",
    "false_alarms": "false alarm, %",
}
_NUMBERS = {
    "conversations": "conversations",
    "questions_mean": "questions, mean",
    "questions_max": "questions, most",
    "button_questions_mean": "questions by buttons, mean",
    "button_questions_max": "questions by buttons, most",
    "asked_again": "questions asked again, in all",
    "presses": "presses needed, in all",
    "conversations_with_presses": "conversations with a press",
}


def conversations_report(summaries: Mapping[str, Mapping[str, Any]]) -> str:
    """What came of whole conversations, by language, and how far the languages lie apart."""
    rows = []
    for names, factor in ((_SHARES, 100), (_NUMBERS, 1)):
        for name, title in names.items():
            values = [None if one[name] is None else factor * one[name] for one in summaries.values()]
            known = [value for value in values if value is not None]
            apart = max(known) - min(known) if len(known) > 1 else None
            rows.append([title, *(NOTHING if value is None else f"{value:.4g}" for value in (*values, apart))])
    return table("Whole conversations in typed words", ["", *summaries, "apart"], rows)


def failures_report(language: str, compared: Sequence[Comparison], most: int) -> str:
    """Conversations that came to another level or first channel than the facts do; a wrong level first."""
    failed = [one for one in compared if not (one.level_right and one.channel_right)]
    lines = [f"Ended elsewhere, {language}"]
    for one in sorted(failed, key=lambda one: one.level_right)[:most]:
        made, facts = one.as_dict(), one.person.facts
        differ = {slot: value for slot, value in one.understood.items() if facts.get(slot) != value}
        lines += [
            f"  {one.person.opening.text}  [{one.person.opening.group}]",
            f"      told       {one.person.opening.tells}",
            f"      facts      {facts}",
            f"      said       {' | '.join(one.typed.said[1:])}",
            f"      understood {dict(one.understood)}; other than the facts: {differ or 'nothing'}",
            f"      came to    level {made['level']}, {made['primary']}"
            + (f", alarm {one.typed.alarm}" * bool(one.typed.alarm)),
            f"      expected   level {one.expected.level}, {one.expected.channels[0]}",
        ]
    return "\n".join([*lines, ""])


def _aims(whole: Mapping[str, Summary]) -> str:
    found = {language: reached(summary) for language, summary in whole.items()}
    rows = []
    for name, aim in AIMS.items():
        row = [aim.name, f"{'under ' if aim.at_most else ''}{percent(aim.share)}"]
        for values in found.values():
            row += [percent(values[name]), "reached" if aim.is_reached(values[name]) else "NOT reached"]
        rows.append(row)
    head = ["", "aim", *(cell for language in whole for cell in (language, ""))]
    return table("The aims, in per cent", head, rows)


def _slots(whole: Mapping[str, Summary]) -> str:
    columns = ("precision", "recall", "F1", "labels")
    head = ["", *(f"{language} {column}" for language in whole for column in columns)]
    names = list(dict.fromkeys(slot for summary in whole.values() for slot in summary.slots))
    rows = [[slot, *(cell for summary in whole.values() for cell in _found(summary.slots[slot]))] for slot in names]
    return table(
        "What openings tell, in per cent (.home: the place is taken for one's own)",
        head,
        rows,
    )


def _found(found: Found) -> list[str]:
    return [percent(found.precision), percent(found.recall), percent(found.f1), str(found.labels)]


def _safety(whole: Mapping[str, Summary]) -> str:
    head = ["", *(f"{language} {column}" for language in whole for column in ("found", "right code", "messages"))]
    codes = next(iter(whole.values())).safety
    rows = []
    for code in codes:
        parts = [summary.safety[code] for summary in whole.values()]
        cells = [
            (percent(part["found"].value), percent(part["right_code"].value), part["found"].total) for part in parts
        ]
        rows.append([code, *(cell for three in cells for cell in three)])
    for kind, name in (("ordinary", "alarm on ordinary"), ("sound_dangerous", "alarm on what only sounds so")):
        alarms = [summary.false_alarms[kind] for summary in whole.values()]
        rows.append([name, *(cell for one in alarms for cell in (percent(one.value), "", one.total))])
    return table("Danger, in per cent", head, rows)


def _answers(whole: Mapping[str, Summary]) -> str:
    kinds = {RIGHT: "right", AGAIN: "asked again", WRONG: "wrong"}
    head = ["", *(f"{language} {kind}" for language in whole for kind in (*kinds.values(), "answers"))]
    questions = list(dict.fromkeys(question for summary in whole.values() for question in summary.answers))
    rows = []
    for question in questions:
        row: list[Any] = [question]
        for summary in whole.values():
            part = summary.answers.get(question)
            row += [percent(part[kind].value) if part else NOTHING for kind in kinds]
            row.append(part[RIGHT].total if part else 0)
        rows.append(row)
    return table("Answers, in per cent", head, rows)


def _groups(language: str, groups: Mapping[str, Summary]) -> str:
    head = ["", "sentences", "precision", "recall", "service F1", "intent", "danger found", "false alarms"]
    head += ["answers right", "again", "wrong"]
    rows = []
    for group, summary in groups.items():
        situation, answers = summary.slots["situation"], summary.answers["all"]
        values = [situation.precision, situation.recall, summary.slots["service"].f1, summary.intents.value]
        values += [summary.safety["all"]["found"].value, summary.false_alarms["ordinary"].value]
        values += [answers[kind].value for kind in (RIGHT, AGAIN, WRONG)]
        rows.append([group, summary.sentences, *map(percent, values)])
    return table(f"Groups of people, {language}, in per cent", head, rows)


def _confusions(language: str, summary: Summary, most: int) -> str:
    wrong = [(pair, count) for pair, count in summary.confusions.most_common() if pair[0] != pair[1]]
    rows = [[meant, understood, count] for (meant, understood), count in wrong[:most]]
    return table(f"Intents confused most, {language}", ["meant", "understood", "times"], rows)


def _calibration(whole: Mapping[str, Summary]) -> str:
    head = ["confidence", *(f"{language} {column}" for language in whole for column in ("said", "right", "guesses"))]
    tables = [reliability(summary.guesses["both"]) for summary in whole.values()]
    rows: list[list[Any]] = []
    for bins in zip(*tables, strict=True):
        row: list[Any] = [f"{bins[0].low:.1f} to {bins[0].high:.1f}"]
        for one in bins:
            row += [percent(one.confidence), percent(one.accuracy), one.count]
        if any(one.count for one in bins):
            rows.append(row)
    errors = [["expected error"], ["  situation"], ["  answers"]]
    for row, part in zip(errors, ("both", "situation", "answers"), strict=True):
        for summary in whole.values():
            guesses = summary.guesses[part]
            row += ["", percent(calibration_error(guesses)), str(len(guesses))]
    return table("Confidence of guesses (situation and answers), in per cent", head, [*rows, *errors])
