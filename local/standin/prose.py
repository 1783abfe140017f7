"""Countable features of a text: the only things that the stand-in's bands for writing depend on."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# A line's end is no sentence's end in the text of a PDF; an empty line is.
_SENTENCE = re.compile(r"(?:[^.!?…\n]|\n(?!\s*\n))+[.!?…]*[\"'”’)]*")
_LINKERS = (
    "however", "moreover", "furthermore", "therefore", "nevertheless", "although", "whereas", "consequently",
    "for example", "for instance", "in addition", "in contrast", "on the other hand", "as a result", "in conclusion",
    "firstly", "secondly", "finally", "overall", "despite", "while", "because", "such as",
)  # fmt: skip
_WINDOW = 60


@dataclass(frozen=True)
class Features:
    words: int
    sentences: int
    paragraphs: int
    words_per_sentence: float
    sentence_spread: float
    """Standard deviation of sentence lengths, in words: a text of equal short sentences has none."""
    variety: float
    """Distinct words per word, averaged over windows of 60, so that a long text is not punished for its length."""
    long_words: float
    """Share of words with more than six letters."""
    linkers: int
    slips: int
    """Sentences without a capital, `i` for `I`, doubled words: what can be counted without knowing grammar."""


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Sentences in order, as they stand in the text (so that a quote of one is verbatim)."""
    found = (match.group().strip() for match in _SENTENCE.finditer(text))
    return [sentence for sentence in found if len(words(sentence)) >= 3]


def measure(text: str) -> Features:
    tokens = [word.lower() for word in words(text)]
    parts = sentences(text)
    lengths = [len(words(part)) for part in parts] or [0]
    lower = text.lower()
    return Features(
        words=len(tokens),
        sentences=len(parts),
        paragraphs=len([block for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]),
        words_per_sentence=statistics.fmean(lengths),
        sentence_spread=statistics.pstdev(lengths),
        variety=_variety(tokens),
        long_words=sum(len(token) > 6 for token in tokens) / len(tokens) if tokens else 0.0,
        linkers=sum(len(re.findall(rf"\b{linker}\b", lower)) for linker in _LINKERS),
        slips=_slips(text, tokens, parts),
    )


def _variety(tokens: list[str]) -> float:
    if len(tokens) <= _WINDOW:
        return len(set(tokens)) / len(tokens) if tokens else 0.0
    windows = range(0, len(tokens) - _WINDOW + 1, 10)
    return statistics.fmean(len(set(tokens[start : start + _WINDOW])) / _WINDOW for start in windows)


def _slips(text: str, tokens: list[str], parts: list[str]) -> int:
    uncapitalised = sum(part.lstrip("\"'“‘(")[:1].islower() for part in parts)
    doubled = sum(first == second for first, second in zip(tokens, tokens[1:]))
    return uncapitalised + doubled + len(re.findall(r"\bi\b", text))
