"""What stands in the database after dbt has ended: rows, columns and the rows that failed a test."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

MOST_ROWS = 20  # failing rows that a check shows

Node = Mapping[str, Any]


class Stored:
    """An open database, for reading.

    dagster-dbt would ask dbt's adapter. That adapter keeps the file open for the life of the process, takes
    seconds to make in each step, and while dbt runs a loop waits for it at full speed.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._columns: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def metadata(self, node: Node) -> dict[str, Any]:
        """Return the columns of a node's relation, described as in dbt, and how many rows it has.

        A view has none: counting them would be running it.
        """
        relation = (str(node["schema"]), str(node["alias"]))
        described = {name.lower(): column["description"] for name, column in node["columns"].items()}
        found: dict[str, Any] = {
            "dagster/column_schema": dg.TableSchema(
                columns=[
                    dg.TableColumn(name, kind.lower(), described.get(name.lower()) or None)
                    for name, kind in self._columns_of(relation)
                ]
            )
        }
        if self._is_table(relation):
            [(count,)] = self._connection.execute(
                f'select count(*) from "{relation[0]}"."{relation[1]}"'
            ).fetchall()
            found["dagster/row_count"] = count
        return found

    def failing_rows(self, sql: str) -> list[dict[str, Any]]:
        """Return the first rows that a test's query finds, in the order of their columns."""
        found = self._connection.execute(
            f"select * from (\n{sql}\n) as failing order by all limit {MOST_ROWS}"
        )
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def _columns_of(self, relation: tuple[str, str]) -> list[tuple[str, str]]:
        if not self._columns:
            for schema, table, column, kind in self._connection.execute(
                "select schema_name, table_name, column_name, data_type from duckdb_columns()"
                " where not internal order by schema_name, table_name, column_index"
            ).fetchall():
                self._columns.setdefault((schema, table), []).append((column, kind))
        return self._columns.get(relation, [])

    def _is_table(self, relation: tuple[str, str]) -> bool:
        [(count,)] = self._connection.execute(
            "select count(*) from duckdb_tables() where schema_name = ? and table_name = ?", relation
        ).fetchall()
        return bool(count)


@contextlib.contextmanager
def stored(database: Path | None, log: dg.DagsterLogManager) -> Iterator[Stored | None]:
    """Yield what stands in the database, or None if there is none that this process can read."""
    connection = None
    if database is not None and database.exists():
        try:
            connection = duckdb.connect(str(database), read_only=True)
        except duckdb.IOException as error:
            log.warning(f"{database} cannot be read now, so rows and columns are not shown: {error}")
    try:
        yield None if connection is None else Stored(connection)
    finally:
        if connection is not None:
            connection.close()


def as_table(rows: Sequence[Mapping[str, Any]]) -> dg.MetadataValue:
    """Return rows as Dagster shows a table; what is neither number nor text becomes text."""
    records = [dg.TableRecord({column: _plain(value) for column, value in row.items()}) for row in rows]
    columns = [dg.TableColumn(column) for column in (rows[0] if rows else {})]
    return dg.MetadataValue.table(records=records, schema=dg.TableSchema(columns=columns))


def _plain(value: Any) -> str | int | float | bool | None:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
