"""Stands in front of moto as an AWS that fails as scripted, before or after a request has had its effect.

A rule is the stand-in's (standin/script.py), with a match for AWS calls:

    {"match": {"service": "dynamodb", "operation": "UpdateItem", "contains": "attribute_not_exists"},
     "action": {"cut": "before"}, "times": 1, "after": true}

`after`: moto works on the request first, and only its answer meets the fault: "the write happened, its answer was
lost". Without it moto never sees the request.
"""

from __future__ import annotations

import http.client
import re
import threading
import time
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from standin import script
from standin.script import Action, Rule
from standin.wire import Reply, ScriptedHandler

_SERVICES = {"DynamoDB_20120810": "dynamodb", "AmazonSQS": "sqs", "secretsmanager": "secretsmanager"}
_OPERATIONS = {"GET": "GetObject", "PUT": "PutObject", "DELETE": "DeleteObject", "HEAD": "HeadObject"}
_OURS = frozenset({"content-length", "transfer-encoding", "connection", "date", "keep-alive"})
"""Headers that the answer's sender writes itself."""


@dataclass(frozen=True)
class Call:
    """A request as it arrived."""

    service: str
    operation: str
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(frozen=True)
class Fault:
    action: Action
    after: bool


class FaultProxy:
    """`url` takes what would go to moto. Runs in threads of this process until it is stopped."""

    def __init__(self, upstream: str) -> None:
        self._rules: list[tuple[Rule, bool]] = []
        self._lock = threading.Lock()
        self._calls: list[Call] = []
        self._server = _Server(self, upstream)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def script(self, *rules: dict[str, Any]) -> None:
        """Adds rules; they are used in this order, each as often as it says (`times`: None is for ever)."""
        for rule in rules:
            match = dict(rule.get("match", {}))
            # An operation takes the place that the model has in the stand-in's own rules.
            if "operation" in match:
                match["model"] = match.pop("operation")
            plain = {name: value for name, value in rule.items() if name != "after"} | {"match": match}
            with self._lock:
                self._rules += [(parsed, bool(rule.get("after"))) for parsed in script.parse_rules([plain])]

    def reset(self) -> None:
        with self._lock:
            self._rules.clear()
            self._calls.clear()

    def remaining(self) -> int:
        with self._lock:
            return len(self._rules)

    def count(self, service: str, operation: str) -> int:
        """Calls since the last reset, failed ones included."""
        with self._lock:
            return sum((call.service, call.operation) == (service, operation) for call in self._calls)

    def calls(self) -> list[Call]:
        """All of them since the last reset."""
        with self._lock:
            return list(self._calls)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self, call: Call) -> Fault | None:
        with self._lock:
            self._calls.append(call)
            for entry in self._rules:
                rule, after = entry
                if rule.match.fits(call.service, call.operation, call.body):
                    if rule.times is not None:
                        rule.times -= 1
                        if rule.times <= 0:
                            self._rules.remove(entry)
                    return Fault(rule.action, after)
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, proxy: FaultProxy, upstream: str) -> None:
        self.proxy = proxy
        self.upstream = urlsplit(upstream)
        self.table_turn = threading.Lock()
        """DynamoDB makes the writes to one item one after the other; moto's threads check a condition and write in two
        steps, between which another may write."""
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A function that was killed or gave up is no news here."""


class _Handler(ScriptedHandler):
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the functions' logs say what they saw."""

    def do_GET(self) -> None:
        self._answer()

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        service, operation = _operation(self.command, self.headers.get("x-amz-target"))
        headers = {name.lower(): value for name, value in self.headers.items()}
        fault = self.server.proxy.take(Call(service, operation, headers, body))
        action = fault.action if fault else None
        reply: Reply | None = None
        if fault is None or fault.after:
            reply = self._forward(service, body)
        if action is None:
            self.send_reply(reply or Reply(500, b"", {}))
            return
        time.sleep(action.delay_before)
        if action.cut in ("before", "reset"):
            self.cut(reset=action.cut == "reset")
            return
        if error := script.instead(action):
            reply = Reply(error.http_status, error.body, error.headers)
        reply = reply or self._forward(service, body)
        if action.truncate_body:
            reply.body = reply.body[: len(reply.body) // 2]
        self.send_reply(reply, action)

    def _forward(self, service: str, body: bytes) -> Reply:
        if service == "dynamodb":
            with self.server.table_turn:
                return self._exchange(body)
        return self._exchange(body)

    def _exchange(self, body: bytes) -> Reply:
        upstream = self.server.upstream
        connection = http.client.HTTPConnection(str(upstream.hostname), upstream.port or 80, timeout=120)
        try:
            connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in ("connection", "content-length"):
                    connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.putheader("Connection", "close")
            connection.endheaders(body)
            answer = connection.getresponse()
            headers = {name: value for name, value in answer.getheaders() if name.lower() not in _OURS}
            return Reply(answer.status, answer.read(), headers)
        finally:
            connection.close()


def _operation(method: str, target: str | None) -> tuple[str, str]:
    if target is None:
        return "s3", _OPERATIONS.get(method, method)
    prefix, _, operation = target.rpartition(".")
    return _SERVICES.get(prefix, re.sub(r"\W.*", "", prefix).lower()), operation


def aws_refusal(status: int, code: str, *, times: int | None = 1, **match: str) -> dict[str, Any]:
    """A rule: the service refuses the call with this code, in the shape of its protocol."""
    if match.get("service") == "s3":
        body: Any = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>scripted</Message></Error>"
        headers = {"Content-Type": "application/xml"}
    else:
        body = {"__type": f"com.amazonaws#{code}", "message": "scripted"}
        headers = {"Content-Type": "application/x-amz-json-1.0", "x-amzn-errortype": code}
    return {"match": match, "action": {"status": status, "body": body, "headers": headers}, "times": times}
