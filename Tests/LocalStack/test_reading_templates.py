"""Reading a template: the small one beside this file, and the real one where it is there."""

from pathlib import Path

import pytest
from bandup_local import blueprint, foreach, identity, paths, subjects
from bandup_local.blueprint import Table
from bandup_local.cloudformation import Template, TemplateError
from bandup_local.routes import Route

SMALL = Path(__file__).parent / "template.yaml"
ENDPOINT = "http://127.0.0.1:1"


def load(path=SMALL, **parameters):
    return Template.load(path, queue_endpoint=ENDPOINT, parameters=parameters)


RULES = {
    "Parameters": {"Mode": {"Default": "open"}, "Users": {"Type": "CommaDelimitedList", "Default": ""}},
    "Resources": {},
    "Rules": {
        "ClosedNeedsUsers": {
            "RuleCondition": {"Fn::Equals": [{"Ref": "Mode"}, "closed"]},
            "Assertions": [
                {"Assert": {"Fn::Not": [{"Fn::Contains": [{"Ref": "Users"}, ""]}]}, "AssertDescription": "Users too"}
            ],
        },
        "Never": {"Assertions": [
            {"Assert": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Mode"}, "never"]}]}, "AssertDescription": "not never"}
        ]},
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("parameters", "broken"),
    [
        ({}, []),
        ({"Mode": "closed"}, ["Users too"]),
        ({"Mode": "closed", "Users": "a,b"}, []),
        ({"Mode": "never"}, ["not never"]),
    ],
    ids=str,
)
def test_rules_say_which_parameters_do_not_go_together(parameters, broken):
    assert Template(RULES, parameters=parameters).broken_rules() == broken


def test_parameters_can_be_set():
    assert load(Prefix="other").name("WritingQueue") == "other-writing-queue"


def test_resources_whose_condition_fails_are_not_there():
    assert "Unwanted" not in load().resources("AWS::Serverless::Function")
    assert "Key" not in load(SecretArn="arn:given").resources("AWS::SecretsManager::Secret")


def test_a_given_secret_takes_the_place_of_the_made_one():
    functions = blueprint.functions(load(SecretArn="arn:given"))
    assert functions["test-writing-evaluator"].environment["GEMINI_API_KEY_SECRET_ARN"] == "arn:given"


def test_globals_hold_where_a_function_says_nothing():
    functions = blueprint.functions(load())
    assert (functions["test-writing-evaluator"].timeout_seconds, functions["test-speaking-evaluator"].timeout_seconds) == (5, 2)


def test_several_functions_may_share_an_executable():
    found = {one.logical_id: (one.executable, one.handler) for one in blueprint.functions(load()).values()}
    assert found == {
        "WritingEvaluatorFunction": ("WritingEvaluator", "essays"),
        "TestMarkerFunction": ("WritingEvaluator", "marking"),
        "SpeakingEvaluatorFunction": ("SpeakingEvaluator", "first"),
        "FlashcardGeneratorFunction": ("FlashcardGenerator", "first"),
        "S3UploadFunction": ("S3Upload", "first"),
    }
    assert blueprint.executables(load()) == ["WritingEvaluator", "SpeakingEvaluator", "FlashcardGenerator", "S3Upload"]


def test_two_functions_of_one_name_are_an_error(tmp_path):
    copy = tmp_path / "template.yaml"
    copy.write_text(SMALL.read_text().replace("${Prefix}-test-marker", "${Prefix}-speaking-evaluator"))
    # One is written out and one made of a parameter: only resolved are they the same.
    with pytest.raises(
        TemplateError, match="TestMarkerFunction and SpeakingEvaluatorFunction are both called test-speaking-evaluator"
    ):
        blueprint.functions(load(copy))


def test_a_logical_id_that_stands_twice_is_an_error(tmp_path):
    copy = tmp_path / "template.yaml"
    copy.write_text(f"{SMALL.read_text()}  Dead:\n    Type: AWS::SQS::Queue\n")
    with pytest.raises(TemplateError, match=r"Dead stands twice: in line \d+ and in line \d+"):
        load(copy)


def test_a_parameter_that_is_not_declared_is_an_error():
    with pytest.raises(TemplateError, match="no parameter Perfix"):
        load(Perfix="typo")


def test_a_part_that_is_left_out_takes_its_function_queue_and_table_with_it():
    template = load(WithTests="false")
    assert "test-test-marker" not in blueprint.functions(template)
    assert "MarkingQueue" not in template.resources("AWS::SQS::Queue")
    assert "Tests" not in template.resources("AWS::DynamoDB::Table")


def test_a_functions_tables_are_those_that_its_variables_name():
    functions = blueprint.functions(load())
    evaluations = Table("test-evaluations", "evaluation_id", "user_id", holds_records=True)
    tests = Table("test-tests", "test_id", None, holds_records=False)
    assert functions["test-writing-evaluator"].tables == {"DYNAMODB_EVALUATIONS": evaluations}
    assert functions["test-test-marker"].tables == {"DYNAMODB_EVALUATIONS": evaluations, "DYNAMODB_TESTS": tests}
    assert functions["test-test-marker"].records() == evaluations
    with pytest.raises(TemplateError, match="test-test-marker keeps records in 0 tables"):
        functions["test-test-marker"].records("DYNAMODB_TESTS")


def test_a_function_without_a_queue_says_so():
    with pytest.raises(TemplateError, match="test-s3-upload is fed by 0 queues"):
        blueprint.functions(load())["test-s3-upload"].queue()


def test_routes_and_queues():
    writing = blueprint.functions(load())["test-writing-evaluator"]
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
def test_the_real_template_has_a_function_queue_table_and_route_for_each_subject():
    functions = blueprint.functions(load(paths.template()))
    for subject in subjects.SUBJECTS:
        one = functions[subject.function]
        assert one.records(subject.records_in).sort_key == "user_id"
        assert one.environment["QUEUE_URL"].endswith(f"/{one.queue().queue_name}")
        assert any(route.parameters(f"{subject.path}/an-id") is not None for route in one.routes)
    for endpoint in subjects.ENDPOINTS:
        assert any(route.parameters(endpoint.path) is not None for route in functions[endpoint.function].routes)


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


def test_a_loop_goes_over_what_its_parameter_is_given():
    template = Template(LOOPS, parameters={"Kinds": "Answer"})
    assert template.document["Resources"].keys() == {"AnswerQueue", "Answer12Alarm"}


def test_a_loop_that_names_a_resource_twice_is_refused():
    twice = {"Resources": {"Fn::ForEach::Kinds": ["Kind", ["A", "B"], {"Queue": {}}]}}
    with pytest.raises(ValueError, match="Queue more than once"):
        foreach.expand(twice)
