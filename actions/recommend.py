"""The recommendation: what to do, where, when, why, what else, and the code to read out on the phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk.events import FollowupAction

from actions.turn import AutaAction, Events, Turn
from bot.conversation import offers
from bot.conversation.messages import BEGINS
from bot.language.texts import Button, Text
from bot.providers import Findings, Found, Query, find
from bot.providers.find import is_human
from bot.providers.model import HOME_VISIT
from bot.storage.gaps import Gaps
from bot.storage.references import References
from bot.triage import Decision, decide

# Of these nobody hears that they are closed now: they begin at a time, or are booked.
NEVER_CLOSED = (*BEGINS, HOME_VISIT)
# How many offers are shown at once: more is hard to choose from.
SHOWN = 3


class ActionRecommend(AutaAction):
    """Decides and offers; asks first which place was meant where a name is that of several."""

    name_ = "action_recommend"

    def __init__(self) -> None:
        self._references, self._gaps = References(), Gaps()

    def act(self, turn: Turn) -> Events:
        progress, answers = turn.memory.progress, turn.memory.answers
        if progress.places:
            ask_which_place(turn)
            return [FollowupAction("action_listen")]
        decision = decide(turn.triage, answers)
        findings = look(turn, decision)
        if findings.gap:
            self._gaps.record(findings.gap)
        progress.reference = self._references.keep({"answers": dict(answers), "decision": decision.as_dict()})
        progress.recommended = True
        show(turn, decision, findings)
        return []


class ActionAlternatives(AutaAction):
    """The offers that were not shown yet; before there is a recommendation, the questions go on."""

    name_ = "action_alternatives"

    def act(self, turn: Turn) -> Events:
        progress = turn.memory.progress
        if not progress.recommended:
            turn.say("no_alternatives_yet")
            return [FollowupAction("triage_form")]
        decision = decide(turn.triage, turn.memory.answers)
        found = look(turn, decision).found
        others = [one for one in found if one.offer.id not in progress.shown][:SHOWN]
        if not others:
            turn.say("no_more_alternatives")
            turn.hand_over("HUMAN")
            return []
        headline = turn.speaker.say("more_alternatives")
        custom = _message(turn, decision, others, headline, others)
        turn.send(turn.speaker.text("ask_feedback"), "\n".join([headline, *_listed(turn, others)]), custom)
        progress.shown += [one.offer.id for one in others]
        return []


def ask_which_place(turn: Turn) -> None:
    """Asks which of the places of one name is meant; once, for the answer decides only what is near."""
    places, language = turn.memory.progress.places, turn.language
    name, codes = places[0], places[1:]
    meanings = turn.directory.places.meanings(name)
    buttons = [Button(meanings[code][language], f'/answer{{"municipality":"{code}"}}') for code in codes]
    buttons.append(Button(turn.speaker.say("another_place"), "/continue"))
    words = turn.speaker.say("which_place")
    turn.send(Text(words, tuple(buttons)), words)
    turn.memory.progress.places = []


def look(turn: Turn, decision: Decision) -> Findings:
    """What the directory has for a decision."""
    query = Query(
        channels=decision.channels,
        municipality=turn.municipality,
        languages=(turn.language,),
        level_id=decision.level_id,
        needs=turn.memory.answers.get("needs", []),
        **offers.errand(turn.service),
    )
    return find(turn.directory, query, turn.now)


def show(turn: Turn, decision: Decision, findings: Findings) -> None:
    """Says the recommendation in a few short messages, the contract's message with the first."""
    speaker, progress, now = turn.speaker, turn.memory.progress, turn.now
    shown = _shown(findings.found)
    best, *others = shown
    what, others_title = _headline(turn, decision, best), speaker.say("alternatives")
    custom = _message(turn, decision, findings.found, what, shown, others_title.rstrip(":") if others else None)
    turn.send(Text(""), f"{what}\n{offers.whole(speaker, best, _town(turn, best), now)}", custom)
    if best.offer.hours.open_now(now) is False and best.offer.channel not in NEVER_CLOSED:
        _meanwhile(turn, others)
    turn.dispatcher.utter_message(
        text="\n".join([*speaker.reasons(decision), *_authority(turn, best), speaker.say("suggestion_only")])
    )
    if others:
        # A page that shows the cards has said this already.
        repeats = {"type": "alternatives", "repeats": True}
        turn.send(Text(""), "\n".join([others_title, *_listed(turn, others)]), repeats)
    if progress.reference:
        turn.say_as({"type": "reference", "code": progress.reference}, "reference", reference=progress.reference)
    turn.say("ask_feedback")
    progress.shown = [one.offer.id for one in shown]


def _message(
    turn: Turn,
    decision: Decision,
    found: Sequence[Found],
    headline: str,
    shown: Sequence[Found],
    others_title: str | None = None,
) -> dict[str, Any]:
    """The `recommendation` message of the contract, and what a page shows of it: the words before the offers, and the
    offers shown as cards, the best first; `others_title` stands before all but the first."""
    progress, answers = turn.memory.progress, turn.memory.answers
    return {
        **turn.speaker.recommendation(decision, found, answers, progress.reference, turn.now),
        "headline": headline,
        "cards": [offers.card(turn.speaker, one, _town(turn, one), turn.now) for one in shown],
        "others_title": others_title,
    }


def _headline(turn: Turn, decision: Decision, best: Found) -> str:
    """What is suggested: how the best offer helps, and that nothing nearer to what was wanted was found."""
    channel = best.offer.channel
    if decision.channels[0] == "human_now":
        return turn.speaker.say("recommend_human_now")
    if channel == "self_service":
        service = turn.service
        if service is None:
            return turn.speaker.say("recommend_online")
        return turn.speaker.say("recommend_self_service", service=service.names[turn.language])
    lacking = "LAST_RESORT" in best.reasons and channel not in decision.channels
    nothing = [turn.speaker.say("nothing_found")] if lacking else []
    return "\n".join([*nothing, turn.speaker.say(f"recommend_{channel}")])


def _shown(found: Sequence[Found]) -> list[Found]:
    """The best few, a human being always among them."""
    best = list(found[:SHOWN])
    if not any(is_human(one.offer) for one in best):
        best[SHOWN - 1 :] = [one for one in found if is_human(one.offer)][:1]
    return best


def _listed(turn: Turn, found: Sequence[Found]) -> list[str]:
    return [f"– {offers.short(turn.speaker, one, _town(turn, one), turn.now)}" for one in found]


def _town(turn: Turn, found: Found) -> str:
    """The name of the municipality where an offer is."""
    return turn.directory.name(found.offer.town or turn.municipality, turn.language)


def _meanwhile(turn: Turn, others: Sequence[Found]) -> None:
    """What can be done while the best offer is closed: another that is open, or getting ready."""
    suited = (one for one in others if not {"WIDENED", "ONLY_PHONE", "OTHER_LANGUAGE"}.intersection(one.reasons))
    open_now = next((one.offer for one in suited if one.offer.hours.open_now(turn.now)), None)
    if open_now:
        turn.say("open_elsewhere", offer=open_now.names[turn.language])
    else:
        turn.say("meanwhile")


def _authority(turn: Turn, best: Found) -> list[str]:
    """Whose errand it is and its address, where that is another authority than the municipality and not said yet."""
    service = turn.service
    if service is None or service.authority.id == "municipality" or best.offer.channel == "self_service":
        return []
    authority, link = service.authority.names[turn.language], service.link(turn.language)
    return [
        turn.speaker.say("authority_and_link", authority=authority, link=link)
        if link
        else turn.speaker.say("authority", authority=authority)
    ]
