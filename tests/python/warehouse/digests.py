"""What a database holds, table by table and whatever the order of rows; and how two databases differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tools.compare import BOOKKEEPING

SCHEMAS = ("bronze", "staging", "quarantine")


@dataclass(frozen=True)
class Contents:
    """The columns (name, type) and rows of each table or view, by `<schema>.<name>`."""

    columns: dict[str, tuple[tuple[str, str], ...]]
    rows: dict[str, Counter[tuple[Any, ...]]]

    def row_count(self, table: str) -> int:
        """Return how many rows a table has."""
        return self.rows[table].total()


def contents(
    database: Path,
    *,
    tables: Collection[str] = (),
    with_bookkeeping: bool = False,
    schemas: Sequence[str] = SCHEMAS,
) -> Contents:
    """Read the tables and views named, else all of the schemas; the bookkeeping columns only where asked for."""
    columns: dict[str, list[tuple[str, str]]] = {}
    rows: dict[str, Counter[tuple[Any, ...]]] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        described = connection.execute(
            f"""
            select table_schema || '.' || table_name, column_name, data_type
            from information_schema.columns
            where $with_bookkeeping or not ({BOOKKEEPING})
            order by table_schema, table_name, ordinal_position
            """,
            {"with_bookkeeping": with_bookkeeping},
        ).fetchall()
        for table, column, data_type in described:
            if table in tables if tables else table.split(".")[0] in schemas:
                columns.setdefault(table, []).append((column, data_type))
        for table, of_table in columns.items():
            values = ", ".join(_hashable(name, data_type) for name, data_type in of_table)
            rows[table] = Counter(connection.execute(f"select {values} from {table}").fetchall())
    return Contents({table: tuple(of_table) for table, of_table in columns.items()}, rows)


def _hashable(name: str, data_type: str) -> str:
    """Return the expression of a column, as text where its values are nested."""
    is_nested = data_type.endswith("]") or data_type.startswith(("STRUCT", "MAP"))
    return f'"{name}"::varchar' if is_nested else f'"{name}"'


def differences(left: Contents, right: Contents, limit: int = 5) -> list[str]:
    """Return one text for each table that differs, with up to `limit` rows that only one side has."""
    found = []
    for table in sorted(left.columns.keys() | right.columns.keys()):
        if left.columns.get(table) != right.columns.get(table):
            found.append(f"{table}: columns {left.columns.get(table)} left, {right.columns.get(table)} right")
            continue
        only_left = left.rows[table] - right.rows[table]
        only_right = right.rows[table] - left.rows[table]
        if only_left or only_right:
            found.append(
                "\n".join(
                    [
                        f"{table}: {only_left.total()} rows only left, {only_right.total()} only right",
                        "  columns " + ", ".join(name for name, _ in left.columns[table]),
                        *(f"  left  {row}" for row in sorted(only_left, key=str)[:limit]),
                        *(f"  right {row}" for row in sorted(only_right, key=str)[:limit]),
                    ]
                )
            )
    return found


def assert_same(left: Contents, right: Contents) -> None:
    """Fail with the tables and rows that differ."""
    assert left.rows, "nothing to compare: there are no tables"
    if found := differences(left, right):
        raise AssertionError(f"{len(found)} tables differ\n" + "\n".join(found))
