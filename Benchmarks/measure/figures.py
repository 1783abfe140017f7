"""Series of measurements, and rows that hold one against another taken in the same breath."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """Half of the values lie between `low` and `high`."""

    median: float
    low: float
    high: float

    @staticmethod
    def of(values: list[float]) -> Spread:
        low, median, high = statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
        return Spread(median, low, high)

    def __str__(self) -> str:
        if self.low == self.high:
            return digits(self.median)
        return f"{digits(self.median)} ({digits(self.low)} to {digits(self.high)})"


@dataclass(frozen=True)
class Aim:
    limit: float
    is_ratio: bool


@dataclass(frozen=True)
class Row:
    what: str
    unit: str
    ours: list[float]
    beside: str = ""
    """What the reference is; empty where there is none."""
    reference: list[float] | None = None
    """As many values, each taken right before or after ours."""
    aim: Aim | None = None

    @property
    def ratio(self) -> Spread | None:
        """Of each pair: what slows the machine down for a while hits both of them."""
        if self.reference is None:
            return None
        return Spread.of([ours / other for ours, other in zip(self.ours, self.reference, strict=True)])

    @property
    def is_met(self) -> bool | None:
        if self.aim is None:
            return None
        if not self.aim.is_ratio:
            return Spread.of(self.ours).median <= self.aim.limit
        ratio = self.ratio
        return ratio is not None and ratio.median <= self.aim.limit

    @property
    def verdict(self) -> str:
        if self.aim is None:
            return ""
        limit = f"{self.aim.limit:g}" + (" times" if self.aim.is_ratio else f" {self.unit}")
        return f"{limit}: {'met' if self.is_met else '**not met**'}"

    def cells(self) -> list[str]:
        other = f"{Spread.of(self.reference)}, {self.beside}" if self.reference is not None else ""
        return [self.what, self.unit, str(Spread.of(self.ours)), other, str(self.ratio or ""), self.verdict]


@dataclass(frozen=True)
class Section:
    title: str
    about: str
    """What was measured, and against what."""
    rows: list[Row]


def paired(
    rounds: int, works: dict[str, Callable[[], float]], reference: Callable[[], float]
) -> dict[str, tuple[list[float], list[float]]]:
    """Does each work in every round, with the reference right before it or right after it, in turn."""
    taken: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in works}
    for number in range(rounds):
        for name, work in works.items():
            if number % 2 == 0:
                other, own = reference(), work()
            else:
                own, other = work(), reference()
            taken[name][0].append(own)
            taken[name][1].append(other)
    return taken


def digits(value: float) -> str:
    """Three figures that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"
