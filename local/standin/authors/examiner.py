"""The author of writing and speaking evaluations."""

from __future__ import annotations

import hashlib
import re
import statistics
from typing import Any

from .. import NOTICE, audio, bands, prose
from ..instance import Path
from ..material import Material
from ..paths import criterion, leaf, position, speaks_of
from ..response_schema import Schema


def make(material: Material, schema: Schema, transcripts: dict[str, str]) -> Examiner:
    return Examiner(material, transcripts)


class Examiner:
    """Fills an evaluation's schema from the essay, or from the recording and what is known to be said in it."""

    def __init__(self, material: Material, transcripts: dict[str, str]) -> None:
        self._recording: audio.Recording | None = None
        if material.audio:
            self._recording = audio.inspect(material.audio.content)
            self._transcript = _transcript(material.audio.content, self._recording, transcripts)
            self._features = prose.measure(self._transcript)
            self._marks = bands.of_speech(self._recording, self._features)
            if not self._transcript:
                self._marks = {name: bands.Mark(0.0, "no speech in the recording") for name in self._marks}
            self._quotable = prose.sentences(self._transcript)
        else:
            self._transcript = ""
            self._features = prose.measure(material.essay)
            is_task_1 = re.search(r"\btask[ _]?1\b", material.everything, re.IGNORECASE) is not None
            self._marks = bands.of_essay(material.essay, material.task, self._features, 150 if is_task_1 else 250)
            self._quotable = sorted(prose.sentences(material.essay), key=len, reverse=True)
        mean = statistics.fmean(mark.band for mark in self._marks.values())
        self._marks["overall"] = bands.Mark(bands.to_half(mean), "the mean of the four criteria")

    def number(self, path: Path) -> float | None:
        if speaks_of(path, "confidence"):
            return 0.5
        if "pauses" in path:
            return 0.6
        if speaks_of(path, "word_count", "words_total"):
            return float(self._features.words)
        if self._recording and speaks_of(path, "duration", "seconds"):
            return round(self._recording.seconds, 1)
        if self._recording and speaks_of(path, "per_minute", "rate"):
            return round(self._features.words * 60 / max(self._recording.seconds, 1), 1)
        if self._recording and speaks_of(path, "pause"):
            return float(self._recording.pauses)
        mark = self._marks.get(criterion(path) or "overall")
        return mark.band if mark else None

    def text(self, path: Path) -> str | None:
        if speaks_of(path, "transcri"):
            return self._transcript
        if "pauses" in path:
            return " ".join(self._transcript.split()[:3])
        if speaks_of(path, "quote", "excerpt", "original"):
            return self._quote(position(path))
        if speaks_of(path, "language"):
            return "en"
        if speaks_of(path, "issue", "problem"):
            return f"{NOTICE} {len(prose.words(self._quote(position(path))))} words stand in this passage."
        if speaks_of(path, "suggestion", "correction", "improve"):
            return f"{NOTICE} A real model would reword this passage here."
        if speaks_of(path, "strength"):
            return self._praise(sorted(self._marks, key=lambda name: -self._marks[name].band), position(path))
        if speaks_of(path, "weakness"):
            return self._praise(sorted(self._marks, key=lambda name: self._marks[name].band), position(path))
        mark = self._marks.get(criterion(path) or "overall")
        if mark is None:
            return f"{NOTICE} Nothing is measured for {leaf(path)}."
        return f"{NOTICE} Not an examiner's view: band {mark.band} computed from {mark.because}."

    def flag(self, path: Path) -> bool | None:
        is_speech = self._recording is not None and self._recording.speech_share > 0.02
        if speaks_of(path, "silen", "no_speech"):
            return self._recording is not None and not is_speech
        if speaks_of(path, "speech", "audible", "intelligible"):
            return is_speech
        if speaks_of(path, "english", "on_topic"):
            return True
        return False

    def choice(self, path: Path, options: list[Any]) -> Any:
        try:
            figures = [float(option) for option in options]
        except (TypeError, ValueError):
            return options[0]
        wanted = self.number(path) or 0.0
        return options[min(range(len(figures)), key=lambda index: abs(figures[index] - wanted))]

    def length(self, path: Path) -> int | None:
        if speaks_of(path, "addressed"):
            return 0
        if speaks_of(path, "pauses"):
            return min(self._recording.pauses, 5) if self._recording else 0
        if speaks_of(path, "quote", "example", "excerpt"):
            return min(3, len(self._quotable))
        return 2

    def _quote(self, index: int) -> str:
        if not self._quotable:
            return ""
        return " ".join(self._quotable[index % len(self._quotable)].split(" ")[:14])

    def _praise(self, ranked: list[str], index: int) -> str:
        names = [name for name in ranked if name != "overall"]
        name = names[index % len(names)]
        return f"{NOTICE} {name}: {self._marks[name].because}."


def _transcript(content: bytes, recording: audio.Recording, transcripts: dict[str, str]) -> str:
    known = transcripts.get(hashlib.sha256(content).hexdigest())
    if known is not None:
        return known
    if recording.speech_share <= 0.02:
        return ""
    return (
        f"{NOTICE} The stand-in can't hear. This recording lasts {recording.seconds:.1f} seconds, has "
        f"{recording.pauses} pauses, and is not one of the samples whose words it knows."
    )
