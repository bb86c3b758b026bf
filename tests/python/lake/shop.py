"""A small warehouse and the Iceberg tables that are published from it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
from pyiceberg.catalog import Catalog
from pyiceberg.table import Table

from tools.publish import lake, rows
from tools.publish.products import Product

SALES = Product("kimball", "fct_sales", "What was sold.", "month(sold_at)", {"amount": "Money."}, {})
# Rows as they are compared: each with its columns' names, in any order.
Rows = list[list[tuple[str, str]]]


class Shop:
    """A warehouse whose table kimball.fct_sales the tests change and publish."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "touchstone.duckdb"
        self.sql(
            "create schema kimball",
            "create table kimball.fct_sales (sale_key uuid not null, sold_at timestamp, "
            "amount decimal(18, 2), note varchar, audit_loaded_at timestamp)",
        )

    def sql(self, *statements: str) -> None:
        """Change the warehouse."""
        with duckdb.connect(str(self.database)) as opened:
            for statement in statements:
                opened.execute(statement)

    def sell(self, key: int, sold_at: str | None, amount: str = "1.00", note: str | None = None) -> None:
        """Add a sale."""
        with duckdb.connect(str(self.database)) as opened:
            opened.execute(
                "insert into kimball.fct_sales (sale_key, sold_at, amount, note) "
                "values (cast(md5(cast($1 as varchar)) as uuid), $2, $3, $4)",
                [key, sold_at, amount, note],
            )

    @property
    def catalog(self) -> Catalog:
        """The catalog, opened anew."""
        return lake.open_catalog("lake", self.folder / "lake")

    def publish(
        self, product: Product = SALES, replace_columns: bool = False, **summary: str
    ) -> lake.Outcome:
        """Publish the table as the warehouse has it now."""
        with rows.connect(self.database) as warehouse:
            return lake.publish(self.catalog, warehouse, product, summary, replace_columns)

    def differs(self, product: Product = SALES) -> str | None:
        """Return in what the Iceberg table differs from the warehouse's, as --check says it."""
        with rows.connect(self.database) as warehouse:
            return lake.difference(self.catalog, warehouse, product)

    def table(self, product: Product = SALES) -> Table:
        """Return the Iceberg table as the catalog has it now."""
        return self.catalog.load_table(str(product))

    def published(self, product: Product = SALES, snapshot_id: int | None = None) -> Rows:
        """Return the rows that a snapshot of the Iceberg table shows."""
        lake.keep_null_lists()
        return comparable(self.table(product).scan(snapshot_id=snapshot_id).to_arrow().to_pylist())

    def expected(self, product: Product = SALES) -> Rows:
        """Return the rows that the warehouse has now, without the column that tells when they were loaded."""
        with duckdb.connect(str(self.database), read_only=True) as opened:
            found = opened.sql(f"select * exclude (audit_loaded_at) from {product}")
            return comparable([dict(zip(found.columns, row, strict=True)) for row in found.fetchall()])

    def expected_columns(self, product: Product = SALES) -> list[tuple[str, str]]:
        """Return the names and DuckDB's types of the columns that are published."""
        with duckdb.connect(str(self.database), read_only=True) as opened:
            found = opened.sql(f"select * exclude (audit_loaded_at) from {product}")
            return [(name, str(type_)) for name, type_ in zip(found.columns, found.types, strict=True)]

    def files(self) -> set[str]:
        """Return the data files of all snapshots that are on disk."""
        return {str(path) for path in (self.folder / "lake").rglob("*.parquet")}


def comparable(found: list[dict[str, Any]]) -> Rows:
    """Return rows so that they can be compared without their order."""
    return sorted(sorted((name, repr(_plain(value))) for name, value in row.items()) for row in found)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return sorted((name, _plain(part)) for name, part in value.items())
    return [_plain(part) for part in value] if isinstance(value, list) else value
