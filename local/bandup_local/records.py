"""Reading the functions' records."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from .blueprint import Table

_DESERIALIZER = TypeDeserializer()


def plain(item: dict[str, Any]) -> dict[str, Any]:
    """An item as plain values; numbers become int where they are whole."""
    values = {name: _DESERIALIZER.deserialize(value) for name, value in item.items()}
    return {name: _number(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def find_raw_record(dynamodb: Any, table: Table, identifier: str, user_id: str) -> dict[str, Any] | None:
    """The item as DynamoDB has it, with its types; None where there is none."""
    key = {table.partition_key: {"S": identifier}} | ({table.sort_key: {"S": user_id}} if table.sort_key else {})
    found = dynamodb.get_item(TableName=table.name, Key=key, ConsistentRead=True).get("Item")
    return dict(found) if found else None


def find_record(dynamodb: Any, table: Table, identifier: str, user_id: str) -> dict[str, Any] | None:
    """The same as plain values."""
    item = find_raw_record(dynamodb, table, identifier, user_id)
    return plain(item) if item else None
