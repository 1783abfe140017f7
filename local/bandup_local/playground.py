"""Serves the page to try the service with (local/playground), on an origin of its own.

Another origin than the API's and the buckets': a browser must then be let in by their CORS settings, as on AWS.
"""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any

from . import paths, samples

PAGE = paths.LOCAL / "playground"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


class Playground:
    """Listens on loopback. `api` and `aws` are the addresses that the page may speak to, and no other."""

    def __init__(self, *, api: str, aws: str, uses_real_gemini: bool, port: int = 0) -> None:
        self._files = _files()
        self._files["/config.json"] = (
            json.dumps({"api": api, "usesRealGemini": uses_real_gemini}).encode(),
            "application/json",
        )
        self._policy = "; ".join(
            (
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self'",
                "media-src blob:",
                f"connect-src 'self' {api} {aws}",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'",
            )
        )
        self._server = _Server(("127.0.0.1", port), self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def file(self, path: str) -> tuple[bytes, str] | None:
        """Content and type. Read anew each time, so that an edit shows with the next reload."""
        found = self._files.get(path)
        if isinstance(found, Path):
            return found.read_bytes(), _type(found.name)
        return found

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [
            ("Content-Security-Policy", self._policy),
            ("Permissions-Policy", "microphone=(self), camera=(), geolocation=()"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ]


def _files() -> dict[str, Any]:
    """Everything that can be asked for, by path: what is not in here does not exist."""
    found: dict[str, Any] = {
        f"/{file.relative_to(PAGE).as_posix()}": file for file in PAGE.rglob("*") if file.suffix in _TYPES
    }
    found["/"] = found["/index.html"]
    essay, speech = samples.essay("task2_remote_work"), samples.speech("part2_useful_skill")
    found["/samples/essay.json"] = (
        json.dumps({"text": essay.text, "prompt": essay.prompt, "task": "TASK_2"}).encode(),
        "application/json",
    )
    found["/samples/questions.json"] = (json.dumps({"questions": speech.questions}).encode(), "application/json")
    found["/samples/answer.wav"] = speech.recording
    found["/samples/article.pdf"] = samples.document()
    return {path: file for path, file in found.items() if not isinstance(file, Path) or file.exists()}


def _type(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    return _TYPES.get(suffix) or {".wav": "audio/wav", ".pdf": "application/pdf"}[suffix]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], playground: Playground) -> None:
        self.playground = playground
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads which files a page was made of."""

    def do_GET(self) -> None:
        playground = self.server.playground
        found = playground.file(self.path.partition("?")[0])
        content, kind = found or (b"Not found\n", "text/plain; charset=utf-8")
        self.send_response_only(200 if found else 404)
        self.send_header("Date", self.date_time_string())
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in playground.headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_HEAD = do_GET
