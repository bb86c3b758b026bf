"""Fixtures of the warehouse tests: the parsed project and new warehouses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.python.warehouse.dbt_runner import Project, Warehouse
from tests.python.warehouse.landing import LandingFolder


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The dbt project, parsed once for all tests."""
    return Project(tmp_path_factory.mktemp("dbt"))


@pytest.fixture
def new_warehouse(project: Project, tmp_path: Path) -> Callable[[str], Warehouse]:
    """Give a function that makes a warehouse, without a database yet, by name."""
    return lambda name: Warehouse(project, tmp_path / name)


@pytest.fixture
def warehouse(new_warehouse: Callable[[str], Warehouse]) -> Warehouse:
    """A warehouse without a database yet."""
    return new_warehouse("warehouse")


@pytest.fixture
def landing(tmp_path: Path) -> LandingFolder:
    """An empty landing folder."""
    return LandingFolder(tmp_path / "landing")
