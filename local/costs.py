"""What a thousand jobs cost, as the table in docs/deploy.md: `make costs`, or costs.py MODEL for another model.

Models' prices are those of BandUpCore's price table. Token counts were measured with `make demo`'s samples against the
stand-in, which counts a token for four characters and 32 for a second of audio, and answers briefly: prompts are the
real ones, while a real model's answer may be twice as long, or longer where it thinks. Lambda's seconds are nearly all
waiting for the model, and assumed. AWS's prices are list prices in us-east-1, without free tiers.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

PRICES = Path(__file__).resolve().parents[1] / "Sources/BandUpCore/Models/PriceTable+Standard.swift"
DEFAULT_MODEL = "gemini-3.5-flash-lite"
TITAN_CONSTANT = "titanTextEmbeddingsV2"
MILLION = 1_000_000

# Dollars.
LAMBDA_GB_SECOND = Decimal("0.0000166667")
LAMBDA_REQUEST = Decimal("0.20") / MILLION
SQS_REQUEST = Decimal("0.40") / MILLION
API_REQUEST = Decimal("1.00") / MILLION
TABLE_WRITE = Decimal("0.625") / MILLION
S3_PUT, S3_GET = Decimal("0.005") / 1000, Decimal("0.0004") / 1000
LOG_MEGABYTE = Decimal("0.50") / 1000
TRACE = Decimal("5.00") / MILLION


@dataclass(frozen=True)
class Job:
    name: str
    text_in: int
    out: int
    memory_gb: int
    seconds: int
    """Assumed; see above."""
    audio_in: int = 0
    embedded: int = 0
    is_uploaded: bool = True

    @property
    def tokens(self) -> str:
        parts = [f"{self.text_in:,} of text"]
        if self.audio_in:
            parts.append(f"{self.audio_in:,} of audio")
        if self.embedded:
            parts.append(f"{self.embedded:,} embedded")
        return f"{', '.join(parts)}; {self.out:,} out"


JOBS = (
    Job("essays of 300 words", text_in=2_730, out=457, memory_gb=1, seconds=10, is_uploaded=False),
    Job("recordings of 108 seconds", text_in=1_943, audio_in=3_445, out=738, memory_gb=2, seconds=15),
    Job("PDFs of 38 pages, 10 cards", text_in=10_762, out=924, memory_gb=1, seconds=20, embedded=20_718),
)


@dataclass(frozen=True)
class Prices:
    """Dollars for a million tokens."""

    text: Decimal
    audio: Decimal
    output: Decimal


def prices(model: str, source: str) -> Prices:
    """The first price of the model in the Swift table; a model that is billed as another has none of its own."""
    key = TITAN_CONSTANT if model == TITAN_CONSTANT else f'"{model}"'
    found = re.search(rf"^\s*{re.escape(key)}: \[\s*Entry\(\.prices\(\.thousandths\(([^)]*)\)", source, re.MULTILINE)
    if not found:
        raise SystemExit(f"{model} has no price of its own in {PRICES.name}")
    fields = dict(field.split(": ") for field in found.group(1).split(", "))
    text, output = Decimal(fields["text"]) / 1000, Decimal(fields["output"].replace("_", "")) / 1000
    return Prices(text=text, audio=Decimal(fields.get("audio", fields["text"])) / 1000, output=output)


def models_cost(job: Job, gemini: Prices, titan: Prices) -> Decimal:
    spent = job.text_in * gemini.text + job.audio_in * gemini.audio + job.out * gemini.output
    return (spent + job.embedded * titan.text) / MILLION


def aws_cost(job: Job) -> Decimal:
    """One job through the queue: an invocation, send, receive and delete, and the record's two writes with their index
    (12 units), its log and trace; before it the upload's own call, PUT and GET."""
    cost = job.memory_gb * job.seconds * LAMBDA_GB_SECOND + LAMBDA_REQUEST
    cost += 3 * SQS_REQUEST + 12 * TABLE_WRITE + Decimal("0.005") * LOG_MEGABYTE + TRACE
    if job.is_uploaded:
        cost += API_REQUEST + LAMBDA_REQUEST + S3_PUT + S3_GET
    return cost


def table(model: str, source: str) -> str:
    gemini, titan = prices(model, source), prices(TITAN_CONSTANT, source)
    rows = ["| a thousand | tokens of one | models | AWS | together |", "|---|---|---|---|---|"]
    for job in JOBS:
        models, aws = 1000 * models_cost(job, gemini, titan), 1000 * aws_cost(job)
        rows.append(f"| {job.name} | {job.tokens} | ${models:.2f} | ${aws:.2f} | ${models + aws:.2f} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table(sys.argv[1] if len(sys.argv) > 1 else DEFAULT_MODEL, PRICES.read_text()))
