"""What the benchmarks and the soak rest on: verdicts, pages, and the Runtime API they measure functions with."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bandup_local.subjects import UPLOADS, WRITING
from measure import page, process_state
from measure.figures import Aim, Row
from measure.runtime_api import FunctionFailed, FunctionProcess
from measure.workload import Calls, Jobs

LOOP = """
import os, sys, urllib.request
base = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/"
while True:
    with urllib.request.urlopen(base + "invocation/next") as answer:
        event, name = answer.read(), answer.headers["Lambda-Runtime-Aws-Request-Id"]
    if event == b"end":
        sys.exit(3)
    verb = "error" if event == b"fail" else "response"
    urllib.request.urlopen(base + f"invocation/{name}/{verb}", data=event).read()
"""


@pytest.fixture
def echo() -> Iterator[FunctionProcess]:
    with FunctionProcess([sys.executable, "-c", LOOP], {}, timeout_seconds=30) as process:
        yield process


def test_an_event_comes_back_as_the_function_answered_it(echo: FunctionProcess) -> None:
    large = json.dumps({"text": "x" * 3_000_000}).encode()
    for event in (b"{}", large):
        answer = echo.invoke(event)
        assert (answer.payload, answer.is_error) == (event, False)
        assert 0 < answer.seconds <= answer.cycle_seconds


def test_a_reported_error_is_told_from_an_answer(echo: FunctionProcess) -> None:
    assert echo.invoke(b"fail").is_error
    assert not echo.invoke(b"{}").is_error


def test_a_function_that_ends_is_no_answer(echo: FunctionProcess) -> None:
    with pytest.raises(FunctionFailed):
        echo.invoke(b"end")


def test_the_state_of_a_process_is_read(echo: FunctionProcess) -> None:
    state = process_state.state(echo.pid)
    assert state.memory.resident >= state.memory.own > 1
    assert state.descriptors >= 3 and state.threads >= 1 and state.zombies == 0


@pytest.mark.parametrize(
    ("aim", "is_met"),
    [(Aim(1.2, True), False), (Aim(1.6, True), True), (Aim(3, False), True), (Aim(2.9, False), False)],
)
def test_an_aim_is_held_against_the_median_of_pairs_or_of_ours(aim: Aim, is_met: bool) -> None:
    row = Row("what", "ms", [3.0, 3.0, 30.0], "other", [2.0, 2.0, 2.0], aim)
    assert row.is_met is is_met
    assert ("not met" in row.verdict) is not is_met


def test_a_section_is_written_and_the_other_one_stays(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    page.write_section(file, "bench", "one \\1")
    page.write_section(file, "soak", "two")
    page.write_section(file, "bench", "three")
    text = file.read_text()
    assert "one" not in text and text.index("three") < text.index("two")


def test_twenty_events_hold_every_kind_of_job() -> None:
    events = Jobs(WRITING, urls={}).events()
    first, second = ([next(events) for _ in range(20)] for _ in range(2))
    assert sorted(kind for kind, _ in first) == sorted(kind for kind, _ in second)
    assert all(json.loads(event) for _, event in first + second)


def test_uploads_are_mostly_good_ones() -> None:
    events = Calls(UPLOADS).events()
    kinds = [next(events)[0] for _ in range(200)]
    assert len(set(kinds)) == 4 and kinds.count("upload") > 120
