"""Finnish or Swedish: every answer is kept."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction

from actions.recommend import look, show
from actions.turn import AutaAction, Events, Turn
from bot.language.words import LANGUAGES, fold
from bot.triage import decide

# What the languages are called in either of them, and what turns a wish round: "en ymmärrä ruotsia".
_NAMES = {"fi": re.compile(r"\b(?:suome|suomi|finsk)"), "sv": re.compile(r"\b(?:ruots|svensk)")}
_NOT = re.compile(r"\b(?:en|ei|enka|eika|emma|inte|int|ej)\b")


def _named(text: str) -> str | None:
    """The language that is wished for in words; None when none is named, or both."""
    folded = fold(text)
    named = [language for language, pattern in _NAMES.items() if pattern.search(folded)]
    if len(named) != 1:
        return None
    wanted = named[0]
    return next(language for language in LANGUAGES if language != wanted) if _NOT.search(folded) else wanted


class ActionLanguage(AutaAction):
    """Changes the language that is asked for; without one, to the other language. Goes on where it was."""

    name_ = "action_language"

    def act(self, turn: Turn) -> Events:
        wanted = turn.entity("language")
        if wanted is not None and wanted not in LANGUAGES:
            turn.say("answer_refused")
            return []
        if wanted is None:
            wanted = _named(turn.message.get("text") or "")
        if wanted is None:
            wanted = next(language for language in LANGUAGES if language != turn.language)
        turn.memory.language = wanted
        turn.memory.progress.language_offered = True
        turn.say("language_changed")
        if turn.memory.progress.recommended:
            decision = decide(turn.triage, turn.memory.answers)
            show(turn, decision, look(turn, decision))
            return []
        return [FollowupAction("triage_form")]
