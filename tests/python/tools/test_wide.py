"""Every column of a wide table names the column of the star that it comes from."""

from typing import Any

import pytest

from tests.python.tools.conftest import MakeProject, node
from tools.lint.wide import check_wide_tables

DIMENSION = node("models/gold/kimball/dim_customer.sql", columns={"tier": {"name": "tier"}})


def wide(**sources: Any) -> dict[str, Any]:
    """A wide table with a column for each source, and with one for audit, which needs none."""
    columns = {name: {"name": name, "config": {"meta": {"from": given}}} for name, given in sources.items()}
    return node("models/gold/obt/obt_orders.sql", columns={**columns, "audit_at": {"name": "audit_at"}})


@pytest.mark.parametrize("given", ["dim_customer.tier", ["dim_customer.tier"], ["obt_other.tier"]])
def test_a_column_that_can_be_traced_passes(make_project: MakeProject, given: Any) -> None:
    other = node(
        "models/gold/obt/obt_other.sql", columns={"tier": wide(tier="dim_customer.tier")["columns"]["tier"]}
    )
    assert check_wide_tables(make_project(nodes=[DIMENSION, other, wide(tier=given)])) == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (None, "obt_orders.tier has no meta.from"),
        ([], "obt_orders.tier has no meta.from"),
        ("dim_customer.rank", "obt_orders.tier comes from dim_customer.rank, which is no column of the star"),
        (["dim_customer.tier", "stg_customers.tier"], "obt_orders.tier comes from stg_customers.tier"),
        ("obt_orders.tier", "obt_orders.tier comes from its own table"),
    ],
)
def test_a_column_that_cannot_be_traced_is_refused(
    make_project: MakeProject, given: Any, message: str
) -> None:
    staging = node("models/silver/staging/stg_customers.sql", columns={"tier": {"name": "tier"}})
    (problem,) = check_wide_tables(make_project(nodes=[DIMENSION, staging, wide(tier=given)]))
    assert problem.message.startswith(message)
    assert problem.path == "models/gold/obt/_models.yml"
