"""Writes the golden cases of the DynamoDB JSON codec, with boto3's TypeSerializer and TypeDeserializer as the oracle.

    python local/oracles/dynamodb_cases.py > Tests/BandUpCoreTests/Golden/DynamoDB/cases.json

A value is described as ["type", payload]; what boto3 makes of it is "wire". Binary payloads are base64 in both.
"""

import base64
import json
import random
import sys
from decimal import Decimal, DecimalException

import boto3
from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer

SEED = 20261120

STRINGS = [
    "",
    "plain",
    'quote " backslash \\ slash / tab \t line \n return \r bell \x07 null \x00 delete \x7f',
    "Zürich, naïve, œuvre",
    "e\u0301 and \u00e9 are two spellings",
    "雅思写作 第二部分",
    "😀 👩‍👩‍👧‍👦 \U0010ffff \u2028 \u2029 \ufeff",
    "x" * 300 + "é" * 9,
]
NUMBERS = [
    "0", "1", "-1", "7.0", "6.5", "1.50", "-0.001", "9223372036854775807", "-9223372036854775808",
    "18446744073709551615", "12345678901234567890123456789012345678", "-0.12345678901234567890123456789012345678",
    "1234567890.1234567890123456789012345678", "1E+10", "1E-7", "1E+125", "1E-128",
    "-9.9999999999999999999999999999999999999E+125", "0.10000000000000000000000000000000000001", "1234567890123456789012345678901234567.8",
]
REFUSED = [
    "NaN", "Infinity", "123456789012345678901234567890123456789", "0.123456789012345678901234567890123456789",
    "1E+127", "1E+400", "1E-200", "-1E+127",
]
UNUSUAL_WIRE = [
    ("number with leading zeros", {"N": "007"}),
    ("negative zero", {"N": "-0"}),
    ("lower case exponent", {"N": "1.5e3"}),
    ("exponent without sign", {"N": "15E2"}),
    ("empty string", {"S": ""}),
    ("empty binary", {"B": b""}),
    ("empty map", {"M": {}}),
    ("empty list", {"L": []}),
]


def tree(rng, depth):
    """A random Python value of the kinds that records hold: all that boto3 takes, but no sets."""
    kinds = ["string", "number", "binary", "bool", "null"]
    kind = rng.choice(kinds + (["map", "list", "map", "list"] if depth > 0 else []))
    if kind == "map":
        return {f"{rng.choice(STRINGS[:7])}{n}": tree(rng, depth - 1) for n in range(rng.randrange(5))}
    if kind == "list":
        return [tree(rng, depth - 1) for _ in range(rng.randrange(5))]
    return {
        "string": lambda: rng.choice(STRINGS),
        "number": lambda: Decimal(rng.choice(NUMBERS)),
        "binary": lambda: rng.randbytes(rng.randrange(20)),
        "bool": lambda: rng.random() < 0.5,
        "null": lambda: None,
    }[kind]()


def described(value):
    if value is None:
        return ["null", None]
    if isinstance(value, bool):
        return ["bool", value]
    if isinstance(value, (int, Decimal)):
        return ["number", str(value)]
    if isinstance(value, str):
        return ["string", value]
    if isinstance(value, (bytes, Binary)):
        return ["binary", base64.b64encode(bytes(value)).decode()]
    if isinstance(value, dict):
        return ["map", {name: described(member) for name, member in value.items()}]
    return ["list", [described(element) for element in value]]


def as_json(wire):
    """The wire form as botocore sends it: bytes in base64."""
    if isinstance(wire, (bytes, bytearray)):
        return base64.b64encode(wire).decode()
    if isinstance(wire, dict):
        return {tag: as_json(inner) for tag, inner in wire.items()}
    if isinstance(wire, list):
        return [as_json(element) for element in wire]
    return wire


def is_refused(text):
    try:
        TypeSerializer().serialize(Decimal(text))
    except (TypeError, DecimalException):
        return True
    return False


def evaluation():
    """What the tests' Evaluation holds."""
    return {
        "evaluation_id": "0c8f5f0e-6a55-4d64-a9e5-3f0b6f9b6d11",
        "status": "completed",
        "overall_band": "7.0",
        "word_count": 287,
        "created_at": 1790000000,
        "score": Decimal("6.75"),
        "exact": Decimal("0.12345678901234567890123456789012345678"),
        "is_final": True,
        "audio": bytes(range(16)),
        "hashes": [b"\x00\x01", b"\xff"],
        "criteria": [
            {"name": "lexical_resource", "band": Decimal("7.5")},
            {"name": "grammatical_range_accuracy", "band": 7, "note": "“a” \\ \"b\"\n"},
        ],
        "weights": {"TASK_1": 1, "TASK_2": 2},
        "outcome": {"scored": {"band": 7, "by": "model"}},
        "source": "https://example.com/a?b=c%20d",
    }


def main():
    rng = random.Random(SEED)
    serializer, deserializer = TypeSerializer(), TypeDeserializer()
    values = [(f"string {n}", text) for n, text in enumerate(STRINGS)]
    values += [(f"number {text}", Decimal(text)) for text in NUMBERS]
    values += [("true", True), ("false", False), ("null", None), ("binary", bytes(range(256)))]
    values += [(f"tree {n}", tree(rng, 4)) for n in range(120)]

    both_ways = [(name, serializer.serialize(value)) for name, value in values]
    cases = {
        "boto3": boto3.__version__,
        "serialized": [
            {"name": name, "value": described(value), "wire": as_json(serializer.serialize(value))}
            for name, value in values
        ],
        "deserialized": [
            {"name": name, "wire": as_json(wire), "value": described(deserializer.deserialize(wire))}
            for name, wire in UNUSUAL_WIRE + both_ways
        ],
        "refused_numbers": [text for text in REFUSED if is_refused(text)],
        "evaluation": as_json({name: serializer.serialize(value) for name, value in evaluation().items()}),
    }
    json.dump(cases, sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
