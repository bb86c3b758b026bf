"""`python -m tools.bus_matrix`: which facts of the star share which dimensions, and what may be summed.

Written from the facts' own metadata into a docs block, for the dbt docs. `make lint` refuses the file
when it no longer says what the metadata says.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.lint.project import Node, ParseError, Project

STAR = "models/gold/kimball/"
FILE = STAR + "_bus_matrix.md"
WRITTEN_BY = "python -m tools.bus_matrix"

_REF = re.compile(r"""^\s*ref\(\s*['"](\w+)['"]\s*\)\s*$""")
_ADDITIVITIES = ("additive", "semi-additive", "non-additive")


@dataclass(frozen=True)
class Fact:
    """A fact as its metadata describes it.

    `dimensions` maps each foreign key to the model that it refers to, `groups` each key of a group to
    the bridge that holds the group's members.
    """

    name: str
    process: str
    fact_type: str
    grain: str
    dimensions: dict[str, str]
    measures: dict[str, str]
    groups: dict[str, str]


def star_nodes(project: Project, *prefixes: str) -> list[Node]:
    """Return the models of the star whose names begin with one of the prefixes, in order of path."""
    return [
        node
        for node in project.nodes("model")
        if str(node["original_file_path"]).startswith(STAR) and str(node["name"]).startswith(prefixes)
    ]


def meta_of(node: Node) -> dict[str, Any]:
    """Return the meta that a model's config declares."""
    meta: dict[str, Any] = node["config"].get("meta") or {}
    return meta


def referred_model(value: object) -> str | None:
    """Return the model in `ref('model')` or in {dimension: ref('model'), ...}; None if it is neither."""
    ref = value.get("dimension") if isinstance(value, dict) else value
    match = _REF.match(ref) if isinstance(ref, str) else None
    return match[1] if match else None


def facts_of(project: Project) -> list[Fact]:
    """Return the facts of the star, by process and name; what their metadata lacks is empty."""
    facts = [_fact(node) for node in star_nodes(project, "fct_")]
    return sorted(facts, key=lambda fact: (fact.process, fact.name))


def render(project: Project) -> str:
    """Return the text of FILE as the metadata of the star has it now."""
    facts = facts_of(project)
    parts = [
        f"<!-- Written by {WRITTEN_BY}. Change the meta of the facts, not this file. -->",
        "",
        "{% docs bus_matrix %}",
        "A row is a fact, a column a dimension that several facts share; facts that share a dimension can be",
        "compared by it, each summed on its own first. A cell has the roles in which the fact refers to the",
        "dimension, or x where it has one that needs no name; bridge where it does so by way of a bridge.",
        "",
        *_matrix(facts, _roles(project), _bridged(project)),
        "",
        "Additive measures may be summed over every dimension, semi-additive ones over all but the named",
        "one, non-additive ones over none.",
        "",
        *_measures(facts),
        "{% enddocs %}",
        "",
    ]
    return "\n".join(parts)


def main(root: Path) -> int:
    """Write the file in the project in the folder and return the exit code."""
    file = root / FILE
    if not file.is_file():
        # dbt parses no project that refers to a docs block that is not there
        file.write_text("{% docs bus_matrix %}\n{% enddocs %}\n", encoding="utf-8")
    try:
        text = render(Project(root))
    except ParseError as error:
        print(f"{error}\ndbt cannot parse the project: put that right first.", file=sys.stderr)
        return 1
    file.write_text(text, encoding="utf-8")
    print(f"Written: {FILE}")
    return 0


def _fact(node: Node) -> Fact:
    meta = meta_of(node)
    return Fact(
        name=str(node["name"]),
        process=str(meta.get("process") or "?"),
        fact_type=str(meta.get("fact_type") or "?"),
        grain=str(meta.get("grain") or "?"),
        dimensions=_models(meta.get("dimensions")),
        measures=dict(meta.get("measures") or {}),
        groups=_models(meta.get("groups")),
    )


def _models(refs: dict[str, object] | None) -> dict[str, str]:
    return {key: model for key, value in (refs or {}).items() if (model := referred_model(value))}


def _roles(project: Project) -> dict[str, str]:
    """Return the dimension behind each one that is only a role of it, as dim_order_date is of dim_date."""
    roles = {}
    for node in star_nodes(project, "dim_"):
        parents = [parent.rpartition(".")[2] for parent in node.get("depends_on", {}).get("nodes", ())]
        if len(parents) == 1 and parents[0].startswith("dim_"):
            name, base = str(node["name"]), parents[0]
            if name.endswith(base.removeprefix("dim")):
                roles[name] = base
    return roles


def _bridged(project: Project) -> dict[str, list[str]]:
    """Return the dimensions that each bridge refers to."""
    bridges = {}
    for node in star_nodes(project, "bdg_"):
        bridges[str(node["name"])] = sorted(set(_models(meta_of(node).get("dimensions")).values()))
    return bridges


def _matrix(facts: list[Fact], roles: dict[str, str], bridged: dict[str, list[str]]) -> Iterable[str]:
    cells = {fact.name: _cells(fact, roles, bridged) for fact in facts}
    uses = Counter(dimension for of_fact in cells.values() for dimension in of_fact)
    shared = sorted((name for name, count in uses.items() if count > 1), key=lambda name: (-uses[name], name))
    yield _row("Process", "Fact", "Type", *(_title(name) for name in shared), "Its own")
    yield _row(*["---"] * (len(shared) + 4))
    for fact in facts:
        own = [_title(name) for name in sorted(cells[fact.name]) if uses[name] == 1]
        yield _row(
            fact.process,
            f"`{fact.name}`",
            fact.fact_type,
            *(", ".join(cells[fact.name].get(name, ())) for name in shared),
            ", ".join(own),
        )


def _cells(fact: Fact, roles: dict[str, str], bridged: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the dimensions of a fact, each with the roles that it plays there."""
    cells: dict[str, list[str]] = {}
    for key, model in fact.dimensions.items():
        dimension = roles.get(model, model)
        cells.setdefault(dimension, []).append(_role(key, dimension))
    for bridge in fact.groups.values():
        for dimension in bridged.get(bridge, ()):
            cells.setdefault(roles.get(dimension, dimension), []).append("bridge")
    return cells


def _role(key: str, dimension: str) -> str:
    """Return what a foreign key says beside its dimension's name: order for order_date_key, else x."""
    stem = key.removesuffix("_key")
    noun = dimension.removeprefix("dim_")
    if stem == noun or noun.endswith("_current"):
        return "x"
    return stem.removesuffix("_" + noun).replace("_", " ")


def _measures(facts: list[Fact]) -> Iterable[str]:
    yield _row("Fact", "Grain", *(word.capitalize() for word in _ADDITIVITIES))
    yield _row(*["---"] * (len(_ADDITIVITIES) + 2))
    for fact in facts:
        columns = [
            ", ".join(
                f"`{measure}`{how.removeprefix(word)}"
                for measure, how in fact.measures.items()
                if how.partition(" ")[0] == word
            )
            for word in _ADDITIVITIES
        ]
        yield _row(f"`{fact.name}`", fact.grain, *columns)


def _title(dimension: str) -> str:
    return dimension.removeprefix("dim_").replace("_", " ")


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parents[1]))
