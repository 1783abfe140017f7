"""Which messages Lambda delivers again, by the function's answer."""

import json

import pytest
from bandup_local.emulator import Invocation
from bandup_local.event_source import failed_messages, sqs_event


def invocation(answer, error=None):
    payload = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return Invocation(payload, error, 0.1, "")


def failures(*names):
    return {"batchItemFailures": [{"itemIdentifier": name} for name in names]}


@pytest.mark.parametrize(
    "answer, expected",
    [
        (failures(), set()),
        (failures("b"), {"b"}),
        (failures("a", "b"), {"a", "b"}),
        (None, set()),
        ({}, set()),
        (b"", set()),
        ({"batchItemFailures": None}, set()),
        (b"not json", {"a", "b"}),
        ("text", {"a", "b"}),
        (failures("unknown"), {"a", "b"}),
        (failures(""), {"a", "b"}),
        (failures(None), {"a", "b"}),
        ({"batchItemFailures": [{"itemidentifier": "a"}]}, {"a", "b"}),
    ],
)
def test_partial_batch_answers(answer, expected):
    assert failed_messages(invocation(answer), ["a", "b"], reports_item_failures=True) == expected


def test_an_error_fails_the_whole_batch():
    assert failed_messages(invocation(failures("a"), "Crash"), ["a", "b"], reports_item_failures=True) == {"a", "b"}


def test_without_the_setting_any_answer_is_success():
    assert failed_messages(invocation(failures("a")), ["a", "b"], reports_item_failures=False) == set()


def test_a_record_has_lambda_s_names():
    message = {
        "MessageId": "m1",
        "ReceiptHandle": "r1",
        "Body": "{}",
        "MD5OfBody": "99914b932bd37a50b983c5e7c90ae93b",
        "Attributes": {"ApproximateReceiveCount": "2", "SentTimestamp": "1", "Unasked": "x"},
        "MessageAttributes": {"Kind": {"StringValue": "job", "DataType": "String"}},
    }
    (record,) = sqs_event([message], "arn:aws:sqs:ap-southeast-1:123456789012:q")["Records"]
    assert record["attributes"] == {"ApproximateReceiveCount": "2", "SentTimestamp": "1"}
    assert record["messageAttributes"]["Kind"]["stringValue"] == "job"
    assert (record["eventSource"], record["messageId"], record["receiptHandle"]) == ("aws:sqs", "m1", "r1")
