"""One correction of Rasa 3.6, for speed.

Rasa validates each reply of the action server, and each time first checks the schema that it validates with: two
thirds of the time of a turn (measured with py-spy; bench/README.md). The schema never changes: here it is checked once.
"""

from __future__ import annotations

from typing import Any

import jsonschema
from jsonschema.exceptions import best_match
from rasa.core.actions.action import RemoteAction

_VALIDATOR = jsonschema.Draft202012Validator(RemoteAction.action_response_format_spec())


def validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    """True for a reply of the action server that has Rasa's form; raises jsonschema.ValidationError as Rasa does."""
    problem = best_match(_VALIDATOR.iter_errors(result))
    if problem is not None:
        problem.message += ". The action server's reply is not of the form that Rasa expects."
        raise problem
    return True


def apply() -> None:
    """Puts the correction in place, in the process that imports this."""
    _VALIDATOR.check_schema(_VALIDATOR.schema)
    RemoteAction._validate_action_result = validate_action_result
