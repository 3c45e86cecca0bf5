"""The real assistant that tests talk with: bot/commands/assistant.py."""

from __future__ import annotations

from bot.commands.assistant import Assistant, free_ports
from bot.data_file import ROOT

__all__ = ["ROOT", "Assistant", "free_ports"]
