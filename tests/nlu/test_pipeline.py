"""The whole pipeline, trained by Rasa, without the encoder: its place may stay empty; and strange messages, for the encoder too."""

from __future__ import annotations

import asyncio
import json

import numpy as np
import pytest
import yaml
from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME as FALLBACK
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.classifier import SITUATION
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.spelling import SPELLED
from tests.nlu.training import PATTERNS, PIPELINE, SAID, STRANGE, features


@pytest.fixture(scope="module")
def agent(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    least = {"SpellingCorrector": {"min_count": 1}, "TfidfFeaturizer": {"min_df": 1}}
    pipeline = [
        {**entry, **least.get(entry["name"].rpartition(".")[2], {})}
        for entry in PIPELINE
        if not entry["name"].endswith(".SentenceEncoder")
    ]
    assert len(pipeline) == len(PIPELINE) - 1
    nlu = [
        {
            "intent": intent,
            "examples": [
                {"text": text, "metadata": labels}
                for text, labels in (one if isinstance(one, tuple) else (one, {}) for one in said)
            ],
        }
        for intent, said in SAID.items()
    ]
    nlu += [
        {"regex": pattern["name"], "examples": f"- {pattern['pattern']}\n"}
        for pattern in PATTERNS
        if pattern["pattern"] != "mammas"
    ]
    files = {
        "config.yml": {"recipe": "default.v1", "assistant_id": "tiny", "language": "fi", "pipeline": pipeline},
        "nlu.yml": {"version": "3.1", "nlu": nlu},
        "domain.yml": {"version": "3.1", "intents": [*SAID]},
    }
    for name, content in files.items():
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RASA_TELEMETRY_ENABLED", "false")
        patch.setenv("RASA_MAX_CACHE_SIZE", "0")
        config, data, domain = (str(folder / name) for name in files)
        model = train_nlu(config, data, str(folder), fixed_model_name="tiny", domain=domain)
        yield Agent.load(model)


def parse(agent, text):
    return asyncio.run(agent.parse_message(text))


def test_without_the_encoder_the_pipeline_trains_and_understands(agent):
    assert parse(agent, "moi")["intent"]["name"] == "greet"
    parsed = parse(agent, "passsi vanheni")
    assert parsed["intent"]["name"] == "inform"
    assert parsed["spelled"] == "passi vanheni"
    assert [entity["value"] for entity in parsed["entities"] if entity["entity"] == "service"] in ([], ["passport"])
    assert parse(agent, "passi")["entities"][0]["value"] == "passport"
    assert parse(agent, "isä ei hengitä")["intent"]["name"] == "safety"


@pytest.mark.parametrize("name", STRANGE)
def test_no_message_however_strange_breaks_the_pipeline(agent, name):
    parsed = parse(agent, STRANGE[name])
    assert parsed["text"] == STRANGE[name].strip()
    assert parsed["intent"]["name"] in {*SAID, FALLBACK, "safety"}
    json.dumps(parsed)


@pytest.mark.parametrize("name", [name for name in STRANGE if STRANGE[name].strip()])
def test_no_message_however_strange_breaks_the_encoder(graph, name):
    message = Message({TEXT: STRANGE[name]})
    graph.make(SentenceEncoder).process([message])
    assert np.isfinite(features(message)).all()


@pytest.mark.parametrize(
    "payload", ['/answer{"usage":"alone"}', "/passi", '/answer{"municipality":"Helsinki"}', "/isä ei hengitä"]
)
def test_a_payload_passes_the_pipeline_untouched(agent, payload):
    parsed = parse(agent, payload)
    assert (parsed["text"], parsed.get(SPELLED, payload)) == (payload, payload)
    assert payload.startswith("/" + parsed["intent"]["name"])
    assert {entity["extractor"] for entity in parsed["entities"]} <= {"RegexMessageHandler"}
    assert SITUATION not in parsed
