"""Which of PTV's channels an import takes: those that are wanted by service class, word, task and municipality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.providers.imports.ptv.values import Channel, Link, Served, Service
from bot.providers.model import COUNTRY
from bot.providers.places import load_places


@dataclass(frozen=True)
class Wanted:
    """Of each kind any of the given is enough, and each kind that is given counts. Nothing given: everything is wanted.

    `classes`: codes of service classes, with what is below them (P6 is also P6.10). `words`: keywords, as a part of
    PTV's keywords and terms. `tasks`: ASTI codes. `municipalities`: codes of those that are served.
    """

    classes: Sequence[str] = ()
    words: Sequence[str] = ()
    tasks: Sequence[str] = ()
    municipalities: Sequence[str] = ()

    def refuses(self, channel: Channel, links: Sequence[Link], services: Mapping[str, Service]) -> str | None:
        """Why the channel is not wanted, or None."""
        given = [services[link.service] for link in links if link.service in services]
        classes = {code for service in given for code in service.classes}
        words = channel.words.union(*(service.words for service in given))
        tasks = {task for link in links for task in link.tasks}
        if self.classes and not any(f"{code}.".startswith(f"{one}.") for one in self.classes for code in classes):
            return "not asked for: another service class"
        if self.words and not any(one.lower() in word for one in self.words for word in words):
            return "not asked for: without the keywords"
        if self.tasks and not tasks.intersection(self.tasks):
            return "not asked for: without the ASTI tasks"
        if self.municipalities and not any(_serves(channel.served, code) for code in self.municipalities):
            return "not asked for: another municipality"
        return None


def _serves(served: Served, municipality: str) -> bool:
    if served.whole:
        return served.whole == COUNTRY or not load_places().is_aland(municipality)
    return municipality in served.all_municipalities
