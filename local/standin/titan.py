"""Bedrock's InvokeModel for Amazon Titan Text Embeddings V2."""

from __future__ import annotations

import json
from typing import Any

from .embedding import embed
from .errors import validation_exception

MODEL_ID = "amazon.titan-embed-text-v2:0"
TOKEN_LIMIT = 8192
CHARACTER_LIMIT = 50_000
_FIELDS = {"inputText", "dimensions", "normalize", "embeddingTypes"}


def invoke(model_id: str, body: bytes) -> tuple[dict[str, Any], int]:
    """The answer and the input's token count, or a ValidationException."""
    if model_id != MODEL_ID:
        raise validation_exception("The provided model identifier is invalid.")
    request = _parse(body)
    text = request["inputText"]
    tokens = _tokens(text)
    if tokens > TOKEN_LIMIT:
        raise validation_exception(
            f"400 Bad Request: Too many input tokens. Max input tokens: {TOKEN_LIMIT}, request input token count: "
            f"{tokens} "
        )
    types = request.get("embeddingTypes", ["float"])
    vector = embed(text, request.get("dimensions", 1024), request.get("normalize", True))
    by_type: dict[str, list[float] | list[int]] = {}
    if "float" in types:
        by_type["float"] = vector
    if "binary" in types:
        by_type["binary"] = [int(value > 0) for value in vector]
    answer: dict[str, Any] = {"embeddingsByType": by_type, "inputTextTokenCount": tokens}
    if "float" in types:
        answer = {"embedding": vector} | answer
    return answer, tokens


def _tokens(text: str) -> int:
    """About four letters of English make one, a character of Chinese is one."""
    plain = sum(char.isascii() for char in text)
    return -(-plain // 4) + len(text) - plain


def _parse(body: bytes) -> dict[str, Any]:
    try:
        request = json.loads(body)
    except ValueError as error:
        raise _malformed("Unexpected character in the request") from error
    if not isinstance(request, dict):
        raise _malformed("#: expected type: JSONObject")
    if unknown := sorted(request.keys() - _FIELDS):
        raise _malformed(f"#: extraneous key [{unknown[0]}] is not permitted")
    if "inputText" not in request:
        raise _malformed("#: required key [inputText] not found")
    text = request["inputText"]
    if not isinstance(text, str):
        raise _malformed("#/inputText: expected type: String")
    if not text:
        raise _malformed("#/inputText: expected minLength: 1, actual: 0")
    if len(text) > CHARACTER_LIMIT:
        raise _malformed(f"#/inputText: expected maxLength: {CHARACTER_LIMIT}, actual: {len(text)}")
    if request.get("dimensions", 1024) not in (256, 512, 1024):
        raise _malformed("#/dimensions: is not a valid enum value")
    if not isinstance(request.get("normalize", True), bool):
        raise _malformed("#/normalize: expected type: Boolean")
    types = request.get("embeddingTypes", ["float"])
    if not isinstance(types, list) or not types or not set(types) <= {"float", "binary"}:
        raise _malformed("#/embeddingTypes: is not a valid enum value")
    return request


def _malformed(what: str) -> Exception:
    return validation_exception(f"Malformed input request: {what}, please reformat your input and try again.")
