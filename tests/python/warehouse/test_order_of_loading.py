"""The warehouse depends on what was delivered, never on when, in which order or in how many runs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise, zip_longest
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.python.warehouse.dbt_runner import Project, Warehouse
from tests.python.warehouse.digests import Contents, assert_same, contents
from tests.python.warehouse.landing import Delivery, LandingFolder
from tests.python.warehouse.scenario import DELIVERIES, TABLES, models_of

MODELS = models_of(*TABLES)


def load(project: Project, folder: Path, groups: Sequence[Sequence[Delivery]]) -> Warehouse:
    """Build a new warehouse: each group lands and is loaded before the next one lands."""
    warehouse = Warehouse(project, folder)
    landing = LandingFolder(folder / "landing")
    for group in groups:
        landing.add(*group)
        outcome = warehouse.build(MODELS, landing.path)
        assert outcome.success, outcome.messages
    return warehouse


def one_of_each_table(deliveries: Sequence[Delivery]) -> list[list[Delivery]]:
    """Groups with at most one delivery of a table, in the order given: the tables stand beside each other."""
    by_table = [[delivery for delivery in deliveries if delivery.name == name] for name in TABLES]
    return [[one for one in group if one] for group in zip_longest(*by_table)]


@pytest.fixture(scope="module")
def loaded_at_once(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """All deliveries in one run: what every other way of loading must come to."""
    return load(project, tmp_path_factory.mktemp("at_once"), [DELIVERIES])


@pytest.fixture(scope="module")
def expected(loaded_at_once: Warehouse) -> Contents:
    """What the warehouse holds after one run."""
    return contents(loaded_at_once.database)


def test_the_deliveries_hold_what_they_are_meant_to(loaded_at_once: Warehouse, expected: Contents) -> None:
    for name in TABLES:
        assert expected.row_count(f"bronze.brz_{name}") > 0
        assert expected.row_count(f"staging.stg_{name}_history") > 0
    verdicts = loaded_at_once.query(
        "select broken_rule from quarantine.qrn_shop__customers"
        " union all select broken_rule from quarantine.qrn_web__events"
        " union all select broken_rule from quarantine.qrn_erp__suppliers"
        " union all select broken_rule from quarantine.qrn_shop__payments"
        " union all select broken_rule from quarantine.qrn_finance__fx_rates order by 1"
    )
    assert [rule for (rule,) in verdicts] == [
        "amount_not_number",
        "amount_not_positive",
        "change_operation_unknown",
        "changed_after_delivery",
        "changed_at_not_timestamp",
        "currency_code_not_accepted",
        "customer_id_missing",
        "duplicate_in_delivery",
        "duplicate_in_delivery",
        "email_malformed",
        "lead_time_days_not_integer",
        "lead_time_out_of_range",
        "payload_not_json",
        "rate_ahead_of_delivery",
    ]


def test_the_state_over_time_is_what_was_delivered(loaded_at_once: Warehouse) -> None:
    versions = loaded_at_once.query(
        "select customer_id, strftime(valid_from, '%Y-%m-%d %H'), strftime(valid_to, '%Y-%m-%d %H'),"
        " loyalty_tier, country_code from staging.stg_shop__customers_history"
        " where customer_id not in ('C-2') order by 1, 2"
    )
    assert versions == [
        ("C-1", "2024-03-01 08", "2024-03-01 20", "bronze", "DE"),
        ("C-1", "2024-03-01 20", "2024-03-02 09", "gold", "DE"),
        ("C-1", "2024-03-02 09", "2024-03-02 10", "silver", "DE"),
        ("C-1", "2024-03-02 10", "2024-03-03 10", "bronze", "DE"),
        ("C-1", "2024-03-03 10", "2025-01-02 08", "silver", "DE"),
        ("C-1", "2025-01-02 08", "9999-12-31 00", "silver", "DE"),
        ("C-4", "2024-03-01 11", "2024-03-02 12", "none", "DE"),
        ("C-4", "2024-03-03 08", "9999-12-31 00", "gold", "DE"),
        ("C-6", "2024-03-03 09", "9999-12-31 00", "none", "FR"),
    ]
    extracts = loaded_at_once.query(
        "select supplier_id, cast(valid_from as date)::text, cast(valid_to as date)::text, quality_grade"
        " from staging.stg_erp__suppliers_history order by 1, 2"
    )
    assert extracts == [
        ("S-1", "2024-03-04", "2024-03-18", "A"),
        ("S-1", "2024-03-18", "2024-03-25", "B"),
        ("S-1", "2024-03-25", "9999-12-31", "A"),
        ("S-2", "2024-03-25", "9999-12-31", "A"),
        ("S-3", "2024-03-18", "9999-12-31", "A"),
    ]


@pytest.mark.parametrize("direction", [1, -1], ids=["in order", "in reverse"])
def test_one_by_one_is_the_same_as_at_once(
    project: Project, tmp_path: Path, expected: Contents, direction: int
) -> None:
    warehouse = load(project, tmp_path, one_of_each_table(DELIVERIES[::direction]))
    assert_same(expected, contents(warehouse.database))
    outcome = warehouse.build(MODELS, tmp_path / "landing", full_refresh=True)
    assert outcome.success, outcome.messages
    assert_same(expected, contents(warehouse.database))


@st.composite
def groups_of_deliveries(draw: st.DrawFn) -> list[list[int]]:
    """Positions in DELIVERIES, in any order, cut into two to four groups."""
    order = draw(st.permutations(range(len(DELIVERIES))))
    cuts = draw(st.sets(st.integers(1, len(DELIVERIES) - 1), min_size=1, max_size=3))
    edges = [0, *sorted(cuts), len(DELIVERIES)]
    return [order[start:end] for start, end in pairwise(edges)]


# Random histories of all tables are a part of every gate: tests/python/histories. `make soak` asks for EXAMPLES
# of them here; each takes seconds, so a tenth.
@pytest.mark.soak
@settings(
    max_examples=max(1, int(os.environ.get("EXAMPLES", "200")) // 10),
    database=None,
    deadline=None,
    print_blob=True,
    # a failing example is printed whole; to shrink it would take minutes
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(groups=groups_of_deliveries())
def test_any_grouping_is_the_same_as_at_once(
    project: Project,
    tmp_path_factory: pytest.TempPathFactory,
    expected: Contents,
    groups: list[list[int]],
) -> None:
    folder = tmp_path_factory.mktemp("grouped")
    warehouse = load(project, folder, [[DELIVERIES[at] for at in group] for group in groups])
    assert_same(expected, contents(warehouse.database))


def test_running_again_changes_nothing_not_even_the_bookkeeping(loaded_at_once: Warehouse) -> None:
    landing = loaded_at_once.folder / "landing"
    before = contents(loaded_at_once.database, with_bookkeeping=True)
    for _ in range(2):
        outcome = loaded_at_once.build(MODELS, landing)
        assert outcome.success, outcome.messages
        assert_same(before, contents(loaded_at_once.database, with_bookkeeping=True))


def test_a_bound_holds_back_what_came_after_it(project: Project, tmp_path: Path, expected: Contents) -> None:
    bound = "2024-03-03"
    within = [delivery for delivery in DELIVERIES if delivery.batch_date <= bound]
    bounded = load(project, tmp_path / "only_within", [within])

    warehouse = Warehouse(project, tmp_path / "bounded")
    landing = LandingFolder(warehouse.folder / "landing")
    landing.add(*DELIVERIES)
    assert warehouse.build(MODELS, landing.path, batch_date=bound).success
    assert_same(contents(bounded.database), contents(warehouse.database))

    assert warehouse.build(MODELS, landing.path).success
    assert_same(expected, contents(warehouse.database))
