"""An invented directory for the conversations: places of Finland with offers that show what a person may meet.

What is open depends on the day, so the files are written when the tests begin. Nothing in them is true of any place.
"""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.data_file import ROOT
from bot.providers.hours import WEEKDAYS

SHIPPED = ROOT / "data" / "providers"


def write_country(folder: Path, today: date) -> Path:
    """The shipped files and the invented ones, in a folder; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in SHIPPED.glob("*.yml"):
        shutil.copy(file, folder)
    for code, offers in towns(today).items():
        provider = {
            "id": f"town-{code}",
            "kind": "authority",
            "authority": "municipality",
            "names": both("Kunnan palvelu", "Kommunens service"),
            "offers": offers,
        }
        content = {"area": code, "providers": [provider]}
        (folder / f"{code}.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return folder


def towns(today: date) -> dict[str, list[dict[str, Any]]]:
    """The offers of each town, by its code."""
    tomorrow = WEEKDAYS[(today + timedelta(days=1)).weekday()]
    opens_tomorrow = {"weekly": {tomorrow: "09:00-16:00"}, "holidays": "open"}
    return {
        # Askola: everything is closed today
        "018": [
            offer("018-point", "service_point", hours=opens_tomorrow),
            offer("018-phone", "phone", hours=opens_tomorrow),
        ],
        # Lappeenranta: in Finnish, with an interpreter. Imatra: in Finnish only. Mustasaari: in Swedish only
        "405": [offer("405-point", "service_point", languages=["fi"], interpreter=True)],
        "153": [offer("153-point", "service_point", languages=["fi"])],
        "499": [offer("499-point", "service_point", languages=["sv"])],
        # Kitee: a phone and a place, and nobody who comes home
        "260": [offer("260-phone", "phone"), offer("260-point", "service_point", point=[62.1, 30.14])],
        # Inari has a place; Utsjoki, its neighbour, has none
        "148": [offer("148-point", "service_point", names=both("Inarin asiointipiste", "Enare servicepunkt"), point=[68.91, 27.03])],
        # Åland: a line of its own
        "062": [offer("062-phone", "phone", names=both("Ahvenanmaan neuvonta", "Ålands rådgivning"), area={"regions": ["21"]})],
        # the mainland: a chat that does not serve Åland
        "091": [offer("091-chat", "chat", names=both("Mantereen chat", "Fastlandets chatt"), area="except_aland")],
    }  # fmt: skip


def offer(name: str, channel: str, **fields: Any) -> dict[str, Any]:
    """An offer that is always open, in both languages, free."""
    return {
        "id": name,
        "channel": channel,
        "names": both("Kunnan asiointipiste", "Kommunens servicepunkt"),
        "languages": ["fi", "sv"],
        "hours": "always",
        "booking": "none",
        "phone": "+358900000123",
        "verified_at": "2026-10-01",
        **fields,
    }


def both(finnish: str, swedish: str) -> dict[str, str]:
    """A text in both languages."""
    return {"fi": finnish, "sv": swedish}
