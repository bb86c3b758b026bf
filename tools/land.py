"""`python -m tools.land [--vars VARS]` lands what was delivered on the PostgreSQL server of the environment.

A server reads no files of the machine that dbt runs on, and dbt's own connection cannot stream them. So the
deliveries are read as they always are, by DuckDB: its `dbt seed` checks them against contract and manifest,
and against what the server has loaded before. Then each source table is copied into the server's schema
`landing`, all of them in one transaction. Every column arrives as text but the batch date and the two
numbers; nothing is cleaned.

With TOUCHSTONE_TARGET=spark the source tables become Iceberg tables of the lake, each one replaced in one
step.

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

from tools import spark
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
        if is_lake():
            _copy_manifest_of_lake(database)
        else:
            with connection() as server:
                _copy_manifest(server, database, Path(scratch))
        environment = {**os.environ, "TOUCHSTONE_TARGET": "duckdb", "TOUCHSTONE_DB": str(database)}
        seed: list[str | Path] = [Path(sys.executable).with_name("dbt"), "seed", "--quiet"]
        seed += ["--vars", variables, "--target-path", target, "--log-path", target / "logs"]
        code = subprocess.run(seed, cwd=ROOT, env=environment, check=False).returncode
        if code:
            return code
        with duckdb.connect(str(database), read_only=True) as landing:
            if is_lake():
                counts = _copy_landing_to_lake(landing)
            else:
                with connection() as server:
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


def is_lake() -> bool:
    """Return whether dbt's target in this environment is Spark."""
    return os.environ.get("TOUCHSTONE_TARGET") == "spark"


def _copy_manifest_of_lake(database: Path) -> None:
    """Do as `_copy_manifest`, with the manifest that the lake has loaded."""
    lake = spark.session()
    if not lake.catalog.tableExists(MANIFEST):
        return
    manifest = lake.table(MANIFEST).toArrow()
    with duckdb.connect(str(database)) as loaded:
        loaded.register("manifest", manifest)
        loaded.execute(f"create schema {MANIFEST.split('.')[0]}")
        loaded.execute(f"create table {MANIFEST} as select * from manifest")


def _copy_landing_to_lake(landing: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Replace the lake's source tables by those of the landing; return how many rows each one has.

    They pass through Parquet files in the lake's folder, which each worker of a cluster can read.
    """
    lake = spark.session()
    lake.sql(f"create schema if not exists {SCHEMA}")
    counts = {}
    with tempfile.TemporaryDirectory(prefix="landing-", dir=os.environ["TOUCHSTONE_LAKE"]) as folder:
        # for the workers, who may be another user
        Path(folder).chmod(0o755)
        for table, _ in _source_tables(landing):
            relation = f"{SCHEMA}.{table}"
            file = Path(folder) / f"{table}.parquet"
            copied = landing.execute(f"copy {relation} to '{file}' (format parquet)").fetchall()
            lake.sql(f"create or replace table {relation} using iceberg as select * from parquet.`{file}`")
            counts[table] = int(copied[0][0])
    return counts


def _source_tables(landing: duckdb.DuckDBPyConnection) -> list[tuple[str, list[str]]]:
    """Return the source tables that were landed, each with its columns."""
    found: list[tuple[str, list[str]]] = landing.execute(
        "select table_name, list(column_name order by ordinal_position) from information_schema.columns "
        "where table_schema = $1 and table_name in (select source_name from landing.source_contracts) "
        "group by table_name order by table_name",
        [SCHEMA],
    ).fetchall()
    return found


def _copy_landing(landing: duckdb.DuckDBPyConnection, server: Any, scratch: Path) -> dict[str, int]:
    """Replace the server's source tables by those of the landing; return how many rows each one has."""
    counts = {}
    file = scratch / "table.csv"
    with server.cursor() as cursor:
        cursor.execute(f"create schema if not exists {SCHEMA}")
        for table, names in _source_tables(landing):
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
    if is_lake():
        return land(options.vars, Path(options.target_path))
    import psycopg2

    try:
        return land(options.vars, Path(options.target_path))
    except psycopg2.OperationalError as error:
        print(f"The server cannot be used: {error}".strip(), file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
