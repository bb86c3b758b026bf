"""Running dbt in a step: alone with the database, and handing it back afterwards."""

import contextlib
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliInvocation, DbtCliResource
from filelock import FileLock, Timeout

from tools.warehouse import ROOT, database_path

PATIENCE = 1800.0  # seconds that a step waits for another one that is using the database


@contextlib.contextmanager
def only_writer(
    database: Path | None, log: logging.Logger | dg.DagsterLogManager, patience: float = PATIENCE
) -> Iterator[None]:
    """Hold the database for this step, waiting for other steps of other runs; other engines need no turn.

    Raises:
        TimeoutError: another step still had it when the patience (in seconds) was over.
    """
    if database is None:
        yield
        return
    database.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{database}.lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        log.warning("Waiting for another step that is using %s", database)
        try:
            lock.acquire(timeout=patience)
        except Timeout as error:
            raise TimeoutError(
                f"{database} was in use by another run for {patience:g} seconds: "
                "look for a run that hangs, end it, and launch this one again"
            ) from error
    try:
        yield
    finally:
        lock.release()


def run_dbt(
    dbt: DbtCliResource, arguments: Sequence[str], context: dg.AssetExecutionContext
) -> Iterator[Any]:
    """Run dbt on the assets that are selected and yield their materializations and checks.

    Row counts and column types are fetched from the database, with an adapter in this process, when
    dbt has ended.
    """
    # A relative path in profiles.yml is relative to the project, for dbt and for this process alike.
    with only_writer(database_path(), context.log), contextlib.chdir(ROOT):
        invocation = dbt.cli(list(arguments), context=context)
        try:
            yield from invocation.stream().fetch_row_counts().fetch_column_metadata(with_column_lineage=False)
        finally:
            _let_go(invocation)


def _let_go(invocation: DbtCliInvocation) -> None:
    """Close the database that this process opened for the metadata: dbt-duckdb would keep it open."""
    if invocation.adapter is None:
        return
    connections: Any = type(invocation.adapter.connections)
    if getattr(connections, "_ENV", None) is not None:
        connections._ENV.close()
        connections._ENV = None
    connections.close_all_connections()
