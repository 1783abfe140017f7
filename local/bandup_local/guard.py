"""Runs a command and ends it, with all its descendants, when standard input closes.

A test run that is killed can't clean up: its pipe to this process closes all the same, so no moto, emulator or
function is left behind. Run as a script; imports nothing but the standard library, so that it starts fast.
"""

from __future__ import annotations

import glob
import os
import select
import signal
import subprocess
import sys
import time

_GRACE_SECONDS = 3.0


def main() -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A SIGTERM to the guard must end the command too: it becomes an exception that the loop below sees.
    signal.signal(signal.SIGTERM, _raise_exit)
    command = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, start_new_session=True)
    watch = os.pidfd_open(command.pid)
    try:
        while True:
            ready, _, _ = select.select([0, watch], [], [])
            if watch in ready or not os.read(0, 1):
                break
    except SystemExit:
        pass
    end(command)
    return command.returncode


def end(command: subprocess.Popen[bytes]) -> None:
    family = descendants(command.pid)
    if command.poll() is None:
        command.terminate()
        deadline = time.monotonic() + _GRACE_SECONDS
        while command.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
    for pid in [*family, command.pid]:
        if pid != command.pid or command.poll() is None:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
    command.wait()


def descendants(pid: int) -> list[int]:
    """Children and theirs, as the kernel lists them now: a list for each thread, as any thread may have forked."""
    children: list[int] = []
    for listing in glob.glob(f"/proc/{pid}/task/*/children"):
        try:
            with open(listing) as source:
                children += [int(text) for text in source.read().split()]
        except OSError:
            # The thread or the process has ended meanwhile.
            pass
    return [found for child in sorted(children) for found in (child, *descendants(child))]


def _raise_exit(*_: object) -> None:
    raise SystemExit


if __name__ == "__main__":
    sys.exit(main())
