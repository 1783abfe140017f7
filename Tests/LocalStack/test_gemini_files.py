"""The Files API of the stand-in: it must refuse what Google refuses."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "local"))

from standin.errors import ServiceError  # noqa: E402
from standin.files import Files  # noqa: E402

WAV = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data\0\0\0\0"
ORIGIN = "http://127.0.0.1:1"


def start(files, size=len(WAV), mime_type="audio/wav", body=b"{}"):
    headers = {
        "x-goog-upload-protocol": "resumable",
        "x-goog-upload-command": "start",
        "x-goog-upload-header-content-length": str(size),
        "x-goog-upload-header-content-type": mime_type,
    }
    return files.start(ORIGIN, headers, body)["X-Goog-Upload-URL"].split("upload_id=")[1].split("&")[0]


def receive(files, identifier, body, offset, command="upload, finalize", **options):
    headers = {"x-goog-upload-command": command, "x-goog-upload-offset": str(offset)}
    return files.receive(ORIGIN, identifier, headers, body, **options)


def test_a_file_is_processed_before_it_may_be_used():
    files = Files()
    _, document = receive(files, start(files), WAV, 0)
    file = document["file"]
    assert file["state"] == "PROCESSING"
    with pytest.raises(ServiceError) as refused:
        files.content(file["uri"], "audio/wav")
    assert refused.value.http_status == 400
    assert files.look(file["name"])["state"] == "PROCESSING"
    assert files.look(file["name"])["state"] == "ACTIVE"
    assert files.content(file["uri"], "audio/wav") == WAV
    files.delete(file["name"])
    with pytest.raises(ServiceError) as gone:
        files.content(file["uri"], "audio/wav")
    assert gone.value.http_status == 403


def test_a_cut_upload_tells_how_far_it_came_and_goes_on():
    files = Files()
    identifier = start(files)
    receive(files, identifier, WAV, 0, share=0.5)
    headers, _ = receive(files, identifier, b"", 0, command="query")
    received = int(headers["X-Goog-Upload-Size-Received"])
    assert received == len(WAV) // 2
    headers, _ = receive(files, identifier, WAV[received:], received)
    assert headers["X-Goog-Upload-Status"] == "final"


@pytest.mark.parametrize(
    "attempt",
    [
        lambda files: start(files, mime_type="text/plain"),
        lambda files: start(files, size=0),
        lambda files: start(files, body=b'{"file": {"name": "files/UPPER"}}'),
        lambda files: start(files, body=b'{"file": {"colour": "red"}}'),
        lambda files: receive(files, start(files), WAV, 5),
        lambda files: receive(files, start(files), WAV[:-1], 0),
        lambda files: receive(files, start(files), WAV, 0, command="finish"),
        lambda files: receive(files, start(files, mime_type="audio/mp3"), WAV, 0),
        lambda files: receive(files, "nobody", WAV, 0),
    ],
)
def test_what_does_not_belong_is_refused(attempt):
    with pytest.raises(ServiceError):
        attempt(Files())
