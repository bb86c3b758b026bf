"""Command line: ``python -m examples.online_retail.check --landing FOLDER``.

Compares the figures of the file with those of the star, the vault and the big table, to the last digit, and
accounts for each line. TOUCHSTONE_DB names the database. Exits with 1 where a figure differs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import duckdb

from examples.landing import SET_ASIDE_FILE
from tools.warehouse import DEFAULT_DATABASE, ROOT, database_path

FOLDER = Path(__file__).parent
STYLES = ("star", "vault", "big_table")
ACCOUNTS = {"lines of the file": 541_909, "(codes as written)": 4_070}

Figures = dict[str, dict[str, Decimal | None]]


def figures(connection: duckdb.DuckDBPyConnection, styles: Sequence[str] = STYLES) -> Figures:
    """Return the figures of each style; None where a style does not hold what a figure takes."""
    found: Figures = {}
    for style in styles:
        lines = (FOLDER / f"lines_in_the_{style}.sql").read_text(encoding="utf-8")
        connection.execute(f"create or replace temporary table lines as {lines}")
        rows = connection.execute((FOLDER / "figures.sql").read_text(encoding="utf-8")).fetchall()
        found[style] = dict(rows)
    return found


def accounts(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """Return where the lines of the file went; the line 'lines of the file' is their sum."""
    return connection.execute((FOLDER / "accounts.sql").read_text(encoding="utf-8")).fetchall()


def expected_figures() -> dict[str, Decimal]:
    """Return the figures that the file is known for."""
    lines = (FOLDER / "figures.csv").read_text(encoding="utf-8").splitlines()[1:]
    return {name: Decimal(value) for name, value in (line.rsplit(",", 1) for line in lines)}


def open_warehouse(database: Path, landing: Path) -> duckdb.DuckDBPyConnection:
    """Open a database read-only, with what the mapping set aside as the table set_aside."""
    connection = duckdb.connect(str(database), read_only=True)
    connection.execute(
        "create temporary table set_aside as select * from read_parquet($1)", [str(landing / SET_ASIDE_FILE)]
    )
    return connection


def main(arguments: Sequence[str]) -> int:
    """Print the figures and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m examples.online_retail.check")
    parser.add_argument("--landing", required=True, type=Path, help="the folder that the mapping wrote")
    options = parser.parse_args(arguments)
    database = database_path() or ROOT / DEFAULT_DATABASE
    try:
        with open_warehouse(database, options.landing) as connection:
            found, went = figures(connection), accounts(connection)
    except duckdb.Error as error:
        print(
            f"{error}\nExpected: the database TOUCHSTONE_DB, built from {options.landing}.", file=sys.stderr
        )
        return 1
    wrong = 0
    print(f"{'figure':28}{'the file':>16}" + "".join(f"{style:>16}" for style in STYLES))
    for name, expected in expected_figures().items():
        values = [found[style][name] for style in STYLES]
        wrong += sum(value is not None and value != expected for value in values)
        print(f"{name:28}{expected:>16,f}" + "".join(f"{_shown(value, expected):>16}" for value in values))
    print()
    for what, count in went:
        print(f"{count:>10,}  {what}")
    wrong += sum(dict(went)[what] != count for what, count in ACCOUNTS.items())
    print("\nevery figure agrees" if not wrong else f"\n{wrong} figures differ", file=sys.stderr)
    return 1 if wrong else 0


def _shown(value: Decimal | None, expected: Decimal) -> str:
    if value is None:
        return "not held"
    return "=" if value == expected else f"{value:,f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
