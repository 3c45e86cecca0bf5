"""What has to be right before anybody is served: the data, who answers for the service, and a person to turn to."""

from __future__ import annotations

from bot.authority import authority_file, load_authority
from bot.commands.decision import data_problems
from bot.data_file import relative
from bot.providers import load_directory
from bot.settings import Settings


def fault(settings: Settings) -> str | None:
    """One sentence that says what is wrong and how to mend it; None when all is well. Raises DataError."""
    found = data_problems()
    if found:
        return found[0]
    if settings.municipality not in load_directory().contacts:
        return (
            f"data/providers has no file for municipality {settings.municipality} with its human contact, which "
            "the law asks for: add one, or set AUTA_MUNICIPALITY to a municipality that has."
        )
    if load_authority().municipality != settings.municipality:
        return (
            f"{relative(authority_file())} names who answers for municipality {load_authority().municipality}, and "
            f"AUTA_MUNICIPALITY is {settings.municipality}: complete the file as docs/authority.md says, or name "
            "another by AUTA_AUTHORITY."
        )
    return None
