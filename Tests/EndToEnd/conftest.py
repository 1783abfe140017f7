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
from bandup_local import paths, sample_events, samples
from bandup_local.blueprint import TARGETS
from bandup_local.fault_proxy import FaultProxy
from bandup_local.records import find_record, record_id
from bandup_local.stack import LocalStack, wait_for
from recordings import short_recording
from subjects import SPEAKING, SUBJECTS, WRITING

RECORD_SECONDS = 60


@pytest.fixture(scope="session")
def stack(tmp_path_factory):
    missing = [target for target in TARGETS if not (paths.binaries() / target).exists()]
    if missing:
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
    """`invoke(target, event)` gives a bandup_local.emulator.Invocation; the event may be bytes."""
    return lambda target, event: stack.functions[target].invoke(event)


@pytest.fixture
def instance(stack):
    """`instance(target, VARIABLE="value")`: an emulator apart, to kill, restart or configure; ended after the test."""
    made = []

    def make(target, **variables):
        made.append(stack.functions[target].new_instance(**variables))
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
    """`watched(target, VARIABLE="value")`: an instance whose AWS calls, but for Bedrock's, pass the proxy."""
    return lambda target, **variables: instance(target, AWS_ENDPOINT_URL=proxy.url, **variables)


@dataclass
class Jobs:
    """Jobs through the queues, and the records they leave."""

    stack: LocalStack
    dynamodb: object
    sqs: object

    def send(self, target, body):
        """Sends a message (an object, or text as it is) and gives its messageId."""
        text = body if isinstance(body, str) else json.dumps(body)
        return self.sqs.send_message(QueueUrl=self.stack.queue_url(target), MessageBody=text)["MessageId"]

    def record(self, target, identifier, user_id):
        """The record as plain values, or None."""
        return find_record(self.dynamodb, self.stack.table(target), identifier, user_id)

    def wait(self, target, identifier, user_id, *statuses, seconds=RECORD_SECONDS):
        """The record, once its status is one of `statuses` (completed or failed, if none is named)."""
        wanted = statuses or ("completed", "failed")

        def probe():
            found = self.record(target, identifier, user_id)
            return found if found and found.get("status") in wanted else None

        return wait_for(f"{target} {identifier} {wanted}", seconds, probe)

    def run(self, target, body, *statuses, seconds=RECORD_SECONDS):
        """Sends a job and waits for its record."""
        self.send(target, body)
        return self.wait(target, record_id(body), body["user_id"], *statuses, seconds=seconds)

    def raw_record(self, target, identifier, user_id):
        """The item as DynamoDB has it, with its types."""
        key = "set_id" if target == "FlashcardGenerator" else "evaluation_id"
        return self.dynamodb.get_item(
            TableName=self.stack.table(target), Key={key: {"S": identifier}, "user_id": {"S": user_id}}
        ).get("Item")

    def put_record(self, target, **attributes):
        """Puts a record as another invocation might have left it; values are typed: `status={"S": "processing"}`."""
        self.dynamodb.put_item(TableName=self.stack.table(target), Item=attributes)

    def depth(self, target):
        """Messages in the function's queue, those in flight included."""
        return self._depth(self.stack.queue_url(target))

    def dead(self, target):
        """Messages in its dead-letter queue."""
        policy = self.sqs.get_queue_attributes(
            QueueUrl=self.stack.queue_url(target), AttributeNames=["RedrivePolicy"]
        )["Attributes"]["RedrivePolicy"]
        name = json.loads(policy)["deadLetterTargetArn"].rpartition(":")[2]
        return self._depth(self.sqs.get_queue_url(QueueName=name)["QueueUrl"])

    def wait_until_empty(self, target, seconds=RECORD_SECONDS):
        wait_for(f"an empty queue of {target}", seconds, lambda: self.depth(target) == 0)

    def _depth(self, url):
        names = [f"ApproximateNumberOfMessages{part}" for part in ("", "NotVisible", "Delayed")]
        found = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(value) for value in found.values())


@pytest.fixture
def jobs(stack, dynamodb, sqs):
    return Jobs(stack, dynamodb, sqs)


@dataclass
class API:
    """The HTTP front. `user` is the learner whose token is sent; without one the caller is an IAM back end."""

    url: str

    def call(self, method, path, user=None, headers=None, **options):
        token = {"Authorization": f"Bearer {user}"} if user else {}
        return requests.request(method, self.url + path, headers=token | (headers or {}), timeout=60, **options)

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
    s3: object

    def put(self, upload_type, user_id, name, content):
        """Stores bytes, or a file, and gives the s3:// URL."""
        bucket = self.stack.bucket("audio" if upload_type == "speaking_audio" else "documents")
        key = f"uploads/{upload_type}/{user_id}/{uuid.uuid4().hex[:8]}_{name}"
        body = content.read_bytes() if isinstance(content, Path) else content
        self.s3.put_object(Bucket=bucket, Key=key, Body=body)
        return f"s3://{bucket}/{key}"

    def recording(self, user_id, name="part1_home_town"):
        return self.put("speaking_audio", user_id, f"{name}.wav", samples.speech(name).recording)

    def document(self, user_id, *, is_long=False):
        """The sample PDF: a short one, or one of at least thirty pages."""
        file = samples.document(is_long=is_long)
        return self.put("flashcard_pdf", user_id, file.name, file)


@pytest.fixture
def objects(stack, s3):
    return Objects(stack, s3)


@pytest.fixture
def event(stack, s3):
    """`event("writing-sqs")`: one of events/*.json for this stack, with samples stored under the S3 URLs it names."""

    def load(name):
        content = sample_events.load(paths.REPOSITORY / "events" / f"{name}.json")
        sample_events.put_objects(content, s3, {stack.bucket("audio"), stack.bucket("documents")})
        return json.loads(content)

    return load


@pytest.fixture(scope="session")
def essay():
    """`essay("task2_remote_work")` has `text` and `prompt`."""
    return samples.essay



@pytest.fixture
def job(stack, learner, new_id, objects):
    """`job(WRITING)`: a request of this learner's own, its object stored; keywords change fields, None removes one."""

    def make(subject, **changes):
        return _without_nothing(_request(subject, objects, learner, new_id(subject.name)) | changes)

    return make


def _request(subject, objects, learner, identifier):
    request = {subject.id_field: identifier, "user_id": learner}
    if subject is WRITING:
        sample = samples.essay("task2_remote_work")
        return request | {"essay_content": sample.text, "task_type": "TASK_2", "task_prompt": sample.prompt}
    if subject is SPEAKING:
        return request | {"audio_url": objects.put("speaking_audio", learner, "tone.wav", short_recording())}
    return request | {"pdf_url": objects.document(learner), "num_cards": 3}


def _without_nothing(request):
    return {name: value for name, value in request.items() if value is not None}


@pytest.fixture
def submit(invoke):
    """`submit(WRITING, job(WRITING))` posts a job to the function as API Gateway would, in the learner's name."""

    def post(subject, body, *, to=None, **options):
        target = to.invoke if to else lambda event: invoke(subject.target, event)
        return gateway.call(target, "POST", subject.path, body, **{"user": body.get("user_id")} | options)

    return post


@pytest.fixture
def raw_record(jobs):
    """`raw_record(WRITING, body)`: the item that this request has left, with its types."""
    return lambda subject, body: jobs.raw_record(subject.target, body[subject.id_field], body["user_id"])


@pytest.fixture(params=SUBJECTS, ids=str)
def subject(request):
    """Each function that works on jobs."""
    return request.param


@pytest.fixture(params=["2.0", "1.0"], ids=lambda version: f"payload {version}")
def payload_format(request):
    return request.param
