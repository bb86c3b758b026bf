"""What has happened and is not delivered yet: rows that wait for the day of their delivery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from generator.clock import Ints, Span
from generator.schema import TABLES
from generator.text import Text, array

_DAY, _AT = "_day", "_at"


class Outbox:
    """Rows of every table, each with the day of its delivery and its place in it.

    ``span`` is the time whose deliveries it holds.
    """

    def __init__(self, span: Span) -> None:
        self.span = span
        self._waiting: dict[str, list[Any]] = {key: [] for key in TABLES}

    def add(self, key: str, at: Ints, columns: Mapping[str, Text], day: Ints | None = None) -> None:
        """Add rows to a table.

        Args:
            key: the table, as ``system.table``.
            at: second of each change; orders the rows of a delivery.
            columns: text columns by name; a column that is left out is empty.
            day: day of the delivery; unset, the first one that can hold the change. Rows that no delivery
                of the span holds are dropped.

        Raises:
            ValueError: a column is not one of the table's.

        """
        table = TABLES[key]
        unknown = sorted(set(columns) - set(table.columns))
        if unknown:
            raise ValueError(f"{key}: no such columns: {', '.join(unknown)}")
        due = self.span.delivered_on(table.cadence, at) if day is None else day
        arrays = [columns.get(name, pa.nulls(len(at), pa.string())) for name in table.columns]
        rows = pa.Table.from_arrays([array(due), array(at), *arrays], names=[_DAY, _AT, *table.columns])
        wanted = (due >= 0) & (due < self.span.days)
        self._waiting[key].append(rows if wanted.all() else rows.filter(array(wanted)))

    def waiting(self) -> int:
        """Count the rows that are not delivered yet."""
        return sum(rows.num_rows for parts in self._waiting.values() for rows in parts)

    def take_until(self, key: str, last_day: int) -> tuple[Ints, Any]:
        """Take a table's rows that are due up to a day.

        Returns:
            the delivery day of each row, ascending, and the rows as an Arrow table of the table's columns,
            those of one delivery in the order of their changes.

        """
        names = [_DAY, _AT, *TABLES[key].columns]
        empty = pa.table({n: array([], pa.int64() if n in (_DAY, _AT) else pa.string()) for n in names})
        rows = pa.concat_tables([empty, *self._waiting[key]]).combine_chunks()
        day = rows[_DAY].to_numpy()
        due = np.flatnonzero(day <= last_day)
        self._waiting[key] = [rows.filter(array(day > last_day))] if len(due) < len(day) else []
        order = due[np.lexsort((rows[_AT].to_numpy()[due], day[due]))]
        return day[order], rows.drop_columns([_DAY, _AT]).take(array(order)).combine_chunks()
