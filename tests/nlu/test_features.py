"""Counts of words and their pieces: the short ways give what scikit-learn and scipy give."""

from __future__ import annotations

import numpy as np
import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.language.words import fold
from bot.nlu.features import TfidfFeaturizer, joined, sparse_row
from bot.nlu.parallel import WORTHWHILE
from tests.nlu.training import features

WORDS = "äidin passi on vanha eikä mummo osaa hakea uutta kun kone ei toimi vaan sammuu aina kesken"


def many():
    random = np.random.default_rng(0)
    texts = {
        " ".join(random.choice(WORDS.split(), random.integers(3, 9))) + " 2 passia, kiitos"
        for _ in range(2 * WORTHWHILE)
    }
    assert len(texts) > WORTHWHILE
    return sorted(texts)


@pytest.mark.parametrize("analyzer", ["word", "char_wb"])
def test_many_texts_are_counted_as_each_is_alone(graph, analyzer):
    texts = many()
    settings = {"analyzer": analyzer, "ngram_range": (1, 3), "min_df": 3, "sublinear_tf": True, "token_pattern": r"\w+"}
    theirs = TfidfVectorizer(**settings, preprocessor=fold).fit_transform(texts)
    made = graph.make(TfidfFeaturizer, analyzer=analyzer, min_ngram=1, max_ngram=3, min_df=3)
    messages = [Message({TEXT: text, "intent": "inform"}) for text in texts]
    made.train(TrainingData(messages))
    made.process(messages)
    together = np.vstack([features(message) for message in messages])
    assert np.allclose(together, theirs.toarray(), atol=1e-6)
    alone = Message({TEXT: texts[7]})
    made.process([alone])
    assert np.allclose(features(alone), together[7], atol=1e-6)


def test_rows_are_scipys():
    ours = [sparse_row(np.ones(len(places), np.float32), np.array(places, np.int32), 9) for places in ([], [2, 5], [8])]
    theirs = [csr_matrix(row.toarray()) for row in ours]
    made = joined([[row, ours[1]] for row in ours])
    assert (made != hstack([vstack(theirs), vstack([theirs[1]] * 3)])).nnz == 0 and made.shape == (3, 18)
    assert joined([[], []]).shape == (2, 0)
    assert [row.toarray().nonzero()[1].tolist() for row in ours] == [[], [2, 5], [8]]
