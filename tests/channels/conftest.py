"""People at the web channel of the assistant that all tests share, and an assistant in parts that may be broken."""

from __future__ import annotations

import pytest
import yaml

from bot.language.words import LANGUAGES
from tests.channels.browsing import Visitor
from tests.channels.parts import Parts
from tests.channels.person import Person
from tests.conversations.country import SHIPPED, both, offer

# The limits of the second of two Rasa servers; the first has none. A turn of the first may take four seconds.
TURN_SECONDS = 4
SESSION_MESSAGES, ADDRESS_MESSAGES, ADDRESS_SESSIONS = 6, 14, 5
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture
def person(assistant) -> Person:
    """Somebody with a conversation in Finnish, from an address of their own."""
    one = Person(assistant.site)
    one.open()
    return one


@pytest.fixture(params=LANGUAGES)
def visitor(assistant, request) -> Visitor:
    """Somebody, in each language."""
    return Visitor(assistant.site, request.param)


@pytest.fixture
def finn(assistant) -> Visitor:
    """Somebody, in Finnish."""
    return Visitor(assistant.site)


@pytest.fixture(scope="session")
def parts(tmp_path_factory):
    """Two replicas that share Redis and the action server. Who breaks a part mends it."""
    folder = tmp_path_factory.mktemp("parts")
    providers = folder / "providers"
    providers.mkdir()
    for file in SHIPPED.glob("*.yml"):
        (providers / file.name).write_bytes(file.read_bytes())
    hostile = offer(
        "091-hostile", "phone", names=both(SCRIPT, SCRIPT), summary=both(SCRIPT, SCRIPT), address=both(SCRIPT, SCRIPT)
    )
    provider = {
        "id": "town-091",
        "kind": "authority",
        "authority": "municipality",
        "names": both(SCRIPT, SCRIPT),
        "offers": [hostile],
    }
    content = yaml.safe_dump({"area": "091", "providers": [provider]}, allow_unicode=True)
    (providers / "091.yml").write_text(content, encoding="utf-8")
    limited = {
        "AUTA_SESSION_MESSAGES": str(SESSION_MESSAGES),
        "AUTA_ADDRESS_MESSAGES": str(ADDRESS_MESSAGES),
        "AUTA_ADDRESS_SESSIONS": str(ADDRESS_SESSIONS),
        # As behind a proxy of ours, which says whose a request is.
        "SANIC_PROXIES_COUNT": "1",
    }
    with Parts(folder, providers, {"AUTA_TURN_SECONDS": str(TURN_SECONDS)}, limited) as started:
        yield started
