"""Documents: from every kind of event to cards and record, along both ways of choosing passages."""

import json
import time

import gateway
import pytest
import queue_events
from bandup_local import paths
from bandup_local.subjects import FLASHCARDS
from checks import assert_completed

TYPES = {"DEFINITION", "VOCABULARY", "COMPREHENSION"}
METRICS = {
    "total_time_ms", "download_time_ms", "retrieval_time_ms", "generation_time_ms", "embedding_calls", "model_calls",
    "cards_dropped", "cards_repeated", "cards_ungrounded", "reading_time_ms", "embedding_time_ms", "selection_time_ms",
}  # fmt: skip
MOST_IN_FLIGHT = 10
AWKWARD_PDFS = paths.REPOSITORY / "Tests" / "PDFTextTests" / "Golden"


def assert_result(result, body, *, cards):
    assert result["status"] == "success"
    assert result["set_id"] == body["set_id"]
    assert result["user_id"] == body["user_id"]
    bucket, _, key = body["pdf_url"].removeprefix("s3://").partition("/")
    document = result["document"]
    assert (document["s3_bucket"], document["s3_key"]) == (bucket, key)
    assert result["retrieval"].keys() == {"method", "chunks_used", "keywords", "coverage"}
    assert 0 < result["retrieval"]["coverage"] <= 1
    assert 1 <= len(result["retrieval"]["keywords"]) <= 5
    assert result["total_cards"] == len(result["flashcards"]) == cards
    for card in result["flashcards"]:
        assert card.keys() == {"question", "answer", "type", "difficulty", "source_chunk", "source_page"}
        assert card["question"] and card["answer"]
        assert card["type"] in body.get("question_types", TYPES)
        assert card["difficulty"] == body.get("difficulty", "MEDIUM")
        assert 0 <= card["source_chunk"] < document["chunk_count"]
        assert 1 <= card["source_page"] <= document["page_count"]
    assert len({card["question"] for card in result["flashcards"]}) == cards
    assert result["metrics"].keys() == METRICS
    assert result["metrics"]["total_time_ms"] >= 0


def test_a_short_document_from_the_queue_becomes_cards_without_an_embedding_call(jobs, job, standin, raw_record):
    since, body = time.time(), job(FLASHCARDS, num_cards=5)
    jobs.run(FLASHCARDS.function, body)
    item = raw_record(FLASHCARDS, body)
    assert_completed(FLASHCARDS, item, since=since)
    assert item["total_cards"] == {"N": "5"}
    assert item["document_id"] == {"S": body["pdf_url"].removeprefix("s3://").partition("/")[2]}
    assert len(json.loads(item["flashcards"]["S"])) == 5
    assert len(standin.calls("gemini")) == 1
    assert standin.calls("titan") == []


def test_a_document_over_the_api_is_answered_with_what_the_record_holds(
    submit, job, standin, raw_record, payload_format
):
    since, body = time.time(), job(FLASHCARDS)
    answer = submit(FLASHCARDS, body, payload_format=payload_format)
    assert answer.status_code == 200
    result = answer.json()
    assert_result(result, body, cards=3)
    assert result["retrieval"]["method"] in ("representative", "whole_document")
    item = raw_record(FLASHCARDS, body)
    assert_completed(FLASHCARDS, item, since=since)
    assert json.loads(item["flashcards"]["S"]) == result["flashcards"]
    for name in ("page_count", "chunk_count"):
        assert item[name] == {"N": str(result["document"][name])}
    assert len(standin.calls("gemini")) == 1


def test_a_long_document_is_searched_with_embeddings(submit, job, objects, learner, standin):
    standin.latency(titan=0.02)
    body = job(FLASHCARDS, pdf_url=objects.document(learner, is_long=True), num_cards=8, difficulty="HARD")
    result = submit(FLASHCARDS, body).json()
    assert_result(result, body, cards=8)
    assert result["document"]["page_count"] >= 30
    assert result["document"]["chunk_count"] > 15
    assert result["retrieval"]["method"] == "smart_queries"
    assert 1 <= result["retrieval"]["chunks_used"] <= 15
    calls = standin.calls("titan")
    # Every chunk once, and one to five queries.
    assert 1 <= len(calls) - result["document"]["chunk_count"] <= 5
    assert all(call["status"] == 200 for call in calls)
    assert all(call["body"]["dimensions"] == 512 and call["body"]["normalize"] is True for call in calls)
    assert 1 < standin.most_in_flight("titan") <= MOST_IN_FLIGHT
    assert result["metrics"]["embedding_calls"] == len(calls)


def test_a_document_through_the_http_front_can_be_read_back(api, job, learner):
    body = job(FLASHCARDS)
    answer = api.post(FLASHCARDS.path, body, user=learner)
    assert answer.status_code == 200
    assert_result(answer.json(), body, cards=3)
    read = api.get(f"{FLASHCARDS.path}/{body['set_id']}", user=learner).json()
    assert read == answer.json() | {"status": "completed", "created_at": read["created_at"]}


def test_a_document_as_the_event_itself_is_answered_like_an_api_call(invoke, job, raw_record):
    since, body = time.time(), job(FLASHCARDS)
    answer = gateway.answer(invoke(FLASHCARDS.function, body))
    assert answer.status_code == 200
    assert_result(answer.json(), body, cards=3)
    assert_completed(FLASHCARDS, raw_record(FLASHCARDS, body), since=since)


@pytest.mark.parametrize("name", ["flashcards-sqs", "flashcards-sqs-batch", "flashcards-api"])
def test_the_sample_events_of_the_repository_work(invoke, event, jobs, name):
    invocation = invoke(FLASHCARDS.function, event(name))
    if "sqs" in name:
        assert queue_events.failures(invocation) == []
    else:
        assert gateway.answer(invocation).status_code in (200, 202)
    jobs.wait_until_empty(FLASHCARDS.function)


def test_only_the_question_types_asked_for_are_given(submit, job):
    body = job(FLASHCARDS, question_types=["VOCABULARY"], difficulty="EASY")
    assert_result(submit(FLASHCARDS, body).json(), body, cards=3)


def test_a_card_from_a_passage_that_the_model_was_not_shown_is_dropped(submit, job, standin):
    standin.script({"action": {"patch": {"flashcards.0.source_chunk": 4711}}})
    result = submit(FLASHCARDS, job(FLASHCARDS)).json()
    assert result["total_cards"] == 3
    assert result["metrics"]["cards_dropped"] == 1
    # The missing one was asked for in a second call.
    assert len(standin.calls("gemini")) == 2
    assert all(card["source_chunk"] != 4711 for card in result["flashcards"])


def test_fewer_cards_than_asked_for_are_kept_with_a_warning(submit, job, objects, learner, raw_record):
    url = objects.put("flashcard_pdf", learner, "plain.pdf", AWKWARD_PDFS / "plain.pdf")
    body = job(FLASHCARDS, pdf_url=url, num_cards=50)
    result = submit(FLASHCARDS, body).json()
    assert 1 <= result["total_cards"] < 50
    assert str(result["total_cards"]) in result["warning"]
    assert raw_record(FLASHCARDS, body)["total_cards"] == {"N": str(result["total_cards"])}


def test_nothing_of_one_document_is_visible_to_the_next(submit, job, objects, learner, standin):
    long = job(FLASHCARDS, pdf_url=objects.document(learner, is_long=True))
    assert submit(FLASHCARDS, long).status_code == 200
    earlier = json.dumps(standin.calls("gemini")[0]["body"])
    standin.reset()
    result = submit(FLASHCARDS, job(FLASHCARDS)).json()
    assert result["document"]["page_count"] < 30
    later = json.dumps(standin.calls("gemini")[0]["body"])
    words = " ".join(file.read_text() for file in sorted((paths.SAMPLES / "reader").glob("*.md"))).split()
    phrases = [" ".join(words[start : start + 6]) for start in range(0, len(words), 6)]
    assert any(phrase in earlier for phrase in phrases)
    assert not any(phrase in later for phrase in phrases)
