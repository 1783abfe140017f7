"""Peak memory of SpeakingEvaluator for recordings of 18 and 100 MB: `make bench-speaking`.

Prints a table in Markdown. The smaller goes inside the request, the larger through the Files API.
Each size runs in a fresh process of the release binary under the Runtime Interface Emulator, with moto and the model
stand-in; the figure is the kernel's VmHWM, which counts shared libraries too. The limits are those of issue 7.
"""

from __future__ import annotations

import json
import struct
import sys
import tempfile
import time
import wave
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "local"))

from bandup_local import samples  # noqa: E402
from bandup_local.stack import LocalStack  # noqa: E402
from bandup_local.subjects import SPEAKING  # noqa: E402

SIZES = ((0, None), (18_000_000, 60), (100 << 20, 80))


def recording(size: int) -> bytes:
    """The sample's speech over and over, as one WAV of just this size (the sample itself for 0)."""
    path = samples.speech("part1_home_town").recording
    if size == 0:
        return path.read_bytes()
    with wave.open(str(path)) as source:
        rate, width, channels = source.getframerate(), source.getsampwidth(), source.getnchannels()
        sound = source.readframes(source.getnframes())
    count = (size - 44) // width * width
    data = (sound * (count // len(sound) + 1))[:count]
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + count, b"WAVE", b"fmt ", 16, 1, channels, rate, rate * width * channels,
        width * channels, width * 8, b"data", count)  # fmt: skip
    return header + data


def peak_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6


def main() -> int:
    is_good = True
    with LocalStack(Path(tempfile.mkdtemp(prefix="bandup-memory-"))) as stack:
        print("| recording, bytes | way | answer | seconds | peak MB | limit MB |\n|---|---|---|---|---|---|")
        for size, limit in SIZES:
            content = recording(size)
            url = stack.store(SPEAKING.content.bucket, SPEAKING.content.key("bench", str(size)), content)
            function = stack.functions[SPEAKING.function].new_instance()
            stack.standin.reset()
            start = time.monotonic()
            answer = function.invoke(
                {
                    "session_id": f"memory-{size}-{time.time_ns()}",
                    "user_id": "bench",
                    "audio_url": url,
                }
            )
            seconds = time.monotonic() - start
            peak = peak_megabytes(function.function_pid())
            status = json.loads(answer.payload).get("statusCode") if answer.error is None else answer.error
            way = "files" if stack.standin.calls("files") else "inline"
            function.stop()
            is_good = is_good and status in (200, 202) and (limit is None or peak < limit)
            print(f"| {len(content):,} | {way} | {status} | {seconds:.1f} | {peak:.1f} | {limit or '-'} |", flush=True)
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
