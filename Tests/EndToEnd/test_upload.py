"""Upload URLs: what they allow, whether they really work, and whether S3 would take their signatures."""

import re
import time
import urllib.parse

import gateway
import presigned
import pytest
import requests
from bandup_local.samples import tone
from bandup_local.subjects import FLASHCARDS, SPEAKING, UPLOADS
from checks import assert_error

KINDS = {
    "speaking_audio": ("part one.WAV", "audio/wav", "audio"),
    "flashcard_pdf": ("Study guide (v2).pdf", "application/pdf", "documents"),
    "writing_essay": ("essay.txt", "text/plain", "documents"),
}


@pytest.fixture
def ask(invoke, learner):
    """`ask("speaking_audio", content_length=10)` posts an upload request and gives the HTTP answer."""

    def post(upload_type="speaking_audio", *, user=learner, payload_format="2.0", **changes):
        filename, content_type, _ = KINDS.get(upload_type, ("file.bin", "application/octet-stream", ""))
        body = {"user_id": learner, "filename": filename, "content_type": content_type, "upload_type": upload_type}
        body = {name: value for name, value in (body | changes).items() if value is not None}
        event = gateway.event("POST", UPLOADS.path, body, user=user, payload_format=payload_format)
        return gateway.answer(invoke(UPLOADS.function, event))

    return post


@pytest.mark.parametrize("upload_type", KINDS)
def test_an_upload_gets_its_place(ask, stack, learner, upload_type, payload_format):
    started = int(time.time())
    answer = ask(upload_type, payload_format=payload_format, content_length=1234)
    assert answer.status_code == 200
    result = answer.json()
    assert result.keys() == {"upload_url", "get_url", "file_url", "expires_in", "required_headers"}
    assert result["expires_in"] == 900
    _, content_type, bucket = KINDS[upload_type]
    assert result["required_headers"] == {"content-type": content_type, "content-length": "1234"}
    place = re.fullmatch(
        rf"s3://{re.escape(stack.bucket(bucket))}/(uploads/{upload_type}/{learner}/(\d{{8}}_\d{{6}})_[0-9a-f]{{8}}_"
        r"([A-Za-z0-9._-]+))",
        result["file_url"],
    )
    assert place, result["file_url"]
    signed_at = time.strptime(place[2] + " UTC", "%Y%m%d_%H%M%S %Z")
    assert abs(time.mktime(signed_at) - time.mktime(time.gmtime(started))) <= 60
    for name, seconds in (("upload_url", "900"), ("get_url", "3600")):
        url = urllib.parse.urlsplit(result[name])
        assert urllib.parse.unquote(url.path).endswith(f"{stack.bucket(bucket)}/{place[1]}")
        assert dict(urllib.parse.parse_qsl(url.query))["X-Amz-Expires"] == seconds


def test_a_recording_goes_up_comes_down_and_is_evaluated(api, learner, submit, job, s3):
    """The whole way of a client: ask, PUT with the required headers, and hand the URL to the evaluator."""
    content = tone()
    answer = api.post(
        UPLOADS.path,
        {"user_id": learner, "filename": "part1.wav", "content_type": "audio/wav", "upload_type": "speaking_audio",
         "content_length": len(content)},
        user=learner,
    ).json()  # fmt: skip
    put = requests.put(answer["upload_url"], data=content, headers=answer["required_headers"], timeout=30)
    assert put.status_code == 200
    got = requests.get(answer["get_url"], timeout=30)
    assert (got.status_code, got.content) == (200, content)
    bucket, _, key = answer["file_url"].removeprefix("s3://").partition("/")
    assert s3.head_object(Bucket=bucket, Key=key)["ContentType"] == "audio/wav"
    result = submit(SPEAKING, job(SPEAKING, audio_url=answer["file_url"]))
    assert (result.status_code, result.json()["duration"]) == (200, 1.5)


def test_a_document_goes_up_and_becomes_cards(ask, submit, job, learner, objects, s3):
    answer = ask("flashcard_pdf").json()
    source = objects.document(learner)
    bucket, _, key = source.removeprefix("s3://").partition("/")
    content = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    put = requests.put(answer["upload_url"], data=content, headers=answer["required_headers"], timeout=30)
    assert put.status_code == 200
    assert submit(FLASHCARDS, job(FLASHCARDS, pdf_url=answer["file_url"])).status_code == 200


@pytest.mark.parametrize("upload_type", KINDS)
def test_botocore_agrees_with_both_signatures(ask, upload_type):
    result = ask(upload_type, content_length=4321).json()
    assert presigned.is_valid("PUT", result["upload_url"], result["required_headers"])
    assert presigned.is_valid("GET", result["get_url"])
    without_length = ask(upload_type).json()
    assert without_length["required_headers"].keys() == {"content-type"}
    assert presigned.is_valid("PUT", without_length["upload_url"], without_length["required_headers"])


@pytest.mark.parametrize(
    "change",
    [
        {"content-type": "text/html"},
        {"content-type": "audio/wav; charset=utf-8"},
        {"content-length": "4322"},
        {"content-length": "0"},
    ],
    ids=str,
)
def test_a_changed_header_breaks_the_signature(ask, change):
    result = ask(content_length=4321).json()
    assert not presigned.is_valid("PUT", result["upload_url"], result["required_headers"] | change)


@pytest.mark.parametrize("missing", ["content-type", "content-length"])
def test_a_missing_header_breaks_the_signature(ask, missing):
    result = ask(content_length=4321).json()
    sent = {name: value for name, value in result["required_headers"].items() if name != missing}
    assert not presigned.is_valid("PUT", result["upload_url"], sent)


@pytest.mark.parametrize(
    "old, new",
    [("X-Amz-Expires=900", "X-Amz-Expires=604800"), ("/uploads/", "/recovery/"), ("_a.wav", "_b.wav")],
)
def test_a_changed_url_breaks_the_signature(ask, old, new):
    result = ask(filename="a.wav").json()
    assert old in result["upload_url"]
    assert not presigned.is_valid("PUT", result["upload_url"].replace(old, new), result["required_headers"])


def test_a_url_for_getting_is_none_for_putting(ask):
    result = ask().json()
    assert not presigned.is_valid("PUT", result["get_url"], result["required_headers"])
    assert not presigned.is_valid("GET", result["upload_url"], result["required_headers"])


@pytest.mark.parametrize(
    "filename, kept",
    [
        ("my recording.wav", "my_recording.wav"),
        ("../../etc/passwd.wav", "passwd.wav"),
        ("C:\\Users\\an\\answer.wav", "answer.wav"),
        ("Bài nói số 1.wav", "Bai_noi_so_1.wav"),
        ("録音.wav", "file.wav"),
        (".wav", "file.wav"),
        ("a\r\nX-Injected: 1.wav", "a_X-Injected_1.wav"),
        ("a?x=1&y=2#z%2F.wav", "a_x_1_y_2_z_2F.wav"),
        ("n" * 300 + ".wav", "n" * 96 + ".wav"),
    ],
)
def test_a_file_name_is_made_safe(ask, filename, kept):
    result = ask(filename=filename).json()
    assert result["file_url"].rpartition("/")[2][len("20261120_000000_01234567_"):] == kept
    assert presigned.is_valid("PUT", result["upload_url"], result["required_headers"])


def test_two_uploads_of_one_file_never_meet(ask):
    assert len({ask().json()["file_url"] for _ in range(5)}) == 5


def test_a_user_id_with_reserved_characters_is_signed_rightly(ask, learner):
    user = f"auth0|{learner}+x@example.com"
    result = ask(user=None, user_id=user).json()
    assert f"/{user}/" in result["file_url"]
    assert presigned.is_valid("PUT", result["upload_url"], result["required_headers"])
    content = b"x" * 10
    put = requests.put(result["upload_url"], data=content, headers=result["required_headers"], timeout=30)
    assert put.status_code == 200
    assert requests.get(result["get_url"], timeout=30).content == content


def test_the_body_without_a_user_is_the_callers_own(ask, learner):
    assert f"/{learner}/" in ask(user_id=None).json()["file_url"]


def test_an_upload_as_the_event_itself_is_answered_like_an_api_call(invoke, learner):
    body = {"user_id": learner, "filename": "a.pdf", "content_type": "application/pdf", "upload_type": "flashcard_pdf"}
    assert gateway.answer(invoke(UPLOADS.function, body)).status_code == 200
    assert_error(gateway.answer(invoke(UPLOADS.function, body | {"user_id": None})), 400, "invalid_request", "user_id")


@pytest.mark.parametrize("name", ["upload-api", "upload-api-v1"])
def test_the_sample_events_of_the_repository_work(invoke, event, name):
    assert gateway.answer(invoke(UPLOADS.function, event(name))).status_code == 200


def test_without_a_content_type_any_fitting_file_may_go_up(ask):
    result = ask("speaking_audio", content_type=None, filename="a.mp3").json()
    assert result["required_headers"] == {"content-type": "application/octet-stream"}
