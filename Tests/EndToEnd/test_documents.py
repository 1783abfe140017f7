"""Documents of every kind through the flashcard generator: none may cost more than itself."""

import json

import pytest
from bandup_local import paths

PDFS = paths.REPOSITORY / "Tests/PDFTextTests/Golden"
DOCUMENTS = paths.REPOSITORY / "Tests/DocumentTextTests/Golden"
TARGET = "FlashcardGenerator"


def run(invoke, objects, learner, new_id, file, **fields):
    """Invokes with a document as a trusted caller does, and gives the result, or the error's body."""
    url = objects.put("flashcard_pdf", learner, file.name, file)
    body = {"set_id": new_id("set"), "user_id": learner, "pdf_url": url, "num_cards": 3} | fields
    return answer(invoke(TARGET, body))


def answer(invocation):
    """The body of what a direct event is answered with."""
    return json.loads(invocation.json()["body"])


@pytest.mark.parametrize(
    ("folder", "name", "code"),
    [
        (PDFS, "encrypted-user-password.pdf", "unprocessable"),
        (PDFS, "empty.pdf", "unprocessable"),
        (PDFS, "header-only.pdf", "unprocessable"),
        (DOCUMENTS, "picture.pdf", "unsupported_media"),
        (DOCUMENTS, "broken.docx", "unprocessable"),
        (DOCUMENTS, "entity-bomb.docx", "unprocessable"),
        (DOCUMENTS, "zip-bomb.docx", "too_large"),
    ],
)
def test_an_unreadable_document_fails_its_job_with_a_reason(
    folder, name, code, jobs, objects, learner, new_id, standin
):
    url = objects.put("flashcard_pdf", learner, name, folder / name)
    record = jobs.run(TARGET, {"set_id": new_id("set"), "user_id": learner, "pdf_url": url})
    assert record["status"] == "failed"
    assert record["error_code"] == code
    assert record["error_message"]
    assert not standin.calls("gemini")


def test_documents_that_hang_or_swell_cost_only_themselves(instance, objects, learner, new_id):
    function = instance(TARGET, DOCUMENT_READ_SECONDS="2", DOCUMENT_READ_MEMORY_MB="400")

    def send(file):
        url = objects.put("flashcard_pdf", learner, file.name, file)
        return function.invoke({"set_id": new_id("set"), "user_id": learner, "pdf_url": url, "num_cards": 1})

    before = answer(send(PDFS / "plain.pdf"))
    pid = function.function_pid()
    hanging = answer(send(DOCUMENTS / "endless-forms.pdf"))["error"]
    swelling = answer(send(DOCUMENTS / "swelling-text.pdf"))["error"]
    after = answer(send(PDFS / "plain.pdf"))
    assert hanging["code"] == swelling["code"] == "unprocessable"
    assert "longer than 2 seconds" in hanging["message"]
    assert before["status"] == after["status"] == "success"
    assert function.function_pid() == pid


def test_a_scanned_document_goes_to_the_model_as_it_is(invoke, objects, learner, new_id, standin):
    result = run(invoke, objects, learner, new_id, PDFS / "image-only.pdf")
    assert result["status"] == "success"
    assert result["retrieval"]["method"] == "whole_document"
    assert {card["source_page"] for card in result["flashcards"]} <= set(
        range(1, result["document"]["page_count"] + 1)
    )
    assert all(card["source_chunk"] == card["source_page"] - 1 for card in result["flashcards"])
    assert float(result["estimated_cost"]) > 0
    assert not standin.calls("titan")
    assert "application/pdf" in json.dumps(standin.calls("gemini"))


@pytest.mark.parametrize("name", ["word.docx", "notes.md", "notes.txt"])
def test_other_formats_make_cards_too(name, invoke, objects, learner, new_id, tmp_path):
    file = DOCUMENTS / name
    if not file.exists():
        file = tmp_path / name
        file.write_text((paths.REPOSITORY / "local/samples/short-article.md").read_text())
    result = run(invoke, objects, learner, new_id, file, num_cards=1)
    assert result["status"] == "success"
    assert result["total_cards"] == 1


def test_a_throttled_titan_is_called_less_and_the_job_succeeds(invoke, objects, learner, new_id, standin):
    standin.script(
        {"match": {"service": "titan"}, "action": {"status": 429}, "times": 8},
    )
    url = objects.document(learner, is_long=True)
    body = {"set_id": new_id("set"), "user_id": learner, "pdf_url": url, "num_cards": 3}
    result = answer(invoke(TARGET, body))
    assert result["status"] == "success"
    assert result["retrieval"]["method"] == "smart_queries"
    assert 0 < result["retrieval"]["coverage"] <= 1
    assert standin.most_in_flight("titan") <= 10
