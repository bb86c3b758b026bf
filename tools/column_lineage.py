"""From which columns a column is made: read from the compiled SQL of all models by a parser.

Lineage ends at the columns of seeds. Models are read in the order in which they are built, so that what a
star stands for is known. A column that decides about rows and is not in them (in the condition of a join, in
a filter) is not traced, for nothing of it can be read in the result.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, traverse_scope

DIALECT = "duckdb"
# How much of a column can be read in one that is made from it, the most first.
SHOWN, CODED, USED = "shown", "coded", "used"
WAYS = (SHOWN, CODED, USED)

ANY = "*"
_RELATIONS = ("model", "seed", "snapshot")
# dbt adds these to what a snapshot selects.
_OF_SNAPSHOTS = ("dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to", "dbt_is_deleted")
_HASHES = (exp.MD5, exp.MD5Digest, exp.SHA, exp.SHA2)
# Only that there is a value, how long it is, or how it compares, can be read in their result.
_USES = (exp.Predicate, exp.Connector, exp.Not, exp.Count, exp.CountIf, exp.Length, exp.RowNumber)


@dataclass(frozen=True, order=True)
class Column:
    """A column of a relation, the relation by its name in dbt."""

    relation: str
    name: str

    def __str__(self) -> str:
        return f"{self.relation}.{self.name}"


Origins = dict[Column, str]


@dataclass
class Lineage:
    """The columns of each relation in their order, and what each is made from directly, and how."""

    columns: dict[str, list[str]] = field(default_factory=dict)
    origins: dict[Column, Origins] = field(default_factory=dict)

    def paths_from(
        self, start: Column, ways: Collection[str] = WAYS, ends: Collection[Column] = ()
    ) -> dict[Column, list[Column]]:
        """Return the columns that a column reaches in these ways, each with one of the shortest paths to it.

        Nothing is followed beyond `ends`. The column itself is among them.
        """
        readers: dict[Column, list[Column]] = {}
        for column, origins in self.origins.items():
            for origin, way in origins.items():
                if way in ways:
                    readers.setdefault(origin, []).append(column)
        found = {start: [start]}
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            for reader in () if here in ends else readers.get(here, ()):
                if reader not in found:
                    found[reader] = [*found[here], reader]
                    waiting.append(reader)
        return found


class UnreadableQueryError(Exception):
    """The parser does not understand a model's query; its text names the model and the place."""


def column_lineage(nodes: Mapping[str, Mapping[str, Any]]) -> Lineage:
    """Return the lineage of all relations of a manifest's nodes, whose models must be compiled.

    A model without compiled SQL has the columns that its yml lists, and no origins.

    Raises:
        UnreadableQueryError: a query cannot be parsed, or names a column that is in none of its tables.
    """
    relations = {key: node for key, node in nodes.items() if node["resource_type"] in _RELATIONS}
    names = {(str(node["schema"]), str(node["alias"])): str(node["name"]) for node in relations.values()}
    lineage = Lineage()
    for node in _in_order(relations):
        name = str(node["name"])
        sql = node.get("compiled_code")
        if node["resource_type"] == "seed" or not sql:
            lineage.columns[name] = list(node["columns"])
            continue
        try:
            outputs = _outputs(str(sql), lineage.columns, names)
        except SqlglotError as error:
            raise UnreadableQueryError(f"{node['original_file_path']}: {error}") from error
        if node["resource_type"] == "snapshot":
            outputs |= {column: {} for column in _OF_SNAPSHOTS}
        lineage.columns[name] = list(outputs)
        lineage.origins.update({Column(name, column): origins for column, origins in outputs.items()})
    return lineage


def _in_order(relations: Mapping[str, Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the relations, each after those that it reads."""
    done: set[str] = set()

    def visit(key: str) -> Iterator[Mapping[str, Any]]:
        if key in done or key not in relations:
            return
        done.add(key)
        for parent in relations[key].get("depends_on", {}).get("nodes", ()):
            yield from visit(parent)
        yield relations[key]

    for key in sorted(relations):
        yield from visit(key)


def _outputs(
    sql: str, columns: Mapping[str, list[str]], names: Mapping[tuple[str, str], str]
) -> dict[str, Origins]:
    """Return the columns of a query, each with what it is made from."""
    query = sqlglot.parse_one(sql, read=DIALECT)
    schema: dict[str, Any] = {}
    for table in query.find_all(exp.Table):
        table.set("catalog", None)
        if name := names.get((table.db, table.name)):
            # of a table that is read by its own query there is nothing to know yet
            known = dict.fromkeys(columns.get(name, ()), "text")
            schema.setdefault(table.db, {})[table.name] = known or {"audit_loaded_at": "text"}
    query = qualify(query, dialect=DIALECT, schema=schema, quote_identifiers=False)
    found: dict[int, dict[str, Origins]] = {}
    last: dict[str, Origins] = {}
    for scope in traverse_scope(query):
        last = found[id(scope.expression)] = _of_scope(scope, found, names)
    return last


def _of_scope(
    scope: Scope, found: dict[int, dict[str, Origins]], names: Mapping[tuple[str, str], str]
) -> dict[str, Origins]:
    """Return the columns of a select, or of a set operation, from those of the queries in it."""
    expression = scope.expression
    if isinstance(expression, exp.SetOperation):
        left, right = (found[id(part.unnest())] for part in (expression.left, expression.right))
        merged: dict[str, Origins] = {}
        for (name, origins), others in zip(left.items(), right.values(), strict=True):
            merged[name] = dict(origins)
            _add(merged[name], others, SHOWN)
        return merged
    if not isinstance(expression, exp.Query):
        # a function that gives a table: each of its columns may come from all that it is given
        given: Origins = {}
        for column in expression.find_all(exp.Column):
            _add(given, _of_column(column, scope, found, names), SHOWN)
        return {ANY: given}
    outputs: dict[str, Origins] = {}
    named_windows = {window.name: window for window in expression.args.get("windows") or ()}
    for projection in expression.selects:
        origins = {}
        for part in projection.walk(prune=lambda part: isinstance(part, exp.Query)):
            if isinstance(part, exp.Column):
                _add(origins, _of_column(part, scope, found, names), _way(part, projection))
            elif isinstance(part, exp.Query):
                for inner in found[id(part.unnest())].values():
                    _add(origins, inner, _way(part, projection))
            elif isinstance(part, exp.Window) and (window := named_windows.get(part.alias)):
                for column in window.find_all(exp.Column):
                    _add(origins, _of_column(column, scope, found, names), USED)
        outputs[projection.alias_or_name] = origins
    return outputs


def _of_column(
    column: exp.Column,
    scope: Scope,
    found: dict[int, dict[str, Origins]],
    names: Mapping[tuple[str, str], str],
) -> Origins:
    source = scope.sources.get(column.table)
    if isinstance(source, exp.Table):
        # a table that is none of dbt's keeps the name that it has in the database
        name = names.get((source.db, source.name), f"{source.db}.{source.name}")
        return {Column(name, column.name): SHOWN}
    if isinstance(source, Scope):
        outputs = found[id(source.expression)]
        if (name := column.name if column.name in outputs else ANY) in outputs:
            return outputs[name]
    raise SqlglotError(f"column {column.sql(DIALECT)} cannot be traced")


def _add(origins: Origins, others: Origins, way: str) -> None:
    """Add origins that are read in a way; of two ways to one origin the one that shows more counts."""
    for origin, inner in others.items():
        both = max(way, inner, key=WAYS.index)
        origins[origin] = min(both, origins.get(origin, both), key=WAYS.index)


def _way(part: exp.Expr, top: exp.Expr) -> str:
    """Return how much of a part of an expression can be read in the whole of it."""
    way = SHOWN
    child = part
    while child is not top:
        parent = child.parent
        assert parent is not None
        if isinstance(parent, _USES) or _decides(child, parent):
            return USED
        if isinstance(parent, _HASHES):
            way = CODED
        child = parent
    return way


def _decides(child: exp.Expr, parent: exp.Expr) -> bool:
    """Return whether a part decides which value the parent has, and is none of them."""
    if isinstance(parent, exp.If):
        return child.arg_key == "this"
    if isinstance(parent, exp.Case):
        return child.arg_key == "this"
    if isinstance(parent, exp.Window):
        return child.arg_key != "this"
    if isinstance(parent, exp.Filter):
        return child.arg_key == "expression"
    return isinstance(parent, (exp.Order, exp.Ordered))
