"""The recommendation: what to do, where, when, why, what else, and the code to read out on the phone."""

from __future__ import annotations

from actions.turn import AutaAction, Events, Turn
from bot.language.texts import Text
from bot.providers import Offer, Query, find
from bot.storage.references import References
from bot.triage import Decision, decide

# Channels where a human being answers at once or sits beside.
WITH_A_HUMAN = ("phone", "service_point", "mobile_service_point", "home_visit", "video")


class ActionRecommend(AutaAction):
    """Decides and offers."""

    name_ = "action_recommend"

    def __init__(self) -> None:
        self._references = References()

    def act(self, turn: Turn) -> Events:
        answers = turn.memory.answers
        decision = decide(turn.triage, answers)
        progress = turn.memory.progress
        progress.reference = self._references.keep({"answers": dict(answers), "decision": decision.as_dict()})
        progress.recommended = True
        show(turn, decision)
        return []


def query(turn: Turn, decision: Decision) -> Query:
    """What the directory is asked for a decision."""
    answers = turn.memory.answers
    service = turn.service
    return Query(
        channels=decision.channels,
        municipality=turn.municipality,
        language=turn.language,
        login=service.login if service else True,
        needs=answers.get("needs", []),
        service_id=service.id if service else None,
        service_names=service.names if service else {},
        service_authority=service.authority.names if service else {},
        service_links=(service.links or service.authority.links) if service else None,
    )


def show(turn: Turn, decision: Decision) -> None:
    """Finds the offers and says the recommendation in a few short messages, the contract's message with the first."""
    speaker, progress, now = turn.speaker, turn.memory.progress, turn.now
    offers = find(turn.directory, query(turn, decision), now)
    best, others = offers[0], offers[1:]
    channel = best.channel if best.channel in decision.channels else decision.channels[0]
    custom = speaker.recommendation(decision, offers, turn.memory.answers, progress.reference, now)
    what = speaker.say(f"recommend_{channel}", service=_service_name(turn))
    turn.send(Text(""), f"{what}\n{speaker.offer(best, now)}", custom)
    if best.hours.open_now(now) is False:
        _meanwhile(turn, others)
    turn.dispatcher.utter_message(
        text="\n".join([*speaker.reasons(decision), *_authority(turn), speaker.say("suggestion_only")])
    )
    alternatives = _alternatives(turn, best, others)
    turn.say("alternatives", alternatives="; ".join(speaker.short_offer(offer) for offer in alternatives))
    if progress.reference:
        turn.say("reference", reference=progress.reference)
    turn.say("ask_feedback")


def _alternatives(turn: Turn, best: Offer, others: list[Offer]) -> list[Offer]:
    """Two other ways at most, a human being always among all that is shown."""
    shown = others[:2]
    if any(offer.channel in WITH_A_HUMAN for offer in [best, *shown]):
        return shown or [turn.contact]
    return [*shown[:1], turn.contact]


def _meanwhile(turn: Turn, others: list[Offer]) -> None:
    """What can be done while the best offer is closed: another that is open, or getting ready."""
    open_now = next((offer for offer in others if offer.hours.open_now(turn.now)), None)
    if open_now:
        turn.say("open_elsewhere", offer=turn.speaker.short_offer(open_now))
    else:
        turn.say("meanwhile")


def _authority(turn: Turn) -> list[str]:
    """Whose errand it is and its address, where that is another authority than the municipality."""
    service = turn.service
    if service is None or service.authority.id == "municipality":
        return []
    authority, link = service.authority.names[turn.language], service.link(turn.language)
    return [
        turn.speaker.say("authority_and_link", authority=authority, link=link)
        if link
        else turn.speaker.say("authority", authority=authority)
    ]


def _service_name(turn: Turn) -> str:
    service = turn.service
    return service.names[turn.language] if service else turn.speaker.say("service_other")
