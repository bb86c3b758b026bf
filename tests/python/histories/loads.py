"""Loads histories: group by group, and all at once to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.python.histories.deliveries import History
from tests.python.warehouse.dbt_runner import STORED, Project, Warehouse
from tests.python.warehouse.digests import contents, differences
from tests.python.warehouse.landing import LandingFolder

# All that is stored, and what it is made of.
MODELS = tuple(f"+config.materialized:{kind}" for kind in STORED)


def load(project: Project, folder: Path, history: History, models: Sequence[str] = MODELS) -> Warehouse:
    """Build a new warehouse: each group lands and is loaded, up to its bound, before the next one lands."""
    warehouse = Warehouse(project, folder)
    landing = LandingFolder(folder / "landing")
    for group, bound in zip(history.groups, history.bounds, strict=True):
        landing.add(*group)
        build(warehouse, landing.path, models, bound)
    return warehouse


def load_at_once(project: Project, folder: Path, landing: Path, models: Sequence[str] = MODELS) -> Warehouse:
    """Build a new warehouse from all that has landed."""
    warehouse = Warehouse(project, folder)
    build(warehouse, landing, models)
    return warehouse


def build(warehouse: Warehouse, landing: Path, models: Sequence[str], bound: str | None = None) -> None:
    """Run dbt, up to a day if one is given.

    Raises:
        AssertionError: a model failed; the text names it.
    """
    outcome = warehouse.build(models, landing, batch_date=bound)
    assert outcome.success, "\n".join(outcome.messages)


def what_differs(
    project: Project, folder: Path, history: History, models: Sequence[str] = MODELS
) -> list[str]:
    """Load a history group by group (left) and at once (right); return a text for each table that differs."""
    grouped = load(project, folder / "grouped", history, models)
    at_once = load_at_once(project, folder / "at_once", folder / "grouped" / "landing", models)
    left = contents(grouped.database, tables=project.tables)
    right = contents(at_once.database, tables=project.tables)
    assert right.rows, "nothing to compare: there are no tables"
    return differences(left, right)
