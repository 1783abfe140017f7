"""The response schema of a request: checks that Gemini can honour it and brings both dialects to one form.

`responseSchema` is a subset of OpenAPI 3.0 and `responseJsonSchema` a subset of JSON Schema. The latter's keywords are
the ones the SDK documents; any other is refused here, so that nobody relies on a keyword that does nothing.
"""

from __future__ import annotations

from typing import Any

from .errors import invalid_argument

Schema = dict[str, Any]

_KEYWORDS = frozenset(
    "$id $defs $ref $anchor type format title description enum items prefixItems minItems maxItems minimum maximum "
    "anyOf oneOf properties additionalProperties required propertyOrdering".split()
)
_TYPES = frozenset("string number integer boolean array object null".split())


def of_request(config: dict[str, Any]) -> Schema | None:
    """The schema in JSON Schema's words, or None where the answer is free text."""
    openapi, json_schema = config.get("responseSchema"), config.get("responseJsonSchema")
    if openapi is not None and json_schema is not None:
        raise invalid_argument("Only one of response_schema and response_json_schema can be set.")
    mime_type = config.get("responseMimeType", "text/plain")
    if mime_type not in ("text/plain", "application/json", "text/x.enum"):
        raise invalid_argument(f"Unhandled generated data mime type: {mime_type}")
    if json_schema is not None and mime_type != "application/json":
        raise invalid_argument("response_json_schema is only supported with response_mime_type application/json.")
    if openapi is not None and mime_type == "text/plain":
        raise invalid_argument(f"Function calling with a response mime type: '{mime_type}' is unsupported.")
    if json_schema is not None:
        _check(json_schema, "response_json_schema", json_schema)
        return json_schema
    return _from_openapi(openapi) if openapi is not None else None


def resolve(schema: Schema, root: Schema) -> Schema:
    """Follows `$ref` into the root's `$defs`."""
    while "$ref" in schema:
        reference = schema["$ref"]
        if reference == "#":
            return root
        schema = root.get("$defs", {}).get(reference.removeprefix("#/$defs/"), {})
    return schema


def _check(schema: Any, path: str, root: Schema) -> None:
    if isinstance(schema, bool):
        return
    if not isinstance(schema, dict):
        raise invalid_argument(f"{path}: a schema must be an object.")
    for keyword in schema:
        if keyword not in _KEYWORDS:
            raise invalid_argument(f"{path}: the keyword {keyword!r} is not supported.")
    if "$ref" in schema:
        _check_reference(schema, path, root)
        return
    types = schema.get("type", [])
    for name in types if isinstance(types, list) else [types]:
        if name not in _TYPES:
            raise invalid_argument(f"{path}: unknown type {name!r}.")
    for value in schema.get("enum", []):
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise invalid_argument(f"{path}.enum: only strings and numbers are supported.")
    properties = schema.get("properties", {})
    for listing in ("required", "propertyOrdering"):
        for name in schema.get(listing, []):
            if name not in properties:
                raise invalid_argument(f"{path}.{listing}: property {name!r} is not defined.")
    for name, child in properties.items():
        _check(child, f"{path}.properties.{name}", root)
    if types == "array" and "items" not in schema and "prefixItems" not in schema:
        raise invalid_argument(f"{path}.items: missing field.")
    for keyword in ("items", "additionalProperties"):
        if keyword in schema:
            _check(schema[keyword], f"{path}.{keyword}", root)
    for keyword in ("anyOf", "oneOf", "prefixItems"):
        for index, child in enumerate(schema.get(keyword, [])):
            _check(child, f"{path}.{keyword}[{index}]", root)
    for name, child in schema.get("$defs", {}).items():
        _check(child, f"{path}.$defs.{name}", root)


def _check_reference(schema: Schema, path: str, root: Schema) -> None:
    reference = schema["$ref"]
    if any(not keyword.startswith("$") for keyword in schema):
        raise invalid_argument(f"{path}: beside $ref only keywords that start with $ may stand.")
    if reference != "#" and reference.removeprefix("#/$defs/") not in root.get("$defs", {}):
        raise invalid_argument(f"{path}: {reference!r} can't be resolved.")


_COMMON = "title description format enum minItems maxItems minimum maximum required propertyOrdering".split()


def _from_openapi(schema: Schema) -> Schema:
    if "type" not in schema and "anyOf" not in schema:
        raise invalid_argument("response_schema: type must be specified.")
    converted: Schema = {keyword: schema[keyword] for keyword in _COMMON if keyword in schema}
    # Not a keyword of JSON Schema's subset, but the walker can honour it.
    if "maxLength" in schema:
        converted["maxLength"] = schema["maxLength"]
    if "type" in schema:
        name = schema["type"].lower()
        converted["type"] = [name, "null"] if schema.get("nullable") else name
        if name == "array" and "items" not in schema:
            raise invalid_argument("response_schema.items: missing field.")
        if name == "object" and not schema.get("properties"):
            raise invalid_argument("response_schema.properties: should be non-empty for OBJECT type.")
    if "items" in schema:
        converted["items"] = _from_openapi(schema["items"])
    if "properties" in schema:
        converted["properties"] = {name: _from_openapi(child) for name, child in schema["properties"].items()}
        for name in schema.get("required", []):
            if name not in schema["properties"]:
                raise invalid_argument(f"response_schema.required: property {name!r} is not defined.")
    if "anyOf" in schema:
        converted["anyOf"] = [_from_openapi(child) for child in schema["anyOf"]]
    return converted
