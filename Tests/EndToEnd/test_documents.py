"""Documents of every kind through the flashcard generator: none may cost more than itself."""

import json

import pytest
import requests
from awkward_documents import AWKWARD, DOCUMENTS, PDFS, section, written_section
from bandup_local import paths
from bandup_local.subjects import FLASHCARDS, UPLOADS

TARGET = FLASHCARDS.function


def answer(invocation):
    """The body of what a direct event is answered with."""
    return json.loads(invocation.json()["body"])


def shown(standin):
    """All text that the model was given."""
    calls = standin.calls("gemini")
    return "\n".join(
        part.get("text", "") for call in calls for content in call["body"]["contents"] for part in content["parts"]
    )


@pytest.mark.parametrize("document", AWKWARD, ids=lambda one: one.what)
def test_an_awkward_document_gives_what_the_table_says(document, invoke, instance, objects, learner, new_id, standin):
    function = instance(TARGET, **document.limits).invoke if document.limits else lambda body: invoke(TARGET, body)
    url = objects.put("flashcard_pdf", learner, document.filename, document.content())
    body = answer(function({"set_id": new_id("set"), "user_id": learner, "pdf_url": url, "num_cards": 1}))
    if document.code:
        assert body["error"]["code"] == document.code, body
        assert document.says in body["error"]["message"]
        assert not standin.calls("gemini")
        assert not standin.calls("titan")
        return
    assert body.get("status") == "success", body
    assert body["total_cards"] == 1
    assert body["retrieval"]["method"] == document.method
    assert document.pages in (None, body["document"]["page_count"])
    assert document.says in body.get("warning", "") if document.says else "warning" not in body
    assert bool(standin.calls("titan")) == (document.method == "smart_queries")
    given = shown(standin)
    assert [text for text in document.shown if text not in given] == []
    assert [text for text in document.hidden if text in given] == []


def test_the_table_of_awkward_documents_is_the_one_that_is_tested():
    assert written_section() == section(), "run Tests/EndToEnd/awkward_documents.py"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (PDFS / "encrypted-user-password.pdf", "unprocessable"),
        (PDFS / "header-only.pdf", "unreadable_document"),
        (DOCUMENTS / "picture.pdf", "unsupported_media"),
        (DOCUMENTS / "zip-bomb.docx", "too_large"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_an_unreadable_document_fails_its_job_with_a_reason(file, code, jobs, objects, learner, new_id, standin):
    url = objects.put("flashcard_pdf", learner, file.name, file)
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
    assert hanging["code"] == swelling["code"] == "unreadable_document"
    assert "longer than 2 seconds" in hanging["message"]
    assert before["status"] == after["status"] == "success"
    assert function.function_pid() == pid


def test_a_scanned_document_goes_to_the_model_as_it_is(invoke, objects, learner, new_id, standin):
    url = objects.put("flashcard_pdf", learner, "scan.pdf", PDFS / "image-only.pdf")
    result = answer(invoke(TARGET, {"set_id": new_id("set"), "user_id": learner, "pdf_url": url, "num_cards": 3}))
    assert result["status"] == "success"
    assert result["retrieval"]["method"] == "whole_document"
    assert {card["source_page"] for card in result["flashcards"]} <= set(
        range(1, result["document"]["page_count"] + 1)
    )
    assert all(card["source_chunk"] == card["source_page"] - 1 for card in result["flashcards"])
    assert float(result["estimated_cost"]) > 0
    assert not standin.calls("titan")
    assert "application/pdf" in json.dumps(standin.calls("gemini"))


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("notes.txt", "text/plain"),
        ("notes.md", "text/markdown"),
        ("notes.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("article.pdf", "application/pdf"),
        ("notes.docx", "application/octet-stream"),
    ],
)
def test_a_document_of_every_kind_goes_up_and_becomes_cards(api, learner, new_id, name, content_type):
    """The whole way of a client: ask for a place, PUT with the required headers, and hand the URL to the generator."""
    text = (paths.REPOSITORY / "local/samples/short-article.md").read_text()
    content = {
        "notes.txt": lambda: text.replace("#", "").encode(),
        "notes.md": text.encode,
        "notes.docx": (DOCUMENTS / "word.docx").read_bytes,
        "article.pdf": (paths.REPOSITORY / "events/samples/short-article.pdf").read_bytes,
    }[name]()
    place = api.post(
        UPLOADS.path,
        {"filename": name, "content_type": content_type, "upload_type": "flashcard_pdf",
         "content_length": len(content)},
        user=learner,
    )  # fmt: skip
    assert place.status_code == 200, place.text
    place = place.json()
    put = requests.put(place["upload_url"], data=content, headers=place["required_headers"], timeout=30)
    assert put.status_code == 200
    body = {"set_id": new_id("set"), "pdf_url": place["file_url"], "num_cards": 1}
    result = api.post(FLASHCARDS.path, body, user=learner)
    assert result.status_code == 200, result.text
    assert result.json()["total_cards"] == 1
    assert result.json()["document"]["s3_key"].endswith(name)


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
