"""Builds the warehouse of one size on each engine, and notes seconds on the clock and bytes on disk.

An engine that is a server, or a cluster, works outside of the process that asks it: the clock is what can be
compared. Each step is a command as a person types it, the start of its programs included; only dbt's parse of
the project, which is the same everywhere, is done before.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from benchmarks import machine
from benchmarks.timed_dbt import DATABASE_FILE
from benchmarks.warehouse.measure import DAY, DAY_BEFORE, MODELS
from tools import postgres
from tools.warehouse import ROOT

Figures = dict[str, Any]

# One small table without an increment: what is left is what it takes to run anything.
ONE_MODEL = ("run", "--select", "dim_payment_method")
# How many lines of sales there are: the first of these that a part of the models can answer.
LINES_OF_SALES = (
    "select count(*) from inmon.sales_order_lines",
    "select (select count(*) from staging.stg_shop__order_lines_history where is_current)"
    " + (select count(*) from inmon.receipts_1nf where receipt_type = 'sale')",
)
_BYTES_OF_POSTGRES = (
    "import os, psycopg2\n"
    "opened = psycopg2.connect('')\n"
    "cursor = opened.cursor()\n"
    "cursor.execute('select pg_database_size(current_database())')\n"
    "print(cursor.fetchone()[0])\n"
)


class _Engine:
    """How dbt is started on an engine, how deliveries get there, and how many bytes it keeps."""

    def __init__(
        self, environment: Mapping[str, str], dbt: Sequence[str], land: Sequence[str] | None
    ) -> None:
        self.environment = {**os.environ, **environment}
        self.dbt = dbt
        self.land = land
        self.bytes: Callable[[], int] = lambda: 0


def measure(
    size: int, engines: Sequence[str], scratch: Path | None = None, selected: Sequence[str] = ()
) -> Figures:
    """Generate deliveries of a size and return what each engine costs, in seconds and bytes.

    `selected` are dbt selectors of what is built; all models and snapshots where there are none.

    Raises:
        RuntimeError: a command failed, or the environment of an engine was not set up.
    """
    with tempfile.TemporaryDirectory(prefix="engines-", dir=scratch) as name:
        folder = Path(name)
        landing = folder / "landing"
        _run([sys.executable, "-m", "generator", "--scale", str(size), "--out", str(landing)], os.environ)
        found = {}
        counted: dict[str, int] = {}
        described = machine.describe()
        for engine in engines:
            own = folder / engine
            own.mkdir()
            with _STARTED[engine](own) as started:
                found[engine] = _measured(started, own, landing, selected)
            counted |= _order_lines(own / DATABASE_FILE)
            shutil.rmtree(own)
            print(f"size {size}, {engine}: {found[engine]}", flush=True)
        return {
            "size": size,
            "selected": list(selected),
            "machine": described,
            "delivered_rows": _delivered_rows(landing),
            **counted,
            "engines": found,
        }


def _measured(engine: _Engine, folder: Path, landing: Path, selected: Sequence[str] = ()) -> Figures:
    paths = {"--target-path": folder / "target", "--log-path": folder / "logs"}
    options = ["--quiet", *(text for option, path in paths.items() for text in (option, str(path)))]

    def dbt(command: Sequence[str], day: str) -> float:
        variables = ["--vars", json.dumps({"landing": str(landing), "batch_date": day})]
        _run([*engine.dbt, "parse", *variables, *options], engine.environment)
        return _run([*engine.dbt, *command, *variables, *options], engine.environment)

    found: Figures = {}
    if engine.land:
        found["land"] = _run(
            [*engine.land, "--vars", json.dumps({"landing": str(landing)})], engine.environment
        )
    models = [*MODELS, *(["--select", *selected] if selected else [])]
    found["build"] = dbt(models, DAY_BEFORE)
    found["day"] = dbt(models, DAY)
    found["one_model"] = dbt(ONE_MODEL, DAY)
    found["bytes"] = engine.bytes()
    return found


@contextmanager
def _duckdb(folder: Path) -> Iterator[_Engine]:
    database = folder / DATABASE_FILE
    engine = _Engine({"TOUCHSTONE_DB": str(database)}, [_program(".venv", "dbt")], None)
    engine.bytes = lambda: database.stat().st_size
    yield engine


@contextmanager
def _postgres(_folder: Path) -> Iterator[_Engine]:
    python, dbt = (_program(".venv-postgres", name) for name in ("python", "dbt"))
    with postgres.server(postgres.programs()) as address:
        environment = {"TOUCHSTONE_TARGET": "postgres", **address}
        engine = _Engine(environment, [dbt], [python, "-m", "tools.land"])
        engine.bytes = lambda: int(
            subprocess.check_output([python, "-c", _BYTES_OF_POSTGRES], env=engine.environment, text=True)
        )
        yield engine


@contextmanager
def _spark(folder: Path) -> Iterator[_Engine]:
    python, lake = _program(".venv-spark", "python"), folder / "lake"
    environment = {"TOUCHSTONE_TARGET": "spark", "TOUCHSTONE_LAKE": str(lake)}
    engine = _Engine(environment, [python, "-m", "tools.spark", "dbt"], [python, "-m", "tools.land"])
    engine.bytes = lambda: sum(path.stat().st_size for path in lake.rglob("*") if path.is_file())
    yield engine


_STARTED = {"duckdb": _duckdb, "postgres": _postgres, "spark": _spark}


def _program(environment: str, name: str) -> str:
    path = ROOT / environment / "bin" / name
    if not path.is_file():
        made_by = {
            ".venv": "make build",
            ".venv-postgres": "make test-postgres",
            ".venv-spark": "make test-spark",
        }
        raise RuntimeError(f"There is no {path.relative_to(ROOT)}: set it up by  {made_by[environment]}")
    return str(path)


def _delivered_rows(landing: Path) -> int:
    with duckdb.connect() as connection:
        query = "select sum(cast(row_count as bigint)) from read_parquet(?, union_by_name = true)"
        [(count,)] = connection.execute(query, [f"{landing}/reference/deliveries/*/*.parquet"]).fetchall()
    return int(count)


def _order_lines(database: Path) -> dict[str, int]:
    """Return how many lines of sales a DuckDB file holds, where it holds them."""
    if not database.is_file():
        return {}
    with duckdb.connect(str(database), read_only=True) as connection:
        for query in LINES_OF_SALES:
            try:
                [(count,)] = connection.execute(query).fetchall()
            except duckdb.CatalogException:
                continue
            return {"order_lines": int(count)}
    return {}


def _run(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Run a command from the project's folder and return the seconds it took."""
    began = time.perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, env=dict(environment), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-4000:]}")
    return round(time.perf_counter() - began, 1)
