"""The HTTP API as its callers see it: the release binaries behind a front with a JWT authorizer."""

from pathlib import Path

import pytest
import requests
import yaml
from bandup_local import paths, samples
from bandup_local.blueprint import TARGETS
from bandup_local.stack import LocalStack

DOCUMENT = paths.REPOSITORY / "docs" / "openapi.yaml"
LEARNER = "learner-42"
OTHER = "learner-43"


@pytest.fixture(scope="session")
def document():
    return yaml.safe_load(DOCUMENT.read_text())


@pytest.fixture(scope="session")
def stack(tmp_path_factory):
    missing = [target for target in TARGETS if not (paths.binaries() / target).exists()]
    if missing:
        pytest.exit(f"no binary for {', '.join(missing)} in {paths.binaries()}: run `make build`", returncode=2)
    with LocalStack(tmp_path_factory.mktemp("stack")) as running:
        yield running


class API:
    """A front, and the learner whose token is sent."""

    def __init__(self, front, user):
        self.url = front.url
        self.user = user

    def call(self, method, path, headers=None, **options):
        token = {"Authorization": f"Bearer {self.user}"} if self.user else {}
        request = requests.Request(method, self.url, headers=token | (headers or {}), **options).prepare()
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
    return API(stack.front, None)


@pytest.fixture(scope="session")
def objects(stack, document):
    """The objects that the document's examples name, each in its bucket: {"audio_url", "pdf_url"}."""
    examples = document["components"]["examples"]
    found = {
        "audio_url": examples["SpeakingRequest"]["value"]["audio_url"],
        "pdf_url": examples["FlashcardRequest"]["value"]["pdf_url"],
    }
    files = {"audio_url": samples.speech("part1_home_town").recording, "pdf_url": samples.document(is_long=False)}
    for name, url in found.items():
        bucket, _, key = url.removeprefix("s3://").partition("/")
        stack.cloud.client("s3").put_object(Bucket=bucket, Key=key, Body=files[name].read_bytes())
    return found


@pytest.fixture(scope="session")
def jobs(learner, other, objects, document):
    """A completed job of the learner on each route, {path: id}; and the other learner's essay `theirs`."""
    examples = document["components"]["examples"]
    # Two functions share a table: an id is one record's, whichever of them made it.
    made = {"/writing/evaluations": ("Writing", "mine"), "/speaking/evaluations": ("Speaking", "mine-spoken"),
            "/flashcard-sets": ("Flashcard", "mine")}  # fmt: skip
    for path, (kind, identifier) in made.items():
        example = examples[f"{kind}Request"]["value"]
        body = {name: value for name, value in example.items() if name not in ("session_id", "set_id")}
        answer = learner.call("POST", path, json=body | {"job_id": identifier})
        assert answer.status_code == 200, answer.text
    essay = examples["WritingRequest"]["value"] | {"session_id": "theirs"}
    assert other.call("POST", "/writing/evaluations", json=essay).status_code == 200
    return {path: identifier for path, (_, identifier) in made.items()}
