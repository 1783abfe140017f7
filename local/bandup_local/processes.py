"""Child processes that end with us, and waiting for them to listen."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

from . import guard


class ChildProcess:
    """A command under guard, with its output in files."""

    def __init__(
        self, command: list[str], *, environment: dict[str, str], output: Path, errors: Path, folder: Path | None = None
    ) -> None:
        output.parent.mkdir(parents=True, exist_ok=True)
        with output.open("ab") as stdout, errors.open("ab") as stderr:
            self._guard = subprocess.Popen(
                [sys.executable, "-I", "-S", guard.__file__, *command],
                stdin=subprocess.PIPE,
                stdout=stdout,
                stderr=stderr,
                env=environment,
                cwd=folder,
                # Ctrl-C is for us: we end our children in our own order.
                start_new_session=True,
            )
        self.errors = errors

    def is_running(self) -> bool:
        return self._guard.poll() is None

    def descendants(self) -> list[int]:
        """Process ids of the command and what it started, the command first."""
        return guard.descendants(self._guard.pid)

    def stop(self) -> None:
        if self._guard.stdin and not self._guard.stdin.closed:
            self._guard.stdin.close()
        self._guard.wait()

    def __enter__(self) -> ChildProcess:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def free_port() -> int:
    """A port that nothing listens on now. Another process may take it before it is used, which shows at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_listening(port: int, child: ChildProcess, seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            pass
        if not child.is_running() or time.monotonic() > deadline:
            tail = child.errors.read_text(errors="replace")[-2000:] if child.errors.exists() else ""
            raise RuntimeError(f"nothing came up on port {port}\n{tail}")
        time.sleep(0.02)
