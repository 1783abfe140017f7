"""What one invocation of a warm function costs beside its work."""

from __future__ import annotations

import contextlib
import statistics
from dataclasses import dataclass, field

from .figures import Aim, Row, Section, interleaved
from .process_state import processor_seconds
from .runtime_api import FunctionProcess
from .setting import Setting, bare, micro
from .surroundings import environment, function
from .workload import api_call

_BLOCK = 400
_UPLOAD = api_call(
    "POST",
    "/uploads",
    {"user_id": "ada", "filename": "answer.wav", "content_type": "audio/wav", "upload_type": "speaking_audio"},
    user="ada",
)
_REFUSED = api_call("GET", "/uploads", user="ada")
_NAMES = {
    "echo": "the functions' loop, each event its own answer",
    "refusal": "S3Upload, a method it does not take (405)",
    "upload": "S3Upload, two URLs presigned",
    "curl": "for comparison, a loop in C on libcurl",
}


@dataclass
class _Subject:
    """A process and the event that it is sent; each list has a figure a block, in microseconds an invocation."""

    process: FunctionProcess
    event: bytes
    medians: list[float] = field(default_factory=list)
    p99s: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def block(self) -> float:
        before = processor_seconds(self.process.pid)
        times = [self.process.invoke(self.event).cycle_seconds * 1e6 for _ in range(_BLOCK)]
        self.processor.append((processor_seconds(self.process.pid) - before) / _BLOCK * 1e6)
        self.medians.append(statistics.median(times))
        self.p99s.append(statistics.quantiles(times, n=100)[98])
        return self.medians[-1]


def measure(setting: Setting) -> Section:
    variables = environment(setting.stack, "S3Upload")
    with contextlib.ExitStack() as processes:

        def subject(process: FunctionProcess, event: bytes) -> _Subject:
            processes.enter_context(process)
            for _ in range(_BLOCK):
                process.invoke(event)
            return _Subject(process, event)

        subjects = {
            "bare": subject(FunctionProcess([str(bare("BareLoop"))], variables), _UPLOAD),
            "echo": subject(FunctionProcess([str(micro("EchoFunction"))], variables), _UPLOAD),
            "refusal": subject(function(setting.stack, "S3Upload"), _REFUSED),
            "upload": subject(function(setting.stack, "S3Upload"), _UPLOAD),
            "curl": subject(FunctionProcess([str(bare("CurlLoop"))], variables), _UPLOAD),
        }
        rounds = setting.rounds(15)
        interleaved(rounds, {name: one.block for name, one in subjects.items()})
    reference = subjects["bare"]
    rows = []
    for name, what in _NAMES.items():
        aim = Aim(1.15, is_ratio=True) if name == "echo" else None
        rows.append(Row(f"{what}, p50", "µs", subjects[name].medians, "BareLoop", reference.medians, aim))
    for name, what in _NAMES.items():
        rows.append(Row(f"{what}, p99", "µs", subjects[name].p99s, "BareLoop", reference.p99s))
    for name, what in _NAMES.items():
        processor = subjects[name].processor
        rows.append(Row(f"{what}, processor time", "µs", processor, "BareLoop", reference.processor))
    return Section(
        "Warm overhead",
        f"From handing over an event to the function's next `GET /next`, in {rounds} blocks of {_BLOCK} invocations of"
        " one process. The Runtime API, in Python, has its share in all of them. Beside it `BareLoop`, which hands the"
        " same event back. Processor time is that of all threads, in user and system mode.",
        rows,
    )
