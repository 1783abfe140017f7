"""Parts of BandUpCore by themselves: signing, the DynamoDB codec, retrieval, a recording's way to the model."""

from __future__ import annotations

import functools
import random
import string
import subprocess
from collections.abc import Callable
from types import TracebackType

from . import python_references as python
from .figures import Aim, Row, Section, paired
from .setting import ROOT, Setting, micro
from .sink import Sink

PAGES = 100
_ROWS, _QUERIES, _DIMENSIONS = 600, 5, 512
_SENT_BYTES = 24_000_000


class _Micro:
    """Benchmarks/Micro, asked for one measurement at a time."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def ask(self, name: str, count: int = 1) -> str:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{name}:{count}\n")
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"Micro ended when it was asked for {name}")
        return answer.strip()

    def microseconds(self, name: str, count: int) -> float:
        return float(self.ask(name, count))

    def __enter__(self) -> _Micro:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate()


def long_text() -> str:
    """The sample reader's prose over and over, as pages, with words of its own on each."""
    prose = "\n".join(file.read_text() for file in sorted((ROOT / "local/samples/reader").glob("*.md")))
    chance = random.Random(1)
    pages = []
    for number in range(PAGES):
        start = chance.randrange(len(prose) - 2500)
        name = "".join(chance.choices(string.ascii_lowercase, k=8))
        pages.append(f"{prose[start : start + 2500]} It was {name} who said so on page {number}.")
    return "\f".join(pages)


def measure(setting: Setting) -> Section:
    text = long_text()
    text_file, large_file = setting.folder / "pages.txt", setting.folder / "recording"
    text_file.write_text(text)
    large_file.write_bytes(random.Random(1).randbytes(_SENT_BYTES))
    token = "".join(random.Random(1).choices(string.ascii_letters + string.digits + "+/", k=900))
    sink = Sink()
    try:
        with _Micro([str(micro("Micro")), str(text_file), sink.url, str(large_file), token]) as swift:
            rows = _rows(setting, swift, token, text)
    finally:
        sink.close()
    return Section(
        "Parts",
        "Through BandUpCore's public interface, in release. Presign: `S3Client.presignedPut`, with a session token of"
        " 900 characters. Sign: the headers of a DynamoDB call with 1 KiB of body, hash included. Codec: a record of"
        f" 1.2 KB. Text: {PAGES} pages, {len(text) / 1e6:.1f} MB, cut into chunks of 3,000 characters, and its 20"
        " keywords; the Python beside it is a loop with `rfind` that knows one way of ending a sentence and no pages,"
        " and a regular expression with a `Counter`. Similarity: the three nearest of"
        f" {_ROWS} vectors of {_DIMENSIONS} numbers, for {_QUERIES} queries. Recording: 18 MB from a file, as 24 MB of"
        " base64, to a server on this machine that throws it away.",
        rows,
    )


def _rows(setting: Setting, swift: _Micro, token: str, text: str) -> list[Row]:
    references = python.signing(token) | python.codec(swift.ask("item"))
    references |= python.retrieval(text, _ROWS, _QUERIES, _DIMENSIONS)

    def ours(name: str, count: int) -> Callable[[], float]:
        return functools.partial(swift.microseconds, name, count)

    def pair(
        what: str, name: str, count: int, beside: str, other: Callable[[], float], aim: float | None = None,
        unit: str = "µs", scale: float = 1, rounds: int = 100,
    ) -> Row:  # fmt: skip
        swift.microseconds(name, count)
        own, reference = (
            [value / scale for value in values]
            for values in paired(setting.rounds(rounds), {name: ours(name, count)}, other)[name]
        )
        return Row(what, unit, own, beside, reference, Aim(aim, is_ratio=False) if aim is not None else None)

    def timed(name: str, count: int) -> Callable[[], float]:
        return functools.partial(python.microseconds, references[name], count)

    by_client = functools.partial(python.microseconds, python.presigned_by_client(token), 5)
    # Short blocks, many of them: few are then interrupted, and the median is that of an undisturbed one.
    return [
        pair("presign", "presign", 100, "botocore's signer", timed("presign", 10), aim=15),
        pair("presign", "presign", 100, "boto3's `generate_presigned_url`", by_client),
        pair("sign", "sign", 100, "botocore's signer", timed("sign", 20), aim=17),
        pair("item to JSON", "encode item", 100, "boto3's serializer and json", timed("encode item", 50), aim=20),
        pair("item to JSON", "encode item", 100, "Foundation's JSONEncoder, plain JSON", ours("JSONEncoder", 100)),
        pair("item from JSON", "decode item", 100, "boto3's deserializer and json", timed("decode item", 50), aim=35),
        pair("item from JSON", "decode item", 100, "Foundation's JSONDecoder, plain JSON", ours("JSONDecoder", 100)),
        pair("chunks", "chunks", 1, "Python", timed("chunks", 1), unit="ms", scale=1000, rounds=60),
        pair("keywords", "keywords", 1, "Python", timed("keywords", 1), unit="ms", scale=1000, rounds=60),
        pair("similarity", "similarity", 5, "numpy", timed("similarity", 5)),
        pair("recording sent as base64", "send as base64", 1, "24 MB sent as they are", ours("send as it is", 1),
             unit="ms", scale=1000, rounds=15),
        pair("recording sent as base64", "send as base64", 1, "24 MB copied by memcpy", ours("memcpy", 20),
             unit="ms", scale=1000, rounds=15),
    ]  # fmt: skip
