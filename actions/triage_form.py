"""The form: reads an answer, and asks what the engine says is still worth asking."""

from __future__ import annotations

from dataclasses import asdict

from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet

from actions.turn import AutaAction, Events, Turn
from bot.conversation.reading import AFFIRM, DENY, HUMAN, Reading
from bot.language.texts import Text
from bot.triage import open_questions
from bot.triage.ask import MOST_QUESTIONS

FORM = "triage_form"
REQUESTED = "requested_slot"
# So many in a row, messages not understood or questions not known, and a person is offered.
PATIENCE = 2
# Who tells nothing after a recommendation most likely asks for another one, when that is at all likely ("plan b?").
HINTED = 0.02


class ValidateTriageForm(AutaAction):
    """Rasa's validation of the form: one call a turn reads, decides and asks."""

    name_ = f"validate_{FORM}"

    def act(self, turn: Turn) -> Events:
        requested = turn.tracker.get_slot(REQUESTED)
        if turn.is_first_action():
            reading = self._read(turn, requested)
            if reading.command:
                turn.memory.take(reading.answers)
                asks_by_number = reading.command == HUMAN and turn.intent != HUMAN
                return [ActionExecutionRejected(FORM)] + ([FollowupAction("action_human")] if asks_by_number else [])
            self._take(turn, reading, requested)
            if turn.memory.progress.recommended and reading.empty:
                follow = "action_alternatives" if turn.likelihood("alternatives") >= HINTED else "action_listen"
                if follow == "action_listen":
                    self._after_recommendation(turn)
                return [SlotSet(REQUESTED, None), FollowupAction(follow)]
        return self._ask_next(turn, requested)

    @staticmethod
    def _after_recommendation(turn: Turn) -> None:
        """Answers a plain yes or no to "did this help?"; anything else was not understood."""
        if turn.intent in (AFFIRM, DENY):
            turn.say("feedback_thanks")
        else:
            turn.say("not_understood_after")
        if turn.intent != AFFIRM:
            turn.hand_over("HUMAN" if turn.intent == DENY else "NOT_UNDERSTOOD")

    def _read(self, turn: Turn, requested: str | None) -> Reading:
        memory, reading = turn.memory, turn.read(requested)
        turn.settle_places(reading)
        self._take_up_what_was_set_aside(turn, reading)
        new_errand = reading.answers.get("service") not in (None, memory.answers.get("service"))
        if memory.progress.recommended and new_errand:
            memory.forget_errand()
        elif memory.progress.recommended and reading.answers:
            memory.progress.recommended = False
        return reading

    @staticmethod
    def _take_up_what_was_set_aside(turn: Turn, reading: Reading) -> None:
        """Who was in no danger goes on in many words: what was told before counts still, unless they name an errand."""
        progress = turn.memory.progress
        if reading.command:
            return
        if progress.aside and "service" not in reading.answers:
            before = [slot for slot in progress.aside if slot not in reading.answers]
            reading.answers = {**progress.aside, **reading.answers}
            reading.volunteered = (*before, *reading.volunteered)
        progress.aside = {}

    def _take(self, turn: Turn, reading: Reading, requested: str | None) -> None:
        progress = turn.memory.progress
        answers = turn.fitting(reading.answers, requested)
        turn.memory.take(answers)
        if reading.refused:
            turn.say("answer_refused")
        elif reading.empty:
            self._not_understood(turn)
            return
        progress.misses = 0
        if reading.other_errand:
            turn.say("understood_other_errand")
        elif turn.intent != "answer":
            worth_saying = [slot for slot in (*reading.volunteered, reading.likely) if slot in answers]
            understood = turn.speaker.labels(turn.memory.answers, worth_saying)
            if understood:
                turn.say("understood", understood=understood)
        progress.unknowns = progress.unknowns + 1 if reading.unknown else 0
        if progress.unknowns >= PATIENCE:
            turn.say("unknowns")
            turn.hand_over("UNKNOWN")
            progress.unknowns = 0

    def _not_understood(self, turn: Turn) -> None:
        progress = turn.memory.progress
        if progress.recommended:
            return
        if not progress.asked:
            # The first message: the greeting and the first question are answer enough.
            return
        progress.misses += 1
        if progress.misses >= PATIENCE:
            turn.say("not_understood_again")
            turn.hand_over("NOT_UNDERSTOOD")
        else:
            turn.say("not_understood")

    def _ask_next(self, turn: Turn, requested: str | None) -> Events:
        question = self._next_question(turn, requested)
        if question is None:
            return [SlotSet(REQUESTED, None), FollowupAction("action_recommend")]
        progress, answers = turn.memory.progress, turn.memory.answers
        if question not in progress.asked:
            progress.asked.append(question)
        with_human = (*turn.speaker.ask(question, answers).buttons, *turn.speaker.text("way_to_human").buttons)
        words = self._words(turn, question)
        turn.send(Text(words, with_human), words, turn.speaker.question(question, answers, progress.asked))
        # Rasa takes a validation that sets no slot for a failed one, and drops what was said.
        return [SlotSet("progress", asdict(progress)), SlotSet(REQUESTED, question)]

    @staticmethod
    def _words(turn: Turn, question: str) -> str:
        """The question; in other words when the answer was not understood, and the second time by its buttons alone."""
        misses = turn.memory.progress.misses
        if misses >= PATIENCE:
            turn.memory.progress.misses = 0
            return turn.speaker.say("again_by_button")
        speaker, answers = turn.speaker, turn.memory.answers
        return speaker.ask_again(question, answers) if misses else speaker.ask(question, answers).text

    def _next_question(self, turn: Turn, requested: str | None) -> str | None:
        """One to check again, one that was taken back, the one asked already if it still matters, or the engine's next.

        Never more than seven different ones in all.
        """
        memory = turn.memory
        recheck = memory.contradiction()
        if recheck:
            memory.progress.rechecked.append(recheck)
            memory.answers["contradiction"] = True
            turn.say("recheck")
            return recheck
        if memory.progress.taken_back:
            return memory.progress.taken_back
        asked = memory.progress.asked
        fresh = len(asked) < MOST_QUESTIONS
        wanted = [one for one in open_questions(turn.triage, memory.answers) if fresh or one in asked]
        return requested if requested in wanted else next(iter(wanted), None)
