"""A small project on disk, and a manifest of it, to plant faults in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tools.lint.project import Project

MakeProject = Callable[..., Project]


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """Return a function that writes files (path to text) and returns the project that they make."""

    def make(files: dict[str, str] | None = None, nodes: list[dict[str, Any]] | None = None) -> Project:
        for name, text in (files or {}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        manifest = {
            "metadata": {"project_name": "touchstone"},
            "nodes": {node["unique_id"]: node for node in nodes or []},
        }
        return Project(tmp_path, given_manifest=manifest, listed=tuple(sorted(files or {})))

    return make


def node(path: str, *parents: str, **properties: Any) -> dict[str, Any]:
    """Return a manifest node for a file, named after it, documented, reading the parents by name.

    Any property can be given another value.
    """
    name = Path(path).stem
    folder = path.rpartition("/")[0]
    kind = {"seeds": "seed", "snapshots": "snapshot"}.get(path.split("/")[0], "model")
    return {
        "unique_id": name,
        "package_name": "touchstone",
        "resource_type": kind,
        "original_file_path": path,
        "name": name,
        "alias": name,
        "patch_path": f"touchstone://{folder}/_models.yml",
        "description": "One row per thing that the shop sells.",
        "columns": {},
        "config": {"contract": {"enforced": True}},
        "depends_on": {"nodes": list(parents)},
        **properties,
    }
