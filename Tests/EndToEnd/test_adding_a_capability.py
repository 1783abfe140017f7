"""docs/adding-a-capability.md, followed in a copy of the repository: what it says to write builds and answers."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from measure.runtime_api import FunctionProcess

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = (REPOSITORY / "docs/adding-a-capability.md").read_text()
BLOCK = re.compile(r"<!-- (file|edit): (\S+) -->\n```swift\n(.*?)```", re.DOTALL)
VARIABLES = {
    "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret",
    "S3_BUCKET_AUDIO": "audio", "S3_BUCKET_DOCUMENTS": "documents",
}  # fmt: skip


@pytest.fixture(scope="module")
def executable(tmp_path_factory):
    """S3Upload of a copy in which the page's files are written and its edits made."""
    copy = tmp_path_factory.mktemp("capability")
    tracked = subprocess.run(["git", "ls-files", "-z", "Package.swift", "Sources"], cwd=REPOSITORY, check=True,
                             capture_output=True).stdout  # fmt: skip
    for name in filter(None, tracked.decode().split("\0")):
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((REPOSITORY / name).read_bytes())
    # The tests' targets are not copied: their folders are named in the manifest.
    manifest = (copy / "Package.swift").read_text()
    (copy / "Package.swift").write_text(without_test_targets(manifest))
    blocks = BLOCK.findall(PAGE)
    assert {kind for kind, _, _ in blocks} == {"file", "edit"}
    for kind, name, text in blocks:
        place = copy / name
        if kind == "file":
            assert not place.exists()
            place.parent.mkdir(parents=True)
            place.write_text(text)
        else:
            # An edit gives the statement anew; what stands before it, the imports, stays.
            place.write_text(re.sub(r"^await .*\Z", text, place.read_text(), flags=re.DOTALL | re.MULTILINE))
    subprocess.run(["swift", "build", "--product", "S3Upload"], cwd=copy, check=True, timeout=1500)
    return copy / ".build/debug/S3Upload"


def without_test_targets(manifest: str) -> str:
    return manifest + "\npackage.targets.removeAll { $0.path?.hasPrefix(\"Tests\") == true || $0.type == .test }\n"


def request(method: str, path: str, authorizer: dict | None) -> bytes:
    context = {"http": {"method": method, "path": path}, "stage": "$default"}
    if authorizer:
        context["authorizer"] = authorizer
    event = {"version": "2.0", "routeKey": "$default", "rawPath": path, "headers": {}, "requestContext": context}
    return json.dumps(event).encode()


@pytest.mark.timeout(1800)
def test_the_page_s_capability_answers_beside_the_others(executable):
    learner = {"jwt": {"claims": {"sub": "ada"}}}
    with FunctionProcess([str(executable)], VARIABLES | {"_HANDLER": "bands"}) as function:
        answer = json.loads(function.invoke(request("GET", "/bands", learner)).payload)
        assert answer["statusCode"] == 200
        assert json.loads(answer["body"])["bands"][-2:] == [8.5, 9]
        assert json.loads(function.invoke(request("DELETE", "/bands", learner)).payload)["statusCode"] == 405
        assert json.loads(function.invoke(request("GET", "/bands", None)).payload)["statusCode"] == 401
        assert function.invoke(b'{"user_id": "ada"}').is_error
    with FunctionProcess([str(executable)], VARIABLES | {"_HANDLER": "uploads"}) as function:
        assert json.loads(function.invoke(request("GET", "/bands", learner)).payload)["statusCode"] == 404
