"""The local stack as surroundings for functions that run under our own Runtime API."""

from __future__ import annotations

from pathlib import Path

from bandup_local.stack import LocalStack

from .runtime_api import FunctionProcess


def environment(stack: LocalStack, function: str) -> dict[str, str]:
    """What Lambda would set, with the endpoints of the stack."""
    return {"PATH": "/usr/bin:/bin", **stack.functions[function].variables()}


def function(stack: LocalStack, name: str, log: Path | None = None) -> FunctionProcess:
    """The release binary of a function; to be entered."""
    return FunctionProcess([str(stack.functions[name].bootstrap)], environment(stack, name), log=log)
