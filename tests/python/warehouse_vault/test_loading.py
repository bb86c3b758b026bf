"""The vault depends on what was delivered, never on when, in which order or in how many runs."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.python.warehouse.dbt_runner import Project, Warehouse
from tests.python.warehouse.digests import Contents, assert_same, contents
from tests.python.warehouse.landing import Delivery, LandingFolder
from tests.python.warehouse_vault.deliveries import VAULT_DELIVERIES

VAULT = "path:models/silver/vault"
MODELS = [f"+{VAULT}"]
# What the vault's own line of time is compared with.
HISTORIES = ["stg_*_history"]
# Columns that personal data stands in, with the values that may stand there after an erasure.
PLANTED = ("planted", "Planted street 2", "again@example.com")


def vault(warehouse: Warehouse, *, with_bookkeeping: bool = False) -> Contents:
    """Return what the vault holds."""
    return contents(warehouse.database, with_bookkeeping=with_bookkeeping, schemas=["vault"])


def load(
    project: Project, folder: Path, groups: Sequence[Sequence[Delivery]], models: Sequence[str] = MODELS
) -> Warehouse:
    """Build a new warehouse: each group lands and is loaded before the next one lands."""
    warehouse = Warehouse(project, folder)
    landing = LandingFolder(folder / "landing")
    for group in groups:
        landing.add(*group)
        outcome = warehouse.build(models, landing.path)
        assert outcome.success, outcome.messages
    return warehouse


def in_groups(deliveries: Sequence[Delivery], count: int) -> list[Sequence[Delivery]]:
    """Cut the deliveries, in their order, into groups of about the same size."""
    size = -(-len(deliveries) // count)
    return [deliveries[start : start + size] for start in range(0, len(deliveries), size)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The dbt project, parsed once for all tests."""
    return Project(tmp_path_factory.mktemp("dbt_vault"))


@pytest.fixture(scope="module")
def at_once(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """All deliveries in one run: what every other way of loading must come to."""
    return load(project, tmp_path_factory.mktemp("at_once"), [VAULT_DELIVERIES], [*MODELS, *HISTORIES])


def test_the_vault_is_sound_and_every_delivery_can_be_rebuilt(at_once: Warehouse) -> None:
    outcome = at_once.test([VAULT, "path:tests/vault"], at_once.folder / "landing")
    assert outcome.success, outcome.messages


def test_an_erased_person_is_nowhere_in_the_vault(at_once: Warehouse) -> None:
    held = vault(at_once)
    texts = {str(value) for rows in held.rows.values() for row in rows for value in row}
    assert not [text for text in texts if any(planted in text for planted in PLANTED)]


@pytest.mark.parametrize("order", ["reverse", "any"])
def test_any_order_and_grouping_gives_the_same_vault(
    project: Project, tmp_path: Path, at_once: Warehouse, order: str
) -> None:
    deliveries = sorted(VAULT_DELIVERIES, key=lambda delivery: (delivery.batch_date, delivery.number))
    if order == "reverse":
        deliveries.reverse()
    elif order == "any":
        random.Random(20240301).shuffle(deliveries)
    grouped = load(project, tmp_path, in_groups(deliveries, 3))
    assert_same(vault(at_once), vault(grouped))


def test_a_delivery_that_is_loaded_again_adds_no_row(at_once: Warehouse) -> None:
    before = vault(at_once, with_bookkeeping=True)
    outcome = at_once.build(MODELS, at_once.folder / "landing")
    assert outcome.success, outcome.messages
    assert_same(before, vault(at_once, with_bookkeeping=True))
