"""What the functions log: documented fields, causes with upstream ids, and nothing that is private."""

import hashlib
import json
import re

import gateway
import pytest
import queue_events
from bandup_local import identity, paths, samples
from bandup_local.fault_proxy import aws_refusal
from bandup_local.subjects import SPEAKING, SUBJECTS, UPLOADS, WRITING
from function_log import lines, whole_log

EACH_SUBJECT = pytest.mark.parametrize("subject", SUBJECTS, ids=str)
PHRASE = "Zebras quietly negotiate municipal parking fees"
ADDRESS = "maria.lopez+ielts@mail.example.org"
SPEECH = "part1_home_town"


def documented_fields():
    """The first column of the page's table of fields."""
    page = (paths.REPOSITORY / "docs" / "observability.md").read_text()
    table = page.partition("### Fields")[2].partition("\n### ")[0]
    rows = [row for row in table.splitlines() if row.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}


# What a query consists of besides fields: the language's words, and names that the queries give.
QUERY_WORDS = set(
    "filter and in ispresent stats sum count latest as by bin sort desc display limit "
    "dollars attempts input output times example".split()
)


def test_the_documented_queries_fit_the_fields():
    page = (paths.REPOSITORY / "docs" / "observability.md").read_text()
    section = page.partition("### Queries")[2].partition("\n## ")[0]
    queries = [line for line in section.splitlines() if line.startswith("    ")]
    words = {word for line in queries for word in re.findall(r"\b[A-Za-z]\w*", re.sub(r'"[^"]*"', "", line))}
    assert len(queries) >= 8
    assert words - QUERY_WORDS <= documented_fields()


@EACH_SUBJECT
def test_every_field_is_documented_and_spelled_like_lambda_s_own(watched, proxy, job, standin, subject):
    alone = watched(subject.function, AWS_LAMBDA_LOG_LEVEL="TRACE")
    body = job(subject)
    alone.invoke(queue_events.batch(body))
    alone.invoke(queue_events.batch(body))
    alone.invoke(queue_events.batch(job(subject) | {subject.content_field: 7}, "no JSON"))
    standin.script({"action": {"status": 400, "body": {"error": {"status": "INVALID_ARGUMENT"}}}})
    alone.invoke(gateway.event("POST", subject.path, job(subject), user=body["user_id"]))
    proxy.script(aws_refusal(400, "ValidationException", service="dynamodb", operation="UpdateItem"))
    alone.invoke(queue_events.batch(job(subject)))
    found = lines(whole_log(alone))
    assert {line["message"] for line in found} >= {
        "model call", "job finished", "step done", "duplicate delivery", "request refused", "unreadable message",
        "model call failed", "job failed", "the job could not be claimed",
    }
    for line in found:
        assert line.keys() >= {"timestamp", "level", "message", "function", "requestId"}, line
        assert all(re.fullmatch(r"[a-z][A-Za-z0-9]*", name) for name in line), line
        assert line.keys() <= documented_fields(), line.keys() - documented_fields()
        assert line["function"] == alone.blueprint.name


@EACH_SUBJECT
def test_a_job_s_last_line_tells_outcome_steps_tokens_and_cost(watched, job, subject):
    alone = watched(subject.function)
    body = job(subject)
    alone.invoke(queue_events.batch(body))
    (last,) = (line for line in lines(whole_log(alone)) if line["message"] == "job finished")
    assert last["outcome"] == "completed" and last["level"] == "INFO" and last["attempt"] == 1
    assert last["jobId"] == body[subject.id_field]
    salted = f"{last['function']}:{body['user_id']}".encode()
    assert last["userHash"] == hashlib.sha256(salted).hexdigest()[:16]
    assert body["user_id"] not in json.dumps(last)
    steps = [value for name, value in last.items() if name.endswith("Ms") and name != "durationMs"]
    assert last["durationMs"] >= max(steps) > 0
    assert {"claimMs", "generateMs", "storeMs"} <= last.keys()
    assert last["costUSD"] > 0 and last["inputTokens"] > 0 and last["outputTokens"] > 0
    (call,) = (line for line in lines(whole_log(alone)) if line["message"] == "model call")
    assert call["finishReason"] == "STOP" and call["modelVersion"] and call["upstreamRequestId"]


def test_an_error_tells_its_causes_and_what_the_service_calls_the_request(watched, proxy, job):
    alone = watched(SPEAKING.function)
    refusal = aws_refusal(403, "AccessDenied", service="s3", operation="GetObject")
    refusal["action"]["headers"] |= {"x-amz-request-id": "4442587FB7D0A2F9", "x-amz-id-2": "vlR7PnpV2Ce81l0PRw6="}
    proxy.script(refusal)
    alone.invoke(queue_events.batch(job(SPEAKING)))
    (line,) = (line for line in lines(whole_log(alone)) if line["message"] == "job released for another attempt")
    assert line["error"] == "AWS AccessDenied status 403"
    assert line["upstreamRequestId"] == "4442587FB7D0A2F9/vlR7PnpV2Ce81l0PRw6="

    proxy.reset()
    denied = aws_refusal(400, "AccessDeniedException", service="dynamodb", operation="UpdateItem")
    denied["action"]["headers"]["x-amzn-requestid"] = "TABLE-1"
    proxy.script(denied)
    alone.invoke(queue_events.batch(job(SPEAKING)))
    (line,) = (line for line in lines(whole_log(alone)) if line["message"] == "the job could not be claimed")
    assert line["error"] == (
        "JobStoreError: store unavailable <- DynamoDB call failed <- AWS AccessDeniedException status 400")
    assert line["upstreamRequestId"] == "TABLE-1"

    proxy.reset()
    secret = aws_refusal(400, "ResourceNotFoundException", service="secretsmanager", operation="GetSecretValue")
    secret["action"]["headers"]["x-amzn-requestid"] = "SECRET-1"
    proxy.script(secret)
    cold = watched(WRITING.function)
    proxy.script(secret)
    cold.invoke(queue_events.batch(job(WRITING)))
    (line,) = (line for line in lines(whole_log(cold)) if line["message"] == "job released for another attempt")
    assert line["error"].startswith("ModelError: API key not available <- AWS ResourceNotFoundException status 400")
    assert line["upstreamRequestId"] == "SECRET-1"


@pytest.mark.parametrize("log_format", ["JSON", "Text"])
@EACH_SUBJECT
def test_nothing_private_is_logged_whatever_happens(watched, proxy, stack, new_id, standin, subject, log_format):
    alone = watched(subject.function, AWS_LAMBDA_LOG_LEVEL="TRACE", AWS_LAMBDA_LOG_FORMAT=log_format)
    events = [
        lambda: queue_events.batch(_private(stack, subject, new_id())),
        lambda: gateway.event("POST", subject.path, _private(stack, subject, new_id()), user=ADDRESS),
        lambda: _private(stack, subject, new_id()),
    ]
    for rules in _troubles(subject):
        for event in events:
            standin.reset()
            proxy.reset()
            standin.script(*rules.get("standin", []))
            proxy.script(*rules.get("aws", []))
            alone.invoke(event())
    standin.reset()
    proxy.reset()
    for broken in (
        queue_events.batch(PHRASE, json.dumps({"user_id": PHRASE})),
        queue_events.batch(_private(stack, subject, new_id()) | {"job_id": PHRASE}),
        gateway.event("POST", subject.path, {"user_id": ADDRESS, subject.content_field: [PHRASE]}, user=ADDRESS),
        gateway.event("GET", f"{subject.path}/{ADDRESS}", user=ADDRESS),
        gateway.event("GET", f"{subject.path}?cursor={ADDRESS}&limit={ADDRESS}", user=ADDRESS),
        {"Records": [{"messageId": ADDRESS, "body": PHRASE, "eventSource": "aws:sqs", "attributes": {}}]},
        {"Records": [{"eventSource": ADDRESS, "Sns": PHRASE}]},
        PHRASE.encode(),
    ):
        alone.invoke(broken)
    log = whole_log(alone)
    assert "job finished" in log and "model call failed" in log
    _assert_private(log)


def test_the_upload_function_logs_neither_file_names_nor_urls(instance):
    alone = instance(UPLOADS.function, AWS_LAMBDA_LOG_LEVEL="TRACE")
    for name in (f"{PHRASE}.wav", f"{ADDRESS}.wav"):
        body = {"user_id": ADDRESS, "filename": name, "upload_type": "speaking_audio"}
        answer = gateway.answer(alone.invoke(gateway.event("POST", UPLOADS.path, body, user=ADDRESS)))
        assert "X-Amz-Signature" in answer.text
        alone.invoke(body)
        alone.invoke(body | {"upload_type": PHRASE})
    log = whole_log(alone)
    assert "upload prepared" in log and "request refused" in log
    _assert_private(log)


def _private(stack, subject, identifier):
    """A job full of what must not be told, in the name of somebody whose id is an e-mail address."""
    name = f"{ADDRESS.replace('+', '.')}-{identifier}"
    return subject.private_request(stack, name, ADDRESS, f"{PHRASE}. {ADDRESS}")


def _troubles(subject):
    """Success, and what may go wrong: services that repeat what they were sent, answers of no use, refusals."""
    message = f"{PHRASE} {identity.GEMINI_API_KEY} {ADDRESS}"
    echo = {"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": message}}
    xml = f"<Error><Code>{PHRASE}</Code><Message>{ADDRESS}</Message></Error>"
    rules = [
        {},
        {"standin": [{"action": {"status": 400, "body": echo}}]},
        {"standin": [{"action": {"text": f"{PHRASE} {ADDRESS}"}, "times": 2}]},
        {"standin": [{"action": {"text": json.dumps({PHRASE: ADDRESS})}, "times": 2}]},
        {"standin": [{"action": {"finish_reason": "SAFETY"}}]},
        {"aws": [{"match": {"service": "dynamodb", "operation": "UpdateItem"}, "times": 1,
                  "action": {"status": 400, "body": {"__type": f"x#{ADDRESS}", "message": PHRASE},
                             "headers": {"x-amzn-requestid": ADDRESS}}}]},
    ]  # fmt: skip
    if subject.content:
        headers = {"Content-Type": "application/xml", "x-amz-request-id": ADDRESS, "x-amz-id-2": f"https://{ADDRESS}"}
        rules.append({"aws": [{"match": {"service": "s3", "operation": "GetObject"}, "times": 1,
                               "action": {"status": 403, "body": xml, "headers": headers}}]})  # fmt: skip
    return rules


def _assert_private(log):
    words = samples.speech(SPEECH).words.split()
    spoken = [" ".join(words[n : n + 4]) for n in range(0, len(words) - 4, 4)]
    secrets = (
        "Zebras", "municipal", "maria", "lopez", "mail.example", "photosynthesis", identity.GEMINI_API_KEY,
        identity.SECRET_KEY, identity.SESSION_TOKEN, "X-Amz-Signature", "X-Amz-Credential", "https://", "@", *spoken,
    )  # fmt: skip
    for secret in secrets:
        assert secret not in log, next(line for line in log.splitlines() if secret in line)
