"""Every table of every layer holds the same rows, in whatever order and grouping the deliveries came."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.python.warehouse.dbt_runner import STORED, Project, Warehouse
from tests.python.warehouse.digests import Contents, assert_same, contents
from tests.python.warehouse.landing import Delivery, LandingFolder
from tests.python.warehouse_star.deliveries import DELIVERIES, FIRST_RATES
from tests.python.warehouse_star.seeds import land_seeds

# All that is stored, and what it is made of.
MODELS = tuple(f"+config.materialized:{kind}" for kind in STORED)
# `make soak` asks for new random cases, EXAMPLES of them; each takes a minute here, several with the seeds.
IS_SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
EXAMPLES = int(os.environ.get("EXAMPLES", "2000"))
GROUPS = 3
SETTINGS = settings(
    # the examples that are named always; new ones in a soak alone, and a failing one is not shrunk
    phases=[Phase.explicit, Phase.generate] if IS_SOAK else [Phase.explicit],
    max_examples=max(1, EXAMPLES // 100),
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
RANDOM_SEEDS = st.integers(min_value=0, max_value=2**32)


def groups_of(deliveries: Sequence[Delivery], seed: int) -> list[list[Delivery]]:
    """Return the deliveries in a random order, cut into GROUPS, the first rates in the first of them."""
    chance = random.Random(seed)
    order = chance.sample(deliveries, len(deliveries))
    cuts = sorted(chance.sample(range(1, len(order)), GROUPS - 1))
    groups = [order[start:end] for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True)]
    return [[FIRST_RATES, *groups[0]], *groups[1:]]


def load(project: Project, folder: Path, groups: Sequence[Sequence[Delivery]]) -> Warehouse:
    """Build a new warehouse: each group lands and is loaded before the next one lands."""
    warehouse = Warehouse(project, folder)
    landing = LandingFolder(folder / "landing")
    for group in groups:
        landing.add(*group)
        build(warehouse, landing.path)
    return warehouse


def build(warehouse: Warehouse, landing: Path | None) -> None:
    outcome = warehouse.build(MODELS, landing)
    assert outcome.success, outcome.messages


@pytest.fixture(scope="module")
def expected(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """What one build of all deliveries comes to."""
    warehouse = load(project, tmp_path_factory.mktemp("at_once"), [[FIRST_RATES, *DELIVERIES]])
    return contents(warehouse.database, tables=project.tables)


@pytest.fixture(scope="module")
def expected_of_the_seeds(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """What one build of the seeds comes to."""
    warehouse = Warehouse(project, tmp_path_factory.mktemp("seeds_at_once"))
    build(warehouse, None)
    return contents(warehouse.database, tables=project.tables)


def test_every_table_has_rows_to_compare(project: Project, expected: Contents) -> None:
    assert sorted(expected.rows) == sorted(project.tables)
    empty = {table for table in project.tables if not expected.row_count(table)}
    assert {table for table in empty if "reference__data_challenges" not in table} == set()


@SETTINGS
@given(seed=RANDOM_SEEDS)
# chosen: between them they leave each part of some sale to a run in which nothing else of it is new
@example(seed=1193)
@example(seed=2664)
def test_any_order_and_grouping_is_the_same_as_one_build(
    project: Project, tmp_path_factory: pytest.TempPathFactory, expected: Contents, seed: int
) -> None:
    warehouse = load(project, tmp_path_factory.mktemp("grouped"), groups_of(DELIVERIES, seed))
    assert_same(expected, contents(warehouse.database, tables=project.tables))


@pytest.mark.skipif(not IS_SOAK, reason="takes minutes: a part of make soak")
@settings(SETTINGS, max_examples=max(1, EXAMPLES // 1000))
@given(seed=RANDOM_SEEDS)
def test_the_seeds_in_any_order_and_grouping_are_the_same_as_one_build(
    project: Project, tmp_path_factory: pytest.TempPathFactory, expected_of_the_seeds: Contents, seed: int
) -> None:
    warehouse = Warehouse(project, tmp_path_factory.mktemp("seeds_grouped"))
    landing = warehouse.folder / "landing"
    for group in range(GROUPS):
        land_seeds(landing, seed, group, GROUPS)
        build(warehouse, landing)
    assert_same(expected_of_the_seeds, contents(warehouse.database, tables=project.tables))
