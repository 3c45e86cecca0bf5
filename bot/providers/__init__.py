"""The provider directory: who helps, by which channel, where and when. It knows nothing of Rasa."""

from bot.providers.directory import Directory, load_directory
from bot.providers.find import find
from bot.providers.hours import Hours, now_in_finland
from bot.providers.model import Offer
from bot.providers.query import Findings, Found, Gap, Query

__all__ = [
    "Directory",
    "Findings",
    "Found",
    "Gap",
    "Hours",
    "Offer",
    "Query",
    "find",
    "load_directory",
    "now_in_finland",
]
