"""Each bundle in a root that holds only what Lambda promises, with its outbound calls over HTTPS.

Outside the root: the Runtime API, and moto and the models' stand-in, both behind TLS. The authority that signed their
certificates is this test's own, and stands in Amazon Linux's CA bundle inside the root and nowhere else.
"""

import json
import subprocess
import time
from urllib.parse import urlsplit

import documents
import pytest
from bandup_local.subjects import FLASHCARDS, SPEAKING, UPLOADS, WRITING, Subject
from bare_root import CA_BUNDLE, SANDBOX_GROUP, SANDBOX_USER, BareRoot, Process, reason_to_skip
from places import REPOSITORY, bundle_of
from runtime_api import RuntimeAPI
from template import blueprints
from tls import Authority, TLSRelay

pytestmark = [
    pytest.mark.skipif(reason_to_skip() is not None, reason=reason_to_skip() or ""),
    pytest.mark.timeout(180),
]

# One label: moto takes the first of several for a bucket's name.
AWS_HOST, MODELS_HOST = "bandup-aws", "bandup-models"


def event(name: str) -> dict:
    return json.loads((REPOSITORY / "events" / f"{name}.json").read_text())


def job(sqs_event: dict) -> dict:
    return json.loads(sqs_event["Records"][0]["body"])


def with_job(sqs_event: dict, **changes) -> dict:
    sqs_event["Records"][0]["body"] = json.dumps(job(sqs_event) | changes)
    return sqs_event


class Outside:
    """What is outside the root."""

    def __init__(self, stack, folder) -> None:
        from bandup_local.fault_proxy import FaultProxy

        self.stack = stack
        self.authority = Authority()
        # In front of moto, since that closes its connections and AWS keeps them.
        self.keeper = FaultProxy(stack.cloud.endpoint)
        self.aws = TLSRelay(self.authority.server_context(folder, AWS_HOST), address(self.keeper.url))
        self.models = TLSRelay(self.authority.server_context(folder, MODELS_HOST), address(stack.standin.url))

    def variables(self, function: str) -> dict[str, str]:
        aws, models = f"https://{AWS_HOST}:{self.aws.port}", f"https://{MODELS_HOST}:{self.models.port}"
        variables = self.stack.functions[function].blueprint.variables() | {
            "AWS_ENDPOINT_URL": aws,
            "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": models,
            "GEMINI_ENDPOINT": models,
        }
        if "QUEUE_URL" in variables:
            variables["QUEUE_URL"] = variables["QUEUE_URL"].replace(self.stack.cloud.endpoint, aws)
        return variables

    def record(self, subject: Subject, body: dict) -> dict:
        from bandup_local.records import find_record

        table = self.stack.records(subject.function, subject.records_in)
        found = find_record(self.stack.cloud.client("dynamodb"), table, body[subject.id_field], body["user_id"])
        assert found, f"nothing stored of {body[subject.id_field]}"
        return found

    def put(self, url: str, contents: bytes) -> None:
        """Stores an object under its s3:// URL."""
        parts = urlsplit(url)
        self.stack.cloud.client("s3").put_object(Bucket=parts.netloc, Key=parts.path[1:], Body=contents)


def address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname, parts.port


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    from bandup_local.stack import LocalStack

    folder = tmp_path_factory.mktemp("outside")
    with LocalStack(folder / "logs", with_event_sources=False) as stack:
        world = Outside(stack, folder)
        yield world
        world.aws.close()
        world.keeper.stop()
        world.models.close()


class Function:
    """A function that runs in a bare root."""

    def __init__(self, root: BareRoot, process: Process, runtime: RuntimeAPI) -> None:
        self.root, self.process, self.runtime = root, process, runtime

    def invoke(self, payload: dict, seconds: float = 60):
        try:
            return self.runtime.invoke(payload, seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.process.output}") from None


@pytest.fixture
def start(tmp_path):
    """Gives what starts a function out of its bundle; `authority` None leaves the CA bundle out."""
    started = []

    def start(function: str, variables: dict[str, str], authority: str | None = None, change=None) -> Function:
        runtime = RuntimeAPI()
        hosts = {AWS_HOST: "127.0.0.1", MODELS_HOST: "127.0.0.1"}
        bundle = bundle_of(blueprints()[function].executable)
        root = BareRoot(tmp_path / f"root{len(started)}", bundle, hosts, authority)
        if change:
            change(root.folder)
        process = root.start({"AWS_LAMBDA_RUNTIME_API": runtime.address, **variables})
        started.append(Function(root, process, runtime))
        return started[-1]

    yield start
    for function in started:
        function.process.stop()
        function.runtime.close()


@pytest.mark.parametrize("name", blueprints())
def test_it_starts_and_asks_for_work(name, start, outside):
    function = start(name, outside.variables(name), outside.authority.pem)
    assert function.runtime.polled.wait(20), function.process.output
    assert function.process.is_running()
    assert function.runtime.init_error is None


def test_without_its_search_path_it_would_take_the_systems_libraries(start):
    """Shows that the decoys bite: where this starts, the other tests prove nothing."""

    def forget_search_path(root):
        subprocess.run(["patchelf", "--remove-rpath", root / "var/task/bootstrap"], check=True)

    function = start(UPLOADS.function, {}, change=forget_search_path)
    assert function.process.exit_code(20) != 0
    assert "invalid ELF header" in function.process.output or "file too short" in function.process.output


def test_what_a_job_needs_is_opened_ahead_and_the_first_job_uses_it(start, outside):
    """The key is asked for once, and the job makes no handshake of its own."""
    model, aws = outside.models.handshakes, outside.aws.handshakes
    function = start(WRITING.function, outside.variables(WRITING.function), outside.authority.pem)
    wait_until(lambda: outside.models.handshakes == model + 1 and outside.aws.handshakes == aws + 2)
    # The answers to the two requests have come by then, or come within this.
    time.sleep(0.3)
    essay = with_job(event("writing-sqs"), session_id="bare-warm")
    assert function.invoke(essay) == {"batchItemFailures": []}, function.process.output
    # The key's connection and the table's are one host here, and two connections.
    assert (outside.models.handshakes - model, outside.aws.handshakes - aws) == (1, 2)


def test_signing_uploads_opens_nothing(start, outside):
    before = (outside.models.handshakes, outside.aws.handshakes)
    function = start(UPLOADS.function, outside.variables(UPLOADS.function), outside.authority.pem)
    assert function.invoke(event("upload-api"))["statusCode"] == 200
    assert (outside.models.handshakes, outside.aws.handshakes) == before


def wait_until(condition, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


def test_an_essay_is_evaluated(start, outside):
    function = start(WRITING.function, outside.variables(WRITING.function), outside.authority.pem)
    essay = event("writing-sqs")
    assert function.invoke(essay) == {"batchItemFailures": []}, function.process.output
    record = outside.record(WRITING, job(essay))
    assert record["status"] == "completed", function.process.output
    assert 0 < float(record["overall_band"]) <= 9


def test_a_recording_is_evaluated(start, outside):
    from bandup_local import samples

    samples.make_recordings()
    answer = event("speaking-sqs")
    outside.put(job(answer)["audio_url"], samples.speech("part1_home_town").recording.read_bytes())
    function = start(SPEAKING.function, outside.variables(SPEAKING.function), outside.authority.pem)
    assert function.invoke(answer) == {"batchItemFailures": []}, function.process.output
    record = outside.record(SPEAKING, job(answer))
    assert record["status"] == "completed", function.process.output
    assert float(record["duration"]) > 5


@pytest.mark.parametrize(
    ("document", "texts"),
    [(documents.cjk, list(documents.CJK.values())), (documents.vietnamese, [documents.VIETNAMESE])],
    ids=["cjk", "vietnamese"])
def test_a_document_keeps_its_text(start, outside, document, texts, request):
    outside.stack.standin.reset()
    order = with_job(event("flashcards-sqs"), set_id=f"bare-{request.node.callspec.id}", num_cards=1)
    outside.put(job(order)["pdf_url"], document())
    function = start(FLASHCARDS.function, outside.variables(FLASHCARDS.function), outside.authority.pem)
    assert function.invoke(order) == {"batchItemFailures": []}, function.process.output
    # Line ends are the PDF's, and the model's answer is the stand-in's: what counts is what the model was asked.
    asked = "".join(json.dumps(call["body"], ensure_ascii=False) for call in outside.stack.standin.calls("gemini"))
    asked = "".join(asked.replace("\\n", "").split())
    for text in texts:
        assert "".join(text.split()) in asked, function.process.output


def test_a_word_document_is_read(start, outside, tmp_path):
    outside.stack.standin.reset()
    url = job(event("flashcards-sqs"))["pdf_url"].replace(".pdf", ".docx")
    order = with_job(event("flashcards-sqs"), set_id="bare-docx", num_cards=1, pdf_url=url)
    outside.put(url, documents.docx())
    function = start(FLASHCARDS.function, outside.variables(FLASHCARDS.function), outside.authority.pem)
    assert function.invoke(order) == {"batchItemFailures": []}, function.process.output
    asked = "".join(json.dumps(call["body"], ensure_ascii=False) for call in outside.stack.standin.calls("gemini"))
    assert documents.VIETNAMESE in asked, function.process.output


def test_a_process_of_the_same_user_can_t_read_the_variables_of_a_function_that_reads_documents(start, outside):
    order = with_job(event("flashcards-sqs"), set_id="bare-hidden", num_cards=1)
    outside.put(job(order)["pdf_url"], documents.vietnamese())
    function = start("FlashcardGenerator", outside.variables("FlashcardGenerator"), outside.authority.pem)
    assert function.runtime.polled.wait(20), function.process.output
    assert b"AWS_SECRET_ACCESS_KEY" in variables_seen_by_the_same_user(function)
    assert function.invoke(order) == {"batchItemFailures": []}, function.process.output
    assert variables_seen_by_the_same_user(function) is None


def variables_seen_by_the_same_user(function: Function) -> bytes | None:
    """None where they are closed."""
    user = [f"--reuid={SANDBOX_USER}", f"--regid={SANDBOX_GROUP}", "--clear-groups"]
    found = subprocess.run(
        ["setpriv", *user, "cat", f"/proc/{function.process.pid}/environ"], capture_output=True, timeout=10)
    assert found.returncode == 0 or b"Permission denied" in found.stderr
    return found.stdout if found.returncode == 0 else None


@pytest.mark.parametrize("encoding", documents.TEXTS)
def test_a_text_in_an_old_encoding_is_read(start, outside, encoding):
    """With the modules of the bundle: the root has none."""
    outside.stack.standin.reset()
    text = documents.TEXTS[encoding]
    url = job(event("flashcards-sqs"))["pdf_url"].replace(".pdf", f"-{encoding}.md")
    order = with_job(event("flashcards-sqs"), set_id=f"bare-{encoding}", num_cards=1, pdf_url=url)
    outside.put(url, f"# **Notes**\n\n{text}\n".encode(encoding))
    function = start("FlashcardGenerator", outside.variables("FlashcardGenerator"), outside.authority.pem)
    assert function.invoke(order) == {"batchItemFailures": []}, function.process.output
    asked = "".join(json.dumps(call["body"], ensure_ascii=False) for call in outside.stack.standin.calls("gemini"))
    assert text in asked, function.process.output
    assert "**Notes**" not in asked


def test_a_missing_library_gives_the_job_back_and_the_log_names_it(start, outside):
    order = with_job(event("flashcards-sqs"), set_id="bare-no-poppler", num_cards=1)
    outside.put(job(order)["pdf_url"], documents.vietnamese())

    def forget_poppler(root):
        next((root / "var/task/lib").glob("libpoppler.so.*")).unlink()

    function = start(
        FLASHCARDS.function, outside.variables(FLASHCARDS.function), outside.authority.pem, forget_poppler)
    answer = function.invoke(order)
    assert answer == {"batchItemFailures": [{"itemIdentifier": order["Records"][0]["messageId"]}]}
    assert "libpoppler-glib is missing" in function.process.output
    assert function.process.is_running()


def test_an_upload_is_signed(start, outside):
    function = start(UPLOADS.function, outside.variables(UPLOADS.function), outside.authority.pem)
    answer = function.invoke(event("upload-api"))
    assert answer["statusCode"] == 200, answer
    assert json.loads(answer["body"])["upload_url"].startswith("https://")


@pytest.mark.parametrize("bundle", ["missing", "another authority's"])
def test_without_the_authority_no_call_is_made_and_the_log_says_why(start, outside, bundle):
    outside.stack.standin.reset()
    trusted = None if bundle == "missing" else Authority("Another authority").pem
    function = start(WRITING.function, outside.variables(WRITING.function), trusted)
    essay = event("writing-sqs")
    answer = function.invoke(essay, seconds=30)
    assert answer == {"batchItemFailures": [{"itemIdentifier": essay["Records"][0]["messageId"]}]}
    said = "no CA bundle" if bundle == "missing" else "unable to get local issuer certificate"
    wait_until(lambda: said in function.process.output)
    assert bundle != "missing" or CA_BUNDLE in function.process.output
    assert outside.stack.standin.calls("gemini") == []
