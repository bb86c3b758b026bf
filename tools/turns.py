"""Whose turn it is with the database: DuckDB lets one process write."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock, Timeout

PATIENCE = 1800.0  # seconds that one waits for another who is using the database


class Log(Protocol):
    """Where it is said that one waits: a logger of Python or of Dagster."""

    def warning(self, msg: Any) -> None:
        """Say it."""


@contextlib.contextmanager
def only_writer(database: Path | None, log: Log, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the database, waiting for builds and runs that are using it; other engines need no turn.

    The system gives the turn back when the process that has it ends, however it ends.

    Raises:
        TimeoutError: somebody still had it when the patience (in seconds) was over.
    """
    if database is None:
        yield
        return
    database.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{database}.lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        log.warning(f"Waiting for another run that is using {database}")
        try:
            lock.acquire(timeout=patience)
        except Timeout as error:
            raise TimeoutError(
                f"{database} was in use by another run for {patience:g} seconds: "
                "look for a run that hangs, end it, and start this one again"
            ) from error
    try:
        yield
    finally:
        lock.release()
