"""The metadata of the star is held against its columns, its tests and the bus matrix."""

from typing import Any

import pytest

from tests.python.tools.conftest import MakeProject, node
from tools.bus_matrix import FILE, render
from tools.lint.project import Project
from tools.lint.star import check_bus_matrix, check_star

DATE, CUSTOMER, PRODUCT = "ref('dim_date')", "ref('dim_customer')", "ref('dim_product')"


def columns(**types: str) -> dict[str, Any]:
    """Columns by name and type; each description says how the column adds up, where it is a measure."""
    words = {
        "quantity": "Pieces. Additive.",
        "unit_price": "Non-additive.",
        "on_hand": "Semi-additive.",
        "weight": "Additive.",
    }
    return {
        name: {"name": name, "data_type": kind, "description": words.get(name, "A column.")}
        for name, kind in types.items()
    }


def fact(name: str = "fct_sales", **changes: Any) -> dict[str, Any]:
    """A fact whose metadata is right; `changes` replace or, as None, take out parts of its meta."""
    meta = {
        "fact_type": "transaction",
        "process": "Sales",
        "grain": "One row per line",
        "dimensions": {"order_date_key": DATE, "shipped_date_key": "ref('dim_shipped_date')"},
        "measures": {
            "quantity": "additive",
            "unit_price": "non-additive",
            "on_hand": "semi-additive over order_date_key",
        },
        "degenerate": ["line_number", "business_key"],
        **changes,
    }
    return node(
        f"models/gold/kimball/sales/{name}.sql",
        config={"meta": {word: value for word, value in meta.items() if value is not None}},
        columns=columns(
            order_date_key="integer",
            shipped_date_key="integer",
            line_number="integer",
            business_key="text",
            channel="text",
            quantity="integer",
            unit_price="decimal(18,4)",
            on_hand="bigint",
        ),
    )


def joins_test(of: dict[str, Any], dimensions: Any = None) -> dict[str, Any]:
    """The test that follows a fact's foreign keys, of the same map unless another is given."""
    return node(
        "models/gold/kimball/sales/_models.yml",
        unique_id=f"test of {of['name']}",
        resource_type="test",
        test_metadata={
            "name": "joins_its_dimensions",
            "kwargs": {"dimensions": dimensions or of["config"]["meta"].get("dimensions")},
        },
        attached_node=of["unique_id"],
    )


def messages(project: Project) -> list[str]:
    return [problem.message for problem in check_star(project)]


def test_a_star_that_says_what_it_is_passes(make_project: MakeProject) -> None:
    assert messages(make_project(nodes=[fact(), joins_test(fact())])) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"process": None}, "no process"),
        ({"grain": ""}, "no grain"),
        ({"fact_type": "snapshot"}, "'snapshot': it is one of transaction"),
        ({"dimensions": None}, "no dimensions"),
        ({"measures": None}, "no measures"),
        ({"dimensions": {"order_date_key": DATE}}, "shipped_date_key is in no map"),
        ({"dimensions": {**fact()["config"]["meta"]["dimensions"], "gone_key": DATE}}, "the key gone_key"),
        ({"dimensions": {"order_date_key": DATE, "shipped_date_key": "dim_date"}}, "leads to 'dim_date'"),
        ({"degenerate": ["business_key"]}, "line_number is a number"),
        ({"degenerate": ["line_number"]}, "business_key is in no map"),
        ({"degenerate": ["line_number", "business_key", "gone"]}, "names gone, which is no column"),
        ({"measures": {"quantity": "additive", "on_hand": "non-additive"}}, "unit_price is a number"),
    ],
)
def test_what_is_missing_or_wrong_is_found(
    changes: dict[str, Any], found: str, make_project: MakeProject
) -> None:
    broken = fact(**changes)
    assert any(found in message for message in messages(make_project(nodes=[broken, joins_test(broken)])))


@pytest.mark.parametrize(
    ("measure", "additivity", "found"),
    [
        ("quantity", "sums up", "'sums up': it is additive (within a group), non-additive or"),
        ("quantity", "semi-additive over gone_key", "'semi-additive over gone_key'"),
        ("quantity", "non-additive", "the description of quantity does not say that it is non-additive"),
        ("unit_price", "additive", "the description of unit_price does not say that it is additive"),
    ],
)
def test_additivity_is_a_known_one_that_the_description_says_too(
    measure: str, additivity: str, found: str, make_project: MakeProject
) -> None:
    broken = fact()
    broken["config"]["meta"]["measures"][measure] = additivity
    (message,) = messages(make_project(nodes=[broken, joins_test(broken)]))
    assert found in message


@pytest.mark.parametrize("tested", [None, {"order_date_key": DATE}])
def test_the_foreign_keys_that_are_declared_are_those_that_are_tested(
    tested: dict[str, str] | None, make_project: MakeProject
) -> None:
    nodes = [fact(), *([joins_test(fact(), tested)] if tested else [])]
    (message,) = messages(make_project(nodes=nodes))
    assert "no test joins_its_dimensions" in message


def test_a_bridge_says_what_it_bridges_and_has_a_key_of_its_own(make_project: MakeProject) -> None:
    meta: dict[str, Any] = {
        "dimensions": {"promotion_key": "ref('dim_promotion')"},
        "measures": {"weight": "additive within a group"},
    }
    bridge = node(
        "models/gold/kimball/sales/bdg_promotions.sql",
        config={"meta": meta},
        columns=columns(promotion_group_key="uuid", promotion_key="uuid", weight="decimal(5,4)"),
    )
    nodes = [bridge, joins_test(bridge)]
    unnamed, unexplained = messages(make_project(nodes=nodes))
    assert "meta has no bridge_of" in unnamed
    assert "promotion_group_key is in no map" in unexplained
    meta |= {"bridge_of": "Lines and promotions", "group_key": "promotion_group_key"}
    assert messages(make_project(nodes=nodes)) == []


def star() -> list[dict[str, Any]]:
    """Two facts that share the date, one of them in two roles, by a bridge with a third dimension."""
    sales = fact(groups={"promotion_group_key": "ref('bdg_promotions')"})
    plans = fact("fct_plans", process="Plans", dimensions={"date_key": DATE, "product_key": PRODUCT})
    bridge = node(
        "models/gold/kimball/sales/bdg_promotions.sql",
        config={"meta": {"dimensions": {"customer_key": {"dimension": CUSTOMER, "key": "customer_key"}}}},
    )
    role = node("models/gold/kimball/calendar/dim_shipped_date.sql", "model.touchstone.dim_date")
    return [sales, plans, bridge, role]


def test_the_bus_matrix_has_shared_dimensions_as_columns_and_roles_in_cells(
    make_project: MakeProject,
) -> None:
    lines = render(make_project(nodes=star())).splitlines()
    assert "{% docs bus_matrix %}" in lines
    assert "| Process | Fact | Type | date | Its own |" in lines
    assert "| Plans | `fct_plans` | transaction | x | product |" in lines
    assert "| Sales | `fct_sales` | transaction | order, shipped | customer |" in lines
    assert (
        "| `fct_sales` | One row per line | `quantity` | `on_hand` over order_date_key | `unit_price` |"
        in lines
    )


def test_a_dimension_behind_a_bridge_is_marked(make_project: MakeProject) -> None:
    nodes = star()
    nodes[1]["config"]["meta"]["dimensions"] = {"customer_key": CUSTOMER}
    lines = render(make_project(nodes=nodes)).splitlines()
    assert "| Process | Fact | Type | customer | Its own |" in lines
    assert "| Sales | `fct_sales` | transaction | bridge | date |" in lines


def test_a_stale_bus_matrix_is_found(make_project: MakeProject) -> None:
    text = render(make_project(nodes=star()))
    assert check_bus_matrix(make_project({FILE: text}, nodes=star())) == []
    (stale,) = check_bus_matrix(make_project({FILE: text.replace("Sales", "Returns")}, nodes=star()))
    assert (stale.path, stale.rule) == (FILE, "bus-matrix")
    assert "python -m tools.bus_matrix" in stale.message


def test_a_project_without_a_star_needs_no_bus_matrix(make_project: MakeProject) -> None:
    assert check_bus_matrix(make_project(nodes=[])) == []
