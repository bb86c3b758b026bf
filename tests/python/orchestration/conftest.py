"""Definitions that are loaded once, and a Dagster home of the tests' own."""

import json
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.definitions import defs
from orchestration.project import prepared_project
from tools.warehouse import ROOT


@pytest.fixture(scope="session")
def definitions() -> dg.Definitions:
    """Return the definitions as Dagster loads them."""
    return defs()


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    """Return dbt's manifest of the project, up to date."""
    loaded: dict[str, Any] = json.loads(prepared_project(ROOT).manifest_path.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a database file that does not exist yet; dbt and Dagster work on it."""
    path = tmp_path / "warehouse" / "touchstone.duckdb"
    monkeypatch.setenv("TOUCHSTONE_DB", str(path))
    return path
