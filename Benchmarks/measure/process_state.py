"""What the kernel says of a process: memory, processor time, descriptors, threads, children that nobody fetched."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """In MB (10^6 bytes). `own` counts pages shared with other processes by their share only (PSS)."""

    resident: float
    own: float


@dataclass(frozen=True)
class State:
    memory: Memory
    descriptors: int
    threads: int
    zombies: int


def memory(pid: int) -> Memory:
    sizes = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, _, rest = line.partition(":")
        sizes[name] = int(rest.split()[0]) * 1024 / 1e6
    return Memory(resident=sizes["Rss"], own=sizes["Pss"])


def state(pid: int) -> State:
    return State(
        memory=memory(pid),
        descriptors=len(os.listdir(f"/proc/{pid}/fd")),
        threads=len(os.listdir(f"/proc/{pid}/task")),
        zombies=sum(1 for child in _children(pid) if _is_zombie(child)),
    )


def processor_seconds(pid: int) -> float:
    """User and system time of the process and of the children it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:15]) / _TICKS_PER_SECOND


def thread_seconds(pid: int) -> float:
    """Processor time of the threads that there are now, to the microsecond, which the process's own is not."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(one) for one in path.read_text().split()]
        except OSError:
            # The thread has ended.
            pass
    return found


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False
