"""Token counts as the API reports them: by modality, about four characters a token, 32 tokens a second of audio."""

from __future__ import annotations

import re
from typing import Any

from . import audio
from .material import Material

_AUDIO_TOKENS_PER_SECOND = 32
_TOKENS_PER_PDF_PAGE = 258


def text_tokens(text: str) -> int:
    return -(-len(text) // 4)


def prompt_tokens(material: Material) -> dict[str, int]:
    """Tokens of the prompt by modality, without those that have none."""
    counts = {"TEXT": text_tokens(material.everything), "AUDIO": 0, "DOCUMENT": 0}
    for item in material.attachments:
        if item.mime_type == "application/pdf":
            pages = len(re.findall(rb"/Type\s*/Page\b", item.content))
            counts["DOCUMENT"] += max(pages, 1) * _TOKENS_PER_PDF_PAGE
        else:
            counts["AUDIO"] += round(audio.inspect(item.content).seconds * _AUDIO_TOKENS_PER_SECOND)
    return {modality: count for modality, count in counts.items() if count}


def metadata(prompt: dict[str, int], answer: int, thoughts: int) -> dict[str, Any]:
    """`usageMetadata`. Like the API, it leaves out counts of zero."""
    total = sum(prompt.values())
    usage: dict[str, Any] = {
        "promptTokenCount": total,
        "candidatesTokenCount": answer,
        "totalTokenCount": total + answer + thoughts,
        "promptTokensDetails": [{"modality": name, "tokenCount": count} for name, count in prompt.items()],
        "thoughtsTokenCount": thoughts,
    }
    return {name: value for name, value in usage.items() if value}
