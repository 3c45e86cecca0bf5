"""The `auta` command, run as people run it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess

import pytest

from bot.commands.assistant import own_ports
from bot.data_file import ROOT


def auta(*arguments, **environment):

    return subprocess.run(
        [ROOT / ".venv/bin/auta", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        cwd=ROOT,
    )


def test_decide_prints_the_decision_and_that_all_is_known():
    answers = {
        "service_class": "full", "login": True, "principal": "self", "usage": "with_help", "support": "quick_advice",
        "identification": "works", "device": "own", "reach": "any",
    }  # fmt: skip
    done = auta("decide", json.dumps(answers))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "level": 2,
        "level_id": "light",
        "row": 12,
        "reasons": ["STUCK"],
        "channels": ["chat", "video", "phone"],
        "next_question": None,
    }


def test_decide_says_what_to_ask_next():
    done = auta("decide", '{"usage":"alone","support":"link"}')
    assert json.loads(done.stdout)["next_question"] == "service"
    done = auta("decide", '{"service":"tax_card","principal":"self"}')
    assert json.loads(done.stdout)["next_question"] == "usage"


@pytest.mark.parametrize("wrong", ["{", "[]", '{"usage":"often"}', '{"level":1}', '"usage"'])
def test_decide_refuses_what_is_no_answer(wrong):
    done = auta("decide", wrong)
    assert done.returncode == 2
    assert done.stderr.startswith("auta decide: ") and done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_wrong_usage_has_status_two():
    assert auta("decide").returncode == 2
    assert auta("fly").returncode == 2


def test_check_finds_nothing_in_our_own_data():
    done = auta("triage", "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "all is well" in done.stdout


def test_the_drawing_in_the_docs_is_the_current_one():
    assert auta("triage", "draw").stdout.strip() in (ROOT / "docs" / "decision.md").read_text(encoding="utf-8")


def test_run_says_in_one_sentence_that_a_port_is_taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = auta("run", AUTA_PORT=str(port))
    assert done.returncode == 1
    assert (
        done.stderr
        == f"Port {port} is taken: stop what uses it, or choose another, as in `AUTA_PORT={port + 1} make run`.\n"
    )


@pytest.mark.parametrize("port", ["many", "0", "70000", "-1"])
def test_run_says_in_one_sentence_that_a_port_is_no_port(port):
    done = auta("run", AUTA_PORT=port)
    assert done.returncode == 1
    assert "AUTA_PORT" in done.stderr and port in done.stderr and done.stderr.count("\n") == 1


def test_run_says_in_one_sentence_that_the_human_contact_is_missing():
    done = auta("run", AUTA_MUNICIPALITY="091", **own_ports())
    assert done.returncode == 1
    assert "municipality 091" in done.stderr and done.stderr.count("\n") == 1
    assert done.stdout == ""


@pytest.fixture
def copy(tmp_path):
    """The project without its environment, for what breaks it."""

    for name in ("bot", "actions", "data", "config.yml", "domain.yml", "requirements.lock"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    return tmp_path


def test_run_says_in_one_sentence_that_there_is_no_model(copy):
    done = auta("run", PYTHONPATH=str(copy))
    assert done.returncode == 1
    assert "run `make train`" in done.stderr and done.stderr.count("\n") == 1


def test_run_says_in_one_sentence_where_a_data_file_is_broken(copy):
    levels = copy / "data" / "triage" / "levels.yml"
    levels.write_text(levels.read_text(encoding="utf-8").replace("usage: unable", "usage: unabel", 1), encoding="utf-8")
    done = auta("run", PYTHONPATH=str(copy))
    assert done.returncode == 1
    assert "levels.yml, line" in done.stderr and "unable" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("broken", ["data/triage/safety.yml", "data/geo/municipalities.yml"])
def test_a_fault_stops_the_parts_that_were_started_and_is_all_that_is_said(copy, broken):
    for name in ("models", "Procfile", "endpoints.yml", "credentials.yml", "credentials-development.yml"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
    path = copy / broken
    path.write_text(path.read_text(encoding="utf-8") + "\nunknown: field\n", encoding="utf-8")
    ports = own_ports()
    done = auta("run", PYTHONPATH=str(copy), **ports)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{path.name}, line" in done.stderr and "unknown" in done.stderr and done.stderr.count("\n") == 1
    assert "rasa started" in (copy / ".run" / ports["AUTA_PORT"] / "auta.log").read_text(encoding="utf-8")
    for port in ports.values():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", int(port)))


def test_another_word_in_the_training_data_is_another_model(copy):
    def name():
        return auta("run", PYTHONPATH=str(copy)).stderr

    before = name()
    greetings = copy / "data" / "nlu" / "fi" / "conversation.yml"
    greetings.write_text(greetings.read_text(encoding="utf-8") + "    - terve vaan\n", encoding="utf-8")
    assert name() != before


def test_talk_says_how_to_start_the_assistant():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = auta("talk", AUTA_PORT=str(port))
    assert done.returncode == 1
    assert "make run" in done.stderr
