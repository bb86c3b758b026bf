"""The constraints that the yml files of inmon declare, and those that a database enforces."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

INMON = Path(__file__).resolve().parents[3] / "models" / "silver" / "inmon"


@dataclass(frozen=True)
class Constraint:
    """One constraint of a table.

    `kind` is as duckdb_constraints() names it; `columns` are those it speaks of, none for a check, whose
    text the engine rewrites; `parent` is the table that a foreign key points to; `text` is for messages.
    """

    table: str
    kind: str
    columns: tuple[str, ...] = ()
    parent: str | None = None

    @property
    def label(self) -> str:
        """A short text that names it."""
        return f"{self.table} {self.kind} ({', '.join(self.columns)})" + (
            f" -> {self.parent}" if self.parent else ""
        )


def declared() -> Counter[Constraint]:
    """Return what the yml files of models/silver/inmon declare for tables; views enforce nothing."""
    found: Counter[Constraint] = Counter()
    for file in sorted(INMON.glob("*/*.yml")):
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models") or []:
            found.update(_of_model(model))
    return found


def _of_model(model: dict[str, Any]) -> list[Constraint]:
    every = [(constraint, constraint.get("columns", [])) for constraint in model.get("constraints", [])]
    for column in model.get("columns", []):
        every += [(constraint, [column["name"]]) for constraint in column.get("constraints", [])]
    return [_of_yml(model["name"], constraint, columns) for constraint, columns in every]


def _of_yml(table: str, constraint: dict[str, Any], columns: list[str]) -> Constraint:
    kind = str(constraint["type"]).replace("_", " ").upper()
    if kind == "CHECK":
        return Constraint(table, kind)
    parent = str(constraint["to"]).removeprefix("ref('").removesuffix("')") if "to" in constraint else None
    return Constraint(table, kind, tuple(columns), parent)


def enforced(connection: duckdb.DuckDBPyConnection) -> Counter[Constraint]:
    """Return what the database enforces in schema inmon."""
    rows = connection.execute(
        "select table_name, constraint_type, constraint_column_names, referenced_table"
        " from duckdb_constraints() where schema_name = 'inmon'"
    ).fetchall()
    return Counter(
        Constraint(table, kind, () if kind == "CHECK" else tuple(columns), parent)
        for table, kind, columns, parent in rows
    )
