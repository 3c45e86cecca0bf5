"""Finnish or Swedish: every answer is kept."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction

from actions.recommend import query, show
from actions.turn import AutaAction, Events, Turn
from bot.language.words import LANGUAGES
from bot.providers import find
from bot.triage import decide


class ActionLanguage(AutaAction):
    """Changes the language that is asked for; without one, to the other language. Goes on where it was."""

    name_ = "action_language"

    def act(self, turn: Turn) -> Events:
        wanted = turn.entity("language")
        if wanted not in LANGUAGES:
            wanted = next(language for language in LANGUAGES if language != turn.language)
        turn.memory.language = wanted
        turn.memory.progress.language_offered = True
        turn.say("language_changed")
        if turn.memory.progress.recommended:
            decision = decide(turn.triage, turn.memory.answers)
            show(turn, decision, find(turn.directory, query(turn, decision), turn.now))
            return []
        return [FollowupAction("triage_form")]
