"""Runs of dbt in a process of their own, which can be killed; and what they are to come to."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import yaml

from tests.python.warehouse.dbt_runner import Project
from tests.python.warehouse.digests import Contents, contents
from tools.warehouse import landing_vars

# What a gate has time for.
SHORT_SLICE = ("+fct_exchange_rates",)
# From landed rows to the enterprise model with its keys, a satellite and a table on points in time, a
# dimension, a fact and a snapshot: few enough models for many kills.
SLICE = ("+fct_exchange_rates", "+pit_location", "+snp_erp__suppliers")
# With a fact whose lost rows a hook deletes, a wide table, and a materialized view with its ledger.
LONG_SLICE = ("+inventory_position__materialized_view", "+obt_inventory_daily", "+pit_location")
SCHEMAS = ("bronze", "staging", "inmon", "vault", "kimball", "obt", "serving", "snapshots")


def kinds_of_nodes() -> list[str]:
    """Return the options that leave out tests."""
    return [text for kind in ("seed", "model", "snapshot") for text in ("--resource-type", kind)]


@dataclass(frozen=True)
class Job:
    """A `dbt build` of models from a landing folder, on one database file."""

    project: Project
    database: Path
    landing: Path
    models: Sequence[str] = SLICE

    def start(self) -> int:
        """Begin in a new process, whose id is returned; dbt and the parsed project are there already."""
        self.database.parent.mkdir(parents=True, exist_ok=True)
        child = os.fork()
        if child:
            return child
        status = 1
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            variables = yaml.safe_dump({**landing_vars(self.landing), "batch_date": None})
            result = self.project.invoke(
                self.database, ["build", "--select", *self.models, *kinds_of_nodes(), "--vars", variables]
            )
            status = 0 if result.success else 3
        finally:
            os._exit(status)

    def run(self) -> float:
        """Run to the end and return the seconds that it took.

        Raises:
            AssertionError: dbt ended with an error.
        """
        started = time.monotonic()
        _, status = os.waitpid(self.start(), 0)
        assert os.waitstatus_to_exitcode(status) == 0, f"dbt ended with {os.waitstatus_to_exitcode(status)}"
        return time.monotonic() - started

    def killed_after(self, seconds: float) -> bool:
        """Kill the run after so many seconds; False when it had ended by then."""
        process = self.start()
        time.sleep(seconds)
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        return os.WIFSIGNALED(status)

    def held(self) -> Contents:
        """Return the rows of all tables and views of the layers."""
        return contents(self.database, schemas=SCHEMAS)

    def tables(self) -> dict[str, int]:
        """Open the database as a reader would and return its tables, each with its number of rows."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            names = connection.execute(
                "select schema_name || '.' || table_name from duckdb_tables() where not temporary"
            ).fetchall()
            return {
                name: connection.execute(f"select count(*) from {name}").fetchall()[0][0] for (name,) in names
            }
