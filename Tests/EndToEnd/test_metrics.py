"""The metrics that real runs of the functions write, held to CloudWatch's embedded metric format."""

import json
import time

import jsonschema
import pytest
import queue_events
from bandup_local.subjects import FLASHCARDS, FUNCTIONS, SUBJECTS, UPLOADS, WRITING
from function_log import check, lines, metric_list, metrics, named, total, whole_log

@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
def test_a_job_tells_its_durations_model_calls_and_outcome(instance, job, subject):
    alone = instance(subject.function)
    body = job(subject)
    assert queue_events.failures(alone.invoke(queue_events.batch(body))) == []
    found = metrics(whole_log(alone))
    own = [document for document in found if "jobId" in document]
    assert {document["jobId"] for document in own} == {body[subject.id_field]}
    assert {document["Step"] for document in named(own, "StepDuration")} == subject.steps
    assert total(own, "JobsCompleted") == total(own, "ModelCalls") == 1
    (job_duration,) = (document["JobDuration"] for document in named(own, "JobDuration"))
    assert job_duration >= total(own, "ModelLatency") > 0
    assert total(own, "ModelCost") > 0
    assert {document["Function"] for document in found} == {alone.blueprint.name}
    assert all("userHash" not in document and body["user_id"] not in json.dumps(document) for document in found)
    if subject is FLASHCARDS:
        assert total(own, "Pages") > 0 and total(own, "Chunks") > 0 and not named(own, "EmbeddingCalls")


def test_a_long_document_tells_of_its_embeddings(instance, job, objects, learner, standin):
    alone = instance(FLASHCARDS.function)
    alone.invoke(queue_events.batch(job(FLASHCARDS, pdf_url=objects.document(learner, is_long=True))))
    found = metrics(whole_log(alone))
    assert total(found, "EmbeddingCalls") == len(standin.calls("titan")) > 15
    assert "embed" in {document["Step"] for document in named(found, "StepDuration")}
    (titan,) = (document for document in named(found, "InputTokens") if document["Model"].startswith("amazon.titan"))
    assert titan["InputTokens"] > 0 and titan["ModelCost"] > 0


def test_metrics_and_log_tell_the_same_of_model_calls(instance, job, jobs, standin):
    alone = instance(WRITING.function)
    body = job(WRITING)
    standin.script({"action": {"text": "not what was asked for"}})
    alone.invoke(queue_events.batch(body))
    log = whole_log(alone)
    calls = [line for line in lines(log) if line["message"] == "model call"]
    (last,) = (line for line in lines(log) if line["message"] == "job finished")
    found = metrics(log)
    assert len(calls) == total(found, "ModelCalls") == last["modelCalls"] == 2
    assert total(found, "Retries") == last["retries"] == 1
    for field, metric in (("inputTokens", "InputTokens"), ("outputTokens", "OutputTokens")):
        assert sum(call[field] for call in calls) == total(found, metric) == last[field]
    record = jobs.record(WRITING.function, body["session_id"], body["user_id"])
    assert last["costUSD"] == pytest.approx(float(record["estimated_cost"]), abs=2e-6)
    assert total(found, "ModelCost") == pytest.approx(float(record["estimated_cost"]), abs=2e-6)


def test_the_first_invocation_alone_is_a_cold_start(instance):
    alone = instance(UPLOADS.function)
    request = {"user_id": "learner", "filename": "a.wav", "upload_type": "speaking_audio"}
    alone.invoke(request)
    (first,) = metrics(whole_log(alone))
    assert first["ColdStart"] == 1 and first["InitDuration"] > 0 and first["requestId"]
    alone.invoke(request)
    assert metrics(whole_log(alone)) == [first]


def test_what_provisioned_concurrency_started_is_no_cold_start(instance):
    alone = instance(UPLOADS.function, AWS_LAMBDA_INITIALIZATION_TYPE="provisioned-concurrency")
    alone.invoke({"user_id": "learner", "filename": "a.wav", "upload_type": "speaking_audio"})
    assert metrics(whole_log(alone)) == []


def test_failures_retries_and_duplicates_are_counted(instance, job, standin):
    alone = instance(WRITING.function)
    done = job(WRITING)
    standin.script({"action": {"status": 503}})
    alone.invoke(queue_events.batch(done))
    alone.invoke(queue_events.batch(done))
    alone.invoke(queue_events.batch(job(WRITING, task_type="TASK_3")))
    standin.script({"action": {"status": 429}, "times": None})
    alone.invoke(queue_events.batch(job(WRITING), receive_count=1))
    standin.reset()
    found = metrics(whole_log(alone))
    assert total(found, "DuplicatesAvoided") == total(found, "JobsCompleted") == 1
    assert total(found, "JobsFailed") == total(found, "JobsReleased") == 1
    assert total(found, "Retries") >= 2


def test_jobs_of_one_batch_are_told_apart(instance, job):
    alone = instance(WRITING.function)
    bodies = [job(WRITING) for _ in range(3)]
    alone.invoke(queue_events.batch(*bodies))
    found = metrics(whole_log(alone))
    for body in bodies:
        own = [document for document in found if document.get("jobId") == body["session_id"]]
        assert total(own, "JobsCompleted") == total(own, "ModelCalls") == 1
    assert total(found, "ColdStart") == 1


@pytest.mark.parametrize("changes", [{"AWS_LAMBDA_LOG_LEVEL": "ERROR"}, {"AWS_LAMBDA_LOG_FORMAT": "Text"}], ids=str)
def test_neither_level_nor_format_of_the_log_ends_the_metrics(instance, job, changes):
    alone = instance(WRITING.function, **changes)
    alone.invoke(queue_events.batch(job(WRITING)))
    found = metrics(whole_log(alone))
    assert total(found, "JobsCompleted") == 1
    # Lambda drops JSON lines below its level; a missing level counts as INFO.
    assert {document["level"] for document in found} == {changes.get("AWS_LAMBDA_LOG_LEVEL", "INFO")}


def test_metrics_can_be_switched_off_and_given_a_namespace(instance, job):
    without = instance(WRITING.function, METRICS_ENABLED="false")
    without.invoke(queue_events.batch(job(WRITING)))
    assert '"_aws"' not in whole_log(without)
    other = instance(WRITING.function, METRICS_NAMESPACE="Platform/BandUp")
    other.invoke(queue_events.batch(job(WRITING)))
    namespaces = {document["_aws"]["CloudWatchMetrics"][0]["Namespace"] for document in metrics(whole_log(other))}
    assert namespaces == {"Platform/BandUp"}


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("variable, value", [("METRICS_NAMESPACE", "AWS/Lambda"), ("METRICS_ENABLED", "perhaps")])
def test_a_wrong_setting_is_named_at_start(instance, function, variable, value):
    failed = instance(function, **{variable: value}).invoke({})
    assert failed.error is not None and variable in failed.log


@pytest.mark.parametrize(
    "damage",
    [
        lambda document: document["_aws"].pop("Timestamp"),
        lambda document: document["_aws"].update(Timestamp=document["_aws"]["Timestamp"] // 1000),
        lambda document: document["_aws"]["CloudWatchMetrics"][0].update(Namespace="AWS/Own"),
        lambda document: document["_aws"]["CloudWatchMetrics"][0]["Metrics"][0].update(Unit="Dollars"),
        lambda document: document["_aws"]["CloudWatchMetrics"][0]["Metrics"].append({"Name": "Absent"}),
        lambda document: document.update(Retries=[1] * 101),
        lambda document: document.update(Retries="3"),
        lambda document: document.pop("Function"),
    ],
)
def test_the_check_itself_finds_what_is_wrong(damage):
    document = {
        "_aws": {
            "Timestamp": int(time.time() * 1000),
            "CloudWatchMetrics": [
                {"Namespace": "N", "Dimensions": [["Function"]], "Metrics": [{"Name": "Retries", "Unit": "Count"}]}
            ],
        },
        "Function": "f",
        "Retries": 3,
    }
    assert {"name": "Retries", "unit": "Count", "dimensions": ["Function"]} in metric_list()
    check(document)
    damage(document)
    with pytest.raises((AssertionError, KeyError, jsonschema.ValidationError)):
        check(document)
