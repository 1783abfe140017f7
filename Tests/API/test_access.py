"""Everything in attempts.py is tried and refused; docs/access.md is the list of it, written by these tests.

`UPDATE_ACCESS=1` writes the file anew; without it the file must be as it would be written.
"""

import json
import os

import pytest
from attempts import ATTEMPTS, AUDIO, DOCUMENTS, MINE, SPEAKING, THEIRS, UPLOAD, WRITING
from bandup_local import identity, paths
from bandup_local.callers import NOBODY
from conftest import API

SECRET = "what only its owner may read"
PAGE = paths.REPOSITORY / "docs" / "access.md"
CODES = {400: "invalid_request", 401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed"}


@pytest.fixture(scope="module")
def placeholders(learner, other, stack, jobs):
    """Two essays and a cursor of each learner, and objects that exist."""
    for api in (learner, other):
        for name in ("essay", "essay-2"):
            essay = {"session_id": name, "essay_content": f"{api.user} wrote {name}."}
            assert api.call("POST", WRITING, json=essay).status_code == 200
    s3 = stack.cloud.client("s3")
    for key in (f"uploads/speaking_audio/{THEIRS}/there.wav", f"uploads/speaking_audio/{THEIRS}/{MINE}/there.wav"):
        s3.put_object(Bucket=AUDIO, Key=key, Body=SECRET.encode())
    s3.put_object(Bucket=DOCUMENTS, Key=f"uploads/flashcard_pdf/{THEIRS}/there.pdf", Body=SECRET.encode())
    mine, theirs = (api.call("GET", f"{WRITING}?limit=1").json()["next_cursor"] for api in (learner, other))
    flip = {character: "B" if character == "A" else "A" for character in mine + theirs}
    return {
        "FOREIGN_CURSOR": theirs,
        "CHANGED_CODE": flip[mine[0]] + mine[1:],
        "CHANGED_PLACE": mine[:-1] + flip[mine[-1]],
        # 16 bytes of code and 8 of time are 32 digits of base64.
        "MIXED_CURSOR": theirs[:21] + mine[21:],
        "CURSOR": mine,
    }


@pytest.fixture(scope="module")
def callers(learner, back_end, front, stack):
    return {
        MINE: learner,
        "back end": back_end,
        "nobody": API(front, NOBODY),
        # A front whose authorizer takes any token: what it says of its subject reaches the function.
        "unchecked": API(stack.front, NOBODY),
    }


def send(callers, placeholders, attempt):
    method, _, path = attempt.request.partition(" ")
    for name, value in placeholders.items():
        path = path.replace(f"cursor={name}", f"cursor={value}")
    options = {} if attempt.body is None else {"json": attempt.body}
    return callers[attempt.caller].call(method, path, headers=attempt.headers, **options)


CASES = [pytest.param(one, id=f"{part}: {one.what}") for part, some in ATTEMPTS.items() for one in some]


@pytest.mark.parametrize("attempt", CASES)
def test_the_attempt_is_refused(callers, placeholders, attempt):
    answer = send(callers, placeholders, attempt)
    assert answer.status_code == attempt.status, answer.text
    if attempt.request.startswith("HEAD"):
        assert answer.content == b""
        return
    body = answer.json()
    if body.keys() == {"message"}:
        # The gateway's own words.
        assert body["message"] in ("Not Found", "Unauthorized")
    else:
        assert body["error"]["code"] == CODES[attempt.status]
    for leak in (SECRET, f"{THEIRS} wrote", identity.GEMINI_API_KEY):
        assert leak not in answer.text


def test_what_is_not_theirs_looks_like_what_is_not_there(learner, placeholders):
    """Nothing tells a learner whether somebody else's record or object exists."""

    def told(method, path, **options):
        answer = learner.call(method, path, **options)
        body = answer.json()["error"]
        del body["request_id"]
        return answer.status_code, body

    assert told("GET", f"{WRITING}/theirs") == told("GET", f"{WRITING}/no-such-record")
    urls = [f"s3://{AUDIO}/uploads/speaking_audio/{THEIRS}/{name}.wav" for name in ("there", "not-there")]
    answers = [told("POST", SPEAKING, json={"audio_url": url}) for url in urls]
    assert answers[0] == answers[1]


def test_the_same_requests_work_for_whom_they_belong_to(learner, other, back_end, placeholders):
    """Without this, a service that refuses everything would pass."""
    assert learner.call("GET", f"{WRITING}/mine").status_code == 200
    assert other.call("GET", f"{WRITING}/theirs").status_code == 200
    assert learner.call("GET", f"{WRITING}?user_id={MINE}&cursor={placeholders['CURSOR']}").status_code == 200
    assert other.call("GET", f"{WRITING}?cursor={placeholders['FOREIGN_CURSOR']}").status_code == 200
    assert back_end.call("GET", f"{WRITING}/theirs?user_id={THEIRS}").status_code == 200


@pytest.mark.parametrize(
    "filename", ["../../learner-43/a.wav", "..\\a.wav", "uploads/learner-43/a.wav", "a\0.wav", "․․／a.wav"]
)
def test_a_file_name_does_not_leave_the_learners_folder(learner, filename):
    answer = learner.call("POST", "/uploads", json=UPLOAD | {"filename": filename})
    assert answer.status_code == 200
    folder, _, name = answer.json()["file_url"].rpartition("/")
    assert folder == f"s3://{AUDIO}/uploads/speaking_audio/{MINE}"
    assert name.isascii() and ".." not in name


def test_the_list_is_up_to_date():
    page = listing()
    if os.environ.get("UPDATE_ACCESS"):
        PAGE.write_text(page)
    assert PAGE.exists() and PAGE.read_text() == page, "run Tests/API/test_access.py with UPDATE_ACCESS=1"


def listing():
    count = sum(len(some) for some in ATTEMPTS.values())
    lines = [
        "# Attempts to get at what is not one's own",
        "",
        f"Written by `Tests/API/test_access.py`, which tries all {count} of them against the release binaries behind",
        "the local HTTP front, on every run of `make test`: each must give the status of its last column, and nothing",
        "else.",
        f"Where no caller is named, it is the learner `{MINE}` with a valid token; the other learner is `{THEIRS}`.",
        "`nobody` has no token that the gateway takes, `unchecked` one that it takes although its subject is no user",
        "id, and the back end signs with IAM.",
    ]
    for part, some in ATTEMPTS.items():
        lines += ["", f"## {part}", "", "| attempt | caller | request | answer |", "|---|---|---|---|"]
        for one in some:
            caller = "" if one.caller == MINE else one.caller
            lines.append(f"| {one.what} | {caller} | {cell(one)} | {one.status} |")
    return "\n".join(lines) + "\n"


def cell(attempt):
    if attempt.shown:
        return f"`{attempt.shown}`"
    body = "" if not attempt.body else " " + json.dumps(attempt.body)
    text = attempt.request + body
    return "`" + (text if len(text) <= 140 else text[:139] + "…").replace("|", "\\|") + "`"
