"""Runs dbt inside this process and tells how long the engine worked for each node."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

# dbt notes the database's name, the file's stem, when it parses: every file of a project has this name.
DATABASE_FILE = "touchstone.duckdb"


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and seconds of all processors, which neighbours on the machine change less."""

    wall: float
    cpu: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.wall + other.wall, self.cpu + other.cpu)


@dataclass(frozen=True)
class NodeRun:
    """What the engine's work for a node cost, dbt's own aside, and what the node said."""

    cost: Cost
    statement_count: int
    message: str


class Statements:
    """What the statements of each node cost: a callback of dbt's, whose engine works inside this process."""

    def __init__(self) -> None:
        self.of: dict[str, list[Cost]] = defaultdict(list)
        self._cpu_before = 0.0

    def note(self, event: Any) -> None:
        """Note the cost of a statement at the node that sent it."""
        if event.info.name in ("SQLQuery", "SQLCommit"):
            self._cpu_before = time.process_time()
        elif event.info.name == "SQLQueryStatus":
            cost = Cost(float(event.data.elapsed), time.process_time() - self._cpu_before)
            self.of[event.data.node_info.unique_id].append(cost)


def close_file() -> None:
    """Close the database, which dbt-duckdb keeps open for good: what is in its log gets into the tables."""
    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
        DuckDBConnectionManager.close_all_connections()


class TimedDbt:
    """A dbt project, parsed once, that runs on any database file; dbt's own files go to `scratch`."""

    def __init__(self, project: Path, profiles: Path, scratch: Path) -> None:
        self._paths = {
            "--project-dir": project,
            "--profiles-dir": profiles,
            "--target-path": scratch / "target",
            "--log-path": scratch / "logs",
        }
        self._statements = Statements()
        self._manifest: Any = None
        self._manifest = self._invoke(scratch / DATABASE_FILE, ["parse", "--no-partial-parse"])

    def run(self, database: Path, *selected: str, full_refresh: bool = False) -> dict[str, NodeRun]:
        """Run the models that dbt selects and return what each of them cost, by name.

        Raises:
            RuntimeError: dbt or one of the models failed.
        """
        self._statements.of.clear()
        arguments = ["run", "--select", *selected]
        outcome = self._invoke(database, [*arguments, "--full-refresh"] if full_refresh else arguments)
        runs: dict[str, NodeRun] = {}
        for result in outcome:
            if result.node.resource_type != "model":
                continue
            statements = self._statements.of[result.node.unique_id]
            cost = sum(statements, start=Cost(0.0, 0.0))
            runs[result.node.name] = NodeRun(cost, len(statements), str(result.message))
        return runs

    def _invoke(self, database: Path, arguments: Sequence[str]) -> Any:
        options = [text for option, path in self._paths.items() for text in (option, str(path))]
        options += ["--quiet", "--no-write-json", "--log-level-file", "none"]
        before = os.environ.get("TOUCHSTONE_DB")
        os.environ["TOUCHSTONE_DB"] = str(database)
        try:
            manifest = self._manifest.deepcopy() if self._manifest else None
            outcome: Any = dbtRunner(manifest=manifest, callbacks=[self._statements.note]).invoke(
                [*arguments, *options]
            )
        finally:
            close_file()
            if before is None:
                del os.environ["TOUCHSTONE_DB"]
            else:
                os.environ["TOUCHSTONE_DB"] = before
        if not outcome.success:
            messages = [str(outcome.exception)] if outcome.exception else []
            messages += [f"{result.node.name}: {result.message}" for result in outcome.result or ()]
            raise RuntimeError("dbt " + " ".join(arguments) + " failed\n" + "\n".join(messages))
        return outcome.result
