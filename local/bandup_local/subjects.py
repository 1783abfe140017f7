"""What the service offers, each kind said once, for all suites, the benchmarks and the demonstration.

A new kind of job or a new route is one row here. What the template knows of its function is not repeated: queues,
tables, keys and variables are found by the function's name (blueprint.py). Its sample events are called after the row:
`events/<name>-sqs.json`, `events/<name>-api.json`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from . import samples

Fields = dict[str, Any]


class Stack(Protocol):
    def store(self, bucket: str, key: str, content: bytes) -> str:
        """Puts an object and gives its s3:// URL."""


@dataclass(frozen=True, eq=False)
class Endpoint:
    """A route whose function answers at once and keeps no record of a job."""

    name: str
    function: str
    """The Lambda function, by its name."""
    path: str
    schema: str
    """What docs/openapi.yaml calls it: the first part of its examples and schemas, such as `WritingRequest`."""
    fields: Callable[[str], Fields]
    """The fields of a good request, but for ids and URLs. Given a tag, a model that is asked sees it."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, eq=False)
class StoredObject:
    """What a kind works on where it is a file: samples of several sizes, and where learners put theirs."""

    upload_type: str
    bucket: str
    """`audio` or `documents`: S3_BUCKET_AUDIO or S3_BUCKET_DOCUMENTS."""
    file_name: str
    usual: Callable[[], bytes]
    small: Callable[[], bytes] | None = None
    """Where the usual one takes longer than a test needs."""
    long: Callable[[], bytes] | None = None
    of_text: tuple[str, Callable[[str], bytes]] | None = None
    """A file's name, and what makes it of a text; None where no text can be put into one."""

    def sample(self, size: str = "usual") -> bytes:
        return (getattr(self, size) or self.usual)()

    def key(self, user: str, folder: str) -> str:
        return f"uploads/{self.upload_type}/{user}/{folder}_{self.file_name}"


@dataclass(frozen=True, eq=False)
class Subject(Endpoint):
    """A kind of job, with its route."""

    id_field: str
    """Names the record in requests and answers."""
    content_field: str
    """What there is to work on: text, or the URL of an object."""
    record: dict[str, str]
    """The attributes of a completed record with their DynamoDB types, beside those that every record has."""
    result_field: str
    """The attribute whose text is the JSON result."""
    long_fields: frozenset[str]
    """What a record shows and a history leaves out."""
    other_settings: Fields
    """Fields that make another job of a request, under the same id."""
    steps: frozenset[str]
    """What its metrics time; the dashboard shows the same (Tests/Packaging/test_dashboard.py)."""
    telling: Callable[[str], Fields]
    """Fields in which a learner's words reach the model: these words."""
    content: StoredObject | None = None
    """None where it is text, which `fields` then holds."""
    records_in: str = ""
    """The variable that names the table of its records, where its function keeps records in several."""

    def request(self, stack: Stack, identifier: str, user: str, *, tag: str = "", size: str = "usual") -> Fields:
        """A good request, with its object stored under a key that this user may name."""
        request = {self.id_field: identifier, "user_id": user} | self.fields(tag)
        if self.content:
            key = self.content.key(user, identifier)
            request[self.content_field] = stack.store(self.content.bucket, key, self.content.sample(size))
        return request

    def private_request(self, stack: Stack, identifier: str, user: str, words: str) -> Fields:
        """A request that is full of these words, in its object too where that can hold text."""
        request = self.request(stack, identifier, user) | self.telling(words)
        if self.content and self.content.of_text:
            name, make = self.content.of_text
            key = f"uploads/{self.content.upload_type}/{user}/{identifier}_{name}"
            request[self.content_field] = stack.store(self.content.bucket, key, make(words))
        return request

    def failing(self, request: Fields) -> Fields:
        """The request, changed so that its job ends as `failed`: nothing to work on."""
        return request | {self.content_field: f"{request[self.content_field]}-gone" if self.content else ""}


def _essay(tag: str) -> Fields:
    essay = samples.essay("task2_remote_work")
    text = f"{essay.text}\n\nIn short, {tag}." if tag else essay.text
    return {"essay_content": text, "task_type": "TASK_2", "task_prompt": essay.prompt}


def _questions(tag: str) -> Fields:
    asked = samples.speech("part1_home_town").questions
    return {"questions": [*asked, f"What else about {tag}?"]} if tag else {}


def _upload(tag: str) -> Fields:
    return {"filename": "Câu trả lời 1.wav", "content_type": "audio/wav", "upload_type": "speaking_audio"}


def _evaluation(*criteria: str) -> dict[str, str]:
    texts = ["evaluation_type", "feedback", "model_used", "model_version", "estimated_cost"]
    texts += [f"{name}_band" for name in ("overall", *criteria)]
    return dict.fromkeys(texts, "S") | {"word_count": "N"}


# An answer that only repeats its question is marked without a model.
_OWN_WORDS = (
    "In my opinion this is a question that every town has to answer for itself, because people live and work in different "
    "ways. Some of them need a car to reach their office, while others can walk or take a bus. I believe that the money "
    "should be spent on better public transport, which helps everybody."
)

WRITING = Subject(
    name="writing",
    function="bandup-writing-evaluator",
    path="/writing/evaluations",
    schema="Writing",
    fields=_essay,
    id_field="session_id",
    content_field="essay_content",
    record=_evaluation("task_achievement", "coherence", "lexical", "grammar"),
    result_field="feedback",
    long_fields=frozenset({"feedback"}),
    other_settings={"essay_content": "Quite another essay, in which other things are said about the same question."},
    steps=frozenset({"claim", "generate", "store"}),
    telling=lambda words: {"essay_content": f"{words}. " * 8 + _OWN_WORDS, "task_prompt": words},
)
SPEAKING = Subject(
    name="speaking",
    function="bandup-speaking-evaluator",
    path="/speaking/evaluations",
    schema="Speaking",
    fields=_questions,
    id_field="session_id",
    content_field="audio_url",
    record=_evaluation("fluency", "lexical", "grammar", "pronunciation") | {"transcript": "S", "duration": "S"},
    result_field="feedback",
    long_fields=frozenset({"feedback", "transcript"}),
    other_settings={"part": "PART_2"},
    steps=frozenset({"claim", "fetch", "read", "generate", "store"}),
    telling=lambda words: {"questions": [words]},
    content=StoredObject(
        upload_type="speaking_audio",
        bucket="audio",
        file_name="answer.wav",
        usual=lambda: samples.speech("part1_home_town").recording.read_bytes(),
        small=samples.tone,
    ),
)
FLASHCARDS = Subject(
    name="flashcards",
    function="bandup-flashcard-generator",
    path="/flashcard-sets",
    schema="Flashcard",
    fields=lambda tag: {"num_cards": 3},
    id_field="set_id",
    content_field="pdf_url",
    record={"document_id": "S", "flashcards": "S", "total_cards": "N", "page_count": "N", "chunk_count": "N"},
    result_field="flashcards",
    long_fields=frozenset({"flashcards"}),
    other_settings={"num_cards": 4},
    steps=frozenset({"claim", "fetch", "read", "retrieve", "generate", "store"}),
    telling=lambda words: {},
    content=StoredObject(
        upload_type="flashcard_pdf",
        bucket="documents",
        file_name="article.pdf",
        usual=lambda: samples.document().read_bytes(),
        long=lambda: samples.document(is_long=True).read_bytes(),
        of_text=("notes.txt", lambda words: f"{words} teaches photosynthesis and glaciers. ".encode() * 40),
    ),
)
UPLOADS = Endpoint(
    name="upload",
    function="bandup-s3-upload",
    path="/uploads",
    schema="Upload",
    fields=_upload,
)

SUBJECTS = (WRITING, SPEAKING, FLASHCARDS)
"""Every kind of job."""
ENDPOINTS: tuple[Endpoint, ...] = (*SUBJECTS, UPLOADS)
"""Every route, those of jobs first."""
FUNCTIONS = tuple(dict.fromkeys(endpoint.function for endpoint in ENDPOINTS))
WITH_OBJECTS = tuple(subject for subject in SUBJECTS if subject.content)


def subject_of(function: str) -> Subject | None:
    """The kind of job that a function works on."""
    return next((subject for subject in SUBJECTS if subject.function == function), None)


def endpoint_named(name: str) -> Endpoint:
    return next(endpoint for endpoint in ENDPOINTS if endpoint.name == name)
