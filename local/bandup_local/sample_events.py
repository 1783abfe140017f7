"""The events of events/, as they would look in this stack."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from . import identity, samples

_REGION = re.compile(r"\b(?:us|eu|ap|ca|sa|me|af)-(?:[a-z]+-)?[a-z]+-\d\b")
_S3_URL = re.compile(r's3://([^/"\\]+)/([^"\\]+)')


def load(path: Path) -> bytes:
    """The event, with every region in it (bucket names, ARNs) turned into the local one."""
    return _REGION.sub(identity.REGION, path.read_text()).encode()


def put_objects(event: bytes, s3: Any, buckets: set[str]) -> None:
    """Stores a sample under each S3 URL that names one of our buckets, so that the event can be worked on."""
    for bucket, key in _S3_URL.findall(event.decode(errors="replace")):
        if bucket in buckets:
            file = samples.document() if key.endswith(".pdf") else samples.speech("part1_home_town").recording
            s3.upload_file(str(file), bucket, key)
