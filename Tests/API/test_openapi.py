"""docs/openapi.yaml and the service say the same: routes, examples, and every answer that can be provoked."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import openapi_spec_validator
import pytest
from conftest import DOCUMENT, LEARNER
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

HERE = Path(__file__).parent
METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}
# Test cases of each operation; `make test` takes few, `make test-api` many.
EXAMPLES = int(os.environ.get("API_EXAMPLES", "12"))
SECONDS = int(os.environ.get("API_SECONDS", "170"))


def test_the_document_is_openapi_3_1(document):
    assert document["openapi"].startswith("3.1.")
    openapi_spec_validator.validate(document)


def test_every_path_of_the_document_has_its_routes_in_the_template_and_the_other_way_round(document, stack):
    routes = [route for pool in stack.functions.values() for route in pool.blueprint.routes]
    documented = {re.sub(r"\{[^}]+\}", "some-id", path): item for path, item in document["paths"].items()}
    for path, item in documented.items():
        found = [route for route in routes if route.parameters(path) is not None]
        for method in METHODS.intersection(item) - {"options"}:
            assert [route.is_open for route in found if route.takes(method.upper())] == [False], (method, path)
        assert [route.is_open for route in found if route.method == "OPTIONS"] == [True], path
    for route in routes:
        assert any(route.parameters(path) is not None for path in documented), route.key


def schema(document, name):
    registry = Registry().with_resource("urn:document", DRAFT202012.create_resource(document))
    return Draft202012Validator({"$ref": f"urn:document#/components/schemas/{name}"}, registry=registry)


def test_every_example_is_of_its_schema(document):
    checked = 0
    for path in document["paths"].values():
        for method, operation in path.items():
            contents = [operation.get("requestBody", {}).get("content", {})] if method in METHODS else []
            contents += [response.get("content", {}) for response in operation.get("responses", {}).values()]
            for content in contents:
                media = content.get("application/json", {})
                for example in media.get("examples", {}).values():
                    name = media["schema"]["$ref"].rpartition("/")[2]
                    if "$ref" in example:
                        example = document["components"]["examples"][example["$ref"].rpartition("/")[2]]
                    schema(document, name).validate(example["value"])
                    checked += 1
    assert checked >= 20


def test_quotes_of_the_examples_stand_in_their_essay(document):
    examples = document["components"]["examples"]
    essay = examples["WritingRequest"]["value"]["essay_content"]
    result = examples["WritingResult"]["value"]
    assert all(example["quote"] in essay for example in result["feedback"]["quoted_examples"])
    assert result["word_count"] == len(essay.split())


@pytest.mark.timeout(SECONDS + 60)
def test_every_answer_conforms_to_the_document(front, objects, tmp_path):
    report = tmp_path / "report.json"
    run = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml")),
            *("run", str(DOCUMENT), "--url", front.url, "--max-examples", str(EXAMPLES)),
            # One worker: Python 3.11's parser, which hypothesis uses on its own lambdas, fails now and then in threads.
            *("--max-time", str(SECONDS), "--workers", "1"),
            *("--report", "json", "--report-json-path", str(report)),
        ],
        # What schemathesis keeps from run to run stays out of the repository.
        cwd=tmp_path,
        env=os.environ
        | {
            "SCHEMATHESIS_HOOKS": str(HERE / "hooks.py"),
            "BANDUP_LEARNER": json.dumps({"user_id": LEARNER, **objects}),
            "NO_COLOR": "1",
        },
        capture_output=True,
        text=True,
    )
    print(run.stdout[-60_000:], run.stderr[-5_000:])
    assert run.returncode == 0
    # Nothing was left out: a document that could not be read would pass in no time.
    tested = re.search(r"(\d+) generated", run.stdout)
    assert tested and int(tested[1]) > 500
