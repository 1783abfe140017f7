"""The three functions that work on jobs, described once for the tests that are the same for each of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    name: str
    target: str
    path: str
    id_field: str
    """Names the record in requests and answers."""
    key: str
    """The table's partition key."""
    content_field: str
    """What there is to work on: an essay, or the URL of an object."""
    upload_type: str | None = None
    """What its objects are uploaded as."""

    def __str__(self) -> str:
        return self.name


WRITING = Subject(
    "writing", "WritingEvaluator", "/writing/evaluations", "session_id", "evaluation_id", "essay_content"
)
SPEAKING = Subject(
    "speaking", "SpeakingEvaluator", "/speaking/evaluations", "session_id", "evaluation_id", "audio_url",
    "speaking_audio",
)  # fmt: skip
FLASHCARDS = Subject(
    "flashcards", "FlashcardGenerator", "/flashcard-sets", "set_id", "set_id", "pdf_url", "flashcard_pdf"
)
SUBJECTS = (WRITING, SPEAKING, FLASHCARDS)
WITH_OBJECTS = (SPEAKING, FLASHCARDS)

UPLOAD_TARGET = "S3Upload"
UPLOAD_PATH = "/uploads"
