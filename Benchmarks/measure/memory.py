"""Resident memory after start and after a first job, and the peak with large recordings."""

from __future__ import annotations

import time

import speaking_memory
from bandup_local import paths
from bandup_local.subjects import SPEAKING

from . import startup
from .figures import Aim, Row, Section
from .process_state import Memory, memory
from .runtime_api import FunctionProcess
from .setting import Setting, bare
from .startup import TARGETS
from .surroundings import environment, function
from .workload import Calls, Jobs, api_call, expect, workload


_SETTLED = 0.5
"""Seconds after the first `/next` in which a function has begun what every job needs."""


def measure(setting: Setting) -> Section:
    stack = setting.stack
    works = {target: workload(stack, startup.function_of(stack, target)) for target in TARGETS}
    built = {target: [str(paths.binaries() / target)] for target in TARGETS} | {"BareLoop": [str(bare("BareLoop"))]}
    zipped = startup.bundles()
    after_start: dict[str, list[Memory]] = {name: [] for name in built}
    after_job: dict[str, list[Memory]] = {name: [] for name in built}
    after_start_zipped: dict[str, list[Memory]] = {name: [] for name in zipped}

    def started(name: str, command: list[str]) -> FunctionProcess:
        return FunctionProcess(command, environment(stack, startup.function_of(stack, name)))

    for _ in range(setting.rounds(7)):
        for name, command in built.items():
            with started(name, command) as process:
                after_start[name].append(_settled(process))
                if name == "BareLoop":
                    process.invoke(api_call("GET", "/"))
                else:
                    expect(process.invoke(_first(works[name])), 200)
                after_job[name].append(memory(process.pid))
        # No job: through its loader FlashcardGenerator would not find itself, which it starts to read a document.
        for name, command in zipped.items():
            with started(name, command) as process:
                after_start_zipped[name].append(_settled(process))
    aim = Aim(30, is_ratio=False)
    rows = _rows("after start", after_start, aim) + _rows("as zipped, after start", after_start_zipped, aim)
    rows += _rows("after a job", after_job, None)
    rows += [_peak(setting, size, limit) for size, limit in speaking_memory.SIZES if limit]
    return Section(
        "Memory",
        "What the kernel counts for a fresh process that waits for its first event and has begun what every job needs,"
        " and after one small job (an essay, a recording of two seconds, a PDF of a few pages, an upload). As zipped:"
        " with the libraries that go to Lambda, fewer than Debian's own. PSS counts a page that several processes share"
        " by its share only. Beside it `BareLoop`, after start and after one event. The peaks (VmHWM) are those of a"
        " fresh process after one recording, inside the request or through the Files API.",
        rows,
    )


def _settled(process: FunctionProcess) -> Memory:
    time.sleep(_SETTLED)
    return memory(process.pid)


def _rows(moment: str, taken: dict[str, list[Memory]], aim: Aim | None) -> list[Row]:
    """Resident memory first, which the aim is for, then the process's own share."""

    def rows(told: str, kind: str, aim: Aim | None) -> list[Row]:
        values = {name: [getattr(one, kind) for one in memories] for name, memories in taken.items()}
        return [
            Row(f"{name}, {moment}, {told}", "MB", ours, "BareLoop", values["BareLoop"], aim)
            for name, ours in values.items()
            if name != "BareLoop"
        ]

    return rows("resident", "resident", aim) + rows("PSS", "own", None)


def _first(work: Jobs | Calls) -> bytes:
    wanted = work.endpoint.name if isinstance(work, Calls) else "new job, API"
    return next(event for kind, event in work.events() if kind == wanted)


def _peak(setting: Setting, size: int, limit: int) -> Row:
    content = SPEAKING.content
    url = setting.stack.store(content.bucket, content.key("bench", str(size)), speaking_memory.recording(size))
    peaks = []
    for _ in range(setting.rounds(3)):
        request = {"session_id": f"peak-{time.time_ns()}", "user_id": "bench", "audio_url": url}
        with function(setting.stack, SPEAKING.function) as process:
            expect(process.invoke(api_call("POST", SPEAKING.path, request)), 200, 202)
            peaks.append(speaking_memory.peak_megabytes(process.pid))
        setting.stack.standin.reset()
    return Row(f"SpeakingEvaluator, peak, {size / 1e6:.0f} MB of audio", "MB", peaks, aim=Aim(limit, is_ratio=False))
