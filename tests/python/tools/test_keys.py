"""A contract's keys go with the test that looks after them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.python.tools.conftest import MakeProject, node
from tools.lint.keys import check_keys

TABLE = "models/silver/inmon/sales/returns.sql"
PRIMARY = {"constraints": [{"type": "primary_key", "columns": ["return_id"]}]}
FOREIGN = {"columns": {"order_id": {"name": "order_id", "constraints": [{"type": "foreign_key"}]}}}
NEITHER = {
    "constraints": [{"type": "check"}],
    "columns": {"a": {"name": "a", "constraints": [{"type": "not_null"}]}},
}


@pytest.mark.parametrize("keys", [PRIMARY, FOREIGN])
def test_a_key_is_tested(keys: dict[str, Any], make_project: MakeProject) -> None:
    table = node(TABLE, **keys)
    (found,) = check_keys(make_project(nodes=[table]))
    assert (found.path, found.rule) == (TABLE, "keys")
    test = node(
        "models/silver/inmon/sales/_sales__inmon.yml",
        unique_id="test of returns",
        resource_type="test",
        test_metadata={"name": "keys_hold", "kwargs": {}},
        attached_node=table["unique_id"],
    )
    assert check_keys(make_project(nodes=[table, test])) == []
    other = {**test, "test_metadata": {"name": "grain", "kwargs": {}}}
    assert len(check_keys(make_project(nodes=[table, other]))) == 1


def test_what_has_no_key_needs_no_test(make_project: MakeProject) -> None:
    assert check_keys(make_project(nodes=[node(TABLE, **NEITHER)])) == []
