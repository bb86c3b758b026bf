"""`python -m tools.lint`: runs every check on this project; exits with 1 if any finds a problem."""

import sys
from collections.abc import Callable
from pathlib import Path

from tools.lint.cost import check_cost_of_change
from tools.lint.documentation import (
    check_contracts,
    check_descriptions,
    check_grain_comments,
    check_macro_comments,
)
from tools.lint.files import check_files
from tools.lint.keys import check_keys
from tools.lint.layering import check_layering, check_seed_names
from tools.lint.pages import check_exposures, check_links, check_names
from tools.lint.personal import check_personal_columns
from tools.lint.portability import check_portability
from tools.lint.problem import Problem
from tools.lint.project import ParseError, Project
from tools.lint.questions import check_query_shapes
from tools.lint.star import check_bus_matrix, check_star
from tools.lint.wide import check_wide_tables

CHECKS: tuple[Callable[[Project], list[Problem]], ...] = (
    check_portability,
    check_seed_names,
    check_grain_comments,
    check_macro_comments,
    check_files,
    check_layering,
    check_descriptions,
    check_contracts,
    check_keys,
    check_star,
    check_bus_matrix,
    check_exposures,
    check_names,
    check_links,
    check_wide_tables,
    check_query_shapes,
    check_cost_of_change,
    check_personal_columns,
)


def main(root: Path) -> int:
    """Print the problems of the project in the folder and return the exit code."""
    project = Project(root)
    problems: list[Problem] = []
    try:
        for check in CHECKS:
            problems.extend(check(project))
    except ParseError as error:
        print(f"{error}\ndbt cannot parse the project: put that right first.", file=sys.stderr)
        return 1
    for problem in sorted(problems):
        print(problem)
    print(f"{len(problems)} problems" if problems else f"{len(CHECKS)} checks, no problem")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parents[2]))
