"""Fixtures of the tests on PostgreSQL: a database with the materialized views of the fixture project."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.python.materialized_view.refreshed import FIXTURE, VIEWS
from tests.python.postgres.native import DATABASE, TEMPLATE, Native, administer
from tests.python.warehouse.dbt_runner import Project
from tests.python.warehouse.other_engine import deliveries, held, on_duckdb

__all__ = ["built_once", "deliveries", "held", "native_project", "on_duckdb", "views"]

# Every materialized view of the project.
ALL = (*VIEWS, "checked_returns", "guarded_returns", "kept_returns", "product_sales", "shops_by_country")
DROP = [f"drop database if exists {name} with (force)" for name in (DATABASE, TEMPLATE)]


@pytest.fixture(scope="session")
def native_project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The fixture project, parsed once for PostgreSQL and the test database."""
    administer(*DROP)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGDATABASE", DATABASE)
        yield Project(tmp_path_factory.mktemp("dbt_native"), FIXTURE, target="postgres")
    administer(*DROP)


@pytest.fixture(scope="session")
def built_once(native_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Native:
    """All views, built and kept as the database that `views` copies."""
    administer(f"create database {DATABASE}")
    made = Native.with_inputs(native_project, tmp_path_factory.mktemp("native"))
    made.refresh_and_compare(*(f"+{name}" for name in ALL))
    administer(f"alter database {DATABASE} rename to {TEMPLATE}")
    return made


@pytest.fixture
def views(built_once: Native) -> Native:
    """A database with all views built, which the test may change."""
    administer(DROP[0], f"create database {DATABASE} template {TEMPLATE}")
    return built_once
