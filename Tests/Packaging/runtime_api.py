"""The Lambda Runtime API, as a function sees it: hands out events, takes answers."""

import json
import queue
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PREFIX = "/2018-06-01/runtime/"


@dataclass
class Invocation:
    event: bytes
    deadline_ms: int
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    answered: threading.Event = field(default_factory=threading.Event)
    kind: str = ""
    """`response` or `error`."""
    answer: bytes = b""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A function that was stopped while it waited is no news."""


class RuntimeAPI:
    def __init__(self) -> None:
        self.polled = threading.Event()
        self.init_error: bytes | None = None
        self._waiting: "queue.Queue[Invocation]" = queue.Queue()
        self._running: dict[str, Invocation] = {}
        self._server = _Server(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def invoke(self, event: Any, seconds: float = 60) -> Any:
        """Hands the event to the function and gives its response; an error is an AssertionError that quotes it."""
        invocation = Invocation(json.dumps(event).encode(), deadline_ms=int((time.time() + seconds) * 1000))
        self._waiting.put(invocation)
        assert invocation.answered.wait(seconds + 5), "the function did not answer"
        assert invocation.kind == "response", invocation.answer.decode(errors="replace")
        return json.loads(invocation.answer)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type:
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments: Any) -> None:
                pass

            def do_GET(self) -> None:
                api.polled.set()
                invocation = api._waiting.get()
                api._running[invocation.id] = invocation
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(invocation.event)))
                self.send_header("Lambda-Runtime-Aws-Request-Id", invocation.id)
                self.send_header("Lambda-Runtime-Deadline-Ms", str(invocation.deadline_ms))
                self.send_header(
                    "Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:ap-southeast-1:123456789012:function:bare")
                self.end_headers()
                self.wfile.write(invocation.event)

            def do_POST(self) -> None:
                body = self._body()
                what = self.path.removeprefix(PREFIX).split("/")
                if what == ["init", "error"]:
                    api.init_error = body
                elif what[0] == "invocation" and what[1] in api._running:
                    invocation = api._running.pop(what[1])
                    invocation.kind, invocation.answer = what[2], body
                    invocation.answered.set()
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def _body(self) -> bytes:
                if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length", 0)))
                body = b""
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return body

        return Handler
