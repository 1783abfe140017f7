"""The dashboard shows metrics that exist: the functions' own by the list that the code is compared with, and AWS's."""

import json
import re

import pytest
from bandup_local.declared_metrics import all_metrics
from places import REPOSITORY
from template import template

DECLARED = all_metrics()
OWN = {metric["name"]: metric for metric in DECLARED}
SEARCH = re.compile(
    r"""^SEARCH\('\{(?P<namespace>"[^"]+"|AWS/SQS),(?P<dimensions>[A-Za-z,]+)\} """
    r"""MetricName="(?P<name>\w+)" (?P<by>\w+)=\((?P<values>[^()]+)\)', '(?P<stat>\w+)', (?P<period>\d+)\)$"""
)
SQS = {"ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"}


def widgets(**parameters: str) -> list[dict]:
    (dashboard,) = template(**parameters).of_type("AWS::CloudWatch::Dashboard").values()
    return json.loads(dashboard["DashboardBody"])["widgets"]


def lines(**parameters: str) -> list[dict]:
    """Each line of each widget: a search for a metric by the values of one dimension."""
    found = []
    for widget in widgets(**parameters):
        properties = widget["properties"]
        for (line,) in properties["metrics"]:
            match = SEARCH.match(line["expression"])
            assert match and len(line["expression"]) <= 1024, line
            assert int(match["period"]) == line["period"] == properties["period"]
            values = re.findall(r'"([^"]+)"', match["values"])
            assert match["values"] == " OR ".join(f'"{value}"' for value in values), line
            found.append({
                "namespace": match["namespace"].strip('"'), "name": match["name"], "stat": match["stat"],
                "names": match["dimensions"].split(","), "by": match["by"], "values": values, "label": line["label"],
            })  # fmt: skip
    return found


def own_lines(**parameters: str) -> list[dict]:
    return [line for line in lines(**parameters) if line["namespace"] == parameters.get("MetricsNamespace", "BandUp")]


def test_no_metric_is_declared_twice():
    assert len(OWN) == len(DECLARED) > 0


def test_every_metric_that_the_functions_write_is_shown_with_its_dimensions():
    found = own_lines()
    assert {line["name"] for line in found} == OWN.keys()
    for line in found:
        assert line["names"] == OWN[line["name"]]["dimensions"], line


def test_lines_search_for_all_functions_and_are_labelled_by_what_they_find():
    functions = {entry["FunctionName"] for entry in template().of_type("AWS::Serverless::Function").values()}
    for line in own_lines():
        assert line["by"] == "Function"
        assert set(line["values"]) == functions and len(line["values"]) == len(functions)
        for name in line["names"]:
            assert f"${{PROP('Dim.{name}')}}" in line["label"], line


def test_times_are_shown_as_percentiles_and_counts_as_sums():
    for line in own_lines():
        expected = {"p50", "p95"} if OWN[line["name"]]["unit"] == "Milliseconds" else {"Sum"}
        assert line["stat"] in expected, line


def test_queues_and_dead_letter_queues_are_those_of_the_template():
    resolved = template()
    queues = {entry["QueueName"] for entry in resolved.of_type("AWS::SQS::Queue").values()}
    found = [line for line in lines() if line["namespace"] == "AWS/SQS"]
    assert {value for line in found for value in line["values"]} == queues
    assert {line["name"] for line in found} == SQS
    assert {line["namespace"] for line in lines()} == {"AWS/SQS", "BandUp"}
    for line in found:
        assert (line["by"], line["names"]) == ("QueueName", ["QueueName"])
        # Waiting jobs and given-up ones are not shown in one line.
        assert len({"dead-letter" in value for value in line["values"]}) == 1


@pytest.mark.parametrize("parameters", [{"MetricsNamespace": "Platform/BandUp"}, {"NamePrefix": "second"}], ids=str)
def test_another_namespace_or_prefix_is_followed(parameters):
    resolved = template(**parameters)
    functions = {entry["FunctionName"] for entry in resolved.of_type("AWS::Serverless::Function").values()}
    assert len(own_lines(**parameters)) == len(own_lines())
    assert {value for line in own_lines(**parameters) for value in line["values"]} == functions


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
    resolved = template(Metrics=value)
    variables = resolved.resolve(resolved.globals)["Function"]["Environment"]["Variables"]
    assert (variables["METRICS_ENABLED"], variables["METRICS_NAMESPACE"]) == (value, "BandUp")
    for function in resolved.of_type("AWS::Serverless::Function").values():
        assert variables.keys().isdisjoint(function["Environment"]["Variables"])


def test_tracing_is_active_unless_told_otherwise():
    for given, mode in (({}, "Active"), ({"Tracing": "PassThrough"}, "PassThrough")):
        resolved = template(**given)
        assert resolved.resolve(resolved.globals)["Function"]["Tracing"] == mode


def test_every_metric_is_explained():
    page = (REPOSITORY / "docs/observability.md").read_text()
    for metric in OWN.values():
        row = next((line for line in page.splitlines() if line.startswith(f"| `{metric['name']}` |")), None)
        assert row, metric["name"]
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[1] == metric["unit"]
        assert cells[2] == ", ".join(metric["dimensions"])
