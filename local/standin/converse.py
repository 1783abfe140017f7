"""Bedrock's Converse for Amazon Nova Micro (botocore 1.44, bedrock-runtime): text in, text out, no response schema."""

from __future__ import annotations

import json
from typing import Any

from . import NOTICE, usage
from .errors import validation_exception
from .authors import author_of
from .instance import write
from .material import of_request

MODEL_IDS = frozenset(
    f"{prefix}amazon.nova-micro-v1:0" for prefix in ("", "us.", "eu.", "apac.")
)  # fmt: skip
OUTPUT_TOKEN_LIMIT = 10_000
_FIELDS = {"messages", "system", "inferenceConfig", "additionalModelRequestFields"}
_INFERENCE = {"maxTokens": int, "temperature": (int, float), "topP": (int, float), "stopSequences": list}


def converse(model_id: str, body: bytes) -> dict[str, Any]:
    """The answer, or a ValidationException."""
    if model_id not in MODEL_IDS:
        raise validation_exception("The provided model identifier is invalid.")
    request = _parse(body)
    system = [block["text"] for block in request.get("system", [])]
    parts = [{"text": block["text"]} for message in request["messages"] for block in message["content"]]
    material = of_request(
        {"systemInstruction": {"parts": [{"text": text} for text in system]}, "contents": [{"parts": parts}]},
        lambda uri, mime_type: b"",
    )
    schema = _schema("\n".join(system))
    text = (
        json.dumps(write(schema, author_of(material, schema, {})), ensure_ascii=False)
        if schema
        else f"{NOTICE} No schema was asked for."
    )
    limit = request.get("inferenceConfig", {}).get("maxTokens", OUTPUT_TOKEN_LIMIT)
    is_cut = usage.text_tokens(text) > limit
    text = text[: limit * 4] if is_cut else text
    tokens = usage.text_tokens(material.everything), usage.text_tokens(text)
    return {
        "output": {"message": {"role": "assistant", "content": [{"text": text}]}},
        "stopReason": "max_tokens" if is_cut else "end_turn",
        "usage": {"inputTokens": tokens[0], "outputTokens": tokens[1], "totalTokens": sum(tokens)},
        "metrics": {"latencyMs": 1},
    }


def _schema(instruction: str) -> dict[str, Any] | None:
    """The schema that the instruction ends with, as the models read it."""
    last = instruction.rstrip().rpartition("\n")[2]
    try:
        schema = json.loads(last)
    except ValueError:
        return None
    return schema if isinstance(schema, dict) else None


def _parse(body: bytes) -> dict[str, Any]:
    try:
        request = json.loads(body)
    except ValueError as error:
        raise validation_exception("Unexpected character in the request.") from error
    if not isinstance(request, dict) or (unknown := request.keys() - _FIELDS):
        raise validation_exception(f"extraneous key {sorted(unknown)} is not permitted")
    messages = request.get("messages")
    if not isinstance(messages, list) or not messages:
        raise validation_exception("messages: at least one message is needed")
    if messages[0].get("role") != "user":
        raise validation_exception("A conversation must start with a user message.")
    for holder in [*messages, {"role": "user", "content": request.get("system", [])}]:
        if holder.keys() != {"role", "content"} or holder["role"] not in ("user", "assistant"):
            raise validation_exception("a message has a role and content")
        for block in holder["content"]:
            if block.keys() != {"text"} or not isinstance(block["text"], str) or not block["text"].strip():
                raise validation_exception("The model takes text blocks that are not blank.")
    inference = request.get("inferenceConfig", {})
    for name, value in inference.items():
        if name not in _INFERENCE or not isinstance(value, _INFERENCE[name]) or isinstance(value, bool):
            raise validation_exception(f"inferenceConfig.{name} is not valid")
    if not 1 <= inference.get("maxTokens", 1) <= OUTPUT_TOKEN_LIMIT:
        raise validation_exception(f"maxTokens must be from 1 to {OUTPUT_TOKEN_LIMIT}")
    return request
