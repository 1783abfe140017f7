"""The functions as release binaries under the Runtime Interface Emulator, with moto and the model stand-in.

Each test gets ids and learners of its own (`new_id`, `learner`), so that tests don't meet in the tables; `standin` is
reset around every test. Bodies and paths are those of SPEC.md.
"""

import json
import uuid
from dataclasses import dataclass
from pathlib import Path

import gateway
import pytest
import requests
from bandup_local import callers, paths, sample_events, samples
from bandup_local.fault_proxy import FaultProxy
from bandup_local.records import find_raw_record, find_record
from bandup_local.stack import LocalStack, missing_binaries, wait_for
from bandup_local.subjects import SUBJECTS, subject_of

RECORD_SECONDS = 60


@pytest.fixture(scope="session")
def stack(tmp_path_factory):
    if missing := missing_binaries():
        pytest.exit(f"no binary for {', '.join(missing)} in {paths.binaries()}: run `make build`", returncode=2)
    with LocalStack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(autouse=True)
def standin(stack):
    """Control of the stand-in: `script(...)`, `latency(...)`, `calls(...)`; see bandup_local/standin_process.py."""
    stack.standin.reset()
    yield stack.standin
    stack.standin.reset()


@pytest.fixture(scope="session")
def dynamodb(stack):
    return stack.cloud.client("dynamodb")


@pytest.fixture(scope="session")
def s3(stack):
    return stack.cloud.client("s3")


@pytest.fixture(scope="session")
def sqs(stack):
    return stack.cloud.client("sqs")


@pytest.fixture(scope="session")
def secrets(stack):
    return stack.cloud.client("secretsmanager")


@pytest.fixture
def new_id():
    """Makes an id that no other test has: `new_id("essay")`."""
    return lambda name="id": f"{name}-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def learner():
    """A user id of this test's own."""
    return f"learner-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def invoke(stack):
    """`invoke(function, event)` gives a bandup_local.emulator.Invocation; the event may be bytes."""
    return lambda function, event: stack.functions[function].invoke(event)


@pytest.fixture
def instance(stack):
    """`instance(function, VARIABLE="value")`: one apart, to kill, restart or configure; ended after the test."""
    made = []

    def make(function, **variables):
        made.append(stack.functions[function].new_instance(**variables))
        return made[-1]

    yield make
    for one in made:
        one.stop()


@pytest.fixture(scope="session")
def _proxy(stack):
    made = FaultProxy(stack.cloud.endpoint)
    yield made
    made.stop()


@pytest.fixture
def proxy(_proxy):
    """What notes the AWS calls of a `watched` instance, and can make them fail; see bandup_local/fault_proxy.py."""
    _proxy.reset()
    return _proxy


@pytest.fixture
def watched(instance, proxy):
    """`watched(function, VARIABLE="value")`: an instance whose AWS calls, but for Bedrock's, pass the proxy."""
    return lambda function, **variables: instance(function, AWS_ENDPOINT_URL=proxy.url, **variables)


@dataclass
class Jobs:
    """Jobs through the queues, and the records they leave."""

    stack: LocalStack
    dynamodb: object
    sqs: object

    def send(self, function, body):
        """Sends a message (an object, or text as it is) and gives its messageId."""
        text = body if isinstance(body, str) else json.dumps(body)
        return self.sqs.send_message(QueueUrl=self.stack.queue_url(function), MessageBody=text)["MessageId"]

    def record(self, function, identifier, user_id):
        """The record as plain values, or None."""
        return find_record(self.dynamodb, self._records(function), identifier, user_id)

    def wait(self, function, identifier, user_id, *statuses, seconds=RECORD_SECONDS):
        """The record, once its status is one of `statuses` (completed or failed, if none is named)."""
        wanted = statuses or ("completed", "failed")

        def probe():
            found = self.record(function, identifier, user_id)
            return found if found and found.get("status") in wanted else None

        return wait_for(f"{function} {identifier} {wanted}", seconds, probe)

    def run(self, function, body, *statuses, seconds=RECORD_SECONDS):
        """Sends a job and waits for its record."""
        self.send(function, body)
        return self.wait(function, body[subject_of(function).id_field], body["user_id"], *statuses, seconds=seconds)

    def raw_record(self, function, identifier, user_id):
        """The item as DynamoDB has it, with its types."""
        return find_raw_record(self.dynamodb, self._records(function), identifier, user_id)

    def put_record(self, function, **attributes):
        """Puts a record as another invocation might have left it; values are typed: `status={"S": "processing"}`."""
        self.dynamodb.put_item(TableName=self._records(function).name, Item=attributes)

    def depth(self, function):
        """Messages in the function's queue, those in flight included."""
        return self._depth(self.stack.queue_url(function))

    def dead(self, function):
        """Messages in its dead-letter queue."""
        policy = self.sqs.get_queue_attributes(
            QueueUrl=self.stack.queue_url(function), AttributeNames=["RedrivePolicy"]
        )["Attributes"]["RedrivePolicy"]
        name = json.loads(policy)["deadLetterTargetArn"].rpartition(":")[2]
        return self._depth(self.sqs.get_queue_url(QueueName=name)["QueueUrl"])

    def wait_until_empty(self, function, seconds=RECORD_SECONDS):
        wait_for(f"an empty queue of {function}", seconds, lambda: self.depth(function) == 0)

    def _records(self, function):
        return self.stack.records(function, subject_of(function).records_in)

    def _depth(self, url):
        names = [f"ApproximateNumberOfMessages{part}" for part in ("", "NotVisible", "Delayed")]
        found = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(value) for value in found.values())


@pytest.fixture
def jobs(stack, dynamodb, sqs):
    return Jobs(stack, dynamodb, sqs)


@dataclass
class API:
    """The HTTP front. `user` is the learner whose token is sent, None a back end that signed with IAM, or a Caller."""

    url: str

    def call(self, method, path, user=None, headers=None, **options):
        sent = callers.caller(user).headers | (headers or {})
        return requests.request(method, self.url + path, headers=sent, timeout=60, **options)

    def get(self, path, user=None, **options):
        return self.call("GET", path, user, **options)

    def post(self, path, body=None, user=None, **options):
        return self.call("POST", path, user, json=body, **options)


@pytest.fixture
def api(stack):
    return API(stack.front.url)


@pytest.fixture
def api_v1(stack):
    """The same routes with payload format 1.0, as a REST API would send."""
    front = stack.new_front(payload_format="1.0")
    yield API(front.url)
    front.stop()


@dataclass
class Objects:
    """Objects in the buckets, under keys that their learner may name."""

    stack: LocalStack

    def put(self, upload_type, user_id, name, content):
        """Stores bytes, or a file, and gives the s3:// URL."""
        bucket = next(one.content.bucket for one in SUBJECTS if one.content and one.content.upload_type == upload_type)
        body = content.read_bytes() if isinstance(content, Path) else content
        return self.stack.store(bucket, f"uploads/{upload_type}/{user_id}/{uuid.uuid4().hex[:8]}_{name}", body)

    def recording(self, user_id, name="part1_home_town"):
        return self.put("speaking_audio", user_id, f"{name}.wav", samples.speech(name).recording)

    def document(self, user_id, *, is_long=False):
        """The sample PDF: a short one, or one of at least thirty pages."""
        file = samples.document(is_long=is_long)
        return self.put("flashcard_pdf", user_id, file.name, file)


@pytest.fixture
def objects(stack):
    return Objects(stack)


@pytest.fixture
def event(stack, s3):
    """`event("writing-sqs")`: one of events/*.json for this stack, with samples stored under the S3 URLs it names."""

    def load(name):
        content = sample_events.load(paths.REPOSITORY / "events" / f"{name}.json")
        sample_events.put_objects(content, s3, stack.buckets())
        return json.loads(content)

    return load


@pytest.fixture(scope="session")
def essay():
    """`essay("task2_remote_work")` has `text` and `prompt`."""
    return samples.essay


@pytest.fixture
def job(stack, learner, new_id):
    """`job(WRITING)`: a request of this learner's own, its object stored; keywords change fields, None removes one."""

    def make(subject, **changes):
        return _without_nothing(subject.request(stack, new_id(subject.name), learner, size="small") | changes)

    return make


def _without_nothing(request):
    return {name: value for name, value in request.items() if value is not None}


@pytest.fixture
def submit(invoke):
    """`submit(WRITING, job(WRITING))` posts a job to the function as API Gateway would, in the learner's name."""

    def post(subject, body, *, to=None, **options):
        function = to.invoke if to else lambda event: invoke(subject.function, event)
        return gateway.call(function, "POST", subject.path, body, **{"user": body.get("user_id")} | options)

    return post


@pytest.fixture
def raw_record(jobs):
    """`raw_record(WRITING, body)`: the item that this request has left, with its types."""
    return lambda subject, body: jobs.raw_record(subject.function, body[subject.id_field], body["user_id"])


@pytest.fixture(params=SUBJECTS, ids=str)
def subject(request):
    """Each function that works on jobs."""
    return request.param


@pytest.fixture(params=["2.0", "1.0"], ids=lambda version: f"payload {version}")
def payload_format(request):
    return request.param
