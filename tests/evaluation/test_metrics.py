"""The counting, on cases small enough to count by hand."""

from __future__ import annotations

import pytest

from bot.evaluation.metrics import Found, Share, calibration_error, count_slots, reliability


def test_a_wrong_value_is_taken_wrongly_and_missed():
    found = Found()
    for label, taken in [("a", "a"), ("a", "b"), ("a", None), (None, "a"), (None, None)]:
        found.add(label, taken)
    assert (found.right, found.wrong, found.missed) == (1, 2, 2)
    assert found.labels == 3
    assert found.precision == pytest.approx(1 / 3) and found.recall == pytest.approx(1 / 3)


def test_f1_lies_between_precision_and_recall():
    found = Found(right=6, wrong=2, missed=6)
    assert (found.precision, found.recall) == (0.75, 0.5)
    assert found.f1 == pytest.approx(2 * 0.75 * 0.5 / (0.75 + 0.5))


def test_nothing_of_nothing_is_no_share():
    assert (Found().precision, Found().recall, Found().f1, Share().value) == (None, None, None, None)
    assert Found(wrong=1).recall is None and Found(wrong=1).precision == 0
    assert Found(missed=1).precision is None and Found(missed=1).recall == 0


def test_only_the_given_slots_are_counted_and_counts_add_up():
    counts = count_slots({"usage": "alone", "reach": "chat"}, {"usage": "alone", "device": "own"}, ["usage", "device"])
    assert counts == {"usage": Found(right=1), "device": Found(wrong=1)}
    assert counts["usage"] + counts["device"] == Found(right=1, wrong=1)


def test_calibration_weighs_each_bin_by_its_guesses():
    perfect = [(0.75, True), (0.75, True), (0.75, True), (0.75, False)]
    assert calibration_error(perfect) == pytest.approx(0)
    boastful = [(0.95, False), (0.95, True)]
    assert calibration_error(boastful) == pytest.approx(0.45)
    assert calibration_error(perfect + boastful) == pytest.approx(0.45 * 2 / 6)
    assert calibration_error([]) is None


def test_a_confidence_on_a_border_belongs_to_the_bin_above():
    bins = reliability([(0.5, True), (0.49, False), (1.0, True)])
    assert [one.count for one in bins] == [0, 0, 0, 0, 1, 1, 0, 0, 0, 1]
    assert (bins[4].accuracy, bins[5].accuracy, bins[0].accuracy) == (0, 1, None)
    assert (bins[9].low, bins[9].high) == (0.9, 1.0)
