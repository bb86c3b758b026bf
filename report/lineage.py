"""The page of column lineage: for each column of each model where it comes from and what is made of it."""

from __future__ import annotations

import json

from report.built import MissingError
from report.html import rendered
from report.tables import Cell, Table
from tools.column_lineage import SHOWN, WAYS, Column, Lineage, UnreadableQueryError, column_lineage
from tools.lint.layering import room_of
from tools.lint.personal import GOLD, REASON, personal_columns
from tools.lint.project import Project


def lineage_page(project: Project) -> str:
    """Return the page as HTML.

    Raises:
        MissingError: the SQL of a model cannot be read.
    """
    try:
        lineage = column_lineage(project.manifest["nodes"])
    except UnreadableQueryError as error:
        raise MissingError(f"The columns cannot be traced: {error}") from error
    return rendered(
        "column_lineage.html.j2",
        "column_lineage.js",
        {
            # nothing in a data block may look like its end
            "data": json.dumps(packed(project, lineage), separators=(",", ":")).replace("</", "<\\/"),
            "column_count": sum(map(len, lineage.columns.values())),
            "relation_count": len(lineage.columns),
            "personal": _personal(project, lineage),
        },
    )


def packed(project: Project, lineage: Lineage) -> dict[str, object]:
    """Return the lineage as the page's script reads it: tables, columns by number, what is made of what.

    `relations` are [name, room, description]; `columns` are [number of the relation, name]; `origins` are,
    for each column, a list of [number of a column, number of the way].
    """
    nodes = {str(node["name"]): node for node in project.nodes("model", "seed", "snapshot")}
    relations: list[list[str]] = []
    columns: list[list[int | str]] = []
    numbers: dict[Column, int] = {}
    # tables that are none of dbt's are known by what reads them alone
    others: dict[str, list[str]] = {}
    for origins in lineage.origins.values():
        for origin in origins:
            if origin.relation not in lineage.columns:
                names = others.setdefault(origin.relation, [])
                if origin.name not in names:
                    names.append(origin.name)
    for name, known in {**lineage.columns, **others}.items():
        node = nodes.get(name)
        room = room_of(node) if node else None
        description = (
            " ".join(str(node["description"]).split()) if node else "a table that dbt does not build"
        )
        relations.append([name, room.name if room else "elsewhere", description.partition(". ")[0][:240]])
        for column_name in known:
            numbers[Column(name, column_name)] = len(columns)
            columns.append([len(relations) - 1, column_name])
    made_of: list[list[list[int]]] = [[] for _ in columns]
    for column, origins in lineage.origins.items():
        made_of[numbers[column]] = [
            [numbers[origin], WAYS.index(way)] for origin, way in sorted(origins.items())
        ]
    return {"relations": relations, "columns": columns, "origins": made_of}


def _personal(project: Project, lineage: Lineage) -> Table:
    """Return where gold shows a personal column, and why it may."""
    nodes = {str(node["name"]): node for node in project.nodes("model")}
    rows = []
    for start in personal_columns(project):
        for column, path in lineage.paths_from(start, (SHOWN,)).items():
            node = nodes.get(column.relation)
            if node is None or not str(node["original_file_path"]).startswith(GOLD):
                continue
            reasons = (_reason(nodes, step) for step in reversed(path))
            why = next((reason for reason in reasons if reason), "")
            rows.append([Cell(str(start)), Cell(str(column)), Cell(why), Cell(" › ".join(map(str, path)))])
    return Table(
        "Personal columns that can be read in gold, and why",
        ["delivered as", "shown as", "why it may be", "path"],
        rows,
        "python -m tools.lint",
    )


def _reason(nodes: dict[str, dict[str, object]], column: Column) -> str:
    known = nodes.get(column.relation, {}).get("columns")
    if not isinstance(known, dict) or column.name not in known:
        return ""
    meta = (known[column.name].get("config") or {}).get("meta") or {}
    return str(meta.get(REASON, ""))
