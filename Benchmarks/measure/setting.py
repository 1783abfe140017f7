"""What every benchmark is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bandup_local.stack import LocalStack

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Setting:
    stack: LocalStack
    folder: Path
    """For what a benchmark has to write down."""
    thoroughness: float
    """1 for the figures in docs/benchmarks.md; less for a first look."""

    def rounds(self, full: int) -> int:
        return max(3, round(full * self.thoroughness))


def bare(name: str) -> Path:
    return ROOT / ".build/bare-loop/release" / name


def micro(name: str) -> Path:
    return ROOT / ".build/micro/release" / name
