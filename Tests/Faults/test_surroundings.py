"""What surrounds a function: a full disk, too little memory, connections that died while it was frozen."""

import itertools
import stat
import subprocess
import time
from urllib.parse import urlsplit

import pytest
from bandup_local import paths
from bandup_local.subjects import FLASHCARDS, SPEAKING, WITH_OBJECTS, WRITING
from bandup_local.tcp_gate import TCPGate
from matrix import Row


@pytest.fixture
def surrounded(tmp_path, stack):
    """`surrounded(WRITING, "command …")`: a program that runs the function behind a shell command."""

    def make(subject, preparation):
        script = tmp_path / f"bootstrap-{subject}"
        script.write_text(f"#!/bin/sh\nset -e\n{preparation} {paths.AS_LAMBDA} {stack.functions[subject.function].bootstrap}\n")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        return script

    return make


def _mounts_allowed():
    return subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode == 0


# A file system of the function's own; the programs, which may lie under /tmp, stay in reach.
_SMALL_DISK = (
    "exec unshare -m sh -c 'mount --bind \"${0%/*}\" /media && mount --bind \"${1%/*}\" /mnt && "
    "mount -t tmpfs -o size=16k tmpfs /tmp && exec /media/${0##*/} /mnt/${1##*/}'"
)


@pytest.mark.short
@pytest.mark.skipif(not _mounts_allowed(), reason="needs the right to mount (root)")
@pytest.mark.parametrize("subject", WITH_OBJECTS, ids=str)
def test_a_full_disk_gives_the_job_back(lab, matrix, surrounded, subject):
    small = lab.instance(subject, bootstrap=surrounded(subject, _SMALL_DISK))
    job = lab.job(subject, is_long=True)
    outcome = lab.run(job, [small, lab.shared(subject)])
    matrix.add(Row("object", "temporary folder full (16 KiB), then another environment", subject, outcome.ends_as,
                   len(outcome.invocations), len(outcome.calls), 1, outcome.seconds))  # fmt: skip
    assert outcome.status == "completed"
    assert [invocation.error for invocation in outcome.invocations] == [None, None]
    assert len(outcome.calls) == 1
    assert small.function_pid() is not None
    assert outcome.queue_left == 0


@pytest.mark.skipif(not _mounts_allowed(), reason="needs the right to mount (root)")
def test_a_disk_that_stays_full_fails_the_job(lab, matrix, surrounded):
    small = lab.instance(SPEAKING, bootstrap=surrounded(SPEAKING, _SMALL_DISK))
    outcome = lab.run(lab.job(SPEAKING), [small])
    matrix.add(Row("object", "temporary folder full for all deliveries", SPEAKING, outcome.ends_as,
                   len(outcome.invocations), len(outcome.calls), 0, outcome.seconds))  # fmt: skip
    assert outcome.ends_as == "failed (unavailable), dead-letter queue"
    assert outcome.calls == []
    assert small.function_pid() is not None
    # Without room for anything more the next job is still taken and answered.
    assert lab.run(lab.job(SPEAKING), [small, lab.shared(SPEAKING)]).status == "completed"


# Kilobytes of address space. The function is killed or refuses; it must not hang, and the job must not be lost.
@pytest.mark.parametrize("kilobytes", [300_000, 600_000, 1_000_000])
def test_memory_pressure_does_not_lose_the_job(lab, matrix, surrounded, kilobytes):
    poor = lab.instance(
        FLASHCARDS, bootstrap=surrounded(FLASHCARDS, f"ulimit -v {kilobytes}\nexec"), timeout_seconds=10
    )
    outcome = lab.run(lab.job(FLASHCARDS, is_long=True), [poor, lab.shared(FLASHCARDS)])
    errors = [invocation.error or "answered" for invocation in outcome.invocations]
    matrix.add(Row("process", f"{kilobytes // 1000} MB of address space, first delivery: {errors[0]}", FLASHCARDS,
                   outcome.ends_as, len(outcome.invocations), len(outcome.calls), 1, outcome.seconds))  # fmt: skip
    assert outcome.status == "completed", outcome.log
    assert len(outcome.calls) == 1
    assert outcome.queue_left == 0


# Stale connections: the fault comes between two invocations, as it does to a frozen function.

_MODELS, _CLOUD = "models", "AWS"


@pytest.mark.parametrize(
    "service, what, idle_seconds",
    [
        pytest.param(*case, marks=[pytest.mark.short] if case == (_MODELS, "forgotten", 3.0) else [])
        for case in itertools.product((_MODELS, _CLOUD), ("closed", "forgotten"), (0.3, 3.0, 12.0))
    ],
)
def test_a_connection_that_died_in_between_costs_a_reconnect(lab, matrix, what, idle_seconds, service):
    side = lab.stack.standin.url if service == _MODELS else lab.proxy.url
    gate = TCPGate(urlsplit(side).port)
    variables = {"GEMINI_ENDPOINT" if service == _MODELS else "AWS_ENDPOINT_URL": gate.url}
    try:
        instance = lab.instance(WRITING, **variables)
        # The first job makes the connections, the second tells what one takes on a good one.
        assert lab.run(lab.job(WRITING), [instance]).status == "completed"
        good = lab.run(lab.job(WRITING), [instance])
        time.sleep(idle_seconds)
        assert (gate.close_all() if what == "closed" else gate.forget_all()) > 0
        after = lab.run(lab.job(WRITING), [instance])
    finally:
        gate.stop()
    before_seconds, after_seconds = good.invocations[0].seconds, after.invocations[0].seconds
    matrix.recoveries.append((what, service, idle_seconds, before_seconds, after_seconds))
    matrix.add(Row("connection", f"{service}: {what} after {idle_seconds:.1f} s without use", WRITING, after.ends_as,
                   len(after.invocations), len(after.calls) - 2, 1, after.seconds))  # fmt: skip
    assert after.status == "completed"
    assert len(after.invocations) == 1
    assert len(after.calls) - 2 == 1, "a model call was paid for twice"
    # One that was in use a moment ago is trusted with a whole request: losing that takes until nothing was
    # acknowledged for eleven seconds. All others cost at most the second that their acknowledgement is waited for.
    limit = 16 if idle_seconds < 1 and what == "forgotten" else 2.5
    assert after_seconds - before_seconds < limit
