"""Prints what a source table must look like: ``python -m examples.contract [<system>.<table>]``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import yaml

from tools.warehouse import ROOT


def read_seeds() -> dict[str, dict[str, Any]]:
    """Return the contracts of all source tables as their yml has them, by `<system>.<table>`."""
    seeds = {}
    for file in sorted((ROOT / "seeds").glob("*/_*__seeds.yml")):
        for seed in yaml.safe_load(file.read_text(encoding="utf-8"))["seeds"]:
            seeds[seed["name"].replace("__", ".")] = seed
    return seeds


def read_lists() -> dict[str, list[str]]:
    """Return the lists of accepted values that the project has by itself."""
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
    lists: dict[str, list[str]] = project["vars"]["accepted_values"]
    return lists


def lines_of(seed: dict[str, Any], accepted: dict[str, list[str]]) -> list[str]:
    """Return a contract as text: what the table is, and a line a column."""
    meta = seed["config"]["meta"]
    lines = [
        f"{seed['name'].replace('__', '.')}: kind {meta['kind']}, key {', '.join(meta['key'])}",
        " ".join(seed["description"].split()),
        "",
    ]
    for column in seed["columns"][1:]:
        marks = column.get("config", {}).get("meta", {})
        values = marks.get("accepted_values", [])
        of_list = f" (the list {values} of vars.yml)" if isinstance(values, str) else ""
        values = accepted[values] if isinstance(values, str) else values
        needed = "required" if marks.get("required") or column["name"].endswith("_number") else "may be empty"
        one_of = f"  one of {', '.join(values)}{of_list}" if values else ""
        lines.append(f"  {column['name']:26}{column['data_type']:16}{needed}{one_of}")
    lines += [
        "",
        *(f"  refused when {rule['refuse_when']}: {rule['because']}" for rule in meta.get("rules", [])),
    ]
    return lines


def main(arguments: Sequence[str]) -> int:
    """Print one contract, or the names of all, and return the exit code."""
    seeds = read_seeds()
    if not arguments:
        for name, seed in seeds.items():
            print(f"{name:32}{seed['config']['meta']['kind']}")
        return 0
    if arguments[0] not in seeds:
        print(f"There is no source table {arguments[0]}: without a name, all are listed.", file=sys.stderr)
        return 1
    print("\n".join(lines_of(seeds[arguments[0]], read_lists())))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
