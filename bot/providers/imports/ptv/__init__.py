"""Reads the Finnish Service Catalogue (PTV) into the form of the provider files. docs/ptv.md says how and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.providers.imports.ptv import v11
from bot.providers.imports.ptv.build import Imported, build
from bot.providers.imports.ptv.overlay import Overlay, load_overlay
from bot.providers.imports.ptv.values import Refused
from bot.providers.imports.ptv.wanted import Wanted

__all__ = ["Imported", "Overlay", "Refused", "Wanted", "load_overlay", "read"]


def read(documents: Iterable[Any], overlay: Overlay, wanted: Wanted | None = None) -> Imported:
    """What PTV's interface returned (JSON: pages, lists, single items), with the editor's overlay.

    Every item is imported, becomes a draft, only says more of others, or is refused with a reason; nothing raises.
    """
    items = [v11.item(raw) for document in documents for raw in v11.items(document)]
    return build(items, overlay, wanted or Wanted())
