"""All offers of a folder of provider files, and which of them serve a place. Its files may change while it runs."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.data_file import DataError, relative
from bot.providers.files import PROVIDERS, ProviderFile, files_in, read_file
from bot.providers.model import COUNTRY, EXCEPT_ALAND, Offer
from bot.providers.places import Places, load_places
from bot.settings import read_settings

# Seconds between two looks at the files, and before files with a mistake are tried, and told of, again.
LOOK_EVERY, TRY_AGAIN = 2.0, 60.0
log = logging.getLogger(__name__)

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Directory:
    """All offers; each municipality's human contact and the place where a person can be met.

    `serving` has the offers by channel and municipality, `everywhere` those of the whole country by channel.
    """

    offers: tuple[Offer, ...]
    contacts: Mapping[str, Offer]
    visiting: Mapping[str, Offer]
    names: Mapping[str, Mapping[str, str]]
    invented: frozenset[str]
    places: Places = field(repr=False)
    serving: Mapping[tuple[str, str], Sequence[Offer]] = field(repr=False)
    everywhere: Mapping[str, Sequence[Offer]] = field(repr=False)
    last_resort: Offer = field(repr=False)
    drafts: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)

    def contact(self, municipality: str) -> Offer:
        """The authority's own human contact; the national advice line for a municipality without a file."""
        return self.contacts.get(municipality, self.last_resort)

    def place(self, municipality: str) -> Offer | None:
        """Where a person can be met, or None."""
        return self.visiting.get(municipality)

    def name(self, municipality: str, language: str) -> str:
        """A municipality's name, or its code when it has none."""
        known = self.places.municipality(municipality)
        names = known.names if known else self.names.get(municipality, {})
        return names.get(language, municipality)

    def serve(self, channel: str, municipality: str) -> list[Offer]:
        """The offers of a channel that serve a municipality, the whole country's among them."""
        aland = self.places.is_aland(municipality)
        whole = [one for one in self.everywhere.get(channel, ()) if not (aland and one.area.whole == EXCEPT_ALAND)]
        return [*self.serving.get((channel, municipality), ()), *whole]


def build(files: Iterable[ProviderFile], places: Places, folder: Path = PROVIDERS) -> Directory:
    """The directory of provider files. Raises DataError when an id or a contact stands twice, or nobody answers all."""
    offers: dict[str, Offer] = {}
    origin: dict[str, Path] = {}
    contacts: dict[str, Offer] = {}
    visiting: dict[str, Offer] = {}
    names: dict[str, Mapping[str, str]] = {}
    invented: set[str] = set()
    drafts: list[Mapping[str, Any]] = []
    for file in files:
        for offer in file.offers:
            if offer.id in offers:
                taken = f"an id that {relative(origin[offer.id])} does not have"
                raise DataError(file.path, 0, "id", offer.id, taken)
            offers[offer.id], origin[offer.id] = offer, file.path
        drafts += file.drafts
        if file.code:
            names[file.code] = {**file.names, **names.get(file.code, {})}
            invented.update([file.code] if file.invented else ())
        for field_name, chosen, into in (("contact", file.contact, contacts), ("visiting", file.visiting, visiting)):
            if chosen is None:
                continue
            if file.code is None or all(chosen != one.id for one in file.offers):
                raise DataError(file.path, 0, field_name, chosen, "the id of an offer, in a municipality's own file")
            if file.code in into:
                raise DataError(file.path, 0, field_name, chosen, f"one {field_name} for municipality {file.code}")
            if field_name == "contact" and not is_authority(offers[chosen]):
                expected = "an offer of the authority itself, a person with a phone number"
                raise DataError(file.path, 0, field_name, chosen, expected)
            into[file.code] = offers[chosen]
    serving, everywhere = _index(offers.values(), places)
    advice = next(filter(_answers_everybody, everywhere.get("phone", ())), None)
    if advice is None:
        expected = (
            "a line of an authority or of advice that answers everybody, in fi and sv, about anything, at any time"
        )
        raise DataError(folder, 0, "area: country", "no phone for the whole country", expected)
    return Directory(
        tuple(offers.values()),
        contacts,
        visiting,
        names,
        frozenset(invented),
        places,
        serving,
        everywhere,
        advice,
        tuple(drafts),
    )


def is_authority(offer: Offer) -> bool:
    """Whether a person who works at the authority answers there: the law (306/2019, 6 a §) asks for one."""
    is_person = offer.staffed and offer.channel != "training" and offer.phone is not None
    return is_person and offer.provider.kind in ("authority", "service_point")


def _answers_everybody(offer: Offer) -> bool:
    limits = offer.services or offer.authorities or offer.valid_from or offer.valid_until
    national = offer.area.whole == COUNTRY and offer.provider.kind in ("authority", "advice_line")
    return (
        national and offer.staffed and offer.phone is not None and not limits and {"fi", "sv"} <= set(offer.languages)
    )


def _index(
    offers: Iterable[Offer], places: Places
) -> tuple[dict[tuple[str, str], list[Offer]], dict[str, list[Offer]]]:
    of_region: dict[str, set[str]] = {}
    of_county: dict[str, set[str]] = {}
    for place in places.municipalities.values():
        of_region.setdefault(place.region, set()).add(place.code)
        of_county.setdefault(place.county or "", set()).add(place.code)
    serving: dict[tuple[str, str], list[Offer]] = {}
    everywhere: dict[str, list[Offer]] = {}
    for offer in offers:
        area = offer.area
        if area.whole:
            everywhere.setdefault(offer.channel, []).append(offer)
            continue
        codes = set(area.municipalities)
        codes.update(*(of_region.get(code, ()) for code in area.regions))
        codes.update(*(of_county.get(code, ()) for code in area.counties))
        codes.update(places.postcodes[code] for code in area.postcodes if code in places.postcodes)
        for code in codes:
            serving.setdefault((offer.channel, code), []).append(offer)
    return serving, everywhere


class LiveDirectory:
    """A folder's directory, read again when its files change; a broken file leaves the last good one in use, loudly."""

    def __init__(self, folder: Path = PROVIDERS) -> None:
        """Reads the files. Raises DataError."""
        self._folder, self._stamp = folder, _stamp(folder)
        self._files: dict[tuple[str, int, int], ProviderFile] = {}
        self._directory = self._build(self._stamp)
        self._failed: Stamp | None = None
        self._try_again = 0.0
        self._looked = time.monotonic()
        self._lock = threading.Lock()

    def now(self) -> Directory:
        """The directory as the files are, looked at every LOOK_EVERY seconds; a change is read beside the work."""
        if time.monotonic() - self._looked > LOOK_EVERY:
            self._looked = time.monotonic()
            if not self._lock.locked():
                threading.Thread(target=self.refresh, daemon=True).start()
        return self._directory

    def refresh(self) -> None:
        """Reads the files again if they have changed."""
        with self._lock:
            try:
                stamp = _stamp(self._folder)
                if stamp == self._stamp or (stamp == self._failed and time.monotonic() < self._try_again):
                    return
                self._failed, self._try_again = stamp, time.monotonic() + TRY_AGAIN
                read = self._build(stamp)
                self._keep_contact(read)
            except (DataError, OSError) as problem:
                log.error("The provider directory stays as it was: %s", problem)
            else:
                self._directory, self._stamp = read, stamp
                log.warning("The provider directory was read again: %d offers.", len(read.offers))

    def _keep_contact(self, read: Directory) -> None:
        """Raises DataError when the municipality that is served would lose its human contact."""
        served = read_settings().municipality
        if served in self._directory.contacts and served not in read.contacts:
            raise DataError(self._folder, 0, "contact", f"none for municipality {served}", "its human contact")

    def _build(self, stamp: Stamp) -> Directory:
        # What is made here stays: looking for garbage among it would take as long as making it.
        collects = gc.isenabled()
        gc.disable()
        try:
            self._files = {one: self._files.get(one) or read_file(Path(one[0])) for one in stamp}
            return build(self._files.values(), load_places(), self._folder)
        finally:
            if collects:
                gc.enable()


def _stamp(folder: Path) -> Stamp:
    stats = [(str(path), path.stat()) for path in files_in(folder)]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


@lru_cache
def live_directory(folder: Path = PROVIDERS) -> LiveDirectory:
    """The folder's directory of this process. Raises DataError."""
    return LiveDirectory(folder)


def load_directory(folder: Path = PROVIDERS) -> Directory:
    """The folder's directory as it is now. Raises DataError at the first reading."""
    return live_directory(folder).now()
