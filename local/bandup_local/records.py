"""Reading the functions' records."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

_DESERIALIZER = TypeDeserializer()


def record_id(request: dict[str, Any]) -> str:
    """The id that a request's record gets, where the request names one (SPEC.md section 2)."""
    return str(request.get("session_id") or request.get("set_id") or request["job_id"])


def plain(item: dict[str, Any]) -> dict[str, Any]:
    """An item as plain values; numbers become int where they are whole."""
    values = {name: _DESERIALIZER.deserialize(value) for name, value in item.items()}
    return {name: _number(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def find_record(dynamodb: Any, table: str, identifier: str, user_id: str) -> dict[str, Any] | None:
    """The record as plain values, by its keys; None where there is none."""
    name = "set_id" if table.endswith("flashcard-sets") else "evaluation_id"
    item = dynamodb.get_item(
        TableName=table, Key={name: {"S": identifier}, "user_id": {"S": user_id}}, ConsistentRead=True
    ).get("Item")
    return plain(item) if item else None
