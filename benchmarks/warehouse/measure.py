"""Measures the warehouse of some size: a build, the same SQL without dbt, one more day, bytes and questions."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from benchmarks import machine
from benchmarks.timed_dbt import DATABASE_FILE
from orchestration.layers import LAYERS, layer_of
from tools.warehouse import ROOT

# The day up to which is built, and the one before it: after two years of deliveries, an ordinary one, without
# full extracts.
DAY, DAY_BEFORE = "2025-12-30", "2025-12-29"
# What is built at once before them. The day before is loaded by itself, and not measured: the first day after a build
# counts the groups of the materialized views, which later days then only touch.
HISTORY_UNTIL = "2025-12-28"

# Each way to model, and the layer that is it.
STYLES = ("inmon", "kimball", "vault", "vault_marts", "obt")

# Models are measured by themselves; what checks them is a run of its own.
MODELS = ("build", "--exclude-resource-type", "test", "unit_test", "exposure")
CHECKS = ("test", "--exclude-resource-type", "unit_test")

Figures = dict[str, Any]


def measure(size: int, repeat: int, folder: Path | None = None) -> Figures:
    """Generate deliveries, build from them in a folder that is thrown away, and return what it cost.

    Args:
        size: the generator's scale; 1 is that of the seeds.
        repeat: how often each thing is measured; medians are kept.
        folder: where the folder is made; it takes room for four databases of the size.
    """
    described = machine.describe()
    scratch = Path(tempfile.mkdtemp(prefix=f"warehouse_{size}_", dir=folder))
    try:
        started = time.perf_counter()
        figures = _Warehouse(size, scratch).measured(repeat)
        seconds = round(time.perf_counter() - started)
        return {"size": size, "machine": described, "seconds": seconds, "runs": repeat, **figures}
    finally:
        shutil.rmtree(scratch)


class _Warehouse:
    """The warehouses of one size: built whole, built but for the last day, and made by the floor."""

    def __init__(self, size: int, folder: Path) -> None:
        self.folder = folder
        self.landing = folder / "landing"
        command = [sys.executable, "-m", "generator", "--scale", str(size), "--out", str(self.landing)]
        _run(command)
        _say(f"size {size}: deliveries are generated")

    def measured(self, repeat: int) -> Figures:
        """Build, by turns with the floor and one more day, then read; return the figures."""
        builds, floors, days = [], [], []
        history = self._database("history")
        for turn in range(repeat):
            builds.append(self._dbt("whole", MODELS, DAY, anew=True))
            floors.append(self._floor())
            if turn == 0:
                self._dbt("history", MODELS, HISTORY_UNTIL, anew=True)
                self._dbt("history", MODELS, DAY_BEFORE)
            shutil.copyfile(history, self._database("day"))
            days.append(self._dbt("day", MODELS, DAY))
            _say(f"  run {turn + 1} of {repeat}")
        history.unlink()
        checks = self._dbt("whole", CHECKS, DAY)
        nodes = self._nodes()
        with duckdb.connect(str(self._database("whole")), read_only=True) as connection:
            stored = _bytes(connection, nodes)
            counted = _counts(connection)
            questions = _questions(connection, repeat)
        layers = {node: layer_of(nodes[node]).name for node in nodes}
        whole = medians_of(builds)
        return {
            **counted,
            "build": figures_of(whole, layers),
            "floor": figures_of(medians_of(floors), layers),
            "day": figures_of(medians_of(days), layers),
            "checks": {name: checks[name] for name in ("wall", "cpu", "peak_bytes")},
            "bytes": stored | {"file": self._database("whole").stat().st_size},
            "styles": costs_of_styles(whole, nodes, layers, stored),
            "questions": questions,
        }

    def _dbt(self, name: str, command: Sequence[str], day: str, *, anew: bool = False) -> Figures:
        database = self._database(name)
        if anew:
            database.unlink(missing_ok=True)
        variables = json.dumps({"landing": str(self.landing), "batch_date": day})
        module = [sys.executable, "-m", "benchmarks.warehouse.build"]
        result = self.folder / "result.json"
        paths = [str(database), str(result), str(self.folder / f"dbt_{name}")]
        _run([*module, *paths, "--", *command, "--vars", variables])
        return _read(result)

    def _floor(self) -> Figures:
        database, built = self._database("floor"), self.folder / "dbt_whole"
        database.unlink(missing_ok=True)
        result = self.folder / "result.json"
        files = [database, result, self._database("whole"), built / "run_results.json", built / "manifest.json"]
        _run([sys.executable, "-m", "benchmarks.warehouse.floor", *map(str, files)])
        database.unlink()
        return _read(result)

    def _nodes(self) -> dict[str, Any]:
        """Return what dbt builds, by unique id."""
        known = _read(self.folder / "dbt_whole" / "manifest.json")["nodes"]
        return {
            key: node for key, node in known.items() if node["resource_type"] in ("seed", "model", "snapshot")
        }

    def _database(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return folder / DATABASE_FILE


def medians_of(runs: Sequence[Figures]) -> Figures:
    """Return the median of each figure over the runs."""
    return {
        "wall": median(run["wall"] for run in runs),
        "cpu": median(run["cpu"] for run in runs),
        "peak_bytes": median(run["peak_bytes"] for run in runs),
        "nodes": {
            node: {what: median(run["nodes"][node][what] for run in runs) for what in ("wall", "cpu")}
            for node in runs[0]["nodes"]
        },
    }


def figures_of(run: Figures, layers: Mapping[str, str]) -> Figures:
    """Return seconds and memory of a run; `engine` is what its statements took, `hooks` what those of them did."""
    of_layer: dict[str, dict[str, float]] = defaultdict(lambda: {"nodes": 0, "wall": 0.0, "cpu": 0.0})
    hooks = {"wall": 0.0, "cpu": 0.0}
    for node, cost in run["nodes"].items():
        into = of_layer[layers[node]] if node in layers else hooks
        for what in ("wall", "cpu"):
            into[what] += cost[what]
        if node in layers:
            into["nodes"] += 1
    return {
        "wall": round(run["wall"], 2),
        "cpu": round(run["cpu"], 2),
        "peak_bytes": int(run["peak_bytes"]),
        "engine": _rounded(_total([*of_layer.values(), hooks])),
        "hooks": _rounded(hooks),
        "layers": {layer.name: _rounded(of_layer[layer.name]) for layer in LAYERS if layer.name in of_layer},
    }


def costs_of_styles(
    run: Figures, nodes: Mapping[str, Any], layers: Mapping[str, str], stored: Mapping[str, int]
) -> Figures:
    """Return what each style costs by itself, and with all that it is built on, as if it were the only one."""
    found = {}
    for style in STYLES:
        own = {node for node in nodes if layers[node] == style}
        needed = _with_parents(own, nodes)
        found[style] = {
            "nodes": len(own),
            "engine": _rounded(_total(run["nodes"].get(node, {}) for node in own)),
            "nodes_with_needed": len(needed),
            "engine_with_needed": _rounded(_total(run["nodes"].get(node, {}) for node in needed)),
            "bytes": stored.get(style, 0),
        }
    return found


def _with_parents(own: Iterable[str], nodes: Mapping[str, Any]) -> set[str]:
    found: set[str] = set()
    waiting = list(own)
    while waiting:
        node = waiting.pop()
        if node in nodes and node not in found:
            found.add(node)
            waiting.extend(nodes[node]["depends_on"].get("nodes", []))
    return found


def _bytes(connection: duckdb.DuckDBPyConnection, nodes: Mapping[str, Any]) -> dict[str, int]:
    """Return the bytes of the blocks that the tables of each layer have on disk."""
    tables = set(connection.execute("select schema_name, table_name from duckdb_tables()").fetchall())
    [(block,)] = connection.execute("select block_size from pragma_database_size()").fetchall()
    found: dict[str, int] = defaultdict(int)
    for node in nodes.values():
        if (node["schema"], node["alias"]) in tables:
            [(blocks,)] = connection.execute(
                "select count(distinct block_id) from pragma_storage_info(?) where persistent",
                [f"{node['schema']}.{node['alias']}"],
            ).fetchall()
            found[layer_of(node).name] += blocks * block
    return {layer.name: found[layer.name] for layer in LAYERS if layer.name in found}


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    queries = {
        "delivered_rows": "select sum(cast(row_count as bigint)) from bronze.brz_reference__deliveries",
        "order_lines": "select count(*) from kimball.fct_order_lines",
    }
    return {name: int(connection.execute(query).fetchall()[0][0]) for name, query in queries.items()}


def _questions(connection: duckdb.DuckDBPyConnection, repeat: int) -> Figures:
    """Return what reading each answer costs in each style, the styles by turns, the median of warm reads."""
    styles: dict[str, list[str]] = defaultdict(list)
    for (view,) in connection.execute(
        "select view_name from duckdb_views() where schema_name = 'questions' order by view_name"
    ).fetchall():
        name, _, style = view.rpartition("__")
        styles[name].append(style)
    found: Figures = {}
    for name, answers in styles.items():
        reads: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for _ in range(repeat + 1):
            for style in answers:
                wall, cpu = time.perf_counter(), time.process_time()
                connection.sql(f"select * from questions.{name}__{style}").to_arrow_table()
                reads[style].append((time.perf_counter() - wall, time.process_time() - cpu))
        # the first read of a style fetches blocks from disk that the others then find
        found[name] = {
            style: {
                "wall": round(median(wall for wall, _ in costs[1:]), 4),
                "cpu": round(median(cpu for _, cpu in costs[1:]), 4),
            }
            for style, costs in reads.items()
        }
    return found


def _total(costs: Iterable[Mapping[str, float]]) -> dict[str, float]:
    known = list(costs)
    return {what: sum(cost.get(what, 0.0) for cost in known) for what in ("wall", "cpu")}


def _rounded(cost: Mapping[str, float]) -> dict[str, float]:
    return {name: value if isinstance(value, int) else round(value, 3) for name, value in cost.items()}


def _read(path: Path) -> Figures:
    found: Figures = json.loads(path.read_text(encoding="utf-8"))
    return found


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-4000:]}")


def _say(text: str) -> None:
    print(text, flush=True)
