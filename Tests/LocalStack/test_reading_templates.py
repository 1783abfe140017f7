"""Reading a template: the small one beside this file, and the real one where it is there."""

from pathlib import Path

import pytest
from bandup_local import blueprint, foreach, identity, paths
from bandup_local.blueprint import Route
from bandup_local.cloudformation import Template

SMALL = Path(__file__).parent / "template.yaml"
ENDPOINT = "http://127.0.0.1:1"


def load(path=SMALL, **parameters):
    return Template.load(path, queue_endpoint=ENDPOINT, parameters=parameters)


def test_parameters_can_be_set():
    assert load(Prefix="other").name("WritingQueue") == "other-writing-queue"


def test_resources_whose_condition_fails_are_not_there():
    assert "Unwanted" not in load().resources("AWS::Serverless::Function")
    assert not load(SecretArn="arn:given").resources("AWS::SecretsManager::Secret")


def test_a_given_secret_takes_the_place_of_the_made_one():
    functions = blueprint.functions(load(SecretArn="arn:given"))
    assert functions["WritingEvaluator"].environment["GEMINI_API_KEY_SECRET_ARN"] == "arn:given"


def test_globals_hold_where_a_function_says_nothing():
    functions = blueprint.functions(load())
    assert (functions["WritingEvaluator"].timeout_seconds, functions["SpeakingEvaluator"].timeout_seconds) == (5, 2)


def test_functions_are_found_by_name_logical_id_or_code():
    assert set(blueprint.functions(load())) == set(blueprint.TARGETS)


def test_routes_and_queues():
    writing = blueprint.functions(load())["WritingEvaluator"]
    assert writing.routes == (
        Route("POST", "/writing/evaluations", "2.0"),
        Route("GET", "/writing/evaluations/{id}", "2.0"),
    )
    (queue,) = writing.queues
    assert queue.queue_arn == f"arn:aws:sqs:{identity.REGION}:{identity.ACCOUNT}:test-writing-queue"
    assert (queue.batch_size, queue.reports_item_failures) == (3, True)


@pytest.mark.parametrize(
    "value, expected",
    [
        ({"Ref": "AWS::Region"}, identity.REGION),
        ({"Ref": "WritingQueue"}, f"{ENDPOINT}/{identity.ACCOUNT}/test-writing-queue"),
        ({"Fn::GetAtt": ["Evaluations", "Arn"]},
         f"arn:aws:dynamodb:{identity.REGION}:{identity.ACCOUNT}:table/test-evaluations"),
        ({"Fn::Sub": "${Audio.Arn}/uploads/${!literal}"},
         f"arn:aws:s3:::test-audio-{identity.ACCOUNT}/uploads/${{literal}}"),
        ([1, {"Fn::If": ["Never", "x", {"Ref": "AWS::NoValue"}]}], [1]),
        ({"Fn::Select": [1, {"Fn::Split": [",", "a,b"]}]}, "b"),
    ],
)  # fmt: skip
def test_intrinsic_functions(value, expected):
    assert load().resolve(value) == expected


@pytest.mark.skipif(not paths.template().exists(), reason="there is no template.yaml yet")
def test_the_real_template_declares_what_the_specification_lists():
    functions = blueprint.functions(load(paths.template()))
    settings = {name: (one.memory_mb, one.timeout_seconds) for name, one in functions.items()}
    assert settings == {
        "WritingEvaluator": (1024, 300),
        "SpeakingEvaluator": (2048, 300),
        "FlashcardGenerator": (1024, 600),
        "S3Upload": (256, 30),
    }
    # ANY and OPTIONS of each of five paths.
    assert sum(len(one.routes) for one in functions.values()) == 10
    assert {queue.queue_name for one in functions.values() for queue in one.queues} == {
        "bandup-writing-queue", "bandup-speaking-queue", "bandup-flashcard-queue"
    }  # fmt: skip


LOOPS = {
    "Parameters": {"Kinds": {"Type": "CommaDelimitedList", "Default": "Essay,Answer"}},
    "Mappings": {"Rows": {"Essay": {"Of": "WritingTable"}, "Answer": {"Of": "SpeakingTable"}}},
    "Resources": {
        "Fn::ForEach::Kinds": [
            "Kind",
            {"Ref": "Kinds"},
            {
                "${Kind}Queue": {
                    "Type": "AWS::SQS::Queue",
                    "Name": {"Fn::Sub": "${Prefix}-${Kind}"},
                    "Kind": {"Ref": "Kind"},
                    "Other": {"Ref": {"Fn::Sub": "${Kind}Topic"}},
                    "Table": {"Fn::GetAtt": [{"Fn::FindInMap": ["Rows", {"Ref": "Kind"}, "Of"]}, "Arn"]},
                },
                "Fn::ForEach::Sizes": ["Size", ["1-2"], {"${Kind}&{Size}Alarm": {"Label": "${Kind} ${Size}"}}],
            },
        ]
    },
}


def test_loops_become_what_cloudformation_makes_of_them():
    resources = foreach.expand(LOOPS)["Resources"]
    assert resources.keys() == {"EssayQueue", "AnswerQueue", "Essay12Alarm", "Answer12Alarm"}
    assert resources["AnswerQueue"] == {
        "Type": "AWS::SQS::Queue",
        "Name": {"Fn::Sub": "${Prefix}-Answer"},
        "Kind": "Answer",
        "Other": {"Ref": "AnswerTopic"},
        "Table": {"Fn::GetAtt": ["SpeakingTable", "Arn"]},
    }
    assert resources["Essay12Alarm"] == {"Label": "Essay 1-2"}
    # What is given stays as it was.
    assert list(LOOPS["Resources"]) == ["Fn::ForEach::Kinds"]


def test_a_loop_that_names_a_resource_twice_is_refused():
    twice = {"Resources": {"Fn::ForEach::Kinds": ["Kind", ["A", "B"], {"Queue": {}}]}}
    with pytest.raises(ValueError, match="Queue more than once"):
        foreach.expand(twice)
