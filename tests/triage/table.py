"""The table of triage.md a second time, written by hand as plain conditions: the tests hold the engine against it.

It works on arrays as well as on single answers, so that every combination can be compared.
"""

from __future__ import annotations

import numpy as np


def deciding_row(a) -> np.ndarray:
    """The number of the first row that holds, for answers `a` (field → array of strings, or of bools)."""
    able = isin(a["usage"], "alone", "with_help")
    other = isin(a["principal"], "adult", "client")
    unable = a["usage"] == "unable"
    unknown = sum((a[field] == "unknown").astype(int) for field in ("device", "usage", "support"))
    interpreter = a["interpreter"]
    rows = [
        (1, other & unable & (a["mandate"] == "valid")),
        (2, other & unable),
        (3, unable & ~isin(a["support"], "quick_advice", "repeated_guidance")),
        (4, a["interactivity"] == "in_person"),
        (5, isin(a["usage"], "never", "other_does", "unable") | (a["support"] == "no_online") | (interpreter & ~able)),
        (6, a["login"] & isin(a["identification"], "none", "held_by_other") & able),
        (7, isin(a["device"], "none", "borrowed") & able),
        (8, (a["reach"] == "visit") & able & (a["interactivity"] != "device_skill")),
        (9, unknown >= 2),
        (10, a["support"] == "repeated_guidance"),
        (11, a["support"] == "someone_does"),
        (12, (a["usage"] == "with_help") | (a["support"] == "quick_advice") | (a["identification"] == "locked")),
        (13, (a["usage"] == "alone") & isin(a["support"], "link", "unknown")),
    ]
    result = 14
    for number, holds in reversed(rows):
        result = np.where(holds, number, result)
    return result


def level_and_channels(row: int, a: dict) -> tuple[int, list[str]]:
    """The level and the channels before the steps, for one person's answers."""
    learning = a["interactivity"] == "device_skill" and a["support"] == "repeated_guidance"
    phone_first = ["phone", "video", "service_point", "home_visit", "training"]
    return {
        1: (4, ["self_service", "chat", "phone", "service_point"]),
        2: (4, ["phone", "service_point", "home_visit"]),
        3: (4, ["phone", "home_visit", "service_point", "mobile_service_point"]),
        4: (0, ["service_point", "mobile_service_point"]),
        5: (3, ["training", "service_point", "home_visit", "video", "phone"] if learning else phone_first),
        6: (0, ["service_point", "phone"]),
        7: (2, ["service_point", "self_service_point"]),
        8: (0, ["service_point", "mobile_service_point"]),
        9: (2, ["chat", "phone"]) if a["device"] == "own" else (3, ["phone", "service_point"]),
        10: (3, phone_first),
        11: (3, ["phone", "service_point", "home_visit"]),
        12: (2, ["chat", "video", "phone"]),
        13: (1, ["self_service", "chat"]),
        14: (2, ["chat", "phone"]),
    }[row]


def after_steps(level: int, channels: list[str], a: dict) -> list[str]:
    """The channels after the five steps."""
    if level == 3 and not (a["device"] == "none" or a["reach"] in ("home", "any", "unknown")):
        channels = [one for one in channels if one != "home_visit"]
    if a["device"] == "none":
        channels = [one for one in channels if one not in ("chat", "video", "self_service")]
    if a["voiceless"]:
        channels = [one for one in channels if one != "phone"]
        channels = sorted(channels, key=lambda one: one != "video")
    wish = {"visit": "service_point", "home": "home_visit"}.get(a["reach"], a["reach"])
    channels = sorted(channels, key=lambda one: one != wish)
    if a["urgent"] and "training" in channels:
        place = channels.index("training")
        quick = [one for one in channels[place:] if one in ("phone", "service_point")]
        channels = channels[:place] + quick + [one for one in channels[place:] if one not in quick]
    return channels or ["human_now"]


def isin(values: np.ndarray, *wanted: str) -> np.ndarray:
    return np.isin(values, wanted)
