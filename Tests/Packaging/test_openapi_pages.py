"""docs/openapi.yaml is what local/openapi.py makes of the pages, and the script adds what it says."""

import re

import openapi
import pytest
from places import REPOSITORY

METHODS = {"get", "head", "post", "put", "patch", "delete", "options"}


@pytest.fixture(scope="module")
def document():
    return openapi.bundled()


def test_the_committed_document_is_made_from_the_pages():
    assert openapi.DOCUMENT.read_text() == openapi.text(), "run `make openapi`"


def test_every_page_is_bundled():
    named = openapi.page_named("common")["pages"]
    assert {path.stem for path in openapi.PAGES.glob("*.yaml")} == {*named, *openapi.SHARED}


def test_every_path_tells_its_methods_to_anybody(document):
    for path, operations in document["paths"].items():
        assert operations["options"]["security"][0] == {}, path
        assert operations["options"]["responses"].keys() >= {"204", "429", "500", "503"}
        assert ("404" in operations["options"]["responses"]) == ("{" in path)


def test_head_is_get_without_a_body(document):
    gets = [operations for operations in document["paths"].values() if "get" in operations]
    assert gets
    for operations in gets:
        get, head = operations["get"], operations["head"]
        assert head["parameters"] == get["parameters"]
        assert head["responses"].keys() == get["responses"].keys()
        assert head["operationId"] == "check" + get["operationId"].removeprefix("read").removeprefix("list")


def test_what_takes_a_body_can_refuse_it(document):
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method != "options":
                assert operation["responses"].keys() >= {"401", "403", "429", "500", "503"}, path
            assert ("requestBody" in operation) == ("415" in operation["responses"]), path


def test_no_reference_leads_nowhere(document):
    def check(value):
        if isinstance(value, list):
            for item in value:
                check(item)
        elif isinstance(value, dict):
            assert not any(name.startswith("$") and name != "$ref" for name in value), value
            if "$ref" in value:
                found = document
                for part in value["$ref"].removeprefix("#/").split("/"):
                    found = found[part]
            for item in value.values():
                check(item)

    check(document)


def test_operations_have_names_of_their_own(document):
    names = [
        operation["operationId"]
        for operations in document["paths"].values()
        for method, operation in operations.items()
        if method in METHODS
    ]
    assert len(names) == len(set(names)) >= 20


def test_a_name_that_stands_in_two_pages_is_refused():
    with pytest.raises(ValueError, match="Essay stands in more than one page"):
        openapi.add({"Essay": {}}, "Essay", {})


def test_requests_are_those_of_the_events_as_a_learner_sends_them(document):
    for name in ("WritingRequest", "SpeakingRequest", "FlashcardRequest", "UploadRequest"):
        value = document["components"]["examples"][name]["value"]
        assert "user_id" not in value and len(value) >= 3
    assert document["components"]["examples"]["UploadRequest"]["value"]["filename"] == "part1.wav"


def swift(name: str) -> str:
    (path,) = (REPOSITORY / "Sources").rglob(f"{name}.swift")
    return path.read_text()


def raw_values(source: str) -> list[str]:
    """Of an enumeration of texts, in its order."""
    return [value or case for case, value in re.findall(r'^\s+case (\w+)(?: = "(\w+)")?$', source, re.MULTILINE)]


@pytest.mark.parametrize("name", ["WritingFeedback", "SpeakingFeedback", "CriterionFeedback"])
def test_feedback_has_the_fields_that_the_model_is_asked_for(document, name):
    asked = swift(name).partition("static let schema")[2].partition("\n\n")[0]
    # One level deep: what is asked for inside a list stands further in.
    fields = re.findall(r'^ {8}\.required\(\s*"(\w+)"', asked, re.MULTILINE) or re.findall(r'required\("(\w+)"', asked)
    found = document["components"]["schemas"][name]
    assert fields and sorted(found["required"]) == sorted(found["properties"]) == sorted(fields)


def test_error_codes_are_those_of_the_code(document):
    assert document["components"]["schemas"]["ErrorCode"]["enum"] == raw_values(swift("ErrorCode"))


def test_warnings_are_those_of_the_code(document):
    warnings = document["components"]["schemas"]["Marking"]["properties"]["warnings"]
    assert warnings["items"]["properties"]["code"]["enum"] == raw_values(swift("EvaluationWarning"))
