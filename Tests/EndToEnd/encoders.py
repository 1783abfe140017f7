"""Recordings as real encoders write them (FFmpeg's, by way of PyAV), with the length that went in.

    python Tests/EndToEnd/encoders.py Tests/SpeakingEvaluatorTests/Golden

writes the small files that the Swift tests read, and `durations.json` beside them.
"""

from __future__ import annotations

import array
import io
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import av

SENTENCE = "I come from a small town by the sea. It is quiet in winter, but in summer, well, everybody seems to come."


@dataclass(frozen=True)
class Sound:
    """Samples of 16 bits, one channel."""

    samples: bytes
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / 2 / self.rate


@dataclass(frozen=True)
class Encoding:
    container: str
    codec: str
    suffix: str
    rate: int = 44_100
    layout: str = "mono"
    bit_rate: int | None = 64_000
    codec_options: dict[str, str] = field(default_factory=dict)
    container_options: dict[str, str] = field(default_factory=dict)
    is_streamed: bool = False
    """Written as by a recorder that can't go back to fill in sizes and lengths."""
    alter: Callable[[bytes], bytes] | None = None
    """What is done to the file afterwards, where no free encoder writes the form."""


def speech(text: str = SENTENCE, words_per_minute: int = 160) -> Sound:
    """A real voice, if a synthetic one."""
    wav = subprocess.run(
        ["espeak-ng", "-v", "en-gb", "-s", str(words_per_minute), "--stdout"],
        input=text.encode(), capture_output=True, check=True, timeout=60,
    ).stdout  # fmt: skip
    # 44 bytes of header; sizes are not filled in where the output is a pipe.
    return Sound(wav[44:], int.from_bytes(wav[24:28], "little"))


def silence(seconds: float = 5, rate: int = 22_050) -> Sound:
    return Sound(bytes(2 * int(seconds * rate)), rate)


def noise(seconds: float = 5, rate: int = 22_050) -> Sound:
    """Steady hiss, as of a microphone that nobody speaks into."""
    source = random.Random(7)
    samples = array.array("h", (int(source.gauss(0, 1500)) for _ in range(int(seconds * rate))))
    return Sound(samples.tobytes(), rate)


def without_xing(mp3: bytes) -> bytes:
    """The same stream without tag and first frame, which holds the encoder's frame count: what streaming servers send."""
    first = _mp3_start(mp3)
    return mp3[first + _mp3_frame_bytes(mp3, first) :]


def with_vbri(mp3: bytes) -> bytes:
    """Fraunhofer's header instead of LAME's: 18 bytes and a table, 32 bytes behind the frame's header."""
    first = _mp3_start(mp3)
    size = _mp3_frame_bytes(mp3, first)
    xing = mp3.index(b"Xing", first) if b"Xing" in mp3[first : first + size] else mp3.index(b"Info", first)
    frames = mp3[xing + 8 : xing + 12]
    vbri = b"VBRI" + (1).to_bytes(2, "big") + bytes(4) + len(mp3).to_bytes(4, "big") + frames + bytes(8)
    head = mp3[first : first + 4] + bytes(32) + vbri
    return head + bytes(size - len(head)) + mp3[first + size :]


def with_empty_vbri(mp3: bytes) -> bytes:
    """The same from an encoder that could not go back to write the count."""
    changed = with_vbri(mp3)
    at = changed.index(b"VBRI") + 14
    return changed[:at] + bytes(4) + changed[at + 4 :]


def as_rf64(wav: bytes) -> bytes:
    """The same samples in the form for more than four gigabytes: sizes of all ones, and the real ones in `ds64`."""
    data = wav.index(b"data")
    samples = wav[data + 8 :]
    sizes = bytes(8) + len(samples).to_bytes(8, "little") + bytes(12)
    chunks = b"ds64" + len(sizes).to_bytes(4, "little") + sizes + wav[12:data] + b"data" + b"\xff" * 4
    return b"RF64" + b"\xff" * 4 + b"WAVE" + chunks + samples


def _mp3_start(mp3: bytes) -> int:
    return 10 + sum(byte << shift for byte, shift in zip(mp3[6:10], (21, 14, 7, 0))) if mp3[:3] == b"ID3" else 0


def _mp3_frame_bytes(mp3: bytes, at: int) -> int:
    kilobits = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)[mp3[at + 2] >> 4]
    return 144_000 * kilobits // 44_100 + (mp3[at + 2] >> 1 & 1)


FRAGMENTED = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "frag_duration": "1000000"}

ENCODINGS: dict[str, Encoding] = {
    "wav": Encoding("wav", "pcm_s16le", "wav", rate=8_000, bit_rate=None),
    "wav-float": Encoding("wav", "pcm_f32le", "wav", rate=8_000, bit_rate=None),
    "wav-stream": Encoding("wav", "pcm_s16le", "wav", rate=8_000, bit_rate=None, is_streamed=True),
    "mp3-cbr": Encoding("mp3", "libmp3lame", "mp3"),
    "mp3-cbr-16k": Encoding("mp3", "libmp3lame", "mp3", rate=16_000, bit_rate=24_000),
    "mp3-vbr-xing": Encoding("mp3", "libmp3lame", "mp3", bit_rate=None, codec_options={"q:a": "6"}),
    "mp3-vbr-vbri": Encoding("mp3", "libmp3lame", "mp3", bit_rate=None, codec_options={"q:a": "6"}, alter=with_vbri),
    "mp3-vbr-vbri-empty": Encoding(
        "mp3", "libmp3lame", "mp3", bit_rate=None, codec_options={"q:a": "6"}, alter=with_empty_vbri
    ),
    "mp3-vbr-bare": Encoding(
        "mp3", "libmp3lame", "mp3", bit_rate=None, codec_options={"q:a": "6"}, alter=without_xing
    ),
    "m4a-aac": Encoding("ipod", "aac", "m4a"),
    "m4a-faststart": Encoding("ipod", "aac", "m4a", container_options={"movflags": "faststart"}),
    "m4a-alac": Encoding("ipod", "alac", "m4a", rate=16_000, bit_rate=None),
    "mp4-fragmented": Encoding("mp4", "aac", "mp4", container_options=FRAGMENTED, is_streamed=True),
    "ogg-vorbis": Encoding("ogg", "vorbis", "ogg", layout="stereo", codec_options={"strict": "experimental"}),
    "ogg-opus": Encoding("ogg", "libopus", "opus", rate=48_000, bit_rate=24_000),
    "ogg-flac": Encoding("ogg", "flac", "oga", rate=16_000, bit_rate=None),
    "flac": Encoding("flac", "flac", "flac", rate=16_000, bit_rate=None),
    "flac-stream": Encoding("flac", "flac", "flac", rate=16_000, bit_rate=None, is_streamed=True),
    "aac-adts": Encoding("adts", "aac", "aac"),
    "aiff": Encoding("aiff", "pcm_s16be", "aiff", rate=8_000, bit_rate=None),
    "webm-opus": Encoding("webm", "libopus", "webm", rate=48_000, bit_rate=24_000),
    "webm-mediarecorder": Encoding(
        "webm", "libopus", "webm", rate=48_000, bit_rate=24_000, container_options={"live": "1"}, is_streamed=True
    ),
    "mka-flac": Encoding("matroska", "flac", "mka", rate=16_000, bit_rate=None),
}
"""By the name under which tests speak of them."""

REFUSED: dict[str, Encoding] = {
    "caf": Encoding("caf", "pcm_s16le", "caf", rate=8_000, bit_rate=None),
    "au": Encoding("au", "pcm_s16be", "au", rate=8_000, bit_rate=None),
    "mpegts": Encoding("mpegts", "aac", "ts"),
    "ac3": Encoding("ac3", "ac3", "ac3", bit_rate=96_000),
}
"""Recordings that Gemini does not take."""


class _Pipe(io.RawIOBase):
    """Takes what is written, in order, and nothing else."""

    def __init__(self) -> None:
        self.content = bytearray()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def write(self, data) -> int:
        self.content += bytes(data)
        return len(data)


def encode(sound: Sound, encoding: Encoding) -> bytes:
    if encoding.is_streamed:
        pipe = _Pipe()
        _write(sound, encoding, pipe)
        content = bytes(pipe.content)
    else:
        # A file, not memory: some writers read back what they wrote.
        with tempfile.NamedTemporaryFile() as file:
            _write(sound, encoding, file.name)
            content = Path(file.name).read_bytes()
    return encoding.alter(content) if encoding.alter else content


def _write(sound: Sound, encoding: Encoding, target: _Pipe | str) -> None:
    with av.open(target, "w", format=encoding.container, options=encoding.container_options) as out:
        codec_options = dict(encoding.codec_options)
        stream = out.add_stream(encoding.codec, rate=encoding.rate, layout=encoding.layout)
        if encoding.bit_rate:
            stream.bit_rate = encoding.bit_rate
        elif quality := codec_options.pop("q:a", None):
            # The command line's -q:a: a quality in FFmpeg's units, and the flag that says to heed it.
            codec_options |= {"global_quality": str(int(quality) * 118), "flags": "+qscale"}
        stream.codec_context.options = codec_options
        context = stream.codec_context
        resampler = av.AudioResampler(format=context.format, layout=encoding.layout, rate=encoding.rate)
        for frame in _frames(sound, resampler):
            for packet in stream.encode(frame):
                out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)


def _frames(sound: Sound, resampler: av.AudioResampler):
    step = 1024
    fifo = av.AudioFifo()
    for start in range(0, len(sound.samples) // 2, step):
        piece = sound.samples[2 * start : 2 * (start + step)]
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece) // 2)
        frame.sample_rate = sound.rate
        frame.pts = start
        frame.planes[0].update(piece.ljust(frame.planes[0].buffer_size, b"\0"))
        for resampled in resampler.resample(frame):
            fifo.write(resampled)
        while (whole := fifo.read(960)) is not None:
            yield whole
    for resampled in resampler.resample(None):
        fifo.write(resampled)
    while (whole := fifo.read(960)) is not None:
        yield whole
    if rest := fifo.read(0, partial=True):
        yield rest


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    sound = speech("Well, I live by the sea.")
    durations = {}
    for name, encoding in (ENCODINGS | REFUSED).items():
        content = encode(sound, encoding)
        (folder / f"{name}.{encoding.suffix}").write_bytes(content)
        if name in ENCODINGS:
            durations[f"{name}.{encoding.suffix}"] = round(sound.seconds, 3)
    (folder / "durations.json").write_text(json.dumps(durations, indent=2) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
