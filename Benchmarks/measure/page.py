"""docs/benchmarks.md: sections that commands write, each between two marks, so that one leaves the others alone."""

from __future__ import annotations

import datetime
import os
import platform
import re
import subprocess
from pathlib import Path

_SKELETON = """# Benchmarks

`make bench` and `make soak` write this page; every figure in it comes from their last runs.

<!-- bench -->
<!-- /bench -->

## Soak

<!-- soak -->
<!-- /soak -->
"""


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(cells) + " |" for cells in [head, *rows]]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])


def write_section(file: Path, name: str, text: str) -> None:
    page = file.read_text() if file.exists() else _SKELETON
    section = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not section.search(page):
        raise ValueError(f"{file} has no marks for {name}")
    file.write_text(section.sub(lambda marks: f"{marks[1]}\n{text.strip()}\n\n{marks[2]}", page))


def machine() -> str:
    """The day, the machine, and what was built with what, in one line."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    commit = _first_line("git", "describe", "--always", "--dirty")
    return (
        f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d}, {os.cpu_count()} cores of "
        f"{cpu[1] if cpu else platform.machine()}, {memory:.0f} GiB, load {os.getloadavg()[0]:.1f}; "
        f"{_first_line('swift', '--version').split(' (')[0]}, Linux {platform.release()}, "
        f"libcurl {_first_line('pkg-config', '--modversion', 'libcurl')}, commit {commit}."
    )


def _first_line(*command: str) -> str:
    answer = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent, check=False)
    return answer.stdout.strip().splitlines()[0] if answer.stdout.strip() else "unknown"
