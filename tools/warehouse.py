"""Where the warehouse is, and what goes with a landing folder."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_DATABASE = "warehouse/touchstone.duckdb"
VARS_FILE = "_vars.yml"


def database_path(environment: Mapping[str, str] = os.environ, root: Path = ROOT) -> Path | None:
    """Return the DuckDB file that profiles.yml names, or None if the target is another engine."""
    if environment.get("TOUCHSTONE_TARGET", "duckdb") != "duckdb":
        return None
    return root / environment.get("TOUCHSTONE_DB", DEFAULT_DATABASE)


def landing_vars(landing: str | Path | None) -> dict[str, Any]:
    """Return dbt's vars for deliveries in a folder: the folder, and what the file _vars.yml in it says.

    None stands for the seeds, which need no vars.
    """
    if landing is None:
        return {}
    file = Path(landing) / VARS_FILE
    said = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else None
    return {**(said or {}), "landing": str(landing)}
