"""Reads how long a recording is, and how much of it is not silence."""

from __future__ import annotations

import array
import io
import struct
import sys
from dataclasses import dataclass

_SIGNATURES: dict[str, tuple[str, ...]] = {
    "wav": ("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"),
    "mp3": ("audio/mp3", "audio/mpeg", "audio/mpga"),
    "flac": ("audio/flac", "audio/x-flac"),
    "ogg": ("audio/ogg", "audio/opus"),
    "aiff": ("audio/aiff", "audio/x-aiff"),
    "aac": ("audio/aac", "audio/x-aac"),
    "mp4": ("audio/mp4", "audio/m4a", "audio/x-m4a", "video/mp4"),
    "webm": ("audio/webm", "video/webm"),
    "pdf": ("application/pdf",),
}
SUPPORTED_MIME_TYPES = frozenset(name for names in _SIGNATURES.values() for name in names)


def container(content: bytes) -> str | None:
    """The container that the first bytes show, or None."""
    head = content[:16]
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "aiff"
    if head[4:8] == b"ftyp":
        return "mp4"
    for prefix, name in ((b"fLaC", "flac"), (b"OggS", "ogg"), (b"\x1aE\xdf\xa3", "webm"), (b"%PDF-", "pdf"),
                         (b"ID3", "mp3"), (b"ADIF", "aac")):  # fmt: skip
        if head.startswith(prefix):
            return name
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        # The two layer bits: 00 is ADTS (AAC), the others are MPEG audio.
        return "aac" if head[1] & 0x06 == 0 else "mp3"
    return _probed(content)


def _probed(content: bytes) -> str | None:
    """Streams that begin inside a frame, or behind zeros or tags: what FFmpeg takes them for."""
    import av

    try:
        with av.open(io.BytesIO(content)) as file:
            return file.format.name if file.format.name in ("mp3", "aac") and file.streams.audio else None
    except (av.FFmpegError, ValueError):
        return None


def fits(content: bytes, mime_type: str) -> bool:
    """Whether the bytes are what the MIME type says."""
    name = container(content)
    return name is not None and mime_type in _SIGNATURES[name]


@dataclass(frozen=True)
class Recording:
    seconds: float
    speech_share: float
    """Share of 20 ms frames that are louder than a whisper; 1 where the samples can't be decoded."""
    pauses: int
    """Stretches of at least half a second without speech."""


def inspect(content: bytes) -> Recording:
    """What can be told of the recording. An unreadable one has no length."""
    try:
        return _inspect(content)
    except (struct.error, IndexError, ZeroDivisionError):
        return Recording(0.0, 0.0, 0)


def _inspect(content: bytes) -> Recording:
    name = container(content)
    if name == "wav":
        return _wav(content)
    if (decoded := _decoded(content)) is not None:
        return decoded
    seconds = {"mp3": _mp3_seconds, "flac": _flac_seconds, "ogg": _ogg_seconds, "mp4": _mp4_seconds}.get(name or "")
    if seconds is not None:
        return Recording(seconds(content), 1.0, 0)
    # The rest at the common 64 kbit/s: only token counts depend on it.
    return Recording(len(content) / 8000, 1.0, 0)


_DECODED_RATE = 8000


def _decoded(content: bytes) -> Recording | None:
    """What FFmpeg's decoders make of it; None where they make nothing of it."""
    # Loaded where it is needed: most calls are about text.
    import av

    samples: array.array[int] = array.array("h")
    try:
        with av.open(io.BytesIO(content)) as file:
            resampler = av.AudioResampler(format="s16", layout="mono", rate=_DECODED_RATE)
            for frame in file.decode(audio=0):
                for piece in resampler.resample(frame):
                    samples.frombytes(bytes(piece.planes[0])[: 2 * piece.samples])
    except (av.FFmpegError, IndexError, ValueError):
        return None
    return _speech(samples, _DECODED_RATE, len(samples) / _DECODED_RATE) if samples else None


def _wav(content: bytes) -> Recording:
    channels, rate, bits, data = 1, 0, 16, b""
    position = 12
    while position + 8 <= len(content):
        name, size = content[position : position + 4], struct.unpack_from("<I", content, position + 4)[0]
        body = position + 8
        if name == b"fmt ":
            _, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", content, body)
        elif name == b"data":
            # A streamed file claims more than it holds.
            data = content[body : body + size]
        position = body + size + size % 2
    frame_bytes = channels * bits // 8
    seconds = len(data) / frame_bytes / rate
    if bits != 16:
        return Recording(seconds, 1.0, 0)
    samples = array.array("h")
    samples.frombytes(data[: len(data) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return _speech(samples, rate * channels, seconds)


def _speech(samples: array.array[int], samples_per_second: int, seconds: float) -> Recording:
    step = max(1, samples_per_second // 50)
    # Every fourth sample tells loud from quiet as well as all of them, in a quarter of the time.
    loud = [
        max(frame) - min(frame) > 600
        for frame in (samples[start : start + step : 4] for start in range(0, len(samples), step))
        if frame
    ]
    pauses = sum(len(run) >= 25 for run in "".join(" " if is_loud else "q" for is_loud in loud).split())
    return Recording(seconds, sum(loud) / len(loud) if loud else 0.0, pauses)


_MP3_KBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MP3_KBITS_LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MP3_RATES = (44_100, 48_000, 32_000)


def _mp3_seconds(content: bytes) -> float:
    """Adds up the frames of a layer III stream, so that a variable bit rate does no harm."""
    position, seconds = 0, 0.0
    if content[:3] == b"ID3":
        size = 0
        for byte in content[6:10]:
            size = size << 7 | byte & 0x7F
        position = 10 + size
    while position + 4 <= len(content):
        b1, b2 = content[position + 1], content[position + 2]
        bitrate_index, rate_index = b2 >> 4, b2 >> 2 & 3
        if content[position] != 0xFF or b1 & 0xE0 != 0xE0 or rate_index == 3 or not 0 < bitrate_index < 15:
            position += 1
            continue
        is_mpeg1 = b1 >> 3 & 3 == 3
        rate = _MP3_RATES[rate_index] // (1 if is_mpeg1 else 2 if b1 >> 3 & 3 == 2 else 4)
        kbits = (_MP3_KBITS if is_mpeg1 else _MP3_KBITS_LOW)[bitrate_index]
        samples = 1152 if is_mpeg1 else 576
        seconds += samples / rate
        position += samples // 8 * kbits * 1000 // rate + (b2 >> 1 & 1)
    return seconds


def _flac_seconds(content: bytes) -> float:
    packed = int.from_bytes(content[18:26], "big")
    return (packed & (1 << 36) - 1) / (packed >> 44)


def _ogg_seconds(content: bytes) -> float:
    granule = struct.unpack_from("<q", content, content.rindex(b"OggS") + 6)[0]
    vorbis = content.find(b"\x01vorbis", 0, 200)
    return granule / (struct.unpack_from("<I", content, vorbis + 12)[0] if vorbis >= 0 else 48_000)


def _mp4_seconds(content: bytes) -> float:
    at = content.find(b"mvhd")
    if at < 0:
        return len(content) / 8000
    if content[at + 4] == 1:
        scale, duration = struct.unpack_from(">IQ", content, at + 24)
    else:
        scale, duration = struct.unpack_from(">II", content, at + 16)
    return duration / scale
