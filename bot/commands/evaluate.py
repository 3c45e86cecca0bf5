"""`auta eval nlu`: how well messages are understood. `auta eval`: whole conversations in typed words."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.commands.assistant import Assistant
from bot.commands.model import model_path, quiet_environment
from bot.conversation.messages import Speaker
from bot.data_file import relative
from bot.evaluation.conversations import Comparison, draw_persons, hold, press_all, summary_of
from bot.evaluation.report import conversations_report, failures_report, nlu_report, worst_report
from bot.evaluation.sentences import load_sentences
from bot.evaluation.understanding import AIMS, Judge, Summary, reached, slot_names
from bot.language.texts import load_texts
from bot.language.words import LANGUAGES
from bot.providers import now_in_finland
from bot.triage import load_triage

# So many messages at once are read several times as fast as one by one, with the same result.
BATCH = 64
CONFUSIONS = 15
Parse = Callable[[Sequence[str]], Iterator[dict[str, Any]]]


def evaluate_nlu(data: Path, json_file: Path | None, pictures: Path | None, worst: int) -> int:
    """Prints how well the test sentences are understood. Returns 0, or 1 without a model. Raises DataError."""
    if not _has_model():
        return 1
    sentences, triage = load_sentences(data), load_triage()
    judge = Judge(triage, load_texts())
    parsed = _load_parser()([sentence.text for sentence in sentences])
    understood = [judge.judge(sentence, message) for sentence, message in zip(sentences, parsed, strict=True)]

    slots, whole, groups = slot_names(triage), dict[str, Summary](), dict[str, dict[str, Summary]]()
    for language in sorted({sentence.language for sentence in sentences}):
        own = [one for one in understood if one.sentence.language == language]
        whole[language] = Summary(own, slots)
        names = sorted({one.sentence.group for one in own})
        groups[language] = {name: Summary([one for one in own if one.sentence.group == name], slots) for name in names}
    print(nlu_report(whole, groups, CONFUSIONS))
    for language, summary in whole.items():
        if worst:
            print(worst_report(language, summary.worst(worst)))
    if json_file:
        _write(json_file, _nlu_as_dict(whole, groups, [one.as_dict() for one in understood]))
    if pictures:
        from bot.evaluation.pictures import draw

        print("Drawn: " + ", ".join(relative(path) for path in draw(whole, pictures)))
    return 0


def evaluate_conversations(count: int, json_file: Path | None, worst: int, data: Path) -> int:
    """Holds `count` conversations a language with a real server and prints how they ended. Returns 0, or 1 without a
    model. Raises DataError, and RuntimeError when the server does not start."""
    if not _has_model():
        return 1
    triage, texts, sentences = load_triage(), load_texts(), load_sentences(data)
    found: dict[str, list[Comparison]] = {}
    with Assistant() as assistant:
        for language in LANGUAGES:
            speaker = Speaker(texts, triage, language)
            persons = draw_persons(speaker, sentences, count, now_in_finland().date())
            found[language] = [
                Comparison.of(triage, person, hold(speaker, person, assistant.talk), press_all(person, assistant.talk))
                for person in _with_progress(persons, language)
            ]
    print(conversations_report({language: summary_of(own) for language, own in found.items()}))
    for language, own in found.items():
        if worst:
            print(failures_report(language, own, worst))
    if json_file:
        _write(
            json_file,
            {
                language: {"summary": summary_of(own), "conversations": [one.as_dict() for one in own]}
                for language, own in found.items()
            },
        )
    return 0


def _has_model() -> bool:
    if model_path().exists():
        return True
    print(f"There is no model for the current data ({relative(model_path())}): run `make train`.", file=sys.stderr)
    return False


def _load_parser() -> Parse:
    """Reads texts as the server would: the messages in the form of Rasa's `latest_message`."""
    os.environ.update(quiet_environment())
    from rasa.core.channels.channel import UserMessage
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
    from rasa.engine.loader import load_predict_graph_runner
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.shared.nlu.constants import ENTITIES, TEXT

    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        metadata, runner = load_predict_graph_runner(Path(folder), model_path(), LocalModelStorage, DaskGraphRunner)

    def parse(texts: Sequence[str]) -> Iterator[dict[str, Any]]:
        for start in range(0, len(texts), BATCH):
            batch = [UserMessage(text) for text in texts[start : start + BATCH]]
            inputs = {PLACEHOLDER_MESSAGE: batch, PLACEHOLDER_TRACKER: None}
            for message in runner.run(inputs=inputs, targets=[metadata.nlu_target])[metadata.nlu_target]:
                yield {TEXT: "", ENTITIES: [], **message.as_dict(only_output_properties=True)}

    return parse


def _nlu_as_dict(
    whole: Mapping[str, Summary], groups: Mapping[str, Mapping[str, Summary]], sentences: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    languages = {}
    for language, summary in whole.items():
        measured = reached(summary)
        aims = {
            name: {"aim": aim.share, "measured": measured[name], "reached": aim.is_reached(measured[name])}
            for name, aim in AIMS.items()
        }
        by_group = {name: part.as_dict() for name, part in groups[language].items()}
        languages[language] = {"aims": aims, "all": summary.as_dict(), "groups": by_group}
    return {"model": model_path().name, "languages": languages, "sentences": sentences}


def _with_progress(items: Sequence[Any], name: str) -> Iterator[Any]:
    for place, item in enumerate(items, 1):
        print(f"\r{name} {place}/{len(items)}", end="", file=sys.stderr, flush=True)
        yield item
    print(file=sys.stderr)


def _write(file: Path, content: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
