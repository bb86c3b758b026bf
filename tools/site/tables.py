"""What the tables of the project say of themselves: their keys, and what they refer to."""

import re
from dataclasses import dataclass
from typing import Any

Manifest = dict[str, Any]
Node = dict[str, Any]

PLAIN = "#6b7280"  # the colour of what has none

_REF = re.compile(r"ref\(\s*'(\w+)'")
_NAME = re.compile(r'"?(\w+)"?\s*$')


@dataclass(frozen=True)
class Table:
    """A model as a drawing needs it: `refers` maps foreign keys, columns joined by commas, to models."""

    name: str
    folder: str  # below models/, without the name
    colour: str
    link: str
    key: tuple[str, ...]
    refers: dict[str, str]
    column_count: int
    sources: dict[str, int]  # meta.from: the model that columns come from, and how many
    reads: tuple[str, ...]


def link_to(node: Node) -> str:
    """Return the address of a node's page in the docs."""
    return f"#!/{node['resource_type']}/{node['unique_id']}"


def colour_of(node: Node) -> str:
    """Return the colour of a node in the lineage graph."""
    return str((node.get("docs") or {}).get("node_color") or PLAIN)


def tables_of(manifest: Manifest) -> dict[str, Table]:
    """Return the models by name, with keys and references from constraints and from tests."""
    nodes = {uid: node for uid, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    tested: dict[str, list[Node]] = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test" and node.get("test_metadata"):
            tested.setdefault(str(node.get("attached_node")), []).append(node)
    return {str(node["name"]): _table(node, tested.get(uid, []), nodes) for uid, node in nodes.items()}


def _table(node: Node, tests: list[Node], nodes: dict[str, Node]) -> Table:
    keys: list[list[str]] = []
    refers: dict[str, str] = {}
    for constraint in node.get("constraints") or []:
        if constraint["type"] == "primary_key":
            keys.append(list(constraint["columns"]))
        elif constraint["type"] == "foreign_key":
            refers[", ".join(constraint["columns"])] = _referred(constraint["to"])
    for column in node["columns"].values():
        for constraint in column.get("constraints") or []:
            if constraint["type"] == "primary_key":
                keys.append([str(column["name"])])
            elif constraint["type"] == "foreign_key":
                refers.setdefault(str(column["name"]), _referred(constraint["to"]))
    for test in tests:
        kind, given = test["test_metadata"]["name"], test["test_metadata"]["kwargs"]
        if kind == "is_sound":
            keys.append(list(given["key"]))
            refers |= {column: _referred(to) for column, to in (given.get("parents") or {}).items()}
        elif kind == "joins_its_dimensions":
            refers |= {column: _referred(to) for column, to in given["dimensions"].items()}
        elif kind == "relationships":
            refers.setdefault(str(given["column_name"]), _referred(given["to"]))
        elif kind == "grain":
            keys.append(list(given["columns"]))
        elif kind == "unique":
            keys.append([str(given["column_name"])])
    meta = node["config"].get("meta") or {}
    refers |= {column: _referred(to) for column, to in (meta.get("groups") or {}).items()}
    sources: dict[str, int] = {}
    for column in node["columns"].values():
        named = ((column.get("config") or {}).get("meta") or {}).get("from") or []
        names = [named] if isinstance(named, str) else named
        for source in dict.fromkeys(str(name).partition(".")[0] for name in names):
            sources[source] = sources.get(source, 0) + 1
    return Table(
        name=str(node["name"]),
        folder=str(node["original_file_path"]).removeprefix("models/").rpartition("/")[0],
        colour=colour_of(node),
        link=link_to(node),
        key=tuple(keys[0]) if keys else (),
        refers=refers,
        column_count=len(node["columns"]),
        sources=sources,
        reads=tuple(str(nodes[uid]["name"]) for uid in node["depends_on"]["nodes"] if uid in nodes),
    )


def _referred(to: Any) -> str:
    """Return the model's name in ref('model'), {relation: ref('model')} or "database"."schema"."model"."""
    if isinstance(to, dict):
        to = to.get("relation") or to.get("dimension")
    match = _REF.search(str(to)) or _NAME.search(str(to))
    if match is None:
        raise ValueError(f"no model is named in {to!r}: write ref('model')")
    return match[1]
