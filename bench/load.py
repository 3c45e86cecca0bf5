"""The load generator of bench/web.py: people who talk through the web channel at the same time, made with locust.

Each plays whole conversations to their recommendation and deletes them, with a pause before each message. It runs in
`.venv-bench` (bench/requirements.lock) and imports nothing of the project but the conversations. Prints JSON; for a look at
it in locust's own page: `.venv-bench/bin/locust -f bench/load.py --host http://127.0.0.1:5005`.
"""

from __future__ import annotations

import itertools
import json
import random
import sys
import time
from typing import Any

import gevent
from locust import FastHttpUser, task
from locust.env import Environment
from locust.exception import StopUser

from bench.talks import talk

START, TURN, END = "start", "turn", "end"
# How many begin in a second: nobody's neighbours all open the page in the same instant.
ARRIVALS = 10
# When a run is given up, in seconds.
LONGEST = 600


class Person(FastHttpUser):
    """Someone who answers the questions one after another."""

    conversations = 1
    pause = (1.0, 3.0)
    connection_timeout = network_timeout = 30.0
    numbers = itertools.count()

    @task
    def talk(self) -> None:
        """All of this person's conversations."""
        for _ in range(self.conversations):
            self._conversation(*talk(next(self.numbers)))
        raise StopUser

    def _conversation(self, language: str, messages: list[str]) -> None:
        opened = self._send("POST", "/chat/sessions", START, 201, {"language": language})
        if opened is None:
            return
        session = {"Authorization": f"Bearer {opened['session']}"}
        for number, message in enumerate(messages, 1):
            gevent.sleep(random.uniform(*self.pause))
            body = {"id": f"{time.time_ns()}-{number}", "text": message}
            if self._send("POST", "/chat/messages", TURN, 200, body, session, last=number == len(messages)) is None:
                break
        self._send("DELETE", "/chat/session", END, 204, None, session)

    def _send(
        self,
        method: str,
        path: str,
        name: str,
        expected: int,
        body: dict[str, Any] | None,
        headers: dict[str, str] | None = None,
        last: bool = False,
    ) -> dict[str, Any] | None:
        """The reply; None for one that was not as it should be, which is then counted as an error."""
        with self.client.request(method, path, name=name, json=body, headers=headers, catch_response=True) as reply:
            if reply.status_code != expected:
                reply.failure(f"status {reply.status_code}: {(reply.text or '')[:200]}")
                return None
            found = json.loads(reply.text) if reply.text else {}
            if name != END and not any(message["from"] == "auta" for message in found["messages"]):
                reply.failure("no answer")
            elif last and not found["state"]["recommended"]:
                reply.failure("no recommendation at the end")
            else:
                return found
        return None


def run(host: str, people: int, conversations: int, pause: tuple[float, float], seed: int = 1) -> dict[str, Any]:
    """Milliseconds of each request by its name, what went wrong, and the seconds that all of it took."""
    random.seed(seed)
    times: dict[str, list[float]] = {START: [], TURN: [], END: []}
    errors: list[str] = []

    def note(name: str, response_time: float, exception: Exception | None, **_: Any) -> None:
        if exception is None:
            times[name].append(response_time)
        else:
            errors.append(f"{name}: {exception}")

    Person.conversations, Person.pause = conversations, pause
    environment = Environment(user_classes=[Person], host=host)
    environment.events.request.add_listener(note)
    runner = environment.create_local_runner()
    started = time.monotonic()
    runner.start(people, spawn_rate=ARRIVALS)
    runner.spawning_greenlet.join()
    while runner.user_count and time.monotonic() - started < LONGEST:
        gevent.sleep(0.1)
    seconds = time.monotonic() - started
    if runner.user_count:
        errors.append(f"{runner.user_count} people were still talking after {LONGEST} s")
    runner.quit()
    return {"times": times, "errors": errors, "seconds": seconds}


if __name__ == "__main__":
    print(json.dumps(run(**json.loads(sys.argv[1]))))
