"""Which of the stand-in's authors writes an answer, and what a request is made of."""

from types import SimpleNamespace

import pytest
from standin import authors
from standin.authors.card_writer import CardWriter
from standin.authors.examiner import Examiner
from standin.material import of_request

SCHEMA = {"type": "OBJECT", "properties": {"reply": {"type": "STRING"}}}


def block(label, text):
    return f"<<<{label}:abc123>>>\n{text}\n<<<END {label}:abc123>>>"


def material(*parts):
    return of_request({"contents": [{"parts": [{"text": part} for part in parts]}]}, lambda uri, kind: b"")


def author(*parts):
    return authors.author_of(material(*parts), SCHEMA, {})


@pytest.fixture
def module(monkeypatch):
    """`module("CONVERSATION")`: what a new kind of job brings, which takes requests with this label."""
    found = []
    monkeypatch.setattr(authors, "_SPECIAL", found)

    def add(label):
        made = SimpleNamespace(
            __name__=label.lower(),
            takes=lambda material, schema: label in material.blocks,
            make=lambda material, schema, transcripts: material.blocks[label],
        )
        found.append(made)

    return add


def test_blocks_are_kept_under_whatever_label_they_have():
    found = material("Mark this.", block("RUBRIC", "ten points"), block("ESSAY", "Mine."), block("CHUNK 4", "A passage."))
    assert found.blocks == {"RUBRIC": "ten points", "ESSAY": "Mine."}
    assert [(chunk.number, chunk.text) for chunk in found.chunks] == [(4, "A passage.")]


def test_essays_go_to_the_examiner_and_passages_to_the_card_writer():
    assert isinstance(author(block("ESSAY", "My essay has few words.")), Examiner)
    assert isinstance(author(block("CHUNK 1", "A passage of a document.")), CardWriter)


def test_a_kind_with_an_author_of_its_own_goes_there_though_it_has_passages(module):
    module("CONVERSATION")
    assert author(block("CONVERSATION", "Hello."), block("CHUNK 1", "A passage.")) == "Hello."
    assert isinstance(author(block("CHUNK 1", "A passage.")), CardWriter)


def test_two_authors_for_one_request_are_an_error(module):
    module("CONVERSATION")
    module("RUBRIC")
    with pytest.raises(ValueError, match="several authors take one request: conversation, rubric"):
        author(block("CONVERSATION", "Hello."), block("RUBRIC", "ten points"))


def test_modules_are_found_without_being_listed():
    assert {module.__name__.rpartition(".")[2] for module in authors._ALL} >= {"card_writer", "examiner"}
