"""Every error code of SPEC.md section 6 that a function can give: over the API, and for what the queue is told.

| HTTP | code | WritingEvaluator | SpeakingEvaluator | FlashcardGenerator | S3Upload |
|---|---|---|---|---|---|
| 400 | invalid_request | x | x | x | x |
| 401, 403 | unauthorized, forbidden | x | x | x | x |
| 404, 405 | not_found, method_not_allowed | x | x | x | x |
| 409 | in_progress, conflict | x | x | x | |
| 413, 415 | too_large, unsupported_media | x | x | x | x |
| 422, 429 | unprocessable, throttled | x | x | x | |
| 422 | unreadable_document | | | x | |
| 502, 503, 504 | model_error, unavailable, deadline_exceeded | x | x | x | |

S3Upload asks no other service, so nothing can be busy or late.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import gateway
import pytest
import queue_events
from bandup_local import paths
from bandup_local.samples import silence
from bandup_local.stack import wait_for
from bandup_local.subjects import ENDPOINTS, FLASHCARDS, SPEAKING, SUBJECTS, UPLOADS, WITH_OBJECTS, WRITING
from checks import assert_error, assert_failed, assert_released

AWKWARD_PDFS = paths.REPOSITORY / "Tests" / "PDFTextTests" / "Golden"
AWKWARD_DOCUMENTS = paths.REPOSITORY / "Tests" / "DocumentTextTests" / "Golden"
MOST_DELIVERIES = 5
NOWHERE = "http://127.0.0.1:9"
"""The discard port: nothing listens there."""

ALL_PATHS = [(endpoint.function, endpoint.path) for endpoint in ENDPOINTS]
ALL_FUNCTIONS = pytest.mark.parametrize("function, path", ALL_PATHS, ids=[path for _, path in ALL_PATHS])


@pytest.fixture
def upload(learner):
    return {"user_id": learner, "filename": "part1.wav", "content_type": "audio/wav", "upload_type": "speaking_audio"}


# MARK: 400

WRONG_FIELDS = [
    (WRITING, {"essay_content": None}, "essay_content"),
    (WRITING, {"essay_content": " \n"}, "essay_content"),
    (WRITING, {"essay_content": "... !!!"}, "essay_content"),
    (WRITING, {"essay_content": 42}, "essay_content"),
    (WRITING, {"essay_content": "word " * 6_001}, "essay_content"),
    (WRITING, {"task_type": "TASK_3"}, "task_type"),
    (WRITING, {"task_type": ["TASK_1"]}, "task_type"),
    (WRITING, {"task_prompt": "a" * 5_001}, "task_prompt"),
    (SPEAKING, {"audio_url": None}, "audio_url"),
    (SPEAKING, {"audio_url": "https://example.com/part1.wav"}, "audio_url"),
    (SPEAKING, {"audio_url": "s3://bucket-alone"}, "audio_url"),
    (SPEAKING, {"part": "PART_4"}, "part"),
    (SPEAKING, {"questions": "Where do you live?"}, "questions"),
    (SPEAKING, {"questions": ["Why?"] * 21}, "questions"),
    (FLASHCARDS, {"pdf_url": None}, "pdf_url"),
    (FLASHCARDS, {"pdf_url": {"bucket": "b", "key": "k"}}, "pdf_url"),
    (FLASHCARDS, {"num_cards": 0}, "num_cards"),
    (FLASHCARDS, {"num_cards": 51}, "num_cards"),
    (FLASHCARDS, {"num_cards": 2.5}, "num_cards"),
    (FLASHCARDS, {"num_cards": "ten"}, "num_cards"),
    (FLASHCARDS, {"difficulty": "medium"}, "difficulty"),
    (FLASHCARDS, {"question_types": ["ESSAY"]}, "question_types"),
]
EACH_WRONG_FIELD = pytest.mark.parametrize(
    "subject, changes, name", WRONG_FIELDS, ids=lambda value: str(value)[:40].replace("\n", " ")
)


@EACH_WRONG_FIELD
def test_a_wrong_field_is_named_and_leaves_no_record(submit, job, standin, raw_record, subject, changes, name):
    body = job(subject, **changes)
    assert_error(submit(subject, body), 400, "invalid_request", name)
    assert raw_record(subject, body) is None
    assert standin.calls() == []


@EACH_WRONG_FIELD
def test_a_wrong_field_in_a_message_fails_its_record_for_good(
    invoke, job, standin, raw_record, subject, changes, name
):
    body = job(subject, **changes)
    assert queue_events.failures(invoke(subject.function, queue_events.batch(body))) == []
    assert_failed(subject, raw_record(subject, body), "invalid_request")
    assert name in raw_record(subject, body)["error_message"]["S"]
    assert standin.calls() == []


@pytest.mark.parametrize("value", ["a/b", "", "a" * 129, "with space", 7, ["x"]], ids=repr)
def test_an_identifier_that_could_be_a_path_is_refused(submit, job, standin, subject, learner, value):
    answer = submit(subject, job(subject) | {subject.id_field: value}, user=learner)
    assert_error(answer, 400, "invalid_request", subject.id_field)
    assert_error(submit(subject, job(subject) | {"user_id": value}, user=None), 400, "invalid_request", "user_id")
    assert standin.calls() == []


def test_a_job_of_nobody_is_refused(submit, job, subject):
    assert_error(submit(subject, job(subject, user_id=None), user=None), 400, "invalid_request", "user_id")


def test_a_message_of_nobody_goes_to_the_dead_letter_queue_in_the_end(invoke, job, standin, subject):
    event = queue_events.batch(job(subject, user_id=None), receive_count=MOST_DELIVERIES)
    assert queue_events.failures(invoke(subject.function, event)) == queue_events.message_ids(event)
    assert standin.calls() == []


@ALL_FUNCTIONS
@pytest.mark.parametrize("content", [b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"", b'{"user_id": NaN}'], ids=repr)
def test_a_body_that_is_no_json_object_is_refused(invoke, learner, function, path, content):
    event = gateway.event("POST", path, content, user=learner)
    assert_error(gateway.answer(invoke(function, event)), 400, "invalid_request")


@pytest.mark.parametrize(
    "changes, name",
    [
        ({"filename": None}, "filename"),
        ({"filename": "notes.exe"}, "filename"),
        ({"filename": "no-extension"}, "filename"),
        ({"content_type": "text/html"}, "content_type"),
        ({"content_type": "application/pdf"}, "content_type"),
        ({"upload_type": None}, "upload_type"),
        ({"upload_type": "avatar"}, "upload_type"),
        ({"content_length": 0}, "content_length"),
        ({"content_length": 100 * 1024 * 1024 + 1}, "content_length"),
        ({"content_length": "12"}, "content_length"),
    ],
    ids=str,
)
def test_a_wrong_upload_field_is_named(invoke, upload, learner, changes, name):
    answer = gateway.call(lambda event: invoke(UPLOADS.function, event), "POST", UPLOADS.path, upload | changes,
                          user=learner)  # fmt: skip
    assert_error(answer, 400, "invalid_request", name)
    if name == "upload_type" and changes[name]:
        for valid in ("speaking_audio", "flashcard_pdf", "writing_essay"):
            assert valid in answer.json()["error"]["message"]


# MARK: 401, 403, 404, 405, 413, 415


@ALL_FUNCTIONS
@pytest.mark.parametrize("claims", [{}, {"sub": ""}, {"sub": "a/b"}, {"sub": None}, {"sub": ["learner"]}], ids=repr)
def test_an_authorizer_that_names_nobody_is_401(
    invoke, standin, upload, learner, function, path, payload_format, claims
):
    event = gateway.event("POST", path, upload | {"essay_content": "Some words."}, user=learner,
                          payload_format=payload_format)  # fmt: skip
    event["requestContext"]["authorizer"] = {"jwt": {"claims": claims}} if payload_format == "2.0" else {
        "claims": claims
    }  # fmt: skip
    assert_error(gateway.answer(invoke(function, event)), 401, "unauthorized")
    assert standin.calls() == []


@ALL_FUNCTIONS
def test_another_users_id_in_the_body_is_403(invoke, standin, upload, function, path, payload_format):
    event = gateway.event("POST", path, upload | {"essay_content": "Some words."}, user="somebody-else",
                          payload_format=payload_format)  # fmt: skip
    assert_error(gateway.answer(invoke(function, event)), 403, "forbidden", "user_id")
    assert standin.calls() == []


@ALL_FUNCTIONS
@pytest.mark.parametrize("suffix", ["/a/b", "/", "//", "x"])
def test_an_unknown_path_is_404(invoke, learner, function, path, suffix):
    answer = gateway.answer(invoke(function, gateway.event("POST", path + suffix, {}, user=learner)))
    assert_error(answer, 404, "not_found")


def test_a_record_that_is_not_there_is_404(invoke, learner, new_id, subject, payload_format):
    for name in (new_id(), "%2e%2e", "a%2Fb", "a" * 200):
        event = gateway.event("GET", f"{subject.path}/{name}", user=learner, payload_format=payload_format)
        assert_error(gateway.answer(invoke(subject.function, event)), 404, "not_found")


@ALL_FUNCTIONS
@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
def test_a_method_that_the_path_does_not_take_is_405(invoke, learner, function, path, method):
    answer = gateway.answer(invoke(function, gateway.event(method, path, {}, user=learner)))
    assert_error(answer, 405, "method_not_allowed")
    assert "POST" in answer.headers["Allow"]


def test_a_record_takes_no_post(invoke, learner, subject):
    event = gateway.event("POST", f"{subject.path}/some-id", {}, user=learner)
    answer = gateway.answer(invoke(subject.function, event))
    assert_error(answer, 405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


@ALL_FUNCTIONS
def test_a_body_that_is_too_large_is_413(invoke, standin, upload, learner, function, path):
    body = upload | {"essay_content": "word " * 220_000}
    assert_error(gateway.answer(invoke(function, gateway.event("POST", path, body, user=learner))), 413, "too_large")
    assert standin.calls() == []


def test_a_document_that_is_too_large_is_413(submit, job, objects, learner, standin, raw_record):
    url = objects.put("flashcard_pdf", learner, "large.pdf", b"%PDF-1.7\n" + bytes(50 * 1024 * 1024))
    body = job(FLASHCARDS, pdf_url=url)
    assert_error(submit(FLASHCARDS, body), 413, "too_large", "pdf_url")
    assert_failed(FLASHCARDS, raw_record(FLASHCARDS, body), "too_large")
    assert standin.calls() == []


@ALL_FUNCTIONS
@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "json"]
)
def test_a_body_of_another_media_type_is_415(invoke, upload, learner, function, path, content_type):
    event = gateway.event("POST", path, upload, user=learner, headers={"Content-Type": content_type})
    assert_error(gateway.answer(invoke(function, event)), 415, "unsupported_media")


# MARK: What goes wrong while a job is worked on


@dataclass(frozen=True)
class Trouble:
    """What is wrong, and what comes of it."""

    name: str
    status: int
    code: str
    subjects: tuple = SUBJECTS
    script: dict | None = None
    """A rule for the stand-in."""
    upload: tuple | None = None
    """Name and content (or file) of the object that the job is about."""
    names_field: bool = False
    is_passing: bool = False
    model_calls: int = 0
    retry_after: str = "5"
    options: dict = field(default_factory=dict)


def _google(status, code, **details):
    error = {"code": status, "message": "upstream says SECRET-DETAIL", "status": code} | details
    return {"action": {"status": status, "body": {"error": error}}}


_PER_DAY = {"@type": "type.googleapis.com/google.rpc.QuotaFailure",
            "violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel"}]}  # fmt: skip

TROUBLES = [
    Trouble("no such object", 404, "not_found", WITH_OBJECTS, names_field=True, options={"missing": True}),
    Trouble("no audio", 415, "unsupported_media", (SPEAKING,), upload=("a.wav", b"<html>not audio</html>"),
            names_field=True),
    Trouble("no bytes of audio", 415, "unsupported_media", (SPEAKING,), upload=("a.wav", b""), names_field=True),
    Trouble("no document", 415, "unsupported_media", (FLASHCARDS,),
            upload=("a.pdf", AWKWARD_DOCUMENTS / "picture.pdf"), names_field=True),
    Trouble("no speech", 422, "unprocessable", (SPEAKING,), upload=("a.wav", silence())),
    Trouble("an empty file", 422, "unprocessable", (FLASHCARDS,), upload=("a.pdf", AWKWARD_PDFS / "empty.pdf")),
    Trouble("a damaged DOCX", 422, "unreadable_document", (FLASHCARDS,),
            upload=("a.docx", AWKWARD_DOCUMENTS / "broken.docx")),
    Trouble("a password", 422, "unprocessable", (FLASHCARDS,),
            upload=("a.pdf", AWKWARD_PDFS / "encrypted-user-password.pdf")),
    Trouble("a damaged document", 422, "unreadable_document", (FLASHCARDS,),
            upload=("a.pdf", AWKWARD_PDFS / "header-only.pdf")),
    Trouble("a blocked prompt", 422, "unprocessable", script={"action": {"block_reason": "PROHIBITED_CONTENT"}},
            model_calls=1),
    Trouble("a blocked answer", 422, "unprocessable", script={"action": {"finish_reason": "SAFETY"}}, model_calls=1),
    Trouble("too large for the model", 413, "too_large", script=_google(413, "INVALID_ARGUMENT"), model_calls=1),
    Trouble("a request the model refuses", 502, "model_error", script=_google(400, "INVALID_ARGUMENT"), model_calls=1),
    Trouble("an answer of another shape, twice", 502, "model_error",
            script={"action": {"wrong_schema": True}, "times": 2}, model_calls=2),
    Trouble("an answer that is cut off, twice", 502, "model_error",
            script={"action": {"finish_reason": "MAX_TOKENS"}, "times": 2}, model_calls=2),
    Trouble("half of an answer, twice", 502, "model_error",
            script={"action": {"truncate_text": True}, "times": 2}, model_calls=2),
    Trouble("a finish reason that nobody knows, twice", 502, "model_error",
            script={"action": {"finish_reason": "NEW_REASON_OF_2027"}, "times": 2}, model_calls=2),
    Trouble("nothing at all, twice", 502, "model_error", is_passing=True, model_calls=2,
            script={"action": {"answer_patch": {"candidates.0.content.parts": None}}, "times": 2}),
    Trouble("a proxy's page that calls itself a success", 502, "model_error", is_passing=True, model_calls=1,
            script={"action": {"status": 200, "body": "<html>SECRET-DETAIL</html>",
                               "headers": {"Content-Type": "text/html"}}}),
    Trouble("an error that calls itself a success", 502, "model_error", is_passing=True, model_calls=1,
            script={"action": {"status": 200, "body": _google(503, "UNAVAILABLE")["action"]["body"]}}),
    Trouble("an answer like some other text, twice", 422, "unprocessable", model_calls=2,
            script={"action": {"finish_reason": "RECITATION"}, "times": 2}),
    Trouble("a region that is not served", 503, "unavailable", script=_google(400, "FAILED_PRECONDITION"),
            is_passing=True, model_calls=1),
    Trouble("a model that is gone", 502, "model_error", script=_google(404, "NOT_FOUND"), is_passing=True,
            model_calls=1),
    Trouble("a fault of the model", 502, "model_error", script=_google(501, "UNIMPLEMENTED"), is_passing=True,
            model_calls=1),
    Trouble("an embedding model that is closed", 502, "model_error", (FLASHCARDS,),
            script={"match": {"service": "titan"}, "times": None,
                    "action": {"status": 403, "headers": {"x-amzn-errortype": "AccessDeniedException:"},
                               "body": {"message": "SECRET-DETAIL"}}},
            is_passing=True, options={"is_long": True}),
    Trouble("throttling that asks for an hour", 429, "throttled", is_passing=True, model_calls=1, retry_after="3600",
            script={"action": {"status": 429, "headers": {"Retry-After": "3600"},
                               "body": {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED"}}}}),
    Trouble("the day's quota", 429, "throttled", is_passing=True, model_calls=1,
            script=_google(429, "RESOURCE_EXHAUSTED", details=[_PER_DAY])),
    Trouble("a key without permission", 503, "unavailable", script=_google(403, "PERMISSION_DENIED"), is_passing=True,
            model_calls=1),
]  # fmt: skip
CASES = [(trouble, subject) for trouble in TROUBLES for subject in trouble.subjects]
PASSING = [case for case in CASES if case[0].is_passing]


def _named(cases):
    return pytest.mark.parametrize("trouble, subject", cases, ids=[f"{one.name}-{subject}" for one, subject in cases])


@pytest.fixture
def arrange(job, objects, learner, standin):
    """Makes the job, and sees to it that it goes wrong."""

    def make(trouble, subject):
        changes = {}
        if trouble.upload:
            changes[subject.content_field] = objects.put(subject.content.upload_type, learner, *trouble.upload)
        if trouble.options.get("is_long"):
            changes[subject.content_field] = objects.document(learner, is_long=True)
        body = job(subject, **changes)
        if trouble.options.get("missing"):
            body[subject.content_field] += "-gone"
        if trouble.script:
            standin.script(trouble.script)
        return body

    return make


@_named(CASES)
def test_trouble_with_a_job_is_told_to_the_caller_and_the_record(
    submit, arrange, standin, raw_record, trouble, subject
):
    body = arrange(trouble, subject)
    answer = submit(subject, body)
    assert_error(answer, trouble.status, trouble.code, subject.content_field if trouble.names_field else None)
    assert answer.headers.get("Retry-After") == (trouble.retry_after if trouble.is_passing else None)
    assert "SECRET-DETAIL" not in answer.text
    assert_failed(subject, raw_record(subject, body), trouble.code)
    assert len(standin.calls("gemini")) == trouble.model_calls


@_named(CASES)
def test_only_what_may_pass_comes_back_to_the_queue(invoke, arrange, standin, raw_record, trouble, subject):
    body = arrange(trouble, subject)
    event = queue_events.batch(body)
    failed = queue_events.failures(invoke(subject.function, event))
    if trouble.is_passing:
        assert failed == queue_events.message_ids(event)
        assert_released(raw_record(subject, body))
    else:
        assert failed == []
        assert_failed(subject, raw_record(subject, body), trouble.code)
    assert len(standin.calls("gemini")) == trouble.model_calls


@_named(PASSING)
def test_the_last_permitted_delivery_fails_the_record_and_goes_to_the_dead_letter_queue(
    invoke, arrange, raw_record, trouble, subject
):
    body = arrange(trouble, subject)
    event = queue_events.batch(body, receive_count=MOST_DELIVERIES)
    assert queue_events.failures(invoke(subject.function, event)) == queue_events.message_ids(event)
    assert_failed(subject, raw_record(subject, body), trouble.code)
    assert raw_record(subject, body)["attempts"] == {"N": "1"}


@_named([case for case in CASES if case[0].name in ("no such object", "a blocked prompt", "a fault of the model")])
def test_a_failed_record_can_be_read(submit, invoke, arrange, trouble, subject):
    body = arrange(trouble, subject)
    submit(subject, body)
    event = gateway.event("GET", f"{subject.path}/{body[subject.id_field]}", user=body["user_id"])
    read = gateway.answer(invoke(subject.function, event))
    assert read.status_code == 200
    found = read.json()
    assert found.keys() == {subject.id_field, "status", "created_at", "error"}
    assert found["status"] == "failed"
    assert found["error"].keys() == {"code", "message"}
    assert found["error"]["code"] == trouble.code


def test_an_embedding_model_that_stays_busy_is_429(instance, submit, job, objects, learner, standin, raw_record):
    # It is asked again, ever more slowly, for as long as there is time: five seconds here.
    alone = instance(FLASHCARDS.function, AWS_LAMBDA_FUNCTION_TIMEOUT="8")
    throttled = {"status": 429, "headers": {"x-amzn-errortype": "ThrottlingException:"}, "body": {"message": "slow"}}
    standin.script({"match": {"service": "titan"}, "times": None, "action": throttled})
    body = job(FLASHCARDS, pdf_url=objects.document(learner, is_long=True))
    answer = submit(FLASHCARDS, body, to=alone)
    assert_error(answer, 429, "throttled")
    assert answer.headers["Retry-After"]
    assert_failed(FLASHCARDS, raw_record(FLASHCARDS, body), "throttled")
    assert standin.calls("gemini") == []


# MARK: 409


def test_a_job_under_way_is_409_and_its_message_comes_back(submit, invoke, job, standin, raw_record, subject):
    standin.latency(gemini=1)
    body = job(subject)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(submit, subject, body)
        wait_for("a model call", 30, lambda: standin.calls("gemini"))
        claimed = raw_record(subject, body)
        assert claimed["status"] == {"S": "processing"}
        assert claimed["claim_expires_at"].keys() == {"N"}
        second = submit(subject, body)
        event = queue_events.batch(body)
        failed = queue_events.failures(invoke(subject.function, event))
        still_running = not first.done()
        answer = first.result()
    assert answer.status_code == 200
    assert len(standin.calls("gemini")) == 1
    # On a machine that is very busy the first job may be done before the others came: nothing to see then.
    if still_running:
        assert_error(second, 409, "in_progress")
        assert second.headers["Retry-After"]
        assert failed == queue_events.message_ids(event)


# MARK: 503, 504


def test_without_its_table_a_function_is_unavailable(instance, submit, job, standin, raw_record, subject):
    alone = instance(subject.function, AWS_ENDPOINT_URL_DYNAMODB=NOWHERE)
    body = job(subject)
    answer = submit(subject, body, to=alone)
    assert_error(answer, 503, "unavailable")
    assert answer.headers["Retry-After"]
    event = queue_events.batch(body, receive_count=MOST_DELIVERIES)
    assert queue_events.failures(alone.invoke(event)) == queue_events.message_ids(event)
    read = gateway.event("GET", f"{subject.path}/{body[subject.id_field]}", user=body["user_id"])
    assert_error(gateway.answer(alone.invoke(read)), 503, "unavailable")
    assert raw_record(subject, body) is None
    assert standin.calls() == []


def test_without_its_key_a_function_is_unavailable(instance, submit, job, standin, raw_record):
    alone = instance(WRITING.function, GEMINI_API_KEY_SECRET_ARN="no-such-secret")
    body = job(WRITING)
    answer = submit(WRITING, body, to=alone)
    assert_error(answer, 503, "unavailable")
    assert answer.headers["Retry-After"]
    assert_failed(WRITING, raw_record(WRITING, body), "unavailable")
    assert standin.calls("gemini") == []


@pytest.mark.parametrize("subject", WITH_OBJECTS, ids=str)
def test_without_storage_a_function_is_unavailable(instance, submit, job, standin, raw_record, subject):
    alone = instance(subject.function, AWS_ENDPOINT_URL_S3=NOWHERE)
    body = job(subject)
    assert_error(submit(subject, body, to=alone), 503, "unavailable")
    assert_failed(subject, raw_record(subject, body), "unavailable")
    assert standin.calls() == []


def test_a_model_that_takes_too_long_is_504(instance, submit, job, standin, raw_record):
    standin.latency(gemini=20)
    # Three seconds are kept for writing the outcome, so that five are left for the work.
    alone = {subject: instance(subject.function, AWS_LAMBDA_FUNCTION_TIMEOUT="8") for subject in SUBJECTS}
    queued = instance(WRITING.function, AWS_LAMBDA_FUNCTION_TIMEOUT="8")
    bodies = {subject: job(subject) for subject in SUBJECTS}
    message = job(WRITING)
    event = queue_events.batch(message)
    with ThreadPoolExecutor() as pool:
        answers = {subject: pool.submit(submit, subject, bodies[subject], to=alone[subject]) for subject in SUBJECTS}
        batch = pool.submit(queued.invoke, event)
    for subject, answer in answers.items():
        assert_error(answer.result(), 504, "deadline_exceeded")
        assert answer.result().headers["Retry-After"]
        assert_failed(subject, raw_record(subject, bodies[subject]), "deadline_exceeded")
    assert queue_events.failures(batch.result()) == queue_events.message_ids(event)
    assert_released(raw_record(WRITING, message))
    assert len(standin.calls("gemini")) == len(SUBJECTS) + 1


# MARK: Start-up


@pytest.mark.parametrize(
    "function, variable, value",
    [
        (WRITING.function, "GEMINI_API_KEY_SECRET_ARN", ""),
        (WRITING.function, "API_TIMEOUT", "soon"),
        (SPEAKING.function, "S3_BUCKET_AUDIO", ""),
        (SPEAKING.function, "GEMINI_AUDIO_MODEL", "../models"),
        (FLASHCARDS.function, "RAG_CHUNK_OVERLAP", "9999"),
        (FLASHCARDS.function, "MAX_RECEIVE_COUNT", "0"),
        (UPLOADS.function, "S3_BUCKET_DOCUMENTS", ""),
    ],
)
def test_a_wrong_variable_stops_the_function_at_start_and_is_named(instance, function, variable, value):
    failed = instance(function, **{variable: value}).invoke({"user_id": "learner"})
    assert failed.error == "Function.ConfigurationError"
    assert variable in json.loads(failed.payload)["errorMessage"]
    assert variable in failed.log
