"""Runs dbt once, in a process of its own, and writes down what each node cost and the most memory it took.

    python -m benchmarks.warehouse.build DATABASE RESULT SCRATCH -- build --vars ...
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner

from benchmarks.timed_dbt import Cost, Statements, close_file
from tools.warehouse import ROOT


def run(database: Path, scratch: Path, arguments: Sequence[str]) -> dict[str, Any]:
    """Run dbt and return `wall`, `cpu` and `peak_bytes` of the process, and `nodes` with the engine's cost.

    Seconds. Parsing is not counted; what dbt runs before its first node is a node too, of its own kind, and so is
    closing the file, when what is still in its log is written into the tables.

    Raises:
        RuntimeError: dbt or one of its nodes failed.
    """
    os.environ["TOUCHSTONE_DB"] = str(database)
    paths = {"--project-dir": ROOT, "--profiles-dir": ROOT, "--target-path": scratch, "--log-path": scratch}
    options = [text for option, path in paths.items() for text in (option, str(path))]
    options += ["--quiet", "--log-level-file", "none"]
    parsed = dbtRunner().invoke(["parse", *_vars(arguments), *options])
    if not parsed.success:
        raise RuntimeError(f"dbt parse failed: {parsed.exception}")
    statements = Statements()
    wall, cpu = time.perf_counter(), time.process_time()
    outcome: Any = dbtRunner(callbacks=[statements.note]).invoke([*arguments, *options])
    wall_at_end, cpu_at_end = time.perf_counter(), time.process_time()
    close_file()
    closing = Cost(time.perf_counter() - wall_at_end, time.process_time() - cpu_at_end)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if not outcome.success:
        failed = [f"{result.node.name}: {result.message}" for result in outcome.result or ()]
        raise RuntimeError(f"dbt {' '.join(arguments)} failed: {outcome.exception or failed}")
    nodes = {"closing": {"wall": closing.wall, "cpu": closing.cpu}}
    for result in outcome.result:
        cost = sum(statements.of.get(result.node.unique_id, []), start=Cost(0.0, 0.0))
        nodes[result.node.unique_id] = {"wall": cost.wall, "cpu": cost.cpu}
    return {
        "wall": wall,
        "cpu": cpu,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "nodes": nodes,
    }


def _vars(arguments: Sequence[str]) -> list[str]:
    return [
        text for i, text in enumerate(arguments) if text == "--vars" or (i and arguments[i - 1] == "--vars")
    ]


def main(arguments: Sequence[str]) -> int:
    """Run dbt as the arguments say and write the result."""
    database, result, scratch, _, *rest = arguments
    measured = run(Path(database), Path(scratch), rest)
    Path(result).write_text(json.dumps(measured), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
