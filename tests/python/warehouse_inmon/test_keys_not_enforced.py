"""With enforced_keys false no key is made, rows are the same, and tests find each row that breaks a key."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.python.warehouse.dbt_runner import Project, Warehouse
from tests.python.warehouse_inmon.breaking_rows import a_row, with_new_key
from tests.python.warehouse_inmon.conftest import MODELS, rows
from tests.python.warehouse_inmon.declared import declared, enforced

KEYS = {one for one in declared() if one.kind in ("PRIMARY KEY", "FOREIGN KEY")}


@pytest.fixture(scope="module")
def unenforced(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The same warehouse without enforced keys, loaded in two runs."""
    warehouse = Warehouse(project, tmp_path_factory.mktemp("keys_not_enforced"), {"enforced_keys": False})
    for until in ("2024-11-15", None):
        outcome = warehouse.build(MODELS, None, batch_date=until)
        assert outcome.success, outcome.messages
    return warehouse


def test_no_key_is_made_and_all_else_is_enforced(unenforced: Warehouse) -> None:
    with unenforced.connect() as connection:
        made = enforced(connection)
    assert made == Counter({one: count for one, count in declared().items() if one not in KEYS})


def test_the_rows_are_those_of_a_warehouse_with_keys(unenforced: Warehouse, inmon: Warehouse) -> None:
    assert rows(unenforced, with_bookkeeping=False) == rows(inmon, with_bookkeeping=False)


def test_a_parent_alone_is_rebuilt(unenforced: Warehouse) -> None:
    before = rows(unenforced, with_bookkeeping=False)
    outcome = unenforced.build(["suppliers", "promotions"], None, full_refresh=True)
    assert outcome.success, outcome.messages
    assert rows(unenforced, with_bookkeeping=False) == before


def test_each_row_that_breaks_a_key_is_found(unenforced: Warehouse, tmp_path: Path) -> None:
    copy = Warehouse(unenforced.project, tmp_path, unenforced.variables)
    shutil.copy(unenforced.database, copy.database)
    assert found(copy) == {}
    with copy.connect(read_only=False) as connection:
        # all rows are read before one is written, so that none is a row that breaks a key
        wanted = [(key, a_row(connection, key.table, key.columns)) for key in sorted(KEYS, key=str)]
        expected: Counter[str] = Counter()
        written: Counter[str] = Counter()
        for key, row in wanted:
            broken = dict(row)
            if key.kind == "FOREIGN KEY":
                written[key.table] += 1
                # a key of its own, for it shall break no other one
                for _ in range(written[key.table]):
                    broken = with_new_key(broken, key.table)
                *_, last = key.columns
                broken[last] = "no such key" if isinstance(row[last], str) else 1_000_000
                pointing = [one for one in KEYS if one.table == key.table and one.kind == key.kind]
                # sales_order_id points to a sale, and with line_number to its line
                expected[key.table] += sum(last in one.columns for one in pointing)
            else:
                expected[key.table] += 1
            marks = ", ".join(f"${name}" for name in broken)
            insert = f"insert into inmon.{key.table} ({', '.join(broken)}) values ({marks})"
            connection.execute(insert, broken)
    assert found(copy) == dict(expected)


def found(warehouse: Warehouse) -> dict[str, int]:
    """Return how many broken keys the tests find in each table, where they find one."""
    outcome = warehouse.test(["test_name:keys_hold"], None)
    said = [re.fullmatch(r"keys_hold_(\w+)_: Got (\d+) results?, .*", text) for text in outcome.messages]
    assert all(said), outcome.messages
    return {match[1]: int(match[2]) for match in said if match}
