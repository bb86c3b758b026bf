"""`python -m benchmarks warehouse`, `serving` or `engines`: measures, and writes figures and their page."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import results
from benchmarks.engines import ENGINES
from benchmarks.engines import measure as engines_measure
from benchmarks.engines import page as engines_page
from benchmarks.serving import AGGREGATES
from benchmarks.serving import measure as serving_measure
from benchmarks.serving import page as serving_page
from benchmarks.warehouse import measure as warehouse_measure
from benchmarks.warehouse import page as warehouse_page
from tools.warehouse import DEFAULT_DATABASE, ROOT, database_path


def main(arguments: Sequence[str]) -> int:
    """Measure or redraw, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    comparisons = parser.add_subparsers(dest="comparison", required=True)
    warehouse = comparisons.add_parser(
        "warehouse", help="what the layers and styles cost to build, keep and ask"
    )
    warehouse.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=[1, 10, 100],
        metavar="N",
        help="the generator's scale (1 10 100); figures of other sizes stay",
    )
    warehouse.add_argument("--repeat", type=int, default=3, help="how often each thing is measured (3)")
    warehouse.add_argument(
        "--scratch", type=Path, help="where deliveries and databases are made and thrown away"
    )
    warehouse.add_argument("--page", action="store_true", help="measure nothing, write the page anew")
    serving = comparisons.add_parser("serving", help="view, table, incremental table or materialized view")
    serving.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=[1, 10, 100],
        metavar="N",
        help="how many times the built star (1 10 100); figures of other sizes stay",
    )
    serving.add_argument(
        "--star",
        type=Path,
        default=database_path() or ROOT / DEFAULT_DATABASE,
        help="a built database, which is only read (warehouse/touchstone.duckdb, or TOUCHSTONE_DB)",
    )
    serving.add_argument(
        "--repeat", type=int, default=3, choices=(1, 2, 3), help="builds, and days of a kind (3)"
    )
    serving.add_argument(
        "--scratch", type=Path, help="where databases are made and thrown away (a temporary folder)"
    )
    serving.add_argument(
        "--aggregates",
        nargs="+",
        default=AGGREGATES,
        choices=AGGREGATES,
        metavar="NAME",
        help="those that are measured (all); figures of others stay",
    )
    serving.add_argument("--page", action="store_true", help="measure nothing, write the page anew")
    engines = comparisons.add_parser("engines", help="the same models on DuckDB, PostgreSQL and Spark")
    engines.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=[1, 10],
        metavar="N",
        help="the generator's scale (1 10); figures of other sizes stay",
    )
    engines.add_argument(
        "--engines",
        nargs="+",
        default=list(ENGINES),
        choices=list(ENGINES),
        metavar="NAME",
        help="those that are measured (all); figures of others stay",
    )
    engines.add_argument(
        "--select",
        nargs="+",
        default=[],
        metavar="MODEL",
        help="dbt selectors of what is built (all models and snapshots)",
    )
    engines.add_argument("--scratch", type=Path, help="where deliveries and tables are made and thrown away")
    engines.add_argument("--page", action="store_true", help="measure nothing, write the page anew")
    options = parser.parse_args(arguments)
    return {"warehouse": _warehouse, "serving": _serving, "engines": _engines}[options.comparison](options)


def _warehouse(options: argparse.Namespace) -> int:
    if not options.page:
        for size in sorted(options.sizes):
            results.add("warehouse", warehouse_measure.measure(size, options.repeat, options.scratch))
    return _written(warehouse_page.write(ROOT, results.load("warehouse")))


def _serving(options: argparse.Namespace) -> int:
    if not options.page:
        if not options.star.is_file():
            print(f"There is no database {options.star}: make one by `make build`, or name one by --star.")
            return 2
        for size in sorted(options.sizes):
            measured = serving_measure.measure(
                options.star, size, options.repeat, options.scratch, options.aggregates
            )
            results.add("serving", measured)
    return _written(serving_page.write(ROOT, results.load("serving")))


def _engines(options: argparse.Namespace) -> int:
    if not options.page:
        for size in sorted(options.sizes):
            measured = engines_measure.measure(size, options.engines, options.scratch, options.select)
            results.add("engines", measured)
    return _written(engines_page.write(ROOT, results.load("engines")))


def _written(paths: Sequence[Path]) -> int:
    for path in paths:
        print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
