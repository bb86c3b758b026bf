"""The page of the star's techniques names only what is in the project."""

import re

from tools.lint.problem import Problem
from tools.lint.project import Project

PAGE = "models/gold/kimball/_techniques.md"
_NAME = re.compile(r"`([a-z][a-z0-9_]+)`")


def check_techniques(project: Project) -> list[Problem]:
    """Refuse a name in backticks that is no node, column, test or macro of the project.

    A name that ends in an underscore stands for all that begin with it. A project without the star has
    no page to check.
    """
    page = project.root / PAGE
    if not page.exists():
        return []
    known = _names(project)
    problems = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        for name in _NAME.findall(line):
            if name in known or (name.endswith("_") and any(other.startswith(name) for other in known)):
                continue
            message = f"nothing in the project is called {name}: name what is there, or take the row out"
            problems.append(Problem(PAGE, number, "techniques", message))
    return problems


def _names(project: Project) -> set[str]:
    """The names of nodes, their columns, tests and macros."""
    names: set[str] = set()
    for kind in ("nodes", "unit_tests", "macros"):
        for item in project.manifest.get(kind, {}).values():
            names.add(str(item["name"]).removeprefix("test_"))
            names.update(item.get("columns", {}))
    return names
