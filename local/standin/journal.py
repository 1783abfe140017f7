"""What the stand-in was called with, for tests that ask."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import asdict, dataclass, field
from typing import Any

_BODY_LIMIT = 512 * 1024
_INLINE_LIMIT = 1024
_SECRET_HEADERS = frozenset({"x-goog-api-key", "authorization", "x-amz-security-token"})


@dataclass
class Call:
    number: int
    service: str
    method: str
    path: str
    model: str
    headers: dict[str, str]
    """Names in lower case; what proves an identity is redacted."""
    request_bytes: int
    started_at: float
    """Unix seconds."""
    key_in: str | None = None
    """Where the Gemini key stood: `header`, `query`, or nowhere."""
    body: Any = None
    """The request's JSON, or text where it is none; long data are replaced by their length. None where too large."""
    status: int | None = None
    """None while the call runs, and for ever where the connection was cut without an answer."""
    response_bytes: int = 0
    seconds: float | None = None
    scripted: bool = False


@dataclass
class Journal:
    """Calls in the order of their arrival."""

    _calls: list[Call] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _in_flight: dict[str, int] = field(default_factory=dict)
    _most_in_flight: dict[str, int] = field(default_factory=dict)

    def begin(
        self, service: str, method: str, path: str, model: str, headers: dict[str, str], body: bytes, key_in: str | None
    ) -> Call:
        call = Call(
            number=0,
            service=service,
            method=method,
            path=path,
            model=model,
            headers={name: "REDACTED" if name in _SECRET_HEADERS else value for name, value in headers.items()},
            request_bytes=len(body),
            started_at=time.time(),
            key_in=key_in,
            body=_recorded(body),
        )
        with self._lock:
            call.number = len(self._calls) + 1
            self._calls.append(call)
            running = self._in_flight[service] = self._in_flight.get(service, 0) + 1
            self._most_in_flight[service] = max(running, self._most_in_flight.get(service, 0))
        return call

    def end(self, call: Call, status: int | None, response_bytes: int) -> None:
        with self._lock:
            call.status, call.response_bytes = status, response_bytes
            call.seconds = time.time() - call.started_at
            self._in_flight[call.service] -= 1

    def document(self, service: str | None) -> dict[str, Any]:
        with self._lock:
            chosen = [call for call in self._calls if service in (None, call.service)]
            return {"calls": [asdict(call) for call in chosen], "most_in_flight": dict(self._most_in_flight)}

    def clear(self) -> None:
        with self._lock:
            self._calls.clear()
            self._most_in_flight.clear()


def _recorded(body: bytes) -> Any:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace") if len(body) <= _BODY_LIMIT else None
    # Audio is what makes a body large: without it most of them can be kept.
    shortened = _without_data(document)
    return shortened if len(json.dumps(shortened)) <= _BODY_LIMIT else None


def _without_data(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: f"<{len(item)} characters>"
            if name == "data" and isinstance(item, str) and len(item) > _INLINE_LIMIT
            else _without_data(item)
            for name, item in value.items()
        }
    return [_without_data(item) for item in value] if isinstance(value, list) else value
