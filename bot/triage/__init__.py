"""The decision model: loads data/triage, asks, decides, explains. It knows nothing of Rasa."""

from bot.triage.ask import next_question, open_questions
from bot.triage.decide import Decision, decide
from bot.triage.explain import Explanation, explain
from bot.triage.load import load_triage
from bot.triage.model import AnswerError, Triage

__all__ = [
    "AnswerError",
    "Decision",
    "Explanation",
    "Triage",
    "decide",
    "explain",
    "load_triage",
    "next_question",
    "open_questions",
]
