"""Training works on many thousands of examples: what is done to each by itself is done by all processors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from joblib import Parallel, cpu_count, delayed

# Fewer are done faster here than handed to another process.
WORTHWHILE = 2000

Item = TypeVar("Item")
Made = TypeVar("Made")


def in_parallel(work: Callable[[Sequence[Item]], list[Made]], items: Sequence[Item]) -> list[Made]:
    """What `work` makes of all items, in their order. Items, results and `work` have to be picklable."""
    if len(items) < WORTHWHILE:
        return work(items)
    size = -(-len(items) // cpu_count())
    shares = [items[start : start + size] for start in range(0, len(items), size)]
    # By forking: a fresh process would spend its time importing Rasa.
    made = Parallel(n_jobs=len(shares), backend="multiprocessing")(delayed(work)(share) for share in shares)
    return [one for share in made for one in share]
