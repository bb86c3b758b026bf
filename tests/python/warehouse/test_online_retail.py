"""The example, on a few lines of the shape of the real file: mapped, loaded, and its figures found again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from examples.landing import deliver
from examples.online_retail.check.__main__ import accounts, figures, open_warehouse
from tests.python.warehouse.dbt_runner import Project, Warehouse
from tests.python.warehouse.landing import PROJECT

MAPPING = PROJECT / "examples" / "online_retail"
COLUMNS = (
    "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country",
)  # fmt: skip
UK = "United Kingdom"
LINES: tuple[tuple[Any, ...], ...] = (
    ("536365", "85123A", "WHITE HANGING HEART", 6, "2010-12-01 08:26", 2.55, 17850, UK),
    ("536365", "85123A", "WHITE HANGING HEART", 6, "2010-12-01 08:26", 2.55, 17850, UK),  # an exact duplicate
    ("536365", "POST", "POSTAGE", 1, "2010-12-01 08:27", 18.0, 17850, UK),  # the same invoice, a minute later
    ("536366", "gift_0001_20", "Gift Voucher £20.00", 1, "2010-12-01 09:00", 17.011, None, UK),
    ("536367", "22423", None, 3, "2010-12-01 09:10", 12.75, 12345, "Netherlands"),
    ("536368", "22423", "CAKESTAND", 2, "2010-12-01 09:20", 0.0, 12345, "Netherlands"),  # given away
    ("536369", "22423", "found", 5, "2010-12-01 09:30", 0.0, None, UK),  # a correction of the stock
    ("536370", "85123a", "damaged", -9, "2010-12-01 09:40", 0.0, None, UK),  # written off
    ("C536371", "85123A", "WHITE HANGING HEART", -4, "2010-12-02 10:00", 2.55, 17850, UK),  # from line 1
    (
        "C536371",
        "85123A",
        "WHITE HANGING HEART",
        -4,
        "2010-12-02 10:00",
        2.55,
        17850,
        UK,
    ),  # lies across lines
    ("C536372", "M", "Manual", -1, "2010-12-02 11:00", 100.0, None, UK),  # a sale that is not in the file
    ("A563185", "B", "Adjust bad debt", 1, "2011-08-12 14:50", 11062.06, None, UK),
    ("563186", "85123a", "CREAM HANGING HEART", 1, "2011-08-12 15:00", 2.95, 12345, "EIRE"),  # summer time
)
SALES = Decimal("106.811")
CANCELLED = Decimal("-120.4")


def write_lines(file: Path) -> None:
    """Write the lines as the file that the example reads."""
    columns = dict(zip(COLUMNS, map(list, zip(*LINES, strict=True)), strict=True))
    columns["InvoiceDate"] = [datetime.fromisoformat(text) for text in columns["InvoiceDate"]]
    table = pa.table(columns)
    types = {"Quantity": pa.int32(), "CustomerID": pa.int32(), "InvoiceDate": pa.timestamp("us")}
    schema = pa.schema([(name, types.get(name, table.schema.field(name).type)) for name in COLUMNS])
    pq.write_table(table.cast(schema), file)


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lines as a landing folder."""
    folder = tmp_path_factory.mktemp("online_retail")
    write_lines(folder / "lines.parquet")
    deliver(MAPPING, str(folder / "lines.parquet"), folder / "landing")
    return folder / "landing"


@pytest.fixture(scope="module")
def built(
    project: Project, landing: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse built from it, as far as the big table, opened."""
    warehouse = Warehouse(project, tmp_path_factory.mktemp("warehouse"))
    outcome = warehouse.build(["+obt_order_lines", "+stg_delivery_accounts", "+qrn_refused_rows"], landing)
    assert outcome.success, outcome.messages
    with open_warehouse(warehouse.database, landing) as connection:
        yield connection


def test_the_star_and_the_big_table_give_the_figures_of_the_file(
    built: duckdb.DuckDBPyConnection,
) -> None:
    found = figures(built, ("star", "big_table"))
    for style, values in found.items():
        assert values["lines"] == len(LINES), style
        assert values["net amount"] == sum(Decimal(str(line[3])) * Decimal(str(line[5])) for line in LINES), (
            style
        )
        assert values["sales: lines"] == 6, style
        assert values["sales: amount"] == SALES, style
        assert values["cancellations: lines"] == 3, style
        assert values["cancellations: amount"] == CANCELLED, style
        assert values["net Netherlands"] == Decimal("38.25"), style
        assert values["net EIRE"] == Decimal("2.95"), style
        assert values["customers"] == 2, style
        assert values["countries"] == 3, style
    assert found["star"]["cancellations: invoices"] == 2
    assert found["star"]["invoices"] == 10
    assert found["big_table"]["cancellations: invoices"] is None


def test_each_line_of_the_file_is_accounted_for(built: duckdb.DuckDBPyConnection) -> None:
    went = dict(accounts(built))
    assert went["lines of the file"] == len(LINES)
    assert went["sold or given away: lines of orders"] == 7
    assert went["cancelled: returns"] == 3
    assert went["refused: duplicates and quarantine"] == 0
    assert went["(cancelled, sale not in the file)"] == 2
    assert (went["(codes as written)"], went["(products, the case of codes folded)"]) == (7, 6)


def test_a_cancellation_takes_back_the_line_that_was_sold(built: duckdb.DuckDBPyConnection) -> None:
    assert built.execute(
        "select return_id, sales_order_id, line_number, net_revenue_returned_amount, refund_amount"
        " from kimball.fct_returns order by return_id"
    ).fetchall() == [
        ("web|C536371-1", "web|536365", 1, Decimal("10.2"), Decimal("10.2")),
        ("web|C536371-2", "web|C536371", 2, Decimal("0"), Decimal("10.2")),
        ("web|C536372-1", "web|C536372", 1, Decimal("0"), Decimal("100")),
    ]


def test_times_are_those_of_london(built: duckdb.DuckDBPyConnection) -> None:
    assert built.execute(
        "select strftime(ordered_at, '%H:%M') from kimball.fct_order_lines"
        " where sales_order_id in ('web|536365', 'web|563186') order by sales_order_id, line_number"
    ).fetchall() == [("08:26",), ("08:26",), ("08:26",), ("14:00",)]


def test_systems_that_the_retailer_lacks_are_empty_tables(built: duckdb.DuckDBPyConnection) -> None:
    for table in ("stg_pos__receipts", "stg_shop__payments", "stg_web__events", "stg_erp__suppliers"):
        assert built.execute(f"select count(*) from staging.{table}").fetchone() == (0,), table
    assert built.execute("select count(*) from staging.stg_erp__locations").fetchone() == (1,)
