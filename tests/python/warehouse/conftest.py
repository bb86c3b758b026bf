"""Fixtures of the warehouse tests: new warehouses and landing folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.python.warehouse.dbt_runner import Project, Warehouse
from tests.python.warehouse.landing import LandingFolder


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
