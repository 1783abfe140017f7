"""Resident memory after start and after a first job, and the peak with large recordings."""

from __future__ import annotations

import time

import speaking_memory
from bandup_local.blueprint import TARGETS

from .figures import Aim, Row, Section
from .process_state import Memory, memory
from .runtime_api import FunctionProcess
from .setting import Setting, bare
from .surroundings import environment, function
from .workload import Jobs, Uploads, api_call, expect, workload


def measure(setting: Setting) -> Section:
    works = {target: workload(setting.stack, target) for target in TARGETS}
    taken: dict[str, list[tuple[Memory, Memory]]] = {name: [] for name in (*TARGETS, "BareLoop")}

    def look(name: str) -> None:
        is_bare = name == "BareLoop"
        process = (
            FunctionProcess([str(bare("BareLoop"))], environment(setting.stack, "S3Upload"))
            if is_bare
            else function(setting.stack, name)
        )
        event = api_call("GET", "/") if is_bare else _first(works[name])
        with process:
            before = memory(process.pid)
            answer = process.invoke(event)
            if not is_bare:
                expect(answer, 200)
            taken[name].append((before, memory(process.pid)))

    for _ in range(setting.rounds(7)):
        for name in taken:
            look(name)
    rows = []
    for moment, at in (("after start", 0), ("after a job", 1)):
        for kind in ("resident", "own"):
            told = "resident" if kind == "resident" else "PSS"
            reference = [getattr(pair[at], kind) for pair in taken["BareLoop"]]
            aim = Aim(30, is_ratio=False) if (at, kind) == (0, "resident") else None
            for target in TARGETS:
                ours = [getattr(pair[at], kind) for pair in taken[target]]
                rows.append(Row(f"{target}, {moment}, {told}", "MB", ours, "BareLoop", reference, aim))
    rows += [_peak(setting, size, limit) for size, limit in speaking_memory.SIZES if limit]
    return Section(
        "Memory",
        "What the kernel counts for a fresh process that waits for its first event, and after one small job (an essay,"
        " a recording of two seconds, a PDF of a few pages, an upload). PSS counts a page that several processes share"
        " by its share only. Beside it `BareLoop`, after start and after one event. The peaks (VmHWM) are those of a"
        " fresh process after one recording, inside the request or through the Files API.",
        rows,
    )


def _first(work: Jobs | Uploads) -> bytes:
    wanted = "upload" if isinstance(work, Uploads) else "new job, API"
    return next(event for kind, event in work.events() if kind == wanted)


def _peak(setting: Setting, size: int, limit: int) -> Row:
    bucket, key = setting.stack.bucket("audio"), f"uploads/speaking_audio/bench/{size}.wav"
    recording = speaking_memory.recording(size)
    setting.stack.cloud.client("s3").put_object(Bucket=bucket, Key=key, Body=recording)
    peaks = []
    for _ in range(setting.rounds(3)):
        request = {"session_id": f"peak-{time.time_ns()}", "user_id": "bench", "audio_url": f"s3://{bucket}/{key}"}
        with function(setting.stack, "SpeakingEvaluator") as process:
            expect(process.invoke(api_call("POST", "/speaking/evaluations", request)), 200, 202)
            peaks.append(speaking_memory.peak_megabytes(process.pid))
        setting.stack.standin.reset()
    return Row(f"SpeakingEvaluator, peak, {size / 1e6:.0f} MB of audio", "MB", peaks, aim=Aim(limit, is_ratio=False))
