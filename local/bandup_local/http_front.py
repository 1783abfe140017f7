"""The HTTP API in front of the functions, with the template's routes and API Gateway's limits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .api_event import Answer, Request, gateway_error, read_answer, version_1, version_2
from .emulator import Invocation
from .routes import Route

_GATEWAY_BODY_LIMIT = 10 * 1024 * 1024
_EVENT_LIMIT = 6_291_556
_WAIT_SECONDS = 30.0

_HTTP_TIMEOUT = gateway_error(503, "Service Unavailable")
_HTTP_FAILURE = gateway_error(500, "Internal Server Error")
_UNAUTHORIZED = gateway_error(401, "Unauthorized")
_REST_TIMEOUT = gateway_error(504, "Endpoint request timed out")
_REST_FAILURE = gateway_error(502, "Internal server error")

Invoke = Callable[[Any], Invocation]


@dataclass(frozen=True)
class _Binding:
    route: Route
    invoke: Invoke


class HTTPFront:
    """Listens on loopback and turns each request into an invocation."""

    def __init__(
        self,
        routes: list[tuple[Route, Invoke]],
        *,
        port: int = 0,
        payload_format: str | None = None,
        cors: dict[str, Any] | None = None,
        wait_seconds: float = _WAIT_SECONDS,
        tokens: frozenset[str] | None = None,
    ) -> None:
        self._bindings = sorted((_Binding(*bound) for bound in routes), key=lambda one: one.route.rank)
        self._payload_format = payload_format
        self._cors = cors or {}
        self._wait_seconds = wait_seconds
        self._tokens = tokens
        self._server = _Server(("127.0.0.1", port), self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, request: Request) -> Answer:
        if preflight := self._preflight(request):
            return preflight
        found = self._find(request)
        if found is None:
            return self._with_cors(request, gateway_error(404, "Not Found"))
        if len(request.body) > _GATEWAY_BODY_LIMIT:
            return self._with_cors(request, gateway_error(413, "Request Entity Too Large"))
        binding, parameters = found
        if not self._is_let_through(binding.route, request):
            return self._with_cors(request, _UNAUTHORIZED)
        return self._with_cors(request, self._invoke(binding, request, parameters))

    def _find(self, request: Request) -> tuple[_Binding, dict[str, str]] | None:
        for binding in self._bindings:
            if not binding.route.takes(request.method):
                continue
            if (parameters := binding.route.parameters(request.path)) is not None:
                return binding, parameters
        return None

    def _is_let_through(self, route: Route, request: Request) -> bool:
        """What a JWT authorizer decides; without one everybody is let through, as who they say they are."""
        return self._tokens is None or route.is_open or request.caller.learner in self._tokens

    def _invoke(self, binding: _Binding, request: Request, parameters: dict[str, str]) -> Answer:
        route = binding.route
        payload_format = self._payload_format or route.payload_format
        if payload_format == "2.0":
            event = version_2(request, route.key, parameters)
        else:
            event = version_1(request, route.path, parameters)
        if len(request.body) * (4 / 3 if event["isBase64Encoded"] else 1) > _EVENT_LIMIT:
            return gateway_error(413, "Request Entity Too Large")
        invocation = self._wait_for(binding.invoke, event)
        is_rest = payload_format == "1.0"
        if invocation is None:
            # The function goes on: the gateway only stops listening.
            return _REST_TIMEOUT if is_rest else _HTTP_TIMEOUT
        if invocation.error:
            return _REST_FAILURE if is_rest else _HTTP_FAILURE
        return read_answer(invocation.payload, payload_format)

    def _wait_for(self, invoke: Invoke, event: Any) -> Invocation | None:
        outcome: list[Invocation] = []

        def run() -> None:
            try:
                outcome.append(invoke(event))
            except Exception as error:
                outcome.append(Invocation(str(error).encode(), "crash", 0.0, ""))

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(self._wait_seconds)
        return outcome[0] if outcome else None

    def _preflight(self, request: Request) -> Answer | None:
        origin, asked = request.header("origin"), request.header("access-control-request-method")
        if not self._cors or request.method != "OPTIONS" or origin is None or asked is None:
            return None
        headers = [
            ("access-control-allow-methods", ",".join(self._cors.get("AllowMethods", []))),
            ("access-control-allow-headers", ",".join(self._cors.get("AllowHeaders", []))),
            ("access-control-max-age", str(self._cors.get("MaxAge", 0))),
        ]
        return Answer(204, b"", headers + self._cors_headers(request))

    def _with_cors(self, request: Request, answer: Answer) -> Answer:
        """With CORS configured, the HTTP API's headers take the place of the function's."""
        if not self._cors:
            return answer
        kept = [pair for pair in answer.headers if not pair[0].lower().startswith("access-control-")]
        return Answer(answer.status, answer.body, kept + self._cors_headers(request))

    def _cors_headers(self, request: Request) -> list[tuple[str, str]]:
        origin, allowed = request.header("origin"), self._cors.get("AllowOrigins", [])
        if origin is None or not ("*" in allowed or origin in allowed):
            return []
        headers = [("access-control-allow-origin", "*" if "*" in allowed else origin)]
        if exposed := self._cors.get("ExposeHeaders"):
            headers.append(("access-control-expose-headers", ",".join(exposed)))
        return headers


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], front: HTTPFront) -> None:
        self.front = front
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """The functions log what matters."""

    def _serve(self) -> None:
        body = self._body()
        request = Request(self.command, self.path, list(self.headers.items()), body, self.client_address[0])
        answer = self.server.front.answer(request)
        self.send_response_only(answer.status)
        self.send_header("Date", self.date_time_string())
        for name, value in answer.headers:
            self.send_header(name, value.replace("\r", " ").replace("\n", " "))
        has_body = answer.status != 204
        if has_body:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if has_body and self.command != "HEAD":
            self.wfile.write(answer.body)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            """Trailers are not passed on."""
        return body

    do_TRACE = do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_HEAD = _serve
