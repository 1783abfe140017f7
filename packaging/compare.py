"""Compares the usual build with the slim one: start-up, memory, size. Usage: compare.py BUILD SLIM_BUILD DOCUMENT

Both are started in turn, many times, with nothing to do but to ask for work; every figure is a median. The table in
DOCUMENT between the two comment lines is written anew.
"""

import platform
import re
import socket
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

TARGETS = ("WritingEvaluator", "SpeakingEvaluator", "FlashcardGenerator", "S3Upload")
ROUNDS = 41
# Long enough that what is begun beside the first `next` has ended (here: been refused).
SETTLING_SECONDS = 0.3
# Nothing listens there: what a function begins at start fails at once, and costs what beginning costs.
NOWHERE = "http://127.0.0.1:9"
VARIABLES = {
    "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none",
    "GEMINI_API_KEY_SECRET_ARN": "none", "S3_BUCKET_AUDIO": "audio", "S3_BUCKET_DOCUMENTS": "documents",
    "AWS_ENDPOINT_URL": NOWHERE, "GEMINI_ENDPOINT": NOWHERE, "AWS_LAMBDA_LOG_LEVEL": "FATAL",
}


@dataclass
class Figures:
    zip_bytes: int
    unzipped_bytes: int
    executable_bytes: int
    start_ms: list = field(default_factory=list)
    resident_mb: list = field(default_factory=list)


def figures(build: Path, target: str) -> Figures:
    folder = build / "lambda" / target
    return Figures(
        zip_bytes=folder.with_name(target + ".zip").stat().st_size,
        unzipped_bytes=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        executable_bytes=(folder / "bootstrap").stat().st_size)


def start(executable: Path, listener: socket.socket, with_memory: bool) -> tuple:
    """Milliseconds from exec to the whole first request, and megabytes resident after it where asked for."""
    host, port = listener.getsockname()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [executable], env=VARIABLES | {"AWS_LAMBDA_RUNTIME_API": f"{host}:{port}"}, stdin=subprocess.DEVNULL)
    try:
        connection, _ = listener.accept()
        with connection:
            request = b""
            while b"\r\n\r\n" not in request:
                request += connection.recv(4096)
            milliseconds = (time.perf_counter() - begun) * 1000
            assert request.startswith(b"GET /2018-06-01/runtime/invocation/next "), request
            if not with_memory:
                return milliseconds, None
            time.sleep(SETTLING_SECONDS)
            status = Path(f"/proc/{process.pid}/status").read_text()
            return milliseconds, int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024
    finally:
        process.kill()
        process.wait()


def measure(builds: list) -> dict:
    """(target, build) -> Figures."""
    found = {(target, build): figures(build, target) for target in TARGETS for build in builds}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(30)
        for round_ in range(ROUNDS + 1):
            for (target, build), result in found.items():
                with_memory = round_ % 8 == 1
                milliseconds, megabytes = start(build / "release" / target, listener, with_memory)
                if round_ > 0:  # the first one fills the disk cache
                    result.start_ms.append(milliseconds)
                if megabytes:
                    result.resident_mb.append(megabytes)
    return found


def spread(values: list) -> str:
    tenths = statistics.quantiles(values, n=10)
    return f"{statistics.median(values):.1f} ({tenths[0]:.1f} to {tenths[-1]:.1f})"


def table(found: dict, builds: list) -> str:
    lines = [
        "| function | build | start-up ms | ratio | resident MB | executable MB | unzipped MB | zip MB |",
        "|---|---|---|---|---|---|---|---|"]
    for target in TARGETS:
        usual = statistics.median(found[target, builds[0]].start_ms)
        for name, build in zip(("usual", "slim"), builds, strict=True):
            one = found[target, build]
            lines.append(
                f"| {target} | {name} | {spread(one.start_ms)} | {statistics.median(one.start_ms) / usual:.2f} "
                f"| {statistics.median(one.resident_mb):.1f} | {one.executable_bytes / 1e6:.1f} "
                f"| {one.unzipped_bytes / 1e6:.1f} | {one.zip_bytes / 1e6:.1f} |")
    machine = f"{platform.system()} {platform.machine()}, {ROUNDS} starts each, in turn"
    return "\n".join(lines) + f"\n\nMedians, in brackets the tenth and the ninetieth percentile ({machine}).\n"


if __name__ == "__main__":
    builds = [Path(argument).resolve() for argument in sys.argv[1:3]]
    document = Path(sys.argv[3])
    result = table(measure(builds), builds)
    print(result)
    text = document.read_text()
    head, rest = text.split("<!-- table -->", 1)
    document.write_text(f"{head}<!-- table -->\n\n{result}\n<!-- end of table -->{rest.split('<!-- end of table -->')[1]}")
