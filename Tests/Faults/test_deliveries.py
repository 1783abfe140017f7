"""Duplicate deliveries, at the same moment and later, and events that nobody should send."""

import json
import threading
import time

import pytest
from bandup_local.subjects import SPEAKING, WRITING
from lab import MAX_DELIVERIES
from matrix import Row

# Deliveries that meet


@pytest.mark.short
def test_the_same_message_to_two_instances_at_one_moment_is_paid_once(lab, matrix, is_short):
    instances = [lab.instance(WRITING) for _ in range(2)]
    for instance in instances:
        # Cold starts apart, so that the two claims meet.
        assert instance.invoke({"Records": []}).error is None
    rounds = 3 if is_short else 20
    started = time.monotonic()
    lab.stack.standin.latency(gemini=0.3)
    for _ in range(rounds):
        job = lab.job(WRITING)
        lab.send(job)
        messages = lab.receive(WRITING)
        event = lab.event(WRITING, messages)
        answers = _at_once(instances, event)
        assert sorted(len(answer.json()["batchItemFailures"]) for answer in answers) == [0, 1]
        assert lab.record(job)["status"] == "completed"
        # The message of the slower one comes back and is found done.
        assert lab.settle(WRITING, messages, instances[0].invoke(event)) == 0
    _noted(lab, matrix, "delivery", f"the same message to two instances at one moment, {rounds} times", rounds,
           deliveries=3 * rounds, started=started)  # fmt: skip
    assert lab.depth(WRITING) == 0


@pytest.mark.short
def test_a_delivery_after_the_end_is_not_paid_again(lab, matrix):
    instance = lab.shared(WRITING)
    started = time.monotonic()
    job = lab.job(WRITING)
    assert lab.run(job, [instance]).status == "completed"
    before = lab.record(job)
    for _ in range(3):
        assert lab.run(job, [instance]).status == "completed"
    assert lab.record(job) == before
    _noted(lab, matrix, "delivery", "sent three times more after the end", 1, deliveries=4, started=started)


def test_a_delivery_in_another_environment_after_the_end_is_not_paid_again(lab, matrix):
    started = time.monotonic()
    job = lab.job(SPEAKING)
    for _ in range(2):
        assert lab.run(job, [lab.instance(SPEAKING)]).status == "completed"
    _noted(lab, matrix, "delivery", "sent again to a cold environment", 1, deliveries=2, started=started,
           subject=SPEAKING)  # fmt: skip


@pytest.mark.short
def test_one_job_in_five_messages_of_a_batch_is_paid_once(lab, matrix):
    instance = lab.shared(WRITING)
    started = time.monotonic()
    job = lab.job(WRITING)
    for _ in range(5):
        lab.send(job)
    deliveries = 0
    while lab.deliver(instance, WRITING, most=10):
        deliveries += 1
    assert lab.record(job)["status"] == "completed"
    _noted(lab, matrix, "delivery", "one job in five messages of a batch", 1, deliveries=deliveries, started=started)


@pytest.mark.short
def test_the_same_id_with_other_content_changes_nothing(lab, matrix):
    instance = lab.shared(WRITING)
    started = time.monotonic()
    job = lab.job(WRITING)
    assert lab.run(job, [instance]).status == "completed"
    before = lab.record(job)
    other = lab.job(WRITING, session_id=job.id, user_id=job.user)
    assert lab.run(other, [instance]).queue_left == 0
    assert lab.record(job) == before
    _noted(lab, matrix, "delivery", "the same id with another essay", 1, deliveries=2, started=started)


def test_a_blocked_essay_sent_again_is_not_paid_again(lab, matrix):
    instance = lab.shared(WRITING)
    started = time.monotonic()
    job = lab.job(WRITING)
    lab.stack.standin.script({"match": {"service": "gemini"}, "action": {"block_reason": "SAFETY", "text": ""}})
    for _ in range(2):
        assert lab.run(job, [instance]).ends_as == "failed (unprocessable)"
    _noted(lab, matrix, "delivery", "a blocked essay sent again", 1, deliveries=2, started=started)


# Events

GARBAGE = {
    "empty": b"",
    "no JSON": b"\x00\xff\xfe garbage {",
    "a JSON string": b'"hello"',
    "null": b"null",
    "an empty object": b"{}",
    "records that are no array": b'{"Records": {"eventSource": "aws:sqs"}}',
    "a record without a message id": b'{"Records": [{"eventSource": "aws:sqs", "body": "{}"}]}',
    "records of SNS": b'{"Records": [{"EventSource": "aws:sns", "Sns": {"Message": "{}"}}]}',
    "nested 100,000 deep": b'{"user_id": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a lone surrogate": b'{"user_id": "u-1", "session_id": "s-1", "essay_content": "\\ud83d alone"}',
    "a NUL in an id": b'{"user_id": "u-1", "session_id": "s\\u00001", "essay_content": "text"}',
    "a number of 10,000 digits": b'{"user_id": ' + b"9" * 10_000 + b"}",
    "the same key 50,000 times": b"{" + b'"user_id": "u-1", ' * 50_000 + b'"x": 1}',
    "invalid UTF-8": b'{"user_id": "\xc3\x28", "session_id": "s-1", "essay_content": "text"}',
    "6 MB": b'{"user_id": "u-1", "essay_content": "' + b"word " * 1_200_000 + b'"}',
}


@pytest.mark.short
def test_events_of_garbage_are_answered_and_do_no_harm(lab, matrix):
    instance = lab.shared(WRITING)
    assert instance.invoke({"Records": []}).error is None
    pid = instance.function_pid()
    for name, event in GARBAGE.items():
        started = time.monotonic()
        invocation = instance.invoke(event)
        refused = invocation.error or invocation.json().get("statusCode", 200)
        matrix.add(Row("event", name, WRITING, f"refused ({refused})", 1, len(lab.model_calls()), 0,
                       time.monotonic() - started))  # fmt: skip
        assert invocation.error not in ("crash", "timeout"), name
        assert invocation.error or invocation.json()["statusCode"] in range(400, 500), name
    assert lab.model_calls() == []
    assert instance.function_pid() == pid
    assert lab.run(lab.job(WRITING), [instance]).status == "completed"


def _bodies(lab):
    """Message bodies: what they are, the text, and how the job ends (None: in the dead-letter queue)."""
    essay = {"user_id": "u-1", "essay_content": "One essay. " * 60, "task_type": "TASK_2"}
    surrogate = json.dumps(essay | {"session_id": "s-surrogate"})[:-1] + ', "task_prompt": "\\udc00 alone"}'
    return [
        ("garbage in the body", "\ufffd not JSON", None, None),
        ("a body that is an array", "[1, 2, 3]", None, None),
        ("a body without a user", json.dumps({"session_id": "s-nobody", "essay_content": "x"}), None, None),
        ("an essay of 256 KB", json.dumps(essay | {"session_id": "s-large", "essay_content": "word " * 51_000}),
         "s-large", "failed"),
        ("256 KB of unknown fields", json.dumps(essay | {"session_id": "s-padded", "padding": "x" * 250_000}),
         "s-padded", "completed"),
        ("a body nested 50,000 deep",
         json.dumps(essay | {"session_id": "s-deep"})[:-1] + ', "x": ' + "[" * 50_000 + "]" * 50_000 + "}", None, None),
        ("a lone surrogate in the prompt", surrogate, None, None),
        ("a wrong task type", json.dumps(essay | {"session_id": "s-task", "task_type": "TASK_9"}), "s-task", "failed"),
    ]  # fmt: skip


def test_messages_of_garbage_end_failed_or_in_the_dead_letter_queue(lab, matrix):
    instance = lab.shared(WRITING)
    for name, text, identifier, status in _bodies(lab):
        started, calls, dead = time.monotonic(), len(lab.model_calls()), lab.dead(WRITING)
        good = lab.job(WRITING)
        lab.send_text(WRITING, text)
        lab.send(good)
        deliveries = 0
        while delivered := lab.deliver(instance, WRITING, most=10):
            assert delivered[0].error is None, name
            deliveries += 1
        record = _record(lab, identifier)
        is_dead = lab.dead(WRITING) > dead
        ends_as = (record or {}).get("status") or "no record"
        code = (record or {}).get("error_code")
        matrix.add(
            Row("message", f"{name}, beside a good one", WRITING,
                ends_as + (f" ({code})" if code else "") + (", dead-letter queue" if is_dead else ""), deliveries,
                len(lab.model_calls()) - calls, 1 + (status == "completed"), time.monotonic() - started)
        )  # fmt: skip
        assert lab.record(good)["status"] == "completed", f"the neighbour of {name}"
        assert (record or {}).get("status") == status, name
        assert is_dead == (status is None), name
        assert deliveries == (MAX_DELIVERIES if is_dead else 1), name
        assert lab.depth(WRITING) == 0


def _record(lab, identifier):
    if identifier is None:
        return None
    return lab.record(lab.job(WRITING, session_id=identifier, user_id="u-1"))


def _at_once(instances, event):
    answers = []
    threads = [threading.Thread(target=lambda one=one: answers.append(one.invoke(event))) for one in instances]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for instance in instances:
        instance.wait_until_idle()
    return answers


def _noted(lab, matrix, step, what, needed, *, deliveries, started, subject=WRITING):
    calls = len(lab.model_calls())
    matrix.add(Row(step, what, subject, "completed" if "blocked" not in what else "failed (unprocessable)", deliveries,
                   calls, needed, time.monotonic() - started))  # fmt: skip
    assert calls == needed
