"""Finds what a request is about: the learner's text between its markers, the numbered chunks, the audio.

The functions keep a learner's text apart from their instructions with a pair of lines, `<<<ESSAY:hex>>>` and
`<<<END ESSAY:hex>>>`, whose number is random so that no essay can close it. The stand-in reads just that, so a prompt
that forgets its markers shows at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_BLOCK = re.compile(
    r"^[ \t]*<<<(?P<label>[A-Z][A-Z_ ]*?)[ _#]*(?P<number>\d+)?(?P<note>(?:[^A-Za-z:<>\n][^:<>\n]*)?)"
    r":(?P<mark>[0-9A-Za-z]+)>>>[ \t]*\n"
    r"(?P<text>.*?)"
    r"^[ \t]*<<<END[ _](?P=label)[^<>\n]*:(?P=mark)>>>[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_NUMBER_BEFORE = re.compile(r"(?:chunk|passage|source)\D{0,12}(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Chunk:
    number: int
    """The number by which the prompt calls it: what `source_chunk` must say."""
    text: str


@dataclass(frozen=True)
class Attachment:
    mime_type: str
    content: bytes


@dataclass
class Material:
    blocks: dict[str, str] = field(default_factory=dict)
    """The text between markers by their label, whatever labels there are: `ESSAY`, `TASK`, `QUESTIONS`. The last one
    counts."""
    chunks: list[Chunk] = field(default_factory=list)
    """The blocks labelled CHUNK, of which there are many."""
    attachments: list[Attachment] = field(default_factory=list)
    everything: str = ""
    """All text of the request, instructions included."""

    @property
    def essay(self) -> str:
        return self.blocks.get("ESSAY", "")

    @property
    def task(self) -> str:
        return self.blocks.get("TASK", "")

    @property
    def audio(self) -> Attachment | None:
        return next((item for item in self.attachments if item.mime_type.startswith("audio/")), None)


def of_request(request: dict[str, Any], file_content: Callable[[str, str], bytes]) -> Material:
    """Reads a request that the message check has passed (so data are bytes already).

    `file_content` gives the bytes that a URI and a MIME type name, or raises what the API answers."""
    instructions = [part.get("text", "") for part in request.get("systemInstruction", {}).get("parts", [])]
    parts = [part for content in request["contents"] for part in content.get("parts", [])]
    texts = [part["text"] for part in parts if part.get("text")]
    material = Material(everything="\n".join(instructions + texts))
    for text in texts:
        _read_blocks(text, material)
    if not material.essay and not material.chunks and texts:
        material.blocks["ESSAY"] = max(texts, key=len)
    for part in parts:
        if "inlineData" in part:
            blob = part["inlineData"]
            material.attachments.append(Attachment(blob.get("mimeType", ""), blob.get("data", b"")))
        elif "fileData" in part:
            file, mime_type = part["fileData"], part["fileData"].get("mimeType", "")
            material.attachments.append(Attachment(mime_type, file_content(file.get("fileUri", ""), mime_type)))
    return material


def _read_blocks(text: str, material: Material) -> None:
    for match in _BLOCK.finditer(text):
        label, content = match["label"].strip(" _"), match["text"].strip("\n")
        if label != "CHUNK":
            material.blocks[label] = content
        else:
            number = match["number"] or _number_nearby(text[: match.start()], match["note"])
            material.chunks.append(Chunk(int(number) if number else len(material.chunks) + 1, content))


def _number_nearby(before: str, note: str) -> str | None:
    """A chunk's number where the marker itself has none: beside the label, or on the line above."""
    if digits := re.search(r"\d+", note):
        return digits[0]
    line = before.rstrip().rpartition("\n")[2]
    match = _NUMBER_BEFORE.search(line)
    return match[1] if match else None
