"""Builds a warehouse on deliveries layer by layer, and stops at the first layer that has something to say."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from orchestration.layers import present_layers
from orchestration.quality.relations import relations_of, suites_of
from orchestration.quality.suites import load_suites
from orchestration.quality.validation import validator
from tools.replay import dbt_options

DATABASE = "touchstone.duckdb"  # dbt notes the name, without its end, when it parses
STAGES = ("landing", "bronze", "staging", "inmon", "kimball")


@dataclass(frozen=True)
class Finding:
    """What a layer says: it refused the run, put rows into quarantine, or failed a check."""

    layer: str
    outcome: str
    message: str


class Builder:
    """The project, parsed once, to build any number of warehouses."""

    def __init__(self, scratch: Path) -> None:
        self._options = dbt_options(scratch)
        self._manifest: Any = None
        parsed = self._invoke(scratch / DATABASE, ["parse"])
        self._manifest = parsed.result
        self._known = self._manifest.to_dict()
        self._suites = suites_of(load_suites(), self._known)
        present = {layer.name: layer for layer in present_layers(self._known)}
        self.stages = [present[name] for name in STAGES if name in present]

    def build(self, database: Path, landing: Path, bound: str | None = None) -> None:
        """Build all stages up to a day, views included; what is built later finds them there.

        Raises:
            RuntimeError: dbt failed.
        """
        for layer in self.stages:
            self._build(database, landing, layer.select, bound)

    def findings(self, database: Path, landing: Path, all_stages: bool = False) -> list[Finding]:
        """Build stage by stage and return what the first stage says that says anything, or what all say."""
        found: list[Finding] = []
        for layer in self.stages:
            before = _refused(database)
            try:
                self._build(database, landing, layer.select)
            except RuntimeError as error:
                return [*found, Finding(layer.name, "refused", str(error))]
            refused = _refused(database)
            found.extend(
                Finding(layer.name, "quarantined", message)
                for key, message in refused.items()
                if key not in before
            )
            found.extend(self._failed(database, layer.name))
            if found and not all_stages:
                return found
        return found

    def _failed(self, database: Path, layer: str) -> Iterator[Finding]:
        with validator(database, relations_of(self._known)) as validated:
            for suite in self._suites:
                if suite.layer == layer:
                    for result in validated.run(suite):
                        if not result.passed:
                            yield Finding(
                                layer, "flagged", f"{result.expectation.severity}: {result.summary}"
                            )

    def _build(self, database: Path, landing: Path, select: str, bound: str | None = None) -> None:
        values = {"landing": str(landing), **({"batch_date": bound} if bound else {})}
        kinds = ["--resource-type", "seed", "--resource-type", "model"]
        if bound is None:
            kinds += ["--exclude", "config.materialized:view"]  # they are there already
        result = self._invoke(database, ["build", "--select", select, *kinds, "--vars", str(values)])
        if result.exception is not None:
            raise RuntimeError(getattr(result.exception, "msg", str(result.exception)))
        if not result.success:
            failed = [found for found in result.result if found.status in ("error", "fail")]
            raise RuntimeError("; ".join(f"{found.node.name}: {found.message}" for found in failed))

    def _invoke(self, database: Path, arguments: list[str]) -> Any:
        database.parent.mkdir(parents=True, exist_ok=True)
        with _database(database):
            try:
                # a copy: dbt writes resolved foreign keys into the manifest and refuses them next time
                manifest = self._manifest.deepcopy() if self._manifest else None
                return dbtRunner(manifest=manifest).invoke([*arguments, *self._options])
            finally:
                if DuckDBConnectionManager._ENV is not None:
                    DuckDBConnectionManager._ENV.close()
                    DuckDBConnectionManager.close_all_connections()


def _refused(database: Path) -> dict[tuple[Any, ...], str]:
    """Return what waits in quarantine or was left out as a duplicate, in words, by delivery and row."""
    with duckdb.connect(str(database)) as connection:
        there = connection.execute(
            "select count(*) from duckdb_views() where view_name = 'qrn_refused_rows'"
        ).fetchone()
        if not there or not there[0]:
            return {}
        rows = connection.execute(
            "select record_source, batch_date, delivery_number, row_number, verdict, broken_rule, reason"
            " from quarantine.qrn_refused_rows order by all"
        ).fetchall()
    return {
        row[:4]: f"{row[0]}, delivery {row[1]} number {row[2]}, row {row[3]}: {row[5]}: {row[6]}"
        for row in rows
    }


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
