"""Deliveries: each table's rows cut by batch date and written, and the manifest that lists them.

Parquet goes out month by month; CSV, which is only for the small seeds, is written at the end.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from generator import challenges
from generator.clock import DAY, HOUR, Ints, date_of, month_start
from generator.outbox import Outbox
from generator.schema import CONSENT_COLUMN, CUSTOMERS, MANIFEST, TABLES, Table, schema_version
from generator.text import array, dates, integers, stamps


@dataclass(frozen=True)
class Delivery:
    """One delivery: a table's rows for a batch date; ``number`` is 2 for a resend."""

    table: Table
    day: int
    number: int
    rows: Any
    delivered_at: int

    def numbered(self) -> Any:
        """Return the rows with delivery_number and row_number in front."""
        count = self.rows.num_rows
        numbers = [array(np.full(count, self.number, dtype=np.int32)),
                   array(np.arange(1, count + 1, dtype=np.int32))]  # fmt: skip
        names = ["delivery_number", "row_number", *self.rows.column_names]
        return pa.Table.from_arrays([*numbers, *self.rows.columns], names=names)


class Sink(Protocol):
    """Where deliveries are written."""

    def write(self, delivery: Delivery) -> None:
        """Write one delivery."""

    def manifest(self, day: Ints, numbers: Ints, rows: Any) -> None:
        """Write the manifest's lines of one month, in order of day and place; numbers are the deliveries'."""

    def close(self) -> None:
        """Finish all writing."""


def deliveries(box: Outbox, month: int, first_day: int, last_day: int) -> Iterator[Delivery]:
    """Yield a month's deliveries with a batch date between both days, of all tables but the manifest."""
    start, end = month_start(month), month_start(month + 1)
    for key, table in sorted(TABLES.items()):
        if key == MANIFEST:
            continue
        day, rows = box.take_until(key, end - 1)
        calendar = box.span.delivery_days(table.cadence)
        for due in calendar[(calendar >= start) & (calendar < end)].tolist():
            if not first_day <= due <= last_day:
                continue
            low, high = np.searchsorted(day, [due, due + 1])
            count = 0 if (key, due) in challenges.EMPTIED else int(high - low)
            part = rows.slice(low, count)
            if key == CUSTOMERS and schema_version(table, due) == 1:
                part = part.drop_columns([CONSENT_COLUMN])
            late = challenges.DELAYED.get((key, due), 0)
            arrival = (due + 1 + late) * DAY + 2 * HOUR
            yield Delivery(table, due, 1, part, arrival)
            if (key, due) in challenges.RESENT:
                yield Delivery(table, due, 2, part, arrival + 6 * HOUR)


def deliver(box: Outbox, month: int, first_day: int, last_day: int, sink: Sink) -> int:
    """Write a month's deliveries and their manifest; returns the number of rows written."""
    listed: list[Delivery] = []
    rows = 0
    for delivery in deliveries(box, month, first_day, last_day):
        listed.append(delivery)
        rows += delivery.rows.num_rows
        if delivery.rows.num_rows:
            sink.write(delivery)
    listed.sort(key=lambda d: (d.day, d.number, d.table.system, d.table.name))
    if listed:
        day = np.array([d.day for d in listed])
        lines = pa.table({
            "system_name": array([d.table.system for d in listed]),
            "table_name": array([d.table.name for d in listed]),
            "delivery_kind": array([d.table.kind for d in listed]),
            "row_count": integers(np.array([d.rows.num_rows for d in listed])),
            "schema_version": integers(np.array([schema_version(d.table, d.day) for d in listed])),
            "delivered_at": stamps(np.array([d.delivered_at for d in listed])),
        })  # fmt: skip
        sink.manifest(day, np.array([d.number for d in listed], dtype=np.int32), lines)
    return rows + len(listed)


def _with_places(day: Ints, numbers: Ints, rows: Any) -> Any:
    """Manifest lines with the number of the delivery that they list and their place within the day."""
    place = np.arange(len(day)) - np.searchsorted(day, day) + 1
    arrays = [array(numbers), array(place.astype(np.int32)), *rows.columns]
    return pa.Table.from_arrays(arrays, names=["delivery_number", "row_number", *rows.column_names])


@dataclass
class ParquetSink:
    """Writes the landing layout: one folder a table and batch date, one file a delivery."""

    folder: Path
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2))
    _pending: list[Future[None]] = field(default_factory=list)

    def write(self, delivery: Delivery) -> None:
        """Write one delivery; at most a few hundred wait to be written."""
        name = f"delivery_{delivery.number}.parquet"
        self._submit(self._path(delivery.table, delivery.day, name), delivery.numbered())

    def manifest(self, day: Ints, numbers: Ints, rows: Any) -> None:
        """Write the manifest of each day of a month."""
        numbered = _with_places(day, numbers, rows)
        for due in np.unique(day).tolist():
            low, high = np.searchsorted(day, [due, due + 1])
            self._submit(
                self._path(TABLES[MANIFEST], due, "manifest.parquet"), numbered.slice(low, high - low)
            )

    def close(self) -> None:
        """Wait until all is written.

        Raises:
            OSError: a file could not be written.

        """
        self._drain(0)
        self._pool.shutdown()

    def _path(self, table: Table, day: int, name: str) -> Path:
        return self.folder / table.system / table.name / f"batch_date={date_of(day).isoformat()}" / name

    def _submit(self, path: Path, rows: Any) -> None:
        self._pending.append(self._pool.submit(_write_parquet, path, rows))
        self._drain(400)

    def _drain(self, limit: int) -> None:
        while len(self._pending) > limit:
            self._pending.pop(0).result()


def _write_parquet(path: Path, rows: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(rows, path, compression="snappy", use_dictionary=False, write_statistics=False)


@dataclass
class CsvSink:
    """Collects all rows and writes one CSV a table, as dbt reads seeds."""

    folder: Path
    _parts: dict[str, list[Any]] = field(default_factory=dict)

    def write(self, delivery: Delivery) -> None:
        """Keep one delivery."""
        rows = delivery.numbered()
        for name in delivery.table.columns:
            if name not in rows.column_names:
                rows = rows.append_column(name, pa.nulls(rows.num_rows, pa.string()))
        self._keep(delivery.table.key, dates(np.full(rows.num_rows, delivery.day)), rows)

    def manifest(self, day: Ints, numbers: Ints, rows: Any) -> None:
        """Keep the manifest's lines of a month."""
        self._keep(MANIFEST, dates(day), _with_places(day, numbers, rows))

    def close(self) -> None:
        """Write the files of all tables, of those without rows too."""
        for key, table in TABLES.items():
            header = ["batch_date", "delivery_number", "row_number", *table.columns]
            path = self.folder / table.system / f"{table.system}__{table.name}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(header)
                for part in self._parts.get(key, []):
                    columns = [part[name].to_pylist() for name in header]
                    writer.writerows(zip(*columns, strict=True))

    def _keep(self, key: str, batch_date: Any, rows: Any) -> None:
        self._parts.setdefault(key, []).append(rows.add_column(0, "batch_date", batch_date))
