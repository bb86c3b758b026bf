"""What one more day costs the Data Vault when the history behind it is ten times as long.

    python -m benchmarks.vault_day [--small 15] [--large 150] [--runs 5] [--folder DIR]

Generates deliveries at two scales, loads all but the day 2025-12-30, a day without full extracts, into a
database each, and then that day as far as staging. The day is the same for both: of the larger one as many
rows of each table are delivered as the smaller one has. What is measured is the rest, the incremental
models of the vault, on a copy of the database, the two scales in turn: seconds that dbt takes for a model,
seconds in which the engine works on its queries, and the engine's seconds of processor time; medians of
the runs. Prints the sums, their ratios, and the models that grow most. What is in the folder already is
used again; in full it takes about 15 minutes and 4 GB.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper
from dbt.cli.main import dbtRunner

from tools.replay import dbt_options
from tools.warehouse import ROOT

DAY = "2025-12-30"
DAY_BEFORE = "2025-12-29"
VAULT = "path:models/silver/vault"
DATABASE_FILE = "touchstone.duckdb"

# What tells which rows of a table belong together, so that the smaller day is a day of whole orders.
TOGETHER = {
    "addresses": "customer_id",
    "customers": "customer_id",
    "events": "event_id",
    "order_line_promotions": "order_id",
    "order_lines": "order_id",
    "orders": "order_id",
    "payments": "order_id",
    "receipts": "receipt_no",
    "returns": "order_id",
    "shipments": "order_id",
}

_NODE = re.compile(r'"node_id": "[a-z_]+\.touchstone\.([^"]+)"')


@dataclass
class Cost:
    """Seconds by model: of dbt as a whole, and what the engine's queries took of them."""

    dbt: dict[str, float] = field(default_factory=dict)
    wall: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    processor: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))


@contextmanager
def measured() -> Iterator[Cost]:
    """Count what each query of dbt costs, for the model that it is of."""
    cost = Cost()
    execute: Any = DuckDBCursorWrapper.execute

    def timed(self: Any, sql: str, bindings: Any = None) -> Any:
        wall, processor = time.perf_counter(), time.process_time()
        try:
            return execute(self, sql, bindings)
        finally:
            node = _NODE.search(sql)
            name = node.group(1) if node else "?"
            cost.wall[name] += time.perf_counter() - wall
            cost.processor[name] += time.process_time() - processor

    with patch.object(DuckDBCursorWrapper, "execute", timed):
        yield cost


class Project:
    """The dbt project, parsed once."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._manifest: Any = None
        self._manifest = self.invoke(scratch / DATABASE_FILE, ["parse", "--no-partial-parse"])
        # dbt cannot copy a manifest that has selectors, and nothing here selects by one
        self._manifest.selectors = {}

    def invoke(
        self,
        database: Path,
        arguments: Sequence[str],
        variables: Mapping[str, str] | None = None,
        *,
        hooks: bool = True,
    ) -> Any:
        """Run a dbt command on a database and return its result; RuntimeError when it failed.

        Without its hooks the project does not check the landing, which the vault does not read.
        """
        os.environ["TOUCHSTONE_DB"] = str(database)
        manifest: Any = self._manifest.deepcopy() if self._manifest else None
        if not hooks:
            for name in [name for name in manifest.nodes if name.startswith("operation.")]:
                del manifest.nodes[name]
        options = [*dbt_options(self._scratch), "--vars", json.dumps(dict(variables or {}))]
        try:
            result = dbtRunner(manifest=manifest).invoke([*arguments, *options])
        finally:
            if DuckDBConnectionManager._ENV is not None:
                DuckDBConnectionManager._ENV.close()
                DuckDBConnectionManager.close_all_connections()
        if not result.success:
            raise RuntimeError(f"dbt {' '.join(arguments)} failed: {result.exception or 'see above'}")
        return result.result


def generate(folder: Path, scale: int) -> Path:
    """Write the deliveries of a scale, unless they are there, and return their folder."""
    landing = folder / f"landing_{scale}"
    if not landing.exists():
        command = [sys.executable, "-m", "generator", "--scale", str(scale), "--until", DAY, "--out"]
        subprocess.run([*command, str(landing)], cwd=ROOT, check=True)
    return landing


def thin(large: Path, small: Path) -> None:
    """Leave as many rows of the day in each table of the larger landing as the smaller one has."""
    done = large / ".thinned"
    if done.exists():
        return
    counts: dict[str, int] = {}
    with duckdb.connect() as db:
        for file in sorted(large.glob(f"*/*/batch_date={DAY}/*.parquet")):
            system, table = file.relative_to(large).parts[:2]
            if system == "reference":
                continue
            twin = small / file.relative_to(large)
            source = "read_parquet('{}', hive_partitioning = false)"
            count = _rows(db, source.format(twin)) if twin.exists() else 0
            position = "cast(row_number as integer)"
            order = f"md5({TOGETHER[table]}), {position}" if table in TOGETHER else position
            kept = db.execute(
                f"select * from {source.format(file)} order by {order} limit {count}"
            ).to_arrow_table()
            db.register("kept", kept)
            db.execute(
                f"copy (select * replace (cast(row_number() over (order by {position}) as varchar)"
                f" as row_number) from kept) to '{file}' (format parquet)"
            )
            db.unregister("kept")
            counts[f"{system}.{table}"] = count
        for file in large.glob(f"reference/deliveries/batch_date={DAY}/*.parquet"):
            cases = " ".join(f"when '{name}' then '{count}'" for name, count in counts.items())
            listed = db.execute(
                "select * replace (case system_name || '.' || table_name "
                f"{cases} else row_count end as row_count) "
                f"from read_parquet('{file}', hive_partitioning = false)"
            ).to_arrow_table()
            db.register("listed", listed)
            db.execute(f"copy listed to '{file}' (format parquet)")
            db.unregister("listed")
    done.touch()


def _rows(db: duckdb.DuckDBPyConnection, relation: str) -> int:
    row = db.execute(f"select count(*) from {relation}").fetchone()
    assert row is not None
    return int(row[0])


def prepare(project: Project, folder: Path, scale: int, landing: Path) -> Path:
    """Load the history into the vault, then the day as far as staging; return the database."""
    database = folder / f"history_{scale}" / DATABASE_FILE
    if database.exists():
        return database
    database.parent.mkdir(exist_ok=True)
    unfinished = database.with_name("unfinished") / DATABASE_FILE
    shutil.rmtree(unfinished.parent, ignore_errors=True)
    unfinished.parent.mkdir()
    kinds = ["--resource-type", "seed", "--resource-type", "model"]
    history = {"landing": str(landing), "batch_date": DAY_BEFORE}
    project.invoke(unfinished, ["build", "--select", f"+{VAULT}", *kinds], history)
    without_vault = ["build", "--select", f"+{VAULT}", "--exclude", VAULT, *kinds]
    with measured() as cost:
        project.invoke(unfinished, without_vault, {**history, "batch_date": DAY})
    spent = sum(cost.processor.values())
    print(f"scale {scale}: before the vault the day takes {spent:.1f} s of processor time")
    unfinished.rename(database)
    return database


def load_day(project: Project, database: Path, scratch: Path) -> Cost:
    """Load the day into a copy of the database's vault, and return what it cost."""
    copy = scratch / DATABASE_FILE
    copy.unlink(missing_ok=True)
    shutil.copyfile(database, copy)
    with measured() as cost:
        run = project.invoke(
            copy, ["run", "--select", f"{VAULT},config.materialized:incremental"], hooks=False
        )
    cost.dbt = {result.node.name: result.execution_time for result in run.results}
    copy.unlink()
    return cost


def medians(costs: Sequence[Cost], what: str) -> dict[str, float]:
    """Return the median of each model over the runs; `what` is 'dbt', 'wall' or 'processor'."""
    names = {name for cost in costs for name in getattr(cost, what)}
    return {name: statistics.median(getattr(cost, what)[name] for cost in costs) for name in sorted(names)}


def report(small: Sequence[Cost], large: Sequence[Cost], order_lines: Sequence[int]) -> str:
    """Return the figures as text."""
    lines = [f"order lines: {order_lines[0]:,} and {order_lines[1]:,}; runs: {len(small)} each"]
    for what in ("dbt", "wall", "processor"):
        sums = [[sum(getattr(cost, what).values()) for cost in costs] for costs in (small, large)]
        left, right = (statistics.median(values) for values in sums)
        lines.append(f"{what:10} {left:7.2f} s {right:7.2f} s   ratio {right / left:.2f}")
    before, after = medians(small, "processor"), medians(large, "processor")
    growth = sorted(after, key=lambda name: before.get(name, 0.0) - after[name])
    lines += ["", "models that grow most, processor seconds:"]
    lines += [f"  {name:44} {before.get(name, 0.0):6.3f} {after[name]:6.3f}" for name in growth[:25]]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.vault_day")
    parser.add_argument("--small", type=int, default=15, help="scale of the smaller history")
    parser.add_argument("--large", type=int, default=150, help="scale of the larger history")
    parser.add_argument("--runs", type=int, default=5, help="runs of each")
    parser.add_argument("--folder", type=Path, help="where deliveries and databases are kept")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="vault-day-") as name:
        scratch = Path(name)
        folder = options.folder or scratch
        folder.mkdir(parents=True, exist_ok=True)
        small, large = generate(folder, options.small), generate(folder, options.large)
        thin(large, small)
        project = Project(scratch)
        databases = [
            prepare(project, folder, scale, landing)
            for scale, landing in ((options.small, small), (options.large, large))
        ]
        order_lines = []
        for database in databases:
            with duckdb.connect(str(database), read_only=True) as db:
                order_lines.append(
                    _rows(db, "vault.dcl_order_line") + _rows(db, "vault.msat_pos_receipt_line")
                )
        costs: list[list[Cost]] = [[], []]
        for _ in range(options.runs):
            for kept, database in zip(costs, databases, strict=True):
                kept.append(load_day(project, database, scratch))
        print(report(costs[0], costs[1], order_lines))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
