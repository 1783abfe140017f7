"""The function killed without warning: at random points of many jobs, and on its last permitted delivery."""

import json
import random
import threading
import time

import pytest
from bandup_local.subjects import SPEAKING, WRITING, Subject
from lab import MAX_DELIVERIES
from matrix import Row

_BATCH = 5


@pytest.mark.parametrize(
    "job_count, deliveries, timeout",
    [pytest.param(20, 2, 6, marks=pytest.mark.short), pytest.param(200, MAX_DELIVERIES, 8)],
    ids=["20 jobs", "200 jobs"],
)
def test_killed_at_random_points_every_job_completes(lab, matrix, is_short, job_count, deliveries, timeout):
    """First every batch meets a kill at a random moment. When the claims have run out, the batches come again, and half
    of them meet another; the last delivery is left alone."""
    if job_count == 20 and not is_short:
        pytest.skip("the long form does the same with more jobs")
    dice = random.Random(job_count)
    started = time.monotonic()
    lab.stack.standin.latency(gemini=0.3)
    jobs = [lab.job(SPEAKING if number % 4 == 3 else WRITING) for number in range(job_count)]
    for job in jobs:
        lab.send(job)
    kills = [0, 0]
    for delivery in range(deliveries):
        workers = [
            threading.Thread(
                target=_deliver_all,
                args=(lab, subject, timeout, _kill_chance(delivery, deliveries), random.Random(dice.random()), kills),
            )
            for subject in (WRITING, SPEAKING)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        if delivery + 1 < deliveries:
            # A killed function's claims run out five seconds after it would have timed out.
            time.sleep(timeout + 5.2)
            _return_to_queue(lab)
    calls = _calls_by_job(lab.model_calls(), jobs)
    records = {job.id: lab.record(job) for job in jobs}
    # Each claim is one attempt; a killed one may have lost the answer that it had paid for. More calls than attempts
    # would be paid for nothing.
    needed = sum(min(len(calls[job.id]), records[job.id]["attempts"]) for job in jobs)
    matrix.add(
        Row("process", f"kill -9 at random points of {job_count} jobs: {kills[0]} kills, {kills[1]} of them at work",
            "writing, speaking", "completed", deliveries, sum(map(len, calls.values())), needed,
            time.monotonic() - started)
    )  # fmt: skip
    matrix.notes.append(
        f"kill -9: {kills[0]} kills over {job_count} jobs, {kills[1]} of them while the function was at work;"
        f" {sum(record['attempts'] > 1 for record in records.values())} jobs needed a second or third attempt,"
        f" {sum(len(own) > 1 for own in calls.values())} a second or third model call because the first one's answer"
        " died with the process."
    )
    assert {name: (record["status"], record.get("error_code")) for name, record in records.items()} == {
        job.id: ("completed", None) for job in jobs
    }
    for job in jobs:
        own = calls[job.id]
        assert len(own) <= records[job.id]["attempts"], f"{job.id} was paid for more often than it was tried"
        for earlier, later in zip(own, own[1:]):
            assert later["started_at"] > earlier["started_at"] + timeout, "two invocations worked on one job"
    for subject in (WRITING, SPEAKING):
        assert lab.depth(subject) == 0
        assert lab.dead(subject) == 0


_pending: dict[Subject, list] = {WRITING: [], SPEAKING: []}


def _kill_chance(delivery, deliveries):
    return 1.0 if delivery == 0 else 0.0 if delivery == deliveries - 1 else 0.5


def _deliver_all(lab, subject, timeout, kill_chance, dice, kills):
    """Delivers what the queue has, batch by batch, to a function that is killed at random."""
    instance = lab.instance(subject, timeout_seconds=timeout)
    while messages := lab.receive(subject, _BATCH):
        # The start is over by then, and a batch of five takes about half a second.
        assert instance.invoke({"Records": []}).error is None
        is_killed = dice.random() < kill_chance
        killer = threading.Timer(dice.uniform(0.0, 0.6), _kill, (instance, kills))
        if is_killed:
            killer.start()
        invocation = instance.invoke(lab.event(subject, messages))
        killer.cancel()
        killer.join() if is_killed else None
        if invocation.error:
            if invocation.error == "crash":
                kills[1] += 1
            _pending[subject].append(messages)
            instance.restart()
        else:
            failed = {item["itemIdentifier"] for item in invocation.json()["batchItemFailures"]}
            back = [message for message in messages if message["MessageId"] in failed]
            lab.settle(subject, [message for message in messages if message not in back], invocation)
            if back:
                _pending[subject].append(back)
            if is_killed and instance.function_pid() is None:
                instance.restart()
    instance.stop()


def _kill(instance, kills):
    if instance.kill_function():
        kills[0] += 1


def _return_to_queue(lab):
    """What SQS does when the visibility timeout of a message is over."""
    for subject, batches in _pending.items():
        url = lab.stack.queue_url(subject.function)
        for message in (message for batch in batches for message in batch):
            lab.sqs.change_message_visibility(
                QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )
        batches.clear()


def _calls_by_job(calls, jobs):
    """The model calls of each job, by its tag in the essay or in a question."""
    found = {job.id: [] for job in jobs}
    for call in calls:
        text = json.dumps(call["body"])
        for job in jobs:
            if job.id.rpartition("-")[2] in text:
                found[job.id].append(call)
                break
    return found


def test_killed_on_the_last_delivery_a_reader_finds_it_failed(lab, matrix):
    started = time.monotonic()
    lab.stack.standin.latency(gemini=2)
    instance = lab.instance(WRITING, timeout_seconds=6, MAX_RECEIVE_COUNT="1")
    assert instance.invoke({"Records": []}).error is None
    job = lab.job(WRITING)
    lab.send(job)
    messages = lab.receive(WRITING)
    threading.Timer(0.5, instance.kill_function).start()
    assert instance.invoke(lab.event(WRITING, messages)).error == "crash"
    record = lab.record(job)
    assert record["status"] == "processing"
    lab.wait_for_claim(job)
    instance.restart()
    status, answer = lab.call(instance, "GET", f"/writing/evaluations/{job.id}", job.user)
    assert status == 200
    assert answer["status"] == "failed"
    assert answer["error"]["code"] == "deadline_exceeded"
    assert lab.record(job)["status"] == "failed"
    matrix.add(Row("process", "kill -9 on the last delivery, then a reader", WRITING, "failed (deadline_exceeded)", 1,
                   len(lab.model_calls()), 1, time.monotonic() - started))  # fmt: skip
    # A person moves the message back from the dead-letter queue.
    lab.stack.standin.latency(gemini=0)
    assert lab.settle(WRITING, messages, instance.invoke(lab.event(WRITING, messages))) == 0
    assert lab.record(job)["status"] == "completed"
