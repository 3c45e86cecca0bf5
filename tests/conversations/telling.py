"""An offer as it is found and told in both languages, and what holds for everything that is told."""

from __future__ import annotations

import re

from bot.conversation import offers
from bot.providers import Found, load_directory
from tests.conversations.speaking import SPEAKERS
from tests.providers.building import MONDAY, directory, found

EXAMPLE = load_directory()
TOWN = {"fi": "Sipoo", "sv": "Sibbo"}
ADDRESS = {"fi": "Katu 1, Kylä", "sv": "Gatan 1, Byn"}
LINKS = {"fi": "https://tuki.example", "sv": "https://stod.example"}


def whole(one, language, now=MONDAY):
    """Everything that is told of an offer, line by line."""
    return offers.whole(SPEAKERS[language], one, TOWN[language], now).splitlines()


def plain(one, *reasons, distance_km=None):
    """An offer found at home."""
    return Found(one, "municipality", reasons, distance_km)


def first(one, *channels, **more):
    """How an offer is found in a directory that has nothing else."""
    return found(directory(one), *(channels or [one.channel]), **more)[0]


def check(text):
    """Nothing in it is empty, doubled or untold."""
    lines = text.splitlines()
    assert all(line.strip() == line and line for line in lines)
    assert len(lines) == len(set(lines))
    assert not re.search(r"None|[{}]|\(\)|, ,|  |\.\.|,\.|\butter_|[A-Z]{3}_", text)
    sentences = re.split(r"(?<=\.) |\n", text)
    assert len(sentences) == len(set(sentences))
