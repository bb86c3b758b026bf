"""The dbt project as Dagster needs it: prepared, that is with a manifest that is up to date."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from dagster_dbt import DbtProject

from tools.warehouse import ROOT

_PARSED_FOLDERS = ("models", "seeds", "snapshots", "macros")
_PARSED_FILES = ("dbt_project.yml", "profiles.yml")


def prepared_project(root: Path = ROOT) -> DbtProject:
    """Return the project, parsed by dbt first if no manifest is there or a file is newer than it.

    Parsing opens no database. It puts this interpreter's folder in front of PATH, for Dagster starts
    dbt by its name, and parsed_dbt.py Python.
    """
    scripts = str(Path(sys.executable).parent)
    if os.environ["PATH"].split(os.pathsep)[0] != scripts:
        os.environ["PATH"] = os.pathsep.join((scripts, os.environ["PATH"]))
    project = DbtProject(project_dir=root)
    if is_stale(project.manifest_path, root):
        project.preparer.prepare(project)
    return project


def is_stale(manifest: Path, root: Path = ROOT) -> bool:
    """Return whether a manifest is missing or older than a file that dbt makes it of."""
    if not manifest.exists():
        return True
    made = manifest.stat().st_mtime_ns
    return any(path.stat().st_mtime_ns > made for path in _parsed(root))


def _parsed(root: Path) -> Iterator[Path]:
    """Yield what dbt parses, with its folders: a folder is newer when a file went."""
    for name in _PARSED_FILES:
        yield root / name
    tests = [path for path in (root / "tests").glob("*") if path.name != "python"]
    for folder in [*(root / name for name in _PARSED_FOLDERS), *tests]:
        if folder.exists():
            yield folder
            yield from folder.rglob("*")
