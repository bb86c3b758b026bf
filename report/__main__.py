"""`python -m report`: writes the comparison page and the page of column lineage, and says where they are.

    python -m report [--to FOLDER]

Reads the warehouse that `make build` built (warehouse/touchstone.duckdb, or TOUCHSTONE_DB), the measured
results and the project, whose SQL dbt compiles first. Exits with 2 if one of them is missing, and says what
makes it.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from report.built import MissingError, opened
from report.lineage import lineage_page
from report.page import comparison
from tools.lint.project import ParseError, Project
from tools.warehouse import ROOT, database_path

FOLDER = Path("target/report")


def main(arguments: Sequence[str]) -> int:
    """Write the pages and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m report", description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, default=ROOT / FOLDER, help=f"the folder ({FOLDER})")
    options = parser.parse_args(arguments)
    database = database_path()
    if database is None:
        print("The pages are made of a DuckDB warehouse: leave TOUCHSTONE_TARGET unset.", file=sys.stderr)
        return 2
    project = Project(ROOT)
    try:
        with opened(database) as connection:
            print("Compiling the SQL of all models, which takes half a minute the first time.")
            pages = {
                "comparison.html": comparison(project, connection),
                "column_lineage.html": lineage_page(project),
            }
    except MissingError as error:
        print(error, file=sys.stderr)
        return 2
    except ParseError as error:
        print(f"{error}\ndbt cannot compile the project: put that right first.", file=sys.stderr)
        return 1
    options.to.mkdir(parents=True, exist_ok=True)
    for name, html in pages.items():
        (options.to / name).write_text(html, encoding="utf-8")
        print(f"Open {options.to / name}  ({len(html.encode()) / 1e6:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
