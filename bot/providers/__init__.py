"""The provider directory: who helps, by which channel, when. It knows nothing of Rasa."""

from bot.providers.directory import Directory, find, load_directory
from bot.providers.hours import Hours, now_in_finland
from bot.providers.model import Offer, Query

__all__ = ["Directory", "Hours", "Offer", "Query", "find", "load_directory", "now_in_finland"]
