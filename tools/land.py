"""`python -m tools.land [--vars VARS]` lands what was delivered on the PostgreSQL server of the environment.

A server reads no files of the machine that dbt runs on, and dbt's own connection cannot stream them. So the
deliveries are read as they always are, by DuckDB: its `dbt seed` checks them against contract and manifest,
and against what the server has loaded before. Then each source table is copied into the server's schema
`landing`, all of them in one transaction. Every column arrives as text but the batch date and the two
numbers; nothing is cleaned.

Exits with dbt's own code where the check fails, and with 2 where the server cannot be reached.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from tools.warehouse import ROOT

SCHEMA = "landing"
TYPES = {"batch_date": "date", "delivery_number": "integer", "row_number": "integer"}
# What the check compares with; a delivery that was loaded never changes.
MANIFEST = "bronze.brz_reference__deliveries"
# As profiles.yml has them.
DEFAULTS = {"PGHOST": "localhost", "PGPORT": "5432", "PGUSER": "touchstone", "PGDATABASE": "touchstone"}


@contextmanager
def connection(environment: Mapping[str, str] = os.environ) -> Iterator[Any]:
    """Yield a connection to the server, whose work is one transaction; it is undone where an error ends it.

    Raises:
        psycopg2.OperationalError: the server cannot be reached.
    """
    import psycopg2

    host, port, user, database = (environment.get(name, default) for name, default in DEFAULTS.items())
    opened = psycopg2.connect(host=host, port=port, user=user, dbname=database)
    try:
        with opened:
            yield opened
    finally:
        opened.close()


def land(variables: str, target: Path) -> int:
    """Check what was delivered and copy it to the server; return the exit code of the check.

    `variables` are dbt's, as YAML; `target` is the folder where dbt keeps what makes the next check faster.

    Raises:
        psycopg2.OperationalError: the server cannot be reached.
    """
    with tempfile.TemporaryDirectory(prefix="landing-") as scratch:
        database = Path(scratch) / "touchstone.duckdb"
        with connection() as server:
            _copy_manifest(server, database, Path(scratch))
        environment = {**os.environ, "TOUCHSTONE_TARGET": "duckdb", "TOUCHSTONE_DB": str(database)}
        seed: list[str | Path] = [Path(sys.executable).with_name("dbt"), "seed", "--quiet"]
        seed += ["--vars", variables, "--target-path", target, "--log-path", target / "logs"]
        code = subprocess.run(seed, cwd=ROOT, env=environment, check=False).returncode
        if code:
            return code
        with connection() as server, duckdb.connect(str(database), read_only=True) as landing:
            counts = _copy_landing(landing, server, Path(scratch))
    print(f"{len(counts)} source tables landed, {sum(counts.values())} rows")
    return 0


def _copy_manifest(server: Any, database: Path, scratch: Path) -> None:
    """Put the manifest that the server has loaded where the check looks for it."""
    file = scratch / "manifest.csv"
    with server.cursor() as cursor:
        cursor.execute("select to_regclass(%s)", [MANIFEST])
        if cursor.fetchone()[0] is None:
            return
        with file.open("w", encoding="utf-8") as written:
            cursor.copy_expert(f"copy {MANIFEST} to stdout (format csv, header)", written)
    with duckdb.connect(str(database)) as loaded:
        loaded.execute(f"create schema {MANIFEST.split('.')[0]}")
        loaded.execute(
            f"create table {MANIFEST} as select * replace (cast(batch_date as date) as batch_date, "
            "cast(delivery_number as integer) as delivery_number) "
            "from read_csv($1, header = true, all_varchar = true)",
            [str(file)],
        )


def _copy_landing(landing: duckdb.DuckDBPyConnection, server: Any, scratch: Path) -> dict[str, int]:
    """Replace the server's source tables by those of the landing; return how many rows each one has."""
    columns = landing.execute(
        "select table_name, list(column_name order by ordinal_position) from information_schema.columns "
        "where table_schema = $1 and table_name in (select source_name from landing.source_contracts) "
        "group by table_name order by table_name",
        [SCHEMA],
    ).fetchall()
    counts = {}
    file = scratch / "table.csv"
    with server.cursor() as cursor:
        cursor.execute(f"create schema if not exists {SCHEMA}")
        for table, names in columns:
            relation = f"{SCHEMA}.{table}"
            typed = ", ".join(f"{name} {TYPES.get(name, 'text')}" for name in names)
            # a table that readers know is filled anew; one with other columns is made anew
            cursor.execute(f"create table if not exists {relation} ({typed})")
            cursor.execute(
                "select array_agg(cast(attname as text) order by attnum) from pg_attribute "
                "where attrelid = cast(%s as regclass) and attnum > 0 and not attisdropped",
                [relation],
            )
            if cursor.fetchone()[0] != names:
                cursor.execute(f"drop table {relation} cascade; create table {relation} ({typed})")
            cursor.execute(f"truncate {relation}")
            landing.execute(f"copy {relation} to '{file}' (format csv, header false, nullstr '')")
            with file.open("rb") as rows:
                cursor.copy_expert(f"copy {relation} from stdin (format csv)", rows)
            counts[table] = cursor.rowcount
            cursor.execute(f"analyze {relation}")
    return counts


def main(arguments: Sequence[str]) -> int:
    """Land what was delivered and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.land")
    parser.add_argument("--vars", default="{}", help="dbt's vars, as YAML: landing, batch_date")
    parser.add_argument("--target-path", default="target/landing", help="where dbt keeps its files for this")
    options = parser.parse_args(arguments)
    import psycopg2

    try:
        return land(options.vars, Path(options.target_path))
    except psycopg2.OperationalError as error:
        print(f"The server cannot be used: {error}".strip(), file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
