"""Taking answers back: the last one, or one that the person names."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction

from actions.turn import AutaAction, Events, Turn
from bot.language.texts import Button, Text
from bot.triage.conditions import UNKNOWN


class ActionBack(AutaAction):
    """Takes the last answer back and asks it again. Rasa's own action_back would replay the whole conversation."""

    name_ = "action_back"

    def act(self, turn: Turn) -> Events:
        question = turn.memory.last_answered()
        if question is None:
            turn.say("nothing_to_take_back")
            return [FollowupAction("triage_form")]
        return ask_again(turn, question)


class ActionChange(AutaAction):
    """Takes back the answer that /change names; without one, shows the answers to choose from."""

    name_ = "action_change"

    def act(self, turn: Turn) -> Events:
        question = turn.entity("question")
        if isinstance(question, str) and question in {one.id for one in turn.triage.questions}:
            return ask_again(turn, question)
        if question is not None:
            turn.say("answer_refused")
        choices = self._choices(turn)
        if choices:
            turn.send(Text("", choices), turn.speaker.say("which_answer"))
        else:
            turn.say("nothing_to_take_back")
        return [] if turn.memory.progress.recommended else [FollowupAction("triage_form")]

    def _choices(self, turn: Turn) -> tuple[Button, ...]:
        """A button for each answer that says something."""
        answers = turn.memory.answers
        given = [one.id for one in turn.triage.questions if answers.get(one.id, UNKNOWN) != UNKNOWN]
        labels = {slot: turn.speaker.label(slot, answers[slot], answers) for slot in given}
        return tuple(Button(label, f'/change{{"question":"{slot}"}}') for slot, label in labels.items() if label)


def ask_again(turn: Turn, question: str) -> Events:
    """Takes an answer back and lets the form ask that question."""
    turn.memory.take_back(question)
    turn.say("taken_back")
    return [FollowupAction("triage_form")]
