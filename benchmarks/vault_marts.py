"""What the vault's marts cost against the star's tables that hold the same rows.

    python -m benchmarks.vault_marts [--runs 7]

Reads every row and column of each mart, a view on the vault, and of the star's table of the same name, in
turn, in the database that TOUCHSTONE_DB names, and prints a row of a Markdown table each: milliseconds of
processor time (medians), their ratio, and what the star's table takes on disk. To read is to sum a hash over
all columns, so that nothing is sent to the client.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence

import duckdb

from tools.warehouse import DEFAULT_DATABASE, ROOT, database_path

MARTS = (
    "dim_customer",
    "dim_location",
    "dim_product",
    "dim_promotion",
    "fct_order_fulfilment",
    "fct_order_lines",
    "fct_payments",
    "fct_returns",
    "fct_sessions",
)


def seconds_to_read(db: duckdb.DuckDBPyConnection, relation: str) -> float:
    """Return the processor time that it takes to read all of a relation."""
    started = time.process_time()
    db.execute(f"select sum(hash(whole)) from {relation} as whole").fetchall()
    return time.process_time() - started


def kilobytes(db: duckdb.DuckDBPyConnection, table: str) -> int:
    """Return what a table takes in the file; whole blocks, so small tables seem large."""
    schema, name = table.split(".")
    size = db.execute(
        "select block_size from pragma_database_size() where database_name = current_database()"
    ).fetchone()
    blocks = db.execute(
        f"select count(distinct block_id) from pragma_storage_info('{schema}.{name}') where block_id >= 0"
    ).fetchone()
    assert size is not None
    assert blocks is not None
    return int(size[0]) * int(blocks[0]) // 1024


def schema_kilobytes(db: duckdb.DuckDBPyConnection, schema: str) -> int:
    """Return what the tables of a schema take in the file."""
    tables = db.execute(
        "select table_name from duckdb_tables() where schema_name = ? order by 1", [schema]
    ).fetchall()
    return sum(kilobytes(db, f"{schema}.{name}") for (name,) in tables)


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.vault_marts")
    parser.add_argument("--runs", type=int, default=7, help="reads of each")
    options = parser.parse_args(arguments)
    database = database_path() or ROOT / DEFAULT_DATABASE
    with duckdb.connect(str(database), read_only=True) as db:
        print("| mart | rows | star, ms | mart, ms | times | star's table, kB |")
        print("| --- | --: | --: | --: | --: | --: |")
        for mart in MARTS:
            times: dict[str, list[float]] = {"kimball": [], "vault_marts": []}
            for _ in range(options.runs):
                for schema, kept in times.items():
                    kept.append(seconds_to_read(db, f"{schema}.{mart}"))
            star, view = (1000 * statistics.median(kept) for kept in times.values())
            count = db.execute(f"select count(*) from kimball.{mart}").fetchone()
            assert count is not None
            size = kilobytes(db, f"kimball.{mart}")
            print(f"| {mart} | {count[0]:,} | {star:.1f} | {view:.0f} | {view / star:.0f} | {size:,} |")
        for schema in ("vault", "kimball"):
            print(f"\nschema {schema}: {schema_kilobytes(db, schema):,} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
