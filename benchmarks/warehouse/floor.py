"""Runs the SQL that dbt compiled straight in DuckDB, in a process of its own: what no tool can go below.

    python -m benchmarks.warehouse.floor DATABASE RESULT BUILT RUN_RESULTS MANIFEST

Every model and snapshot is made from its query, in dbt's order: a view as a view, everything else by
`create table as`, without keys, constraints, comments, ledgers and tests; a view on the refresh ledger is
left out. The landing's views are those of that database, too, the settings those of profiles.yml.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb


def run(database: Path, built: Path, run_results: Path, manifest: Path) -> dict[str, Any]:
    """Make the same tables and views, and return `wall`, `cpu` and `peak_bytes` of it, and the `nodes`."""
    landing = _views_of_the_landing(built)
    known = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    results = json.loads(run_results.read_text(encoding="utf-8"))["results"]
    nodes: dict[str, dict[str, float]] = {}
    with duckdb.connect(
        str(database), config={"storage_compatibility_version": "v1.4.0"}
    ) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set disabled_optimizers = 'common_subplan'")
        for schema in sorted({str(node["schema"]) for node in known.values() if "schema" in node}):
            connection.execute(f'create schema if not exists "{schema}"')
        for view in landing:
            connection.execute(view)
        begun, cpu_begun = time.perf_counter(), time.process_time()
        for result in results:
            node = known.get(result["unique_id"], {})
            query = result["compiled_code"]
            if node.get("resource_type") not in ("model", "snapshot") or "refresh_ledger" in query:
                continue
            kind = "view" if node["config"]["materialized"] == "view" else "table"
            wall, cpu = time.perf_counter(), time.process_time()
            connection.execute(f"create {kind} {node['relation_name']} as (\n{query}\n)")
            nodes[result["unique_id"]] = {
                "wall": time.perf_counter() - wall,
                "cpu": time.process_time() - cpu,
            }
        connection.execute("checkpoint")
        wall, cpu = time.perf_counter() - begun, time.process_time() - cpu_begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"wall": wall, "cpu": cpu, "peak_bytes": peak, "nodes": nodes}


def _views_of_the_landing(built: Path) -> list[str]:
    with duckdb.connect(str(built), read_only=True) as connection:
        found = connection.execute(
            "select sql from duckdb_views() where schema_name = 'landing' and not internal order by view_name"
        ).fetchall()
    return [str(sql) for (sql,) in found]


def main(arguments: Sequence[str]) -> int:
    """Run as the arguments say and write the result."""
    database, result, built, run_results, manifest = map(Path, arguments)
    found = run(database, built, run_results, manifest)
    result.write_text(json.dumps(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
