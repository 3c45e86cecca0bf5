"""Our classifiers as parts of Rasa's graph: a message is given intent, situation and danger, by words and by likelihood."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.classifier import DANGER, SITUATION, MessageClassifier
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.features import TfidfFeaturizer
from bot.nlu.safety import SafetyClassifier, SafetyWords
from bot.nlu.spelling import SPELLED
from tests.nlu.training import SAID, examples, features

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
    assert judged(graph, said, chances(emergency=0.06)) == "emergency"
    assert judged(graph, said, chances(fraud=0.03, coercion=0.03)) == "emergency"
    assert judged(graph, said, chances(emergency=0.01)) is None


def test_without_a_word_of_danger_the_classifier_alarms_when_it_is_likely_enough(graph):
    said = "täällä on nyt jotain pahasti vialla"
    assert judged(graph, said) is None
    assert judged(graph, said, chances(fraud=0.11)) is None
    assert judged(graph, said, chances(fraud=0.4)) == "fraud"
    assert judged(graph, said, chances(emergency=0.07, coercion=0.09)) == "coercion"


def test_in_a_short_text_a_word_alarms_and_without_one_danger_has_to_be_plain(graph):
    assert judged(graph, "pappa svarar inte i telefonen", chances(coercion=0.5)) is None
    assert judged(graph, "pappa svarar inte i telefonen", chances(coercion=0.4, emergency=0.5)) == "emergency"
    assert judged(graph, "isä ei hengitä", chances()) == "emergency"


def test_in_a_long_text_the_words_alone_decide(graph):
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
