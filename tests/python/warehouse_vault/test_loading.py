"""The vault depends on what was delivered, never on when, in which order or in how many runs."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.python.warehouse.dbt_runner import Outcome, Project, Warehouse
from tests.python.warehouse.digests import Contents, assert_same, contents
from tests.python.warehouse.landing import Delivery, LandingFolder
from tests.python.warehouse_vault.deliveries import (
    ERASURE,
    ONCE_NAMED,
    SUPERSEDED_BY_ERASURE,
    VAULT_DELIVERIES,
)

# `make soak` asks for new random orders; each takes half a minute here, and all tables of the warehouse are
# loaded in any order with other deliveries in tests/python/histories, in every gate.
SETTINGS = settings(
    max_examples=max(1, int(os.environ.get("EXAMPLES", "2000")) // 200),
    phases=[Phase.generate],
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
# An order in which the second run brings the first and the last day, an erasure of what the first one loaded,
# the receipt with a product that nothing else names and extracts before and after one of the first run; of
# such orders one in which many tables get older deliveries after newer ones.
SEED = 28101
VAULT = "path:models/silver/vault"
MODELS = [f"+{VAULT}"]
# What the vault's own line of time is compared with.
HISTORIES = ["stg_*_history"]
# Tables whose queries give all rows of the keys that a run touches; those of the others give new rows alone.
COMPUTED_BY_KEY = ("vault.bsat_", "vault.pit_", "vault.sal_customer_matched")
# Where a key stays that was named by a row which an erasure has superseded since: a key is never taken out.
KEYS_STAY_IN = {
    "vault.hub_customer",
    "vault.sal_customer",
    "vault.bsat_customer_identity",
    "vault.bsat_customer_month",
    "vault.bsat_customer_trait",
    "vault.sal_customer_matched",
    "vault.pit_customer",
    "vault.pit_customer_calendar",
}
# What was in personal columns before an erasure.
PLANTED = ("planted", "Planted street 2", "again@example.com")


def vault(warehouse: Warehouse, *, with_bookkeeping: bool = False) -> Contents:
    """Return what the vault holds."""
    return contents(warehouse.database, with_bookkeeping=with_bookkeeping, schemas=["vault"])


@dataclass(frozen=True)
class Loaded:
    """A warehouse, and what its last run came to."""

    warehouse: Warehouse
    outcome: Outcome


def load(
    project: Project, folder: Path, groups: Sequence[Sequence[Delivery]], models: Sequence[str] = MODELS
) -> Loaded:
    """Build a new warehouse: each group lands and is loaded before the next one lands."""
    warehouse = Warehouse(project, folder)
    landing = LandingFolder(folder / "landing")
    for group in groups:
        landing.add(*group)
        outcome = warehouse.build(models, landing.path)
        assert outcome.success, outcome.messages
    return Loaded(warehouse, outcome)


def groups_of(deliveries: Sequence[Delivery], seed: int, count: int) -> list[list[Delivery]]:
    """Return the deliveries in a random order, cut into `count` groups of about the same size."""
    order = random.Random(seed).sample(deliveries, len(deliveries))
    size = -(-len(order) // count)
    return [order[start : start + size] for start in range(0, len(order), size)]


def assert_same_vault(rebuilt: Contents, grown: Contents, groups: Sequence[Sequence[Delivery]]) -> None:
    """Fail unless the two hold the same, but for the key that a superseded row named when it was loaded."""
    run_of = {id(delivery): run for run, group in enumerate(groups) for delivery in group}
    was_loaded = run_of[id(SUPERSEDED_BY_ERASURE)] < run_of[id(ERASURE)]
    names = {row[0] for row in grown.rows["vault.hub_customer"] if ONCE_NAMED in row} | {f"shop|{ONCE_NAMED}"}
    stayed = {
        table: Counter({row: number for row, number in rows.items() if names & set(row)})
        for table, rows in grown.rows.items()
    }
    assert {table for table, rows in stayed.items() if rows} == (KEYS_STAY_IN if was_loaded else set())
    others = {table: rows - stayed[table] for table, rows in grown.rows.items()}
    assert_same(rebuilt, Contents(grown.columns, others))


@pytest.fixture(scope="module")
def at_once(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """All deliveries in one run: what every other way of loading must come to."""
    folder = tmp_path_factory.mktemp("at_once")
    return load(project, folder, [VAULT_DELIVERIES], [*MODELS, *HISTORIES]).warehouse


@pytest.fixture(scope="module")
def grouped(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The same deliveries in two runs, in another order."""
    return load(project, tmp_path_factory.mktemp("grouped"), groups_of(VAULT_DELIVERIES, SEED, 2))


def test_the_vault_is_sound_and_every_delivery_can_be_rebuilt(at_once: Warehouse) -> None:
    outcome = at_once.test([VAULT, "path:tests/vault"], at_once.folder / "landing")
    assert outcome.success, outcome.messages


def test_an_erased_person_is_nowhere_in_the_vault(at_once: Warehouse) -> None:
    held = vault(at_once)
    texts = {str(value) for rows in held.rows.values() for row in rows for value in row}
    assert not [text for text in texts if any(planted in text for planted in PLANTED)]


def test_another_order_and_grouping_gives_the_same_vault(at_once: Warehouse, grouped: Loaded) -> None:
    groups = groups_of(VAULT_DELIVERIES, SEED, 2)
    assert_same_vault(vault(at_once), vault(grouped.warehouse), groups)


@pytest.mark.soak
@SETTINGS
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_any_order_and_grouping_gives_the_same_vault(
    project: Project, tmp_path_factory: pytest.TempPathFactory, at_once: Warehouse, seed: int
) -> None:
    groups = groups_of(VAULT_DELIVERIES, seed, 3)
    loaded = load(project, tmp_path_factory.mktemp("any_order"), groups)
    assert_same_vault(vault(at_once), vault(loaded.warehouse), groups)


def test_queries_that_run_again_add_nothing(grouped: Loaded) -> None:
    """Those of the last run, on what they wrote: a row is known by what identifies it, not by time alone."""
    queries = {table: sql for table, sql in grouped.outcome.queries.items() if table.startswith("vault.")}
    assert len(queries) > 80, "the queries of the last run are not all here"
    columns = vault(grouped.warehouse).columns
    added = {}
    with grouped.warehouse.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        for table, sql in queries.items():
            names = ", ".join(f'"{name}"' for name, _ in columns[table])
            rows = f"select {names} from ({sql})"
            if table.startswith(COMPUTED_BY_KEY):
                rows += f" except select {names} from {table}"
            added[table] = connection.execute(rows).fetchall()
    assert not {table: rows for table, rows in added.items() if rows}


@pytest.mark.soak
def test_a_run_without_new_deliveries_changes_nothing_not_even_the_bookkeeping(at_once: Warehouse) -> None:
    before = vault(at_once, with_bookkeeping=True)
    outcome = at_once.build([VAULT], at_once.folder / "landing")
    assert outcome.success, outcome.messages
    assert_same(before, vault(at_once, with_bookkeeping=True))
