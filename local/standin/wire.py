"""Sends answers over HTTP/1.1 as a script says: late, in halves, drop by drop, or not to the end."""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler

from .script import Action


@dataclass
class Reply:
    status: int
    body: bytes
    headers: dict[str, str]


class ScriptedHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def send_reply(self, reply: Reply, action: Action | None = None) -> None:
        # What a HEAD asks for is the head.
        content = b"" if self.command == "HEAD" else reply.body
        head = [f"HTTP/1.1 {reply.status} {_phrase(reply.status)}", f"Date: {self.date_time_string()}"]
        head += [f"{name}: {value}" for name, value in reply.headers.items()]
        head += [f"Content-Length: {len(reply.body)}", "", ""]
        start = "\r\n".join(head).encode("latin-1")
        if reply.headers.get("Connection", "").lower() == "close":
            self.close_connection = True
        middle = len(content) // 2
        if action is None:
            self.wfile.write(start + content)
        elif action.bytes_per_second:
            self._trickle(start + content, action.bytes_per_second)
        else:
            self.wfile.write(start + content[:middle])
            time.sleep(action.delay_middle)
            if action.cut == "middle":
                self.cut(reset=False)
                return
            self.wfile.write(content[middle:])

    def _trickle(self, content: bytes, bytes_per_second: int) -> None:
        step = max(1, bytes_per_second // 10)
        for start in range(0, len(content), step):
            self.wfile.write(content[start : start + step])
            time.sleep(step / bytes_per_second)

    def cut(self, *, reset: bool) -> None:
        if reset:
            # A lingering time of zero makes close send RST instead of FIN.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True
        if reset:
            self.connection.close()


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
