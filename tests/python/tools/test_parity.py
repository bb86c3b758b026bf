"""What differs between two databases is found and named, and where their rows are the same nothing is."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tools import parity

TABLE = """
    create schema kimball;
    create table kimball.fct_order_lines as
    select
        i as line_number,
        'P-' || i % 7 as product_id,
        cast(i * 1.25 as decimal(18, 4)) as net_revenue_eur,
        i % 3 = 0 as is_gift,
        date '2024-01-01' + i::integer as sold_on,
        md5(i::text)::uuid as audit_key,
        timestamp '2024-01-01 00:00:00' as audit_loaded_at,
        [{'step': i, 'paid_at': timestamp '2024-01-01 10:00:00', 'amount': i * 0.1}] as payments
    from range(100) as r(i)
"""
CHANGED = "update kimball.fct_order_lines set"


def differences(folder: Path, *statements: str) -> list[str]:
    """Return what is found between the table as it is made, and after the statements."""
    places = [str(folder / "left.duckdb"), str(folder / "right.duckdb")]
    for place, done in zip(places, ((), statements), strict=True):
        with duckdb.connect(place) as made:
            made.execute(TABLE)
            for statement in done:
                made.execute(statement)
    with parity.opened(places[0]) as left, parity.opened(places[1]) as right:
        count, found = parity.compare(left, right)
    assert count == 1 or any("alone" in text for text in found)
    return found


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (f"{CHANGED} net_revenue_eur = net_revenue_eur + 0.01 where line_number = 42", "net_revenue_eur"),
        (f"{CHANGED} product_id = null where line_number = 42", "product_id (100 and 99 values)"),
        (f"{CHANGED} product_id = '' where line_number = 42", "product_id"),
        (f"{CHANGED} is_gift = not is_gift where line_number = 42", "is_gift"),
        (f"{CHANGED} sold_on = sold_on + 1 where line_number = 42", "sold_on"),
        (f"{CHANGED} audit_key = md5('x')::uuid where line_number = 42", "audit_key"),
        (
            f"{CHANGED} payments = [{{'step': 42, 'paid_at': payments[1].paid_at, 'amount': 4.3}}] "
            "where line_number = 42",
            "payments",
        ),
        (
            f"{CHANGED} product_id = case product_id when 'P-1' then 'P-2' else 'P-1' end "
            "where line_number in (1, 2)",
            parity.ROWS,
        ),
    ],
)
def test_one_value_is_found_and_its_column_named(tmp_path: Path, statement: str, named: str) -> None:
    assert differences(tmp_path, statement) == [f"kimball.fct_order_lines: 100 rows; differs in {named}"]


def test_a_row_that_comes_twice_is_found(tmp_path: Path) -> None:
    (found,) = differences(
        tmp_path, "insert into kimball.fct_order_lines from kimball.fct_order_lines where line_number = 0"
    )
    assert found.startswith("kimball.fct_order_lines: 100 and 101 rows; differs in ")


def test_order_scale_and_time_of_loading_do_not_count(tmp_path: Path) -> None:
    table = "kimball.fct_order_lines"
    assert not differences(
        tmp_path,
        f"create or replace table {table} as select * from {table} order by line_number desc",
        f"{CHANGED} audit_loaded_at = timestamp '2025-01-01 00:00:00'",
        f"alter table {table} alter net_revenue_eur type decimal(20, 6)",
        f"alter table {table} alter line_number type hugeint",
    )


def test_what_is_on_one_side_alone_or_of_another_type_is_named(tmp_path: Path) -> None:
    found = differences(
        tmp_path,
        "alter table kimball.fct_order_lines alter sold_on type timestamp",
        "alter table kimball.fct_order_lines rename product_id to product_key",
        "create view kimball.dim_date as select 1 as date_key",
    )
    assert found == [
        "kimball.dim_date: is on the right alone",
        "kimball.fct_order_lines: has other columns, or other types: product_id, product_key, sold_on",
    ]
    places = [str(tmp_path / "left.duckdb"), str(tmp_path / "right.duckdb")]
    assert parity.main(places) == 1
    assert parity.main([places[0], places[0]]) == 0
    assert parity.main([places[0], str(tmp_path / "none.duckdb")]) == 2
