"""The enterprise model, built from the seeds once for all tests of this folder."""

from __future__ import annotations

import pytest

from tests.python.warehouse.dbt_runner import Project, Warehouse

MODELS = ["+path:models/silver/inmon"]


@pytest.fixture(scope="session")
def inmon(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse with all that inmon holds; tests leave its rows as they are."""
    warehouse = Warehouse(project, tmp_path_factory.mktemp("warehouse_inmon"))
    outcome = warehouse.build(MODELS, None)
    assert outcome.success, outcome.messages
    return warehouse
