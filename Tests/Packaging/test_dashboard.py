"""The dashboard shows metrics that exist: the functions' own by the list that the code is compared with, and AWS's."""

import json
import re

import pytest
from places import REPOSITORY
from template import template

SOURCES = "\n".join(path.read_text() for path in sorted((REPOSITORY / "Sources").rglob("*.swift")))
# `Metric("ModelLatency", .milliseconds, by: .model)`: a metric is a constant beside what counts it.
DECLARED = re.findall(r"""\bMetric\("(\w+)"(?:, \.(\w+))?(?:, by: \.(\w+))?\)""", SOURCES)
OWN = {name: {"dimensions": ["Function"] + ([by.capitalize()] if by else [])} for name, _unit, by in DECLARED}
SEARCH = re.compile(
    r"""^(?:SUM\()?SEARCH\('\{"(?P<namespace>[^"]+)",(?P<dimensions>[A-Za-z,]+)\} """
    r"""MetricName="(?P<name>\w+)" Function="(?P<function>[a-z0-9-]+)"', '(?P<stat>\w+)', (?P<period>\d+)\)\)?$"""
)
SQS = {"ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"}


def widgets(**parameters: str) -> list[dict]:
    (dashboard,) = template(**parameters).of_type("AWS::CloudWatch::Dashboard").values()
    # `${!` stands for `${` behind Fn::Sub.
    return json.loads(dashboard["DashboardBody"].replace("${!", "${"))["widgets"]


def lines(**parameters: str) -> list[dict]:
    """Each line of each widget: namespace, name, dimensions and statistic."""
    found = []
    for widget in widgets(**parameters):
        properties = widget["properties"]
        for line in properties["metrics"]:
            if isinstance(line[0], dict):
                match = SEARCH.match(line[0]["expression"])
                assert match, line
                assert int(match["period"]) == line[0]["period"] == properties["period"]
                found.append({
                    "namespace": match["namespace"], "name": match["name"], "stat": match["stat"],
                    "names": match["dimensions"].split(","), "values": {"Function": match["function"]},
                })  # fmt: skip
                continue
            namespace, name, *dimensions, options = line
            found.append({
                "namespace": namespace, "name": name, "stat": options.get("stat", properties["stat"]),
                "names": dimensions[::2], "values": dict(zip(dimensions[::2], dimensions[1::2], strict=True)),
            })  # fmt: skip
    return found


def own_lines(**parameters: str) -> list[dict]:
    return [line for line in lines(**parameters) if line["namespace"] == parameters.get("MetricsNamespace", "BandUp")]


def steps_in_code() -> set[str]:
    return set(re.findall(r"""\bJobStep\("(\w+)"\)""", SOURCES))


def test_no_metric_is_declared_twice():
    assert len(OWN) == len(DECLARED) > 0


def test_every_metric_that_the_functions_write_is_shown_with_its_dimensions():
    found = own_lines()
    assert {line["name"] for line in found} == OWN.keys()
    for line in found:
        assert line["names"] == OWN[line["name"]]["dimensions"], line


def test_lines_name_functions_and_steps_that_exist():
    resolved = template()
    functions = {entry["FunctionName"] for entry in resolved.of_type("AWS::Serverless::Function").values()}
    for line in own_lines():
        assert line["values"]["Function"] in functions
        if "Step" in line["values"]:
            assert line["values"]["Step"] in steps_in_code()
    shown = {line["values"]["Step"] for line in own_lines() if "Step" in line["values"]}
    # `recover` runs after a crash alone.
    assert shown == steps_in_code() - {"recover"}


def test_times_are_shown_as_percentiles_and_counts_as_sums():
    for line in own_lines():
        expected = {"p50", "p95"} if OWN[line["name"]]["unit"] == "Milliseconds" else {"Sum"}
        assert line["stat"] in expected, line


def test_queues_and_dead_letter_queues_are_those_of_the_template():
    resolved = template()
    queues = {entry["QueueName"] for entry in resolved.of_type("AWS::SQS::Queue").values()}
    found = [line for line in lines() if line["namespace"] == "AWS/SQS"]
    assert {line["values"]["QueueName"] for line in found} == queues
    assert {line["name"] for line in found} == SQS
    assert {line["namespace"] for line in lines()} == {"AWS/SQS", "BandUp"}


@pytest.mark.parametrize("parameters", [{"MetricsNamespace": "Platform/BandUp"}, {"NamePrefix": "second"}], ids=str)
def test_another_namespace_or_prefix_is_followed(parameters):
    resolved = template(**parameters)
    functions = {entry["FunctionName"] for entry in resolved.of_type("AWS::Serverless::Function").values()}
    assert len(own_lines(**parameters)) == len(own_lines())
    assert {line["values"]["Function"] for line in own_lines(**parameters)} == functions


def test_widgets_stand_side_by_side():
    taken = set()
    for widget in widgets():
        assert widget["x"] + widget["width"] <= 24
        cells = {
            (x, y)
            for x in range(widget["x"], widget["x"] + widget["width"])
            for y in range(widget["y"], widget["y"] + widget["height"])
        }
        assert not cells & taken
        taken |= cells
        assert widget["properties"]["region"] == "ap-southeast-1"


@pytest.mark.parametrize("value", ["true", "false"])
def test_each_function_is_told_whether_and_where_to_write_metrics(value):
    for function in template(Metrics=value).of_type("AWS::Serverless::Function").values():
        variables = function["Environment"]["Variables"]
        assert (variables["METRICS_ENABLED"], variables["METRICS_NAMESPACE"]) == (value, "BandUp")


def test_tracing_is_active_unless_told_otherwise():
    for given, mode in (({}, "Active"), ({"Tracing": "PassThrough"}, "PassThrough")):
        resolved = template(**given)
        assert resolved.resolve(resolved.globals)["Function"]["Tracing"] == mode


def test_every_metric_is_explained():
    page = (REPOSITORY / "docs/observability.md").read_text()
    for metric in LIST:
        row = next((line for line in page.splitlines() if line.startswith(f"| `{metric['name']}` |")), None)
        assert row, metric["name"]
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[1] == metric["unit"]
        assert cells[2] == ", ".join(metric["dimensions"])
