"""Time to turn an 18 MB recording into base64 for a request, against copying as many bytes in memory.

    .local/venv/bin/python Benchmarks/base64_speed.py

The function's own C routine, compiled as a release build compiles it, is run the way `CurlRequestBody` runs it: 48 KB of
the file are read into the end of a 64 KB buffer and encoded towards its front. The reference is memcpy of the 24 MB that
come out, from and to memory that is in use already, in the same process; medians of 41 rounds with quartiles.
"""

from __future__ import annotations

import base64
import ctypes
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SIZE = 18_000_000
BUFFER = 65_536
ROUNDS = 41
SOURCE = Path(__file__).resolve().parents[1] / "Sources" / "CCurl"


def library(folder: Path) -> ctypes.CDLL:
    """base64.c by itself; clang comes with Swift."""
    beside_swift = Path(os.path.realpath(shutil.which("swift") or "swift")).with_name("clang")
    compiler = str(beside_swift) if beside_swift.exists() else "cc"
    target = folder / "base64.so"
    subprocess.run(
        [compiler, "-O2", "-shared", "-fPIC", f"-I{SOURCE / 'include'}", str(SOURCE / "base64.c"), "-o", str(target)],
        check=True,
    )
    loaded = ctypes.CDLL(str(target))
    loaded.ccurl_base64_groups.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]
    loaded.ccurl_base64_groups.restype = None
    return loaded


def milliseconds(action: Callable[[], object]) -> tuple[float, float, float]:
    """Lower quartile, median, upper quartile."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    low, middle, high = statistics.quantiles(times, n=4)
    return low, middle, high


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        encode = library(folder).ccurl_base64_groups
        content = os.urandom(SIZE)
        path = folder / "recording"
        path.write_bytes(content)
        output = ctypes.create_string_buffer(SIZE // 3 * 4)
        source = ctypes.create_string_buffer(os.urandom(SIZE // 3 * 4), SIZE // 3 * 4)
        buffer = ctypes.create_string_buffer(BUFFER)
        groups = BUFFER // 4
        room = memoryview(buffer).cast("B")[groups : 4 * groups]
        address = ctypes.addressof(buffer)
        descriptor = os.open(path, os.O_RDONLY)

        def stream() -> None:
            for offset in range(0, SIZE, 3 * groups):
                count = os.preadv(descriptor, [room], offset)
                encode(address + groups, count // 3, address)

        def read() -> None:
            for offset in range(0, SIZE, 3 * groups):
                os.preadv(descriptor, [room], offset)

        encode(content, SIZE // 3, output)
        if output.raw != base64.b64encode(content):
            raise SystemExit("the routine's base64 is wrong")
        rows = {
            "memcpy of 24 MB": lambda: ctypes.memmove(output, source, len(output)),
            "reading 18 MB in pieces": read,
            "reading and encoding, as a request is built": stream,
            "encoding alone, memory to memory": lambda: encode(content, SIZE // 3, output),
            "Python's base64.b64encode": lambda: base64.b64encode(content),
        }
        print("| step | median ms | quartiles | times memcpy |\n|---|---|---|---|")
        reference = None
        for label, action in rows.items():
            low, middle, high = milliseconds(action)
            reference = reference or middle
            print(f"| {label} | {middle:.1f} | {low:.1f} to {high:.1f} | {middle / reference:.1f} |")


if __name__ == "__main__":
    main()
