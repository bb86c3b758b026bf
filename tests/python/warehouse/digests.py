"""What a database holds, table by table and whatever the order of rows; and how two databases differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

SCHEMAS = ("bronze", "staging", "quarantine")
# Columns that say when and by which run a row was written, the only ones that may differ.
BOOKKEEPING = ("audit_", "dbt_")


@dataclass(frozen=True)
class Contents:
    """The columns (name, type) and rows of each table or view, by `<schema>.<name>`."""

    columns: dict[str, tuple[tuple[str, str], ...]]
    rows: dict[str, Counter[tuple[Any, ...]]]

    def row_count(self, table: str) -> int:
        """Return how many rows a table has."""
        return self.rows[table].total()


def contents(
    database: Path, *, with_bookkeeping: bool = False, schemas: Sequence[str] = SCHEMAS
) -> Contents:
    """Read all tables and views of the schemas; the bookkeeping columns only where asked for."""
    columns: dict[str, list[tuple[str, str]]] = {}
    rows: dict[str, Counter[tuple[Any, ...]]] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        described = connection.execute(
            """
            select table_schema || '.' || table_name, column_name, data_type
            from information_schema.columns
            where list_contains($schemas, table_schema)
            order by table_schema, table_name, ordinal_position
            """,
            {"schemas": list(schemas)},
        ).fetchall()
        for table, column, data_type in described:
            if with_bookkeeping or not column.startswith(BOOKKEEPING):
                columns.setdefault(table, []).append((column, data_type))
        for table, of_table in columns.items():
            names = ", ".join(f'"{name}"' for name, _ in of_table)
            rows[table] = Counter(connection.execute(f"select {names} from {table}").fetchall())
    return Contents({table: tuple(of_table) for table, of_table in columns.items()}, rows)


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
