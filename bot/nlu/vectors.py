"""Files of sentence vectors: what the encoder made of the examples, for it needs minutes for all of them.

A vector takes 384 bytes: its direction in whole numbers, which is nearer to the encoder's own than the encoder, whose
weights have four bits, is to the model it was made from. A text is known by its digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

# By the digest of a text: its vector, in whole numbers.
Vectors = Mapping[int, np.ndarray]


def digest(text: str) -> int:
    """64 bits that stand for a text."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest(), "big")


def rounded(vectors: np.ndarray) -> np.ndarray:
    """The vectors, a row each, in whole numbers from -127 to 127."""
    return np.rint(127 * vectors / np.abs(vectors).max(axis=1, keepdims=True)).astype(np.int8)


def directions(rows: np.ndarray) -> np.ndarray:
    """The vectors, of length 1, that were rounded."""
    return (rows / np.linalg.norm(rows.astype(np.float32), axis=1, keepdims=True)).astype(np.float32)


def read_vectors(files: Iterable[Path]) -> dict[int, np.ndarray]:
    """The vectors that are in files; one that is not there has none."""
    found: dict[int, np.ndarray] = {}
    for file in files:
        if file.exists():
            with np.load(file, allow_pickle=False) as arrays:
                found.update(zip(arrays["digests"].tolist(), arrays["rows"], strict=True))
    return found


def write_vectors(file: Path, vectors: Vectors) -> None:
    """Writes vectors into a file, in place of what it held."""
    file.parent.mkdir(parents=True, exist_ok=True)
    digests = sorted(vectors)
    rows = np.array([vectors[one] for one in digests], dtype=np.int8)
    np.savez_compressed(file, digests=np.array(digests, dtype=np.uint64), rows=rows)
