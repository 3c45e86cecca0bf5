"""`auta talk`: a chat in the terminal. Options have numbers; a number or words both do."""

from __future__ import annotations

import sys
from typing import Any

import httpx

from bot.privacy import new_sender
from bot.settings import read_settings


def talk(language: str | None) -> int:
    """Talks until the input ends. Returns 0, or 1 when the assistant does not answer."""
    with httpx.Client(base_url=read_settings().address, timeout=30) as client:
        try:
            begun = _post(client, "/chat/sessions", {"language": language})
            client.headers["Authorization"] = f"Bearer {begun['session']}"
            payloads = _show(begun["messages"])
            while True:
                typed = input("> ").strip()
                pressed = typed.isdecimal() and 0 < int(typed) <= len(payloads)
                text = payloads[int(typed) - 1] if pressed else typed
                reply = _post(client, "/chat/messages", {"id": new_sender(), "text": text})
                payloads = _show(reply["messages"])
                if reply["state"]["ended"]:
                    return 0
        except (httpx.HTTPError, KeyError):
            print("The assistant does not answer: start it with `make run`, and try again.", file=sys.stderr)
            return 1
        except (EOFError, KeyboardInterrupt):
            print()
            return 0


def _post(client: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """The reply; what is refused is told as a message. Raises httpx.HTTPError when nothing can be told."""
    answer = client.post(path, json=body)
    if answer.status_code in (401, 503, 504):
        answer.raise_for_status()
    if answer.is_error:
        return {"messages": [{"from": "auta", "text": answer.json()["text"]}], "state": {"ended": False}}
    return answer.json()


def _show(replies: list[dict[str, Any]]) -> list[str]:
    """Prints the replies, their options numbered through; returns the payloads in that order."""
    buttons = [button for reply in replies for button in reply.get("buttons", [])]
    asked: list[dict[str, str]] = next((reply["buttons"] for reply in reversed(replies) if reply.get("buttons")), [])
    ordered = asked + [button for button in buttons if button not in asked]
    for reply in replies:
        if reply["from"] == "auta" and reply["text"]:
            print(f"\n{reply['text']}")
    print()
    for number, button in enumerate(ordered, 1):
        print(f"  {number}. {button['title']}")
    return [button["payload"] for button in ordered]
