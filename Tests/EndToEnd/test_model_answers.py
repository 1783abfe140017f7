"""Answers that are not quite what was asked for: what is certain in them is read, and nothing is paid twice."""

import pytest
import queue_events
from checks import assert_released
from bandup_local.subjects import FLASHCARDS, WRITING

FENCES = ["```json\n%s\n```", "Here is the evaluation:\n\n```\n%s\n```\nI hope that it helps.", "Certainly! %s"]
WHOLE = [
    {"candidates.0.finishReason": None},
    {"promptFeedback": {"blockReason": "OTHER"}},
    {"promptFeedback": {"blockReason": "A_REASON_OF_2027"}},
    {"usageMetadata.promptTokenCount": "1000", "usageMetadata.candidatesTokenCount": "200"},
]


@pytest.mark.parametrize("wrap", FENCES, ids=["fence", "prose and fence", "prose"])
def test_json_with_words_around_it_costs_no_second_call(submit, job, standin, subject, wrap):
    standin.script({"action": {"wrap": wrap}})
    answer = submit(subject, job(subject))
    assert answer.status_code == 200, answer.text
    assert len(standin.calls("gemini")) == 1


@pytest.mark.parametrize("wrap", FENCES, ids=["fence", "prose and fence", "prose"])
def test_the_same_of_bedrock(instance, submit, job, standin, wrap):
    standin.script({"match": {"service": "converse"}, "action": {"wrap": wrap}})
    answer = submit(WRITING, job(WRITING), to=instance(WRITING.function, EVALUATOR_PROVIDER="bedrock"))
    assert answer.status_code == 200, answer.text
    assert len(standin.calls("converse")) == 1


@pytest.mark.parametrize("text, band", [("6.5", 6.5), ("6,5", 6.5), ("Band 6", 6), ("6.5/9", 6.5)])
def test_a_band_as_text_is_a_band(submit, job, standin, raw_record, text, band):
    standin.script({"action": {"patch": {"lexical_resource.band": text}}})
    body = job(WRITING)
    result = submit(WRITING, body).json()
    assert result["lexical_band"] == band
    assert raw_record(WRITING, body)["lexical_band"] == {"S": f"{band:.1f}"}
    assert len(standin.calls("gemini")) == 1


def test_a_text_that_may_be_two_bands_is_asked_for_again(submit, job, standin):
    standin.script({"action": {"patch": {"lexical_resource.band": "6 or 7"}}})
    assert submit(WRITING, job(WRITING)).status_code == 200
    assert len(standin.calls("gemini")) == 2


@pytest.mark.parametrize("patch", WHOLE, ids=lambda patch: next(iter(patch)))
def test_a_whole_answer_is_taken_whatever_is_said_of_it(submit, job, standin, subject, patch):
    standin.script({"action": {"answer_patch": patch}})
    answer = submit(subject, job(subject))
    assert answer.status_code == 200, answer.text
    if subject is WRITING:
        assert answer.json()["estimated_cost"] > 0
    assert len(standin.calls("gemini")) == 1


def test_an_answer_that_was_like_some_other_text_by_chance_is_asked_for_once_more(submit, job, standin, subject):
    standin.script({"action": {"finish_reason": "RECITATION"}})
    assert submit(subject, job(subject)).status_code == 200
    assert len(standin.calls("gemini")) == 2


def test_a_passage_that_titan_refuses_as_too_long_is_cut(submit, job, objects, learner, standin):
    message = "400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: 16384 "
    standin.script({"match": {"service": "titan"}, "times": 2,
                    "action": {"status": 400, "headers": {"x-amzn-errortype": "ValidationException:"},
                               "body": {"message": message}}})  # fmt: skip
    answer = submit(FLASHCARDS, job(FLASHCARDS, pdf_url=objects.document(learner, is_long=True)))
    assert answer.status_code == 200, answer.text
    calls = standin.calls("titan")
    assert sorted(call["status"] for call in calls)[-2:] == [400, 400]
    refused = [call["body"]["inputText"] for call in calls if call["status"] == 400]
    taken = [call["body"]["inputText"] for call in calls if call["status"] == 200]
    for text in refused:
        assert any(text.startswith(part) and len(text) * 0.4 < len(part) <= len(text) / 2 for part in taken)


def kept(s3, stack, body):
    prefix = f"recovery/{stack.table(FLASHCARDS.function)}/{body['user_id']}/{body['set_id']}/"
    return s3.list_objects_v2(Bucket=stack.bucket("documents"), Prefix=prefix).get("Contents", [])


@pytest.mark.parametrize("failing", ["titan", "gemini"])
def test_what_was_embedded_before_a_failure_is_not_embedded_again(
    invoke, job, objects, learner, standin, raw_record, s3, stack, failing
):
    body = job(FLASHCARDS, pdf_url=objects.document(learner, is_long=True))
    # Twelve passages are taken; the next ones meet the fault, when the answers to those twelve have arrived.
    if failing == "titan":
        standin.script({"match": {"service": "titan"}, "times": 12, "action": {}})
    standin.script({"match": {"service": failing}, "times": None, "action": {"status": 501, "delay_before": 1}})
    event = queue_events.batch(body)
    assert queue_events.failures(invoke(FLASHCARDS.function, event)) == queue_events.message_ids(event)
    assert_released(raw_record(FLASHCARDS, body))
    before = [call["body"]["inputText"] for call in standin.calls("titan") if call["status"] == 200]
    assert len(before) > 11 and len(kept(s3, stack, body)) == 1
    standin.reset()
    assert queue_events.failures(invoke(FLASHCARDS.function, queue_events.batch(body, receive_count=2))) == []
    record = raw_record(FLASHCARDS, body)
    assert record["status"] == {"S": "completed"}
    after = [call["body"]["inputText"] for call in standin.calls("titan")]
    assert not set(before) & set(after)
    assert (len(after) == 0) == (failing == "gemini")
    assert record["metrics"]["M"]["embedding_calls"] == {"N": str(len(after))}
    assert kept(s3, stack, body) == []


def test_a_long_document_that_succeeds_leaves_nothing_behind(submit, job, objects, learner, s3, stack):
    body = job(FLASHCARDS, pdf_url=objects.document(learner, is_long=True))
    assert submit(FLASHCARDS, body).status_code == 200
    assert kept(s3, stack, body) == []
