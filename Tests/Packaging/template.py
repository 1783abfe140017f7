"""template.yaml by the local stack's own reader, parameters at their defaults unless given."""

import functools

from bandup_local import paths
from bandup_local.blueprint import FunctionBlueprint, functions
from bandup_local.cloudformation import Template


@functools.cache
def _template(parameters: tuple) -> Template:
    return Template.load(paths.template(), parameters=dict(parameters))


def template(**parameters: str) -> Template:
    return _template(tuple(sorted(parameters.items())))


@functools.cache
def blueprints() -> dict[str, FunctionBlueprint]:
    """Every function by its name."""
    return functions(template())
