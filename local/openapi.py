"""Makes docs/openapi.yaml from docs/openapi/: `make openapi`, or openapi.py --check, which fails where it is stale.

`common.yaml` has what all routes share, `job.yaml` the three routes and the schemas that every kind of job has, and each
other page one capability. A page holds:

- `tag`: its entry in `tags`;
- `job`: what sets its kind of job apart from the others; `job.yaml` is filled with it;
- `paths`: further routes. Written out are summary, parameters, request, answer, and in `errors` the statuses that are
  not every route's. Added here: the errors that every route has, our headers, `HEAD` beside `GET`, and `OPTIONS`;
- `schemas`;
- `examples`: values, or `{event: name, without: [fields]}` for the request of events/name.json.

`{$schema: Name}` and the like stand for references into `components`.
"""

from __future__ import annotations

import base64
import copy
import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).resolve().parents[1]
PAGES = REPOSITORY / "docs" / "openapi"
DOCUMENT = REPOSITORY / "docs" / "openapi.yaml"
SHARED = ("common", "job")
HEADER = "# Made by local/openapi.py from the pages in docs/openapi/: change those, and run `make openapi`.\n"

# Components named by status; a route's are those below and its own `errors`.
RESPONSES = {
    400: "InvalidRequest", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound", 409: "Conflict", 413: "TooLarge",
    415: "UnsupportedMedia", 422: "Unprocessable", 429: "Throttled", 500: "GatewayFailure", 502: "ModelError",
    503: "Unavailable", 504: "DeadlineExceeded",
}  # fmt: skip
ALWAYS = {429, 500, 503}
IDENTIFIED = {401, 403}
WITH_A_BODY = {400, 413, 415}
CREATED_AT = 1795169700


def bundled() -> dict[str, Any]:
    common, job = page_named("common"), (PAGES / "job.yaml").read_text()
    document = {name: common[name] for name in ("openapi", "info", "servers", "security")}
    document |= {"tags": [], "paths": {}}
    components = {name: dict(found) for name, found in common["components"].items()}
    headers = common["our_headers"]
    components["responses"] |= {
        name: _error(error, headers) for name, error in common["errors"].items()
    }
    components |= {"examples": {}}
    for name in common["pages"]:
        page = page_named(name)
        if "job" in page:
            _merge_job(page, job)
        document["tags"].append({"name": name, **page["tag"]})
        for path, methods in page["paths"].items():
            add(document["paths"], path, _operations(path, methods, name, headers))
        for schema, value in page["schemas"].items():
            add(components["schemas"], schema, value)
        for example, value in page["examples"].items():
            add(components["examples"], example, {"value": value})
    return _with_references(document | {"components": components})


def text() -> str:
    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    def string(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)

    Dumper.add_representer(str, string)
    made = yaml.dump(bundled(), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=120)
    return HEADER + made


def page_named(name: str) -> dict[str, Any]:
    page = yaml.safe_load((PAGES / f"{name}.yaml").read_text())
    if name in SHARED:
        return page
    page = {"paths": {}, "schemas": {}, "examples": {}} | page
    page["examples"] = {name: _example(value) for name, value in page["examples"].items()}
    return page


def add(found: dict[str, Any], name: str, value: Any) -> None:
    if name in found:
        raise ValueError(f"{name} stands in more than one page")
    found[name] = value


def _example(value: Any) -> Any:
    if not (isinstance(value, dict) and "event" in value):
        return value
    event = json.loads((REPOSITORY / "events" / f"{value['event']}.json").read_text())
    body = base64.b64decode(event["body"]) if event.get("isBase64Encoded") else event["body"]
    return {name: item for name, item in json.loads(body).items() if name not in value.get("without", ())}


def _merge_job(page: dict[str, Any], template: str) -> None:
    """Fills job.yaml: its `${…}` with the texts of `job`, its lists with the schemas."""
    job = page["job"]
    texts = {name: value for name, value in job.items() if isinstance(value, str)}
    filled = yaml.safe_load(re.sub(r"\$\{(\w+)\}", lambda match: texts[match[1]], template))
    kind, identifier = job["kind"], job["id"]
    schemas = filled["schemas"]
    schemas[f"{kind}Result"] |= {"allOf": _references(job["summary"])} | job.get("result", {})
    result = schemas[f"{kind}Result"]
    result["required"] = [*result["required"], *job["long"]]
    result["properties"] = {**result["properties"], **job["long"]}
    for name in (f"{kind}Record", f"{kind}Item"):
        schemas[name]["oneOf"][-1]["allOf"] += _references(job["summary"])
    schemas[f"{kind}Record"]["oneOf"][-1] |= {"required": list(job["long"]), "properties": job["long"]}
    filled["paths"][job["path"]]["post"]["errors"] += job.get("errors", [])
    page["paths"] = filled["paths"] | page["paths"]
    page["schemas"] = page["schemas"] | schemas
    example = page["examples"][f"{kind}Result"]
    state = {identifier: example[identifier], "status": "completed", "created_at": CREATED_AT}
    record = state | {name: value for name, value in example.items() if name not in state}
    item = {name: value for name, value in record.items() if name not in job["long"]}
    page["examples"] |= {f"{kind}Record": record, f"{kind}History": filled["history"] | {"items": [item]}}
    page["examples"][f"{kind}Failed"] = state | {
        "status": "failed", "error": {"code": "unprocessable", "message": job["failure"]}}  # fmt: skip


def _references(names: list[str]) -> list[dict[str, str]]:
    return [{"$schema": name} for name in names]


def _operations(path: str, methods: dict[str, Any], tag: str, headers: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for method, route in methods.items():
        route = copy.deepcopy(route)
        errors = ALWAYS | IDENTIFIED | set(route.pop("errors", ()))
        errors |= WITH_A_BODY if "requestBody" in route else set()
        errors |= {400} if "parameters" in route and "requestBody" not in route else set()
        errors |= {404} if "{" in path else set()
        for answer in route["responses"].values():
            answer["headers"] = headers | answer.get("headers", {})
        responses = route["responses"] | {str(status): {"$response": RESPONSES[status]} for status in sorted(errors)}
        made[method] = route | {"tags": [tag], "responses": responses}
        if method == "get":
            made["head"] = _head(path, made["get"], headers)
    made["options"] = _options(path, tag)
    return made


def _head(path: str, get: dict[str, Any], headers: dict[str, Any]) -> dict[str, Any]:
    is_record = "{" in path
    responses: dict[str, Any] = {
        "200": {"description": "There is one." if is_record else "There is a history", "headers": headers}
    }
    for status in get["responses"]:
        if status != "200":
            responses[status] = {"$response": "Headers" if status == "400" else "GatewayHeaders"}
    return {
        "operationId": re.sub("^[a-z]+", "check", get["operationId"]),
        "summary": "Whether there is such a record" if is_record else "The headers of the history",
        "tags": get["tags"],
        **({"parameters": get["parameters"]} if "parameters" in get else {}),
        "responses": responses,
    }


def _options(path: str, tag: str) -> dict[str, Any]:
    words = re.findall(r"\w+", re.sub(r"\{\w+\}", "", path))
    if "{" in path:
        words[-1] = words[-1].removesuffix("s")
    name = words[0] + "".join(word.capitalize() for word in words[1:])
    errors = ALWAYS | ({404} if "{" in path else set())
    return {
        "operationId": f"{name}Options",
        "summary": "The methods of this path",
        "tags": [tag],
        "security": [{}, {"token": []}],
        **({"parameters": [{"$parameter": f"any_{name}"} for name in re.findall(r"\{(\w+)\}", path)]}
           if "{" in path else {}),
        "responses": {"204": {"$response": "Methods"}}
        | {str(status): {"$response": RESPONSES[status]} for status in sorted(errors)},
    }  # fmt: skip


def _error(error: dict[str, Any], headers: dict[str, Any]) -> dict[str, Any]:
    """`codes` of our own; `gateway` where the gateway may say it too, which sends no headers of ours."""
    code = {"const": error["codes"][0]} if len(error["codes"]) == 1 else {"enum": error["codes"]}
    ours = {"allOf": [{"$schema": "Error"}, {"properties": {"error": {"properties": {"code": code}}}}]}
    is_gateways = error.get("gateway", False)
    content: dict[str, Any] = {"schema": {"anyOf": [ours, {"$schema": "GatewayMessage"}]} if is_gateways else ours}
    if "example" in error:
        content["examples"] = {"error": {"value": {"error": {
            "code": error["codes"][0], **error["example"], "request_id": "8f507cfc-7c1b-4d0e-9a38-2f6a9e1f4b11",
        }}}}  # fmt: skip
    sent = ({} if is_gateways else dict(headers)) | (
        {"Retry-After": {"$header": "RetryAfterMaybe"}} if error.get("retry") else {})  # fmt: skip
    return {
        "description": error["description"],
        **({"headers": sent} if sent else {}),
        "content": {"application/json": content},
    }


_PLACES = {f"${name}": f"#/components/{name}s/" for name in ("schema", "response", "header", "parameter", "example")}


def _with_references(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_references(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (name, item), = value.items()
        if name in _PLACES:
            return {"$ref": _PLACES[name] + item}
    return {name: _with_references(item) for name, item in value.items()}


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit(0 if DOCUMENT.read_text() == text() else f"{DOCUMENT.name} is stale: run `make openapi`")
    DOCUMENT.write_text(text())
