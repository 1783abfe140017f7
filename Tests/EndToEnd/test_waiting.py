"""Callers that do not wait, and those that would wait longer than a gateway does."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import gateway
import pytest
import queue_events
from bandup_local.subjects import SUBJECTS, WRITING
from checks import assert_completed, assert_error, assert_failed, assert_released

ASYNCHRONOUS = {"Prefer": "respond-async"}


def assert_accepted(answer, subject, identifier):
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"{subject.path}/{identifier}"
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.json() == {subject.id_field: identifier, "status": "processing"}


def read(api, subject, body):
    return api.get(f"{subject.path}/{body[subject.id_field]}", user=body["user_id"])


def test_a_caller_that_prefers_not_to_wait_gets_the_place_of_the_result(
    api, jobs, job, standin, raw_record, subject
):
    standin.latency(gemini=0.5)
    since, body = time.time(), job(subject)
    answer = api.post(subject.path, body, user=body["user_id"], headers=ASYNCHRONOUS)
    assert_accepted(answer, subject, body[subject.id_field])
    # The record is there before the answer is, so that a poll never finds nothing.
    polled = read(api, subject, body)
    assert polled.status_code == 200
    if polled.json()["status"] == "processing":
        assert polled.json().keys() == {subject.id_field, "status", "created_at"}
        assert polled.headers["Retry-After"]
    jobs.wait(subject.function, body[subject.id_field], body["user_id"], "completed")
    assert_completed(subject, raw_record(subject, body), since=since)
    assert read(api, subject, body).json()["status"] == "completed"
    jobs.wait_until_empty(subject.function)
    assert len(standin.calls("gemini")) == 1


def test_asking_twice_without_waiting_is_one_job(api, jobs, job, standin, subject):
    standin.latency(gemini=0.3)
    body = job(subject)
    for _ in range(2):
        answer = api.post(subject.path, body, user=body["user_id"], headers=ASYNCHRONOUS)
        assert answer.status_code in (200, 202)
    jobs.wait(subject.function, body[subject.id_field], body["user_id"], "completed")
    jobs.wait_until_empty(subject.function)
    assert len(standin.calls("gemini")) == 1


def test_what_is_completed_needs_no_polling(submit, job, standin):
    body = job(WRITING)
    first = submit(WRITING, body)
    again = submit(WRITING, body, headers=ASYNCHRONOUS)
    assert (again.status_code, again.json()) == (200, first.json())
    assert len(standin.calls("gemini")) == 1


def test_a_wrong_request_is_refused_before_anything_is_queued(submit, job, jobs, standin, raw_record):
    body = job(WRITING, task_type="TASK_9")
    assert_error(submit(WRITING, body, headers=ASYNCHRONOUS), 400, "invalid_request", "task_type")
    assert raw_record(WRITING, body) is None
    assert jobs.depth(WRITING.function) == 0
    assert standin.calls() == []


def test_the_preference_may_stand_among_others(submit, job, jobs, learner):
    body = job(WRITING)
    assert submit(WRITING, body, headers={"prefer": 'handling=strict, Respond-Async; wait="10"'}).status_code == 202
    jobs.wait(WRITING.function, body["session_id"], learner, "completed")
    jobs.wait_until_empty(WRITING.function)


def test_without_a_queue_the_caller_has_to_wait(instance, submit, job):
    alone = instance(WRITING.function, QUEUE_URL="")
    assert submit(WRITING, job(WRITING), to=alone, headers=ASYNCHRONOUS).status_code == 200


def test_a_queue_that_can_not_be_reached_is_503_and_the_record_says_so(instance, submit, job, raw_record, standin):
    alone = instance(WRITING.function, AWS_ENDPOINT_URL_SQS="http://127.0.0.1:9", QUEUE_URL="http://127.0.0.1:9/q")
    body = job(WRITING)
    answer = submit(WRITING, body, to=alone, headers=ASYNCHRONOUS)
    assert_error(answer, 503, "unavailable")
    assert answer.headers["Retry-After"]
    item = raw_record(WRITING, body)
    assert (item["status"], item["error_code"]) == ({"S": "failed"}, {"S": "unavailable"})
    # The caller sends it again, and this time it goes through.
    assert submit(WRITING, body).status_code == 200
    assert len(standin.calls("gemini")) == 1


def test_a_call_that_takes_too_long_is_answered_early_and_finished_behind_the_answer(
    instance, submit, jobs, job, standin, raw_record
):
    standin.latency(gemini=2)
    since = time.time()

    def run(subject):
        """One function's part; the three run side by side to save time."""
        alone = instance(subject.function, API_TIMEOUT="1")
        body = job(subject)
        sent = time.time()
        assert_accepted(submit(subject, body, to=alone), subject, body[subject.id_field])
        status = raw_record(subject, body)["status"]
        # The model alone takes two seconds. On a machine that is very busy the job may be done by now.
        assert status == {"S": "processing"} or time.time() - sent > 2
        alone.wait_until_idle()
        assert_completed(subject, raw_record(subject, body), since=since)
        assert jobs.depth(subject.function) == 0
        # The same instance takes the next call, and the result is there for who asks.
        assert submit(subject, body, to=alone).status_code == 200

    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(run, subject) for subject in SUBJECTS]:
            done.result()
    assert len(standin.calls("gemini")) == len(SUBJECTS)


def test_work_behind_the_answer_that_fails_for_a_passing_reason_goes_to_the_queue(
    instance, invoke, submit, sqs, job, standin, raw_record, new_id
):
    # A queue that nobody polls, so that what lies in it can be looked at.
    queue = sqs.create_queue(QueueName=new_id("own-queue"))["QueueUrl"]
    alone = instance(WRITING.function, API_TIMEOUT="1", QUEUE_URL=queue)
    standin.script({"action": {"delay_before": 1.8, "status": 501, "body": {}}})
    since, body = time.time(), job(WRITING)
    assert_accepted(submit(WRITING, body, to=alone), WRITING, body["session_id"])
    alone.wait_until_idle()
    # To who polls, the job is still under way.
    assert_released(raw_record(WRITING, body))
    messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
    assert [json.loads(message["Body"]) for message in messages] == [body]
    assert queue_events.failures(invoke(WRITING.function, queue_events.batch(messages[0]["Body"]))) == []
    assert_completed(WRITING, raw_record(WRITING, body), since=since)
    assert [call["status"] for call in standin.calls("gemini")] == [501, 200]


def test_work_behind_the_answer_without_a_queue_ends_as_failed(instance, submit, job, standin, raw_record):
    alone = instance(WRITING.function, API_TIMEOUT="1", QUEUE_URL="")
    standin.script({"action": {"delay_before": 1.8, "status": 501, "body": {}}})
    body = job(WRITING)
    assert_accepted(submit(WRITING, body, to=alone), WRITING, body["session_id"])
    alone.wait_until_idle()
    assert_failed(WRITING, raw_record(WRITING, body), "model_error")


def test_work_behind_the_answer_that_fails_for_good_is_told_by_the_record(
    instance, submit, jobs, api, job, standin
):
    alone = instance(WRITING.function, API_TIMEOUT="1")
    standin.script({"action": {"delay_before": 1.8, "block_reason": "SAFETY"}})
    body = job(WRITING)
    assert_accepted(submit(WRITING, body, to=alone), WRITING, body["session_id"])
    jobs.wait(WRITING.function, body["session_id"], body["user_id"], "failed")
    alone.wait_until_idle()
    assert read(api, WRITING, body).json()["error"]["code"] == "unprocessable"
    assert jobs.depth(WRITING.function) == 0
    assert len(standin.calls("gemini")) == 1


@pytest.mark.parametrize("as_message", [True, False], ids=["a message", "the event itself"])
def test_only_api_callers_are_answered_early(instance, job, standin, as_message):
    alone = instance(WRITING.function, API_TIMEOUT="1")
    standin.latency(gemini=1.2)
    body = job(WRITING)
    invocation = alone.invoke(queue_events.batch(body) if as_message else body)
    if as_message:
        assert queue_events.failures(invocation) == []
    else:
        assert gateway.answer(invocation).status_code == 200
