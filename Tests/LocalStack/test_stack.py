"""The stack as a whole, with the fake function in place of the four."""

import json
import os
import re
import threading
import time

import pytest
import requests
from bandup_local import callers, identity
from bandup_local.blueprint import UnknownFunction
from bandup_local.stack import wait_for

WRITING, MARKER, SPEAKING, UPLOADS = (
    f"test-{name}" for name in ("writing-evaluator", "test-marker", "speaking-evaluator", "s3-upload")
)
CARDS = "bandup-local-flashcardgeneratorfunction"
LEARNER = callers.learner("ada").headers
BACK_END = callers.BACK_END.headers


@pytest.fixture
def writing(stack):
    """An instance apart from the pool, so that a test may kill it."""
    instance = stack.functions[WRITING].new_instance()
    yield instance
    instance.stop()


def test_the_tables_are_those_of_the_template(stack):
    table = stack.cloud.client("dynamodb").describe_table(TableName="test-evaluations")["Table"]
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["evaluation_id", "user_id"]
    assert table["GlobalSecondaryIndexes"][0]["IndexName"] == "user_id-created_at-index"
    assert table["DeletionProtectionEnabled"] is True


def test_the_queue_has_its_visibility_timeout_and_dead_letter_queue(stack):
    sqs = stack.cloud.client("sqs")
    attributes = sqs.get_queue_attributes(QueueUrl=stack.queue_url(WRITING), AttributeNames=["All"])
    assert attributes["Attributes"]["VisibilityTimeout"] == "1800"
    assert json.loads(attributes["Attributes"]["RedrivePolicy"])["maxReceiveCount"] == 2


def test_a_function_gets_the_template_s_variables_and_the_local_endpoints(stack, writing):
    environment = writing.invoke({}).json()["environment"]
    secrets = stack.cloud.client("secretsmanager")
    key = secrets.get_secret_value(SecretId=environment["GEMINI_API_KEY_SECRET_ARN"])["SecretString"]
    assert key == identity.GEMINI_API_KEY
    assert environment["NESTED"] == f"a-b/{identity.REGION}"
    assert environment["QUEUE_URL"].endswith("/test-writing-queue")
    assert environment["AWS_ENDPOINT_URL"] == stack.cloud.endpoint
    assert environment["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] == environment["GEMINI_ENDPOINT"] == stack.standin.url
    assert environment["AWS_SESSION_TOKEN"] == identity.SESSION_TOKEN
    assert environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "512"
    assert environment["AWS_LAMBDA_FUNCTION_NAME"] == WRITING
    assert environment["API_AUTH"] == "iam"


def test_a_secret_that_the_stack_generates_is_random_and_not_the_models_key(stack, writing):
    arn = writing.invoke({}).json()["environment"]["CURSOR_SECRET_ARN"]
    secret = stack.cloud.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
    assert re.fullmatch("[A-Za-z0-9]{48}", secret)
    assert len(set(secret)) > 10


def test_a_function_is_told_its_handler_as_on_lambda(stack, writing):
    """In `_HANDLER`, and not as an argument: Lambda gives a bootstrap none."""
    told = writing.invoke({}).json()
    assert told["environment"]["_HANDLER"] == "essays"
    assert len(told["arguments"]) == 1


@pytest.mark.parametrize(("changes", "handler"), [({}, "first"), ({"_HANDLER": "other"}, "other")], ids=str)
def test_a_handler_is_the_globals_or_whatever_a_test_asks_for(stack, changes, handler):
    instance = stack.functions[UPLOADS].new_instance(**changes)
    try:
        assert instance.invoke({}).json()["environment"]["_HANDLER"] == handler
    finally:
        instance.stop()


def test_a_log_group_is_the_templates(stack):
    for function, group in ((CARDS, "/test/cards"), (UPLOADS, f"/aws/lambda/{UPLOADS}")):
        told = stack.functions[function].invoke({}).json()
        assert told["environment"]["AWS_LAMBDA_LOG_GROUP_NAME"] == group


def test_two_functions_of_one_executable_have_each_their_own(stack):
    """Process, handler, variables, queue and table: only the program is the same."""
    first, second = (stack.functions[name].invoke({}).json() for name in (WRITING, MARKER))
    assert first["arguments"] == second["arguments"]
    assert first["pid"] != second["pid"]
    assert [told["environment"]["_HANDLER"] for told in (first, second)] == ["essays", "marking"]
    assert [told["environment"]["AWS_LAMBDA_FUNCTION_NAME"] for told in (first, second)] == [WRITING, MARKER]
    assert "DYNAMODB_TESTS" in second["environment"] and "DYNAMODB_TESTS" not in first["environment"]
    assert stack.queue_url(WRITING).endswith("/test-writing-queue")
    assert stack.queue_url(MARKER).endswith("/test-marking-queue")


def test_a_queue_feeds_its_own_function_and_not_the_other_of_the_executable(stack):
    counts = {name: stack.functions[name].log().count("working on") for name in (WRITING, MARKER)}
    stack.cloud.client("sqs").send_message(QueueUrl=stack.queue_url(MARKER), MessageBody='{"number": 1}')
    wait_for("an empty queue", 10, lambda: depth(stack, "test-marking-queue") == 0)
    assert stack.functions[MARKER].log().count("working on") == counts[MARKER] + 1
    assert stack.functions[WRITING].log().count("working on") == counts[WRITING]


def test_a_function_is_found_by_its_logical_id_too_and_an_unknown_one_is_told(stack):
    assert stack.functions["TestMarker"] is stack.functions["TestMarkerFunction"] is stack.functions[MARKER]
    with pytest.raises(UnknownFunction, match=f"no function Nothing; there are .*{MARKER}"):
        stack.functions["Nothing"]


def test_a_function_stays_warm_between_invocations(writing):
    first, second = (writing.invoke({"number": number}).json() for number in (1, 2))
    assert first["pid"] == second["pid"] == writing.function_pid()


def test_a_restart_is_a_cold_start(writing):
    before = writing.invoke({}).json()["pid"]
    writing.restart()
    assert writing.invoke({}).json()["pid"] != before


def test_an_invocation_s_log_is_its_own(writing):
    writing.invoke({})
    assert writing.invoke({}).log.count("working on") == 1


def test_the_answer_arrives_before_the_work_after_it(writing):
    started = time.monotonic()
    assert writing.invoke({"sleep_afterwards": 2}).error is None
    assert time.monotonic() - started < 1.5
    writing.wait_until_idle()
    assert time.monotonic() - started > 1.9
    assert "done" in writing.log()


def test_an_invocation_waits_for_the_work_after_the_one_before(writing):
    writing.invoke({"sleep_afterwards": 1})
    started = time.monotonic()
    assert writing.invoke({"number": 2}).json()["event"] == {"number": 2}
    assert time.monotonic() - started > 0.8


def test_an_error_keeps_its_type(writing):
    result = writing.invoke({"throw": "BadThing"})
    assert (result.error, result.json()["errorMessage"]) == ("BadThing", "as told")
    assert writing.invoke({}).error is None


def test_a_function_that_dies_is_a_crash_and_comes_back(writing):
    assert writing.invoke({"exit": 3}).error == "crash"
    assert writing.invoke({}).error is None


def test_a_function_that_takes_too_long_is_ended(stack):
    speaking = stack.functions[SPEAKING].new_instance()
    try:
        assert speaking.invoke({"sleep": 10}).error == "timeout"
        assert speaking.invoke({}).error is None
    finally:
        speaking.stop()


def test_an_error_at_start_is_told(stack):
    broken = stack.functions[WRITING].new_instance(FAIL_AT_START="1")
    try:
        result = broken.invoke({})
        assert result.error == "Configuration"
        assert "GEMINI_MODEL is not set" in result.payload.decode()
    finally:
        broken.stop()


def test_a_killed_function_fails_its_invocation(writing):
    writing.invoke({})
    results = []
    thread = threading.Thread(target=lambda: results.append(writing.invoke({"sleep": 5})))
    thread.start()
    time.sleep(0.3)
    assert writing.kill_function()
    thread.join()
    assert results[0].error == "crash"


def test_stopping_leaves_no_process_behind(stack):
    instance = stack.functions[UPLOADS].new_instance()
    pid = instance.invoke({}).json()["pid"]
    instance.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_two_invocations_at_once_get_two_instances(stack):
    pool = stack.functions[CARDS]
    pids = []
    threads = [
        threading.Thread(target=lambda: pids.append(pool.invoke({"sleep": 0.5}).json()["pid"])) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(pids)) == 2


def send(stack, body):
    sqs = stack.cloud.client("sqs")
    return sqs.send_message(QueueUrl=stack.queue_url(WRITING), MessageBody=json.dumps(body))["MessageId"]


def depth(stack, name):
    sqs = stack.cloud.client("sqs")
    attributes = sqs.get_queue_attributes(
        QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"],
        AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    )["Attributes"]
    return sum(map(int, attributes.values()))


def test_a_job_done_leaves_the_queue(stack):
    before = stack.functions[WRITING].log().count("working on")
    send(stack, {"number": 1})
    wait_for("the delivery", 10, lambda: stack.functions[WRITING].log().count("working on") > before)
    wait_for("an empty queue", 10, lambda: depth(stack, "test-writing-queue") == 0)
    assert depth(stack, "test-dead") == 0


def test_a_job_that_fails_each_time_ends_in_the_dead_letter_queue(stack):
    before = stack.functions[WRITING].log().count("working on")
    message_id = send(stack, {"fail": True})
    wait_for("the dead-letter queue", 20, lambda: depth(stack, "test-dead") == 1)
    assert depth(stack, "test-writing-queue") == 0
    assert stack.functions[WRITING].log().count("working on") - before == 2
    sqs = stack.cloud.client("sqs")
    url = sqs.get_queue_url(QueueName="test-dead")["QueueUrl"]
    dead = sqs.receive_message(QueueUrl=url)["Messages"][0]
    assert dead["MessageId"] == message_id
    sqs.purge_queue(QueueUrl=url)


def call(stack, method, path, **options):
    return requests.request(method, stack.front.url + path, timeout=40, **options)


def test_the_front_sends_payload_2_with_path_parameters_and_claims(stack):
    answer = call(stack, "GET", "/writing/evaluations/a%20b?limit=2&limit=3&x=", headers=LEARNER)
    assert answer.headers["x-seen-by"] == WRITING
    event = answer.json()
    assert event["version"] == "2.0"
    assert event["routeKey"] == "GET /writing/evaluations/{id}"
    assert event["rawPath"] == "/writing/evaluations/a b"
    assert event["pathParameters"] == {"id": "a b"}
    assert event["queryStringParameters"] == {"limit": "2,3", "x": ""}
    assert event["requestContext"]["authorizer"]["jwt"]["claims"]["sub"] == "ada"
    assert "body" not in event


def test_a_back_end_is_told_by_who_signed(stack):
    context = call(stack, "GET", "/writing/evaluations/1", headers=BACK_END).json()["requestContext"]
    assert context["authorizer"].keys() == {"iam"}
    assert context["authorizer"]["iam"]["userArn"] == identity.BACK_END_ARN


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer "}], ids=str)
def test_of_nobody_the_event_says_nothing(stack, headers):
    """As behind a route that was left open: what a function must refuse, not trust."""
    assert "authorizer" not in call(stack, "GET", "/writing/evaluations/1", headers=headers).json()["requestContext"]


def test_a_front_for_rest_tells_the_three_callers_apart_as_rest_does(stack):
    front = stack.new_front(payload_format="1.0")

    def context(headers):
        return requests.get(f"{front.url}/writing/evaluations/1", headers=headers, timeout=40).json()["requestContext"]

    try:
        learner, back_end, nobody = map(context, (LEARNER, BACK_END, {}))
    finally:
        front.stop()
    assert learner["authorizer"]["claims"]["sub"] == "ada" and learner["identity"]["userArn"] is None
    assert back_end["authorizer"] is None and back_end["identity"]["userArn"] == identity.BACK_END_ARN
    assert nobody["authorizer"] is None and nobody["identity"]["userArn"] is None


def test_a_front_with_tokens_lets_these_learners_in_and_nobody_else(stack):
    front = stack.new_front(tokens=frozenset({"ada"}))

    def status(headers):
        return requests.get(f"{front.url}/writing/evaluations/1", headers=headers, timeout=40).status_code

    try:
        assert [status(one) for one in (LEARNER, callers.learner("eve").headers, BACK_END, {})] == [200, 401, 401, 401]
    finally:
        front.stop()


@pytest.mark.parametrize(
    "method, path, key, parameters",
    [
        ("GET", "/tests/a%20b/c", "ANY /tests/{proxy+}", {"proxy": "a b/c"}),
        ("DELETE", "/tests/1", "ANY /tests/{proxy+}", {"proxy": "1"}),
        ("OPTIONS", "/tests/1", "OPTIONS /tests/{proxy+}", {"proxy": "1"}),
        ("GET", "/tests/1/answers", "GET /tests/{id}/answers", {"id": "1"}),
        ("POST", "/tests/1/answers", "ANY /tests/{proxy+}", {"proxy": "1/answers"}),
    ],
)
def test_a_greedy_route_takes_what_no_nearer_one_takes(stack, method, path, key, parameters):
    answer = call(stack, method, path)
    assert answer.headers["x-seen-by"] == MARKER
    assert (answer.json()["routeKey"], answer.json()["pathParameters"]) == (key, parameters)


def test_text_bodies_are_text_and_others_base64(stack):
    text = call(stack, "POST", "/writing/evaluations", json={"essay": "é"}).json()
    assert (json.loads(text["body"]), text["isBase64Encoded"]) == ({"essay": "é"}, False)
    octets = {"Content-Type": "application/octet-stream"}
    binary = call(stack, "POST", "/writing/evaluations", data=b"\x00\xff", headers=octets).json()
    assert (binary["body"], binary["isBase64Encoded"]) == ("AP8=", True)


def test_routes_that_are_resources_of_their_own_are_found(stack):
    assert call(stack, "POST", "/uploads", json={}).headers["x-seen-by"] == UPLOADS


@pytest.mark.parametrize("method, path", [("GET", "/nothing"), ("PUT", "/uploads"), ("GET", "/writing/evaluations/"), ("GET", "/tests/"), ("GET", "/tests")])
def test_what_no_route_takes_is_the_gateway_s_404(stack, method, path):
    answer = call(stack, method, path)
    assert (answer.status_code, answer.json()) == (404, {"message": "Not Found"})


def test_preflight_requests_are_answered_by_the_gateway(stack):
    asked = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}
    answer = call(stack, "OPTIONS", "/writing/evaluations", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "https://app.example"
    assert "access-control-allow-origin" not in call(
        stack, "OPTIONS", "/writing/evaluations", headers=asked | {"Origin": "https://evil.example"}
    ).headers


def test_a_front_for_rest_sends_payload_1(stack):
    front = stack.new_front(payload_format="1.0")
    try:
        event = requests.get(f"{front.url}/writing/evaluations/a%20b", headers=LEARNER, timeout=40).json()
        assert (event["version"], event["path"]) == ("1.0", "/writing/evaluations/a%20b")
        assert event["pathParameters"] == {"id": "a b"}
        assert event["requestContext"]["authorizer"]["claims"]["sub"] == "ada"
        assert event["body"] is None
    finally:
        front.stop()


def test_a_slow_function_is_a_503_and_a_broken_one_a_500(stack):
    front = stack.new_front(wait_seconds=0.5)
    try:
        slow = requests.post(f"{front.url}/writing/evaluations", json={"sleep": 1.5}, timeout=40)
        assert (slow.status_code, slow.json()) == (503, {"message": "Service Unavailable"})
        stack.functions[WRITING].wait_until_idle()
        broken = call(stack, "POST", "/writing/evaluations", json={"throw": "Oops"})
        assert (broken.status_code, broken.json()) == (500, {"message": "Internal Server Error"})
    finally:
        front.stop()


def test_an_event_over_lambda_s_limit_is_a_413(stack):
    body = {"Content-Type": "application/octet-stream"}
    assert call(stack, "POST", "/uploads", data=bytes(5_000_000), headers=body).status_code == 413
