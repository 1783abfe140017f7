"""Recordings: from every kind of event to transcript, bands and record."""

import json
import time

import gateway
import pytest
import queue_events
from bandup_local import samples
from bandup_local.subjects import SPEAKING
from checks import assert_completed, nearest_half

CRITERIA = {
    "fluency_coherence": "fluency_band",
    "lexical_resource": "lexical_band",
    "grammatical_range_accuracy": "grammar_band",
    "pronunciation": "pronunciation_band",
}


@pytest.fixture
def sample():
    return samples.speech("part1_home_town")


@pytest.fixture
def spoken(job, objects, learner, sample):
    """A job on the sample recording, whose words are known."""
    return job(SPEAKING, audio_url=objects.recording(learner), part="PART_1", questions=sample.questions)


def assert_result(result, body):
    assert result["session_id"] == body["session_id"]
    bands = [result[name] for name in CRITERIA.values()]
    assert all(0 <= band <= 9 and band * 2 == int(band * 2) for band in bands)
    assert result["overall_band"] == nearest_half(sum(bands) / 4)
    for criterion, band in CRITERIA.items():
        assert result["feedback"][criterion]["band"] == result[band]
        assert result["feedback"][criterion]["feedback"]
    assert result["model_used"] == "gemini-3.5-flash-lite-audio"
    assert result["model_version"] == "gemini-3.5-flash-lite"
    assert 0 < result["estimated_cost"] < 0.05


def test_a_recording_from_the_queue_becomes_a_record(jobs, spoken, sample, standin, raw_record):
    since = time.time()
    jobs.run(SPEAKING.function, spoken)
    item = raw_record(SPEAKING, spoken)
    assert_completed(SPEAKING, item, since=since)
    assert item["transcript"] == {"S": sample.words}
    assert item["word_count"] == {"N": str(len(sample.words.split()))}
    # 22,050 samples of 16 bits a second, as espeak-ng writes them.
    assert float(item["duration"]["S"]) == pytest.approx((sample.recording.stat().st_size - 44) / 44_100, abs=0.06)
    assert len(standin.calls("gemini")) == 1


def test_a_recording_over_the_api_is_answered_with_what_the_record_holds(
    submit, job, standin, raw_record, payload_format
):
    since, body = time.time(), job(SPEAKING)
    answer = submit(SPEAKING, body, payload_format=payload_format)
    assert answer.status_code == 200
    result = answer.json()
    assert_result(result, body)
    assert result["duration"] == 1.5
    item = raw_record(SPEAKING, body)
    assert_completed(SPEAKING, item, since=since)
    assert item["duration"] == {"S": "1.5"}
    assert item["transcript"]["S"] == result["transcript"]
    assert json.loads(item["feedback"]["S"]) == result["feedback"]
    for name in [*CRITERIA.values(), "overall_band"]:
        assert float(item[name]["S"]) == result[name]
    assert len(standin.calls("gemini")) == 1


def test_a_recording_through_the_http_front_can_be_read_back(api, job, learner):
    body = job(SPEAKING)
    answer = api.post(SPEAKING.path, body, user=learner)
    assert answer.status_code == 200
    assert_result(answer.json(), body)
    read = api.get(f"{SPEAKING.path}/{body['session_id']}", user=learner).json()
    assert read == answer.json() | {"status": "completed", "created_at": read["created_at"]}


def test_a_recording_as_the_event_itself_is_answered_like_an_api_call(invoke, job, raw_record):
    since, body = time.time(), job(SPEAKING)
    answer = gateway.answer(invoke(SPEAKING.function, body))
    assert answer.status_code == 200
    assert_result(answer.json(), body)
    assert_completed(SPEAKING, raw_record(SPEAKING, body), since=since)


@pytest.mark.parametrize("name", ["speaking-sqs", "speaking-sqs-batch", "speaking-api"])
def test_the_sample_events_of_the_repository_work(invoke, event, jobs, name):
    invocation = invoke(SPEAKING.function, event(name))
    if "sqs" in name:
        assert queue_events.failures(invocation) == []
    else:
        assert gateway.answer(invocation).status_code in (200, 202)
    jobs.wait_until_empty(SPEAKING.function)


def test_the_sound_itself_and_the_questions_reach_the_model(submit, spoken, sample, standin):
    submit(SPEAKING, spoken)
    request = standin.calls("gemini")[0]["body"]
    parts = request["contents"][0]["parts"]
    audio = next(part["inlineData"] for part in parts if "inlineData" in part)
    assert audio["mimeType"] == "audio/wav"
    assert audio["data"] == f"<{(sample.recording.stat().st_size + 2) // 3 * 4} characters>"
    assert all(question in json.dumps(request, ensure_ascii=False) for question in sample.questions)


def test_an_evaluation_of_speech_is_not_one_of_writing(submit, api, job, learner):
    body = job(SPEAKING)
    assert submit(SPEAKING, body).status_code == 200
    assert api.get(f"/writing/evaluations/{body['session_id']}", user=learner).status_code == 404
    assert api.get(f"{SPEAKING.path}/{body['session_id']}", user=learner).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["a b.wav", "a+b&c=d;e.wav", "Ghi âm số 1.wav", "it's (1)*!.wav", "a~b_c-d.wav", "a?b#c.wav", "100%.wav", "a%20b.wav"],
)
def test_an_object_is_found_whatever_its_key(invoke, job, objects, s3, raw_record, learner, name):
    bucket, _, key = objects.recording(learner).removeprefix("s3://").partition("/")
    s3.copy_object(Bucket=bucket, Key=f"imports/{learner}/{name}", CopySource={"Bucket": bucket, "Key": key})
    body = job(SPEAKING, audio_url=f"s3://{bucket}/imports/{learner}/{name}")
    assert queue_events.failures(invoke(SPEAKING.function, queue_events.batch(body))) == []
    item = raw_record(SPEAKING, body)
    assert item["status"] == {"S": "completed"}, item
