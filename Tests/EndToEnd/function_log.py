"""Reads what a function wrote: log lines apart from metrics, and metrics held to CloudWatch's format."""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jsonschema
from bandup_local import declared_metrics
from bandup_local.emulator import Emulator

Document = dict[str, Any]

_SCHEMA = Path(__file__).parent / "schemas" / "embedded-metrics.json"
_MAX_VALUES = 100
_MAX_BYTES = 256 * 1024


def whole_log(instance: Emulator) -> str:
    """Also what the function writes after its answer."""
    instance.wait_until_idle()
    return instance.log()


def lines(log: str) -> list[Document]:
    """The log's own lines."""
    return [line for line in _objects(log) if "_aws" not in line]


def metrics(log: str) -> list[Document]:
    """The metric documents, each of them checked."""
    found = [line for line in _objects(log) if "_aws" in line]
    for document in found:
        check(document)
    return found


def named(documents: Iterable[Document], metric: str) -> list[Document]:
    return [document for document in documents if metric in document]


def total(documents: Iterable[Document], metric: str) -> float:
    """The sum of all values."""
    return sum(sum(_values(document[metric])) for document in named(documents, metric))


def check(document: Document) -> None:
    """Fails for what CloudWatch would not take a metric from, or what is not in the repository's list of metrics."""
    _validator().validate(document)
    assert len(json.dumps(document)) < _MAX_BYTES
    # CloudWatch takes two weeks of the past and two hours of the future; ours are of this run.
    assert abs(document["_aws"]["Timestamp"] / 1000 - time.time()) < 2 * 3600
    for directive in document["_aws"]["CloudWatchMetrics"]:
        for dimensions in directive["Dimensions"]:
            for name in dimensions:
                value = document[name]
                assert isinstance(value, str) and 0 < len(value) <= 1024 and value.isascii(), (name, value)
        for definition in directive["Metrics"]:
            name, unit = definition["Name"], definition["Unit"]
            values = _values(document[name])
            assert 1 <= len(values) <= _MAX_VALUES, name
            assert all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values), name
            assert {"name": name, "unit": unit, "dimensions": directive["Dimensions"][0]} in metric_list()
        assert len(directive["Dimensions"]) == 1


@functools.cache
def metric_list() -> list[Document]:
    """Every metric that the functions may write."""
    return declared_metrics.all_metrics()


@functools.cache
def _validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(_SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _objects(log: str) -> list[Document]:
    return [json.loads(line, object_pairs_hook=_unique) for line in log.splitlines() if line.startswith("{")]


def _unique(members: list[tuple[str, Any]]) -> Document:
    """CloudWatch Logs Insights has one field for a name."""
    document = dict(members)
    assert len(document) == len(members), f"a name twice in {members}"
    return document


def _values(value: Any) -> list[float]:
    return value if isinstance(value, list) else [value]
