"""Recordings of real encoders through the service: the type sent to the model, the duration stored, silence, refusals."""

import json

import encoders
import pytest
from bandup_local.subjects import SPEAKING
from checks import assert_failed

MIME_TYPES = {
    "wav": "audio/wav", "mp3": "audio/mp3", "m4a": "audio/m4a", "mp4": "audio/m4a", "ogg": "audio/ogg",
    "opus": "audio/ogg", "oga": "audio/ogg", "flac": "audio/flac", "aac": "audio/aac", "aiff": "audio/aiff",
    "webm": "audio/webm", "mka": "audio/webm",
}  # fmt: skip
COMPRESSED = ("mp3-cbr", "m4a-aac", "mp4-fragmented", "ogg-opus", "aac-adts", "flac", "webm-mediarecorder")


@pytest.fixture(scope="module")
def spoken():
    return encoders.speech()


@pytest.fixture
def evaluate(submit, job, objects, learner):
    """`evaluate(content, name)` gives the body that was sent and the answer to it."""

    def post(content, name, **changes):
        body = job(SPEAKING, audio_url=objects.put("speaking_audio", learner, name, content), **changes)
        return body, submit(SPEAKING, body)

    return post


@pytest.mark.parametrize("name", encoders.ENCODINGS)
def test_type_and_duration_are_the_encoders(name, evaluate, spoken, standin):
    encoding = encoders.ENCODINGS[name]
    _, answer = evaluate(encoders.encode(spoken, encoding), f"answer.{encoding.suffix}")
    assert answer.status_code == 200, answer.text
    # FLAC without a length is measured by the model's count of tokens, in whole seconds.
    assert answer.json()["duration"] == pytest.approx(spoken.seconds, abs=1 if name == "flac-stream" else 0.15)
    sent = standin.calls("gemini")[0]["body"]["contents"][0]["parts"]
    assert [part["inlineData"]["mimeType"] for part in sent if "inlineData" in part] == [MIME_TYPES[encoding.suffix]]
    assert "short_recording" in {warning["code"] for warning in answer.json()["warnings"]}


@pytest.mark.parametrize("name", ["mp3-vbr-bare", "ogg-opus", "webm-mediarecorder", "aac-adts"])
def test_a_recording_with_long_pauses_keeps_its_length(name, evaluate, spoken):
    """Silence takes fewer bytes than speech: a length reckoned by the first bytes would be wrong."""
    pause = bytes(2 * 20 * spoken.rate)
    sound = encoders.Sound(pause + spoken.samples * 3 + pause, spoken.rate)
    encoding = encoders.ENCODINGS[name]
    _, answer = evaluate(encoders.encode(sound, encoding), f"answer.{encoding.suffix}", part="PART_2")
    assert answer.json()["duration"] == pytest.approx(sound.seconds, abs=0.2)
    assert not {"short_recording", "long_recording"} & {warning["code"] for warning in answer.json()["warnings"]}


@pytest.mark.parametrize("name", encoders.REFUSED)
def test_other_formats_are_unsupported_before_anything_is_paid(name, evaluate, spoken, standin, raw_record):
    encoding = encoders.REFUSED[name]
    for suffix in (encoding.suffix, "wav"):
        body, answer = evaluate(encoders.encode(spoken, encoding), f"answer.{suffix}")
        assert answer.status_code == 415
        assert_failed(SPEAKING, raw_record(SPEAKING, body), "unsupported_media")
    assert not standin.calls("gemini")


@pytest.mark.parametrize(
    "name, suffix", [("m4a-aac", "webm"), ("mp3-cbr", "wav"), ("ogg-opus", "mp3"), ("webm-mediarecorder", "m4a")]
)
def test_the_content_tells_what_a_recording_is_and_not_its_name(name, suffix, evaluate, spoken, standin):
    encoding = encoders.ENCODINGS[name]
    _, answer = evaluate(encoders.encode(spoken, encoding), f"a.{suffix}")
    assert answer.status_code == 200, answer.text
    sent = standin.calls("gemini")[0]["body"]["contents"][0]["parts"]
    assert [part["inlineData"]["mimeType"] for part in sent if "inlineData" in part] == [MIME_TYPES[encoding.suffix]]


def test_an_rf64_file_is_sent_as_a_plain_wav(evaluate, spoken, standin):
    wav = encoders.encode(spoken, encoders.ENCODINGS["wav"])
    _, answer = evaluate(encoders.as_rf64(wav), "a.wav")
    assert answer.status_code == 200, answer.text
    assert answer.json()["duration"] == pytest.approx(spoken.seconds, abs=0.15)


def test_an_m4a_without_its_index_is_said_to_be_incomplete(evaluate, spoken, standin):
    content = encoders.encode(spoken, encoders.ENCODINGS["m4a-aac"])
    _, answer = evaluate(content[: content.index(b"moov") - 4], "a.m4a")
    assert answer.status_code == 422
    assert "incomplete" in answer.json()["error"]["message"]
    assert not standin.calls("gemini")


def test_a_stream_that_begins_inside_a_frame_is_marked(evaluate, spoken):
    content = encoders.encode(spoken, encoders.ENCODINGS["mp3-vbr-bare"])
    _, answer = evaluate(content[100:], "a.mp3")
    assert answer.status_code == 200, answer.text
    assert answer.json()["duration"] == pytest.approx(spoken.seconds, abs=0.2)


@pytest.mark.parametrize("name", COMPRESSED)
def test_compressed_silence_is_unprocessable(name, evaluate, standin, raw_record):
    """Only the model can hear it: the stand-in decodes what it is sent, and transcribes nothing."""
    encoding = encoders.ENCODINGS[name]
    body, answer = evaluate(encoders.encode(encoders.silence(), encoding), f"answer.{encoding.suffix}")
    assert answer.status_code == 422, answer.text
    assert_failed(SPEAKING, raw_record(SPEAKING, body), "unprocessable")
    assert len(standin.calls("gemini")) == 1


@pytest.mark.parametrize("sound", [encoders.silence, encoders.noise], ids=["silence", "noise"])
@pytest.mark.parametrize("name", ["wav", "aiff", "wav-float"])
def test_uncompressed_silence_and_noise_cost_nothing(name, sound, evaluate, standin):
    encoding = encoders.ENCODINGS[name]
    assert evaluate(encoders.encode(sound(), encoding), f"answer.{encoding.suffix}")[1].status_code == 422
    assert not standin.calls("gemini")


def test_noise_in_which_a_model_hears_no_words_is_unprocessable(evaluate, standin):
    standin.script({"action": {"patch": {"transcript": ""}}})
    content = encoders.encode(encoders.noise(), encoders.ENCODINGS["mp3-cbr"])
    assert evaluate(content, "answer.mp3")[1].status_code == 422
    assert len(standin.calls("gemini")) == 1


def test_a_recording_above_the_inline_limit_goes_through_the_files_api(instance, standin, learner, new_id, objects):
    speaking = instance(SPEAKING.function, GEMINI_INLINE_LIMIT_BYTES="0")
    event = {"session_id": new_id("files"), "user_id": learner, "audio_url": objects.recording(learner)}
    standin.script({"match": {"service": "files"}, "action": {}, "times": 1},
                   {"match": {"service": "files"}, "action": {"upload_share": 0.5}, "times": 1})  # fmt: skip
    answer = speaking.invoke(event).json()
    assert answer["statusCode"] == 200, answer
    result = json.loads(answer["body"])
    assert result["transcript"] and result["speaking_rate"] > 0
    assert [part for part in standin.calls("gemini")[0]["body"]["contents"][0]["parts"] if "fileData" in part]
    assert standin.files() == []
    assert [call["method"] for call in standin.calls("files")][-1] == "DELETE"
