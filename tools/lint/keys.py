"""A key that a contract promises is tested: not every engine enforces it, nor every project."""

from collections.abc import Iterator

from tools.lint.problem import Problem
from tools.lint.project import Node, Project

KEYS_TEST = "keys_hold"
_KEYS = {"primary_key", "foreign_key"}


def check_keys(project: Project) -> list[Problem]:
    """Demand the test of keys of each model whose contract has a primary or foreign key."""
    tested = {
        test["attached_node"]
        for test in project.nodes("test")
        if (test.get("test_metadata") or {}).get("name") == KEYS_TEST
    }
    message = f"its contract has a key, which not every database enforces: add the test {KEYS_TEST}"
    return [
        Problem(str(node["original_file_path"]), 1, "keys", f"{node['name']}: {message}")
        for node in project.nodes("model")
        if node["unique_id"] not in tested and _KEYS & set(_constraints(node))
    ]


def _constraints(node: Node) -> Iterator[str]:
    """Give the types of a model's constraints and of those of its columns."""
    for holder in (node, *node["columns"].values()):
        for constraint in holder.get("constraints") or []:
            yield str(constraint["type"])
