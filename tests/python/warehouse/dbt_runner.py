"""Runs dbt inside this process, on a project that was parsed once, against one database file a warehouse."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from tests.python.warehouse.landing import PROJECT
from tools.warehouse import DEFAULT_DATABASE, landing_vars

# Every warehouse's file has this name: dbt notes the database's name, the file's stem, when it parses.
DATABASE_FILE = "touchstone.duckdb"

# What `make test`, or whoever ran dbt last, has parsed.
PARSED = PROJECT / "target" / "partial_parse.msgpack"

STORED = ("table", "incremental", "materialized_view")


@dataclass(frozen=True)
class Outcome:
    """What a dbt command came to: `messages` are its errors, an empty list when it succeeded.

    `queries` are the incremental models that ran, by <schema>.<name>, each with the query that it ran.
    """

    success: bool
    messages: list[str]
    queries: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The only error; AssertionError when there is none or more than one."""
        assert len(self.messages) == 1, f"expected one message, got {self.messages}"
        return self.messages[0]


class Project:
    """A dbt project in `folder`, parsed once for a target; dbt's own files go to `scratch`.

    dbt compares each file with what it has `parsed` before, where that is there, and parses what differs.
    """

    def __init__(
        self, scratch: Path, folder: Path = PROJECT, target: str = "duckdb", parsed: Path = PARSED
    ) -> None:
        self._target = target
        self._paths = {
            "--project-dir": folder,
            "--profiles-dir": PROJECT,
            "--target-path": scratch / "target",
            "--log-path": scratch / "logs",
        }
        self._manifest: Any = None
        self.parsed.parent.mkdir(parents=True, exist_ok=True)
        if parsed.is_file() and _settings(folder) == _settings(PROJECT):
            shutil.copy(parsed, self.parsed)
        # the database of `make test`, for dbt parses all anew for another; it is not opened
        outcome = self.invoke(Path(DEFAULT_DATABASE), ["parse"])
        assert outcome.success, outcome.exception
        self._manifest = outcome.result
        # dbt cannot copy a manifest that has selectors, and nothing here selects by one
        self._manifest.selectors = {}

    @property
    def tables(self) -> list[str]:
        """The models that are stored, as <schema>.<name>."""
        return [
            f"{node.schema}.{node.alias}"
            for node in self._manifest.nodes.values()
            if node.resource_type == "model" and node.config.materialized in STORED
        ]

    def write_docs(self, database: Path, models: str) -> Path:
        """Have dbt write manifest.json, and catalog.json of some models, and return the folder they are in."""
        written = self.invoke(database, ["docs", "generate", "--select", models])
        assert written.success, written.exception
        return self._paths["--target-path"]

    def compiled(self, database: Path, *selected: str) -> dict[str, Any]:
        """Return the manifest with the compiled SQL of the models that dbt selects."""
        outcome = self.invoke(database, ["compile", "--select", *selected])
        assert outcome.success, outcome.exception
        nodes = self._manifest.nodes | {one.node.unique_id: one.node for one in outcome.result.results}
        return {
            "metadata": {"project_name": self._manifest.metadata.project_name},
            "nodes": {key: node.to_dict() for key, node in nodes.items()},
            "docs": {key: block.to_dict() for key, block in self._manifest.docs.items()},
        }

    @property
    def parsed(self) -> Path:
        """What dbt keeps of the files that it has parsed."""
        return self._paths["--target-path"] / PARSED.name

    @property
    def known(self) -> dict[str, Any]:
        """The manifest as dbt writes it."""
        return dict(self._manifest.to_dict())

    @contextmanager
    def with_sql(self, model: str, old: str, new: str) -> Iterator[None]:
        """Let a part of a model's SQL be another for a while, without parsing again."""
        (node,) = (node for node in self._manifest.nodes.values() if node.name == model)
        before = node.raw_code
        assert old in before
        node.raw_code = before.replace(old, new)
        try:
            yield
        finally:
            node.raw_code = before

    def invoke(self, database: Path, arguments: Sequence[str], said: list[str] | None = None) -> Any:
        """Run a dbt command on a database file and return dbt's result; the file is closed afterwards.

        What dbt says, line by line, is added to `said`.
        """
        options = [text for option, path in self._paths.items() for text in (option, str(path))]
        options += ["--quiet", "--no-write-json", "--log-level-file", "none"]
        with _environment("TOUCHSTONE_DB", str(database)), _environment("TOUCHSTONE_TARGET", self._target):
            try:
                # a copy: dbt writes resolved foreign keys into the manifest and refuses them next time
                manifest = self._manifest.deepcopy() if self._manifest else None
                callbacks = [] if said is None else [lambda event: said.append(event.info.msg)]
                return dbtRunner(manifest=manifest, callbacks=callbacks).invoke([*arguments, *options])
            finally:
                _close_database()


@dataclass(frozen=True)
class Warehouse:
    """A database in a folder of its own, built from a landing folder (or the seeds) with some vars of its own."""

    project: Project
    folder: Path
    variables: Mapping[str, Any] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """The DuckDB file."""
        return self.folder / DATABASE_FILE

    def build(
        self,
        models: Sequence[str],
        landing: Path | None,
        *,
        batch_date: str | date | None = None,
        full_refresh: bool = False,
    ) -> Outcome:
        """Build seeds and models, without tests; `models` are dbt selectors.

        Views are made in the first run only, to save time: a later run would make the same ones.
        """
        arguments = ["build", "--select", *models, "--resource-type", "seed", "--resource-type", "model"]
        if self.database.exists():
            arguments += ["--exclude", "config.materialized:view"]
        if full_refresh:
            arguments.append("--full-refresh")
        return self._run(arguments, landing, batch_date)

    def test(self, models: Sequence[str], landing: Path | None) -> Outcome:
        """Run the data tests that dbt selects."""
        return self._run(["test", "--select", *models, "--resource-type", "test"], landing, None)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self.connect() as connection:
            rows: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
            return rows

    def connect(self, *, read_only: bool = True) -> duckdb.DuckDBPyConnection:
        """Open the database; the caller closes it before dbt runs again."""
        return duckdb.connect(str(self.database), read_only=read_only)

    def _run(self, arguments: Sequence[str], landing: Path | None, batch_date: str | date | None) -> Outcome:
        variables = {"landing": None, **landing_vars(landing), "batch_date": batch_date, **self.variables}
        self.folder.mkdir(parents=True, exist_ok=True)
        outcome = self.project.invoke(self.database, [*arguments, "--vars", yaml.safe_dump(variables)])
        if outcome.exception is not None:
            return Outcome(False, [getattr(outcome.exception, "msg", str(outcome.exception))])
        failed = [
            f"{result.node.name}: {result.message}"
            for result in outcome.result
            if result.status in ("error", "fail")
        ]
        queries = {
            f"{result.node.schema}.{result.node.alias}": result.node.compiled_code
            for result in outcome.result
            if result.node.resource_type == "model" and result.node.config.materialized == "incremental"
        }
        return Outcome(outcome.success, failed, queries)


def _settings(folder: Path) -> bytes:
    """Return what a project says of itself: with another, dbt parses all anew."""
    return (folder / "dbt_project.yml").read_bytes()


def _close_database() -> None:
    """Close the connection that dbt-duckdb keeps for the life of the process, and with it the file."""
    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
        DuckDBConnectionManager.close_all_connections()


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
