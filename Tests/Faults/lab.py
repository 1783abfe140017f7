"""Runs a function against scripted faults: sends jobs, delivers them as SQS would, and looks at what is left."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass
from typing import Any

from bandup_local import api_event, samples
from bandup_local.emulator import Emulator, Invocation
from bandup_local.event_source import failed_messages, sqs_event
from bandup_local.fault_proxy import FaultProxy
from bandup_local.records import find_record
from bandup_local.stack import LocalStack

MAX_DELIVERIES = 3
"""Permitted by the suite's queues, so that a fault that does not end takes less time."""
WRITING, SPEAKING, FLASHCARDS = "WritingEvaluator", "SpeakingEvaluator", "FlashcardGenerator"


@dataclass(frozen=True)
class Job:
    target: str
    body: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.body.get("session_id") or self.body.get("set_id"))

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
        self._shared: dict[str, Emulator] = {}
        self._calls: list[dict[str, Any]] = []
        for target in (WRITING, SPEAKING, FLASHCARDS):
            self._permit_deliveries(target)

    # Instances

    def instance(self, target: str, **options: Any) -> Emulator:
        """A new execution environment; see FunctionPool.new_instance. Ended after the test."""
        variables = {"AWS_ENDPOINT_URL": self.proxy.url, "MAX_RECEIVE_COUNT": str(MAX_DELIVERIES)}
        made = self.stack.functions[target].new_instance(**variables | options)
        self._made.append(made)
        return made

    def shared(self, target: str) -> Emulator:
        """One that stays for many tests: what a fault does to it, the next test would see."""
        if target not in self._shared:
            self._shared[target] = self.instance(target)
            self._made.remove(self._shared[target])
        return self._shared[target]

    def end_instances(self) -> None:
        while self._made:
            self._made.pop().stop()

    def stop(self) -> None:
        self.end_instances()
        while self._shared:
            self._shared.popitem()[1].stop()

    # Jobs

    def job(self, target: str, **fields: Any) -> Job:
        tag = uuid.uuid4().hex[:10]
        user = f"learner-{tag}"
        if target == WRITING:
            essay = samples.essay("task2_remote_work")
            # The tag in the text tells the calls of one job from those of another.
            body = {
                "session_id": f"essay-{tag}",
                "essay_content": f"{essay.text}\n\nIn short, {tag}.",
                "task_prompt": essay.prompt,
            }
        elif target == SPEAKING:
            speech = samples.speech("part1_home_town")
            url = self._put("audio", f"uploads/speaking_audio/{user}/{tag}.wav", speech.recording.read_bytes())
            questions = [*speech.questions, f"What else about {tag}?"]
            body = {"session_id": f"talk-{tag}", "audio_url": url, "questions": questions}
        else:
            is_long = fields.pop("is_long", False)
            content = samples.document(is_long=is_long).read_bytes()
            url = self._put("documents", f"uploads/flashcard_pdf/{user}/{tag}.pdf", content)
            body = {"set_id": f"set-{tag}", "pdf_url": url, "num_cards": 5}
        return Job(target, body | {"user_id": user} | fields)

    def record(self, job: Job) -> dict[str, Any] | None:
        return find_record(self.dynamodb, self.stack.table(job.target), job.id, job.user)

    def send(self, job: Job) -> None:
        self.send_text(job.target, json.dumps(job.body))

    def send_text(self, target: str, text: str) -> str:
        return str(self.sqs.send_message(QueueUrl=self.stack.queue_url(target), MessageBody=text)["MessageId"])

    # Deliveries

    def receive(self, target: str, most: int = 1) -> list[dict[str, Any]]:
        return list(
            self.sqs.receive_message(
                QueueUrl=self.stack.queue_url(target), MaxNumberOfMessages=most, AttributeNames=["All"]
            ).get("Messages", [])
        )

    def event(self, target: str, messages: list[dict[str, Any]]) -> dict[str, Any]:
        return sqs_event(messages, self.stack.functions[target].blueprint.queues[0].queue_arn)

    def settle(self, target: str, messages: list[dict[str, Any]], invocation: Invocation) -> int:
        """Deletes what is done and puts the rest back, as the event source mapping does. Gives how many came back."""
        failed = failed_messages(invocation, [message["MessageId"] for message in messages], True)
        for message in messages:
            handle = {"QueueUrl": self.stack.queue_url(target), "ReceiptHandle": message["ReceiptHandle"]}
            if message["MessageId"] in failed:
                self.sqs.change_message_visibility(**handle, VisibilityTimeout=0)
            else:
                self.sqs.delete_message(**handle)
        return len(failed)

    def deliver(self, instance: Emulator, target: str, most: int = 1) -> tuple[Invocation, int] | None:
        """One delivery: how it went, and how many messages came back. None where the queue has nothing to deliver."""
        messages = self.receive(target, most)
        if not messages:
            return None
        invocation = instance.invoke(self.event(target, messages))
        return invocation, self.settle(target, messages, invocation)

    def run(self, job: Job, instances: list[Emulator], *, heals_after: int | None = None) -> Outcome:
        """Delivers the job until it is done or in the dead-letter queue.

        `instances`: for the first delivery, the second and so on; the last one for all that follow.
        `heals_after`: the delivery after which the scripted faults end.
        """
        dead_before = self.dead(job.target)
        started = time.monotonic()
        self.send(job)
        invocations: list[Invocation] = []
        while True:
            instance = instances[min(len(invocations), len(instances) - 1)]
            delivered = self.deliver(instance, job.target)
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
            is_dead=self.dead(job.target) > dead_before,
            queue_left=self.depth(job.target),
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
            [("Authorization", f"Bearer {user}"), ("Content-Type", "application/json"), *names.items()],
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
        for target in (WRITING, SPEAKING, FLASHCARDS):
            for url in (self.stack.queue_url(target), self._dead_url(target)):
                self._drain(url)

    def depth(self, target: str) -> int:
        return self._depth(self.stack.queue_url(target))

    def dead(self, target: str) -> int:
        return self._depth(self._dead_url(target))

    def recovery_objects(self, user: str) -> list[str]:
        """Outcomes of this learner's jobs that are kept until their records take them."""
        found = self.s3.list_objects_v2(Bucket=self.stack.bucket("documents"), Prefix="recovery/").get("Contents", [])
        return [entry["Key"] for entry in found if f"/{user}/" in entry["Key"]]

    def _put(self, kind: str, key: str, content: bytes) -> str:
        bucket = self.stack.bucket(kind)
        self.s3.put_object(Bucket=bucket, Key=key, Body=content)
        return f"s3://{bucket}/{key}"

    def _permit_deliveries(self, target: str) -> None:
        url = self.stack.queue_url(target)
        policy = self._redrive_policy(target) | {"maxReceiveCount": MAX_DELIVERIES}
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": json.dumps(policy)})

    def _redrive_policy(self, target: str) -> dict[str, Any]:
        found = self.sqs.get_queue_attributes(
            QueueUrl=self.stack.queue_url(target), AttributeNames=["RedrivePolicy"]
        )["Attributes"]["RedrivePolicy"]
        return dict(json.loads(found))

    def _dead_url(self, target: str) -> str:
        name = self._redrive_policy(target)["deadLetterTargetArn"].rpartition(":")[2]
        return str(self.sqs.get_queue_url(QueueName=name)["QueueUrl"])

    def _drain(self, url: str) -> None:
        while messages := self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
            for message in messages:
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def _depth(self, url: str) -> int:
        names = [f"ApproximateNumberOfMessages{part}" for part in ("", "NotVisible", "Delayed")]
        found = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(value) for value in found.values())
