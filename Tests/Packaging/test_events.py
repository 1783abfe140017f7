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
import yaml
from bandup_local.subjects import endpoint_named
from jsonschema import Draft202012Validator
from places import REPOSITORY
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from template import blueprints

EVENTS = {path.stem: json.loads(path.read_text()) for path in sorted((REPOSITORY / "events").glob("*.json"))}
RECORDS = [
    pytest.param(name, record, id=f"{name}-{number}")
    for name, event in EVENTS.items() for number, record in enumerate(event.get("Records", []))
]
API = {name: event for name, event in EVENTS.items() if "-api" in name}
SAM = shutil.which("sam") or str(Path(sys.executable).with_name("sam"))
OPENAPI = yaml.safe_load((REPOSITORY / "docs/openapi.yaml").read_text())


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


def endpoint(name: str):
    """Events are called after their rows in the table of subjects."""
    return endpoint_named(name.partition("-")[0])


def is_good(name: str, job: dict) -> bool:
    """Whether the API's document lets the job pass."""
    registry = Registry().with_resource("urn:document", DRAFT202012.create_resource(OPENAPI))
    schema = {"$ref": f"urn:document#/components/schemas/{endpoint(name).schema}Request"}
    return Draft202012Validator(schema, registry=registry).is_valid(job)


@pytest.mark.parametrize(("name", "record"), RECORDS)
def test_a_record_has_the_fields_of_a_real_one(name, record):
    expected = shape("sqs", "receive-message")["Records"][0]
    assert record.keys() == expected.keys()
    assert record["attributes"].keys() >= expected["attributes"].keys()
    assert all(isinstance(value, str) for value in record["attributes"].values())
    assert record["md5OfBody"] == hashlib.md5(record["body"].encode()).hexdigest()


@pytest.mark.parametrize(("name", "record"), RECORDS)
def test_a_record_comes_from_the_declared_queue(name, record):
    queue = blueprints()[endpoint(name).function].queue().queue_name
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
    declared = {route.key: route for route in blueprints()[endpoint(name).function].routes}
    route = declared[event["routeKey"]]
    assert context["routeKey"] == event["routeKey"]
    assert route.takes(context["http"]["method"])
    assert event["rawPath"] == context["http"]["path"]
    assert route.parameters(event["rawPath"]) == event.get("pathParameters", {})


@pytest.mark.parametrize("name", API)
def test_a_call_says_who_calls(name):
    """Nobody is trusted for what an event leaves out: each has a learner's claims, or who signed it with IAM."""
    context = API[name]["requestContext"]
    authorizer = context.get("authorizer") or {}
    signer = authorizer.get("iam", {}).get("userArn") or context.get("identity", {}).get("userArn")
    claims = authorizer.get("jwt", authorizer).get("claims")
    assert bool(signer) != bool(claims)


BY_LEARNERS = [name for name, event in API.items() if "body" in event
               and event["requestContext"].get("authorizer", {}).keys() & {"jwt", "claims"}]


@pytest.mark.parametrize("name", BY_LEARNERS)
def test_a_learners_call_is_its_users_own(name):
    authorizer = API[name]["requestContext"]["authorizer"]
    claims = authorizer["jwt"]["claims"] if "jwt" in authorizer else authorizer["claims"]
    assert body(API[name])["user_id"] == claims["sub"]


@pytest.mark.parametrize("name", EVENTS)
def test_objects_lie_in_declared_buckets_under_their_users_key(name):
    event, subject = EVENTS[name], endpoint(name)
    jobs = [json.loads(record["body"]) for record in event.get("Records", [])] or (
        [body(event)] if "body" in event else [])
    for job in jobs:
        if getattr(subject, "content", None) and is_good(name, job):
            variables = blueprints()[subject.function].environment
            bucket = variables[f"S3_BUCKET_{subject.content.bucket.upper()}"]
            prefix = f"s3://{bucket}/uploads/{subject.content.upload_type}/{job['user_id']}/"
            assert job[subject.content_field].startswith(prefix)


def test_essays_are_long_enough_for_their_task():
    for name, record in ((name, record) for name, event in EVENTS.items() for record in event.get("Records", [])):
        job = json.loads(record["body"])
        if essay := job.get("essay_content"):
            assert len(essay.split()) >= (150 if job["task_type"] == "TASK_1" else 250), name
