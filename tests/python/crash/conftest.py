"""Fixtures of the tests on runs that are cut short."""

from __future__ import annotations

import os

import pytest

from tests.python.crash.runs import SHORT_SLICE, SLICE
from tests.python.crash.stand import Stand
from tests.python.warehouse.dbt_runner import Project


@pytest.fixture(scope="session")
def stand(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Stand:
    """The runs of the slice without a crash."""
    models = SLICE if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else SHORT_SLICE
    return Stand(project, tmp_path_factory.mktemp("crash"), models)
