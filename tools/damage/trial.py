"""Builds a warehouse on deliveries layer by layer, and stops at the first layer that has something to say."""

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from orchestration.layers import layer_of, present_layers
from orchestration.parsed_dbt import parsed
from orchestration.project import prepared_project
from orchestration.quality.relations import relations_of, suites_of
from orchestration.quality.suites import load_suites
from orchestration.quality.validation import validator
from tools.replay import dbt_options

DATABASE = "touchstone.duckdb"  # dbt notes the name, without its end, when it parses
FIRST = ("landing", "bronze", "staging")  # each table by itself
INTEGRATED = ("inmon", "kimball")
MANIFEST = "reference__deliveries"


@dataclass(frozen=True)
class Finding:
    """What a layer says: it refused the run, put rows into quarantine, or failed a check."""

    layer: str
    outcome: str
    message: str


class StoppedError(RuntimeError):
    """dbt failed: in which layer, and with what message."""

    def __init__(self, layer: str, message: str) -> None:
        super().__init__(message)
        self.layer = layer


class Builder:
    """The project, parsed once, to build any number of warehouses on one landing folder."""

    def __init__(self, scratch: Path, landing: Path) -> None:
        self._options = dbt_options(scratch)
        self._landing = landing
        prepared_project()
        with _database(scratch / DATABASE):
            self._manifest: Any = parsed()
        assert self._manifest is not None
        # dbt cannot copy a manifest that has selectors, and nothing here selects by one
        self._manifest.selectors = {}
        self._loaded: Collection[str] | None = None  # the tables of the warehouse that was built
        self._known = self._manifest.to_dict()
        self._children: dict[str, list[str]] = self._manifest.child_map
        self._suites = suites_of(load_suites(), self._known)
        self._layers = {
            node["name"]: layer_of(node).name
            for node in self._known["nodes"].values()
            if node["resource_type"] in ("seed", "model")
        }
        present = [layer.name for layer in present_layers(self._known)]
        self.stages = [name for name in (*FIRST, *INTEGRATED) if name in present]

    def build(self, database: Path, bound: str, tables: Collection[str] | None = None) -> None:
        """Build a warehouse up to a day, views included; what is built later finds them there.

        Args:
            database: the DuckDB file; it is not there yet.
            bound: the last day to load.
            tables: source tables, to build what is made of them up to staging alone; None builds all stages.

        Raises:
            StoppedError: dbt failed.
        """
        stages = self.stages if tables is None else FIRST
        self._loaded = tables
        self._build(database, self._nodes(stages, tables), bound)

    def findings(self, database: Path, tables: Collection[str] | None = None) -> list[Finding]:
        """Load the rest and return what the first stage says that says anything.

        Args:
            database: a warehouse that `build` built.
            tables: the source tables that are damaged. Up to staging, nothing else is loaded, for there no
                suite of another table can tell. None loads all and returns what all stages say.
        """
        before = _refused(database, tables)
        try:
            self._build(database, self._nodes(FIRST, tables))
        except StoppedError as stopped:
            return [Finding(stopped.layer, "refused", str(stopped))]
        refused = [message for key, message in _refused(database, tables).items() if key not in before]
        found: list[Finding] = []
        for stage in FIRST:
            if stage == "staging":
                found.extend(Finding(stage, "quarantined", message) for message in refused)
            found.extend(self._failed(database, self._nodes([stage], tables)))
            if found and tables is not None:
                return found
        for stage in self.stages[len(FIRST) :]:
            try:
                self._build(database, self._nodes([*FIRST, stage] if stage == INTEGRATED[0] else [stage]))
            except StoppedError as stopped:
                return [*found, Finding(stopped.layer, "refused", str(stopped))]
            found.extend(self._failed(database, self._nodes([stage])))
            if found and tables is not None:
                return found
        return found

    def _nodes(self, stages: Sequence[str], tables: Collection[str] | None = None) -> list[str]:
        """Return the names of what is built in stages: all, or what is made of tables and the manifest."""
        if tables is None:
            return [name for name, layer in self._layers.items() if layer in stages]
        names = set().union(*(self._reached(table) for table in tables))
        names |= {MANIFEST, f"brz_{MANIFEST}"}
        if self._loaded is not None:
            # of the tables that are there, for a model that reads another cannot be built
            others = {name for name in self._layers if self._layers[name] == FIRST[0]}
            others -= {*self._loaded, MANIFEST}
            names -= set().union(*(self._reached(table) for table in others))
        return [name for name in sorted(names) if self._layers.get(name) in stages]

    def _reached(self, table: str) -> set[str]:
        """Return the names of a source table and of all that is made of it."""
        [start] = [key for key in self._children if key.startswith("seed.") and key.endswith(f".{table}")]
        found: set[str] = set()
        waiting = [start]
        while waiting:
            key = waiting.pop()
            if key in self._known["nodes"] and self._known["nodes"][key]["name"] not in found:
                found.add(self._known["nodes"][key]["name"])
                waiting.extend(self._children[key])
        return found

    def _failed(self, database: Path, tables: Collection[str]) -> Iterator[Finding]:
        with validator(database, relations_of(self._known)) as validated:
            for suite in self._suites:
                if suite.table in tables:
                    for result in validated.run(suite):
                        if not result.passed:
                            message = f"{result.expectation.severity}: {result.summary}"
                            yield Finding(suite.layer, "flagged", message)

    def _build(self, database: Path, names: Sequence[str], bound: str | None = None) -> None:
        values = {"landing": str(self._landing), **({"batch_date": bound} if bound else {})}
        arguments = ["build", "--select", *names, "--resource-type", "seed", "--resource-type", "model"]
        if bound is None:
            arguments += ["--exclude", "config.materialized:view"]  # they are there already
        result = self._invoke(database, [*arguments, "--vars", str(values)])
        if result.exception is not None:
            # before the first node: the landing's contract
            raise StoppedError(FIRST[0], getattr(result.exception, "msg", str(result.exception)))
        failed = [found for found in result.result if found.status in ("error", "fail")]
        if failed:
            message = "; ".join(f"{found.node.name}: {found.message}" for found in failed)
            raise StoppedError(self._layers[failed[0].node.name], message)

    def _invoke(self, database: Path, arguments: list[str]) -> Any:
        database.parent.mkdir(parents=True, exist_ok=True)
        with _database(database):
            try:
                # a copy: dbt writes resolved foreign keys into the manifest and refuses them next time
                return dbtRunner(manifest=self._manifest.deepcopy()).invoke([*arguments, *self._options])
            finally:
                if DuckDBConnectionManager._ENV is not None:
                    DuckDBConnectionManager._ENV.close()
                    DuckDBConnectionManager.close_all_connections()


def _refused(database: Path, tables: Collection[str] | None) -> dict[tuple[Any, ...], str]:
    """Return what waits in quarantine or was left out as a duplicate, in words, by delivery and row."""
    found: dict[tuple[Any, ...], str] = {}
    views = ["qrn_refused_rows"] if tables is None else [f"qrn_{table}" for table in sorted(tables)]
    with duckdb.connect(str(database)) as connection:
        for view in views:
            rows = connection.execute(
                "select record_source, batch_date, delivery_number, row_number, broken_rule, reason"
                f" from quarantine.{view} order by all"
            ).fetchall()
            for row in rows:
                words = f"{row[0]}, delivery {row[1]} number {row[2]}, row {row[3]}: {row[4]}: {row[5]}"
                found[row[:4]] = words
    return found


@contextmanager
def _database(path: Path) -> Iterator[None]:
    before = os.environ.get("TOUCHSTONE_DB")
    os.environ["TOUCHSTONE_DB"] = str(path)
    try:
        yield
    finally:
        if before is None:
            del os.environ["TOUCHSTONE_DB"]
        else:
            os.environ["TOUCHSTONE_DB"] = before
