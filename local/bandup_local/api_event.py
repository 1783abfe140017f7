"""API Gateway's events and answers, payload formats 2.0 and 1.0 (FACTS.md section 7)."""

from __future__ import annotations

import base64
import datetime
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

from . import callers, identity
from .callers import Caller

_TEXT_TYPES = ("application/json", "application/xml", "application/javascript", "text/")


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    """Path and query as they came."""
    headers: list[tuple[str, str]]
    body: bytes
    source_ip: str = "127.0.0.1"

    def header(self, name: str) -> str | None:
        values = [value for key, value in self.headers if key.lower() == name]
        return ",".join(values) if values else None

    @property
    def caller(self) -> Caller:
        return Caller(self.header("authorization"))

    @property
    def path(self) -> str:
        # Not urlsplit: it would take `//a/b` for a host and its path.
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)


def _body(request: Request) -> tuple[str | None, bool]:
    if not request.body:
        return None, False
    kind = (request.header("content-type") or "").lower()
    if kind.startswith(_TEXT_TYPES) or "+json" in kind:
        try:
            return request.body.decode(), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(request.body).decode(), True


def version_2(request: Request, route_key: str, path_parameters: dict[str, str]) -> dict[str, Any]:
    """The HTTP API's own format. Its `rawPath` is decoded, whatever the name says."""
    headers: dict[str, str] = {}
    for name, value in request.headers:
        key = name.lower()
        if key != "cookie":
            headers[key] = f"{headers[key]},{value}" if key in headers else value
    cookies = [part.strip() for name, value in request.headers if name.lower() == "cookie" for part in value.split(";")]
    parameters: dict[str, str] = {}
    for name, value in parse_qsl(request.query, keep_blank_values=True):
        parameters[name] = f"{parameters[name]},{value}" if name in parameters else value
    body, is_base64 = _body(request)
    path = unquote(request.path)
    authorizer = callers.context_2(request.caller)
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": {
            "accountId": identity.ACCOUNT,
            "apiId": "local",
            **({"authorizer": authorizer} if authorizer else {}),
            "domainName": headers.get("host", "localhost"),
            "domainPrefix": "local",
            "http": {
                "method": request.method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": request.source_ip,
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": uuid.uuid4().hex,
            "routeKey": route_key,
            "stage": "$default",
            "time": _clf_time(),
            "timeEpoch": int(time.time() * 1000),
        },
        "isBase64Encoded": is_base64,
    }
    # Format 2.0 leaves out what is empty.
    for name, part in (("cookies", cookies), ("queryStringParameters", parameters),
                       ("pathParameters", path_parameters), ("body", body)):  # fmt: skip
        if part:
            event[name] = part
    return event


def version_1(request: Request, route_path: str, path_parameters: dict[str, str]) -> dict[str, Any]:
    """The REST API's format: null for what is empty, headers as sent, path not decoded."""
    multi_headers: dict[str, list[str]] = {}
    for name, value in request.headers:
        multi_headers.setdefault(name, []).append(value)
    multi_query: dict[str, list[str]] = {}
    for name, value in parse_qsl(request.query, keep_blank_values=True):
        multi_query.setdefault(name, []).append(value)
    body, is_base64 = _body(request)
    authorizer, signer = callers.context_1(request.caller)
    return {
        "version": "1.0",
        "resource": route_path,
        "path": request.path,
        "httpMethod": request.method,
        "headers": {name: values[-1] for name, values in multi_headers.items()},
        "multiValueHeaders": multi_headers,
        "queryStringParameters": {name: values[-1] for name, values in multi_query.items()} or None,
        "multiValueQueryStringParameters": multi_query or None,
        "pathParameters": path_parameters or None,
        "stageVariables": None,
        "requestContext": {
            "accountId": identity.ACCOUNT,
            "apiId": "local",
            "authorizer": authorizer,
            "httpMethod": request.method,
            "identity": {
                "sourceIp": request.source_ip,
                "userAgent": request.header("user-agent"),
                **signer,
            },
            "path": request.path,
            "protocol": "HTTP/1.1",
            "requestId": str(uuid.uuid4()),
            "requestTime": _clf_time(),
            "requestTimeEpoch": int(time.time() * 1000),
            "resourceId": "local",
            "resourcePath": route_path,
            "stage": "local",
        },
        "body": body,
        "isBase64Encoded": is_base64,
    }


def _clf_time() -> str:
    return datetime.datetime.now(datetime.timezone.utc).strftime("%d/%b/%Y:%H:%M:%S +0000")


def read_answer(payload: bytes, payload_format: str) -> Answer:
    """The function's answer as HTTP, or the gateway's own 500 where it can't be read as one."""
    try:
        document = json.loads(payload)
    except ValueError:
        return gateway_error(500, "Internal Server Error")
    if payload_format == "2.0" and not (isinstance(document, dict) and "statusCode" in document):
        # Format 2.0 takes any JSON for the body of a 200.
        return Answer(200, json.dumps(document).encode(), [("content-type", "application/json")])
    try:
        status = int(document["statusCode"])
        body = document.get("body") or ""
        content = base64.b64decode(body) if document.get("isBase64Encoded") else body.encode()
        headers = [(name, str(value)) for name, value in (document.get("headers") or {}).items()]
        for name, values in (document.get("multiValueHeaders") or {}).items():
            headers = [pair for pair in headers if pair[0].lower() != name.lower()]
            headers += [(name, str(value)) for value in values]
        headers += [("set-cookie", cookie) for cookie in document.get("cookies") or []]
    except (KeyError, TypeError, ValueError, AttributeError):
        return gateway_error(500, "Internal Server Error")
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("content-type", "text/plain; charset=utf-8" if payload_format == "2.0" else "application/json"))
    return Answer(status, content, headers)


def gateway_error(status: int, message: str) -> Answer:
    """What the gateway says for itself, before or in place of a function."""
    return Answer(status, json.dumps({"message": message}).encode(), [("content-type", "application/json")])
