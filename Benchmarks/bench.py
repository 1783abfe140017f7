"""Measures the functions and their parts against references in the same run: `make bench` writes docs/benchmarks.md.

Every figure is a median with its quartiles; every ratio is taken from pairs that were measured one right after the
other, so that a busy machine slows both of them down.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "local"))

from bandup_local.stack import LocalStack  # noqa: E402
from measure import https_calls, memory, overhead, page, parts, startup  # noqa: E402
from measure.figures import Section  # noqa: E402
from measure.setting import Setting  # noqa: E402

BENCHMARKS = {
    "startup": startup.measure,
    "overhead": overhead.measure,
    "https": https_calls.measure,
    "parts": parts.measure,
    "memory": memory.measure,
}


def render(sections: list[Section], picture: str | None) -> str:
    text = page.machine() + "\n\n"
    text += (
        "Figures are medians, with the quartiles in brackets. A ratio is the median of the ratios of pairs that were"
        " measured right after each other. [documents.md](documents.md) has those of whole documents.\n"
    )
    if picture:
        text += f"\n![All ratios of this run]({picture})\n"
    head = ["what", "unit", "ours", "reference", "ratio", "aim"]
    for section in sections:
        rows = [row.cells() for row in section.rows]
        text += f"\n## {section.title}\n\n{section.about}\n\n{page.table(head, rows)}\n"
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"some of {', '.join(BENCHMARKS)}; without any, all")
    parser.add_argument("--thoroughness", type=float, default=1, help="share of the usual number of rounds")
    parser.add_argument("--report", type=Path, help="the page whose section is to be written, with a picture beside it")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bandup-bench-"))
    sections = []
    with LocalStack(folder, with_event_sources=False) as stack:
        setting = Setting(stack, folder, options.thoroughness)
        for name in options.names or BENCHMARKS:
            started = time.monotonic()
            sections.append(BENCHMARKS[name](setting))
            print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    picture = None
    if options.report:
        from measure import plot

        picture = "images/benchmarks.svg"
        plot.draw(sections, options.report.parent / picture)
    text = render(sections, picture)
    print(text)
    if options.report:
        page.write_section(options.report, "bench", text)


if __name__ == "__main__":
    main()
