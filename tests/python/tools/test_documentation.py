"""What the docs must say is missed where it is missing."""

import pytest

from tests.python.tools.conftest import MakeProject, node
from tools.lint.documentation import (
    check_contracts,
    check_descriptions,
    check_grain_comments,
    check_macro_comments,
    says_nothing,
)

GOLD = "models/gold/kimball/dim_product.sql"


def test_first_line_is_the_grain(make_project: MakeProject) -> None:
    files = {
        "models/a.sql": "-- grain: one row per a\n",
        "models/b.sql": "select 1\n",
        "models/c.sql": "-- grain:\n",
    }
    assert [p.path for p in check_grain_comments(make_project(files))] == ["models/b.sql", "models/c.sql"]


@pytest.mark.parametrize("patch", [None, "touchstone://models/_models.yml"])
def test_a_node_has_an_entry_in_a_yml_beside_it(patch: str | None, make_project: MakeProject) -> None:
    (found,) = check_descriptions(make_project(nodes=[node(GOLD, patch_path=patch)]))
    assert (found.path, found.rule) == (GOLD, "yml-entry")


@pytest.mark.parametrize("description", ["", "The product dim.", "dim_product", "A dim for products."])
def test_descriptions_of_nodes_and_columns_say_more_than_the_name(
    description: str, make_project: MakeProject
) -> None:
    (found,) = check_descriptions(make_project(nodes=[node(GOLD, description=description)]))
    assert (found.path, found.rule) == ("models/gold/kimball/_models.yml", "description")
    columns = {"a": {"name": "dim_product", "description": description}}
    (found,) = check_descriptions(make_project(nodes=[node(GOLD, columns=columns)]))
    assert "dim_product.dim_product" in found.message


def test_full_descriptions_pass(make_project: MakeProject) -> None:
    columns = {"a": {"name": "unit_price_amount", "description": "What one piece costs, without tax."}}
    assert check_descriptions(make_project(nodes=[node(GOLD, columns=columns)])) == []
    assert not says_nothing("customer_id", "Identifies a customer in the web shop.")


def test_gold_has_enforced_contracts(make_project: MakeProject) -> None:
    open_gold = node(GOLD, config={"contract": {"enforced": False}})
    silver = node("models/silver/inmon/orders.sql", config={})
    (found,) = check_contracts(make_project(nodes=[open_gold, silver]))
    assert (found.path, found.rule) == (GOLD, "contract")
    assert check_contracts(make_project(nodes=[node(GOLD)])) == []


def test_what_others_call_has_a_comment(make_project: MakeProject) -> None:
    text = """{#- Gives a, and by b() the rest. -#}
{% macro a() %}1{% endmacro %}
{% macro b() %}1{% endmacro %}
{% macro _own() %}1{% endmacro %}
{% macro duckdb__a() %}1{% endmacro %}
{%- macro c() %}1{% endmacro %}
"""
    test = "{% test t(model) %}select 1{% endtest %}"
    found = check_macro_comments(make_project({"macros/m.sql": text, "tests/generic/t.sql": test}))
    assert [(p.path, p.line) for p in found] == [("macros/m.sql", 6), ("tests/generic/t.sql", 1)]
