"""Events for a function, endlessly and in the mix that a soak wants: jobs, duplicates, refusals, reads, histories."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import random
import uuid
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bandup_local import api_event, identity, samples
from bandup_local.event_source import sqs_event
from bandup_local.stack import LocalStack

from .runtime_api import Answer, FunctionFailed

USERS = [f"learner-{number:02}" for number in range(20)]


def api_call(method: str, target: str, body: Any = None, user: str | None = None) -> bytes:
    """The event of an HTTP request in payload format 2.0; without a user it comes from a trusted back end."""
    headers = [("host", "api.example.com"), ("content-type", "application/json"), ("user-agent", "soak")]
    if user:
        headers.append(("authorization", f"Bearer {user}"))
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

    path: str
    id_field: str
    content: Callable[[str], dict[str, Any]]
    """The fields of a user's request that say what to work on."""
    failing: dict[str, Any]
    """Fields with which a job ends as `failed`."""
    _chance: random.Random = field(default_factory=lambda: random.Random(8))
    _done: list[tuple[str, str]] = field(default_factory=list)

    def events(self) -> Iterator[tuple[str, bytes]]:
        """Pairs of a kind and an event."""
        kinds: list[tuple[str, Callable[[], bytes]]] = [
            *[("new job, API", self._new_api_job)] * 4,
            *[("new job, queue", lambda: queue_batch(self._job()))] * 4,
            ("two jobs, queue", lambda: queue_batch(self._job(), self._job())),
            ("job and nonsense, queue", lambda: queue_batch(self._job(), "no JSON")),
            ("failing job, queue", lambda: queue_batch(self._job() | self.failing)),
            ("duplicate, API", lambda: self._again(is_queued=False)),
            *[("duplicate, queue", lambda: self._again(is_queued=True))] * 2,
            ("bad request, API", lambda: api_call("POST", self.path, {"user_id": USERS[0]})),
            ("no JSON, API", lambda: api_call("POST", self.path, b"{", USERS[0])),
            *[("read", self._read)] * 2,
            *[("history", lambda: api_call("GET", f"{self.path}?limit=5", user=self._chance.choice(USERS)))] * 2,
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
        return {self.id_field: name, "user_id": user, **self.content(user)}

    def _new_api_job(self) -> bytes:
        return api_call("POST", self.path, self._job())

    def _again(self, is_queued: bool) -> bytes:
        if not self._done:
            return self._new_api_job()
        name, user = self._chance.choice(self._done)
        job = self._request(name, user)
        return queue_batch(job) if is_queued else api_call("POST", self.path, job)

    def _read(self) -> bytes:
        name, user = self._chance.choice(self._done) if self._done else ("unknown", USERS[0])
        return api_call("GET", f"{self.path}/{name}", user=user)


class Uploads:
    """The mix for S3Upload, which keeps nothing."""

    def events(self) -> Iterator[tuple[str, bytes]]:
        chance = random.Random(8)
        for number in itertools.count():
            user, lot = chance.choice(USERS), chance.random()
            body = {"user_id": user, "filename": f"Câu trả lời {number}.wav", "content_type": "audio/wav"}
            if lot < 0.8:
                yield "upload", api_call("POST", "/uploads", body | {"upload_type": "speaking_audio"}, user)
            elif lot < 0.9:
                yield "bad request, API", api_call("POST", "/uploads", body | {"upload_type": "spreadsheet"}, user)
            elif lot < 0.95:
                yield "no JSON, API", api_call("POST", "/uploads", b"{", user)
            else:
                yield "wrong method", api_call("GET", "/uploads", user=user)

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


def workload(stack: LocalStack, target: str) -> Jobs | Uploads:
    """Small jobs, with the objects they need in their buckets."""
    if target == "S3Upload":
        return Uploads()
    if target == "WritingEvaluator":
        essay = samples.essay("task2_remote_work")
        writing = {"essay_content": essay.text, "task_prompt": essay.prompt, "task_type": "TASK_2"}
        return Jobs("/writing/evaluations", "session_id", lambda user: writing, {"essay_content": ""})
    if target == "SpeakingEvaluator":
        speech = samples.speech("part1_home_town")
        recordings = _store(stack, "audio", "answer.wav", _excerpt(speech.recording, seconds=2))
        speaking = {"part": "PART_1", "questions": speech.questions}
        missing = {"audio_url": f"s3://{stack.bucket('audio')}/uploads/missing.wav"}
        return Jobs(
            "/speaking/evaluations", "session_id", lambda user: speaking | {"audio_url": recordings[user]}, missing
        )
    documents = _store(stack, "documents", "article.pdf", samples.document().read_bytes())
    missing = {"pdf_url": f"s3://{stack.bucket('documents')}/uploads/missing.pdf"}
    return Jobs(
        "/flashcard-sets", "set_id", lambda user: {"num_cards": 5, "pdf_url": documents[user]}, missing
    )


def _excerpt(recording: Path, seconds: int) -> bytes:
    target = io.BytesIO()
    with wave.open(str(recording)) as source, wave.open(target, "wb") as cut:
        cut.setparams(source.getparams())
        cut.writeframes(source.readframes(seconds * source.getframerate()))
    return target.getvalue()


def _store(stack: LocalStack, kind: str, name: str, content: bytes) -> dict[str, str]:
    """The URL of each user's own copy."""
    bucket, client, urls = stack.bucket(kind), stack.cloud.client("s3"), {}
    for user in USERS:
        key = f"uploads/soak/{user}/{name}"
        client.put_object(Bucket=bucket, Key=key, Body=content)
        urls[user] = f"s3://{bucket}/{key}"
    return urls
