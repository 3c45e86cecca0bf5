"""One correction of Rasa 3.6, for safety: whoever hands Rasa a message learns of actions that failed.

Rasa logs an action that fails and goes on without it: the answer may lack its end, or the question that should follow.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from rasa.core.actions.action import ActionExecutionRejection, RemoteAction

_failures: ContextVar[list[str] | None] = ContextVar("failures", default=None)
_run = RemoteAction.run


def watch() -> list[str]:
    """A list that gets the names of the actions that fail from now on, in this task and those it starts."""
    failed: list[str] = []
    _failures.set(failed)
    return failed


async def watched_run(self: RemoteAction, *args: Any, **kwargs: Any) -> Any:
    """Rasa's own, telling of a failure. That a form steps aside is none."""
    try:
        return await _run(self, *args, **kwargs)
    except ActionExecutionRejection:
        raise
    except Exception:
        failed = _failures.get()
        if failed is not None:
            failed.append(self.name())
        raise


def apply() -> None:
    """Puts the correction in place, in the process that imports this."""
    RemoteAction.run = watched_run
