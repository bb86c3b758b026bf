"""What a publish writes: what changed since the last one, and nothing else, in one snapshot."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest
from pyiceberg.table.snapshots import Operation

from tests.python.lake.shop import SALES, Shop
from tools.publish import lake


@pytest.fixture
def sold(shop: Shop) -> Shop:
    """Two sales in January, one in February, one without a time; published."""
    shop.sell(1, "2025-01-05 10:00:00")
    shop.sell(2, "2025-01-31 23:59:59", "2.00", "two")
    shop.sell(3, "2025-02-01 00:00:00", "3.00", "three")
    shop.sell(4, None)
    assert shop.publish(SALES, day="1").rows_written == 4
    return shop


def test_a_first_publish_makes_table_rows_and_snapshot_at_once(sold: Shop) -> None:
    table = sold.table()
    assert sold.published() == sold.expected()
    assert [snapshot.parent_snapshot_id for snapshot in table.metadata.snapshots] == [None]
    assert table.current_snapshot().summary["day"] == "1"
    assert table.properties["comment"] == "What was sold."
    fields = {field.name: field for field in table.schema().fields}
    assert list(fields) == ["sale_key", "sold_at", "amount", "note"]
    assert fields["sale_key"].required
    assert not fields["note"].required
    assert fields["amount"].doc == "Money."


def test_what_did_not_change_gets_no_snapshot(sold: Shop) -> None:
    # rebuilt in another order, and loaded at another time
    sold.sql(
        "create table kimball.other as select * replace (now()::timestamp as audit_loaded_at) "
        "from kimball.fct_sales order by amount desc",
        "delete from kimball.fct_sales",
        "insert into kimball.fct_sales select * from kimball.other",
    )
    before = sold.table().metadata_location
    outcome = sold.publish()
    assert not outcome.is_changed
    assert sold.table().metadata_location == before


def test_only_the_partition_that_changed_is_written(sold: Shop) -> None:
    files = sold.files()
    sold.sql("update kimball.fct_sales set amount = 9 where note = 'two'")
    outcome = sold.publish(SALES, day="2")
    assert (outcome.parts_written, outcome.parts, outcome.rows_written) == (1, 3, 2)
    (new,) = sold.files() - files
    assert "sold_at_month=2025-01" in new
    assert sold.published() == sold.expected()
    first, second = sold.table().metadata.snapshots
    assert second.parent_snapshot_id == first.snapshot_id
    assert second.summary.operation == Operation.OVERWRITE
    assert second.summary["deleted-data-files"] == "1"


@pytest.mark.parametrize("condition", ["note = 'three'", "sold_at is null", "true"])
def test_rows_that_are_gone_go(sold: Shop, condition: str) -> None:
    sold.sql(f"delete from kimball.fct_sales where {condition}")
    outcome = sold.publish()
    assert outcome.rows_written == 0
    assert sold.published() == sold.expected()
    assert sold.table().current_snapshot().summary["total-records"] == str(len(sold.expected()))


def test_a_row_that_moves_to_another_month_leaves_the_first(sold: Shop) -> None:
    sold.sql("update kimball.fct_sales set sold_at = '2025-03-01' where note = 'three'")
    assert sold.publish().parts_written == 2
    assert sold.published() == sold.expected()


def test_values_that_only_changed_places_are_a_change(shop: Shop) -> None:
    shop.sql("alter table kimball.fct_sales add column other varchar")
    shop.sql("insert into kimball.fct_sales values (uuid(), null, 1, 'a', null, 'b')")
    shop.publish()
    shop.sql("update kimball.fct_sales set note = 'b', other = 'a'")
    assert shop.publish().rows_written == 1
    shop.sql("insert into kimball.fct_sales select * from kimball.fct_sales")
    assert shop.publish().rows_written == 2, "a row that is there twice"
    shop.sql("update kimball.fct_sales set note = 'c'")
    assert shop.publish().rows_written == 2, "both in the same way"
    assert shop.published() == shop.expected()


def test_an_empty_table_is_published_as_one(shop: Shop) -> None:
    shop.publish()
    assert shop.published() == []
    assert not shop.publish().is_changed
    shop.sell(1, "2025-01-05")
    shop.publish()
    assert shop.published() == shop.expected()


def test_what_somebody_else_wrote_is_put_right(sold: Shop) -> None:
    table = sold.table()
    table.delete("note = 'two'")
    assert sold.differs() == "4 rows in the warehouse and 3 in Iceberg"
    assert sold.publish().rows_written == 4, "all rows: it is not known what they did"
    assert sold.differs() is None
    rows = table.scan().to_arrow().slice(0, 1)
    sold.table().append(rows.cast(pa.schema([field.with_metadata(None) for field in rows.schema])))
    assert sold.publish().rows_written == 4
    assert sold.published() == sold.expected()


def test_a_table_set_back_to_an_earlier_snapshot_is_put_right(sold: Shop) -> None:
    (first,) = sold.table().metadata.snapshots
    sold.sell(5, "2025-02-02")
    sold.publish()
    sold.table().manage_snapshots().rollback_to_snapshot(first.snapshot_id).commit()
    assert sold.differs() is not None
    sold.publish()
    assert sold.differs() is None


def test_one_cent_in_iceberg_is_found(sold: Shop) -> None:
    table = sold.table()
    cent_more = table.scan("note = 'two'").to_arrow().to_pylist()[0]
    table.delete("note = 'two'")
    cent_more["amount"] += type(cent_more["amount"])("0.01")
    sold.table().append(pa.Table.from_pylist([cent_more], schema=table.schema().as_arrow()))
    assert sold.differs() == "4 rows in both, but not the same"
    assert sold.differs(replace(SALES, name="fct_returns")) == "is not published"


def test_only_the_newest_snapshots_and_their_files_stay(sold: Shop) -> None:
    for day in range(2, 6):
        sold.sql(f"update kimball.fct_sales set amount = {day} where note = 'three'")
        sold.publish(SALES, day=str(day))
    tagged = sold.table().metadata.snapshots[1].snapshot_id
    sold.table().manage_snapshots().create_tag(tagged, "second").commit()
    shown = {
        one.snapshot_id: sold.published(SALES, one.snapshot_id) for one in sold.table().metadata.snapshots
    }
    on_disk = {path for path in (sold.folder / "lake").rglob("*") if path.suffix in (".parquet", ".avro")}
    assert lake.keep_newest(sold.table(), 2) == 6, "a list, a manifest and a file of each"
    table = sold.table()
    assert [one.summary["day"] for one in table.metadata.snapshots] == ["2", "4", "5"]
    for one in table.metadata.snapshots:
        assert sold.published(SALES, one.snapshot_id) == shown[one.snapshot_id]
    left = {path for path in on_disk if path.exists()}
    assert {f"file://{path}" for path in left} == lake._files(table.io, table.metadata.snapshots)
    assert lake.keep_newest(table, 2) == 0
    with pytest.raises(ValueError, match="at least one"):
        lake.keep_newest(table, 0)
