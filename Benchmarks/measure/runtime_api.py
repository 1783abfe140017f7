"""A function's process and the Runtime API it speaks to: hands over one event after the other and takes the times.

The emulator does more than is wanted here (it starts processes, checks time limits, copies bodies), and does it in the
time that would be measured. This is one thread, one poll, and as little work as Python can do between two events.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

_PREFIX = b" /2018-06-01/runtime/"
_ACCEPTED = b'HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{"status":"OK"}\n'


class FunctionFailed(Exception):
    """The function ended, could not start, or said nothing for too long."""


@dataclass(frozen=True)
class Answer:
    payload: bytes
    is_error: bool
    seconds: float
    """From the event's first byte to the answer's last one."""
    cycle_seconds: float
    """The same to the arrival of the next `/next`: what one invocation keeps the function busy."""


@dataclass
class _Connection:
    socket: socket.socket
    buffer: bytearray = field(default_factory=bytearray)

    def request(self) -> tuple[bytes, bytes] | None:
        """Path behind the common prefix, and body, once both are there whole."""
        head_end = self.buffer.find(b"\r\n\r\n")
        if head_end < 0:
            return None
        head = bytes(self.buffer[:head_end])
        length = 0
        at = head.lower().find(b"\r\ncontent-length:")
        if at >= 0:
            length = int(head[at + 17 :].split(b"\r\n", 1)[0])
        end = head_end + 4 + length
        if len(self.buffer) < end:
            return None
        body = bytes(self.buffer[head_end + 4 : end])
        del self.buffer[:end]
        return head.split(b"\r\n", 1)[0].split(_PREFIX, 1)[-1].split(b" ", 1)[0], body


class FunctionProcess:
    """One execution environment. Starts on entry, and is ready for events once `start` has come back."""

    def __init__(
        self,
        command: list[str],
        environment: dict[str, str],
        *,
        log: Path | None = None,
        timeout_seconds: float = 60,
    ) -> None:
        self._command = command
        self._environment = environment
        self._log = log or Path(os.devnull)
        self._timeout = timeout_seconds
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._poll = select.poll()
        self._poll.register(self._listener, select.POLLIN)
        self._connections: dict[int, _Connection] = {}
        self._waiting: _Connection | None = None
        self.pid = 0
        self.start_seconds = 0.0
        """From just before the process was made to the arrival of its first `/next`."""

    def start(self) -> FunctionProcess:
        port = self._listener.getsockname()[1]
        environment = self._environment | {"AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}"}
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        files = [(os.POSIX_SPAWN_OPEN, descriptor, str(self._log), flags, 0o644) for descriptor in (1, 2)]
        started = time.perf_counter()
        self.pid = os.posix_spawn(self._command[0], self._command, environment, file_actions=files)
        self._wait_for_next()
        self.start_seconds = time.perf_counter() - started
        return self

    def invoke(self, event: bytes) -> Answer:
        """Hands over one event, and comes back once the function asks for the next one."""
        if self._waiting is None:
            raise FunctionFailed("the function does not wait for an event")
        deadline = int((time.time() + self._timeout) * 1000)
        head = (
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            f"Lambda-Runtime-Aws-Request-Id: {uuid.uuid4()}\r\nLambda-Runtime-Deadline-Ms: {deadline}\r\n"
            "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-west-1:123456789012:function:bench\r\n"
            "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700\r\n"
            f"Content-Length: {len(event)}\r\n\r\n"
        )
        connection, self._waiting = self._waiting, None
        message = head.encode() + event
        started = time.perf_counter()
        connection.socket.sendall(message)
        connection, path, body = self._receive()
        answered = time.perf_counter()
        if not path.endswith((b"/response", b"/error")):
            raise FunctionFailed(f"{path.decode()} came instead of an answer")
        connection.socket.sendall(_ACCEPTED)
        self._wait_for_next()
        return Answer(body, path.endswith(b"/error"), answered - started, time.perf_counter() - started)

    def stop(self) -> None:
        for connection in self._connections.values():
            connection.socket.close()
        self._connections.clear()
        self._listener.close()
        if self.pid:
            try:
                os.kill(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            os.waitpid(self.pid, 0)
            self.pid = 0

    def __enter__(self) -> FunctionProcess:
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _wait_for_next(self) -> None:
        connection, path, body = self._receive()
        if path != b"invocation/next":
            raise FunctionFailed(f"{path.decode()}: {body[:300].decode(errors='replace')}")
        self._waiting = connection

    def _receive(self) -> tuple[_Connection, bytes, bytes]:
        deadline = time.monotonic() + self._timeout
        while True:
            ready = self._poll.poll(1000)
            if not ready:
                self._check_alive()
                if time.monotonic() > deadline:
                    raise FunctionFailed(f"{self._command[0]} said nothing for {self._timeout:.0f} s")
            for descriptor, _ in ready:
                if descriptor == self._listener.fileno():
                    self._accept()
                    continue
                connection = self._connections[descriptor]
                piece = connection.socket.recv(1 << 20)
                if not piece:
                    self._drop(descriptor)
                    continue
                connection.buffer += piece
                if request := connection.request():
                    return connection, *request

    def _accept(self) -> None:
        accepted, _ = self._listener.accept()
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connections[accepted.fileno()] = _Connection(accepted)
        self._poll.register(accepted, select.POLLIN)

    def _drop(self, descriptor: int) -> None:
        self._poll.unregister(descriptor)
        self._connections.pop(descriptor).socket.close()

    def _check_alive(self) -> None:
        if os.waitpid(self.pid, os.WNOHANG)[0]:
            self.pid = 0
            raise FunctionFailed(f"{self._command[0]} ended")
