"""Every file of events/ through its function, as `make invoke` does it; docs/deploy.md lists the same answers."""

import json

import pytest
from bandup_local import paths

TARGETS = {
    "writing": "WritingEvaluator", "speaking": "SpeakingEvaluator", "flashcards": "FlashcardGenerator",
    "upload": "S3Upload",
}
EVENTS = sorted(path.stem for path in (paths.REPOSITORY / "events").glob("*.json"))
SQS = [name for name in EVENTS if "-sqs" in name]
# Of the calls that bring work. The others read what is there, which depends on what ran before.
STATUS = {
    "writing-api": 200, "writing-api-v1": 200, "writing-direct": 200, "speaking-api": 200, "flashcards-api": 202,
    "upload-api": 200, "upload-api-v1": 200,
}


def target(name):
    return TARGETS[name.split("-")[0]]


@pytest.mark.parametrize("name", SQS)
def test_messages_leave_no_failures_and_only_the_bad_record_failed(name, invoke, event, jobs):
    sample = event(name)
    assert invoke(target(name), sample).json() == {"batchItemFailures": []}
    found = []
    for record in sample["Records"]:
        job = json.loads(record["body"])
        stored = jobs.record(target(name), job.get("session_id") or job["set_id"], job["user_id"])
        found.append(stored and stored["status"])
    assert found == (["completed", "failed", "completed"] if name.endswith("batch") else ["completed"])


@pytest.mark.parametrize(("name", "status"), STATUS.items())
def test_a_call_is_answered(name, status, invoke, event):
    # A job that another test of this stack has had done is answered with its result at once.
    assert invoke(target(name), event(name)).json()["statusCode"] in (status, 200)


def test_every_sample_is_tried_or_reads_what_is_there():
    assert set(EVENTS) == {*SQS, *STATUS, "writing-api-read", "writing-api-history"}
