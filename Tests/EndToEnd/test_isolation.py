"""What one learner, one message or one broken event can do to the others: nothing."""

import json

import gateway
import pytest
import queue_events
from bandup_local import identity
from bandup_local.subjects import ENDPOINTS, FUNCTIONS, UPLOADS, WITH_OBJECTS, WRITING
from checks import assert_error, assert_failed

OBJECT_SUBJECTS = pytest.mark.parametrize("subject", WITH_OBJECTS, ids=str)


def told(answer):
    """An error as its caller sees it, but for the request id."""
    error = answer.json()["error"]
    return answer.status_code, {name: value for name, value in error.items() if name != "request_id"}


# MARK: Other people's objects and records


@OBJECT_SUBJECTS
def test_somebody_elses_object_is_refused_alike_whether_or_not_it_exists(
    submit, job, objects, standin, raw_record, subject
):
    theirs = objects.put(subject.content.upload_type, "somebody-else", "private.bin", b"private")
    for content_type in ("2.0", "1.0"):
        existing = job(subject) | {subject.content_field: theirs}
        missing = job(subject) | {subject.content_field: theirs + "x"}
        answers = [submit(subject, body, payload_format=content_type) for body in (existing, missing)]
        assert_error(answers[0], 403, "forbidden", subject.content_field)
        assert told(answers[0]) == told(answers[1])
        assert raw_record(subject, existing) is None
    assert standin.calls() == []


@OBJECT_SUBJECTS
def test_a_key_that_only_looks_like_ones_own_is_refused(submit, job, stack, learner, standin, subject):
    bucket = stack.bucket(subject.content.bucket)
    kind = f"uploads/{subject.content.upload_type}"
    for key in (
        f"{kind}/{learner}x/a.bin",
        f"{kind}/x{learner}/a.bin",
        f"{kind}/somebody/{learner}",
        f"{kind}/somebody/../{learner}/a.bin",
        f"{kind}/{learner}/../somebody/a.bin",
        f"{kind}/{learner}/./a.bin",
        f"{kind}//{learner}/a.bin",
        f"{kind}/{learner}%2Fa.bin",
        f"{kind}/{learner.upper()}/a.bin",
        f"{learner}/a.bin",
        f"recovery/t/{learner}/x/%2e%2e/a.json",
    ):
        answer = submit(subject, job(subject) | {subject.content_field: f"s3://{bucket}/{key}"})
        assert_error(answer, 403, "forbidden", subject.content_field)
    assert standin.calls() == []


@OBJECT_SUBJECTS
def test_another_bucket_is_refused_to_everyone(submit, invoke, job, s3, learner, standin, raw_record, subject):
    s3.create_bucket(
        Bucket=f"elsewhere-{learner}", CreateBucketConfiguration={"LocationConstraint": identity.REGION}
    )
    key = subject.content.key(learner, "a.bin")
    url = f"s3://elsewhere-{learner}/{key}"
    s3.put_object(Bucket=f"elsewhere-{learner}", Key=key, Body=b"x")
    for user in (learner, None):
        body = job(subject) | {subject.content_field: url}
        assert_error(submit(subject, body, user=user), 403, "forbidden", subject.content_field)
        assert raw_record(subject, body) is None
    message = job(subject) | {subject.content_field: url}
    assert queue_events.failures(invoke(subject.function, queue_events.batch(message))) == []
    assert_failed(subject, raw_record(subject, message), "forbidden")
    direct = gateway.answer(invoke(subject.function, job(subject) | {subject.content_field: url}))
    assert_error(direct, 403, "forbidden", subject.content_field)
    assert standin.calls() == []


@OBJECT_SUBJECTS
def test_a_message_comes_from_a_trusted_sender_and_may_name_any_object_of_the_bucket(
    invoke, job, s3, raw_record, subject
):
    body = job(subject)
    bucket, _, key = body[subject.content_field].removeprefix("s3://").partition("/")
    s3.copy_object(Bucket=bucket, Key=f"imports/{body['user_id']}.bin", CopySource={"Bucket": bucket, "Key": key})
    body[subject.content_field] = f"s3://{bucket}/imports/{body['user_id']}.bin"
    assert queue_events.failures(invoke(subject.function, queue_events.batch(body))) == []
    assert raw_record(subject, body)["status"] == {"S": "completed"}


def test_somebody_elses_record_is_not_found(submit, invoke, job, subject):
    body = job(subject)
    assert submit(subject, body).status_code == 200
    path = f"{subject.path}/{body[subject.id_field]}"
    existing = gateway.answer(invoke(subject.function, gateway.event("GET", path, user="somebody-else")))
    missing = gateway.answer(invoke(subject.function, gateway.event("GET", path + "x", user="somebody-else")))
    assert_error(existing, 404, "not_found")
    assert told(existing) == told(missing)
    own = gateway.event("GET", path, user=body["user_id"])
    assert gateway.answer(invoke(subject.function, own)).status_code == 200
    forged = gateway.event("GET", f"{path}?user_id={body['user_id']}", user="somebody-else")
    assert_error(gateway.answer(invoke(subject.function, forged)), 403, "forbidden", field="user_id")
    back_end = gateway.event("GET", f"{path}?user_id={body['user_id']}")
    assert gateway.answer(invoke(subject.function, back_end)).status_code == 200


def test_an_id_is_no_way_into_somebody_elses_record(submit, job, raw_record):
    body = job(WRITING)
    assert submit(WRITING, body).status_code == 200
    before = raw_record(WRITING, body)
    intruder = body | {"user_id": "intruder-" + body["user_id"]}
    assert submit(WRITING, intruder).status_code == 200
    assert raw_record(WRITING, body) == before


# MARK: Batches


def test_one_bad_message_does_not_fail_its_neighbours(invoke, job, standin, raw_record, subject):
    good = [job(subject), job(subject)]
    refused = job(subject) | {subject.content_field: 42}
    bodies = [good[0], "{this is not JSON", refused, job(subject, user_id=None), "", good[1]]
    event = queue_events.batch(*bodies)
    failed = queue_events.failures(invoke(subject.function, event))
    ids = queue_events.message_ids(event)
    # Only those come back of which nobody could be told.
    assert failed == [ids[1], ids[3], ids[4]]
    for body in good:
        assert raw_record(subject, body)["status"] == {"S": "completed"}
    assert_failed(subject, raw_record(subject, refused), "invalid_request")
    assert len(standin.calls("gemini")) == 2


def test_a_job_that_fails_for_a_passing_reason_comes_back_alone(invoke, job, standin, raw_record, subject):
    bodies = [job(subject) for _ in range(3)]
    standin.script({"action": {"status": 501, "body": {}}})
    event = queue_events.batch(*bodies)
    failed = queue_events.failures(invoke(subject.function, event))
    assert len(failed) == 1
    states = [raw_record(subject, body)["status"]["S"] for body in bodies]
    assert states[queue_events.message_ids(event).index(failed[0])] == "processing"
    assert sorted(states) == ["completed", "completed", "processing"]


def test_a_batch_is_worked_on_at_the_same_time(invoke, job, standin):
    standin.latency(gemini=0.5)
    event = queue_events.batch(*(job(WRITING) for _ in range(5)))
    assert queue_events.failures(invoke(WRITING.function, event)) == []
    assert standin.most_in_flight("gemini") > 1


def test_a_group_of_a_fifo_queue_keeps_its_order_after_a_failure(invoke, job, standin, raw_record):
    first, unreadable, third, other = job(WRITING), "{", job(WRITING), job(WRITING)
    groups = ["ada", "ada", "ada", "ben"]
    event = queue_events.batch(first, unreadable, third, other, queue="jobs.fifo", groups=groups)
    failed = queue_events.failures(invoke(WRITING.function, event))
    assert failed == queue_events.message_ids(event)[1:3]
    assert raw_record(WRITING, first)["status"] == {"S": "completed"}
    assert raw_record(WRITING, other)["status"] == {"S": "completed"}
    assert raw_record(WRITING, third) is None
    assert len(standin.calls("gemini")) == 2


# MARK: Events that nobody should send

_LONE_SURROGATE = '"\\ud800 half of a pair"'
STRANGE_BODIES = {
    "no JSON": b"\x00\xff\xfe garbage",
    "256 KB of it": b"x" * 262_144,
    "256 KB in one string": json.dumps({"user_id": "u", "essay_content": "a" * 262_144}).encode(),
    "a number": b"42",
    "an unended object": b'{"user_id": "u", "essay_content": "',
    "100,000 brackets": b"[" * 100_000 + b"]" * 100_000,
    "10,000 objects in one another": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "a lone surrogate": b'{"user_id": "u", "session_id": "s", "essay_content": ' + _LONE_SURROGATE.encode() + b"}",
    "a lone surrogate as a name": b"{" + _LONE_SURROGATE.encode() + b': 1, "user_id": "u"}',
    "a number too large": b'{"user_id": "u", "num_cards": 1e999, "content_length": 99999999999999999999999}',
    "a name twice": b'{"user_id": "u", "user_id": "v", "essay_content": 1}',
    "a zero byte": b'{"user_id": "u\\u0000v", "essay_content": "a"}',
    "no records": b'{"Records": []}',
    "records of nonsense": b'{"Records": [1, null, "x"]}',
    "records of S3": b'{"Records": [{"eventSource": "aws:s3", "s3": {}}]}',
    "a gateway's event without its parts": b'{"version": "2.0", "requestContext": {"http": {}}}',
}
EACH_FUNCTION = pytest.mark.parametrize("function", FUNCTIONS)


@EACH_FUNCTION
def test_a_strange_event_is_answered_and_the_function_goes_on(instance, learner, standin, function):
    alone = instance(function)
    alone.invoke({})
    pid = alone.function_pid()
    # The emulator hands on any bytes; Lambda itself refuses what is no JSON.
    for name, event in STRANGE_BODIES.items():
        invocation = alone.invoke(event)
        assert invocation.error not in ("crash", "timeout"), name
        if invocation.error:
            assert invocation.json().keys() >= {"errorType", "errorMessage"}, name
        elif "batchItemFailures" not in invocation.json():
            assert 400 <= gateway.answer(invocation).status_code < 500, name
    path = next(endpoint.path for endpoint in ENDPOINTS if endpoint.function == function)
    for name, body in STRANGE_BODIES.items():
        answer = gateway.answer(alone.invoke(gateway.event("POST", path, body, user=learner)))
        assert 400 <= answer.status_code < 500, name
    assert standin.calls() == []
    assert pid is not None and alone.function_pid() == pid


def test_a_strange_message_is_left_to_the_dead_letter_queue(invoke, job, raw_record, standin, subject):
    texts = [body.decode("latin-1") for body in STRANGE_BODIES.values()]
    good = job(subject)
    event = queue_events.batch(*texts, good)
    failed = queue_events.failures(invoke(subject.function, event))
    assert queue_events.message_ids(event)[-1] not in failed
    assert raw_record(subject, good)["status"] == {"S": "completed"}
    assert len(standin.calls("gemini")) == 1


def test_text_of_all_languages_comes_through_whole(submit, job, standin):
    essay = 'Tôi sống ở Hà Nội 🏙. 日本語の文章。 שלום עולם. e\u0301 \U00020000 \\ " / \\u0041 \t end.'
    body = job(WRITING, essay_content=essay)
    assert submit(WRITING, body).status_code == 200
    sent = json.dumps(standin.calls("gemini")[0]["body"], ensure_ascii=False)
    assert json.dumps(essay, ensure_ascii=False)[1:-1] in sent


# MARK: The log


def test_no_essay_key_or_signed_url_is_in_any_log(stack, submit, invoke, job, api, learner, standin, subject):
    phrase = "Zebras quietly negotiate municipal parking fees"
    changes = subject.telling(phrase)
    assert submit(subject, job(subject, **changes)).status_code == 200
    # Failures of every kind: an upstream error that echoes the key and the text, answers of no use, wrong fields.
    echo = {"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": f"{phrase} {identity.GEMINI_API_KEY}"}}
    standin.script({"action": {"status": 400, "body": echo}})
    submit(subject, job(subject, **changes))
    standin.script({"action": {"text": phrase}, "times": 2})
    submit(subject, job(subject, **changes))
    submit(subject, job(subject, **changes) | {"job_id": phrase})
    queued = job(subject, **changes) | {"user_id": phrase}
    invoke(subject.function, queue_events.batch(queued, phrase))
    upload = api.post(UPLOADS.path, {"user_id": learner, "filename": f"{phrase}.wav", "upload_type": "speaking_audio"},
                      user=learner)  # fmt: skip
    assert upload.status_code == 200
    logs = "".join(file.read_text(errors="replace") for name in FUNCTIONS for file in stack.logs.glob(f"{name}-*"))
    assert "job finished" in logs and "upload prepared" in logs
    for secret in ("Zebras", identity.GEMINI_API_KEY, identity.SECRET_KEY, identity.SESSION_TOKEN,
                   "X-Amz-Signature", "X-Amz-Credential"):  # fmt: skip
        assert secret not in logs


@EACH_FUNCTION
def test_every_line_of_the_log_is_json_with_level_and_request_id(stack, invoke, function):
    invoke(function, {"user_id": "learner"})
    lines = [line for line in stack.functions[function].log().splitlines() if line.startswith("{")]
    assert lines
    for line in lines:
        entry = json.loads(line)
        assert entry.keys() >= {"timestamp", "level", "requestId"}
        assert "message" in entry or "_aws" in entry
