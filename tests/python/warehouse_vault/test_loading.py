"""The vault depends on what was delivered, never on when, in which order or in how many runs."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.python.warehouse.dbt_runner import Project, Warehouse
from tests.python.warehouse.digests import Contents, assert_same, contents
from tests.python.warehouse.landing import Delivery, LandingFolder
from tests.python.warehouse_vault.deliveries import VAULT_DELIVERIES

# `make soak` asks for new random orders; each takes half a minute here, and all tables of the warehouse are
# loaded in any order with other deliveries in tests/python/histories, in every gate.
GROUPS = 3
SETTINGS = settings(
    phases=[Phase.explicit, Phase.generate],
    max_examples=max(1, int(os.environ.get("EXAMPLES", "2000")) // 200),
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
# Of the first orders the one in which most tables get older deliveries after newer ones.
SEED = 899
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


def groups_of(deliveries: Sequence[Delivery], seed: int) -> list[list[Delivery]]:
    """Return the deliveries in a random order, cut into GROUPS of about the same size."""
    order = random.Random(seed).sample(deliveries, len(deliveries))
    size = -(-len(order) // GROUPS)
    return [order[start : start + size] for start in range(0, len(order), size)]


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


@pytest.mark.soak
@SETTINGS
@given(seed=st.integers(min_value=0, max_value=2**32))
@example(seed=SEED)
def test_any_order_and_grouping_gives_the_same_vault(
    project: Project, tmp_path_factory: pytest.TempPathFactory, at_once: Warehouse, seed: int
) -> None:
    grouped = load(project, tmp_path_factory.mktemp("grouped"), groups_of(VAULT_DELIVERIES, seed))
    assert_same(vault(at_once), vault(grouped))


def test_a_delivery_that_is_loaded_again_adds_no_row(at_once: Warehouse) -> None:
    before = vault(at_once, with_bookkeeping=True)
    outcome = at_once.build([VAULT], at_once.folder / "landing")
    assert outcome.success, outcome.messages
    assert_same(before, vault(at_once, with_bookkeeping=True))
