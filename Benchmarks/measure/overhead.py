"""What one invocation of a warm function costs beside its work."""

from __future__ import annotations

import contextlib
import statistics
from dataclasses import dataclass, field

from bandup_local.subjects import UPLOADS

from .figures import Aim, Row, Section, paired
from .process_state import processor_seconds
from .runtime_api import FunctionProcess
from .setting import Setting, bare, micro
from .surroundings import environment, function
from .workload import api_call

_BLOCK = 400
_UPLOAD = api_call(
    "POST",
    UPLOADS.path,
    {"user_id": "ada", "filename": "answer.wav", "content_type": "audio/wav", "upload_type": "speaking_audio"},
    user="ada",
)
_REFUSED = api_call("GET", UPLOADS.path, user="ada")
_NAMES = {
    "echo": "the functions' loop, each event its own answer",
    "refusal": "S3Upload, a method it does not take (405)",
    "upload": "S3Upload, two URLs presigned",
    "curl": "for comparison, a loop in C on libcurl",
}


@dataclass(frozen=True)
class _Block:
    """Microseconds an invocation."""

    p50: float
    p99: float
    processor: float


@dataclass
class _Subject:
    """A process, the event that it is sent, and the blocks so far."""

    process: FunctionProcess
    event: bytes
    blocks: list[_Block] = field(default_factory=list)

    def block(self) -> float:
        before = processor_seconds(self.process.pid)
        times = [self.process.invoke(self.event).cycle_seconds * 1e6 for _ in range(_BLOCK)]
        processor = (processor_seconds(self.process.pid) - before) / _BLOCK * 1e6
        self.blocks.append(_Block(statistics.median(times), statistics.quantiles(times, n=100)[98], processor))
        return processor


def measure(setting: Setting) -> Section:
    variables = environment(setting.stack, UPLOADS.function)
    with contextlib.ExitStack() as processes:

        def subject(process: FunctionProcess, event: bytes) -> _Subject:
            processes.enter_context(process)
            for _ in range(_BLOCK):
                process.invoke(event)
            return _Subject(process, event)

        reference = subject(FunctionProcess([str(bare("BareLoop"))], variables), _UPLOAD)
        subjects = {
            "echo": subject(FunctionProcess([str(micro("EchoFunction"))], variables), _UPLOAD),
            "refusal": subject(function(setting.stack, UPLOADS.function), _REFUSED),
            "upload": subject(function(setting.stack, UPLOADS.function), _UPLOAD),
            "curl": subject(FunctionProcess([str(bare("CurlLoop"))], variables), _UPLOAD),
        }
        rounds = setting.rounds(15)
        paired(rounds, {name: one.block for name, one in subjects.items()}, reference.block)
    rows = []
    for figure, told in (("p50", "p50"), ("p99", "p99"), ("processor", "processor time")):
        for place, (name, what) in enumerate(_NAMES.items()):
            ours = [getattr(block, figure) for block in subjects[name].blocks]
            # The reference's blocks came one for each of ours, in the order of the subjects.
            beside = [getattr(block, figure) for block in reference.blocks[place :: len(_NAMES)]]
            aim = Aim(1.15, is_ratio=True) if (name, figure) == ("echo", "p50") else None
            rows.append(Row(f"{what}, {told}", "µs", ours, "BareLoop", beside, aim))
    return Section(
        "Warm overhead",
        f"From handing over an event to the function's next `GET /next`, in {rounds} blocks of {_BLOCK} invocations of"
        " one process. The Runtime API, in Python, has its share in all of them. Beside it `BareLoop`, which hands the"
        " same event back. Processor time is that of all threads, in user and system mode.",
        rows,
    )
