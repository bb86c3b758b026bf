"""Types, and what becomes of a table when its model's columns change."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from pyiceberg.types import DecimalType, IntegerType, LongType, StringType, UUIDType

from tests.python.lake.shop import SALES, Shop
from tools.publish import ObstacleError
from tools.publish.products import Product, products

WIDE = Product("kimball", "wide")
VALUES = {
    "a_uuid": "cast('00112233-4455-6677-8899-aabbccddeeff' as uuid)",
    "a_high_uuid": "cast('ffeeddcc-bbaa-9988-7766-554433221100' as uuid)",
    "a_decimal": "cast('-12345678901234567890123456789012345.678' as decimal(38, 3))",
    "a_date": "date '9999-12-31'",
    "a_time": "timestamp '1900-01-01 00:00:00.000001'",
    "a_zoned_time": "cast('2025-01-01 00:00:00+00' as timestamptz)",
    "a_tiny": "cast(-128 as tinyint)",
    "an_unsigned": "cast(4294967295 as uinteger)",
    "a_huge": "cast('-170141183460469231731687303715884105' as hugeint)",
    "a_big": "cast(-9223372036854775808 as bigint)",
    "an_unsigned_big": "cast(18446744073709551615 as ubigint)",
    "a_double": "cast(0.1 as double)",
    "a_boolean": "true",
    "an_enum": "cast('b' as enum ('a', 'b'))",
    "a_blob": "'\\xFF\\x00'::blob",
    "a_text": "'' || chr(128512)",
    "a_list": "[1, null, 3]",
    "an_empty_list": "cast([] as varchar[])",
    "a_struct": "{'x': date '2025-01-01', 'y': cast(1.5 as decimal(4, 2))}",
    "lines": "[{'n': 1, 'x': cast(1.5 as decimal(4, 2)), 'parts': ['a']}, {'n': 2, 'x': null}]",
}


def test_every_type_comes_back_as_it_was(shop: Shop) -> None:
    columns = ", ".join(f"{value} as {name}" for name, value in VALUES.items())
    nulls = ", ".join(f"null as {name}" for name in VALUES)
    shop.sql(f"create table kimball.wide as select 1 as id, {columns} union all select 2, {nulls}")
    shop.sql(
        "insert into kimball.wide (id, lines) values (3, [])",
        "insert into kimball.wide (id, lines) values (4, [null])",
    )
    shop.publish(WIDE)
    assert shop.differs(WIDE) is None
    written = {row["id"]: row for row in shop.table(WIDE).scan().to_arrow().to_pylist()}
    with duckdb.connect(str(shop.database)) as opened:
        found = opened.sql("select * replace (cast(an_enum as varchar) as an_enum) from kimball.wide")
        expected = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    for row in expected:
        for name, value in row.items():
            came = written[row["id"]][name]
            assert came == Decimal(value) if isinstance(came, Decimal) else came == value, name
    (line, _) = written[1]["lines"]
    assert line == {"n": 1, "x": Decimal("1.50"), "parts": ["a"]}
    assert written[2]["lines"] is None, "not an empty list"
    assert written[3]["lines"] == []
    types = {field.name: field.field_type for field in shop.table(WIDE).schema().fields}
    assert types["a_uuid"] == UUIDType()
    assert types["a_decimal"] == DecimalType(38, 3)
    assert types["an_enum"] == StringType()


@pytest.mark.parametrize("value", ["interval 1 day", "map {'a': 1}", "[uuid()]"])
def test_a_type_that_iceberg_has_not_is_refused_by_name(shop: Shop, value: str) -> None:
    shop.sql(f"create table kimball.wide as select 1 as id, {value} as odd")
    with pytest.raises(ObstacleError, match=r"kimball.wide: its column odd is of the type"):
        shop.publish(WIDE)
    assert not shop.catalog.table_exists("kimball.wide")


def _numbers(shop: Shop) -> dict[str, int]:
    return {field.name: field.field_id for field in shop.table().schema().fields}


@pytest.fixture
def sold(shop: Shop) -> Shop:
    shop.sell(1, "2025-01-05", "1.00", "one")
    shop.sell(2, "2025-02-05", "2.00")
    shop.publish()
    return shop


def test_a_renamed_column_keeps_its_number_and_its_rows(sold: Shop) -> None:
    before = _numbers(sold)
    sold.sql("alter table kimball.fct_sales rename column note to remark")
    renamed = replace(SALES, renamed_from={"remark": "note"})
    outcome = sold.publish(renamed)
    assert outcome.schema_changes == ("note is now remark",)
    assert (outcome.rows_written, outcome.snapshot_id) == (0, None)
    assert _numbers(sold)["remark"] == before["note"]
    assert sold.published() == sold.expected()
    (first,) = sold.table().metadata.snapshots
    assert "note" in dict(sold.published(SALES, first.snapshot_id)[0])


def test_a_column_renamed_without_a_word_is_another_one(sold: Shop) -> None:
    before = _numbers(sold)
    sold.sql("alter table kimball.fct_sales rename column note to remark")
    outcome = sold.publish()
    assert outcome.schema_changes == ("note is gone", "remark is new")
    assert _numbers(sold)["remark"] > max(before.values())
    assert sold.published() == sold.expected()


def test_a_new_column_without_values_writes_no_rows_and_one_with_writes_its_partitions(sold: Shop) -> None:
    before = _numbers(sold)
    sold.sql("alter table kimball.fct_sales add column colour varchar")
    outcome = sold.publish()
    assert outcome.schema_changes == ("colour is new",)
    assert outcome.snapshot_id is None
    assert {name: number for name, number in _numbers(sold).items() if name != "colour"} == before
    sold.sql("update kimball.fct_sales set colour = 'red' where note = 'one'")
    assert sold.publish().parts_written == 1
    assert sold.published() == sold.expected()


def test_a_new_column_that_is_never_null_is_optional(sold: Shop) -> None:
    sold.sql(
        "alter table kimball.fct_sales add column shop integer default 7",
        "alter table kimball.fct_sales alter shop set not null",
    )
    sold.publish()
    assert not sold.table().schema().find_field("shop").required, "rows of before do not have it"
    assert sold.published() == sold.expected()


def test_a_new_description_is_told_without_a_snapshot(sold: Shop) -> None:
    outcome = sold.publish(replace(SALES, description="All sales.", documents={"amount": "In EUR."}))
    assert outcome.is_changed
    assert outcome.snapshot_id is None
    assert sold.table().properties["comment"] == "All sales."
    assert sold.table().schema().find_field("amount").doc == "In EUR."


def test_a_type_grows_in_place(shop: Shop) -> None:
    shop.sql(
        "alter table kimball.fct_sales add column n integer",
        "insert into kimball.fct_sales values (uuid(), null, 1, 'x', null, 1)",
    )
    shop.publish()
    assert shop.table().schema().find_type("n") == IntegerType()
    shop.sql(
        "alter table kimball.fct_sales alter n type bigint",
        "alter table kimball.fct_sales alter amount type decimal(30, 2)",
    )
    assert shop.publish().rows_written == 0
    assert shop.table().schema().find_type("n") == LongType()
    assert shop.table().schema().find_type("amount") == DecimalType(30, 2)
    shop.sql("update kimball.fct_sales set n = 5000000000")
    shop.publish()
    assert shop.published() == shop.expected()


def test_a_type_that_cannot_grow_is_refused_unless_it_may_be_replaced(sold: Shop) -> None:
    before = _numbers(sold)
    sold.sql("alter table kimball.fct_sales alter amount type decimal(18, 4)")
    with pytest.raises(
        ObstacleError, match=r"amount is decimal\(18, 4\) there and decimal\(18, 2\)"
    ) as refused:
        sold.publish()
    assert "--replace-columns" in str(refused.value)
    assert _numbers(sold) == before
    assert len(sold.files()) == 2
    outcome = sold.publish(replace_columns=True)
    assert outcome.schema_changes == ("amount is of the type decimal(18, 4) now",)
    assert _numbers(sold)["amount"] > max(before.values())
    assert sold.published() == sold.expected()
    (first, _) = sold.table().metadata.snapshots
    assert dict(sold.published(SALES, first.snapshot_id)[0])["amount"] == "Decimal('1.00')"


def test_a_column_that_may_be_null_now_is_optional(sold: Shop) -> None:
    sold.sql("alter table kimball.fct_sales alter sale_key drop not null")
    sold.sql("insert into kimball.fct_sales (amount) values (1)")
    sold.publish()
    assert not sold.table().schema().find_field("sale_key").required
    assert sold.published() == sold.expected()


def test_a_nested_field_is_added_and_none_is_dropped_in_silence(shop: Shop) -> None:
    shop.sql("create table kimball.wide as select [{'n': 1}] as lines")
    shop.publish(WIDE)
    shop.sql("create or replace table kimball.wide as select [{'n': 1, 'm': 'x'}] as lines")
    shop.publish(WIDE)
    assert shop.table(WIDE).scan().to_arrow().to_pylist() == [{"lines": [{"n": 1, "m": "x"}]}]
    shop.sql("create or replace table kimball.wide as select [{'m': 'x'}] as lines")
    with pytest.raises(ObstacleError, match=r"kimball\.wide: lines is list<struct"):
        shop.publish(WIDE)


def test_a_column_that_partitions_stays(sold: Shop) -> None:
    sold.sql("alter table kimball.fct_sales drop column sold_at")
    with pytest.raises(
        ObstacleError, match=r"is to be partitioned by month\(sold_at\), but has no such column"
    ):
        sold.publish()
    with pytest.raises(ObstacleError, match=r"its column sold_at is gone.* is partitioned by it"):
        sold.publish(replace(SALES, partition_by=None))


@pytest.mark.parametrize("text", ["hour(sold_at)", "month(3, sold_at)", "truncate(sold_at)", "sold_at"])
def test_a_partitioning_that_nobody_knows_is_refused(sold: Shop, text: str) -> None:
    with pytest.raises(ObstacleError, match=r"kimball\.fct_sales: cannot be partitioned by"):
        sold.publish(replace(SALES, partition_by=text))


def _node(name: str, **other: Any) -> dict[str, Any]:
    node = {
        "resource_type": "model",
        "fqn": ["touchstone", "gold", "kimball", name],
        "schema": "kimball",
        "alias": name,
        "relation_name": f'"touchstone"."kimball"."{name}"',
        "description": f"What {name} is.",
        "config": {"materialized": "table", "meta": {"iceberg_partition_by": "month(a)"}},
        "columns": {
            "a": {"name": "a", "description": "An a.", "config": {"meta": {"renamed_from": "b"}}},
            "c": {"name": "c", "description": "", "config": {"meta": {}}},
        },
    }
    return {**node, **other}


def test_the_manifest_says_what_is_published(shop: Shop) -> None:
    nodes = [
        _node("fct_a"),
        _node("dim_z"),
        _node("fct_view", config={"materialized": "view"}),
        _node("q01", fqn=["touchstone", "gold", "questions", "q01"]),
        _node("brz", fqn=["touchstone", "bronze", "brz"]),
        _node("a_test", resource_type="test"),
    ]
    manifest = {"nodes": {node["alias"]: node for node in nodes}}
    (shop.folder / "manifest.json").write_text(json.dumps(manifest))
    dimension, fact = products(shop.folder)
    assert [str(dimension), str(fact)] == ["kimball.dim_z", "kimball.fct_a"]
    assert fact == Product("kimball", "fct_a", "What fct_a is.", "month(a)", {"a": "An a."}, {"a": "b"})
    (shop.folder / "manifest.json").write_text(json.dumps({"nodes": {}}))
    with pytest.raises(ObstacleError, match="Nothing to publish"):
        products(shop.folder)
    with pytest.raises(ObstacleError, match=r"cannot be read.*\n.*\nRun make build"):
        products(shop.folder / "nowhere")
