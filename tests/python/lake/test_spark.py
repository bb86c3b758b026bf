"""Spark reads what is published, and what Spark writes into the same catalog is read without it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.python.lake.shop import Shop
from tests.python.lake.spark import IS_THERE, Spark, spark
from tools.publish import ObstacleError
from tools.publish.products import Product

pytestmark = pytest.mark.skipif(not IS_THERE, reason="needs Java and .venv-spark: make test-spark sets it up")

ORDERS = Product("obt", "obt_orders", "", None, {}, {})


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shop, Spark]]:
    """A shop with published sales and orders, and Spark on its catalog."""
    shop = Shop(tmp_path_factory.mktemp("shop"))
    for number in range(1, 21):
        shop.sell(number, f"2025-0{1 + number % 2}-05 10:00:00.000001", f"{number}.01", f"note {number}")
    shop.sell(21, None, "-0.01")
    shop.publish()
    shop.sql(
        "create schema obt",
        "create table obt.obt_orders as select 1 as id, "
        "cast('00112233-4455-6677-8899-aabbccddeeff' as uuid) as k, "
        "date '9999-12-31' as d, [{'n': 1, 'amount': cast(1.5 as decimal(18, 2))}] as lines "
        "union all select 2, null, null, null union all select 3, null, null, []",
    )
    shop.publish(ORDERS)
    with spark(shop.folder / "lake") as started:
        yield shop, started


def test_spark_reads_what_is_published(session: tuple[Shop, Spark]) -> None:
    shop, started = session
    with duckdb.connect(str(shop.database), read_only=True) as opened:
        expected = opened.sql(
            "select cast(sale_key as varchar), cast(sold_at as varchar), cast(amount as varchar), note "
            "from kimball.fct_sales order by 1"
        ).fetchall()
    found = started.sql("select sale_key, sold_at, amount, note from kimball.fct_sales order by sale_key")
    assert [tuple(row.values()) for row in found] == expected
    assert started.sql("select * from obt.obt_orders order by id") == [
        {
            "id": 1,
            "k": "00112233-4455-6677-8899-aabbccddeeff",
            "d": "9999-12-31",
            "lines": [{"n": 1, "amount": "1.50"}],
        },
        {"id": 2, "k": None, "d": None, "lines": None},
        {"id": 3, "k": None, "d": None, "lines": []},
    ]
    described = {row["col_name"]: row["comment"] for row in started.sql("describe kimball.fct_sales")}
    assert described["amount"] == "Money."
    comment = started.sql("describe extended kimball.fct_sales")
    assert "What was sold." in [row["data_type"] for row in comment]


def test_spark_reads_an_earlier_snapshot_and_the_next_one(session: tuple[Shop, Spark]) -> None:
    shop, started = session
    first = shop.table().current_snapshot().snapshot_id
    shop.sql("update kimball.fct_sales set amount = 0 where note = 'note 3'")
    shop.publish()
    read = "select cast(sum(amount) as string) as amount from kimball.fct_sales"
    started.sql("refresh table kimball.fct_sales")
    assert started.sql(read) == [{"amount": "207.18"}]
    assert started.sql(f"{read} version as of {first}") == [{"amount": "210.19"}]


def test_compacting_by_spark_is_no_change_and_its_deletes_are_put_right(session: tuple[Shop, Spark]) -> None:
    shop, started = session
    started.sql(
        "call lake.system.rewrite_data_files(table => 'kimball.fct_sales', "
        "options => map('rewrite-all', 'true'))"
    )
    assert shop.table().current_snapshot().summary.operation.value == "replace"
    assert not shop.publish().is_changed
    shop.sell(22, "2025-02-07")
    assert shop.publish().parts_written == 1
    assert shop.differs() is None
    started.sql("alter table kimball.fct_sales set tblproperties ('write.delete.mode' = 'merge-on-read')")
    started.sql("delete from kimball.fct_sales where note = 'note 4'")
    assert shop.differs() == "22 rows in the warehouse and 21 in Iceberg"
    shop.publish()
    assert shop.differs() is None
    started.sql("refresh table kimball.fct_sales")
    assert started.sql("select count(*) as n from kimball.fct_sales") == [{"n": 22}]


def test_files_that_spark_divided_otherwise_are_replaced(session: tuple[Shop, Spark]) -> None:
    shop, started = session
    started.sql("alter table kimball.fct_sales add partition field truncate(3, note)")
    started.sql(
        "call lake.system.rewrite_data_files(table => 'kimball.fct_sales', "
        "options => map('rewrite-all', 'true'))"
    )
    shop.sql("update kimball.fct_sales set amount = 1 where note = 'note 5'")
    outcome = shop.publish()
    assert outcome.schema_changes == ("is partitioned by month(sold_at) now",)
    assert outcome.rows_written == 22
    assert shop.differs() is None


def test_a_table_that_spark_wrote_is_read_and_not_replaced(session: tuple[Shop, Spark]) -> None:
    shop, started = session
    started.sql("refresh table kimball.fct_sales")
    started.sql("create namespace if not exists spark_made")
    started.sql(
        "create table spark_made.fct_sales using iceberg partitioned by (months(sold_at)) as "
        "select sold_at, amount, note from kimball.fct_sales"
    )
    rows = shop.catalog.load_table("spark_made.fct_sales").scan().to_arrow()
    with duckdb.connect() as opened:
        opened.register("sales", rows)
        assert opened.sql("select count(*), sum(amount) from sales").fetchall() == [(22, Decimal("204.17"))]
    shop.sql("create schema spark_made", "create table spark_made.fct_sales as from kimball.fct_sales")
    with pytest.raises(ObstacleError, match=r"spark_made\.fct_sales: .* was not published from here"):
        shop.publish(Product("spark_made", "fct_sales"))


def test_the_catalog_is_one_file(session: tuple[Shop, Spark]) -> None:
    shop, _ = session
    assert {path.name for path in Path(shop.folder / "lake").glob("catalog*")} == {
        "catalog.db",
        "catalog.lock",
    }
