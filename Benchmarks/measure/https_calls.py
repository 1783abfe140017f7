"""The first outbound HTTPS call of a fresh process, and later ones on the same connection."""

from __future__ import annotations

import functools
import os
import statistics
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from bandup_local.subjects import WRITING

from .figures import Row, Section, paired
from .runtime_api import FunctionProcess
from .setting import ROOT, Setting, bare, micro
from .sink import Sink
from .surroundings import environment
from .workload import expect, workload

sys.path.insert(0, str(ROOT / "Tests/Packaging"))
from tls import Authority, TLSRelay  # noqa: E402

_LATER = 9
_SYSTEM_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")


def measure(setting: Setting) -> Section:
    authority = Authority()
    bundle = setting.folder / "authorities.pem"
    # With the system's in it: reading some 140 certificates is the greater part of a first call.
    bundle.write_text(_SYSTEM_AUTHORITIES.read_text() + authority.pem)
    context = authority.server_context(setting.folder, "localhost")
    sink = Sink()
    servers = (sink.url, setting.stack.cloud.endpoint, setting.stack.standin.url)
    relays = [TLSRelay(context, _address(url)) for url in servers]
    plain, aws, models = (f"https://localhost:{relay.port}" for relay in relays)
    try:
        calls = _calls(setting, plain, bundle)
        jobs = _jobs(setting, aws, models, bundle)
    finally:
        for relay in relays:
            relay.close()
        sink.close()
    return Section(
        "HTTPS",
        "A GET of a few bytes from a server on this machine, TLS 1.3, verified against the system's authorities and one"
        " of our own: by the functions' transport (made, thread and all, within the first call) and by a C program on"
        f" libcurl's easy interface. Later: the median of the {_LATER} calls that follow. And the first two essays of a"
        " fresh WritingEvaluator, whose secret, table and model are all behind TLS (Python's, on this machine).",
        [
            Row("first call", "ms", calls["first"][0], "libcurl in C", calls["first"][1]),
            Row("later call", "ms", calls["later"][0], "libcurl in C", calls["later"][1]),
            Row("WritingEvaluator, first essay", "ms", jobs[0], "its second essay", jobs[1]),
        ],
    )


def _calls(setting: Setting, url: str, bundle: Path) -> dict[str, tuple[list[float], list[float]]]:
    count = str(1 + _LATER)
    commands = {
        "ours": [str(micro("FirstCall")), url, count],
        "libcurl": [str(bare("CurlCall")), url, str(bundle), count],
    }
    later: dict[str, list[float]] = {name: [] for name in commands}

    def call(name: str) -> float:
        variables = os.environ | {"AWS_CA_BUNDLE": str(bundle)}
        answer = subprocess.run(commands[name], env=variables, capture_output=True, text=True, check=True)
        times = [float(line) / 1000 for line in answer.stdout.split()]
        later[name].append(statistics.median(times[1:]))
        return times[0]

    calls = {name: functools.partial(call, name) for name in commands}
    first = paired(setting.rounds(25), {"first": calls["ours"]}, calls["libcurl"])["first"]
    return {"first": first, "later": (later["ours"], later["libcurl"])}


def _jobs(setting: Setting, aws: str, models: str, bundle: Path) -> tuple[list[float], list[float]]:
    variables = environment(setting.stack, WRITING.function) | {
        "AWS_ENDPOINT_URL": aws,
        "GEMINI_ENDPOINT": models,
        "AWS_CA_BUNDLE": str(bundle),
    }
    essays = (event for kind, event in workload(setting.stack, WRITING.function).events() if kind == "new job, API")
    first, second = [], []
    for _ in range(setting.rounds(15)):
        with FunctionProcess([str(setting.stack.functions[WRITING.function].bootstrap)], variables) as process:
            for times in (first, second):
                answer = process.invoke(next(essays))
                expect(answer, 200)
                times.append(answer.seconds * 1000)
    return first, second


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return str(parts.hostname), int(parts.port or 80)
