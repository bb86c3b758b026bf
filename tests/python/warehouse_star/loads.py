"""Builds warehouses from groups of deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.python.warehouse.dbt_runner import STORED, Project, Warehouse
from tests.python.warehouse.landing import Delivery, LandingFolder

# All that is stored, and what it is made of.
MODELS = tuple(f"+config.materialized:{kind}" for kind in STORED)
ANSWERS = "+path:models/gold/questions"
MARTS = "path:models/gold/vault_marts"


def load(
    project: Project, folder: Path, groups: Sequence[Sequence[Delivery]], models: Sequence[str] = MODELS
) -> Warehouse:
    """Build a new warehouse: each group lands and is loaded before the next one lands."""
    warehouse = Warehouse(project, folder)
    landing = LandingFolder(folder / "landing")
    for group in groups:
        landing.add(*group)
        build(warehouse, landing.path, models)
    return warehouse


def build(warehouse: Warehouse, landing: Path | None, models: Sequence[str] = MODELS) -> None:
    outcome = warehouse.build(models, landing)
    assert outcome.success, outcome.messages
