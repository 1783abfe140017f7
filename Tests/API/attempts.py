"""Ways to get at what is not one's own, tried by test_access.py and listed in docs/access.md.

`{theirs}` is the other learner's id, `{mine}` the caller's; `learner-43` and `learner-42` in the list.
"""

from dataclasses import dataclass, field
from urllib.parse import quote

from bandup_local import subjects

MINE, THEIRS = "learner-42", "learner-43"
AUDIO = "bandup-audio-123456789012-ap-southeast-1"
UPLOADS = subjects.UPLOADS.path
DOCUMENTS = "bandup-documents-123456789012-ap-southeast-1"
WRITING, SPEAKING, SETS = (kind.path for kind in (subjects.WRITING, subjects.SPEAKING, subjects.FLASHCARDS))


@dataclass(frozen=True)
class Attempt:
    what: str
    request: str
    """Method and path; `CURSOR`, `FOREIGN_CURSOR` and so on stand for what the test finds out first."""
    status: int
    body: dict | None = None
    caller: str = MINE
    """A learner, `back end` (IAM), or `nobody`."""
    headers: dict = field(default_factory=dict)
    shown: str = ""
    """How the list shows it, where the request itself would be unreadable."""


def _records():
    yield Attempt("another learner's record, by its id", f"GET {WRITING}/theirs", 404)
    yield Attempt("the same with HEAD", f"HEAD {WRITING}/theirs", 404)
    yield Attempt("the same, naming its owner", f"GET {WRITING}/theirs?user_id={THEIRS}", 403)
    yield Attempt("naming both learners", f"GET {WRITING}/theirs?user_id={MINE}&user_id={THEIRS}", 400)
    yield Attempt("the owner in headers", f"GET {WRITING}/theirs", 404,
                  headers={"X-User-Id": THEIRS, "X-Amzn-Oidc-Identity": THEIRS},
                  shown=f"GET {WRITING}/theirs, X-User-Id: {THEIRS}")  # fmt: skip
    yield Attempt("the record through the other function", f"GET {SPEAKING}/theirs", 404)
    yield Attempt("a writing record of one's own as a speaking one", f"GET {SPEAKING}/essay", 404)
    for what, identifier in (
        ("`..` in the id", "..%2Ftheirs"),
        ("`%2e%2e` as a segment", "%2e%2e/theirs"),
        ("a path that steps up", "x/../theirs"),
        ("the owner in the id", f"{THEIRS}%2Ftheirs"),
        ("a double slash", "/theirs"),
        ("a trailing slash", "theirs/"),
        ("escapes twice over", "%252e%252e%252ftheirs"),
        ("a NUL behind the id", "theirs%00"),
        ("a NUL and an id of one's own", "theirs%00mine"),
        ("a line feed", "theirs%0a"),
        ("a semicolon", "theirs;user_id=x"),
        ("an overlong escape of a slash", "..%c0%aftheirs"),
        ("a full-width letter", quote("ｔheirs")),
        ("a Cyrillic letter that looks the same", quote("thеirs")),
        ("a soft hyphen", quote("the\u00adirs")),
        ("another case", "THEIRS"),
        ("a wildcard", "*"),
        ("a placeholder", "%7Bid%7D"),
    ):
        yield Attempt(what, f"GET {WRITING}/{identifier}", 404)
    yield Attempt("an id of 129 characters", f"GET {WRITING}/{'a' * 129}", 404, shown=f"GET {WRITING}/aaa…")
    yield Attempt("an id of 8,000 characters", f"GET {WRITING}/{'a' * 8000}", 404, shown=f"GET {WRITING}/aaa…")
    yield Attempt("two slashes before the path", f"GET /{WRITING}/theirs", 404)
    yield Attempt("a host before the path", f"GET //x{WRITING}/theirs", 404)
    yield Attempt("changing the record", f"PUT {WRITING}/theirs", 405)
    yield Attempt("deleting it", f"DELETE {WRITING}/theirs", 405)


def _histories():
    for path in (subject.path for subject in subjects.SUBJECTS):
        yield Attempt("another learner's history", f"GET {path}?user_id={THEIRS}", 403)
    yield Attempt("the history of both", f"GET {WRITING}?user_id={MINE}&user_id={THEIRS}", 400)
    yield Attempt("an empty user", f"GET {WRITING}?user_id=", 400)
    yield Attempt("a user with a NUL", f"GET {WRITING}?user_id={THEIRS}%00", 400)
    yield Attempt("a user with a look-alike", f"GET {WRITING}?user_id={quote('lеarner-43')}", 400)
    yield Attempt("another learner's cursor", f"GET {WRITING}?cursor=FOREIGN_CURSOR", 400)
    yield Attempt("one's own cursor of another route", f"GET {SPEAKING}?cursor=CURSOR", 400)
    yield Attempt("a cursor changed in its first digit", f"GET {WRITING}?cursor=CHANGED_CODE", 400)
    yield Attempt("a cursor changed in its last digit", f"GET {WRITING}?cursor=CHANGED_PLACE", 400)
    yield Attempt("another learner's code on one's own place", f"GET {WRITING}?cursor=MIXED_CURSOR", 400)
    yield Attempt("a made-up cursor", f"GET {WRITING}?cursor={'A' * 60}", 400)
    yield Attempt("a page larger than allowed", f"GET {WRITING}?limit=1000000", 400)


def _callers():
    for path in sorted((endpoint.path for endpoint in subjects.ENDPOINTS), key=lambda path: path != UPLOADS):
        yield Attempt("no token", f"POST {path}", 401, {}, caller="nobody")
    yield Attempt("no token", f"GET {WRITING}/theirs", 401, caller="nobody")
    for what, credentials in (("a token of nobody", "Bearer x"), ("another scheme", f"Basic {THEIRS}")):
        yield Attempt(what, f"GET {WRITING}/theirs", 401, caller="nobody", headers={"Authorization": credentials})
    for sub in ("..", "a/b", "a b", "a%2fb", "a" * 129):
        yield Attempt("a token whose subject is no user id", f"GET {WRITING}/theirs", 401, caller="unchecked",
                      headers={"Authorization": f"Bearer {sub}"},
                      shown=f"GET {WRITING}/theirs, subject {sub[:5]}")  # fmt: skip
    for what, target, status in (
        ("a back end that names nobody", f"{WRITING}/theirs", 400),
        ("a back end that names nobody", WRITING, 400),
        ("a back end that names the wrong learner", f"{WRITING}/theirs?user_id={MINE}", 404),
    ):
        yield Attempt(what, f"GET {target}", status, caller="back end")


ESSAY = {"essay_content": "An essay of few words."}
UPLOAD = {"filename": "a.wav", "upload_type": "speaking_audio"}


def _submissions():
    for path, body in (
        ("/uploads", UPLOAD),
        (WRITING, ESSAY),
        (SPEAKING, {"audio_url": f"s3://{AUDIO}/uploads/speaking_audio/{THEIRS}/there.wav"}),
        (SETS, {"pdf_url": f"s3://{DOCUMENTS}/uploads/flashcard_pdf/{THEIRS}/there.pdf"}),
    ):
        yield Attempt("in another learner's name", f"POST {path}", 403, body | {"user_id": THEIRS})
    for what, user in (
        ("a list of users", [MINE, THEIRS]),
        ("a user that is a path", f"{MINE}/../{THEIRS}"),
        ("a user with a NUL", f"{THEIRS}\0"),
        ("a user with a look-alike", "lеarner-43"),
        ("a user of 129 characters", "a" * 129),
    ):
        yield Attempt(what, f"POST {WRITING}", 400, ESSAY | {"user_id": user})
    for what, identifier in (
        ("an id that is a path", "../theirs"),
        ("an id with a NUL", "theirs\0"),
        ("an id with a look-alike", "thеirs"),
        ("an id of 129 characters", "a" * 129),
        ("`..` as an id", ".."),
    ):
        yield Attempt(what, f"POST {WRITING}", 400, ESSAY | {"session_id": identifier})
    yield Attempt("a job in another learner's name, to be queued", f"POST {WRITING}", 403, ESSAY | {"user_id": THEIRS},
                  headers={"Prefer": "respond-async"}, shown=f"POST {WRITING}, Prefer: respond-async")  # fmt: skip


def _objects():
    uploads = f"s3://{AUDIO}/uploads/speaking_audio"
    for what, url, status in (
        ("another learner's recording", f"{uploads}/{THEIRS}/there.wav", 403),
        ("the same, if it does not exist", f"{uploads}/{THEIRS}/not-there.wav", 403),
        ("stepping out of one's own folder", f"{uploads}/{MINE}/../{THEIRS}/there.wav", 403),
        ("the same in escapes", f"{uploads}/{MINE}/%2e%2e/{THEIRS}/there.wav", 403),
        ("an escaped slash", f"{uploads}/{MINE}%2F..%2F{THEIRS}/there.wav", 403),
        ("a double slash", f"{uploads}//{MINE}/there.wav", 403),
        ("one's own id further down", f"{uploads}/{THEIRS}/{MINE}/there.wav", 403),
        ("one's own id as file name", f"{uploads}/{THEIRS}/{MINE}", 403),
        ("one's own id as upload type", f"s3://{AUDIO}/uploads/{MINE}/{THEIRS}/there.wav", 403),
        ("an id that begins with one's own", f"{uploads}/{MINE}0/there.wav", 403),
        ("an id in another case", f"{uploads}/{MINE.upper()}/there.wav", 403),
        ("a look-alike of one's own id", f"{uploads}/lеarner-42/there.wav", 403),
        ("another dash", f"{uploads}/learner‑42/there.wav", 403),
        ("backslashes", f"{uploads}\\{MINE}\\there.wav", 403),
        ("a key that begins with a slash", f"s3://{AUDIO}//uploads/speaking_audio/{MINE}/there.wav", 403),
        ("the bucket of documents", f"s3://{DOCUMENTS}/uploads/speaking_audio/{MINE}/there.wav", 403),
        ("somebody's bucket", f"s3://attacker-bucket/uploads/speaking_audio/{MINE}/there.wav", 403),
        ("a bucket by its URL", f"https://{AUDIO}.s3.amazonaws.com/uploads/speaking_audio/{MINE}/there.wav", 400),
        ("a bucket with credentials", f"s3://user@{AUDIO}/uploads/speaking_audio/{MINE}/there.wav", 400),
        ("a file of the function's machine", "file:///proc/self/environ", 400),
        ("the instance's metadata", "http://169.254.169.254/latest/meta-data/", 400),
        ("a NUL in the key", f"{uploads}/{MINE}/there.wav\0", 400),
        ("a key of 1,025 bytes", f"{uploads}/{MINE}/{'a' * 1025}", 400),
    ):
        yield Attempt(what, f"POST {SPEAKING}", status, {"audio_url": url}, shown=url[:90].replace("\0", "\\0"))
    documents = f"s3://{DOCUMENTS}"
    for what, key in (
        ("another learner's document", f"uploads/flashcard_pdf/{THEIRS}/there.pdf"),
        ("another learner's kept result", f"recovery/bandup-evaluations/{THEIRS}/theirs/0.json"),
    ):
        yield Attempt(what, f"POST {SETS}", 403, {"pdf_url": f"{documents}/{key}"})
    yield Attempt("a back end, in one learner's name, for another's object", f"POST {SPEAKING}", 403,
                  {"user_id": MINE, "audio_url": f"{uploads}/{THEIRS}/there.wav"}, caller="back end")  # fmt: skip


def _uploads():
    for what, change in (
        ("an upload type that is a path", {"upload_type": f"speaking_audio/{THEIRS}"}),
        ("an unknown upload type", {"upload_type": "recovery"}),
        ("a type that the upload type does not take", {"content_type": "text/html"}),
        ("an extension that the type does not take", {"filename": "a.html"}),
        ("a header in the content type", {"content_type": "audio/wav\r\nx-amz-acl: public-read"}),
        ("more than 100 MB", {"content_length": 100 * 1024 * 1024 + 1}),
        ("less than nothing", {"content_length": -1}),
    ):
        yield Attempt(what, "POST /uploads", 400, UPLOAD | change, shown=str(change).replace("|", "\\|"))


ATTEMPTS = {
    "Records": list(_records()),
    "Histories": list(_histories()),
    "Callers": list(_callers()),
    "Jobs": list(_submissions()),
    "Objects": list(_objects()),
    "Uploads": list(_uploads()),
}
