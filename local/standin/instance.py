"""Writes an instance of a response schema, asking an author for the values whose names mean something."""

from __future__ import annotations

import math
from typing import Any, Protocol

from .response_schema import Schema, resolve

Path = tuple[str | int, ...]
"""Where a value stands: property names, and positions in arrays."""


class Author(Protocol):
    """Knows what to say. Each method may answer None for "nothing to say here"."""

    def number(self, path: Path) -> float | None: ...

    def text(self, path: Path) -> str | None: ...

    def flag(self, path: Path) -> bool | None: ...

    def choice(self, path: Path, options: list[Any]) -> Any: ...

    def length(self, path: Path) -> int | None: ...


def write(schema: Schema, author: Author) -> Any:
    """An instance of `schema`. Every property is given, required ones first, in the order that Gemini emits them."""
    return _Writer(schema, author).value(schema, ())


class _Writer:
    # A recursive schema ends here: recursion is allowed in optional properties alone, so they can be left out.
    _deepest = 24

    def __init__(self, root: Schema, author: Author) -> None:
        self._root = root
        self._author = author

    def value(self, schema: Schema, path: Path) -> Any:
        schema = resolve(schema, self._root)
        alternatives = schema.get("anyOf") or schema.get("oneOf")
        if alternatives:
            return self.value(self._first_with_content(alternatives), path)
        if "enum" in schema:
            return self._author.choice(path, schema["enum"])
        kind = self._kind(schema)
        if kind == "object":
            return self._object(schema, path)
        if kind == "array":
            return self._array(schema, path)
        if kind in ("number", "integer"):
            return self._number(schema, path, whole=kind == "integer")
        if kind == "boolean":
            return bool(self._author.flag(path))
        if kind == "null":
            return None
        return (self._author.text(path) or "")[: schema.get("maxLength")]

    def _first_with_content(self, alternatives: list[Schema]) -> Schema:
        for alternative in alternatives:
            if resolve(alternative, self._root).get("type") != "null":
                return alternative
        return alternatives[0]

    @staticmethod
    def _kind(schema: Schema) -> str:
        kind = schema.get("type")
        if isinstance(kind, list):
            return next((name for name in kind if name != "null"), "null")
        if kind is None:
            return "object" if "properties" in schema else "array" if "items" in schema else "string"
        return str(kind)

    def _object(self, schema: Schema, path: Path) -> dict[str, Any]:
        properties = schema.get("properties", {})
        required = list(schema.get("required", []))
        order = list(schema.get("propertyOrdering", [])) or required
        order += [name for name in properties if name not in order]
        if len(path) >= self._deepest:
            order = [name for name in order if name in required]
        return {name: self.value(properties[name], (*path, name)) for name in order}

    def _array(self, schema: Schema, path: Path) -> list[Any]:
        if len(path) >= self._deepest:
            return []
        prefix = schema.get("prefixItems", [])
        wanted = self._author.length(path)
        least, most = schema.get("minItems", 0), schema.get("maxItems", math.inf)
        count = int(min(max(wanted if wanted is not None else 2, least), most))
        items = schema.get("items", {"type": "string"})
        children = [prefix[index] if index < len(prefix) else items for index in range(count)]
        return [self.value(child, (*path, index)) for index, child in enumerate(children)]

    def _number(self, schema: Schema, path: Path, *, whole: bool) -> float | int:
        value = self._author.number(path)
        low, high = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
        value = min(max(value if value is not None else 0.0, low), high)
        return int(round(value)) if whole else value
