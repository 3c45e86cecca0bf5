"""`auta talk`: a chat in the terminal. Options have numbers; a number or words both do."""

from __future__ import annotations

import sys
from typing import Any

import httpx

from bot.privacy import new_sender
from bot.settings import read_settings


def talk(language: str | None) -> int:
    """Talks until the input ends. Returns 0, or 1 when the assistant does not answer."""
    sender, payloads = new_sender(), list[str]()
    metadata = {"language": language} if language else {}
    message = "/greet"
    while True:
        try:
            replies = _send(sender, message, metadata)
        except httpx.HTTPError:
            print("The assistant does not answer: start it with `make run`, and try again.", file=sys.stderr)
            return 1
        payloads = _show(replies)
        try:
            typed = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return 0
        message = payloads[int(typed) - 1] if typed.isdecimal() and 0 < int(typed) <= len(payloads) else typed


def _send(sender: str, message: str, metadata: dict[str, str]) -> list[dict[str, Any]]:
    body = {"sender": sender, "message": message, "metadata": metadata}
    answer = httpx.post(read_settings().chat_address, json=body, timeout=30)
    answer.raise_for_status()
    return answer.json()


def _show(replies: list[dict[str, Any]]) -> list[str]:
    """Prints the replies, their options numbered through; returns the payloads in that order."""
    buttons = [button for reply in replies for button in reply.get("buttons", [])]
    asked: list[dict[str, str]] = next((reply["buttons"] for reply in reversed(replies) if reply.get("buttons")), [])
    ordered = asked + [button for button in buttons if button not in asked]
    for reply in replies:
        if reply.get("text"):
            print(f"\n{reply['text']}")
    print()
    for number, button in enumerate(ordered, 1):
        print(f"  {number}. {button['title']}")
    return [button["payload"] for button in ordered]
