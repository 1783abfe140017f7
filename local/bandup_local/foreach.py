"""Expands a template's `Fn::ForEach`, as CloudFormation's AWS::LanguageExtensions does before anything else reads it."""

from __future__ import annotations

import re
from typing import Any

_LOOP = "Fn::ForEach::"


def expand(document: dict[str, Any], parameters: dict[str, Any] | None = None) -> dict[str, Any]:
    """A copy without loops, in which `Ref` and `Fn::GetAtt` name their resources as plain text.

    Loops over a parameter go over what `parameters` says of it, otherwise over its default.
    """
    return _Expansion(document, parameters or {}).of(document)


class _Expansion:
    def __init__(self, document: dict[str, Any], parameters: dict[str, Any]) -> None:
        self._mappings = document.get("Mappings", {})
        defaults = {name: spec.get("Default") for name, spec in document.get("Parameters", {}).items()}
        self._parameters = defaults | parameters

    def of(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.of(item) for item in value]
        if not isinstance(value, dict):
            return value
        found: dict[str, Any] = {}
        for name, item in value.items():
            if name.startswith(_LOOP):
                found |= self._loop(name, item)
            elif name == "Ref":
                found[name] = self._text(item)
            elif name == "Fn::GetAtt" and isinstance(item, list):
                found[name] = [self._text(item[0]), *item[1:]]
            else:
                found[name] = self.of(item)
        return found

    def _loop(self, name: str, loop: list[Any]) -> dict[str, Any]:
        identifier, collection, fragment = loop
        found: dict[str, Any] = {}
        for element in self._elements(name, collection):
            round_ = self.of(_replaced(fragment, identifier, str(element)))
            if repeated := found.keys() & round_.keys():
                raise ValueError(f"{name} makes {', '.join(sorted(repeated))} more than once")
            found |= round_
        return found

    def _elements(self, name: str, collection: Any) -> list[Any]:
        if isinstance(collection, dict) and collection.keys() == {"Ref"}:
            return str(self._parameters[collection["Ref"]]).split(",")
        if not isinstance(collection, list):
            raise ValueError(f"{name}: a collection is a list or a parameter")
        return collection

    def _text(self, value: Any) -> Any:
        """What a computed name comes to: `Fn::Sub` of a loop's own variables, or `Fn::FindInMap`."""
        if isinstance(value, dict) and len(value) == 1:
            (function, argument), = value.items()
            if function == "Fn::Sub" and isinstance(argument, str):
                return argument
            if function == "Fn::FindInMap":
                table, row, column = argument
                return self._mappings[table][row][column]
        return value


def _replaced(value: Any, identifier: str, element: str) -> Any:
    if isinstance(value, str):
        plain = re.sub(r"[^A-Za-z0-9]", "", element)
        return value.replace(f"${{{identifier}}}", element).replace(f"&{{{identifier}}}", plain)
    if isinstance(value, list):
        return [_replaced(item, identifier, element) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"Ref"} and value["Ref"] == identifier:
        return element
    return {
        _replaced(name, identifier, element): _replaced(item, identifier, element) for name, item in value.items()
    }
