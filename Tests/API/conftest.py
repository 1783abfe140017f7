"""The HTTP API as its callers see it: the release binaries behind a front with a JWT authorizer."""

import pytest
import requests
import yaml
from bandup_local import callers, paths
from bandup_local.callers import BACK_END
from bandup_local.stack import LocalStack, missing_binaries
from bandup_local.subjects import SUBJECTS, WITH_OBJECTS, WRITING

DOCUMENT = paths.REPOSITORY / "docs" / "openapi.yaml"
LEARNER = "learner-42"
OTHER = "learner-43"


@pytest.fixture(scope="session")
def document():
    return yaml.safe_load(DOCUMENT.read_text())


@pytest.fixture(scope="session")
def stack(tmp_path_factory):
    if missing := missing_binaries():
        pytest.exit(f"no binary for {', '.join(missing)} in {paths.binaries()}: run `make build`", returncode=2)
    with LocalStack(tmp_path_factory.mktemp("stack")) as running:
        yield running


class API:
    """A front, and who calls it: a learner by name, or a Caller."""

    def __init__(self, front, user):
        self.url = front.url
        self.user = user

    def call(self, method, path, headers=None, **options):
        sent = callers.caller(self.user).headers | (headers or {})
        request = requests.Request(method, self.url, headers=sent, **options).prepare()
        # As it is: requests would tidy up dots and escapes.
        request.url = self.url + path
        with requests.Session() as session:
            return session.send(request, timeout=60)


@pytest.fixture(scope="session")
def front(stack):
    """Lets two learners in, and nobody else."""
    one = stack.new_front(tokens=frozenset({LEARNER, OTHER}))
    yield one
    one.stop()


@pytest.fixture(scope="session")
def learner(front):
    return API(front, LEARNER)


@pytest.fixture(scope="session")
def other(front):
    return API(front, OTHER)


@pytest.fixture(scope="session")
def back_end(stack):
    """A trusted caller, which signed with IAM."""
    return API(stack.front, BACK_END)


def example(document, endpoint):
    """The request that the document shows."""
    return document["components"]["examples"][f"{endpoint.schema}Request"]["value"]


@pytest.fixture(scope="session")
def objects(stack, document):
    """The objects that the document's examples name, each in its bucket: {"audio_url", "pdf_url"} and so on."""
    found = {subject.content_field: example(document, subject)[subject.content_field] for subject in WITH_OBJECTS}
    for subject in WITH_OBJECTS:
        bucket, _, key = found[subject.content_field].removeprefix("s3://").partition("/")
        stack.cloud.client("s3").put_object(Bucket=bucket, Key=key, Body=subject.content.sample())
    return found


@pytest.fixture(scope="session")
def jobs(learner, other, objects, document):
    """A completed job of the learner of each kind, {subject: id}; and the other learner's essay `theirs`."""
    # Two functions share a table: an id is one record's, whichever of them made it.
    made = {subject: "mine" if subject is WRITING else f"mine-{subject}" for subject in SUBJECTS}
    for subject, identifier in made.items():
        body = {name: value for name, value in example(document, subject).items() if name != subject.id_field}
        answer = learner.call("POST", subject.path, json=body | {"job_id": identifier})
        assert answer.status_code == 200, answer.text
    essay = example(document, WRITING) | {WRITING.id_field: "theirs"}
    assert other.call("POST", WRITING.path, json=essay).status_code == 200
    return made
