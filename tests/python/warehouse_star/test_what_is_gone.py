"""What a fact has lost without another row telling of it goes from the wide tables too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from tests.python.warehouse.dbt_runner import Warehouse


@pytest.fixture
def copy(at_once: Warehouse, tmp_path: Path) -> Warehouse:
    """A copy of the warehouse that a test may change."""
    copied = Warehouse(at_once.project, tmp_path)
    shutil.copy(at_once.database, copied.database)
    return copied


def lose(warehouse: Warehouse, landing: Path, table: str, key: str, value: object, model: str) -> None:
    """Delete a row of a fact, and run a model that reads it."""
    with warehouse.connect(read_only=False) as connection:
        connection.execute(f"delete from {table} where {key} = ?", [value])
    variables = yaml.safe_dump({"landing": str(landing)})
    outcome = warehouse.project.invoke(warehouse.database, ["run", "--select", model, "--vars", variables])
    assert outcome.success, outcome.exception or [str(run.message) for run in outcome.result if run.message]


def test_a_return_that_is_gone_is_no_longer_counted_on_its_line(copy: Warehouse, at_once: Warehouse) -> None:
    [(gone, sale, line), *_] = copy.query(
        "select return_id, sales_order_id, line_number from kimball.fct_returns"
        " inner join obt.obt_order_lines using (sales_order_id, line_number) where return_count = 1"
        " order by 1"
    )
    lose(copy, at_once.folder / "landing", "kimball.fct_returns", "return_id", gone, "obt_order_lines")
    counted = "select return_count, returned_quantity, refund_amount_eur from obt.obt_order_lines"
    assert copy.query(f"{counted} where sales_order_id = '{sale}' and line_number = {line}") == [(0, 0, 0)]


def test_a_payment_that_is_gone_is_no_longer_counted_on_its_sale(copy: Warehouse, at_once: Warehouse) -> None:
    [(gone, sale, count), *_] = copy.query(
        "select max(payment_id), sales_order_id, count(*) from kimball.fct_payments"
        " inner join obt.obt_orders using (sales_order_id) where payment_count > 0 group by 2 order by 2"
    )
    lose(copy, at_once.folder / "landing", "kimball.fct_payments", "payment_id", gone, "obt_orders")
    counted = f"select payment_count from obt.obt_orders where sales_order_id = '{sale}'"
    assert copy.query(counted) == [(count - 1,)]
