"""The receipts' way to third normal form: what breaks a step fails a test, a renaming does not."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from tests.python.warehouse.dbt_runner import Warehouse

RECEIPTS = "staging.stg_pos__receipts_history"

# The first two receipts of the product that is sold most.
TWO_RECEIPTS = f"""
    create temporary table two_receipts as
    select
        receipt_id, line_1_product_id, location_id, cashier_id, sold_at,
        row_number() over (order by sold_at, receipt_id) as number
    from {RECEIPTS}
    where line_1_product_id = (
        select line_1_product_id from {RECEIPTS}
        group by line_1_product_id order by count(*) desc, line_1_product_id limit 1
    )
    order by sold_at, receipt_id limit 2
"""
OF_THE_SECOND = "where receipt_id = (select receipt_id from two_receipts where number = 2)"


def as_the_first(column: str) -> str:
    """Return the assignment that gives a receipt the first one's value in a column."""
    return f"{column} = (select {column} from two_receipts where number = 1)"


@pytest.fixture
def copy(inmon: Warehouse, tmp_path: Path) -> Warehouse:
    """A warehouse of one test, to be broken."""
    broken = Warehouse(inmon.project, tmp_path)
    shutil.copy(inmon.database, broken.database)
    return broken


def failing_tests(warehouse: Warehouse, *statements: str) -> set[str]:
    """Change the warehouse by the statements and return the names of the tests of the receipts that fail."""
    with warehouse.connect(read_only=False) as connection:
        for statement in statements:
            connection.execute(statement)
    selected = ["--select", "path:models/silver/inmon/receipts", "--indirect-selection", "cautious"]
    result = warehouse.project.invoke(warehouse.database, ["test", *selected, "--resource-type", "test"])
    assert result.exception is None, result.exception
    assert result.result.results, "no test was selected"
    return {one.node.name for one in result.result.results if one.status in ("fail", "error")}


def test_the_receipts_as_delivered_keep_every_dependency(copy: Warehouse) -> None:
    assert failing_tests(copy) == set()


@pytest.mark.parametrize(
    ("change", "dependency"),
    [
        ("line_1_product_name = 'Another name'", "product_determines_the_printed_name_at_a_time"),
        (
            f"{as_the_first('cashier_id')}, cashier_name = 'Another name'",
            "cashier_determines_the_name_at_a_time",
        ),
        (
            f"{as_the_first('location_id')}, location_city = 'Another town'",
            "store_determines_its_address_at_a_time",
        ),
    ],
)
def test_two_names_at_one_time_break_the_dependency_and_the_join(
    copy: Warehouse, change: str, dependency: str
) -> None:
    same_time = as_the_first("sold_at")
    broken = failing_tests(copy, TWO_RECEIPTS, f"update {RECEIPTS} set {same_time}, {change} {OF_THE_SECOND}")
    assert {dependency, "receipts_3nf_gives_back_the_receipts"} <= broken


def test_a_second_state_of_a_receipt_breaks_its_header(copy: Warehouse) -> None:
    broken = failing_tests(
        copy,
        TWO_RECEIPTS,
        f"insert into {RECEIPTS} select * replace (total_amount + 1 as total_amount)"
        f" from {RECEIPTS} {OF_THE_SECOND}",
    )
    assert {"receipt_determines_its_header", "grain_receipts_unnormalised_receipt_id"} <= broken


def test_a_renaming_breaks_nothing_and_is_two_versions(copy: Warehouse) -> None:
    with copy.connect() as connection:
        connection.execute(TWO_RECEIPTS)
        ((product_id, renamed_at),) = connection.execute(
            "select line_1_product_id, sold_at from two_receipts where number = 2"
        ).fetchall()
    renaming = [
        f"update {RECEIPTS} set line_{position}_product_name = 'Another name'"
        f" where line_{position}_product_id = '{product_id}' and sold_at >= '{renamed_at}'"
        for position in range(1, 5)
    ]
    assert failing_tests(copy, *renaming) == set()
    versions = copy.query(
        "select product_name = 'Another name', valid_from from inmon.receipts_3nf_products"
        f" where product_id = '{product_id}' order by valid_from"
    )
    assert versions == [(False, datetime(1900, 1, 1)), (True, renamed_at)]


@pytest.mark.parametrize(
    ("form", "kept", "join"),
    [
        ("receipts_3nf_lines", "quantity > 1", "receipts_3nf_gives_back_the_receipts"),
        ("receipts_3nf_cashiers", "cashier_id > 'K102'", "receipts_3nf_gives_back_the_receipts"),
        ("receipts_2nf_lines", "line_number > 1", "receipts_2nf_gives_back_1nf"),
        ("receipts_1nf", "line_number < 3", "receipts_1nf_gives_back_the_receipts"),
    ],
)
def test_a_step_that_loses_rows_does_not_give_back_what_it_came_from(
    copy: Warehouse, form: str, kept: str, join: str
) -> None:
    ((definition,),) = copy.query(f"select sql from duckdb_views() where view_name = '{form}'")
    as_select = definition.split(" AS ", 1)[1].rstrip(" ;\n")
    lossy = f"create or replace view inmon.{form} as select * from ({as_select}) as whole where {kept}"
    assert join in failing_tests(copy, lossy)
