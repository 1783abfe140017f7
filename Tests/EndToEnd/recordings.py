"""Small recordings made on the spot, where a test needs the format and not the words."""

from __future__ import annotations

import array
import io
import math
import wave

_RATE = 8000


def _wav(samples: array.array[int]) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(samples.tobytes())
    return target.getvalue()


def short_recording(seconds: float = 1.5) -> bytes:
    """A tone; the stand-in takes everything that is loud for speech."""
    return _wav(array.array("h", (int(8000 * math.sin(n / 5)) for n in range(int(seconds * _RATE)))))


def silence(seconds: float = 1.5) -> bytes:
    return _wav(array.array("h", [0] * int(seconds * _RATE)))
