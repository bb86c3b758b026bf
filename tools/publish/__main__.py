"""`make publish`: publishes gold tables of the warehouse as Iceberg tables.

    python -m tools.publish [--select MODELS] [--check] [--keep N] [--replace-columns]

A table is published in one transaction, and only what changed in it is written; one that did not change
gets no snapshot. docs/publish_as_iceberg.md is the guide. Exits with 1 if a table could not be published
(the others were), or if --check found a difference, and with 2 if it had to stop.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from tools.publish import ObstacleError, TableObstacleError
from tools.publish.products import Product, products
from tools.turns import only_writer
from tools.warehouse import ROOT, database_path

if TYPE_CHECKING:
    from pyiceberg.catalog import Catalog

    from tools.publish.lake import Outcome

# Which day the warehouse shows, and which run of dbt brought the newest delivery.
MANIFEST = "bronze.brz_reference__deliveries"


def main(arguments: Sequence[str]) -> int:
    """Publish or check what is selected and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.publish")
    parser.add_argument("--select", nargs="+", default=[], help="dbt's selection; else the tables of gold")
    parser.add_argument("--check", action="store_true", help="publish nothing; read it all back and compare")
    parser.add_argument("--keep", type=_at_least_one, metavar="N", help="then keep the newest N snapshots")
    parser.add_argument(
        "--replace-columns", action="store_true", help="where a type cannot be changed in place"
    )
    parser.add_argument("--catalog", default="lake", help="PyIceberg's name of it; by default a SQLite file")
    parser.add_argument(
        "--target-path", default=os.environ.get("DBT_TARGET_PATH", "target"), help="where dbt's manifest is"
    )
    options = parser.parse_args(arguments)
    try:
        if find_spec("pyiceberg") is None:
            raise ObstacleError(
                "PyIceberg is missing in this environment.\n"
                "Expected: the packages of requirements-lake.lock.\n"
                "Run make publish, which sets up .venv-lake with them."
            )
        database = _database()
        found = products(ROOT / options.target_path, options.select)
        with only_writer(database, logging.getLogger(__name__)), _warehouse(database) as warehouse:
            run = _check if options.check else _publish
            return run(warehouse, found, options)
    except (ObstacleError, TimeoutError) as obstacle:
        print(f"\n{obstacle}", file=sys.stderr)
        return 2


def lake_folder() -> Path:
    """Return the folder of the tables and their catalog: TOUCHSTONE_PUBLISHED, or warehouse/published."""
    return ROOT / os.environ.get("TOUCHSTONE_PUBLISHED", "warehouse/published")


def snapshot_summary(warehouse: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return what a snapshot says of itself: the day that the warehouse shows and the run that brought it."""
    row = warehouse.execute(
        "select cast(max(batch_date) as varchar), arg_max(audit_invocation_id, audit_loaded_at) "
        f"from {MANIFEST}"
    ).fetchone()
    names = ("touchstone.as-of-date", "touchstone.dbt-invocation-id")
    return {name: str(value) for name, value in zip(names, row or (), strict=False) if value is not None}


def _publish(
    warehouse: duckdb.DuckDBPyConnection, found: Sequence[Product], options: argparse.Namespace
) -> int:
    from tools.publish import lake

    catalog = _catalog(options.catalog)
    summary = snapshot_summary(warehouse)
    failed = 0
    began = time.monotonic()
    outcomes = []
    for product in found:
        try:
            with _obstacles(str(product)):
                outcome = lake.publish(catalog, warehouse, product, summary, options.replace_columns)
                outcomes.append(outcome)
                if outcome.is_changed:
                    print(_line(outcome), flush=True)
                if options.keep and (table := lake.load(catalog, product)):
                    lake.keep_newest(table, options.keep)
        except TableObstacleError as obstacle:
            failed += 1
            print(f"\n{obstacle}\n", file=sys.stderr)
    changed = [outcome for outcome in outcomes if outcome.is_changed]
    print(
        f"{len(changed)} of {len(outcomes)} tables changed, "
        f"{sum(outcome.rows_written for outcome in changed)} rows and "
        f"{sum(outcome.bytes_written for outcome in changed) / 1e6:.1f} MB written, "
        f"{time.monotonic() - began:.1f} s; as of {summary['touchstone.as-of-date']}"
    )
    if failed:
        print(f"{failed} of {len(found)} tables were not published: see above.", file=sys.stderr)
    return 1 if failed else 0


def _check(
    warehouse: duckdb.DuckDBPyConnection, found: Sequence[Product], options: argparse.Namespace
) -> int:
    from tools.publish import lake

    catalog = _catalog(options.catalog)
    differences = 0
    for product in found:
        with _obstacles(str(product)):
            differs = lake.difference(catalog, warehouse, product)
        if differs:
            differences += 1
            print(f"{product}: {differs}")
    if differences:
        print(f"{differences} of {len(found)} tables differ")
        return 1
    print(f"{len(found)} tables, the same rows in the warehouse and in Iceberg")
    return 0


def _catalog(name: str) -> Catalog:
    from tools.publish import lake

    with _obstacles("The catalog"):
        return lake.open_catalog(name, lake_folder())


@contextmanager
def _obstacles(subject: str) -> Iterator[None]:
    """Tell what a person can put right where the catalog or the folder cannot be used."""
    from sqlalchemy.exc import DatabaseError

    from tools.publish.lake import unwritable

    try:
        yield
    except DatabaseError as error:
        raise ObstacleError(
            f"{subject}: the catalog cannot be used: {error.orig}.\n"
            f"Expected: a catalog in {lake_folder()} that this user can write and that nobody holds.\n"
            "What was not named above is as it was. End whoever holds the catalog, give yourself access, "
            "or free room on the disk, and run make publish again."
        ) from error
    except OSError as error:
        raise ObstacleError(f"{subject}: {unwritable(lake_folder(), error)}") from error


@contextmanager
def _warehouse(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    from tools.publish.rows import connect

    try:
        opened = connect(database)
    except duckdb.Error as error:
        raise ObstacleError(
            f"{database} cannot be read: {error}.\n"
            "Expected: a warehouse that a build has made and that no other program is writing to.\n"
            "Close that program, or run make build, and run make publish again."
        ) from error
    with opened:
        yield opened


def _line(outcome: Outcome) -> str:
    parts = [f"{outcome.relation}:"]
    if outcome.is_new:
        parts.append("new,")
    if outcome.schema_changes:
        parts.append(f"{', '.join(outcome.schema_changes)};")
    if outcome.snapshot_id is None:
        parts.append("no rows written")
    else:
        if outcome.parts > 1:
            parts.append(f"{outcome.parts_written} of {outcome.parts} partitions,")
        parts.append(f"{outcome.rows_written} rows, {outcome.seconds:.1f} s")
    return " ".join(parts)


def _database() -> Path:
    database = database_path()
    if database is None:
        raise ObstacleError(
            "TOUCHSTONE_TARGET names another engine than DuckDB.\n"
            "Expected: the DuckDB warehouse, which is what is published.\n"
            "Unset TOUCHSTONE_TARGET; on Spark the models are Iceberg tables already."
        )
    if not database.is_file():
        raise ObstacleError(
            f"{database} does not exist.\nExpected: a warehouse that a build has made.\n"
            "Run make build, or name the file: TOUCHSTONE_DB=/path/to/touchstone.duckdb make publish"
        )
    return database


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("expected 1 or more")
    return number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
