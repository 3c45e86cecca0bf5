"""Corrections of Rasa 3.6, for speed.

Rasa validates each reply of the action server, and each time first checks the schema that it validates with: two
thirds of the time of a turn (measured with py-spy; bench/README.md). Here a fast library says whether a reply is valid,
and jsonschema is asked only what is wrong with one that is not. For each event of a conversation that it reads back
Rasa walks through all classes of events, a tenth of a turn, more in a long conversation: here each is found once. And
each message runs through the pipeline by dask's scheduler for many workers, another twelfth: dask has a plain one too.

In training Rasa takes a fingerprint of all examples after each component, for a cache that we have switched off, and
copies them all whenever it adds nothing to them: a third of the time, with 24,000 examples.
"""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import dask.core
import jsonschema
import jsonschema_rs
from jsonschema.exceptions import best_match
from rasa.core.actions.action import RemoteAction
from rasa.engine.runner import dask as runner
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.core.events import Event
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

_FORM = RemoteAction.action_response_format_spec()
_VALIDATOR, _QUICK_VALIDATOR = jsonschema.Draft202012Validator(_FORM), jsonschema_rs.Draft202012Validator(_FORM)


def validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    """True for a reply of the action server that has Rasa's form; raises jsonschema.ValidationError as Rasa does."""
    problem = None if _QUICK_VALIDATOR.is_valid(result) else best_match(_VALIDATOR.iter_errors(result))
    if problem is not None:
        problem.message += ". The action server's reply is not of the form that Rasa expects."
        raise problem
    return True


# What a name of an event means does not change; one that is unknown is not kept.
event_type = lru_cache(Event.resolve_by_type)

_remember_before, _remember_after, _merge = TrainingHook.on_before_node, TrainingHook.on_after_node, TrainingData.merge


def remember_before(self: TrainingHook, *args: Any, **kwargs: Any) -> dict[str, Any]:
    """What Rasa wants to know of a component before it is trained; nothing when no cache would keep it."""
    return {} if self._cache._is_disabled() else _remember_before(self, *args, **kwargs)


def remember_after(self: TrainingHook, *args: Any, **kwargs: Any) -> None:
    """Keeps what a component made in Rasa's cache, if there is one."""
    if not self._cache._is_disabled():
        _remember_after(self, *args, **kwargs)


def merge(self: TrainingData, *others: TrainingData | None) -> TrainingData:
    """All these data together; where only one of them holds anything, that one itself. Nothing is copied."""
    holding = [data for data in (self, *others) if data is not None and not _is_empty(data)]
    if len(holding) == 1:
        return holding[0]
    merged = TrainingData(
        entity_synonyms=dict(pair for data in holding for pair in data.entity_synonyms.items()),
        regex_features=[feature for data in holding for feature in data.regex_features],
        lookup_tables=[table for data in holding for table in data.lookup_tables],
        responses=dict(pair for data in holding for pair in data.responses.items()),
    )
    examples: dict[str, Message] = {}
    for data in holding:
        for example in data.training_examples:
            examples.setdefault(repr(example.data), example)  # Rasa compares fingerprints, which takes seconds
    merged.training_examples = list(examples.values())
    return merged


def _is_empty(data: TrainingData) -> bool:
    parts = (data.training_examples, data.entity_synonyms, data.regex_features, data.lookup_tables, data.responses)
    return not any(parts)


def apply_to_training() -> None:
    """Puts what concerns training in place, in the process that imports this."""
    TrainingHook.on_before_node, TrainingHook.on_after_node = remember_before, remember_after
    TrainingData.merge = merge


def apply() -> None:
    """Puts what concerns conversations in place, in the process that imports this."""
    RemoteAction._validate_action_result = validate_action_result
    Event.resolve_by_type = staticmethod(event_type)
    runner.dask = SimpleNamespace(get=dask.core.get)
