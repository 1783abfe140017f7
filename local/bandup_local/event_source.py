"""Lambda's SQS event source mapping: polls a queue, invokes the function, and deletes what it has done."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from . import identity
from .blueprint import QueueMapping
from .emulator import Invocation

Message = dict[str, Any]


def sqs_event(messages: list[Message], queue_arn: str) -> dict[str, Any]:
    """The event that Lambda makes of received messages (FACTS.md section 4)."""
    return {"Records": [_record(message, queue_arn) for message in messages]}


def _record(message: Message, queue_arn: str) -> dict[str, Any]:
    wanted = (
        "ApproximateReceiveCount", "SentTimestamp", "SenderId", "ApproximateFirstReceiveTimestamp", "SequenceNumber",
        "MessageGroupId", "MessageDeduplicationId", "AWSTraceHeader", "DeadLetterQueueSourceArn",
    )  # fmt: skip
    attributes = message.get("Attributes", {})
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": {name: str(attributes[name]) for name in wanted if name in attributes},
        "messageAttributes": {
            name: {
                "stringValue": value.get("StringValue"),
                "stringListValues": [],
                "binaryListValues": [],
                "dataType": value["DataType"],
            }
            for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": identity.REGION,
    }


def failed_messages(invocation: Invocation, message_ids: list[str], reports_item_failures: bool) -> set[str]:
    """The messages to be delivered again, by the rules that Lambda documents for partial batch responses."""
    everything = set(message_ids)
    if invocation.error:
        return everything
    if not reports_item_failures or not invocation.payload.strip():
        return set()
    try:
        answer = json.loads(invocation.payload)
    except ValueError:
        return everything
    if answer is None or answer == {}:
        return set()
    if not isinstance(answer, dict):
        return everything
    failures = answer.get("batchItemFailures")
    if failures is None:
        return set()
    if not isinstance(failures, list):
        return everything
    failed = {item.get("itemIdentifier") if isinstance(item, dict) else None for item in failures}
    # An empty or unknown id makes the whole batch a failure.
    return failed if failed <= everything else everything


class EventSource:
    """Polls in threads of its own until it is stopped."""

    def __init__(
        self,
        sqs: Any,
        mapping: QueueMapping,
        invoke: Callable[[Any], Invocation],
        *,
        pollers: int = 2,
        retry_delay_seconds: int = 0,
    ) -> None:
        self._sqs = sqs
        self._mapping = mapping
        self._invoke = invoke
        # On AWS a failed message comes back after the visibility timeout, half an hour here: nobody waits that long.
        self._retry_delay_seconds = retry_delay_seconds
        self._stopping = threading.Event()
        self.queue_url = str(sqs.get_queue_url(QueueName=mapping.queue_name)["QueueUrl"])
        self._threads = [threading.Thread(target=self._poll, daemon=True) for _ in range(pollers)]
        for thread in self._threads:
            thread.start()

    def begin_stop(self) -> None:
        """Lets what is under way end, and begins nothing new; `stop` waits for that."""
        self._stopping.set()

    def stop(self) -> None:
        self.begin_stop()
        for thread in self._threads:
            thread.join(timeout=10)

    def _poll(self) -> None:
        while not self._stopping.is_set():
            try:
                messages = self._sqs.receive_message(
                    QueueUrl=self.queue_url,
                    MaxNumberOfMessages=min(self._mapping.batch_size, 10),
                    WaitTimeSeconds=1,
                    AttributeNames=["All"],
                    MessageAttributeNames=["All"],
                ).get("Messages", [])
                if messages:
                    self._deliver(messages)
            except (BotoCoreError, ClientError):
                # moto is being stopped, or a queue was deleted by a test.
                self._stopping.wait(0.2)

    def _deliver(self, messages: list[Message]) -> None:
        event = sqs_event(messages, self._mapping.queue_arn)
        try:
            invocation = self._invoke(event)
        except Exception as error:
            invocation = Invocation(str(error).encode(), "crash", 0.0, "")
        failed = failed_messages(
            invocation, [message["MessageId"] for message in messages], self._mapping.reports_item_failures
        )
        for message in messages:
            handle = {"QueueUrl": self.queue_url, "ReceiptHandle": message["ReceiptHandle"]}
            if message["MessageId"] in failed:
                self._sqs.change_message_visibility(**handle, VisibilityTimeout=self._retry_delay_seconds)
            else:
                self._sqs.delete_message(**handle)
