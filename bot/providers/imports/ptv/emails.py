"""Which e-mail addresses are a person's, so that they never reach a file: an office's address stays."""

from __future__ import annotations

import re

from bot.language.words import fold

_ADDRESS = re.compile(r"[^\s@<>(),;:\"']+@[^\s@<>(),;:\"']+\.[^\s@<>(),;:\"']*[^\s@<>(),;:\"'.!?]")
# Words for an office or a task in Finnish, Swedish and English, in folded letters, that begin no surname.
_ROLE = re.compile(
    r"(?:aikuislukio|aineopiskelu|apua|arkisto|asiakas|asiointi|bibliotek|contact|customer|digi|edunvalvonta|feedback|"
    r"hallinto|helpdesk|henkilosto|hyvinvointi|intressebevakning|kansalais|kansli|kaupunki|kirjaamo|kirjasto|kirjaston|"
    r"koulutu|kundservice|kundtjanst|kuntain|kurssi|laskutus|maahanmuuttaja|medborgar|neuvonta|office|opinto|opisto|"
    r"palaute|palvelu|radgivning|registrator|seniori|service|sosiaali|talous|terveys|tiedotus|tietosuoja|toimisto|"
    r"tyollisyys|tyopaja|viestinta|virasto|yhteispalvelu|yhteys)\w*|apu|info|it|kassa|kunta|kund|kurs|mail|netti|posti|"
    r"region|stad|stod|support|tuki"
)
_PRIVATE_POST = re.compile(
    r"(gmail|googlemail|hotmail|outlook|live|icloud|yahoo|luukku|kolumbus|elisanet|suomi24)\.\w+"
)


def is_personal(address: str) -> bool:
    """Whether an address is a person's: two names (firstname.lastname@) or a private post box, no office.

    "kirjaamo@", "digituki.espoo@" and one word alone at an office's own domain are no person's.
    """
    local, _, domain = fold(address).partition("@")
    parts = [part for part in re.split(r"[\W\d_]+", local) if part]
    if any(_ROLE.fullmatch(part) for part in parts):
        return False
    return len(parts) != 1 or _PRIVATE_POST.fullmatch(domain) is not None


def without_personal(text: str) -> str:
    """A text without the personal addresses in it."""
    return _ADDRESS.sub(lambda found: "" if is_personal(found.group()) else found.group(), text)
