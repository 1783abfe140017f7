"""What the template says of each Lambda function: its program, settings, routes, queues and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from . import identity
from .cloudformation import Template, TemplateError, text
from .routes import Route, event_route, routes_of

_RECORDS_INDEX = "user_id-created_at-index"
"""What a table of records has, and no other table (SPEC-platform.md section 23)."""


@dataclass(frozen=True)
class QueueMapping:
    queue_arn: str
    batch_size: int
    reports_item_failures: bool

    @property
    def queue_name(self) -> str:
        return self.queue_arn.rpartition(":")[2]


@dataclass(frozen=True)
class Table:
    name: str
    partition_key: str
    sort_key: str | None
    holds_records: bool
    """Whether it is one in which a function keeps its jobs' records, with their histories."""


@dataclass(frozen=True)
class FunctionBlueprint:
    logical_id: str
    name: str
    executable: str
    """The package's target whose program runs; several functions may share it, and its zip."""
    handler: str
    """Which of the executable's handlers: `_HANDLER`."""
    memory_mb: int
    timeout_seconds: int
    environment: dict[str, str]
    log_group: str
    log_format: str
    log_level: str
    routes: tuple[Route, ...]
    queues: tuple[QueueMapping, ...]
    tables: dict[str, Table]
    """By the variable that names the table."""

    def variables(self) -> dict[str, str]:
        """All that Lambda puts into the function's environment, but for the Runtime API's address."""
        return {
            **identity.variables(),
            "_HANDLER": self.handler,
            "AWS_LAMBDA_FUNCTION_NAME": self.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self.memory_mb),
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(self.timeout_seconds),
            "AWS_LAMBDA_LOG_FORMAT": self.log_format,
            "AWS_LAMBDA_LOG_LEVEL": self.log_level,
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            **self.environment,
        }

    def records(self, variable: str = "") -> Table:
        """The table of its jobs' records. `variable` says which, where the function keeps records in several."""
        found = {name: table for name, table in self.tables.items() if table.holds_records}
        if variable:
            found = {name: table for name, table in found.items() if name == variable}
        if len(found) != 1:
            names = ", ".join(found) or "none"
            raise TemplateError(f"{self.name} keeps records in {len(found)} tables, not in 1: {names}")
        return next(iter(found.values()))

    def queue(self) -> QueueMapping:
        """The one that its jobs come from."""
        if len(self.queues) != 1:
            raise TemplateError(f"{self.name} is fed by {len(self.queues)} queues, not 1")
        return self.queues[0]


Described = TypeVar("Described")


class ByName(dict[str, Described]):
    """What belongs to functions, by their names in Lambda.

    A logical id, with or without its `Function`, finds it too: people type `make invoke FUNCTION=WritingEvaluator`.
    """

    def __init__(self, logical_ids: dict[str, str], found: dict[str, Described] | None = None) -> None:
        super().__init__(found or {})
        self.logical_ids = logical_ids
        """By name."""

    def __missing__(self, spelling: str) -> Described:
        for name, logical_id in self.logical_ids.items():
            if spelling in (logical_id, logical_id.removesuffix("Function")) and name in self:
                return self[name]
        raise UnknownFunction(f"no function {spelling}; there are {', '.join(self)}")


class UnknownFunction(KeyError):
    def __str__(self) -> str:
        # KeyError would show the sentence in quotes.
        return str(self.args[0])


def functions(template: Template) -> ByName[FunctionBlueprint]:
    """Every function that the template declares and whose condition holds."""
    shared = template.resolve(template.globals.get("Function", {}))
    tables = _tables(template)
    found: dict[str, FunctionBlueprint] = {}
    for logical_id, raw in template.resources("AWS::Serverless::Function").items():
        # Policies name resources in ways that nothing local depends on.
        own = template.resolve({key: value for key, value in raw.items() if key not in ("Policies", "Role")})
        one = _blueprint(template, logical_id, shared, own, tables)
        if one.name in found:
            raise TemplateError(f"{found[one.name].logical_id} and {logical_id} are both called {one.name}")
        found[one.name] = one
    return ByName({name: one.logical_id for name, one in found.items()}, found)


def executables(template: Template) -> list[str]:
    """The executables of all functions, each once, in the template's order."""
    return list(dict.fromkeys(one.executable for one in functions(template).values()))


def _blueprint(
    template: Template, logical_id: str, shared: dict[str, Any], own: dict[str, Any], tables: dict[str, Table]
) -> FunctionBlueprint:
    def setting(name: str, fallback: Any) -> Any:
        return own.get(name, shared.get(name, fallback))

    variables = {
        **shared.get("Environment", {}).get("Variables", {}),
        **own.get("Environment", {}).get("Variables", {}),
    }
    environment = {name: text(value) for name, value in variables.items()}
    logging = shared.get("LoggingConfig", {}) | own.get("LoggingConfig", {})
    events = list(own.get("Events", {}).values())
    name = template.name(logical_id)
    return FunctionBlueprint(
        logical_id=logical_id,
        name=name,
        # local/sam.mk reads the same two places.
        executable=template.metadata(logical_id).get("Executable", logical_id.removesuffix("Function")),
        handler=str(setting("Handler", "bootstrap")),
        memory_mb=int(setting("MemorySize", 128)),
        timeout_seconds=int(setting("Timeout", 3)),
        environment=environment,
        log_group=logging.get("LogGroup", f"/aws/lambda/{name}"),
        log_format=logging.get("LogFormat", "JSON"),
        log_level=logging.get("ApplicationLogLevel", "INFO"),
        routes=tuple([event_route(event) for event in events if event["Type"] in ("HttpApi", "Api")])
        + tuple(routes_of(template, logical_id)),
        queues=tuple(_mappings(template, logical_id, events)),
        tables={variable: tables[value] for variable, value in environment.items() if value in tables},
    )


def _mappings(template: Template, logical_id: str, events: list[dict[str, Any]]) -> list[QueueMapping]:
    declared = [event["Properties"] for event in events if event["Type"] == "SQS"]
    for mapping in template.of_type("AWS::Lambda::EventSourceMapping").values():
        if mapping.get("FunctionName") in (template.name(logical_id), template.arn(logical_id)):
            declared.append({"Queue": mapping["EventSourceArn"], **mapping})
    return [
        QueueMapping(
            queue_arn=mapping["Queue"],
            batch_size=int(mapping.get("BatchSize", 10)),
            reports_item_failures="ReportBatchItemFailures" in mapping.get("FunctionResponseTypes", []),
        )
        for mapping in declared
    ]


def _tables(template: Template) -> dict[str, Table]:
    """By name."""
    found = {}
    for logical_id, properties in template.of_type("AWS::DynamoDB::Table").items():
        keys = {key["KeyType"]: key["AttributeName"] for key in properties["KeySchema"]}
        indexes = [index["IndexName"] for index in properties.get("GlobalSecondaryIndexes", [])]
        name = template.name(logical_id)
        found[name] = Table(name, keys["HASH"], keys.get("RANGE"), _RECORDS_INDEX in indexes)
    return found
