"""What answers and records must look like (SPEC.md sections 3, 4 and 6)."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import requests
from subjects import FLASHCARDS, SPEAKING, WRITING, Subject

_BAND_TEXT = re.compile(r"[0-8]\.[05]|9\.0")
_COST_TEXT = re.compile(r"0\.\d+")

_KEYS = {"user_id": "S", "status": "S", "created_at": "N"}
_TYPES = {
    WRITING: _KEYS | {
        "evaluation_id": "S", "evaluation_type": "S", "overall_band": "S", "task_achievement_band": "S",
        "coherence_band": "S", "lexical_band": "S", "grammar_band": "S", "word_count": "N", "feedback": "S",
        "model_used": "S", "model_version": "S", "estimated_cost": "S",
    },
    SPEAKING: _KEYS | {
        "evaluation_id": "S", "evaluation_type": "S", "transcript": "S", "duration": "S", "word_count": "N",
        "overall_band": "S", "fluency_band": "S", "lexical_band": "S", "grammar_band": "S",
        "pronunciation_band": "S", "feedback": "S", "model_used": "S", "model_version": "S", "estimated_cost": "S",
    },
    FLASHCARDS: _KEYS | {
        "set_id": "S", "document_id": "S", "flashcards": "S", "total_cards": "N", "page_count": "N",
        "chunk_count": "N",
    },
}  # fmt: skip
_BOOKKEEPING = {"status", "created_at", "user_id", "evaluation_id", "set_id", "evaluation_type", "job_id", "attempts",
                "content_hash", "claim_owner", "claim_expires_at", "error_code", "error_message",
                "user_kind"}  # fmt: skip


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
    assert types.items() >= _TYPES[subject].items()
    assert item["status"]["S"] == "completed"
    assert since - 1 <= int(item["created_at"]["N"]) <= time.time() + 1
    for name, value in item.items():
        if name.endswith("_band"):
            assert _BAND_TEXT.fullmatch(value["S"]), name
    assert not item.keys() & {"error_code", "error_message"}
    if subject is not FLASHCARDS:
        assert item["evaluation_type"]["S"] == subject.name
        assert _COST_TEXT.fullmatch(item["estimated_cost"]["S"])
    if subject is SPEAKING:
        assert re.fullmatch(r"\d+\.\d", item["duration"]["S"])
    json.loads(item["flashcards" if subject is FLASHCARDS else "feedback"]["S"])


def assert_failed(subject: Subject, item: dict[str, Any] | None, code: str) -> None:
    """A failed record: it says why, and holds nothing of a result."""
    assert item is not None
    assert item["status"] == {"S": "failed"}
    assert item["error_code"] == {"S": code}
    assert item["error_message"]["S"]
    assert item["created_at"].keys() == {"N"}
    assert not item.keys() - _BOOKKEEPING


def assert_released(item: dict[str, Any] | None) -> None:
    """A record whose job waits for another delivery: claimed by nobody."""
    assert item is not None
    assert item["status"] == {"S": "processing"}
    assert item["claim_expires_at"] == {"N": "0"}
    assert "claim_owner" not in item


def nearest_half(mean: float) -> float:
    """IELTS rounding: .25 goes up to the half, .75 to the next whole."""
    return int(mean * 2 + 0.5) / 2
