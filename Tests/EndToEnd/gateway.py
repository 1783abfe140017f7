"""Calls a function as API Gateway would, past the front's routes: for paths, methods and callers that it would stop."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import requests
from bandup_local import api_event, callers
from bandup_local.callers import Caller
from bandup_local.emulator import Invocation
from requests.structures import CaseInsensitiveDict

Invoke = Callable[[Any], Invocation]


def event(
    method: str,
    path: str,
    body: Any = None,
    *,
    user: str | Caller | None = None,
    headers: dict[str, str] | None = None,
    payload_format: str = "2.0",
) -> dict[str, Any]:
    """The event of a request; `user` is the learner whose token it carries, None a back end that signed with IAM.

    callers.NOBODY sends neither: the event comes without an authorizer's word.
    """
    sent = {"Host": "api.example.com"} | callers.caller(user).headers
    if body is not None:
        sent["Content-Type"] = "application/json"
    content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
    request = api_event.Request(method, path, list((sent | (headers or {})).items()), content)
    if payload_format == "2.0":
        return api_event.version_2(request, "$default", {})
    return api_event.version_1(request, path, {})


def answer(invocation: Invocation) -> requests.Response:
    """What API Gateway would make of the function's answer."""
    assert invocation.error is None, invocation
    document = invocation.json()
    response = requests.Response()
    response.status_code = document["statusCode"]
    response.headers = CaseInsensitiveDict(document["headers"])
    response._content = document["body"].encode()
    return response


def call(invoke: Invoke, method: str, path: str, body: Any = None, **options: Any) -> requests.Response:
    return answer(invoke(event(method, path, body, **options)))
