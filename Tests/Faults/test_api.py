"""Jobs of API callers, whom no queue stands behind until the function has handed the job over."""

import threading
import time

import pytest
from bandup_local.fault_proxy import aws_refusal
from bandup_local.subjects import WRITING
from matrix import Row

_PATH = "/writing/evaluations"
_QUOTA = {
    "error": {
        "code": 429,
        "message": "scripted",
        "status": "RESOURCE_EXHAUSTED",
        "details": [
            {
                "@type": "type.googleapis.com/google.rpc.QuotaFailure",
                "violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel"}],
            }
        ],
    }
}


@pytest.fixture
def queue_refuses(lab):
    lab.proxy.script(aws_refusal(403, "AccessDenied", times=None, service="sqs", operation="SendMessage"))


def _slow_refusal(lab, **more):
    """The model says no after the caller was told to come back."""
    lab.stack.standin.script(
        {"match": {"service": "gemini"}, "action": {"delay_before": 1.8, "status": 429, "body": _QUOTA} | more}
    )


def _noted(lab, matrix, what, job, calls, started, deliveries=1):
    record = lab.record(job)
    code = record.get("error_code")
    matrix.add(Row("API", what, WRITING, record["status"] + (f" ({code})" if code else ""), deliveries,
                   len(lab.model_calls()), calls, time.monotonic() - started))  # fmt: skip
    assert len(lab.model_calls()) == calls
    assert lab.depth(WRITING) == 0


def test_work_behind_a_202_that_fails_goes_to_the_queue(lab, matrix):
    started = time.monotonic()
    instance = lab.instance(WRITING, API_TIMEOUT="1")
    job = lab.job(WRITING)
    _slow_refusal(lab)
    assert lab.call(instance, "POST", _PATH, job.user, job.body)[0] == 202
    instance.wait_until_idle()
    assert lab.record(job)["status"] == "processing"
    assert lab.depth(WRITING) == 1
    assert lab.deliver(instance, WRITING)[1] == 0
    assert lab.record(job)["status"] == "completed"
    _noted(lab, matrix, "202, then the day's quota: handed over to the queue", job, 2, started, deliveries=2)


def test_work_behind_a_202_that_can_not_be_handed_over_fails(lab, matrix, queue_refuses):
    started = time.monotonic()
    instance = lab.instance(WRITING, API_TIMEOUT="1")
    job = lab.job(WRITING)
    _slow_refusal(lab)
    assert lab.call(instance, "POST", _PATH, job.user, job.body)[0] == 202
    instance.wait_until_idle()
    record = lab.record(job)
    assert (record["status"], record["error_code"]) == ("failed", "unavailable")
    _noted(lab, matrix, "202, then the day's quota, and the queue refuses", job, 1, started)


@pytest.mark.short
def test_a_job_that_can_not_be_queued_fails(lab, matrix, queue_refuses):
    started = time.monotonic()
    instance = lab.shared(WRITING)
    job = lab.job(WRITING)
    status, _ = lab.call(instance, "POST", _PATH, job.user, job.body, Prefer="respond-async")
    assert status == 503
    assert lab.record(job)["status"] == "failed"
    _noted(lab, matrix, "respond-async, and the queue refuses", job, 0, started)


def test_killed_behind_a_202_a_reader_finds_it_failed(lab, matrix):
    started = time.monotonic()
    instance = lab.instance(WRITING, API_TIMEOUT="1", timeout_seconds=7)
    assert instance.invoke({"Records": []}).error is None
    lab.stack.standin.latency(gemini=3)
    job = lab.job(WRITING)
    threading.Timer(1.8, instance.kill_function).start()
    assert lab.call(instance, "POST", _PATH, job.user, job.body)[0] == 202
    instance.wait_until_idle()
    lab.wait_for_claim(job)
    instance.restart()
    status, answer = lab.call(instance, "GET", f"{_PATH}/{job.id}", job.user)
    assert (status, answer["status"], answer["error"]["code"]) == (200, "failed", "deadline_exceeded")
    _noted(lab, matrix, "kill -9 behind a 202, then a reader", job, 1, started)
