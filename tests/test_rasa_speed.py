"""The corrections of Rasa refuse, accept and merge just what Rasa itself does."""

from __future__ import annotations

import dask
import dask.core
import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.core.events import Event
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import all_subclasses

from bot import rasa_speed
from bot.rasa_speed import validate_action_result

THEIRS = RemoteAction._validate_action_result
GOOD = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "usage", "value": "alone"}], "responses": [{"text": "hei", "buttons": []}]},
    {"events": [{"event": "followup", "name": "action_listen"}, {"event": "restart"}]},
]
BAD = [{"responses": "hei"}, {"events": {}}, {"events": [{"event": "nothing of the kind"}]}, {"events": [{}]}, []]


@pytest.mark.parametrize("result", GOOD)
def test_what_rasa_accepts_is_accepted(result):
    assert THEIRS(RemoteAction("action", None), result) is True
    assert validate_action_result(RemoteAction("action", None), result) is True


@pytest.mark.parametrize("result", BAD)
def test_what_rasa_refuses_is_refused(result):
    for validate in (THEIRS, validate_action_result):
        with pytest.raises(jsonschema.ValidationError):
            validate(RemoteAction("action", None), result)


def test_each_event_is_what_rasa_says_it_is():
    names = {event.type_name for event in all_subclasses(Event) if getattr(event, "type_name", None)} | {"topic"}
    assert {"user", "bot", "slot", "action"} < names
    for name in [*names, *names]:
        assert rasa_speed.event_type(name) is rasa_speed.event_type.__wrapped__(name)
    for _ in range(2):
        with pytest.raises(ValueError, match="nothing of the kind"):
            rasa_speed.event_type("nothing of the kind")


class _Node:
    def __init__(self, name):
        self.name = name

    def __call__(self, *inputs):
        return self.name, inputs


def test_a_pipeline_gives_what_it_gives_by_the_other_scheduler():
    graph = {
        "twice": (_Node("twice"), "once", "message"),
        "once": (_Node("once"), "message"),
        "message": ("message", ["moi"]),
    }
    plain, other = dask.core.get(graph, ["once", "twice"]), dask.get(graph, ["once", "twice"])
    once = ("once", (("message", ["moi"]),))
    assert plain == other == (once, ("twice", (once, ("message", ["moi"]))))


def training_data(*texts):
    return TrainingData([Message({"text": text, "intent": "inform"}) for text in texts])


@pytest.mark.parametrize("first", [(), ("passi",), ("passi", "pass")])
@pytest.mark.parametrize("second", [(), ("passi",), ("skatt", "pass")])
def test_merged_training_data_hold_what_rasa_would_put_together(first, second):
    ours = rasa_speed.merge(training_data(*first), training_data(*second), None)
    theirs = rasa_speed._merge(training_data(*first), training_data(*second), None)
    assert [one.data for one in ours.training_examples] == [one.data for one in theirs.training_examples]
    assert ours.intents == theirs.intents


class _Cache:
    def __init__(self, disabled):
        self.disabled = disabled

    def _is_disabled(self):
        return self.disabled


@pytest.mark.parametrize("disabled", [True, False])
def test_fingerprints_are_taken_only_where_a_cache_keeps_them(disabled, monkeypatch):
    asked = []
    monkeypatch.setattr(rasa_speed, "_remember_before", lambda *args, **kwargs: asked.append("before") or {"key": "1"})
    monkeypatch.setattr(rasa_speed, "_remember_after", lambda *args, **kwargs: asked.append("after"))
    hook = TrainingHook(_Cache(disabled), None, None)
    assert rasa_speed.remember_before(hook, "node") == ({} if disabled else {"key": "1"})
    rasa_speed.remember_after(hook, "node")
    assert asked == ([] if disabled else ["before", "after"])
