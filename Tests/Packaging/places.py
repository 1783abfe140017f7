"""Where the repository and its bundles are."""

import os
from pathlib import Path

import pytest
from bandup_local import blueprint, paths
from bandup_local.cloudformation import Template

REPOSITORY = Path(__file__).resolve().parents[2]
IS_SLIM = os.environ.get("SLIM") == "1"
BUNDLES = Path(os.environ.get("BANDUP_LAMBDA_DIR") or REPOSITORY / ".build" / ("slim/lambda" if IS_SLIM else "lambda"))
TARGETS = tuple(blueprint.executables(Template.load(paths.template())))
"""The executables: each is one zip, however many functions it serves."""


def bundle_of(target: str) -> Path:
    path = BUNDLES / f"{target}.zip"
    if not path.exists():
        pytest.skip(f"{path} does not exist: run ./build-lambda.sh")
    return path
