"""Where the warehouse is."""

import os
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_DATABASE = "warehouse/touchstone.duckdb"


def database_path(environment: Mapping[str, str] = os.environ, root: Path = ROOT) -> Path | None:
    """Return the DuckDB file that profiles.yml names, or None if the target is another engine."""
    if environment.get("TOUCHSTONE_TARGET", "duckdb") != "duckdb":
        return None
    return root / environment.get("TOUCHSTONE_DB", DEFAULT_DATABASE)
