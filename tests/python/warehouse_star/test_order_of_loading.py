"""Every table of every layer holds the same rows, in whatever order and grouping the deliveries came."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.python.warehouse.dbt_runner import Project, Warehouse
from tests.python.warehouse.digests import Contents, assert_same, contents
from tests.python.warehouse.landing import Delivery
from tests.python.warehouse_star.deliveries import DELIVERIES, FIRST_RATES
from tests.python.warehouse_star.loads import MARTS, build, load
from tests.python.warehouse_star.seeds import land_seeds

# `make soak` asks for new random cases, EXAMPLES of them; each takes a minute here, several with the seeds.
# Random histories of all tables are a part of every gate: tests/python/histories.
EXAMPLES = int(os.environ.get("EXAMPLES", "2000"))
GROUPS = 3
SETTINGS = settings(
    # a failing example is not shrunk
    phases=[Phase.explicit, Phase.generate],
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


@pytest.fixture(scope="module")
def expected(project: Project, at_once: Warehouse) -> Contents:
    """What one build of all deliveries comes to."""
    return contents(at_once.database, tables=project.tables)


@pytest.fixture(scope="module")
def expected_of_the_seeds(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """What one build of the seeds comes to."""
    warehouse = Warehouse(project, tmp_path_factory.mktemp("seeds_at_once"))
    build(warehouse, None)
    return contents(warehouse.database, tables=project.tables)


def test_every_table_has_rows_to_compare(project: Project, expected: Contents) -> None:
    assert sorted(expected.rows) == sorted(project.tables)
    empty = {table for table in project.tables if not expected.row_count(table)}
    assert {table for table in empty if "data_challenge" not in table} == set()


def test_the_styles_answer_alike_where_all_is_made_hard(at_once: Warehouse) -> None:
    outcome = at_once.test(["test_name:answers_alike"], at_once.folder / "landing")
    assert outcome.success, outcome.messages


def test_the_vault_marts_equal_the_star(at_once: Warehouse) -> None:
    # These deliveries hold what the seeds do not: corrections, deletions and orphans of every kind.
    outcome = at_once.test([f"{MARTS},test_name:equals_the_star"], at_once.folder / "landing")
    assert outcome.success, outcome.messages


@pytest.mark.soak
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


@pytest.mark.soak
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
