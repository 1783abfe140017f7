"""What the template says of each function: its executable, settings, routes and queues."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from .cloudformation import Template

TARGETS = ("WritingEvaluator", "SpeakingEvaluator", "FlashcardGenerator", "S3Upload")
"""The package's executables (SPEC.md section 1)."""


@dataclass(frozen=True)
class Route:
    method: str
    """In capitals; ANY for all."""
    path: str
    """With parameters in braces; `$default` for whatever no other route takes."""
    payload_format: str
    """`2.0` or `1.0`."""
    is_open: bool = False
    """Whether callers are let through unidentified."""


@dataclass(frozen=True)
class QueueMapping:
    queue_arn: str
    batch_size: int
    reports_item_failures: bool

    @property
    def queue_name(self) -> str:
        return self.queue_arn.rpartition(":")[2]


@dataclass(frozen=True)
class FunctionBlueprint:
    target: str
    name: str
    memory_mb: int
    timeout_seconds: int
    environment: dict[str, str]
    log_format: str
    log_level: str
    routes: tuple[Route, ...]
    queues: tuple[QueueMapping, ...]


def functions(template: Template) -> dict[str, FunctionBlueprint]:
    """By target. A function of the template that is none of the package's targets is left out."""
    shared = template.resolve(template.globals.get("Function", {}))
    found: dict[str, FunctionBlueprint] = {}
    for logical_id, raw in template.resources("AWS::Serverless::Function").items():
        properties = template.resolve({key: value for key, value in raw.items() if key not in ("Policies", "Role")})
        target = _target(logical_id, template.name(logical_id), properties)
        if target is not None:
            found[target] = _blueprint(template, logical_id, target, shared, properties)
    return found


def _target(logical_id: str, name: str, properties: dict[str, Any]) -> str | None:
    """The executable, from whichever of the function's names spells it."""
    code = properties.get("CodeUri")
    plain_name = "".join(part.capitalize() for part in name.split("-"))
    spellings = (PurePosixPath(code).stem if isinstance(code, str) else "", logical_id, plain_name)
    for spelling in spellings:
        for target in TARGETS:
            if target.lower() in spelling.lower():
                return target
    return None


def _blueprint(
    template: Template, logical_id: str, target: str, shared: dict[str, Any], own: dict[str, Any]
) -> FunctionBlueprint:
    def setting(name: str, fallback: Any) -> Any:
        return own.get(name, shared.get(name, fallback))

    variables = {
        **shared.get("Environment", {}).get("Variables", {}),
        **own.get("Environment", {}).get("Variables", {}),
    }
    logging = setting("LoggingConfig", {})
    events = list(own.get("Events", {}).values())
    mappings = [event["Properties"] for event in events if event["Type"] == "SQS"]
    for mapping in template.resources("AWS::Lambda::EventSourceMapping").values():
        resolved = template.resolve(mapping)
        if template.name(logical_id) in str(resolved.get("FunctionName")):
            mappings.append({"Queue": resolved["EventSourceArn"], **resolved})
    return FunctionBlueprint(
        target=target,
        name=template.name(logical_id),
        memory_mb=int(setting("MemorySize", 128)),
        timeout_seconds=int(setting("Timeout", 3)),
        environment={name: _text(value) for name, value in variables.items()},
        log_format=logging.get("LogFormat", "JSON"),
        log_level=logging.get("ApplicationLogLevel", "INFO"),
        routes=tuple(
            [_event_route(event) for event in events if event["Type"] in ("HttpApi", "Api")]
            + _api_routes(template, logical_id)
        ),
        queues=tuple(
            QueueMapping(
                queue_arn=mapping["Queue"],
                batch_size=int(mapping.get("BatchSize", 10)),
                reports_item_failures="ReportBatchItemFailures" in mapping.get("FunctionResponseTypes", []),
            )
            for mapping in mappings
        ),
    )


def _api_routes(template: Template, logical_id: str) -> list[Route]:
    """Routes that are resources of their own, found through their integration."""
    arn = template.resolve({"Fn::GetAtt": [logical_id, "Arn"]})
    formats = {
        f"integrations/{integration_id}": str(properties.get("PayloadFormatVersion", "1.0"))
        for integration_id, properties in _resolved(template, "AWS::ApiGatewayV2::Integration").items()
        # SAM and API Gateway also take the ARN wrapped into an invocation path.
        if arn in str(properties.get("IntegrationUri"))
    }
    routes = []
    for properties in _resolved(template, "AWS::ApiGatewayV2::Route").values():
        if (payload_format := formats.get(properties.get("Target"))) is not None:
            method, _, path = properties["RouteKey"].rpartition(" ")
            is_open = properties.get("AuthorizationType") == "NONE"
            routes.append(Route(method or "ANY", path, payload_format, is_open))
    return routes


def _resolved(template: Template, kind: str) -> dict[str, dict[str, Any]]:
    return {name: template.resolve(properties) for name, properties in template.resources(kind).items()}


def cors(template: Template) -> dict[str, Any]:
    """The HTTP API's `CorsConfiguration`, with which the gateway itself answers preflight requests."""
    for properties in _resolved(template, "AWS::ApiGatewayV2::Api").values():
        return dict(properties.get("CorsConfiguration", {}))
    return {}


def _event_route(event: dict[str, Any]) -> Route:
    properties = event.get("Properties", {})
    is_rest = event["Type"] == "Api"
    return Route(
        method=str(properties.get("Method", "ANY")).upper().replace("X-AMAZON-APIGATEWAY-ANY-METHOD", "ANY"),
        path=properties.get("Path", "$default"),
        payload_format="1.0" if is_rest else str(properties.get("PayloadFormatVersion", "2.0")),
    )


def _text(value: Any) -> str:
    # CloudFormation turns YAML's true into the text "true".
    return str(value).lower() if isinstance(value, bool) else str(value)
