"""Runs each function for thousands of invocations and reports what grows: `make soak`, `make soak COUNT=2000`.

One process of the release binary takes events back to back from a Runtime API of our own, with moto as AWS and the
model stand-in as Gemini and Titan behind it. moto's tables are emptied every thousand invocations, since moto searches
them from end to end, and the stand-in's journal too: what is timed should not grow by itself.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "local"))

from bandup_local.stack import LocalStack  # noqa: E402
from bandup_local.subjects import FUNCTIONS, UPLOADS, subject_of  # noqa: E402
from measure import page, process_state, surroundings  # noqa: E402
from measure.process_state import State  # noqa: E402
from measure.runtime_api import FunctionProcess  # noqa: E402
from measure.setting import bare  # noqa: E402
from measure.workload import Calls, outcome, workload  # noqa: E402

MARKS = (1, 25, 50, 100)
"""Per cent of the invocations at which the report shows the process."""
MOST_GROWTH_BYTES = 1000
"""An invocation, over the last three quarters. URLSession alone leaves some 350 behind, which BareLoop shows."""
REFERENCE = "BareLoop"
SAMPLES = 100


@dataclass(frozen=True)
class Soak:
    function: str
    count: int
    seconds: float
    states: list[State]
    """After every hundredth of the invocations."""
    times: list[float]
    kinds: dict[str, int]
    """How often each kind of event came, with what was answered."""

    def at(self, percent: int) -> State:
        return self.states[max(1, len(self.states) * percent // 100) - 1]

    @property
    def growth_bytes(self) -> float:
        """Of resident memory an invocation, fitted to all samples of the last three quarters."""
        late = self.states[len(self.states) // 4 :]
        step = self.count / len(self.states)
        sizes = [state.memory.resident * 1e6 for state in late]
        return statistics.linear_regression([index * step for index in range(len(late))], sizes).slope

    def percentiles(self, times: list[float]) -> tuple[float, float]:
        """p50 and p99 in milliseconds."""
        cuts = statistics.quantiles(times, n=100)
        return cuts[49] * 1000, cuts[98] * 1000

    @property
    def problems(self) -> list[str]:
        found = []
        early, last = self.states[: len(self.states) // 4], self.at(100)
        # Connections and worker threads come as they are needed, a thread for each core.
        if last.descriptors > max(state.descriptors for state in early) + 4:
            found.append(f"descriptors went from {early[0].descriptors} to {last.descriptors}")
        if last.threads > max(state.threads for state in early) + (os.cpu_count() or 1):
            found.append(f"threads went from {early[0].threads} to {last.threads}")
        if any(state.zombies for state in self.states):
            found.append("children were left as zombies")
        # A short run has not yet filled the allocator's pools, which looks like growth.
        if self.count >= 10_000 and self.growth_bytes > MOST_GROWTH_BYTES:
            found.append(f"memory grows by {self.growth_bytes:.0f} bytes an invocation")
        return found


def run(stack: LocalStack, name: str, count: int, log: Path) -> Soak:
    is_reference = name == REFERENCE
    work = Calls(UPLOADS) if is_reference else workload(stack, name)
    process = (
        FunctionProcess([str(bare(REFERENCE))], surroundings.environment(stack, UPLOADS.function))
        if is_reference
        else surroundings.function(stack, name, log)
    )
    states, times, kinds = [], [], dict[str, int]()
    marks = {count * mark // SAMPLES for mark in range(1, SAMPLES + 1)}
    started = time.monotonic()
    with process as function:
        for number, (kind, event) in enumerate(itertools.islice(work.events(), count), start=1):
            answer = function.invoke(event)
            if answer.is_error:
                raise SystemExit(f"{name}, invocation {number} ({kind}): {answer.payload[:500]!r}")
            times.append(answer.cycle_seconds)
            what = "echo" if is_reference else f"{kind} ({outcome(answer)})"
            kinds[what] = kinds.get(what, 0) + 1
            if number in marks:
                states.append(process_state.state(function.pid))
            if number % 1000 == 0:
                _forget(stack, name)
                work.forget()
                print(f"{name}: {number}, {states[-1].memory.resident:.1f} MB", file=sys.stderr, flush=True)
    return Soak(name, count, time.monotonic() - started, states, times, kinds)


def _forget(stack: LocalStack, function: str) -> None:
    stack.standin.reset()
    subject = subject_of(function)
    if subject is None:
        return
    records = stack.records(function, subject.records_in)
    table, keys = records.name, [records.partition_key, *([records.sort_key] if records.sort_key else [])]
    dynamodb: Any = stack.cloud.client("dynamodb")
    names = {f"#{index}": key for index, key in enumerate(keys)}
    found = dynamodb.get_paginator("scan").paginate(
        TableName=table, ProjectionExpression=", ".join(names), ExpressionAttributeNames=names
    )
    items = [item for answer in found for item in answer["Items"]]
    for start in range(0, len(items), 25):
        deletions = [{"DeleteRequest": {"Key": item}} for item in items[start : start + 25]]
        dynamodb.batch_write_item(RequestItems={table: deletions})


def report(soaks: list[Soak]) -> str:
    edge = max(1, min(1000, min(soak.count for soak in soaks) // 4))
    head = ["function", "invocations", *(f"MB at {mark} %" for mark in MARKS), "KB an invocation"]
    head += ["descriptors", "threads", "zombies", f"p50, p99 ms, first {edge:,}", f"last {edge:,}"]
    rows = []
    for soak in soaks:
        first, last = soak.percentiles(soak.times[:edge]), soak.percentiles(soak.times[-edge:])
        states = [soak.at(mark) for mark in MARKS]
        rows.append(
            [
                soak.function,
                f"{soak.count:,}",
                *(f"{state.memory.resident:.1f}" for state in states),
                f"{soak.growth_bytes / 1000:.2f}",
                " ".join(str(state.descriptors) for state in states),
                " ".join(str(state.threads) for state in states),
                str(max(state.zombies for state in soak.states)),
                f"{first[0]:.1f}, {first[1]:.1f}",
                f"{last[0]:.1f}, {last[1]:.1f}",
            ]
        )
    mixes = "\n".join(
        f"- {soak.function}, {soak.seconds / 60:.0f} minutes: "
        + ", ".join(f"{count:,} {kind}" for kind, count in sorted(soak.kinds.items(), key=lambda one: -one[1]))
        for soak in soaks
    )
    return f"""{page.machine()}

{page.table(head, rows)}

Memory is what the kernel counts as resident; its growth is a line through the samples of the last three quarters.
BareLoop, which hands every event back, shows what URLSession leaves behind by itself: for every request Foundation
frees libcurl's handle of a URL without the parts in it (heaptrack: `curl_url_set` under `CFURLSessionCurlHostIsEqual`).
Beside that, a job's cancelled time limit stays in memory until it is due: half a kilobyte, for the function's timeout.

Descriptors and threads stand at 1, 25, 50 and 100 % of the invocations, zombies at their highest. The times reach from
the event to the function's next `/next`, with moto and the stand-in, both Python, in them. What was sent:

{mixes}
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000, help="invocations of each function")
    parser.add_argument("--functions", nargs="+", choices=(*FUNCTIONS, REFERENCE), default=FUNCTIONS)
    parser.add_argument("--without-reference", action="store_true", help=f"leave {REFERENCE} out, which is built apart")
    parser.add_argument("--report", type=Path, help="the page whose soak section is to be written")
    options = parser.parse_args()
    logs = Path(tempfile.mkdtemp(prefix="bandup-soak-"))
    with LocalStack(logs, with_event_sources=False) as stack:
        names = [*options.functions, *([] if options.without_reference else [REFERENCE])]
        soaks = [run(stack, name, options.count, logs / f"{name}.log") for name in dict.fromkeys(names)]
    text = report(soaks)
    print(text)
    if options.report:
        page.write_section(options.report, "soak", text)
    problems = [f"{soak.function}: {problem}" for soak in soaks for problem in soak.problems]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
