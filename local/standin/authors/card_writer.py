"""The author of flashcards: questions on sentences of the chunks that the prompt holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .. import NOTICE, prose
from ..instance import Path
from ..material import Chunk, Material
from ..paths import leaf, position, speaks_of
from ..response_schema import Schema

_USUAL_COUNT = 10


@dataclass(frozen=True)
class _Card:
    question: str
    answer: str
    source: Chunk


def takes(material: Material, schema: Schema) -> bool:
    """Passages of a document, or the document itself."""
    return bool(material.chunks) or any(item.mime_type == "application/pdf" for item in material.attachments)


def make(material: Material, schema: Schema, transcripts: dict[str, str]) -> CardWriter:
    return CardWriter(material, schema)


class CardWriter:
    """Deals the chunks round in turn, so that every part of the document gets its cards."""

    def __init__(self, material: Material, schema: Schema) -> None:
        self._everything = material.everything
        chunks = material.chunks or [Chunk(1, material.essay)]
        self._types = [str(option) for option in _options(schema, "type")] or ["COMPREHENSION"]
        self._sentences = _deal(chunks)
        self._cards: dict[int, _Card] = {}

    def number(self, path: Path) -> float | None:
        if speaks_of(path, "chunk", "source"):
            return float(self._card(position(path)).source.number)
        return 1.0 if speaks_of(path, "page") else None

    def text(self, path: Path) -> str | None:
        card = self._card(position(path))
        if speaks_of(path, "question", "front", "prompt"):
            return card.question
        if speaks_of(path, "answer", "back", "definition"):
            return card.answer
        if speaks_of(path, "quote", "evidence"):
            return card.answer
        if speaks_of(path, "chunk", "source"):
            return str(card.source.number)
        return f"{NOTICE} Nothing is written for {leaf(path)}."

    def flag(self, path: Path) -> bool | None:
        return False

    def choice(self, path: Path, options: list[Any]) -> Any:
        if speaks_of(path, "type"):
            return options[position(path) % len(options)]
        if speaks_of(path, "difficulty"):
            asked = re.search(r"difficulty\W{1,8}(\w+)", self._everything, re.IGNORECASE)
            return asked[1].upper() if asked and asked[1].upper() in options else options[0]
        if speaks_of(path, "chunk", "source"):
            number = self._card(position(path)).source.number
            return next((option for option in options if str(option) == str(number)), options[0])
        return options[0]

    def length(self, path: Path) -> int | None:
        if not speaks_of(path, "card", "item"):
            return 0
        asked = re.search(r"\b(\d{1,2})\s+(?:\w+\s+)?(?:flash)?cards?\b", self._everything, re.IGNORECASE)
        return int(asked[1]) if asked else _USUAL_COUNT

    def _card(self, index: int) -> _Card:
        if index not in self._cards:
            self._cards[index] = self._make(index)
        return self._cards[index]

    def _make(self, index: int) -> _Card:
        kind = self._types[index % len(self._types)]
        taken = {card.question for card in self._cards.values()}
        for source, sentence in self._sentences[index:] + self._sentences[:index]:
            card = _Card(*_ask(kind, sentence), source)
            # A prompt that lists the cards it has already wants others.
            if card.question not in taken and card.question not in self._everything:
                return card
        source, sentence = self._sentences[index % len(self._sentences)]
        question, answer = _ask(kind, sentence)
        return _Card(f"{question} (part {index + 1})", answer, source)


def _deal(chunks: list[Chunk]) -> list[tuple[Chunk, str]]:
    """Sentences in turn from each chunk, its richest first; one that stands in two overlapping chunks once."""
    piles = [
        sorted(prose.sentences(chunk.text), key=lambda sentence: -len({w for w in prose.words(sentence) if len(w) > 5}))
        for chunk in chunks
    ]
    dealt: dict[str, Chunk] = {}
    for depth in range(max((len(pile) for pile in piles), default=0)):
        for chunk, pile in zip(chunks, piles):
            if depth < len(pile):
                dealt.setdefault(" ".join(pile[depth].split()), chunk)
    sentences = [(chunk, sentence) for sentence, chunk in dealt.items()]
    return sentences or [(chunks[0], chunks[0].text.strip() or "nothing")]


def _ask(kind: str, sentence: str) -> tuple[str, str]:
    tokens = prose.words(sentence)
    term = max(tokens, key=len, default=sentence)
    if "VOCAB" in kind or "GAP" in kind:
        gapped = re.sub(rf"\b{re.escape(term)}\b", "_____", sentence, count=1)
        return f"{NOTICE} Which word is missing? {gapped}", term
    if "DEFIN" in kind:
        return f"{NOTICE} What does the text say about “{term}”?", sentence
    opening = " ".join(sentence.split(" ")[:6])
    return f"{NOTICE} How does the text go on: “{opening} …”?", sentence


def _options(schema: Any, name: str) -> list[Any]:
    """The enum of the first property whose name ends in `name`."""
    if isinstance(schema, dict):
        for key, child in schema.get("properties", {}).items():
            if key.lower().endswith(name) and isinstance(child, dict) and "enum" in child:
                return list(child["enum"])
        for child in schema.values():
            if found := _options(child, name):
                return found
    elif isinstance(schema, list):
        for child in schema:
            if found := _options(child, name):
                return found
    return []
