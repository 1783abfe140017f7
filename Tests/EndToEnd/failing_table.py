"""DynamoDB with a fault that can be switched on: stands before moto and refuses what it is told to refuse."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

BUSY = (500, "InternalServerError")
CLOSED = (400, "AccessDeniedException")
"""Not worth a retry: the policy is wrong."""


class FailingTable:
    """Passes requests on, but for those that `refuses` takes for its own; they get an error."""

    def __init__(self, endpoint: str) -> None:
        self.refuses: Callable[[str, dict[str, Any]], bool] = lambda operation, request: False
        self.refused: list[str] = []
        self._error = BUSY
        self._endpoint = endpoint
        table = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: Any) -> None:
                """Nobody reads it."""

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, content = table._answer(self.path, dict(self.headers.items()), body)
                self.send_response_only(status)
                self.send_header("Content-Type", "application/x-amz-json-1.0")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def refuse_completions(self, error: tuple[int, str]) -> None:
        """The write that turns a record to `completed` fails, and nothing else."""
        self._error = error
        self.refuses = lambda operation, request: (
            operation == "UpdateItem" and {"S": "completed"} in request["ExpressionAttributeValues"].values()
        )

    def recover(self) -> None:
        self.refuses = lambda operation, request: False

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        operation = headers.get("X-Amz-Target", headers.get("x-amz-target", "")).rpartition(".")[2]
        if self.refuses(operation, json.loads(body)):
            self.refused.append(operation)
            status, name = self._error
            return status, json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{name}", "message": "no"}).encode()
        answer = requests.post(self._endpoint + path, data=body, headers=headers, timeout=30)
        return answer.status_code, answer.content
