"""The enterprise model, built from the seeds once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.python.warehouse.dbt_runner import Project, Warehouse

MODELS = ["+path:models/silver/inmon"]


class ProjectWithForeignKeys(Project):
    """A project that gives each dbt command a manifest of its own.

    dbt writes into the manifest which table the `ref` of a foreign key came to, and the next command that
    gets the same manifest refuses that text.
    """

    def invoke(self, database: Path, arguments: Sequence[str]) -> Any:
        """Run a dbt command on a database file and return dbt's result; the file is closed afterwards."""
        parsed = self._manifest
        if parsed is not None:
            self._manifest = parsed.deepcopy()
        try:
            return super().invoke(database, arguments)
        finally:
            self._manifest = parsed


@pytest.fixture(scope="session")
def inmon(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse with all that inmon holds; tests leave its rows as they are."""
    project = ProjectWithForeignKeys(tmp_path_factory.mktemp("dbt_inmon"))
    warehouse = Warehouse(project, tmp_path_factory.mktemp("warehouse_inmon"))
    outcome = warehouse.build(MODELS, None)
    assert outcome.success, outcome.messages
    return warehouse
