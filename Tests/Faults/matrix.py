"""The table of a run: one row a fault, and the figures that the run is for."""

from __future__ import annotations

import datetime
import platform
from dataclasses import dataclass, field

from bandup_local.subjects import Subject

_COLUMNS = ("step", "fault", "job", "ends as", "deliveries", "model calls", "needed", "duplicates", "seconds")


@dataclass(frozen=True)
class Row:
    step: str
    fault: str
    subject: Subject | str
    ends_as: str
    deliveries: int
    calls: int
    needed: int
    seconds: float

    @property
    def duplicates(self) -> int:
        """Model calls beyond those that the fault makes necessary."""
        return max(0, self.calls - self.needed)

    def cells(self) -> tuple[str, ...]:
        return (
            self.step, self.fault, str(self.subject), self.ends_as, str(self.deliveries), str(self.calls),
            str(self.needed), str(self.duplicates), f"{self.seconds:.1f}",
        )  # fmt: skip


@dataclass
class Matrix:
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Figures that are no row, each a line: kills, stale connections."""
    recoveries: list[tuple[str, str, float, float, float]] = field(default_factory=list)
    """Stale connections: what happened, the service, idle seconds, a job's seconds before, and after."""

    def add(self, row: Row) -> None:
        self.rows.append(row)

    def summary(self) -> list[str]:
        lines = [
            f"Faults: {len(self.rows)}. Model calls: {sum(row.calls for row in self.rows)}, of which"
            f" {sum(row.needed for row in self.rows)} were needed."
            f" Duplicate model calls: {sum(row.duplicates for row in self.rows)}."
        ]
        return lines + self.notes

    def markdown(self) -> str:
        return "\n".join([
            "# The fault suite",
            "",
            "`make faults` runs the release binaries under the Lambda Runtime Interface Emulator and breaks what they",
            "depend on, one thing at a time; `make test` runs a short form of it. After each fault the record must be",
            "`completed` or `failed`, the message gone or in the dead-letter queue, the process alive, and no model",
            "call made that the fault did not make necessary. Where a job takes more than one delivery, the fault has",
            "mostly ended after the first. The suite's queues permit three deliveries.",
            "",
            "A call is *needed* when no answer to an earlier one could be used: the first call, one after an error or",
            "a broken connection, one after an answer that breaks the schema, and one whose predecessor's answer died",
            "with its process. *No record* is the end of a message that names no user or id, and of a job whose table",
            "took no write in any delivery: the dead-letter queue keeps it for a person.",
            "",
            f"This page is written by the run itself ({datetime.date.today().isoformat()}, {platform.machine()}, "
            "2 cores shared with other work).",
            "",
            "## Figures",
            "",
            *[f"- {line}" for line in self.summary()],
            "",
            *self._stale(),
            "## Matrix",
            "",
            *_table(_COLUMNS, [row.cells() for row in self.rows]),
            "",
        ])  # fmt: skip

    def _stale(self) -> list[str]:
        if not self.recoveries:
            return []
        rows = [
            (what, service, f"{idle:.1f}", f"{before:.2f}", f"{after:.2f}", f"{max(0.0, after - before):.2f}")
            for what, service, idle, before, after in self.recoveries
        ]
        return [
            "## Stale connections",
            "",
            "A job, an idle time, the fault on all connections, and the next job. What the fault costs is the last",
            "column. *Forgotten* connections lose every packet without a FIN or RST, as behind a network device that",
            "dropped its state.",
            "",
            *_table(("connections", "service", "idle s", "job before s", "job after s", "recovery s"), rows),
            "",
        ]

    def text(self) -> list[str]:
        return _plain(_COLUMNS, [row.cells() for row in self.rows])


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in [head, ("---",) * len(head), *rows]]


def _plain(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in [head, *rows]]
