"""The retailer at scale 1, generated once and loaded into DuckDB, beside the input contract."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from generator.__main__ import DEFAULT_SEED, run
from generator.clock import Span
from generator.deliver import CsvSink
from tests.python.generator.contract import Contract, Query, read_contracts, typed_columns

VIEWS = """
    create view orders as
    select * from shop__orders qualify row_number() over (partition by order_id order by changed_at desc) = 1;

    create view lines as
    select l.*, o.currency_code, o.ordered_at, o.order_status, o.ship_to_country_code, o.customer_id
    from (
        select * from shop__order_lines where order_id || line_number <> 'O90000103'
        qualify row_number() over (partition by order_id, line_number order by changed_at desc) = 1
    ) as l
    join orders as o using (order_id)
    where l.change_operation <> 'd';

    create view products as
    select * from erp__products qualify row_number() over (partition by product_id order by batch_date
        desc) = 1;

    create view receipts as
    select * from pos__receipts qualify row_number() over (partition by receipt_id order by batch_date) = 1;
"""
"""The last state of orders and products, the lines that stand (not the refused one), and receipts once."""

RECEIPT_LINE = """
    select receipt_id, receipt_type, original_receipt_id, location_id, location_country_code, member_id,
        sold_at,
        currency_code, {n} as line_number, line_{n}_product_id as product_id, line_{n}_quantity as quantity,
        line_{n}_unit_price as unit_price, coalesce(line_{n}_discount_amount, 0) as discount_amount,
        line_{n}_promotion_id as promotion_id
    from receipts where line_{n}_product_id is not null
"""


@pytest.fixture(scope="session")
def contracts() -> dict[str, Contract]:
    """Tables of the contract by ``system__table``."""
    return read_contracts()


@pytest.fixture(scope="session")
def csv_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds as the generator writes them now."""
    folder = tmp_path_factory.mktemp("seeds")
    run(CsvSink(folder), 1, DEFAULT_SEED, Span(), quiet=True)
    return folder


@pytest.fixture(scope="session")
def database(csv_folder: Path, contracts: dict[str, Contract]) -> duckdb.DuckDBPyConnection:
    """Each table as delivered and cast to its types.

    ``raw_<name>`` is all text, ``<name>`` has staged names and types, ``both_<name>`` has the types and the
    text as ``raw_<column>``.
    """
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    connection.execute(
        "create macro rounded(amount, currency) as case when currency = 'JPY' then round(amount, "
        "0)::decimal(18, 2) "
        "else round(amount, 2)::decimal(18, 2) end"
    )
    for name, contract in contracts.items():
        path = csv_folder / name.split("__")[0] / f"{name}.csv"
        connection.execute(
            f"create table raw_{name} as select * from read_csv('{path}', all_varchar=true, header=true, "
            "delim=',', quote='\"', escape='\"', nullstr='')"
        )
        typed = ", ".join(typed_columns(contract))
        raw = ", ".join(f"{column.name} as raw_{column.name}" for column in contract.columns)
        connection.execute(f"create table {name} as select {typed} from raw_{name}")
        connection.execute(f"create view both_{name} as select {typed}, {raw} from raw_{name}")
    connection.execute(VIEWS)
    each = " union all ".join(RECEIPT_LINE.format(n=n) for n in range(1, 5))
    connection.execute(f"create view receipt_lines as {each}")
    return connection


@pytest.fixture(scope="session")
def query(database: duckdb.DuckDBPyConnection) -> Query:
    """Run SQL against the retailer and return all rows."""

    def rows(sql: str) -> list[tuple[Any, ...]]:
        return database.execute(sql).fetchall()

    return rows
