"""Fixtures of the tests on the whole warehouse."""

from __future__ import annotations

import pytest

from tests.python.warehouse.dbt_runner import Project


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The dbt project, parsed once for all tests of this folder."""
    return Project(tmp_path_factory.mktemp("dbt_star"))
