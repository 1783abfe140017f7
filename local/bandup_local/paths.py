"""Where things lie in the repository."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
LOCAL = REPOSITORY / "local"
WORK = REPOSITORY / ".local"
"""Everything that is made at run time: virtual environment, samples, logs. Not in git."""
SAMPLES = LOCAL / "samples"
MADE_SAMPLES = WORK / "samples"
TRANSCRIPTS = MADE_SAMPLES / "transcripts.json"
AS_LAMBDA = WORK / "bin" / "as-lambda"
"""Runs a command that is refused what Lambda refuses; see local/as_lambda/as-lambda.c."""


def template() -> Path:
    return Path(os.environ.get("BANDUP_TEMPLATE") or REPOSITORY / "template.yaml")


def binaries() -> Path:
    """The folder that holds one executable per target."""
    # Functions start in folders of their own.
    return Path(os.environ.get("BANDUP_BIN_DIR") or REPOSITORY / ".build" / "release").absolute()
