"""Tables of the page: cells that sort by what they mean, not by how they are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from benchmarks.blocks import seconds


@dataclass(frozen=True)
class Cell:
    """What a cell shows, and the number that it is sorted by; without one its text is."""

    text: str
    order: float | None = None


@dataclass(frozen=True)
class Table:
    """A table with a caption and the command that makes its figures; a cell for each column in each row.

    The columns named in `numbers` are aligned right. A table that can be sorted has a button in each heading.
    """

    caption: str
    columns: list[str]
    rows: list[list[Cell]]
    made_by: str
    numbers: set[str] = field(default_factory=set)
    sorts: bool = True

    def __post_init__(self) -> None:
        """Refuse a row that has not a cell for each column."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(
                    f"{self.caption}: {len(self.columns)} columns, and a row with {len(row)} cells"
                )


def text(value: Any) -> Cell:
    """Return a cell for any value as the warehouse gives it; an empty one for null."""
    if value is None:
        return Cell("")
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, int):
        return Cell(f"{value:,}", value)
    if isinstance(value, (Decimal, float)):
        return Cell(f"{value:,}", float(value))
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return Cell(value.isoformat(), float(value.toordinal()))
    return Cell(str(value))


def duration(value: float) -> Cell:
    """Return a cell for seconds."""
    return Cell(seconds(value), value)


def size(count: float) -> Cell:
    """Return a cell for a number of bytes."""
    return Cell(f"{count / 1e6:,.0f} MB" if count else "none", count)


def share(value: float) -> Cell:
    """Return a cell for a part of one."""
    return Cell(f"{value:.0%}", value)


def times(value: float) -> Cell:
    """Return a cell for how many times as much."""
    return Cell(f"{value:,.1f}" if value < 10 else f"{value:,.0f}", value)


def is_number(values: Sequence[Any]) -> bool:
    """Return whether a column of values is one of numbers, nulls aside."""
    known = [value for value in values if value is not None]
    return bool(known) and all(
        isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) for value in known
    )
