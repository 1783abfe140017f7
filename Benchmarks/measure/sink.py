"""An HTTP server on loopback that reads whatever it is sent, and answers 200."""

from __future__ import annotations

import socket
import threading

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"


class Sink:
    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        # shutdown wakes the thread that waits in accept; close alone does not.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        space = bytearray(1 << 20)
        with client:
            head = b""
            while piece := client.recv(65_536):
                head += piece
                if b"\r\n\r\n" not in head:
                    continue
                fields, _, body = head.partition(b"\r\n\r\n")
                left = _content_length(fields) - len(body)
                if left > 0 and b"100-continue" in fields.lower():
                    client.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
                while left > 0 and (count := client.recv_into(space, min(left, len(space)))):
                    left -= count
                client.sendall(_ANSWER)
                head = b""


def _content_length(fields: bytes) -> int:
    at = fields.lower().find(b"\r\ncontent-length:")
    return int(fields[at + 17 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
