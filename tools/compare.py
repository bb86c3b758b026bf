"""`python -m tools.compare LEFT RIGHT`: whether two databases of the project hold the same rows.

Compares every table of both DuckDB files, row for row and duplicates counted, without the columns that
tell when and by which run a row was loaded (`audit_...`, except the foreign key `audit_key`). Left out are
views, which say nothing that the tables below them do not, the landing, the snapshots, which only a
replay can fill, and the refresh ledger, which tells how often a view was refreshed. Exits with 1 if
anything differs, and with 2 if a file cannot be read.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

LEFT_OUT = ("landing", "snapshots", "refresh_ledger")
EXAMPLES = 3  # rows shown of each difference
# Condition on column_name: the column says when and by which run a row was loaded, all that may differ.
BOOKKEEPING = "starts_with(column_name, 'audit_') and column_name <> 'audit_key'"

Columns = tuple[tuple[str, str], ...]  # (name, type), in order


@dataclass(frozen=True)
class Difference:
    """A table that is not the same in both databases, and in what way."""

    table: str
    what: str

    def __str__(self) -> str:
        return f"{self.table}: {self.what}"


def compare(left: Path, right: Path) -> tuple[int, list[Difference]]:
    """Return the number of tables that either database has, and what differs between them.

    Raises:
        FileNotFoundError: one of the files is missing.
        duckdb.Error: one of them is no database, or another program is writing to it.
    """
    for path in (left, right):
        if not path.is_file():
            raise FileNotFoundError(f"{path} does not exist: expected a database that a build has made.")
    differences = []
    with duckdb.connect() as connection:
        for name, path in (("l", left), ("r", right)):
            connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as {name} (read_only)")
        left_tables, right_tables = _tables(connection, "l"), _tables(connection, "r")
        names = sorted(left_tables.keys() | right_tables.keys())
        for table in names:
            if table not in left_tables or table not in right_tables:
                where = left if table in left_tables else right
                differences.append(Difference(table, f"is in {where} alone"))
            elif left_tables[table] != right_tables[table]:
                only = dict(set(left_tables[table]) ^ set(right_tables[table]))
                which = ", ".join(sorted(only)) or "in order"
                differences.append(Difference(table, f"columns differ: {which}"))
            else:
                differences.extend(_row_differences(connection, table, left_tables[table], left, right))
    return len(names), differences


def _tables(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, Columns]:
    rows = connection.execute(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() "
        "semi join duckdb_tables() using (database_name, schema_name, table_name) "
        f"where database_name = $1 and schema_name not in {LEFT_OUT} "
        f"and not ({BOOKKEEPING}) order by schema_name, table_name, column_index",
        [database],
    ).fetchall()
    tables: dict[str, Columns] = {}
    for table, column, data_type in rows:
        tables[table] = (*tables.get(table, ()), (column, data_type))
    return tables


def _row_differences(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Columns, left: Path, right: Path
) -> list[Difference]:
    names = ", ".join(f'"{name}"' for name, _ in columns)
    differences = []
    for here, there, path in (("l", "r", left), ("r", "l", right)):
        surplus = f"select {names} from {here}.{table} except all select {names} from {there}.{table}"
        (count,) = connection.execute(f"select count(*) from ({surplus})").fetchone() or (0,)
        if count:
            rows = connection.execute(f"{surplus} order by all limit {EXAMPLES}").fetchall()
            shown = "".join(f"\n    {row}" for row in rows)
            differences.append(Difference(table, f"{count} rows in {path} alone, such as{shown}"))
    return differences


def main(arguments: Sequence[str]) -> int:
    """Print what differs between the two databases and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.compare")
    parser.add_argument("left", type=Path, metavar="LEFT", help="a DuckDB file")
    parser.add_argument("right", type=Path, metavar="RIGHT", help="another one")
    options = parser.parse_args(arguments)
    try:
        count, differences = compare(options.left, options.right)
    except (FileNotFoundError, duckdb.Error) as error:
        print(f"The databases cannot be compared: {error}", file=sys.stderr)
        return 2
    for difference in differences:
        print(difference)
    print(f"{len(differences)} differences" if differences else f"{count} tables, the same rows in both")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
