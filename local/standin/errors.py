"""The two services' error answers, raised anywhere and turned into a response in one place."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass
class ServiceError(Exception):
    """An answer other than 200, in the shape of the service that gives it."""

    http_status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


_GRPC_STATUS = {
    "INVALID_ARGUMENT": 400,
    "FAILED_PRECONDITION": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "RESOURCE_EXHAUSTED": 429,
    "INTERNAL": 500,
    "UNAVAILABLE": 503,
    "DEADLINE_EXCEEDED": 504,
}


def gemini_error(status: str, message: str, details: list[dict[str, Any]] | None = None) -> ServiceError:
    """Google's `{"error": {code, message, status, details}}`, with the HTTP status that goes with the gRPC one."""
    code = _GRPC_STATUS[status]
    error: dict[str, Any] = {"code": code, "message": message, "status": status}
    if details:
        error["details"] = details
    return ServiceError(code, json.dumps({"error": error}, indent=2).encode(), {"Content-Type": "application/json"})


def invalid_argument(message: str) -> ServiceError:
    return gemini_error("INVALID_ARGUMENT", message)


def aws_error(http_status: int, error_type: str, message: str) -> ServiceError:
    """A rest-json error: the type stands in a header, as Bedrock sends it, with the URL that follows the colon."""
    header = f"{error_type}:http://internal.amazon.com/coral/com.amazon.bedrock/"
    return ServiceError(
        http_status,
        json.dumps({"message": message}).encode(),
        {"Content-Type": "application/json", "x-amzn-errortype": header},
    )


def validation_exception(message: str) -> ServiceError:
    return aws_error(400, "ValidationException", message)
