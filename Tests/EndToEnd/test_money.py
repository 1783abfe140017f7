"""Model calls are paid for: none is made twice for the same job, none is lost, none is wasted."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import gateway
import pytest
import queue_events
from bandup_local import identity
from bandup_local.stack import wait_for
from bandup_local.subjects import FLASHCARDS, SPEAKING, WRITING
from checks import assert_completed, assert_error, assert_failed, assert_released
from failing_table import BUSY, CLOSED, FailingTable

# MARK: Duplicates


def test_a_message_that_was_sent_twice_is_evaluated_once(jobs, job, standin, subject):
    body = job(subject)
    jobs.send(subject.function, body)
    jobs.run(subject.function, body)
    jobs.wait_until_empty(subject.function)
    assert len(standin.calls("gemini")) == 1


def test_a_message_that_is_in_a_batch_twice_is_evaluated_once(invoke, job, standin, raw_record, subject):
    standin.latency(gemini=0.3)
    body = job(subject)
    event = queue_events.batch(body, body)
    failed = queue_events.failures(invoke(subject.function, event))
    # The second finds the first under way, and comes back later; then there is nothing left to do.
    assert len(failed) <= 1
    assert raw_record(subject, body)["status"] == {"S": "completed"}
    assert queue_events.failures(invoke(subject.function, event)) == []
    assert len(standin.calls("gemini")) == 1


def test_what_is_completed_is_answered_from_the_record(submit, invoke, job, standin, raw_record, subject):
    body = job(subject)
    first = submit(subject, body)
    assert first.status_code == 200
    before = raw_record(subject, body)
    again = submit(subject, body)
    assert (again.status_code, again.json()) == (200, first.json())
    direct = gateway.answer(invoke(subject.function, body))
    assert (direct.status_code, direct.json()) == (200, first.json())
    assert queue_events.failures(invoke(subject.function, queue_events.batch(body))) == []
    assert raw_record(subject, body) == before
    assert len(standin.calls("gemini")) == 1


def test_defaults_that_are_spelled_out_are_the_same_content(submit, job, standin, subject):
    defaults = {
        WRITING: {"task_type": "TASK_2"},
        SPEAKING: {"part": "PART_1", "questions": []},
        FLASHCARDS: {"difficulty": "MEDIUM", "question_types": ["COMPREHENSION", "DEFINITION", "VOCABULARY"]},
    }[subject]
    body = job(subject, **dict.fromkeys(defaults))
    assert submit(subject, body).status_code == 200
    assert submit(subject, body | defaults).status_code == 200
    assert len(standin.calls("gemini")) == 1


def test_the_same_id_with_other_content_is_409_and_changes_nothing(
    submit, invoke, job, standin, raw_record, subject
):
    body = job(subject)
    assert submit(subject, body).status_code == 200
    before = raw_record(subject, body)
    other = body | subject.other_settings
    assert_error(submit(subject, other), 409, "conflict")
    assert_error(gateway.answer(invoke(subject.function, other)), 409, "conflict")
    assert_error(submit(subject, other, headers={"Prefer": "respond-async"}), 409, "conflict")
    # Nothing that waiting could change: the message is not wanted back.
    assert queue_events.failures(invoke(subject.function, queue_events.batch(other))) == []
    assert raw_record(subject, body) == before
    assert len(standin.calls("gemini")) == 1


def test_the_same_id_of_another_learner_is_another_job(submit, job, standin, raw_record):
    body = job(WRITING)
    other = body | {"user_id": body["user_id"] + "-b", "essay_content": WRITING.other_settings["essay_content"]}
    assert submit(WRITING, body).status_code == submit(WRITING, other).status_code == 200
    assert raw_record(WRITING, body)["feedback"] != raw_record(WRITING, other)["feedback"]
    assert len(standin.calls("gemini")) == 2


def test_content_that_was_found_useless_is_not_paid_for_again(submit, invoke, job, standin, raw_record, subject):
    standin.script({"action": {"block_reason": "SAFETY"}})
    body = job(subject)
    assert_error(submit(subject, body), 422, "unprocessable")
    before = raw_record(subject, body)
    assert_error(submit(subject, body), 422, "unprocessable")
    assert queue_events.failures(invoke(subject.function, queue_events.batch(body))) == []
    assert raw_record(subject, body) == before
    assert len(standin.calls("gemini")) == 1


def test_what_failed_for_another_reason_can_be_sent_again(submit, job, standin, raw_record, subject):
    standin.script({"action": {"wrong_schema": True}, "times": 2})
    since, body = time.time(), job(subject)
    assert_error(submit(subject, body), 502, "model_error")
    created = raw_record(subject, body)["created_at"]
    assert submit(subject, body).status_code == 200
    item = raw_record(subject, body)
    assert_completed(subject, item, since=since)
    assert item["created_at"] == created
    assert item["attempts"] == {"N": "2"}
    assert len(standin.calls("gemini")) == 3


# MARK: Answers of no use


@pytest.mark.parametrize(
    "fault", [{"truncate_text": True}, {"wrong_schema": True}, {"text": "I would give it a 7."}, {"text": ""}], ids=str
)
def test_a_malformed_answer_is_asked_for_once_more(submit, job, standin, raw_record, subject, fault):
    standin.script({"action": fault})
    since, body = time.time(), job(subject)
    assert submit(subject, body).status_code == 200
    assert_completed(subject, raw_record(subject, body), since=since)
    assert [call["scripted"] for call in standin.calls("gemini")] == [True, False]


def test_both_calls_are_in_the_cost(submit, job, standin):
    once = submit(WRITING, job(WRITING)).json()["estimated_cost"]
    standin.reset()
    standin.script({"action": {"patch": {"task_achievement.band": 11}}})
    twice = submit(WRITING, job(WRITING)).json()["estimated_cost"]
    assert twice == pytest.approx(2 * once, rel=0.1)


def test_an_answer_cut_off_at_its_limit_is_asked_for_with_a_larger_one(submit, job, standin, subject):
    standin.script({"action": {"finish_reason": "MAX_TOKENS"}})
    assert submit(subject, job(subject)).status_code == 200
    first, second = (call["body"]["generationConfig"]["maxOutputTokens"] for call in standin.calls("gemini"))
    assert second == 2 * first


def test_a_passing_fault_is_retried_within_the_invocation(submit, job, standin, subject):
    standin.script({"action": {"status": 503, "body": {"error": {"code": 503, "status": "UNAVAILABLE"}}}})
    assert submit(subject, job(subject)).status_code == 200
    assert [call["status"] for call in standin.calls("gemini")] == [503, 200]


def test_a_cut_connection_is_retried_within_the_invocation(submit, job, standin):
    standin.script({"action": {"cut": "reset"}})
    assert submit(WRITING, job(WRITING)).status_code == 200
    assert [call["status"] for call in standin.calls("gemini")] == [None, 200]


def test_a_wish_to_wait_is_kept(submit, job, standin):
    standin.script({"action": {"status": 429, "headers": {"Retry-After": "1"},
                               "body": {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED"}}}})  # fmt: skip
    assert submit(WRITING, job(WRITING)).status_code == 200
    first, second = standin.calls("gemini")
    assert second["started_at"] - first["started_at"] >= 0.95


def test_the_queue_delivers_again_what_failed_for_a_passing_reason(jobs, job, standin, raw_record, subject):
    standin.script({"action": {"status": 501, "body": {}}})
    body = job(subject)
    jobs.run(subject.function, body, "completed")
    assert raw_record(subject, body)["attempts"] == {"N": "2"}
    assert [call["status"] for call in standin.calls("gemini")] == [501, 200]
    jobs.wait_until_empty(subject.function)


def test_a_job_that_never_succeeds_ends_as_failed_on_its_last_delivery(invoke, job, standin, raw_record):
    standin.script({"action": {"status": 501, "body": {}}, "times": None})
    body = job(WRITING)
    for delivery in range(1, 6):
        event = queue_events.batch(body, receive_count=delivery)
        assert queue_events.failures(invoke(WRITING.function, event)) == queue_events.message_ids(event)
        if delivery < 5:
            assert_released(raw_record(WRITING, body))
    assert_failed(WRITING, raw_record(WRITING, body), "model_error")
    assert len(standin.calls("gemini")) == 5


# MARK: The key


@pytest.fixture
def secret(secrets, new_id):
    """A secret of the test's own."""

    return lambda **value: secrets.create_secret(Name=new_id("bandup/key"), **value)["ARN"]


def test_a_rotated_key_is_read_again_and_the_call_repeated_once(instance, submit, job, standin, secrets, secret):
    arn = secret(SecretString="a-key-of-last-year")
    alone = instance(WRITING.function, GEMINI_API_KEY_SECRET_ARN=arn)
    # The old key is in the function's cache now.
    assert_error(submit(WRITING, job(WRITING), to=alone), 503, "unavailable")
    assert [call["status"] for call in standin.calls("gemini")] == [400, 400]
    standin.reset()
    secrets.put_secret_value(SecretId=arn, SecretString=identity.GEMINI_API_KEY)
    assert submit(WRITING, job(WRITING), to=alone).status_code == 200
    assert [call["status"] for call in standin.calls("gemini")] == [400, 200]
    standin.reset()
    assert submit(WRITING, job(WRITING), to=alone).status_code == 200
    assert [call["status"] for call in standin.calls("gemini")] == [200]


@pytest.mark.parametrize(
    "value",
    [
        {"SecretString": identity.GEMINI_API_KEY + "\n"},
        {"SecretBinary": identity.GEMINI_API_KEY.encode()},
        {"SecretString": json.dumps({"GEMINI_API_KEY": identity.GEMINI_API_KEY, "other": "x"})},
        {"SecretString": json.dumps({"api_key": identity.GEMINI_API_KEY})},
        {"SecretString": json.dumps({"any name": identity.GEMINI_API_KEY})},
    ],
    ids=["text", "binary", "GEMINI_API_KEY", "api_key", "one entry"],
)
def test_the_key_is_found_in_every_kind_of_secret(instance, submit, job, secret, value):
    alone = instance(WRITING.function, GEMINI_API_KEY_SECRET_ARN=secret(**value))
    assert submit(WRITING, job(WRITING), to=alone).status_code == 200


@pytest.mark.parametrize("text", [" ", "{}", '{"a": "1", "b": "2"}'])
def test_a_secret_without_a_key_makes_the_function_unavailable(instance, submit, job, standin, secret, text):
    alone = instance(WRITING.function, GEMINI_API_KEY_SECRET_ARN=secret(SecretString=text))
    assert_error(submit(WRITING, job(WRITING), to=alone), 503, "unavailable")
    assert standin.calls("gemini") == []


# MARK: Results that can't be stored


@pytest.fixture
def failing_table(stack):
    table = FailingTable(stack.cloud.endpoint)
    yield table
    table.stop()


def _end_claim(stack, dynamodb, subject, body):
    """As if the claim's time had run out."""
    records = stack.records(subject.function, subject.records_in)
    dynamodb.update_item(
        TableName=records.name,
        Key={records.partition_key: {"S": body[subject.id_field]}, records.sort_key: {"S": body["user_id"]}},
        UpdateExpression="SET claim_expires_at = :past",
        ExpressionAttributeValues={":past": {"N": "1"}},
    )


def _recovery_keys(s3, stack):
    found = s3.list_objects_v2(Bucket=stack.bucket("documents"), Prefix="recovery/")
    return [one["Key"] for one in found.get("Contents", [])]


@pytest.mark.parametrize(
    "subject, fault", [(WRITING, CLOSED), (SPEAKING, CLOSED), (FLASHCARDS, CLOSED), (WRITING, BUSY)],
    ids=lambda value: value[1] if isinstance(value, tuple) else str(value),
)
def test_a_paid_result_that_the_table_refuses_is_kept_and_found_by_the_next_delivery(
    instance, stack, dynamodb, s3, job, standin, raw_record, failing_table, subject, fault
):
    # What may pass is tried again until the function's time is up.
    patience = {"AWS_LAMBDA_FUNCTION_TIMEOUT": "6"} if fault is BUSY else {}
    alone = instance(subject.function, AWS_ENDPOINT_URL_DYNAMODB=failing_table.url, **patience)
    since, body = time.time(), job(subject)
    failing_table.refuse_completions(fault)
    event = queue_events.batch(body)
    assert queue_events.failures(alone.invoke(event)) == queue_events.message_ids(event)
    assert failing_table.refused
    assert raw_record(subject, body)["status"] == {"S": "processing"}
    kept = [key for key in _recovery_keys(s3, stack) if body[subject.id_field] in key]
    assert len(kept) == 1 and body["user_id"] in kept[0].split("/")

    failing_table.recover()
    _end_claim(stack, dynamodb, subject, body)
    assert queue_events.failures(alone.invoke(queue_events.batch(body, receive_count=2))) == []
    item = raw_record(subject, body)
    assert_completed(subject, item, since=since)
    assert item["attempts"] == {"N": "2"}
    assert len(standin.calls("gemini")) == 1
    assert not set(kept) & set(_recovery_keys(s3, stack))


def test_a_table_that_is_back_in_time_gets_the_result_in_the_same_invocation(
    instance, submit, job, standin, raw_record, s3, stack, failing_table
):
    alone = instance(WRITING.function, AWS_ENDPOINT_URL_DYNAMODB=failing_table.url)
    since, body = time.time(), job(WRITING)
    failing_table.refuse_completions(BUSY)
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(submit, WRITING, body, to=alone)
        # The client's own four attempts, and one more: the result is in the recovery store by then.
        wait_for("five refusals", 30, lambda: len(failing_table.refused) >= 5)
        failing_table.recover()
        assert answer.result().status_code == 200
    assert_completed(WRITING, raw_record(WRITING, body), since=since)
    assert not [key for key in _recovery_keys(s3, stack) if body["session_id"] in key]
    assert len(standin.calls("gemini")) == 1


def test_a_function_that_was_killed_leaves_a_claim_that_runs_out(
    instance, stack, dynamodb, invoke, job, standin, raw_record
):
    alone = instance(WRITING.function)
    standin.latency(gemini=20)
    since, body = time.time(), job(WRITING)
    event = queue_events.batch(body)
    with ThreadPoolExecutor() as pool:
        killed = pool.submit(alone.invoke, event)
        wait_for("a model call", 30, lambda: standin.calls("gemini"))
        alone.kill_function()
        assert killed.result().error
    standin.latency(gemini=0)
    assert queue_events.failures(invoke(WRITING.function, event)) == queue_events.message_ids(event)
    _end_claim(stack, dynamodb, WRITING, body)
    assert queue_events.failures(invoke(WRITING.function, event)) == []
    assert_completed(WRITING, raw_record(WRITING, body), since=since)


def test_an_owner_that_wakes_up_late_writes_nothing(instance, stack, dynamodb, invoke, job, standin, raw_record):
    alone = instance(WRITING.function)
    body = job(WRITING)
    standin.script({"action": {"delay_before": 1.5, "patch": {"strengths.0": "from the late one"}}})
    with ThreadPoolExecutor() as pool:
        late = pool.submit(alone.invoke, queue_events.batch(body))
        wait_for("a model call", 30, lambda: standin.calls("gemini"))
        _end_claim(stack, dynamodb, WRITING, body)
        assert queue_events.failures(invoke(WRITING.function, queue_events.batch(body))) == []
        if late.done():
            pytest.skip("the machine is too busy: the late one was not late")
        before = raw_record(WRITING, body)
        event = late.result()
    assert len(queue_events.failures(event)) == 1
    assert raw_record(WRITING, body) == before
    assert "from the late one" not in before["feedback"]["S"]


# MARK: Many at once


def test_jobs_that_run_at_the_same_time_do_not_mix(submit, job, standin, raw_record):
    standin.latency(gemini=0.2)
    bodies = [job(WRITING, essay_content=f"Answer number {n} says this. " * (20 + 5 * n)) for n in range(8)]
    barrier = threading.Barrier(len(bodies))

    def run(body):
        barrier.wait()
        return submit(WRITING, body).json()

    with ThreadPoolExecutor(len(bodies)) as pool:
        results = list(pool.map(run, bodies))
    for body, result in zip(bodies, results, strict=True):
        assert result["session_id"] == body["session_id"]
        assert result["word_count"] == len(body["essay_content"].split())
        assert int(raw_record(WRITING, body)["word_count"]["N"]) == result["word_count"]
    assert len(standin.calls("gemini")) == len(bodies)
