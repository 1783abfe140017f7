"""Every file of events/ through its function, as `make invoke` does it; docs/deploy.md lists the same answers."""

import json

import pytest
from bandup_local import paths
from bandup_local.subjects import endpoint_named

FOLDER = paths.REPOSITORY / "events"
EVENTS = {path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}
SQS = [name for name, event in EVENTS.items() if "Records" in event]


def method(event):
    """Of an API event; None of a direct one."""
    return event.get("httpMethod") or event.get("requestContext", {}).get("http", {}).get("method")


# The calls that bring work. The others read what is there, which depends on what ran before.
WORK = [name for name, event in EVENTS.items() if name not in SQS and method(event) in (None, "POST")]
READS = [name for name, event in EVENTS.items() if method(event) == "GET"]


def of(name):
    """Events are called after their rows in the table of subjects."""
    return endpoint_named(name.partition("-")[0])


@pytest.mark.parametrize("name", SQS)
def test_messages_leave_no_failures_and_only_the_bad_record_failed(name, invoke, event, jobs):
    sample, subject = event(name), of(name)
    assert invoke(subject.function, sample).json() == {"batchItemFailures": []}
    found = []
    for record in sample["Records"]:
        job = json.loads(record["body"])
        stored = jobs.record(subject.function, job[subject.id_field], job["user_id"])
        found.append(stored and stored["status"])
    assert found == (["completed", "failed", "completed"] if name.endswith("batch") else ["completed"])


@pytest.mark.parametrize("name", WORK)
def test_a_call_is_answered(name, invoke, event):
    sample = event(name)
    waits = "respond-async" not in sample.get("headers", {}).get("prefer", "")
    # A job that another test of this stack has had done is answered with its result at once.
    assert invoke(of(name).function, sample).json()["statusCode"] in ((200,) if waits else (200, 202))


def test_every_sample_is_tried_or_reads_what_is_there():
    assert {*SQS, *WORK, *READS} == set(EVENTS)
