"""Plain text for people: headings, aligned fields, tables."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Sequence

_WIDTH = min(shutil.get_terminal_size((110, 24)).columns, 120)


def heading(text: str) -> None:
    print(f"\n── {text} {'─' * max(_WIDTH - len(text) - 4, 0)}")


def field(name: str, value: object) -> None:
    """A named value; long ones go on below, under their beginning."""
    lines = textwrap.wrap(str(value), _WIDTH - 14, break_on_hyphens=False, break_long_words=False) or [""]
    print(f"  {name:<11} {lines[0]}")
    for line in lines[1:]:
        print(f"  {'':<11} {line}")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    cells = [list(columns), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[index]) for row in cells) for index in range(len(columns))]
    for number, row in enumerate(cells):
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
        if number == 0:
            print("  " + "  ".join("─" * width for width in widths))


def shortened(text: str, length: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"
