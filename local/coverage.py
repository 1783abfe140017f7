"""Prints the line coverage of Sources/ from what `swift test --enable-code-coverage` left behind.

Takes the llvm-cov that lies beside `swift`: Debian's own may be too old for the compiler's format.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from bandup_local import paths, report


def main() -> int:
    swift = shutil.which("swift")
    if swift is None:
        print("swift is not on PATH", file=sys.stderr)
        return 1
    build = Path(
        subprocess.run(["swift", "build", "--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    )
    profile, tests = build / "codecov" / "default.profdata", next(build.glob("*PackageTests.xctest"), None)
    if tests is None or not profile.exists():
        print("no coverage yet: run `make test-swift`", file=sys.stderr)
        return 1
    exported = subprocess.run(
        [str(Path(swift).resolve().parent / "llvm-cov"), "export", "-summary-only", f"-instr-profile={profile}",
         str(tests)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    print_table(json.loads(exported.stdout), paths.REPOSITORY / "Sources")
    return 0


def print_table(exported: dict[str, list[dict[str, list[dict[str, object]]]]], sources: Path) -> None:
    lines: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for file in exported["data"][0]["files"]:
        path = Path(str(file["filename"]))
        if path.is_relative_to(sources):
            summary = file["summary"]["lines"]  # type: ignore[index]
            for name in ("/".join(path.relative_to(sources).parts[:-1]), "Sources"):
                lines[name][0] += summary["covered"]
                lines[name][1] += summary["count"]
    total = lines.pop("Sources", [0, 0])
    rows = [[name, f"{covered} of {count}", f"{covered / max(count, 1):.1%}"]
            for name, (covered, count) in sorted(lines.items())]  # fmt: skip
    report.table(["folder", "lines", "covered"], rows)
    print(f"\nLine coverage of Sources: {total[0] / max(total[1], 1):.1%} ({total[0]} of {total[1]} lines)")


if __name__ == "__main__":
    sys.exit(main())
