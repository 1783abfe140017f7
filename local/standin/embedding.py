"""Embeddings by feature hashing: texts that share words are near, which is all that retrieval needs to be shown."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from functools import lru_cache

from .prose import words

_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ness", "ies", "ied", "ed", "es", "ly", "s", "y", "e")


def embed(text: str, dimensions: int, normalise: bool) -> list[float]:
    """Adds every stem's weight at the place, and with the sign, that its hash gives."""
    vector = [0.0] * dimensions
    for stem, count in Counter(_stem(word) for word in words(text.lower())).items():
        place, sign = _place(stem)
        # Short words are mostly grammar, and shared by all texts.
        vector[place % dimensions] += sign * (0.2 if len(stem) <= 3 else 1.0) * (1 + math.log(count))
    length = math.sqrt(sum(value * value for value in vector))
    if not length:
        # A text without a word still gets a vector of length one, as a model would give.
        vector[0] = length = 1.0
    scale = 1 / length if normalise else 1.0
    return [round(value * scale, 8) for value in vector]


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=100_000)
def _place(stem: str) -> tuple[int, int]:
    digest = int.from_bytes(hashlib.blake2b(stem.encode(), digest_size=8).digest(), "big")
    return digest >> 1, 1 if digest & 1 else -1
