"""A TCP gate on loopback that closes the connections through it, or silently forgets them as a network device does."""

from __future__ import annotations

import ctypes
import socket
import struct
import threading
from typing import Any

_SO_ATTACH_FILTER = 26
_DROP_ALL = struct.pack("HBBI", 0x06, 0, 0, 0)
"""One instruction of classic BPF: return 0 bytes of every packet."""


class TCPGate:
    """`port` leads to `target_port`. New connections always pass; the existing ones can be broken in two ways."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = int(self._listener.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._lock = threading.Lock()
        self._open: list[tuple[socket.socket, socket.socket]] = []
        self._forgotten: list[socket.socket] = []
        self.connections = 0
        """How many have come so far."""
        threading.Thread(target=self._accept, daemon=True).start()

    def close_all(self) -> int:
        """Ends the connections in the open, as a server does with idle ones. Gives how many they were."""
        pairs = self._taken()
        for pair in pairs:
            for end in pair:
                _shut(end)
        return len(pairs)

    def forget_all(self) -> int:
        """From now on the kernel drops every packet of these connections, unacknowledged: no FIN, no RST, no answer."""
        pairs = self._taken()
        for client, server in pairs:
            program = ctypes.create_string_buffer(_DROP_ALL, len(_DROP_ALL))
            client.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, struct.pack("HL", 1, ctypes.addressof(program)))
            # Open, so that the kernel does not answer for it with a RST.
            self._forgotten.append(client)
            _shut(server)
        return len(pairs)

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.close_all()
        for client in self._forgotten:
            client.close()

    def _taken(self) -> list[tuple[socket.socket, socket.socket]]:
        with self._lock:
            pairs, self._open = self._open, []
        return pairs

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target_port))
            except OSError:
                return
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self.connections += 1
                self._open.append((client, server))
            threading.Thread(target=self._copy, args=(client, server, client), daemon=True).start()
            threading.Thread(target=self._copy, args=(server, client, client), daemon=True).start()

    def _copy(self, source: socket.socket, sink: socket.socket, client: Any) -> None:
        try:
            while piece := source.recv(65_536):
                sink.sendall(piece)
        except OSError:
            pass
        with self._lock:
            is_forgotten = client in self._forgotten or all(client is not pair[0] for pair in self._open)
            self._open = [pair for pair in self._open if pair[0] is not client]
        if not is_forgotten:
            _shut(source)
            _shut(sink)


def _shut(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        # The other side was faster.
        pass
