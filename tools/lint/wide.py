"""Whether every column of a wide table says which column of the star it comes from.

A wide table is read without its dimensions, so what a column means is found by its `meta.from`, which a
reader follows to the description there.
"""

from collections.abc import Iterator

from tools.bus_matrix import STAR
from tools.lint.problem import Problem
from tools.lint.project import Node, Project

WIDE = "models/gold/obt/"


def check_wide_tables(project: Project) -> list[Problem]:
    """Refuse a column without a source, and a source that is no column of the star or of a wide table."""
    models = project.nodes("model")
    known = {
        f"{node['name']}.{column['name']}"
        for node in models
        if str(node["original_file_path"]).startswith((STAR, WIDE))
        for column in node["columns"].values()
    }
    problems: list[Problem] = []
    for node in models:
        if str(node["original_file_path"]).startswith(WIDE):
            path = str(node.get("patch_path") or node["original_file_path"]).rpartition("://")[2]
            problems.extend(Problem(path, 1, "wide", message) for message in _column_problems(node, known))
    return problems


def _column_problems(node: Node, known: set[str]) -> Iterator[str]:
    for column in node["columns"].values():
        name = f"{node['name']}.{column['name']}"
        given = ((column.get("config") or {}).get("meta") or {}).get("from") or []
        sources = [given] if isinstance(given, str) else given
        if not sources and not str(column["name"]).startswith("audit_"):
            yield f"{name} has no meta.from: name the column that it comes from, as dim_customer.loyalty_tier"
        for source in sources:
            if source not in known:
                yield f"{name} comes from {source}, which is no column of the star: name one that is"
            elif str(source).startswith(f"{node['name']}."):
                yield f"{name} comes from its own table: name the column that it has there from the star"
