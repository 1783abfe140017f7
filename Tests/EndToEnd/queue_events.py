"""SQS events made by hand, for what a queue would give only after long waits: third deliveries, groups, nonsense."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from bandup_local import identity
from bandup_local.emulator import Invocation
from bandup_local.event_source import sqs_event


def batch(*bodies: Any, receive_count: int = 1, queue: str = "jobs", groups: list[str] | None = None) -> dict[str, Any]:
    """One message for each body (text as it is, or an object); `groups` gives each its message group."""
    messages = []
    for position, body in enumerate(bodies):
        text = body if isinstance(body, str) else json.dumps(body)
        attributes = {"ApproximateReceiveCount": receive_count, "SentTimestamp": 1795169700000}
        if groups:
            attributes["MessageGroupId"] = groups[position]
        messages.append(
            {
                "MessageId": str(uuid.uuid4()),
                "ReceiptHandle": f"receipt-{position}",
                "Body": text,
                "MD5OfBody": hashlib.md5(text.encode("utf-8", "surrogatepass")).hexdigest(),
                "Attributes": attributes,
            }
        )
    return sqs_event(messages, f"arn:aws:sqs:{identity.REGION}:{identity.ACCOUNT}:{queue}")


def message_ids(event: dict[str, Any]) -> list[str]:
    return [record["messageId"] for record in event["Records"]]


def failures(invocation: Invocation) -> list[str]:
    """The messages that are to come back."""
    assert invocation.error is None, invocation
    answer = invocation.json()
    assert answer.keys() == {"batchItemFailures"}
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
