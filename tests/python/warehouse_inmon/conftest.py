"""The enterprise model, built from the seeds once for all tests of this folder."""

from __future__ import annotations

from typing import Any

import pytest

from tests.python.warehouse.dbt_runner import Project, Warehouse
from tools.compare import BOOKKEEPING

MODELS = ["+path:models/silver/inmon"]


@pytest.fixture(scope="session")
def inmon(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse with all that inmon holds; tests leave its rows as they are."""
    warehouse = Warehouse(project, tmp_path_factory.mktemp("warehouse_inmon"))
    outcome = warehouse.build(MODELS, None)
    assert outcome.success, outcome.messages
    return warehouse


def rows(inmon: Warehouse, *, with_bookkeeping: bool) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of each table of inmon, in order; the audit_ columns only where asked for."""
    columns = inmon.query(
        "select table_name, string_agg(column_name, ', ' order by ordinal_position)"
        " from information_schema.columns where table_schema = 'inmon'"
        f" and ({with_bookkeeping} or not ({BOOKKEEPING})) group by table_name"
    )
    return {table: inmon.query(f"select {names} from inmon.{table} order by all") for table, names in columns}
