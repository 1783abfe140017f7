"""The X-Ray header of an invocation: on every AWS call made for it, on messages, and nowhere else."""

import json

import gateway
import pytest
import queue_events
from bandup_local.subjects import FLASHCARDS, SUBJECTS, WRITING
from function_log import lines, whole_log

ROOT = "1-5759e988-bd862e3fe1be46a994272793"


def header(number=0):
    """As Lambda sends it, with the lineage by which AWS finds loops."""
    return f"Root={ROOT};Parent=53995c3f42cd8a{number:02d};Sampled=1;Lineage=1:a87bd80c:{number}"


def traces(calls):
    """The headers of what was called for invocations. What is begun at start belongs to none: the key and open connections."""
    at_start = [call for call in calls if call.operation in ("GetSecretValue", "HeadObject")]
    assert {call.headers.get("x-amzn-trace-id") for call in at_start} <= {None}
    return {call.headers.get("x-amzn-trace-id") for call in calls if call not in at_start}


@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
def test_every_aws_call_carries_the_header_of_its_invocation(watched, proxy, job, standin, subject):
    alone = watched(subject.function)
    alone.invoke(queue_events.batch(job(subject)), trace=header())
    alone.wait_until_idle()
    calls = proxy.calls()
    assert traces(calls) == {header()}
    # Proxies and load balancers may change it: it is no part of the signature, as in the SDKs.
    assert not any("x-amzn-trace-id" in call.headers.get("authorization", "") for call in calls)
    (asked,) = standin.calls("gemini")
    assert not any("trace" in name or ROOT in value for name, value in asked["headers"].items())


def test_bedrock_is_told_the_trace_too(watched, job, objects, learner, standin):
    alone = watched(FLASHCARDS.function)
    alone.invoke(
        queue_events.batch(job(FLASHCARDS, pdf_url=objects.document(learner, is_long=True))), trace=header())
    embedded = standin.calls("titan")
    assert len(embedded) > 15
    assert {call["headers"].get("x-amzn-trace-id") for call in embedded} == {header()}


def test_a_batch_keeps_one_trace_and_the_next_invocation_has_its_own(watched, proxy, job):
    alone = watched(WRITING.function)
    for number in range(3):
        proxy.reset()
        trace = header(number) if number < 2 else None
        alone.invoke(queue_events.batch(*(job(WRITING) for _ in range(4))), trace=trace)
        alone.wait_until_idle()
        assert traces(proxy.calls()) == {trace}


def test_a_job_that_is_handed_over_takes_its_trace_along(watched, proxy, job):
    alone = watched(WRITING.function)
    body = job(WRITING)
    event = gateway.event(
        "POST", WRITING.path, body, user=body["user_id"], headers={"Prefer": "respond-async"})
    assert gateway.answer(alone.invoke(event, trace=header())).status_code == 202
    (sent,) = (call for call in proxy.calls() if call.operation == "SendMessage")
    assert json.loads(sent.body)["MessageSystemAttributes"] == {
        "AWSTraceHeader": {"DataType": "String", "StringValue": header()}
    }
    assert sent.headers["x-amzn-trace-id"] == header()


def test_log_lines_name_the_trace(watched, job):
    alone = watched(WRITING.function)
    alone.invoke(queue_events.batch(job(WRITING)), trace=header())
    (last,) = (line for line in lines(whole_log(alone)) if line["message"] == "job finished")
    assert last["traceId"] == ROOT
