"""The samples that the demonstration and the tests feed to the functions.

Essays and the words of the recordings are in the repository; the recordings are made from them with espeak-ng, and
noted with their checksums so that the stand-in, which can't hear, knows what is said in them.
"""

from __future__ import annotations

import array
import hashlib
import io
import json
import math
import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path

from . import paths

_ESPEAK = ["espeak-ng", "-v", "en-gb", "-s", "150"]
_RATE = 8000


@dataclass(frozen=True)
class Essay:
    text: str
    prompt: str


@dataclass(frozen=True)
class Speech:
    recording: Path
    words: str
    questions: list[str]


def essay(name: str) -> Essay:
    folder = paths.SAMPLES / "essays"
    return Essay(
        text=(folder / f"{name}.txt").read_text().strip(), prompt=(folder / f"{name}.prompt.txt").read_text().strip()
    )


def speech(name: str) -> Speech:
    folder = paths.SAMPLES / "speech"
    return Speech(
        recording=paths.MADE_SAMPLES / f"{name}.wav",
        words=(folder / f"{name}.txt").read_text().strip(),
        questions=(folder / f"{name}.questions.txt").read_text().strip().splitlines(),
    )


def document(*, is_long: bool = False) -> Path:
    """A PDF of a few pages, or one of more than thirty; both are in the repository."""
    return paths.REPOSITORY / "events" / "samples" / ("study-reader.pdf" if is_long else "short-article.pdf")


def tone(seconds: float = 1.5) -> bytes:
    """A recording made on the spot, where a test needs the format and not the words: the stand-in takes everything that
    is loud for speech."""
    return _wav(array.array("h", (int(8000 * math.sin(n / 5)) for n in range(int(seconds * _RATE)))))


def silence(seconds: float = 1.5) -> bytes:
    return _wav(array.array("h", [0] * int(seconds * _RATE)))


def _wav(sound: array.array[int]) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(sound.tobytes())
    return target.getvalue()


def make_recordings() -> list[Path]:
    """Speaks every text that has no recording yet, or a newer text, and notes the words of each."""
    paths.MADE_SAMPLES.mkdir(parents=True, exist_ok=True)
    made, transcripts = [], {}
    for text in sorted((paths.SAMPLES / "speech").glob("*.txt")):
        if text.name.endswith(".questions.txt"):
            continue
        recording = paths.MADE_SAMPLES / f"{text.stem}.wav"
        if not recording.exists() or recording.stat().st_mtime < text.stat().st_mtime:
            subprocess.run([*_ESPEAK, "-f", str(text), "-w", str(recording)], check=True)
        made.append(recording)
        transcripts[hashlib.sha256(recording.read_bytes()).hexdigest()] = text.read_text().strip()
    paths.TRANSCRIPTS.write_text(json.dumps(transcripts, indent=2))
    return made


if __name__ == "__main__":
    make_recordings()
