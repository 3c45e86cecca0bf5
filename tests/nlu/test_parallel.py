"""What is done by all processors is what would have been done here."""

from __future__ import annotations

import os

import pytest

from bot.nlu.parallel import WORTHWHILE, in_parallel


def doubled(items):
    return [2 * item for item in items]


def where(items):
    return [os.getpid() for _ in items]


@pytest.mark.parametrize("number", [0, 1, WORTHWHILE - 1, WORTHWHILE, WORTHWHILE + 1, 3 * WORTHWHILE + 1])
def test_everything_is_done_once_and_in_its_order(number):
    assert in_parallel(doubled, range(number)) == [2 * item for item in range(number)]


def test_few_items_stay_in_this_process_and_many_do_not():
    assert set(in_parallel(where, range(10))) == {os.getpid()}
    assert os.getpid() not in in_parallel(where, range(WORTHWHILE))


def test_what_goes_wrong_in_another_process_is_told_here():
    with pytest.raises(TypeError, match="unsupported operand"):
        in_parallel(doubled, [None] * WORTHWHILE)
