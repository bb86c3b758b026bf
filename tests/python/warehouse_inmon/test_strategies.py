"""An increment writes what came out different, and nothing else."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

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
