"""A person, now: the authority's own contact, with hours and whether it is open."""

from __future__ import annotations

from actions.turn import AutaAction, Events, Turn


class ActionHuman(AutaAction):
    """Shows the contact; the questions go on only if the person wants."""

    name_ = "action_human"

    def act(self, turn: Turn) -> Events:
        turn.say("human")
        turn.hand_over("HUMAN")
        place = turn.directory.place(turn.municipality)
        if place and place.address:
            turn.say("human_place", address=place.address[turn.language])
        if turn.tracker.active_loop_name:
            turn.say("go_on")
        return []
