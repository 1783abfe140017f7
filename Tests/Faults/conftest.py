"""Fixtures of the fault suite, and the table that it prints."""

from pathlib import Path

import pytest
from bandup_local import paths
from bandup_local.fault_proxy import FaultProxy
from bandup_local.stack import LocalStack, missing_binaries
from lab import Lab
from matrix import Matrix

_MATRIX = Matrix()


def pytest_addoption(parser):
    parser.addoption("--report", type=Path, help="where the table is written as Markdown")


@pytest.fixture(scope="session")
def stack(tmp_path_factory):
    if missing := missing_binaries():
        pytest.exit(f"no binary for {', '.join(missing)} in {paths.binaries()}: run `make build`", returncode=2)
    with LocalStack(tmp_path_factory.mktemp("stack"), with_event_sources=False) as running:
        yield running


@pytest.fixture(scope="session")
def _lab(stack):
    proxy = FaultProxy(stack.cloud.endpoint)
    made = Lab(stack, proxy)
    yield made
    made.stop()
    proxy.stop()


@pytest.fixture
def lab(_lab):
    _lab.forget()
    yield _lab
    _lab.end_instances()
    _lab.forget()


@pytest.fixture(scope="session")
def matrix():
    return _MATRIX


@pytest.fixture
def is_short(request):
    """Whether only the short form was asked for."""
    return "short" in (request.config.getoption("-m") or "").split()


def pytest_terminal_summary(terminalreporter, config):
    if not _MATRIX.rows:
        return
    terminalreporter.section("faults")
    for line in _MATRIX.text():
        terminalreporter.write_line(line)
    terminalreporter.write_line("")
    for what, service, idle, before, after in _MATRIX.recoveries:
        cost = max(0.0, after - before)
        terminalreporter.write_line(
            f"stale connection: {what}, {service}, idle {idle:.1f} s: recovered in {cost:.2f} s ({after:.2f} s a job)"
        )
    for line in _MATRIX.summary():
        terminalreporter.write_line(line)
    report = config.getoption("--report")
    if report:
        report.write_text(_MATRIX.markdown())
