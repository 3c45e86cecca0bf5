"""One correction of Rasa 3.6, for speed.

Rasa validates each reply of the action server, and each time first checks the schema that it validates with: two
thirds of the time of a turn (measured with py-spy; bench/README.md). The schema never changes: it is compiled once.
"""

from __future__ import annotations

from typing import Any

import fastjsonschema
import jsonschema
from rasa.core.actions.action import RemoteAction

_validate = fastjsonschema.compile(RemoteAction.action_response_format_spec())


def validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    """True for a reply of the action server that has Rasa's form; raises jsonschema.ValidationError as Rasa does."""
    try:
        _validate(result)
    except fastjsonschema.JsonSchemaException as problem:
        raise jsonschema.ValidationError(f"{problem}: the action server's reply is not what Rasa expects") from None
    return True


def apply() -> None:
    """Puts the correction in place, in the process that calls this."""
    RemoteAction._validate_action_result = validate_action_result
