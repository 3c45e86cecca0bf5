"""The correction of Rasa refuses and accepts just what Rasa itself does."""

from __future__ import annotations

import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction

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
