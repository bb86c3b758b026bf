"""Whatever changes between publishes, the Iceberg table equals the warehouse's; earlier snapshots stay."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import given, settings

from tests.python.conftest import PROFILE
from tests.python.lake.shop import SALES, Rows, Shop
from tools.publish.products import Product

TIMES = ("2024-12-31 23:59:59.999999", "2025-01-01 00:00:00", "2025-02-28 12:00:00", None)
PARTITIONINGS = (None, "month(sold_at)", "year(sold_at)", "truncate(10, shop)")
SPARE = ("colour", "size", "weight")

keys = st.integers(min_value=1, max_value=6)
steps = st.one_of(
    st.tuples(
        st.just("put"),
        keys,
        st.sampled_from(TIMES),
        st.integers(min_value=-12, max_value=12),
        st.sampled_from(["0.00", "0.01", "-5.00"]),
        st.sampled_from([None, "", "ä'é", "x"]),
    ),
    st.tuples(st.just("remove"), keys),
    st.tuples(st.just("repeat"), keys),
    st.tuples(st.just("add"), st.sampled_from(SPARE), st.booleans()),
    st.tuples(st.just("drop"), st.sampled_from(SPARE)),
    st.tuples(st.just("rename"), st.sampled_from(SPARE), st.sampled_from(SPARE)),
    st.tuples(st.just("widen"), st.sampled_from(SPARE)),
    st.tuples(st.just("retype"), st.sampled_from(SPARE)),
    st.tuples(st.just("partition"), st.sampled_from(PARTITIONINGS)),
    st.tuples(st.just("shuffle")),
)
days = st.lists(st.lists(steps, max_size=5), min_size=1, max_size=6)


@dataclass
class History:
    """A shop in which steps happen, and what each of its snapshots showed when it was published."""

    shop: Shop
    product: Product

    def spare(self) -> list[str]:
        """Return the columns that steps add and drop."""
        described = self.columns()
        return [name for name in described if name in SPARE]

    def columns(self) -> list[str]:
        """Return the table's columns, in their order."""
        return [name for name, _ in self.shop.expected_columns()]

    def happens(self, step: tuple[Any, ...]) -> None:
        """Change the warehouse, as a build with another model or other deliveries would."""
        getattr(self, f"_{step[0]}")(*step[1:])

    def _put(self, key: int, sold_at: str | None, shop: int, amount: str, note: str | None) -> None:
        self._remove(key)
        self.shop.sell(key, sold_at, amount, note)
        self.shop.sql(f"update kimball.fct_sales set shop = {shop} where {_is(key)}")

    def _remove(self, key: int) -> None:
        self.shop.sql(f"delete from kimball.fct_sales where {_is(key)}")

    def _repeat(self, key: int) -> None:
        self.shop.sql(
            f"insert into kimball.fct_sales select * from kimball.fct_sales where {_is(key)} limit 1"
        )

    def _add(self, name: str, is_filled: bool) -> None:
        if name not in self.spare():
            default = " default 7" if is_filled else ""
            self.shop.sql(f"alter table kimball.fct_sales add column {name} integer{default}")

    def _drop(self, name: str) -> None:
        if name in self.spare():
            self.shop.sql(f"alter table kimball.fct_sales drop column {name}")

    def _rename(self, old: str, new: str) -> None:
        if old in self.spare() and new not in self.spare():
            self.shop.sql(f"alter table kimball.fct_sales rename column {old} to {new}")
            self.product = replace(self.product, renamed_from={new: old})

    def _widen(self, name: str) -> None:
        if name in self.spare() and dict(self.shop.expected_columns())[name] == "INTEGER":
            self.shop.sql(f"alter table kimball.fct_sales alter {name} type bigint")

    def _retype(self, name: str) -> None:
        if name in self.spare():
            self.shop.sql(f"alter table kimball.fct_sales alter {name} type varchar")

    def _partition(self, by: str | None) -> None:
        self.product = replace(self.product, partition_by=by)

    def _shuffle(self) -> None:
        columns = ", ".join(sorted(self.columns()))
        self.shop.sql(
            f"create table kimball.other as select {columns}, audit_loaded_at from kimball.fct_sales "
            "order by hash(sale_key)",
            "drop table kimball.fct_sales",
            "alter table kimball.other rename to fct_sales",
        )


def _is(key: int) -> str:
    return f"sale_key = cast(md5('{key}') as uuid)"


def _check(history: list[list[tuple[Any, ...]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder))
        shop.sql("alter table kimball.fct_sales add column shop integer")
        told = History(shop, replace(SALES, partition_by=None))
        shown: dict[int, Rows] = {}
        for day in history:
            for step in day:
                told.happens(step)
            before = shop.expected(told.product)
            outcome = shop.publish(told.product, replace_columns=True)
            assert shop.expected(told.product) == before, "the warehouse is only read"
            assert shop.published(told.product) == before
            assert shop.differs(told.product) is None
            snapshot = shop.table(told.product).current_snapshot()
            if outcome.snapshot_id is not None:
                assert outcome.snapshot_id == snapshot.snapshot_id
                shown[snapshot.snapshot_id] = before
            assert not shop.publish(told.product).is_changed
        for snapshot_id, rows in shown.items():
            assert shop.published(told.product, snapshot_id) == rows
        assert len(shop.table(told.product).metadata.snapshots) == len(shown)


@settings(max_examples=max(1, int(os.environ.get("EXAMPLES", "2000")) // 10) if PROFILE == "soak" else 8)
@given(days)
def test_the_tables_are_the_same_after_any_changes(history: list[list[tuple[Any, ...]]]) -> None:
    _check(history)


def test_each_kind_of_change_by_itself() -> None:
    rows = [("put", key, time, key * 5 - 12, "0.01", "x") for key, time in enumerate(TIMES, start=1)]
    _check(
        [
            [*rows, ("add", "size", False), ("partition", "month(sold_at)")],
            [("repeat", 2)],
            [("remove", 1), ("put", 2, TIMES[2], 1, "0.00", None)],
            [("rename", "size", "weight")],
            [("add", "colour", True), ("widen", "weight")],
            [("shuffle",), ("partition", "truncate(10, shop)")],
            [("retype", "colour"), ("drop", "weight")],
            [("partition", None)],
            [("remove", key) for key in range(1, 7)],
        ]
    )
