"""What a table has lost, or has anew, without a row of the fact telling of it is found by what reads it."""

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
    """Delete the rows of a key, and run a model that reads them."""
    change(warehouse, landing, f"delete from {table} where {key} = ?", [value], model)


def change(warehouse: Warehouse, landing: Path, statement: str, values: list[object], model: str) -> None:
    """Change a table, and run a model that reads it."""
    with warehouse.connect(read_only=False) as connection:
        connection.execute(statement, values)
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


def test_a_first_sale_that_is_gone_is_the_first_no_longer(copy: Warehouse, at_once: Warehouse) -> None:
    first = "from kimball.dim_customer where first_sales_order_id"
    [(gone,), *_] = copy.query(f"select distinct first_sales_order_id {first} is not null order by 1")
    landing = at_once.folder / "landing"
    lose(copy, landing, "inmon.sales_order_versions", "sales_order_id", gone, "dim_customer")
    assert copy.query(f"select count(*) {first} = '{gone}'") == [(0,)]


def test_a_month_follows_the_product_of_its_lines(copy: Warehouse, at_once: Warehouse) -> None:
    moved = "select brand_key, sum(quantity) from kimball.fct_sales_monthly group by 1 order by 1"
    lines = "kimball.fct_order_lines inner join kimball.dim_product using (product_key)"
    [(before, product), *_] = copy.query(
        f"select min(brand_key), product_key from {lines} group by 2 order by 2"
    )
    [(after,), *_] = copy.query(f"select brand_key from {lines} where brand_key <> '{before}' order by 1")
    change(
        copy,
        at_once.folder / "landing",
        "update kimball.dim_product set brand_key = ?, audit_loaded_at = audit_loaded_at + interval 1 day"
        " where product_key = ?",
        [after, product],
        "fct_sales_monthly",
    )
    assert copy.query(moved) == copy.query(
        f"select brand_key, sum(quantity) from {lines} group by 1 order by 1"
    )
