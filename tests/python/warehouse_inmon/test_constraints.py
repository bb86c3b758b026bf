"""Every constraint that inmon declares exists in the database and refuses the row that breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from tests.python.warehouse.dbt_runner import Warehouse
from tests.python.warehouse_inmon.breaking_rows import Row, a_row, with_new_key
from tests.python.warehouse_inmon.declared import Constraint, declared, enforced

DECLARED = declared()


@pytest.fixture
def connection(inmon: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose changes are taken back."""
    with inmon.connect(read_only=False) as opened:
        opened.execute("begin")
        try:
            yield opened
        finally:
            opened.execute("rollback")


def of_kind(kind: str) -> list[Any]:
    """Parameters: the declared constraints of a kind, each under its name."""
    return [pytest.param(one, id=one.label) for one in DECLARED if one.kind == kind]


def refusal(connection: duckdb.DuckDBPyConnection, table: str, row: Row) -> str:
    """Insert the row and return why it was refused; an empty text when it was accepted."""
    marks = ", ".join(f"${name}" for name in row)
    # a cursor has its own transaction, which ends with the refusal
    with connection.cursor() as attempt:
        attempt.execute("begin")
        try:
            attempt.execute(f"insert into inmon.{table} ({', '.join(row)}) values ({marks})", row)
        except duckdb.ConstraintException as refused:
            # a name that is a word of SQL comes in quotes
            return str(refused).replace('"', "")
        finally:
            attempt.execute("rollback")
    return ""


def test_the_database_enforces_what_is_declared(connection: duckdb.DuckDBPyConnection) -> None:
    assert DECLARED, "no constraint is declared"
    assert enforced(connection) == DECLARED


@pytest.mark.parametrize("constraint", of_kind("PRIMARY KEY"))
def test_a_second_row_with_the_same_key_is_refused(
    connection: duckdb.DuckDBPyConnection, constraint: Constraint
) -> None:
    row = a_row(connection, constraint.table)
    assert "violates primary key constraint" in refusal(connection, constraint.table, row)


@pytest.mark.parametrize("constraint", of_kind("FOREIGN KEY"))
def test_a_row_that_names_no_parent_is_refused(
    connection: duckdb.DuckDBPyConnection, constraint: Constraint
) -> None:
    row = a_row(connection, constraint.table, constraint.columns)
    changed = with_new_key(row, constraint.table)
    for column in constraint.columns:
        changed[column] = "no such key" if isinstance(row[column], str) else 1_000_000
    assert "does not exist in the referenced table" in refusal(connection, constraint.table, changed)


@pytest.mark.parametrize("constraint", of_kind("NOT NULL"))
def test_a_row_without_a_value_is_refused(
    connection: duckdb.DuckDBPyConnection, constraint: Constraint
) -> None:
    (column,) = constraint.columns
    row = with_new_key(a_row(connection, constraint.table), constraint.table)
    expected = f"NOT NULL constraint failed: {constraint.table}.{column}"
    assert expected in refusal(connection, constraint.table, {**row, column: None})


def spoilt(value: Any) -> list[Any]:
    """Return values of the same type that a check may refuse."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, str):
        return ["no such value", value]
    if isinstance(value, datetime):
        return [datetime(1800, 1, 1), datetime(9999, 12, 31)]
    if isinstance(value, date):
        return [date(1800, 1, 2), date(9999, 12, 30)]
    return [type(value)(number) for number in (-1, 0, 2, 1_000_000)]


def test_a_row_that_fails_a_check_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    checks = connection.execute(
        "select table_name, expression, constraint_column_names from duckdb_constraints()"
        " where schema_name = 'inmon' and constraint_type = 'CHECK'"
    ).fetchall()
    assert len(checks) == sum(count for one, count in DECLARED.items() if one.kind == "CHECK")
    never_refused = []
    for table, expression, names in checks:
        columns = tuple(dict.fromkeys(names))
        row = with_new_key(a_row(connection, table), table)
        values = connection.execute(
            f"select {', '.join(f'max({column})' for column in columns)} from inmon.{table}"
        ).fetchall()[0]
        row.update(
            {column: value for column, value in zip(columns, values, strict=True) if row[column] is None}
        )
        attempts = [{**row, column: value} for column in columns for value in spoilt(row[column])]
        # a check may compare two texts: make them equal
        texts = [column for column in columns if isinstance(row[column], str)]
        attempts += [{**row, texts[1]: row[texts[0]]}] if len(texts) > 1 else []
        # or want one of several columns to have a value: take all of them away
        attempts.append({**row, **dict.fromkeys(columns)})
        if not any(
            f"CHECK({expression})".replace('"', "") in refusal(connection, table, one) for one in attempts
        ):
            never_refused.append(f"{table}: {expression}")
    assert not never_refused, never_refused


@pytest.mark.parametrize("key", of_kind("PRIMARY KEY"))
def test_a_new_table_is_filled_in_the_order_of_its_key(inmon: Warehouse, key: Constraint) -> None:
    columns = f"row({', '.join(key.columns)})"
    out_of_order = inmon.query(f"""
        select count(*)
        from (
            select {columns} as own, lag({columns}) over (order by rowid) as previous from inmon.{key.table}
        )
        where own < previous
    """)
    assert out_of_order == [(0,)]
