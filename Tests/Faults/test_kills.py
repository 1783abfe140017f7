"""The function killed without warning: at random points of many jobs, and on its last permitted delivery."""

import json
import random
import threading
import time

import pytest
from lab import MAX_DELIVERIES, SPEAKING, WRITING
from matrix import Row

_TIMEOUT = 6
"""Seconds. A killed function's claims run out five seconds after it would have timed out."""
_BATCH = 10


@pytest.mark.parametrize(
    "job_count", [pytest.param(20, marks=pytest.mark.short), pytest.param(200)], ids=["20 jobs", "200 jobs"]
)
def test_killed_at_random_points_every_job_completes(lab, matrix, is_short, job_count):
    """First all batches are killed once at a random moment; when their claims have run out, they come again: half of
    those are killed once more, and the third delivery is left alone."""
    if job_count == 20 and not is_short:
        pytest.skip("the long form does the same with more jobs")
    dice = random.Random(job_count)
    started = time.monotonic()
    lab.stack.standin.latency(gemini=0.15)
    jobs = [lab.job(SPEAKING if number % 4 == 3 else WRITING) for number in range(job_count)]
    for job in jobs:
        lab.send(job)
    # A kill in the first 30 ms meets the start, one after 700 ms the end of a batch.
    kills = [0, 0]
    for delivery in range(MAX_DELIVERIES):
        workers = [
            threading.Thread(target=_deliver_all, args=(lab, target, delivery, random.Random(dice.random()), kills))
            for target in (WRITING, SPEAKING)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        if delivery + 1 < MAX_DELIVERIES:
            time.sleep(_TIMEOUT + 5.2)
            _return_to_queue(lab)
    calls = _calls_by_job(lab.model_calls(), jobs)
    records = {job.id: lab.record(job) for job in jobs}
    # Each claim is one attempt; a killed one may have lost the answer that it had paid for. More calls than attempts
    # would be paid for nothing.
    needed = sum(min(len(calls[job.id]), records[job.id]["attempts"]) for job in jobs)
    matrix.add(
        Row("process", f"kill -9 at random points of {job_count} jobs: {kills[0]} kills, {kills[1]} of them at work",
            "Writing, Speaking", "completed", MAX_DELIVERIES, sum(map(len, calls.values())), needed,
            time.monotonic() - started)
    )  # fmt: skip
    matrix.notes.append(
        f"kill -9: {kills[0]} kills over {job_count} jobs, {kills[1]} of them while the function was at work;"
        f" {sum(record['attempts'] > 1 for record in records.values())} jobs needed a second or third attempt,"
        f" {sum(len(own) > 1 for own in calls.values())} a second or third model call because the first one's answer"
        " died with the process."
    )
    assert [record["status"] for record in records.values()] == ["completed"] * job_count
    for job in jobs:
        own = calls[job.id]
        assert len(own) <= records[job.id]["attempts"], f"{job.id} was paid for more often than it was tried"
        for earlier, later in zip(own, own[1:]):
            assert later["started_at"] > earlier["started_at"] + _TIMEOUT, "two invocations worked on one job"
    for target in (WRITING, SPEAKING):
        assert lab.depth(target) == 0
        assert lab.dead(target) == 0


_pending: dict[str, list] = {WRITING: [], SPEAKING: []}


def _deliver_all(lab, target, delivery, dice, kills):
    """Delivers what the queue has, batch by batch, to a function that is killed at random."""
    instance = lab.instance(target, timeout_seconds=_TIMEOUT)
    while messages := lab.receive(target, _BATCH):
        is_killed = delivery == 0 or (delivery == 1 and dice.random() < 0.5)
        killer = threading.Timer(dice.uniform(0.0, 0.75), _kill, (instance, kills))
        if is_killed:
            killer.start()
        invocation = instance.invoke(lab.event(target, messages))
        killer.cancel()
        killer.join() if is_killed else None
        if invocation.error:
            if invocation.error == "crash":
                kills[1] += 1
            _pending[target].append(messages)
            instance.restart()
        else:
            failed = {item["itemIdentifier"] for item in invocation.json()["batchItemFailures"]}
            back = [message for message in messages if message["MessageId"] in failed]
            lab.settle(target, [message for message in messages if message not in back], invocation)
            if back:
                _pending[target].append(back)
            if is_killed and instance.function_pid() is None:
                instance.restart()
    instance.stop()


def _kill(instance, kills):
    if instance.kill_function():
        kills[0] += 1


def _return_to_queue(lab):
    """What SQS does when the visibility timeout of a message is over."""
    for target, batches in _pending.items():
        for message in (message for batch in batches for message in batch):
            lab.sqs.change_message_visibility(
                QueueUrl=lab.stack.queue_url(target), ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )
        batches.clear()


def _calls_by_job(calls, jobs):
    """The model calls of each job, by its tag in the essay or in a question."""
    found = {job.id: [] for job in jobs}
    for call in calls:
        text = json.dumps(call["body"])
        for job in jobs:
            if job.id.partition("-")[2] in text:
                found[job.id].append(call)
                break
    return found


@pytest.mark.short
def test_killed_on_the_last_delivery_a_reader_finds_it_failed(lab, matrix):
    started = time.monotonic()
    lab.stack.standin.latency(gemini=2)
    instance = lab.instance(WRITING, timeout_seconds=4, MAX_RECEIVE_COUNT="1")
    job = lab.job(WRITING)
    lab.send(job)
    messages = lab.receive(WRITING)
    threading.Timer(0.7, instance.kill_function).start()
    assert instance.invoke(lab.event(WRITING, messages)).error == "crash"
    record = lab.record(job)
    assert record["status"] == "processing"
    lab.wait_for_claim(job)
    instance.restart()
    answer = _get(instance, job)
    assert answer["status"] == "failed"
    assert answer["error"]["code"] == "deadline_exceeded"
    assert lab.record(job)["status"] == "failed"
    matrix.add(Row("process", "kill -9 on the last delivery, then a reader", WRITING, "failed (deadline_exceeded)", 1,
                   len(lab.model_calls()), 1, time.monotonic() - started))  # fmt: skip
    # A person moves the message back from the dead-letter queue.
    lab.stack.standin.latency(gemini=0)
    assert lab.settle(WRITING, messages, instance.invoke(lab.event(WRITING, messages))) == 0
    assert lab.record(job)["status"] == "completed"


def _get(instance, job):
    path = f"/writing/evaluations/{job.id}"
    event = {
        "version": "2.0", "routeKey": "GET /writing/evaluations/{id}", "rawPath": path, "headers": {},
        "queryStringParameters": {"user_id": job.user},
        "requestContext": {"http": {"method": "GET", "path": path}}, "isBase64Encoded": False,
    }  # fmt: skip
    answer = instance.invoke(event).json()
    assert answer["statusCode"] == 200, answer
    return json.loads(answer["body"])
