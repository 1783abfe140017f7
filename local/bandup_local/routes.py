"""The routes of the template's HTTP API, whether they are events of a function or resources of their own."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from .cloudformation import Template

_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
"""What ANY stands for."""


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

    @property
    def key(self) -> str:
        return self.path if self.path == "$default" else f"{self.method} {self.path}"

    @property
    def rank(self) -> tuple[bool, bool, int, int, bool]:
        """The first of all routes that take a request gets it.

        API Gateway prefers a full match to a greedy parameter, of two greedy ones the longer path, then fewer
        parameters, and a method to ANY; `$default` comes last.
        """
        is_greedy = "+}" in self.path
        length = -len(self.path) if is_greedy else 0
        return (self.path == "$default", is_greedy, length, self.path.count("{"), self.method == "ANY")

    def takes(self, method: str) -> bool:
        return self.method == method or self.method == "ANY" and method in _METHODS

    def parameters(self, path: str) -> dict[str, str] | None:
        """The values of its parameters in an encoded path; None where the path is another's."""
        match = _pattern(self.path).fullmatch(path)
        return {name: unquote(value) for name, value in match.groupdict().items()} if match else None


@functools.cache
def _pattern(path: str) -> re.Pattern[str]:
    if path == "$default":
        return re.compile(".*", re.DOTALL)
    parts = re.split(r"(\{[^}]+\})", path)
    return re.compile("".join(_parameter(part) if part.startswith("{") else re.escape(part) for part in parts))


def _parameter(part: str) -> str:
    name = part.strip("{}")
    return f"(?P<{name[:-1]}>.+)" if name.endswith("+") else f"(?P<{name}>[^/]+)"


def event_route(event: dict[str, Any]) -> Route:
    """The route that SAM makes of a function's event."""
    properties = event.get("Properties", {})
    is_rest = event["Type"] == "Api"
    return Route(
        method=str(properties.get("Method", "ANY")).upper().replace("X-AMAZON-APIGATEWAY-ANY-METHOD", "ANY"),
        path=properties.get("Path", "$default"),
        payload_format="1.0" if is_rest else str(properties.get("PayloadFormatVersion", "2.0")),
        is_open=properties.get("Auth", {}).get("Authorizer") == "NONE",
    )


def routes_of(template: Template, logical_id: str) -> list[Route]:
    """Routes that are resources of their own, found through their integration."""
    arn = template.arn(logical_id)
    formats = {
        f"integrations/{integration_id}": str(properties.get("PayloadFormatVersion", "1.0"))
        for integration_id, properties in template.of_type("AWS::ApiGatewayV2::Integration").items()
        # API Gateway also takes the ARN wrapped into an invocation path.
        if _names(str(properties.get("IntegrationUri")), arn)
    }
    routes = []
    for properties in template.of_type("AWS::ApiGatewayV2::Route").values():
        if (payload_format := formats.get(properties.get("Target"))) is not None:
            method, _, path = properties["RouteKey"].rpartition(" ")
            is_open = properties.get("AuthorizationType") == "NONE"
            routes.append(Route(method or "ANY", path, payload_format, is_open))
    return routes


def _names(uri: str, arn: str) -> bool:
    # Not just `in`: one function's name may be the beginning of another's.
    return uri == arn or f"{arn}/" in uri


def cors(template: Template) -> dict[str, Any]:
    """The HTTP API's `CorsConfiguration`, with which the gateway itself answers preflight requests."""
    for properties in template.of_type("AWS::ApiGatewayV2::Api", "AWS::Serverless::HttpApi").values():
        return dict(properties.get("CorsConfiguration", {}))
    return {}
