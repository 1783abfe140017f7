"""Bands from countable features. Straight lines between points chosen to spread real texts; no judgement at all."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .audio import Recording
from .prose import Features, words

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Mark:
    band: float
    because: str
    """The figures that the band was computed from, for the feedback."""


def to_half(value: float) -> float:
    """The nearest half band, in 0 to 9."""
    return min(max(math.floor(value * 2 + 0.5) / 2, 0.0), 9.0)


def _scale(value: float, points: Points) -> float:
    if value <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return points[-1][1]


def _shared_words(text: str, task: str) -> float:
    """Share of the task's longer words that the text takes up."""
    wanted = {word.lower() for word in words(task) if len(word) > 4}
    return len(wanted & {word.lower() for word in words(text)}) / len(wanted) if wanted else 0.5


def of_essay(text: str, task: str, features: Features, least_words: int) -> dict[str, Mark]:
    """Marks by criterion: task, coherence, lexical, grammar."""
    length = features.words / least_words
    shared = _shared_words(text, task)
    task_band = _scale(length, ((0, 1), (0.4, 3.5), (0.8, 5), (1.0, 6), (1.2, 7), (1.5, 7.5))) + (shared - 0.5)
    per_100 = features.linkers * 100 / max(features.words, 1)
    coherence = _scale(per_100, ((0, 4), (1, 5.5), (2.5, 6.5), (4, 7.5), (8, 6.5)))
    coherence += _scale(features.paragraphs, ((1, -1), (3, 0), (5, 0.5)))
    slips = features.slips / max(features.sentences, 1)
    grammar = _scale(features.words_per_sentence, ((2, 2), (8, 5), (14, 6), (20, 7.5), (30, 7), (60, 4)))
    grammar += _scale(features.sentence_spread, ((0, -1), (4, 0), (9, 0.5))) - 2 * slips
    return {
        "task": Mark(
            to_half(task_band), f"{features.words} words against {least_words}, {shared:.0%} of the task's terms"
        ),
        "coherence": Mark(
            to_half(coherence), f"{features.paragraphs} paragraphs, {per_100:.1f} linking words in 100"
        ),
        "lexical": _lexical(features),
        "grammar": Mark(
            to_half(grammar), f"{features.words_per_sentence:.1f} words a sentence, {features.slips} countable slips"
        ),
    }  # fmt: skip


def of_speech(recording: Recording, features: Features) -> dict[str, Mark]:
    """Marks by criterion: fluency, lexical, grammar, pronunciation."""
    minutes = recording.seconds / 60
    rate = features.words / minutes if minutes else 0.0
    pauses = recording.pauses / minutes if minutes else 0.0
    fluency = _scale(rate, ((0, 2), (60, 4), (100, 5.5), (140, 7), (180, 8), (260, 6.5))) - min(pauses / 20, 1.5)
    grammar = _scale(features.words_per_sentence, ((2, 3), (8, 5), (14, 6.5), (22, 7.5), (40, 6)))
    pronunciation = _scale(recording.speech_share, ((0, 0), (0.2, 4), (0.6, 6), (0.85, 7.5), (1, 8)))
    return {
        "fluency": Mark(to_half(fluency), f"{rate:.0f} words and {pauses:.1f} pauses a minute"),
        "lexical": _lexical(features),
        "grammar": Mark(to_half(grammar), f"{features.words_per_sentence:.1f} words a sentence"),
        "pronunciation": Mark(to_half(pronunciation), f"{recording.speech_share:.0%} of the recording is not silent"),
    }


def _lexical(features: Features) -> Mark:
    variety = _scale(features.variety, ((0.2, 2), (0.55, 4.5), (0.68, 6), (0.78, 7), (0.88, 8), (0.97, 9)))
    length = _scale(features.long_words, ((0.02, 3.5), (0.15, 5.5), (0.25, 7), (0.4, 8.5)))
    return Mark(
        to_half((variety + length) / 2 if features.words else 0),
        f"{features.variety:.0%} distinct words in 60, {features.long_words:.0%} longer than six letters",
    )
