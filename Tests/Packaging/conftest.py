from pathlib import Path

import pytest
from places import TARGETS, bundle_of


@pytest.fixture(params=TARGETS)
def target(request) -> str:
    return request.param


@pytest.fixture
def bundle(target: str) -> Path:
    return bundle_of(target)
