"""The stand-in as an HTTP/1.1 server on loopback: both services on one port, and the control routes.

| route | purpose |
|---|---|
| `POST /v1beta/models/{model}:generateContent` | Gemini |
| `POST /upload/v1beta/files`, `GET` and `DELETE /v1beta/files/{id}` | Gemini's Files API, see files.py |
| `POST /model/{model}/invoke` | Titan on Bedrock |
| `POST /model/{model}/converse` | Nova Micro on Bedrock |
| `POST /_standin/script` | adds rules, see script.py |
| `POST /_standin/latency` | `{"gemini": seconds, "titan": seconds}` before every answer |
| `GET /_standin/calls?service=` | what was called, see journal.py |
| `GET /_standin/files` | the names of the files that are kept |
| `POST /_standin/reset` | forgets calls, rules and latencies |
"""

from __future__ import annotations

import json
import re
import time
import uuid
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from . import converse, script, titan
from .errors import ServiceError, gemini_error
from .files import Files
from .gemini import Gemini
from .journal import Journal
from .script import Action, Script
from .signature import Verifier
from .wire import Reply, ScriptedHandler

_GEMINI_ROUTE = re.compile(r"/v1beta/models/(?P<model>[^/:]+):generateContent")
_FILE_ROUTE = re.compile(r"/v1beta/(?P<name>files/[^/:]+)")
_CONVERSE_ROUTE = re.compile(r"/model/(?P<model>[^/]+)/converse")
_UPLOAD_PATH = "/upload/v1beta/files"
_TITAN_ROUTE = re.compile(r"/model/(?P<model>[^/]+)/invoke")


@dataclass
class Services:
    """What all connections share."""

    gemini: Gemini
    verifier: Verifier
    script: Script = field(default_factory=Script)
    journal: Journal = field(default_factory=Journal)
    files: Files = field(default_factory=Files)
    latency: dict[str, float] = field(default_factory=dict)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    # Ten embedding calls in flight a function, several functions, and reconnects after faults.
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], services: Services) -> None:
        self.services = services
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news: timeouts and cancelled calls are what is tested here."""


class _Handler(ScriptedHandler):
    server: Server

    def log_message(self, format: str, *args: Any) -> None:
        """The journal is the log."""

    def do_GET(self) -> None:
        self._answer(b"")

    # What opens a connection ahead of its use.
    do_HEAD = do_GET

    def do_POST(self) -> None:
        self._answer(self._read_body())

    def do_DELETE(self) -> None:
        self._answer(b"")

    def _read_body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            pieces = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return b"".join(pieces)
        # Even a body that will be refused is read, or the client would see a broken pipe instead of the refusal.
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _answer(self, body: bytes) -> None:
        url = urlsplit(self.path)
        if url.path.startswith("/_standin/"):
            self.send_reply(self._control(url.path.removeprefix("/_standin/"), parse_qs(url.query), body))
        elif (match := _GEMINI_ROUTE.fullmatch(url.path)) and self.command == "POST":
            self._serve("gemini", unquote(match["model"]), body)
        elif (match := _CONVERSE_ROUTE.fullmatch(url.path)) and self.command == "POST":
            self._serve("converse", unquote(match["model"]), body)
        elif url.path == _UPLOAD_PATH and self.command == "POST":
            self._serve("files", "upload", body)
        elif (match := _FILE_ROUTE.fullmatch(url.path)) and self.command in ("GET", "DELETE"):
            self._serve("files", match["name"], body)
        elif (match := _TITAN_ROUTE.fullmatch(url.path)) and self.command == "POST":
            self._serve("titan", unquote(match["model"]), body)
        else:
            error = gemini_error("NOT_FOUND", "The requested URL was not found on this server.")
            self.send_reply(Reply(404, error.body, error.headers))

    def _serve(self, service: str, model: str, body: bytes) -> None:
        services = self.server.services
        headers = {name.lower(): value for name, value in self.headers.items()}
        query_key = parse_qs(urlsplit(self.path).query).get("key", [None])[0]
        key = headers.get("x-goog-api-key") or query_key
        key_in = None if key is None else "header" if "x-goog-api-key" in headers else "query"
        path = urlsplit(self.path).path
        call = services.journal.begin(service, self.command, path, model, headers, body, key_in)
        action = services.script.take(service, model, body)
        call.scripted = action is not None
        sent: int | None = None
        reply = Reply(0, b"", {})
        try:
            time.sleep(services.latency.get(service, 0.0) + (action.delay_before if action else 0.0))
            if action and action.cut in ("before", "reset"):
                self.cut(reset=action.cut == "reset")
                return
            try:
                if action and (error := script.instead(action)):
                    raise error
                if service == "gemini":
                    reply = self._gemini(model, key, body, action)
                elif service == "converse":
                    reply = self._converse(model, headers, body, action)
                elif service == "files":
                    reply = self._files(model, key, headers, body, action)
                else:
                    reply = self._titan(model, headers, body)
            except ServiceError as error:
                reply = Reply(error.http_status, error.body, error.headers)
            if action:
                reply.headers = reply.headers | action.headers
                if action.truncate_body:
                    reply.body = reply.body[: len(reply.body) // 2]
            self.send_reply(reply, action)
            sent = reply.status
        finally:
            services.journal.end(call, sent, len(reply.body))

    def _gemini(self, model: str, key: str | None, body: bytes, action: Action | None) -> Reply:
        gemini = self.server.services.gemini
        gemini.check_key(key)
        generated = gemini.generate(model, body, self.server.services.files)
        if action:
            script.alter(generated, action)
        content = generated.body()
        if action and action.answer_patch:
            content = script.patched(content.decode(), action.answer_patch).encode()
        return Reply(200, content, {"Content-Type": "application/json; charset=UTF-8"})

    def _files(
        self, name: str, key: str | None, headers: dict[str, str], body: bytes, action: Action | None
    ) -> Reply:
        services = self.server.services
        origin = f"http://{headers['host']}"
        content_type = {"Content-Type": "application/json; charset=UTF-8"}
        upload_id = parse_qs(urlsplit(self.path).query).get("upload_id", [None])[0]
        if name == "upload" and upload_id is not None:
            # The URL itself is the right to write, so no key is asked for.
            share = action.upload_share if action else 1.0
            received, document = services.files.receive(origin, upload_id, headers, body, share=share)
            if share < 1:
                raise ServiceError(503, b"{}", content_type)
            return Reply(200, json.dumps(document).encode(), content_type | received)
        services.gemini.check_key(key)
        if name == "upload":
            return Reply(200, b"{}", content_type | services.files.start(origin, headers, body))
        if self.command == "DELETE":
            services.files.delete(name)
            return Reply(200, b"{}", content_type)
        return Reply(200, json.dumps(services.files.look(name)).encode(), content_type)

    def _converse(self, model: str, headers: dict[str, str], body: bytes, action: Action | None) -> Reply:
        self.server.services.verifier.check(self.command, self.path, headers, body)
        answer = converse.converse(model, body)
        if action:
            (block,) = answer["output"]["message"]["content"]
            text = block["text"] if action.text is None else action.text
            block["text"] = (action.wrap or "%s").replace("%s", text)
        content = json.dumps(answer)
        if action and action.answer_patch:
            content = script.patched(content, action.answer_patch)
        return Reply(
            200,
            content.encode(),
            {"Content-Type": "application/json", "x-amzn-requestid": str(uuid.uuid4())},
        )

    def _titan(self, model: str, headers: dict[str, str], body: bytes) -> Reply:
        self.server.services.verifier.check(self.command, self.path, headers, body)
        answer, tokens = titan.invoke(model, body)
        return Reply(
            200,
            json.dumps(answer).encode(),
            {
                "Content-Type": "application/json",
                "x-amzn-requestid": str(uuid.uuid4()),
                "x-amzn-bedrock-input-token-count": str(tokens),
            },
        )

    def _control(self, name: str, query: dict[str, list[str]], body: bytes) -> Reply:
        services = self.server.services
        answer: dict[str, Any] = {}
        try:
            if name == "calls" and self.command == "GET":
                answer = services.journal.document(query.get("service", [None])[0])
            elif name == "files" and self.command == "GET":
                answer = {"files": services.files.names()}
            elif name == "script":
                services.script.add(script.parse_rules(json.loads(body)))
                answer = {"rules": services.script.remaining()}
            elif name == "latency":
                services.latency.update({key: float(value) for key, value in json.loads(body).items()})
            elif name == "reset":
                services.journal.clear()
                services.script.clear()
                services.latency.clear()
                services.files.clear()
            else:
                return Reply(404, b'{"message": "no such control"}', {"Content-Type": "application/json"})
        except (ValueError, TypeError, AttributeError) as error:
            return Reply(400, json.dumps({"message": str(error)}).encode(), {"Content-Type": "application/json"})
        return Reply(200, json.dumps(answer).encode(), {"Content-Type": "application/json"})
