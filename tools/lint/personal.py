"""Whether gold shows personal data only where a model says so on purpose.

The contracts of the deliveries name the personal columns: those that an erasure overwrites (`erased_to`).
Each is followed through the compiled SQL. A column of gold in which one can be read says why in its yml, by
`config: {meta: {shows_personal: why}}`; what is made of that column needs no reason of its own.
"""

from collections.abc import Mapping
from typing import Any

from tools.column_lineage import SHOWN, Column, UnreadableQueryError, column_lineage
from tools.lint.problem import Problem
from tools.lint.project import Node, Project

GOLD = "models/gold/"
REASON = "shows_personal"
RULE = "personal"


def check_personal_columns(project: Project) -> list[Problem]:
    """Refuse a column of gold that shows a personal one without a reason, and a reason that nothing needs."""
    nodes: Mapping[str, Any] = project.manifest["nodes"]
    try:
        lineage = column_lineage(nodes)
    except UnreadableQueryError as error:
        return [Problem(str(error).partition(":")[0], 1, RULE, f"the columns cannot be traced: {error}")]
    gold = {
        str(node["name"]): node
        for node in project.nodes("model")
        if str(node["original_file_path"]).startswith(GOLD)
    }
    reasons = {
        Column(name, str(column["name"])): str(reason)
        for name, node in gold.items()
        for column in node["columns"].values()
        if (reason := _meta(column).get(REASON))
    }
    found: dict[Column, list[Column]] = {}
    for start in personal_columns(project):
        # what was declared once is fit for gold, and so is what is made of it
        for column, path in lineage.paths_from(start, (SHOWN,), reasons.keys()).items():
            if column.relation in gold:
                found.setdefault(column, path)
    problems = []
    for column, path in found.items():
        if column not in reasons:
            steps = " > ".join(map(str, path))
            message = (
                f"{column} shows {path[0]}, which is personal: {steps}. Leave it out, mask it, or say in its "
                f"yml why it is shown, as config.meta.{REASON}"
            )
            problems.append(Problem(_yml(gold[column.relation]), 1, RULE, message))
    for column in reasons.keys() - found.keys():
        message = f"{column} has a reason to show personal data and shows none: take config.meta.{REASON} out"
        problems.append(Problem(_yml(gold[column.relation]), 1, RULE, message))
    return problems


def personal_columns(project: Project) -> list[Column]:
    """Return the personal columns of the deliveries, by their contracts."""
    return [
        Column(str(node["name"]), str(column["name"]))
        for node in project.nodes("seed")
        for column in node["columns"].values()
        if _meta(column).get("erased_to")
    ]


def _meta(column: Mapping[str, Any]) -> Mapping[str, Any]:
    return (column.get("config") or {}).get("meta") or {}


def _yml(node: Node) -> str:
    return str(node.get("patch_path") or node["original_file_path"]).rpartition("://")[2]
