"""Runs the suites without Dagster, prints what failed and writes a page of all results.

    python -m orchestration.quality [--layer LAYER ...] [--table TABLE ...] [--page FILE]

Exits with 1 if a critical expectation failed or any could not be computed, with 2 if a suite is not written
as it should be.
"""

import argparse
import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from orchestration.layers import LAYERS
from orchestration.project import prepared_project
from orchestration.quality.page import write_page
from orchestration.quality.relations import relations_of, suites_of
from orchestration.quality.suites import FOLDER, SuiteError, load_suites
from orchestration.quality.validation import Result, validator
from tools.turns import only_writer
from tools.warehouse import ROOT, database_path

PAGE = ROOT / "target" / "quality.html"


def main(arguments: Sequence[str]) -> int:
    """Run the suites and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m orchestration.quality")
    parser.add_argument("--layer", action="append", choices=[layer.name for layer in LAYERS])
    parser.add_argument("--table", action="append", metavar="TABLE", help="only the suite of this table")
    parser.add_argument("--page", type=Path, default=PAGE, metavar="FILE", help="where the page goes")
    options = parser.parse_args(arguments)
    database = database_path()
    if database is None or not database.exists():
        print(f"{database} is not there: run make build first. Suites run on DuckDB alone.", file=sys.stderr)
        return 2
    manifest = json.loads(prepared_project().manifest_path.read_text(encoding="utf-8"))
    started = time.monotonic()
    results: list[Result] = []
    try:
        suites = suites_of(load_suites(), manifest)
        if unknown := set(options.table or ()) - {suite.table for suite in suites}:
            print(f"No suite is of {', '.join(sorted(unknown))}: look in {FOLDER}.", file=sys.stderr)
            return 2
        log = logging.getLogger(__name__)
        with only_writer(database, log), validator(database, relations_of(manifest)) as validated:
            for suite in suites:
                is_chosen = options.layer is None or suite.layer in options.layer
                if is_chosen and (options.table is None or suite.table in options.table):
                    results.extend(validated.run(suite))
    except SuiteError as error:
        print(error, file=sys.stderr)
        return 2
    for result in results:
        if not result.passed:
            print(f"{result.expectation.severity:8} {result.summary}")
    count = Counter(result.expectation.severity for result in results if not result.passed)
    write_page(results, options.page)
    failed = ", ".join(f"{number} {severity}" for severity, number in count.items()) or "none"
    seconds = time.monotonic() - started
    print(f"{len(results)} expectations in {seconds:.1f} s; failed: {failed}. All of them: {options.page}")
    return 1 if count["critical"] or any(result.error for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
