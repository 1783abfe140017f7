"""Events for a function, endlessly and in the mix that a soak wants: jobs, duplicates, refusals, reads, histories."""

from __future__ import annotations

import hashlib
import json
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bandup_local import api_event, callers, identity
from bandup_local.event_source import sqs_event
from bandup_local.stack import LocalStack
from bandup_local.subjects import ENDPOINTS, Endpoint, Subject, subject_of

from .runtime_api import Answer, FunctionFailed

USERS = [f"learner-{number:02}" for number in range(20)]


def api_call(method: str, target: str, body: Any = None, user: str | None = None) -> bytes:
    """The event of an HTTP request in payload format 2.0; without a user it comes from a trusted back end."""
    headers = [("host", "api.example.com"), ("content-type", "application/json"), ("user-agent", "soak")]
    headers += [(name.lower(), value) for name, value in callers.caller(user).headers.items()]
    content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
    request = api_event.Request(method, target, headers, content)
    return json.dumps(api_event.version_2(request, "$default", {})).encode()


def queue_batch(*bodies: Any) -> bytes:
    """The event of messages from a queue, on their first delivery."""
    messages = []
    for body in bodies:
        text = body if isinstance(body, str) else json.dumps(body)
        messages.append(
            {
                "MessageId": str(uuid.uuid4()),
                "ReceiptHandle": uuid.uuid4().hex,
                "Body": text,
                "MD5OfBody": hashlib.md5(text.encode()).hexdigest(),
                "Attributes": {"ApproximateReceiveCount": 1, "SentTimestamp": 1795169700000},
            }
        )
    return json.dumps(sqs_event(messages, f"arn:aws:sqs:{identity.REGION}:{identity.ACCOUNT}:jobs")).encode()


@dataclass
class Jobs:
    """The mix for a function that works on jobs. Every twenty events are the same kinds in another order."""

    subject: Subject
    urls: dict[str, str]
    """Each user's own object, where the kind works on objects."""
    _chance: random.Random = field(default_factory=lambda: random.Random(8))
    _done: list[tuple[str, str]] = field(default_factory=list)

    def events(self) -> Iterator[tuple[str, bytes]]:
        """Pairs of a kind and an event."""
        path = self.subject.path
        kinds: list[tuple[str, Callable[[], bytes]]] = [
            *[("new job, API", self._new_api_job)] * 4,
            *[("new job, queue", lambda: queue_batch(self._job()))] * 4,
            ("two jobs, queue", lambda: queue_batch(self._job(), self._job())),
            ("job and nonsense, queue", lambda: queue_batch(self._job(), "no JSON")),
            ("failing job, queue", lambda: queue_batch(self.subject.failing(self._job()))),
            ("duplicate, API", lambda: self._again(is_queued=False)),
            *[("duplicate, queue", lambda: self._again(is_queued=True))] * 2,
            ("bad request, API", lambda: api_call("POST", path, {"user_id": USERS[0]})),
            ("no JSON, API", lambda: api_call("POST", path, b"{", USERS[0])),
            *[("read", self._read)] * 2,
            *[("history", lambda: api_call("GET", f"{path}?limit=5", user=self._chance.choice(USERS)))] * 2,
        ]
        while True:
            self._chance.shuffle(kinds)
            for kind, make in kinds:
                yield kind, make()

    def forget(self) -> None:
        """The records were removed: nothing that was done so far can be asked for."""
        self._done.clear()

    def _job(self) -> dict[str, Any]:
        name, user = f"soak-{uuid.uuid4().hex}", self._chance.choice(USERS)
        self._done.append((name, user))
        return self._request(name, user)

    def _request(self, name: str, user: str) -> dict[str, Any]:
        request = {self.subject.id_field: name, "user_id": user, **self.subject.fields("")}
        return request | {self.subject.content_field: self.urls[user]} if self.urls else request

    def _new_api_job(self) -> bytes:
        return api_call("POST", self.subject.path, self._job())

    def _again(self, is_queued: bool) -> bytes:
        if not self._done:
            return self._new_api_job()
        name, user = self._chance.choice(self._done)
        job = self._request(name, user)
        return queue_batch(job) if is_queued else api_call("POST", self.subject.path, job)

    def _read(self) -> bytes:
        name, user = self._chance.choice(self._done) if self._done else ("unknown", USERS[0])
        return api_call("GET", f"{self.subject.path}/{name}", user=user)


@dataclass
class Calls:
    """The mix for a route that answers at once and keeps nothing."""

    endpoint: Endpoint

    def events(self) -> Iterator[tuple[str, bytes]]:
        chance, path = random.Random(8), self.endpoint.path
        while True:
            user, lot = chance.choice(USERS), chance.random()
            if lot < 0.8:
                yield self.endpoint.name, api_call("POST", path, {"user_id": user} | self.endpoint.fields(""), user)
            elif lot < 0.9:
                yield "bad request, API", api_call("POST", path, {"user_id": user}, user)
            elif lot < 0.95:
                yield "no JSON, API", api_call("POST", path, b"{", user)
            else:
                yield "wrong method", api_call("PUT", path, user=user)

    def forget(self) -> None:
        """Nothing is kept."""


def outcome(answer: Answer) -> str:
    """The status for an API's caller; for a queue the number of messages that are to come back."""
    if answer.is_error:
        return "error"
    document = json.loads(answer.payload)
    if (failures := document.get("batchItemFailures")) is not None:
        return f"{len(failures)} back" if failures else "done"
    return str(document.get("statusCode"))


def expect(answer: Answer, *statuses: int) -> None:
    if outcome(answer) not in map(str, statuses):
        raise FunctionFailed(f"{outcome(answer)}: {answer.payload[:500].decode(errors='replace')}")


def workload(stack: LocalStack, function: str) -> Jobs | Calls:
    """Small jobs, with the objects they need in their buckets, or calls of what has no jobs."""
    subject = subject_of(function)
    if subject is None:
        return Calls(next(endpoint for endpoint in ENDPOINTS if endpoint.function == function))
    content, urls = subject.content, {}
    if content:
        sample = content.sample("small")
        urls = {user: stack.store(content.bucket, content.key(user, "soak"), sample) for user in USERS}
    return Jobs(subject, urls)
