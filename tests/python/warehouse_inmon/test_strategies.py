"""An increment writes what came out different, and nothing else."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.python.warehouse.dbt_runner import Warehouse

NEWS = "audit_loaded_at = audit_loaded_at + interval '1' hour"


@pytest.fixture
def copy(inmon: Warehouse, tmp_path: Path) -> Warehouse:
    """A copy of the warehouse that a test may change."""
    copied = Warehouse(inmon.project, tmp_path)
    shutil.copy(inmon.database, copied.database)
    return copied


def write(warehouse: Warehouse, *statements: str) -> None:
    """Run statements on the database, as if staging had computed rows anew."""
    with warehouse.connect(read_only=False) as connection:
        for statement in statements:
            connection.execute(statement)


def last_written(warehouse: Warehouse, table: str) -> dict[str, datetime]:
    """Return when the newest row of each supplier was written."""
    return dict(warehouse.query(f"select supplier_id, max(audit_loaded_at) from inmon.{table} group by 1"))


def test_versions_that_come_out_the_same_are_not_written_again(copy: Warehouse) -> None:
    before = last_written(copy, "supplier_versions")
    renamed = min(before)
    write(
        copy,
        f"update staging.stg_erp__suppliers_history set {NEWS}",
        "update staging.stg_erp__suppliers_history set supplier_name = 'New'"
        f" where supplier_id = '{renamed}'",
    )
    outcome = copy.build(["supplier_versions"], None)
    assert outcome.success, outcome.messages
    after = last_written(copy, "supplier_versions")
    assert {supplier for supplier in after if after[supplier] != before[supplier]} == {renamed}
    names = copy.query(f"select supplier_name from inmon.supplier_versions where supplier_id = '{renamed}'")
    assert {name for (name,) in names} == {"New"}


def test_a_version_that_is_gone_goes(copy: Warehouse) -> None:
    (supplier, version), *_ = copy.query(
        "select supplier_id, max(valid_from)::text from staging.stg_erp__suppliers_history"
        " group by 1 having count(*) > 1 order by 1"
    )
    write(
        copy,
        "delete from staging.stg_erp__suppliers_history"
        f" where supplier_id = '{supplier}' and valid_from = '{version}'",
        f"update staging.stg_erp__suppliers_history set {NEWS} where supplier_id = '{supplier}'",
    )
    outcome = copy.build(["supplier_versions"], None)
    assert outcome.success, outcome.messages
    expected = copy.query(
        "select supplier_id, count(*) from staging.stg_erp__suppliers_history group by 1 order by 1"
    )
    assert (
        copy.query("select supplier_id, count(*) from inmon.supplier_versions group by 1 order by 1")
        == expected
    )


def test_a_sale_that_history_no_longer_has_goes_once_a_new_row_tells_of_it(copy: Warehouse) -> None:
    [(gone,), (kept,)] = copy.query(
        "select distinct order_id from staging.stg_shop__order_lines_history order by 1 limit 2"
    )
    write(
        copy,
        f"delete from staging.stg_shop__orders_history where order_id = '{gone}'",
        f"delete from staging.stg_shop__order_lines_history where order_id = '{gone}' and line_number = 1",
        f"update staging.chk_shop__orders set {NEWS} where order_id in ('{gone}', '{kept}')",
        f"update staging.chk_shop__order_lines set {NEWS} where order_id in ('{gone}', '{kept}')",
    )
    tables = ("sales_order_versions", "sales_order_line_versions")
    before = {table: set(_keys(copy, table)) for table in tables}
    outcome = copy.build(tables, None)
    assert outcome.success, outcome.messages
    assert before[tables[0]] - set(_keys(copy, tables[0])) == {(f"web|{gone}",)}
    assert before[tables[1]] - set(_keys(copy, tables[1])) == {(f"web|{gone}", 1)}


def test_a_receipt_that_is_printed_again_as_a_return_is_no_sale_any_more(copy: Warehouse) -> None:
    [(receipt,), *_] = copy.query(
        "select receipt_id from staging.stg_pos__receipts_history"
        " where is_current and receipt_type = 'sale' order by 1"
    )
    write(
        copy,
        f"update staging.chk_pos__receipts set {NEWS} where receipt_id = '{receipt}'",
        f"update staging.stg_pos__receipts_history set receipt_type = 'return', {NEWS}"
        f" where receipt_id = '{receipt}'",
    )
    tables = ("sales_order_versions", "sales_order_line_versions", "payment_versions")
    before = {table: set(_keys(copy, table)) for table in tables}
    outcome = copy.build(tables, None)
    assert outcome.success, outcome.messages
    for table in tables:
        gone = before[table] - set(_keys(copy, table))
        assert {key[0] for key in gone} == {f"store|{receipt}"}, table


def _keys(warehouse: Warehouse, table: str) -> list[tuple[Any, ...]]:
    """Return the keys of the documents that a table holds versions of."""
    key = {
        "sales_order_versions": "sales_order_id",
        "sales_order_line_versions": "sales_order_id, line_number",
        "payment_versions": "payment_id",
    }[table]
    return warehouse.query(f"select distinct {key} from inmon.{table}")


def test_an_identity_is_written_where_it_is_new_or_differs(copy: Warehouse) -> None:
    before = last_written(copy, "suppliers")
    earlier = min(before)
    write(
        copy,
        f"update staging.chk_erp__suppliers set {NEWS}",
        f"update staging.chk_erp__product_suppliers set {NEWS}",
        "update staging.chk_erp__product_suppliers set batch_date = date '2020-01-01'"
        f" where supplier_id = '{earlier}'",
        "update staging.chk_erp__product_suppliers set supplier_id = 'S-NEW' where row_number ="
        " (select min(row_number) from staging.chk_erp__product_suppliers) and verdict = 'accepted'"
        f" and supplier_id <> '{earlier}'",
    )
    outcome = copy.build(["suppliers"], None)
    assert outcome.success, outcome.messages
    after = last_written(copy, "suppliers")
    assert {supplier for supplier in after if after[supplier] != before.get(supplier)} == {earlier, "S-NEW"}
    ((is_inferred, named),) = copy.query(
        f"select is_inferred, named_in_batch_date::text from inmon.suppliers where supplier_id = '{earlier}'"
    )
    assert (is_inferred, named) == (True, "2020-01-01")
