"""Writes small landing folders by hand: deliveries as Parquet or CSV, and the manifest that lists them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

PROJECT = Path(__file__).parents[3]
LANDED_COLUMNS = ("batch_date", "delivery_number", "row_number")
MANIFEST = "reference__deliveries"

Row = Mapping[str, Any]


@cache
def contract(name: str) -> dict[str, Any]:
    """Return the seed yml entry of the source table `<system>__<table>`; KeyError when there is none."""
    system = name.split("__")[0]
    text = (PROJECT / "seeds" / system / f"_{system}__seeds.yml").read_text(encoding="utf-8")
    entries = {entry["name"]: entry for entry in yaml.safe_load(text)["seeds"]}
    found: dict[str, Any] = entries[name]
    return found


def delivered_columns(name: str, schema_version: int) -> list[str]:
    """Return the source columns that a delivery of this schema version has, in the contract's order."""
    columns = [column for column in contract(name)["columns"] if column["name"] not in LANDED_COLUMNS]
    since = {
        column["name"]: column.get("config", {}).get("meta", {}).get("since_schema_version", 1)
        for column in columns
    }
    return [column for column in since if since[column] <= schema_version]


@dataclass(frozen=True)
class Delivery:
    """One delivery of a source table: `name` is `<system>__<table>`, `batch_date` a day in ISO form.

    A row names only the columns that matter to the test; the others are null. Values are text unless a
    test writes typed Parquet.
    """

    name: str
    batch_date: str
    rows: Sequence[Row] = ()
    number: int = 1
    schema_version: int = 1

    @property
    def table(self) -> pa.Table:
        """The rows as they land: all contract columns of the schema version, and the two numbers."""
        columns: dict[str, list[Any]] = {
            "delivery_number": [str(self.number)] * len(self.rows),
            "row_number": [str(position) for position in range(1, len(self.rows) + 1)],
        }
        names = delivered_columns(self.name, self.schema_version)
        for row in self.rows:
            if unknown := set(row) - set(names):
                raise KeyError(f"{self.name} version {self.schema_version} has no column {sorted(unknown)}")
        for column in names:
            columns[column] = [row.get(column) for row in self.rows]
        return pa.table({column: _text_if_null(values) for column, values in columns.items()})

    @property
    def listing(self) -> dict[str, str]:
        """The delivery's row in the manifest."""
        system, table = self.name.split("__")
        return {
            "delivery_number": str(self.number),
            "row_number": str(self.number),
            "system_name": system,
            "table_name": table,
            "delivery_kind": contract(self.name)["config"]["meta"]["kind"],
            "row_count": str(len(self.rows)),
            "schema_version": str(self.schema_version),
            "delivered_at": f"{self.batch_date}T23:59:00Z",
        }


def _text_if_null(values: list[Any]) -> pa.Array[Any]:
    """An array of the values' own type, or of text where none of them says what it is."""
    return pa.array(values, pa.string() if all(value is None for value in values) else None)


@dataclass(frozen=True)
class LandingFolder:
    """A landing folder, to which deliveries are added as a source system would add them."""

    path: Path

    def add(self, *deliveries: Delivery, file_format: str = "parquet") -> None:
        """Write each delivery's file ('parquet' or 'csv') and its line of the manifest."""
        for delivery in deliveries:
            self.add_unlisted(delivery, file_format=file_format)
            self.list_delivery(delivery, file_format=file_format)

    def add_unlisted(self, delivery: Delivery, *, file_format: str = "parquet") -> None:
        """Write a delivery's file and leave it out of the manifest; an empty delivery has no file."""
        if delivery.rows:
            write(delivery.table, self.file(delivery, file_format))

    def list_delivery(self, delivery: Delivery, *, file_format: str = "parquet", **changes: str) -> None:
        """Write the manifest's line for a delivery, with some of its values changed where a test says so."""
        listing = {**delivery.listing, **changes}
        file = self.manifest_file(delivery, file_format)
        write(pa.table({column: [value] for column, value in listing.items()}), file)

    def file(self, delivery: Delivery, file_format: str = "parquet") -> Path:
        """Return where a delivery's file is, whether or not it is there yet."""
        return self._day(delivery.name, delivery.batch_date) / f"delivery_{delivery.number}.{file_format}"

    def manifest_file(self, delivery: Delivery, file_format: str = "parquet") -> Path:
        """Return where the manifest's line for a delivery is; each delivery has its own file."""
        name = f"manifest_{delivery.name}_{delivery.number}.{file_format}"
        return self._day(MANIFEST, delivery.batch_date) / name

    def _day(self, name: str, batch_date: str) -> Path:
        return self.path.joinpath(*name.split("__"), f"batch_date={batch_date}")


def write(table: pa.Table, file: Path) -> None:
    """Write a table as Parquet or, by the file's suffix, as CSV with nulls as empty fields."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix == ".parquet":
        pq.write_table(table, file)
        return
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(table.column_names)
        writer.writerows(zip(*table.to_pydict().values(), strict=True))
