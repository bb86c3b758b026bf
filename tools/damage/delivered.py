"""A landing folder whose deliveries can be changed as a careless source would change them."""

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Row = dict[str, Any]


@dataclass(frozen=True)
class Delivered:
    """The deliveries in a folder; a table is `<system>__<table>`, a day a batch date in ISO form."""

    folder: Path
    touched: set[str] = field(default_factory=set)  # the tables whose deliveries were looked at or changed

    @classmethod
    def copy_of(cls, original: Path, folder: Path) -> "Delivered":
        """Return a copy that shares its files with the original until they are changed."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(original, folder, copy_function=os.link)
        return cls(folder)

    def file(self, table: str, day: str, number: int = 1) -> Path:
        """Return where a delivery is."""
        self.touched.add(table)
        return self._day(table, day) / f"delivery_{number}.parquet"

    def rows(self, table: str, day: str) -> list[Row]:
        """Return the rows of a day's first delivery, none if it was empty."""
        file = self.file(table, day)
        rows: list[Row] = pq.ParquetFile(file).read().to_pylist() if file.exists() else []
        return rows

    def deliver(
        self, table: str, day: str, rows: Iterable[Row], number: int = 1, listed_count: int | None = None
    ) -> None:
        """Write a delivery anew, its rows numbered from 1, and list it with their count or another one."""
        numbered = [
            {**row, "delivery_number": number, "row_number": place} for place, row in enumerate(rows, start=1)
        ]
        columns = list(numbered[0]) if numbered else []
        self._write(self.file(table, day, number), numbered, columns)
        self._list(table, day, number, len(numbered) if listed_count is None else listed_count)

    def change(self, table: str, day: str, change: Callable[[Row], Row], every: int = 1) -> None:
        """Change every n-th row of a delivery."""
        rows = self.rows(table, day)
        changed = [change(dict(row)) if place % every == 0 else row for place, row in enumerate(rows)]
        self.deliver(table, day, changed)

    def unlist(self, table: str, day: str) -> None:
        """Take a delivery and its line of the manifest away."""
        self.file(table, day).unlink(missing_ok=True)
        system, name = table.split("__")
        lines = self._manifest(day)
        kept = [line for line in lines if (line["system_name"], line["table_name"]) != (system, name)]
        self._write_manifest(day, kept)

    def _list(self, table: str, day: str, number: int, count: int) -> None:
        system, name = table.split("__")
        lines = self._manifest(day)
        own = [line for line in lines if (line["system_name"], line["table_name"]) == (system, name)]
        line = {**own[0], "delivery_number": number, "row_count": str(count)}
        others = [other for other in lines if other not in own or other["delivery_number"] != number]
        self._write_manifest(day, [*others, line])

    def _manifest(self, day: str) -> list[Row]:
        file = self._day("reference__deliveries", day) / "manifest.parquet"
        lines: list[Row] = pq.ParquetFile(file).read().to_pylist()
        return lines

    def _write_manifest(self, day: str, lines: list[Row]) -> None:
        file = self._day("reference__deliveries", day) / "manifest.parquet"
        numbered = [{**line, "row_number": place} for place, line in enumerate(lines, start=1)]
        self._write(file, numbered, list(lines[0]))

    def _day(self, table: str, day: str) -> Path:
        return self.folder.joinpath(*table.split("__"), f"batch_date={day}")

    def _write(self, file: Path, rows: list[Row], columns: list[str]) -> None:
        # never in place: the file may be shared
        file.unlink(missing_ok=True)
        if not rows:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        names = columns + sorted({name for row in rows for name in row} - set(columns))
        numbers = ("delivery_number", "row_number")
        table = pa.table(
            {
                name: pa.array(
                    [row.get(name) for row in rows], pa.int32() if name in numbers else pa.string()
                )
                for name in names
            }
        )
        pq.write_table(table, file)
