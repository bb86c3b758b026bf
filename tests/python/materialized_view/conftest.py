"""Fixtures of the materialized views' tests: their dbt project, and a database where its views are built."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.python.materialized_view.refreshed import FIXTURE, VIEWS, Refreshed
from tests.python.warehouse.dbt_runner import Project


@pytest.fixture(scope="session")
def refreshed_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The fixture project, parsed once for all tests."""
    return Project(tmp_path_factory.mktemp("dbt_refreshed"), FIXTURE)


@pytest.fixture(scope="session")
def built(refreshed_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Refreshed:
    """A database with all views built; tests copy it."""
    made = Refreshed.with_inputs(refreshed_project, tmp_path_factory.mktemp("refreshed"))
    ways = {refresh.way for refresh in made.refresh_and_compare(*(f"+{name}" for name in VIEWS)).values()}
    assert ways == {"full"}
    return made


@pytest.fixture
def views(built: Refreshed, tmp_path: Path) -> Refreshed:
    """A database with all views built, which the test may change."""
    return built.copy(tmp_path)
