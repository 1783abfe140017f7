"""The local stack as surroundings for functions that run under our own Runtime API."""

from __future__ import annotations

from pathlib import Path

from bandup_local import identity, paths
from bandup_local.stack import LocalStack

from .runtime_api import FunctionProcess


def environment(stack: LocalStack, target: str) -> dict[str, str]:
    """What Lambda would set, with the endpoints of the stack."""
    blueprint = stack.functions[target].blueprint
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        **identity.variables(),
        "AWS_LAMBDA_FUNCTION_NAME": blueprint.name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(blueprint.memory_mb),
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(blueprint.timeout_seconds),
        "AWS_LAMBDA_LOG_FORMAT": blueprint.log_format,
        "AWS_LAMBDA_LOG_LEVEL": blueprint.log_level,
        **blueprint.environment,
    }


def function(stack: LocalStack, target: str, log: Path | None = None) -> FunctionProcess:
    """The release binary of a function; to be entered."""
    return FunctionProcess([str(paths.binaries() / target)], environment(stack, target), log=log)
