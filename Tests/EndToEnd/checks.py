"""What answers and records must look like (SPEC.md sections 3, 4 and 6)."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import requests
from bandup_local.subjects import Subject

_BAND_TEXT = re.compile(r"[0-8]\.[05]|9\.0")
_FORMS = {"estimated_cost": re.compile(r"0\.\d+"), "duration": re.compile(r"\d+\.\d")}
_KEYS = {"user_id": "S", "status": "S", "created_at": "N"}
_BOOKKEEPING = {"status", "created_at", "user_id", "evaluation_type", "job_id", "attempts", "content_hash",
                "claim_owner", "claim_expires_at", "error_code", "error_message", "user_kind"}  # fmt: skip


def assert_error(answer: requests.Response, status: int, code: str, field: str | None = None) -> None:
    """`{"error": {"code", "message", "field"?, "request_id"}}` and nothing else."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    document = answer.json()
    assert document.keys() == {"error"}
    error = document["error"]
    assert error.keys() - {"field"} == {"code", "message", "request_id"}
    assert error["code"] == code
    assert error.get("field") == field
    assert error["message"] and error["request_id"]
    if status == 405:
        assert "POST" in answer.headers["Allow"] or "GET" in answer.headers["Allow"]


def assert_completed(subject: Subject, item: dict[str, Any], *, since: float) -> None:
    """A completed record as DynamoDB has it: types, and the form of what is kept as text."""
    types = {name: next(iter(value)) for name, value in item.items()}
    assert types.items() >= (_KEYS | subject.record).items()
    assert item["status"]["S"] == "completed"
    assert since - 1 <= int(item["created_at"]["N"]) <= time.time() + 1
    for name, value in item.items():
        if name.endswith("_band"):
            assert _BAND_TEXT.fullmatch(value["S"]), name
    assert not item.keys() & {"error_code", "error_message"}
    for name, form in _FORMS.items():
        assert name not in subject.record or form.fullmatch(item[name]["S"]), name
    assert item.get("evaluation_type", {"S": subject.name}) == {"S": subject.name}
    json.loads(item[subject.result_field]["S"])


def assert_failed(subject: Subject, item: dict[str, Any] | None, code: str) -> None:
    """A failed record: it says why, and holds nothing of a result."""
    assert item is not None
    assert item["status"] == {"S": "failed"}
    assert item["error_code"] == {"S": code}
    assert item["error_message"]["S"]
    assert item["created_at"].keys() == {"N"}
    assert not item.keys() & (subject.record.keys() - {"evaluation_type"})
    assert len(item.keys() - _BOOKKEEPING) == 1, "the id alone"


def assert_released(item: dict[str, Any] | None) -> None:
    """A record whose job waits for another delivery: claimed by nobody."""
    assert item is not None
    assert item["status"] == {"S": "processing"}
    assert item["claim_expires_at"] == {"N": "0"}
    assert "claim_owner" not in item


def nearest_half(mean: float) -> float:
    """IELTS rounding: .25 goes up to the half, .75 to the next whole."""
    return int(mean * 2 + 0.5) / 2
