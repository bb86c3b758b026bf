"""An import of a query is read where it is used, and nothing else of the query changes."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest

from tools.warehouse import ROOT

RELATION = '"touchstone"."inmon"."sales_orders"'


class _Returned(Exception):
    pass


def read_where_used(query: str) -> str:
    """Call the macro as dbt does, whose `return` ends a macro with a value."""

    def leave_with(value: Any) -> None:
        raise _Returned(value)

    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    environment.globals |= {"modules": SimpleNamespace(re=re), "return": leave_with}
    text = (ROOT / "macros/adapters/imports.sql").read_text(encoding="utf-8")
    try:
        environment.from_string(text).module.read_where_used(query)  # type: ignore[attr-defined]
    except _Returned as returned:
        return str(returned.args[0])
    raise AssertionError("the macro returned nothing")


@pytest.mark.parametrize("condition", ["", " where is_current", " where channel = 'web'"])
def test_an_import_is_no_step(condition: str) -> None:
    query = f"with\n\norders as (\n\n    select * from {RELATION}{condition}\n\n)\n\nselect 1"
    text = " ".join(read_where_used(query).split())
    assert text == f"with orders as not materialized ( select * from {RELATION}{condition} ) select 1"


@pytest.mark.parametrize(
    "step",
    [
        "select * from orders",
        f"select sales_order_id from {RELATION}",
        f"select * from {RELATION} where channel in (select channel from chosen)",
        f"-- all of them\nselect * from {RELATION}",
        f"select * from {RELATION} union all select * from {RELATION}",
    ],
)
def test_a_step_stays_a_step(step: str) -> None:
    query = f"with\n\norders as (\n\n    {step}\n\n)\n\nselect 1"
    assert read_where_used(query) == query
