"""docs/openapi.yaml is what local/openapi.py makes of the pages, and the script adds what it says."""

import openapi
import pytest

METHODS = {"get", "head", "post", "put", "patch", "delete", "options"}


@pytest.fixture(scope="module")
def document():
    return openapi.bundled()


def test_the_committed_document_is_made_from_the_pages():
    assert openapi.DOCUMENT.read_text() == openapi.text(), "run `make openapi`"


def test_every_page_is_bundled():
    named = openapi._page("common")["pages"]
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
        openapi._add({"Essay": {}}, "Essay", {})


def test_requests_are_those_of_the_events_as_a_learner_sends_them(document):
    for name in ("WritingRequest", "SpeakingRequest", "FlashcardRequest", "UploadRequest"):
        value = document["components"]["examples"][name]["value"]
        assert "user_id" not in value and len(value) >= 3
    assert document["components"]["examples"]["UploadRequest"]["value"]["filename"] == "part1.wav"
