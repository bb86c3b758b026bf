"""Which relations are published, and what the project says of each one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.publish import ObstacleError
from tools.warehouse import ROOT

# What is published where nothing is selected: the tables of these folders of models/gold. The others repeat
# their rows.
FOLDERS = ("kimball", "obt")
# In a model's meta: by what its Iceberg table is divided, as in month(ordered_at).
PARTITION_BY = "iceberg_partition_by"
# In a column's meta: the name that it had before.
RENAMED_FROM = "renamed_from"


@dataclass(frozen=True)
class Product:
    """A table or view of the warehouse that is published.

    `documents` and `renamed_from` are by column: what it means, and the name that it had before.
    """

    schema: str
    name: str
    description: str = ""
    partition_by: str | None = None
    documents: Mapping[str, str] = field(default_factory=dict)
    renamed_from: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"


def products(target: Path, select: Sequence[str] = ()) -> list[Product]:
    """Return what is published, dimensions first, so that a fact finds its members.

    `target` is dbt's target folder, whose manifest the last build wrote; `select` is dbt's own selection, and
    without it the tables of FOLDERS are meant.

    Raises:
        ObstacleError: there is no manifest, or nothing is selected.
    """
    manifest = _manifest(target)
    nodes = manifest["nodes"]
    if select:
        chosen = _selected(select, target)
        expected = "dbt's own selection of models, snapshots or seeds, such as kimball.* or fct_order_lines+"
    else:
        chosen = [key for key, node in nodes.items() if _is_published(node)]
        expected = f"tables in {' or '.join(f'models/gold/{folder}' for folder in FOLDERS)}"
    found = [_product(nodes[key]) for key in chosen if nodes.get(key, {}).get("relation_name")]
    if not found:
        raise ObstacleError(
            f"Nothing to publish{' in --select ' + ' '.join(select) if select else ''}.\n"
            f"Expected: {expected}.\n"
            'Name what there is: make publish ARGS="--select <models>"; .venv/bin/dbt ls lists them.'
        )
    return sorted(found, key=lambda product: (not product.name.startswith("dim_"), str(product)))


def _is_published(node: Mapping[str, Any]) -> bool:
    folders = node["fqn"][1:3]
    return (
        node["resource_type"] == "model"
        and node["config"]["materialized"] not in ("view", "ephemeral")
        and folders in [["gold", folder] for folder in FOLDERS]
    )


def _product(node: Mapping[str, Any]) -> Product:
    columns = node["columns"].values()
    return Product(
        schema=node["schema"],
        name=node["alias"],
        description=node["description"],
        partition_by=node["config"].get("meta", {}).get(PARTITION_BY),
        documents={column["name"]: column["description"] for column in columns if column["description"]},
        renamed_from={
            column["name"]: column["config"]["meta"][RENAMED_FROM]
            for column in columns
            if RENAMED_FROM in column["config"]["meta"]
        },
    )


def _manifest(target: Path) -> dict[str, Any]:
    file = target / "manifest.json"
    try:
        read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise ObstacleError(
            f"{file} cannot be read: {error}.\n"
            "Expected: what dbt wrote when it built the warehouse.\n"
            "Run make build, or name the folder where it was written: --target-path."
        ) from error
    return read


def _selected(select: Sequence[str], target: Path) -> list[str]:
    """Ask dbt, in a process of its own, for the keys of what is selected."""
    command: list[str | Path] = [Path(sys.executable).with_name("dbt"), "--quiet", "ls", "--output", "json"]
    command += ["--output-keys", "unique_id", "--target-path", target, "--log-path", target / "logs"]
    command += [part for kind in ("model", "snapshot", "seed") for part in ("--resource-type", kind)]
    done = subprocess.run(
        [*command, "--select", *select], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ObstacleError(
            f"dbt does not understand --select {' '.join(select)}:\n{(done.stdout + done.stderr).strip()}"
        )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    return [str(json.loads(line)["unique_id"]) for line in lines]
