"""Rows that a test writes into a table of inmon to break one of its constraints."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import duckdb

from tests.python.warehouse_inmon.declared import declared

Row = dict[str, Any]


def a_row(connection: duckdb.DuckDBPyConnection, table: str, filled: tuple[str, ...] = ()) -> Row:
    """Return a row of the table in which the columns `filled` have a value."""
    condition = " and ".join(f"{column} is not null" for column in filled) or "true"
    cursor = connection.execute(f"select * from inmon.{table} where {condition} order by all limit 1")
    names = [column[0] for column in cursor.description or []]
    rows = cursor.fetchall()
    assert rows, f"inmon.{table} has no row with {', '.join(filled) or 'anything'}: nothing to break"
    return dict(zip(names, rows[0], strict=True))


def with_new_key(row: Row, table: str) -> Row:
    """Return the row under a key that the table does not have, so that no primary key is in the way."""
    key = next(one.columns for one in declared() if one.table == table and one.kind == "PRIMARY KEY")
    pointing = {
        column
        for one in declared()
        if one.table == table and one.kind == "FOREIGN KEY"
        for column in one.columns
    }
    for column in [*(name for name in key if name not in pointing), *key]:
        value = row[column]
        if isinstance(value, datetime):
            return {**row, column: value + timedelta(microseconds=1)}
        if isinstance(value, str):
            return {**row, column: value + " of no row"}
        if isinstance(value, int):
            return {**row, column: value + 1_000_000}
        if isinstance(value, date):
            return {**row, column: value - timedelta(days=36_525)}
    raise AssertionError(f"inmon.{table}: no column of its key {key} can be changed")
