from pathlib import Path

import pytest
from bandup_local import blueprint
from bandup_local.cloudformation import Template
from bandup_local.stack import LocalStack
from bandup_local.standin_process import StandIn

HERE = Path(__file__).parent
TEMPLATE = HERE / "template.yaml"


@pytest.fixture(scope="session")
def fake_binaries(tmp_path_factory) -> Path:
    """A folder with the fake function under each executable's name."""
    folder = tmp_path_factory.mktemp("binaries")
    source = (HERE / "fake_function.py").read_text()
    for executable in blueprint.executables(Template.load(TEMPLATE)):
        bootstrap = folder / executable
        bootstrap.write_text(f"#!/usr/bin/env python3\n{source}")
        bootstrap.chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def stack(fake_binaries, tmp_path_factory):
    with LocalStack(
        tmp_path_factory.mktemp("stack-logs"), template=TEMPLATE, binaries=fake_binaries
    ) as running:
        yield running


@pytest.fixture(scope="session")
def running_standin(tmp_path_factory):
    server = StandIn(tmp_path_factory.mktemp("standin-logs"), bedrock_region="us-east-1")
    yield server
    server.stop()


@pytest.fixture
def standin(running_standin):
    running_standin.reset()
    yield running_standin
    running_standin.reset()
