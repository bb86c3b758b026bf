"""Whether the metadata of the star says what its tables are: facts, bridges, and the bus matrix of them.

What is declared is held against the columns of the enforced contracts, which are those of the tables,
and the test that follows every foreign key must follow those that are declared.
"""

import re
from collections.abc import Iterator

from tools.bus_matrix import FILE, STAR, WRITTEN_BY, meta_of, referred_model, render, star_nodes
from tools.lint.problem import Problem
from tools.lint.project import Node, Project

FACT_TYPES = (
    "transaction",
    "periodic snapshot",
    "accumulating snapshot",
    "factless",
    "consolidated",
    "timespan",
    "aggregate",
    "error event",
)
JOINS_TEST = "joins_its_dimensions"

_NUMBER = re.compile(r"^(?:tinyint|smallint|integer|int|bigint|hugeint|decimal|numeric)\b", re.IGNORECASE)
_ADDITIVITY = re.compile(r"additive(?: within a group)?|non-additive|semi-additive over (?P<over>\w+)")


def check_star(project: Project) -> list[Problem]:
    """Refuse a fact or bridge whose meta is incomplete, or says something else than its columns and test."""
    tested = _tested_dimensions(project)
    problems: list[Problem] = []
    for node in star_nodes(project, "fct_", "bdg_"):
        found = (
            *_description_problems(node),
            *_key_problems(node),
            *_number_problems(node),
            *_test_problems(node, tested.get(str(node["unique_id"]), [])),
        )
        path = str(node.get("patch_path") or node["original_file_path"]).rpartition("://")[2]
        problems.extend(Problem(path, 1, "star", f"{node['name']}: {message}") for message in found)
    return problems


def check_bus_matrix(project: Project) -> list[Problem]:
    """Refuse a bus matrix that is not what the metadata of the facts gives."""
    if not star_nodes(project, "fct_"):
        return []
    file = project.root / FILE
    if file.is_file() and file.read_text(encoding="utf-8") == render(project):
        return []
    message = f"it is not what the facts of {STAR} say of themselves: run {WRITTEN_BY}"
    return [Problem(FILE, 1, "bus-matrix", message)]


def _description_problems(node: Node) -> Iterator[str]:
    meta = meta_of(node)
    is_fact = str(node["name"]).startswith("fct_")
    needed = ("process", "grain", "fact_type") if is_fact else ("bridge_of",)
    for word in needed:
        if not meta.get(word):
            yield f"meta has no {word}: say it for the bus matrix"
    if is_fact and meta.get("fact_type") and meta["fact_type"] not in FACT_TYPES:
        yield f"meta.fact_type is '{meta['fact_type']}': it is one of {', '.join(FACT_TYPES)}"
    for word in ("dimensions", "measures"):
        if not isinstance(meta.get(word), dict):
            yield f"meta has no {word}: give a map, an empty one if there are none"


def _key_problems(node: Node) -> Iterator[str]:
    """Compare the columns that end in _key with the dimensions, and with the groups that bridges hold."""
    meta = meta_of(node)
    columns = {str(column["name"]): str(column.get("data_type")) for column in node["columns"].values()}
    declared = {**_map(node, "dimensions"), **_map(node, "groups")}
    own = {meta["group_key"]} if meta.get("group_key") else set()
    # a key of the source, as text, is a degenerate dimension
    natural = {name for name in meta.get("degenerate") or () if columns.get(name) == "text"}
    for column in sorted(column for column in columns if column.endswith("_key")):
        if column not in declared and column not in own and column not in natural:
            yield (
                f"{column} is in no map: add it to meta.dimensions, "
                "or to meta.groups if it leads to the rows of a bridge (in the bridge: meta.group_key)"
            )
    for key in sorted((set(declared) | own) - set(columns)):
        yield f"meta names the key {key}, which is no column: take it out, or add the column"
    for key, value in sorted(declared.items()):
        if referred_model(value) is None:
            yield f"{key} leads to '{value}': write ref('dim_<noun>'), or {{dimension: ref(...), key: ...}}"


def _number_problems(node: Node) -> Iterator[str]:
    """Compare the numbers that are no keys with the measures and the degenerate dimensions."""
    columns = {str(column["name"]): column for column in node["columns"].values()}
    measures = _map(node, "measures")
    degenerate = list(meta_of(node).get("degenerate") or [])
    for name, column in columns.items():
        is_number = _NUMBER.match(str(column.get("data_type") or "")) is not None
        if is_number and not name.endswith("_key") and name not in measures and name not in degenerate:
            yield f"{name} is a number: say in meta.measures how it adds up, or list it in meta.degenerate"
    for name in sorted((set(measures) | set(degenerate)) - set(columns)):
        yield f"meta names {name}, which is no column: take it out, or add the column"
    for name, additivity in measures.items():
        match = _ADDITIVITY.fullmatch(str(additivity))
        if match is None or (match["over"] and match["over"] not in columns):
            known = "additive (within a group), non-additive or semi-additive over <column>"
            yield f"{name} is '{additivity}': it is {known}"
        elif name in columns and not _says(str(columns[name]["description"]), str(additivity).split()[0]):
            word = str(additivity).split()[0]
            yield f"the description of {name} does not say that it is {word}: a reader of the docs must know"


def _test_problems(node: Node, tested: list[object]) -> Iterator[str]:
    dimensions = _map(node, "dimensions")
    if dimensions and dimensions not in tested:
        yield (
            f"no test {JOINS_TEST} follows the keys of meta.dimensions: "
            "add one and give it the same map, by YAML anchor"
        )


def _tested_dimensions(project: Project) -> dict[str, list[object]]:
    """Return the maps that tests of foreign keys were given, by the model that they test."""
    tested: dict[str, list[object]] = {}
    for test in project.nodes("test"):
        metadata = test.get("test_metadata") or {}
        if metadata.get("name") == JOINS_TEST:
            tested.setdefault(str(test["attached_node"]), []).append(metadata["kwargs"].get("dimensions"))
    return tested


def _map(node: Node, word: str) -> dict[str, object]:
    value = meta_of(node).get(word)
    return dict(value) if isinstance(value, dict) else {}


def _says(description: str, word: str) -> bool:
    """Return whether the description has the word, 'additive' not being found in 'non-additive'."""
    return re.search(rf"(?<![\w-]){word}\b", description, re.IGNORECASE) is not None
