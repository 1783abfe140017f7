"""The sample events: shaped like the real ones, and naming what template.yaml declares."""

import base64
import hashlib
import functools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from places import REPOSITORY
from template import template

EVENTS = {path.stem: json.loads(path.read_text()) for path in sorted((REPOSITORY / "events").glob("*.json"))}
RECORDS = [
    pytest.param(name, record, id=f"{name}-{number}")
    for name, event in EVENTS.items() for number, record in enumerate(event.get("Records", []))
]
API = {name: event for name, event in EVENTS.items() if "-api" in name}
SAM = shutil.which("sam") or str(Path(sys.executable).with_name("sam"))
QUEUES = {"writing": "WritingQueue", "speaking": "SpeakingQueue", "flashcards": "FlashcardQueue"}


@functools.cache
def shape(service: str, kind: str) -> dict:
    """What SAM generates for the same source."""
    said = subprocess.run(
        [SAM, "local", "generate-event", service, kind], capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "SAM_CLI_TELEMETRY": "0"})
    return json.loads(said.stdout)


def body(event: dict) -> dict:
    text = event["body"]
    return json.loads(base64.b64decode(text) if event["isBase64Encoded"] else text)


def is_good(name: str, job: dict) -> bool:
    """Whether the contract's rules for a request let the job pass."""
    if name.startswith("writing"):
        return bool(job.get("essay_content")) and job.get("task_type", "TASK_2") in ("TASK_1", "TASK_2")
    if name.startswith("speaking"):
        return job.get("audio_url", "").startswith("s3://")
    return job.get("pdf_url", "").startswith("s3://") and 1 <= job.get("num_cards", 10) <= 50


@pytest.mark.parametrize(("name", "record"), RECORDS)
def test_a_record_has_the_fields_of_a_real_one(name, record):
    expected = shape("sqs", "receive-message")["Records"][0]
    assert record.keys() == expected.keys()
    assert record["attributes"].keys() >= expected["attributes"].keys()
    assert all(isinstance(value, str) for value in record["attributes"].values())
    assert record["md5OfBody"] == hashlib.md5(record["body"].encode()).hexdigest()


@pytest.mark.parametrize(("name", "record"), RECORDS)
def test_a_record_comes_from_the_declared_queue(name, record):
    queue = template().name(QUEUES[name.split("-")[0]])
    assert record["eventSourceARN"] == f"arn:aws:sqs:{record['awsRegion']}:123456789012:{queue}"


@pytest.mark.parametrize("name", [name for name in EVENTS if name.endswith("-sqs")])
def test_a_single_message_is_a_good_one(name):
    assert [is_good(name, json.loads(record["body"])) for record in EVENTS[name]["Records"]] == [True]


@pytest.mark.parametrize("name", [name for name in EVENTS if name.endswith("-sqs-batch")])
def test_a_batch_has_one_bad_record_between_two_good_ones(name):
    records = EVENTS[name]["Records"]
    assert [is_good(name, json.loads(record["body"])) for record in records] == [True, False, True]
    assert len({record["messageId"] for record in records}) == 3


@pytest.mark.parametrize("name", API)
def test_a_call_has_the_fields_of_a_real_one(name):
    event = API[name]
    kind = "http-api-proxy" if event.get("version") == "2.0" else "aws-proxy"
    optional = {"cookies", "body", "pathParameters", "queryStringParameters", "stageVariables"}
    expected = shape("apigateway", kind)
    assert expected.keys() - event.keys() <= optional
    assert expected["requestContext"].keys() - event["requestContext"].keys() <= {"authentication"}


@pytest.mark.parametrize("name", [name for name, event in API.items() if event.get("version") == "2.0"])
def test_a_call_takes_a_declared_route(name):
    event = API[name]
    context = event["requestContext"]
    assert event["routeKey"] in {route["RouteKey"] for route in template().of_type("AWS::ApiGatewayV2::Route").values()}
    assert context["routeKey"] == event["routeKey"]
    method, path = event["routeKey"].split()
    assert method in ("ANY", context["http"]["method"])
    # A greedy parameter is called `proxy+` in the route and `proxy` in the event.
    filled = path.replace("+}", "}").format(**event.get("pathParameters", {}))
    assert event["rawPath"] == context["http"]["path"] == filled


@pytest.mark.parametrize("name", [name for name, event in API.items() if "body" in event])
def test_a_call_is_its_users_own(name):
    authorizer = API[name]["requestContext"]["authorizer"]
    claims = authorizer["jwt"]["claims"] if "jwt" in authorizer else authorizer["claims"]
    assert body(API[name])["user_id"] == claims["sub"]


@pytest.mark.parametrize("name", EVENTS)
def test_objects_lie_in_declared_buckets_under_their_users_key(name):
    event = EVENTS[name]
    jobs = [json.loads(record["body"]) for record in event.get("Records", [])] or (
        [body(event)] if "body" in event else [])
    for job in jobs:
        for field, bucket in (("audio_url", "AudioBucket"), ("pdf_url", "DocumentsBucket")):
            if is_good(name, job) and field in job:
                folder = "speaking_audio" if field == "audio_url" else "flashcard_pdf"
                prefix = f"s3://{template().name(bucket)}/uploads/{folder}/{job['user_id']}/"
                assert job[field].startswith(prefix)


def test_essays_are_long_enough_for_their_task():
    for name, record in ((name, record) for name, event in EVENTS.items() for record in event.get("Records", [])):
        job = json.loads(record["body"])
        if essay := job.get("essay_content"):
            assert len(essay.split()) >= (150 if job["task_type"] == "TASK_1" else 250), name
