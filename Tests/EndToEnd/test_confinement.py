"""Documents are read behind what Lambda refuses, and what can't be had to confine their readers is told."""

import subprocess
from pathlib import Path

import pytest
from awkward_documents import PDFS
from bandup_local.paths import AS_LAMBDA
from function_log import lines, metrics, named, total, whole_log
from test_documents import DOCUMENTS, TARGET, answer

# In Confinement.Measure's order. No report says that Lambda refuses the others.
REFUSED = "no_new_privs,seccomp,landlock"


@pytest.fixture
def read(instance, objects, learner, new_id):
    """`read(function, file)`: the flashcard generator makes a card of a document."""

    def send(function, file):
        url = objects.put("flashcard_pdf", learner, file.name, file)
        body = {"set_id": new_id("set"), "user_id": learner, "pdf_url": url, "num_cards": 1}
        result = answer(function.invoke(body))
        assert result.get("status") == "success", result

    return send


def status(pid):
    return dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())


def test_what_the_reading_process_once_needed_is_refused_here():
    """Where it is granted, the tests below prove nothing: every document failed with 503 in Lambda."""
    found = subprocess.run([AS_LAMBDA, "setpriv", "--no-new-privs", "true"], capture_output=True, text=True)
    assert found.returncode != 0
    assert "Operation not permitted" in found.stderr


@pytest.mark.parametrize("file", [PDFS / "plain.pdf", DOCUMENTS / "word.docx"], ids=lambda file: file.name)
def test_a_document_is_read_by_a_function_that_is_refused_what_lambda_refuses(instance, read, file):
    function = instance(TARGET)
    read(function, file)
    assert status(function.function_pid())["Seccomp"] == "2"


def test_what_is_refused_is_told_once_an_instance(instance, read):
    function = instance(TARGET)
    for _ in range(2):
        read(function, PDFS / "plain.pdf")
    log = whole_log(function)
    (line,) = (line for line in lines(log) if "missingMeasures" in line)
    assert line["missingMeasures"] == REFUSED
    found = metrics(log)
    assert total(found, "ConfinementMissing") == len(REFUSED.split(","))
    assert {document["missingMeasures"] for document in named(found, "ConfinementMissing")} == {REFUSED}
