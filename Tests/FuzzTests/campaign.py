"""Runs every fuzz target in a process of its own, so that a crash of one costs the others nothing, and tells what was found.

The inputs that were found lie in the folder afterwards. FUZZ_REPLAY=<file> with one target runs such an input again.
"""

from __future__ import annotations

import argparse
import base64
import os
import re
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).with_name("FuzzTests.swift")
LINE = re.compile(r"^fuzz \| (?P<cells>.*)$", re.MULTILINE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path, help="the test program, built optimised")
    parser.add_argument("--folder", type=Path, required=True, help="for the inputs that were found")
    parser.add_argument("targets", nargs="*", help="names of tests; all of them if none is given")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    failed = [
        name for name in arguments.targets or targets() if not survives(name, arguments.program, arguments.folder)
    ]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def targets() -> list[str]:
    return re.findall(r"func (\w+)\(\) async", TESTS.read_text())


def survives(name: str, program: Path, folder: Path) -> bool:
    environment = {"FUZZ_INPUTS": "1000000", **os.environ, "FUZZ_FOLDER": str(folder)}
    run = subprocess.run(
        [str(program), "--testing-library", "swift-testing", "--no-parallel", "--filter", f"FuzzTests/{name}"],
        env=environment, capture_output=True, text=True, errors="replace",
    )  # fmt: skip
    lines = LINE.findall(run.stdout)
    print("\n".join(lines) if lines else f"{name}: ended with status {run.returncode}", flush=True)
    if run.returncode == 0 and lines:
        return True
    print(run.stdout[-8000:], run.stderr[-8000:], sep="\n", file=sys.stderr)
    for note in folder.glob("*.running"):
        content = crashed_input(note)
        kept = note.with_name(f"{note.stem}-crash-{os.getpid()}.bin")
        kept.write_bytes(content)
        note.unlink()
        print(f"it crashed or hung at {kept}\nbase64: {base64.b64encode(content).decode()}", file=sys.stderr)
    return False


def crashed_input(note: Path) -> bytes:
    """The notebook's file: the count of bytes in eight bytes, then the bytes (FuzzNotebook.swift)."""
    content = note.read_bytes()
    count = int.from_bytes(content[:8], sys.byteorder)
    return content[8 : 8 + count]


if __name__ == "__main__":
    sys.exit(main())
