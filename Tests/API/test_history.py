"""Histories over HTTP: order, pages, and that they show what GET of one record shows but the long texts."""

import pytest
import requests
from bandup_local.subjects import ENDPOINTS, SPEAKING, SUBJECTS, WRITING
from conftest import API

each_subject = pytest.mark.parametrize("subject", SUBJECTS, ids=str)


@pytest.fixture(scope="module")
def reader(stack):
    """A learner of this module's own, with a writing record for each second speaking record."""
    one = API(stack.front, "history-reader")
    for number in range(5):
        body = {"session_id": f"essay-{number}", "essay_content": f"My essay number {number} is short."}
        assert one.call("POST", WRITING.path, json=body).status_code == 200
        stack.cloud.client("dynamodb").put_item(
            TableName=stack.table(SPEAKING.function),
            Item={
                "evaluation_id": {"S": f"answer-{number}"},
                "user_id": {"S": one.user},
                "evaluation_type": {"S": "speaking"},
                "status": {"S": "failed"},
                "error_code": {"S": "unprocessable"},
                "error_message": {"S": "No speech was found in the recording."},
                "created_at": {"N": str(1_900_000_000 + number)},
            },
        )
    return one


def pages(api, path, limit):
    found, cursor = [], ""
    while True:
        answer = api.call("GET", f"{path}?limit={limit}{cursor}")
        assert answer.status_code == 200, answer.text
        found.append(answer.json()["items"])
        if "next_cursor" not in answer.json():
            return found
        cursor = f"&cursor={answer.json()['next_cursor']}"


@pytest.mark.parametrize("limit", [1, 2, 5, 100])
def test_pages_give_every_record_once_newest_first(reader, limit):
    for path, name in ((WRITING.path, "essay"), (SPEAKING.path, "answer")):
        found = pages(reader, path, limit)
        assert [len(page) for page in found[:-1]] == [limit] * (len(found) - 1)
        items = [item for page in found for item in page]
        assert {item["session_id"] for item in items} == {f"{name}-{number}" for number in range(5)}
        assert len(items) == 5
        times = [item["created_at"] for item in items]
        assert times == sorted(times, reverse=True)


@each_subject
def test_an_item_is_the_record_without_its_long_texts(learner, jobs, subject):
    record = learner.call("GET", f"{subject.path}/{jobs[subject]}").json()
    items = learner.call("GET", f"{subject.path}?limit=100").json()["items"]
    item = next(item for item in items if item[subject.id_field] == jobs[subject])
    assert item == {key: value for key, value in record.items() if key not in subject.long_fields}
    assert record.keys() >= subject.long_fields


def test_a_failed_record_shows_its_error(reader):
    error = {"code": "unprocessable", "message": "No speech was found in the recording."}
    assert pages(reader, SPEAKING.path, 100)[0][0]["error"] == error
    record = reader.call("GET", f"{SPEAKING.path}/answer-0").json()
    assert (record["status"], record["error"]) == ("failed", error)


def test_format_1_gives_the_same(stack, reader):
    front = stack.new_front(payload_format="1.0")
    try:
        same = API(front, reader.user)
        assert pages(same, WRITING.path, 2) == pages(reader, WRITING.path, 2)
        assert same.call("GET", f"{WRITING.path}?limit=1&limit=2").status_code == 400
    finally:
        front.stop()


def test_a_back_end_reads_the_history_of_the_user_it_names(back_end, reader):
    page = f"{WRITING.path}?user_id={reader.user}&limit=2"
    answer = back_end.call("GET", page)
    assert len(answer.json()["items"]) == 2
    following = back_end.call("GET", f"{page}&cursor={answer.json()['next_cursor']}")
    assert len(following.json()["items"]) == 2


def test_a_preflight_is_answered_without_a_token(front):
    headers = {"Origin": "https://app.example.com", "Access-Control-Request-Method": "POST"}
    for path in [*(endpoint.path for endpoint in ENDPOINTS), f"{WRITING.path}/some-id"]:
        answer = requests.options(front.url + path, headers=headers, timeout=30)
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "POST" in answer.headers["access-control-allow-methods"]


@each_subject
def test_head_and_other_methods(learner, jobs, subject):
    path = subject.path
    head, get = (learner.call(method, path) for method in ("HEAD", "GET"))
    assert (head.status_code, head.content) == (200, b"")
    for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options"):
        assert head.headers[name] == get.headers[name]
    collection, record = "GET, HEAD, OPTIONS, POST", "GET, HEAD, OPTIONS"
    for method, at, allow in (("DELETE", path, collection), ("PUT", f"{path}/{jobs[subject]}", record)):
        answer = learner.call(method, at)
        assert (answer.status_code, answer.headers["Allow"]) == (405, allow)
        assert answer.json()["error"]["code"] == "method_not_allowed"
    assert learner.call("GET", path + "/a/b").status_code == 404
