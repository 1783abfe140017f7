"""Stands between a function and the emulator's Runtime API, and sees the function's answer the moment it is posted.

Lambda gives the caller its answer when the function posts it; the emulator only when the function asks for its next
event. A function that works on after its answer (SPEC.md section 9) would look slow, so the caller is served from
here. Bytes pass unchanged both ways, so that the function still talks with the real emulator, but for an event's X-Ray
header, which Lambda gives to a function and the emulator keeps to itself.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable

_POST = re.compile(rb"POST /2018-06-01/runtime/(?:invocation/[^/ ]+/(?P<kind>response|error)|init/error) HTTP")
_LENGTH = re.compile(rb"^content-length:\s*(\d+)\s*$", re.IGNORECASE | re.MULTILINE)
_REQUEST_ID = b"\r\nLambda-Runtime-Aws-Request-Id:"
"""Stands in the answers that bring an event, and in no other."""
_PAYLOAD_LIMIT = 6_291_556
"""Above this the emulator refuses the answer, so it is none."""

OnAnswer = Callable[[str, bytes], None]
"""Called with `response`, `error` or `init_error`, and the body."""


class RuntimeRelay:
    def __init__(self, emulator_port: int, on_answer: OnAnswer) -> None:
        self._emulator_port = emulator_port
        self._on_answer = on_answer
        self.trace: str | None = None
        """The X-Ray header that comes with the next event."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        # shutdown wakes the thread that waits in accept; close alone does not.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                function, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(function,), daemon=True).start()

    def _serve(self, function: socket.socket) -> None:
        try:
            emulator = socket.create_connection(("127.0.0.1", self._emulator_port))
        except OSError:
            function.close()
            return
        for end in (function, emulator):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=_copy, args=(emulator, function, self._traced), daemon=True).start()
        _copy(function, emulator, seen=_RequestReader(self._on_answer).feed)

    def _traced(self, piece: bytes) -> bytes:
        if self.trace is None or not piece.startswith(b"HTTP/1.1 200"):
            return piece
        return piece.replace(_REQUEST_ID, f"\r\nLambda-Runtime-Trace-Id: {self.trace}".encode() + _REQUEST_ID, 1)


def _copy(
    source: socket.socket,
    sink: socket.socket,
    change: Callable[[bytes], bytes] = lambda piece: piece,
    seen: Callable[[bytes], None] = lambda piece: None,
) -> None:
    try:
        while piece := source.recv(65_536):
            sink.sendall(change(piece))
            seen(piece)
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
    source.close()


class _RequestReader:
    """Follows a connection's requests, one after the other, as far as telling where each ends."""

    def __init__(self, on_answer: OnAnswer) -> None:
        self._on_answer = on_answer
        self._buffer = bytearray()

    def feed(self, piece: bytes) -> None:
        self._buffer += piece
        while (head_end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = bytes(self._buffer[:head_end])
            body_start = head_end + 4
            if b"transfer-encoding: chunked" in head.lower():
                ending = self._buffer.find(b"\r\n0\r\n\r\n", head_end + 2)
                if ending < 0:
                    return
                end = ending + 7
                body = _joined(bytes(self._buffer[body_start:end]))
            else:
                length = _LENGTH.search(head)
                end = body_start + (int(length[1]) if length else 0)
                if len(self._buffer) < end:
                    return
                body = bytes(self._buffer[body_start:end])
            del self._buffer[:end]
            match = _POST.match(head)
            if match and len(body) <= _PAYLOAD_LIMIT:
                self._on_answer(match["kind"].decode() if match["kind"] else "init_error", body)


def _joined(chunked: bytes) -> bytes:
    body, position = b"", 0
    while (line_end := chunked.find(b"\r\n", position)) >= 0:
        size = int(chunked[position:line_end].split(b";")[0], 16)
        if size == 0:
            break
        body += chunked[line_end + 2 : line_end + 2 + size]
        position = line_end + 4 + size
    return body
