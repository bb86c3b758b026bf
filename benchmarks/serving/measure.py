"""Measures the serving models on a star of some size."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from benchmarks import machine
from benchmarks.serving import AGGREGATES, CHOICES, STORED
from benchmarks.serving.star import Star
from benchmarks.timed_dbt import DATABASE_FILE, Cost, TimedDbt
from tools.warehouse import ROOT

PROJECT = Path(__file__).parent / "project"
COLD_READS = 2
WARM_READS = 10
# A read that takes long is repeated less often: until these seconds are spent.
WARM_SECONDS = 2.0

# Days by what comes on them. The first that replaces rows is one by itself: it has groups counted. On the
# days between them, which are left out, nothing was replaced.
APPENDED, FIRST, ORDINARY, CATALOGUE, NOTHING = "appended", "first", "ordinary", "catalogue", "nothing"
DAYS = {
    APPENDED: (date(2025, 12, 7), date(2025, 12, 8), date(2025, 12, 9)),
    FIRST: (date(2025, 12, 11),),
    ORDINARY: (date(2025, 12, 12), date(2025, 12, 13), date(2025, 12, 16)),
    CATALOGUE: (date(2025, 12, 14),),
}

# A part of the aggregate, as a screen would ask for it; {table} is where the key of the part comes from.
PARTS = {
    "daily_sales": "date_day > (select max(date_day) from {table}) - 7",
    "customer_360": "customer_durable_key = '{key}'",
    "product_performance": "product_durable_key = '{key}'",
    "inventory_position": "location_id = '{key}'",
}
KEYS = {
    "customer_360": "customer_durable_key",
    "product_performance": "product_durable_key",
    "inventory_position": "location_id",
}


def measure(
    source: Path,
    size: int,
    repeat: int,
    scratch: Path | None = None,
    aggregates: Sequence[str] = AGGREGATES,
) -> dict[str, Any]:
    """Make a star in a folder that is thrown away, and return what was measured on it.

    Args:
        source: a built database, which is only read.
        size: how many times its star.
        repeat: how many builds, days that only add rows and ordinary days there are, 3 at most.
        scratch: where the folder is made.
        aggregates: those that are measured.
    """
    described = machine.describe()
    folder = Path(tempfile.mkdtemp(prefix="serving_", dir=scratch))
    try:
        started = time.perf_counter()
        star = Star(source, folder / DATABASE_FILE, size)
        rows = star.build()
        _say(f"size {size}: the star has {rows['fct_order_lines']:,} order lines")
        measured = _Serving(star, TimedDbt(PROJECT, ROOT, folder / "dbt"), aggregates).measured(repeat)
        seconds = round(time.perf_counter() - started)
        return {
            "size": size,
            "machine": described,
            "seconds": seconds,
            "input_rows": rows,
            "aggregates": measured,
        }
    finally:
        shutil.rmtree(folder)


class _Serving:
    """The serving models of one database, and what they cost so far."""

    def __init__(self, star: Star, dbt: TimedDbt, aggregates: Sequence[str]) -> None:
        self.star = star
        self.dbt = dbt
        self.aggregates = aggregates
        self.models = tuple(f"{aggregate}__{choice}" for aggregate in aggregates for choice in CHOICES)
        self.builds: dict[str, list[Cost]] = {name: [] for name in self.models}
        self.refreshes: dict[str, dict[str, list[Cost]]] = {name: {} for name in self.models}
        self.said: dict[str, dict[str, str]] = {name: {} for name in self.models}
        self.wrong_rows: dict[str, int] = {}

    def measured(self, repeat: int) -> dict[str, Any]:
        """Build, refresh day after day, read, and return the costs of it, by aggregate."""
        for _ in range(repeat):
            for name, run in self.dbt.run(self.star.database, *self.models, full_refresh=True).items():
                self.builds[name].append(run.cost)
        _say("  built")
        for day, kind in sorted((day, kind) for kind, days in DAYS.items() for day in days[:repeat]):
            self._add(day, kind)
            if kind == ORDINARY:
                self.wrong_rows = {aggregate: self._rows_behind(aggregate) for aggregate in self.aggregates}
            self._refresh(kind)
        self._refresh(NOTHING)
        self._check()
        _say("  refreshed, and all four the same")
        return {aggregate: self._aggregate(aggregate) for aggregate in self.aggregates}

    def _add(self, day: date, kind: str) -> None:
        self.star.append(day)
        if kind != APPENDED:
            dimensions = ("dim_customer", "dim_product") if kind == CATALOGUE else ("dim_customer",)
            self.star.rewrite(day, dimensions)

    def _refresh(self, kind: str) -> None:
        for name, run in self.dbt.run(self.star.database, *self.models).items():
            self.refreshes[name].setdefault(kind, []).append(run.cost)
            self.said[name][kind] = run.message

    def _rows_behind(self, aggregate: str) -> int:
        """How many rows of the view a stored one lacks before its refresh."""
        view, table = (f"select * from serving.{aggregate}__{choice}" for choice in ("view", "table"))
        return self._one(f"select count(*) from (({view}) except all ({table}))")

    def _check(self) -> None:
        for aggregate in self.aggregates:
            view = f"select * from serving.{aggregate}__view"
            for choice in STORED:
                audit = " exclude (audit_loaded_at)" if choice == "incremental" else ""
                stored = f"select *{audit} from serving.{aggregate}__{choice}"
                differing = f"(({view}) except all ({stored})) union all (({stored}) except all ({view}))"
                if count := self._one(f"select count(*) from ({differing})"):
                    raise ValueError(f"{aggregate}__{choice}: {count} rows differ from the view's")

    def _aggregate(self, aggregate: str) -> dict[str, Any]:
        part = self._part(aggregate)
        return {
            "rows": self._one(f"select count(*) from serving.{aggregate}__table"),
            "rows_behind_after_a_day": self.wrong_rows[aggregate],
            "choices": {choice: self._choice(f"{aggregate}__{choice}", part) for choice in CHOICES},
        }

    def _choice(self, name: str, part: str) -> dict[str, Any]:
        refreshes = {} if name.endswith("__view") else self.refreshes[name]
        return {
            "build": _medians(self.builds[name]),
            "refresh": {kind: _medians(costs) for kind, costs in refreshes.items()},
            "refresh_says": self.said[name] if name.endswith("__materialized_view") else {},
            "read": {
                "whole": self._reads(f"select * from serving.{name}"),
                "part": self._reads(f"select * from serving.{name} where {part}"),
            },
            "bytes": 0 if name.endswith("__view") else self._bytes(name),
        }

    def _part(self, aggregate: str) -> str:
        table = f"serving.{aggregate}__table"
        column = KEYS.get(aggregate)
        key = self._query(f"select median({column}::varchar) from {table}")[0][0] if column else ""
        return PARTS[aggregate].format(table=table, key=key)

    def _reads(self, query: str) -> dict[str, dict[str, float | int]]:
        """The cost of a read on a file that nobody has opened yet, and of those that follow."""
        cold: list[Cost] = []
        warm: list[Cost] = []
        for _ in range(COLD_READS):
            _forget(self.star.database)
            with duckdb.connect(str(self.star.database), read_only=True) as connection:
                cold.append(_cost_of_read(connection, query))
                started = time.perf_counter()
                for _ in range(WARM_READS):
                    warm.append(_cost_of_read(connection, query))
                    if time.perf_counter() - started > WARM_SECONDS:
                        break
        return {"cold": _medians(cold), "warm": _medians(warm)}

    def _bytes(self, name: str) -> int:
        """Bytes of the blocks that a table, and what the ledger counts for it, has on disk."""
        tables = [f"serving.{name}"]
        counts = f"refresh_ledger.serving__{name}"
        if self._query(f"select 1 from duckdb_tables() where schema_name || '.' || table_name = '{counts}'"):
            tables.append(counts)
        return sum(
            self._one(
                f"select count(distinct block_id) * (select block_size from pragma_database_size())"
                f" from pragma_storage_info('{table}') where persistent"
            )
            for table in tables
        )

    def _one(self, query: str) -> int:
        return int(self._query(query)[0][0])

    def _query(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.star.database)) as connection:
            rows: list[tuple[Any, ...]] = connection.execute(query).fetchall()
            return rows


def _medians(costs: list[Cost]) -> dict[str, float | int]:
    return {
        "wall": round(median(cost.wall for cost in costs), 6),
        "cpu": round(median(cost.cpu for cost in costs), 6),
        "runs": len(costs),
    }


def _cost_of_read(connection: duckdb.DuckDBPyConnection, query: str) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    connection.sql(query).to_arrow_table()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def _forget(path: Path) -> None:
    """Ask the system to drop what it holds of a file in memory."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def _say(text: str) -> None:
    print(text, flush=True)
