"""Reads held_set.txt: `? id | question`, `= id task question bands | reason`, and the answer under it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Answer:
    name: str
    task: str
    question: str
    bands: tuple[float | None, ...]
    """Intended, in the order of the result's criteria; None where none is meant."""
    reason: str
    text: str

    @property
    def is_speaking(self) -> bool:
        return self.task.startswith("PART")

    @property
    def overall(self) -> float | None:
        known = [band for band in self.bands if band is not None]
        mean = sum(known) / len(known)
        return int(mean * 2 + 0.5) / 2


def load(path: Path = Path(__file__).with_name("held_set.txt")) -> list[Answer]:
    questions: dict[str, str] = {}
    answers: list[Answer] = []
    for block in re.split(r"\n(?=[?=%] )", path.read_text()):
        head, _, text = block.partition("\n")
        sign, _, rest = head.partition(" ")
        if sign == "?":
            name, _, question = rest.partition(" | ")
            questions[name.strip()] = question.strip()
        elif sign == "=":
            fields, _, reason = rest.partition(" | ")
            name, task, question, *bands = fields.split()
            answers.append(
                Answer(
                    name, task, questions[question],
                    tuple(None if band == "-" else float(band) for band in bands), reason.strip(), text.strip(),
                )  # fmt: skip
            )
    return answers
