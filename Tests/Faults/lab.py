"""Runs a function against scripted faults: sends jobs, delivers them as SQS would, and looks at what is left."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass
from typing import Any

from bandup_local import api_event, callers
from bandup_local.blueprint import Table
from bandup_local.emulator import Emulator, Invocation
from bandup_local.event_source import failed_messages, sqs_event
from bandup_local.fault_proxy import FaultProxy
from bandup_local.records import find_record
from bandup_local.stack import LocalStack
from bandup_local.subjects import SUBJECTS, Subject

MAX_DELIVERIES = 3
"""Permitted by the suite's queues, so that a fault that does not end takes less time."""


@dataclass(frozen=True)
class Job:
    subject: Subject
    body: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.body[self.subject.id_field])

    @property
    def user(self) -> str:
        return str(self.body["user_id"])


@dataclass(frozen=True)
class Outcome:
    """How a job went over all its deliveries."""

    record: dict[str, Any] | None
    invocations: list[Invocation]
    calls: list[dict[str, Any]]
    """The model calls made for it, as the stand-in saw them."""
    is_dead: bool
    """Its message is in the dead-letter queue."""
    queue_left: int
    seconds: float

    @property
    def status(self) -> str | None:
        return self.record["status"] if self.record else None

    @property
    def log(self) -> str:
        return "\n".join(invocation.log for invocation in self.invocations)

    @property
    def ends_as(self) -> str:
        text = str(self.status or "no record")
        if code := (self.record or {}).get("error_code"):
            text += f" ({code})"
        return text + (", dead-letter queue" if self.is_dead else "")


class Lab:
    def __init__(self, stack: LocalStack, proxy: FaultProxy) -> None:
        self.stack = stack
        self.proxy = proxy
        self.sqs = stack.cloud.client("sqs")
        self.s3 = stack.cloud.client("s3")
        self.dynamodb = stack.cloud.client("dynamodb")
        self._made: list[Emulator] = []
        self._shared: dict[Subject, Emulator] = {}
        self._calls: list[dict[str, Any]] = []
        for subject in SUBJECTS:
            self._permit_deliveries(subject)

    # Instances

    def instance(self, subject: Subject, **options: Any) -> Emulator:
        """A new execution environment; see FunctionPool.new_instance. Ended after the test."""
        variables = {"AWS_ENDPOINT_URL": self.proxy.url, "MAX_RECEIVE_COUNT": str(MAX_DELIVERIES)}
        made = self.stack.functions[subject.function].new_instance(**variables | options)
        self._made.append(made)
        return made

    def shared(self, subject: Subject) -> Emulator:
        """One that stays for many tests: what a fault does to it, the next test would see."""
        if subject not in self._shared:
            self._shared[subject] = self.instance(subject)
            self._made.remove(self._shared[subject])
        return self._shared[subject]

    def end_instances(self) -> None:
        while self._made:
            self._made.pop().stop()

    def stop(self) -> None:
        self.end_instances()
        while self._shared:
            self._shared.popitem()[1].stop()

    # Jobs

    def job(self, subject: Subject, *, is_long: bool = False, **fields: Any) -> Job:
        """A job of a learner of its own. Its tag in what the model is sent tells its calls from those of others."""
        tag = uuid.uuid4().hex[:10]
        size = "long" if is_long else "usual"
        body = subject.request(self.stack, f"{subject}-{tag}", f"learner-{tag}", tag=tag, size=size)
        return Job(subject, body | fields)

    def record(self, job: Job) -> dict[str, Any] | None:
        return find_record(self.dynamodb, self._records(job.subject), job.id, job.user)

    def send(self, job: Job) -> None:
        self.send_text(job.subject, json.dumps(job.body))

    def send_text(self, subject: Subject, text: str) -> str:
        return str(self.sqs.send_message(QueueUrl=self._queue_url(subject), MessageBody=text)["MessageId"])

    # Deliveries

    def receive(self, subject: Subject, most: int = 1) -> list[dict[str, Any]]:
        return list(
            self.sqs.receive_message(
                QueueUrl=self._queue_url(subject), MaxNumberOfMessages=most, AttributeNames=["All"]
            ).get("Messages", [])
        )

    def event(self, subject: Subject, messages: list[dict[str, Any]]) -> dict[str, Any]:
        return sqs_event(messages, self.stack.functions[subject.function].blueprint.queue().queue_arn)

    def settle(self, subject: Subject, messages: list[dict[str, Any]], invocation: Invocation) -> int:
        """Deletes what is done and puts the rest back, as the event source mapping does. Gives how many came back."""
        failed = failed_messages(invocation, [message["MessageId"] for message in messages], True)
        for message in messages:
            handle = {"QueueUrl": self._queue_url(subject), "ReceiptHandle": message["ReceiptHandle"]}
            if message["MessageId"] in failed:
                self.sqs.change_message_visibility(**handle, VisibilityTimeout=0)
            else:
                self.sqs.delete_message(**handle)
        return len(failed)

    def deliver(self, instance: Emulator, subject: Subject, most: int = 1) -> tuple[Invocation, int] | None:
        """One delivery: how it went, and how many messages came back. None where the queue has nothing to deliver."""
        messages = self.receive(subject, most)
        if not messages:
            return None
        invocation = instance.invoke(self.event(subject, messages))
        return invocation, self.settle(subject, messages, invocation)

    def run(self, job: Job, instances: list[Emulator], *, heals_after: int | None = None) -> Outcome:
        """Delivers the job until it is done or in the dead-letter queue.

        `instances`: for the first delivery, the second and so on; the last one for all that follow.
        `heals_after`: the delivery after which the scripted faults end.
        """
        dead_before = self.dead(job.subject)
        started = time.monotonic()
        self.send(job)
        invocations: list[Invocation] = []
        while True:
            instance = instances[min(len(invocations), len(instances) - 1)]
            delivered = self.deliver(instance, job.subject)
            if delivered is None:
                break
            invocations.append(delivered[0])
            instance.wait_until_idle()
            if len(invocations) == heals_after:
                self.heal()
            if delivered[1]:
                self.wait_for_claim(job)
        return Outcome(
            record=self.record(job),
            invocations=invocations,
            calls=self.model_calls(),
            is_dead=self.dead(job.subject) > dead_before,
            queue_left=self.depth(job.subject),
            seconds=time.monotonic() - started,
        )

    def wait_for_claim(self, job: Job) -> None:
        """Sleeps until the record's claim is over: SQS's visibility timeout is longer than any claim."""
        record = self.record(job) or {}
        if record.get("status") == "processing":
            time.sleep(max(0.0, record.get("claim_expires_at", 0) / 1000 - time.time() + 0.05))

    # The API

    def call(
        self, instance: Emulator, method: str, path: str, user: str, body: Any = None, **headers: str
    ) -> tuple[int, Any]:
        """An API request of this learner: status and JSON body."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        request = api_event.Request(
            method, path,
            [*callers.learner(user).headers.items(), ("Content-Type", "application/json"), *names.items()],
            json.dumps(body).encode() if body is not None else b"",
        )  # fmt: skip
        answer = instance.invoke(api_event.version_2(request, "$default", {})).json()
        return answer["statusCode"], json.loads(answer["body"])

    # What there is

    def model_calls(self, service: str = "gemini") -> list[dict[str, Any]]:
        kept = [call for call in self._calls if call["service"] == service]
        return kept + self.stack.standin.calls(service)

    def heal(self) -> None:
        """Ends every scripted fault; the calls made so far are kept in mind."""
        self._calls += self.stack.standin.calls()
        self.stack.standin.reset()
        self.proxy.reset()

    def forget(self) -> None:
        """A fresh start for the next test."""
        self._calls.clear()
        self.stack.standin.reset()
        self.proxy.reset()
        for subject in SUBJECTS:
            for url in (self._queue_url(subject), self._dead_url(subject)):
                self._drain(url)

    def depth(self, subject: Subject) -> int:
        return self._depth(self._queue_url(subject))

    def dead(self, subject: Subject) -> int:
        return self._depth(self._dead_url(subject))

    def recovery_objects(self, user: str) -> list[str]:
        """Outcomes of this learner's jobs that are kept until their records take them."""
        found = self.s3.list_objects_v2(Bucket=self.stack.bucket("documents"), Prefix="recovery/").get("Contents", [])
        return [entry["Key"] for entry in found if f"/{user}/" in entry["Key"]]

    def _records(self, subject: Subject) -> Table:
        return self.stack.records(subject.function, subject.records_in)

    def _queue_url(self, subject: Subject) -> str:
        return self.stack.queue_url(subject.function)

    def _permit_deliveries(self, subject: Subject) -> None:
        url = self._queue_url(subject)
        policy = self._redrive_policy(subject) | {"maxReceiveCount": MAX_DELIVERIES}
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": json.dumps(policy)})

    def _redrive_policy(self, subject: Subject) -> dict[str, Any]:
        found = self.sqs.get_queue_attributes(
            QueueUrl=self._queue_url(subject), AttributeNames=["RedrivePolicy"]
        )["Attributes"]["RedrivePolicy"]
        return dict(json.loads(found))

    def _dead_url(self, subject: Subject) -> str:
        name = self._redrive_policy(subject)["deadLetterTargetArn"].rpartition(":")[2]
        return str(self.sqs.get_queue_url(QueueName=name)["QueueUrl"])

    def _drain(self, url: str) -> None:
        while messages := self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
            for message in messages:
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def _depth(self, url: str) -> int:
        names = [f"ApproximateNumberOfMessages{part}" for part in ("", "NotVisible", "Delayed")]
        found = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(value) for value in found.values())
