"""Whatever happens to its inputs and its definition, a refreshed view holds the rows of its query."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.python.materialized_view.refreshed import VIEWS, Refreshed

# `make soak` asks for new random cases, EXAMPLES of them; each takes seconds here, so a tenth.
IS_SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
SEQUENCES = max(1, int(os.environ.get("EXAMPLES", "2000")) // 10) if IS_SOAK else 20
# The refreshes in a sequence: one more tells what the first left behind.
LONGEST = 4 if IS_SOAK else 2

# The views that read an input: in the gate, those that nothing has happened to are left out.
READERS = {
    "input.sales": {"countries", "daily_sales", "net_sales", "running_sales", "totals"},
    "input.returns": {"daily_returns", "net_sales"},
    "input.shops": {"countries", "net_sales"},
}

NEXT_SALE = "(select coalesce(max(sale_id), 0) + 1 from input.sales)"
NOW = "(select now from input.clock)"
TICK = "update input.clock set now = now + interval 1 second"

DAYS = st.sampled_from([f"date '2024-01-0{number}'" for number in range(1, 9)] + ["null"])
SHOPS = st.sampled_from(["'a'", "'b'", "'c'", "'d'", "null"])
COUNTRIES = st.sampled_from(["'DE'", "'FR'", "'SE'", "null"])
AMOUNTS = st.integers(0, 119)
# Some row of a table: the modulus picks a few, and now and then none.
SOME = st.integers(2, 40).flatmap(
    lambda modulus: st.integers(0, modulus).map(lambda rest: f"% {modulus} = {rest}")
)


def written(text: str, **parts: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
    """Statements of a pattern, with random values in it."""
    return st.fixed_dictionaries(parts).map(
        lambda values: text.format(now=NOW, next_sale=NEXT_SALE, **values)
    )


CHANGES = st.one_of(
    written(
        "insert into input.sales"
        " select {next_sale} + number, {day}, {shop}, number % 3, {amount}, date '2024-01-09', {now}"
        " from range({count}) as numbers (number)",
        day=DAYS,
        shop=SHOPS,
        amount=AMOUNTS,
        count=st.integers(1, 3),
    ),
    # in place, to another group or within one
    written(
        "update input.sales set day = {day}, amount = {amount}, audit_loaded_at = {now} where sale_id {some}",
        day=DAYS,
        amount=AMOUNTS,
        some=SOME,
    ),
    written(
        "update input.sales set shop = {shop}, audit_loaded_at = {now} where sale_id {some}",
        shop=SHOPS,
        some=SOME,
    ),
    # as replace_changed does it
    written(
        "create temporary table replaced as select * replace ({amount} as amount, {now} as audit_loaded_at)"
        " from input.sales where sale_id {some};"
        " delete from input.sales where sale_id {some};"
        " insert into input.sales from replaced; drop table replaced",
        amount=AMOUNTS,
        some=SOME,
    ),
    written("delete from input.sales where sale_id {some}", some=SOME),
    # the newest rows go, and others come
    written(
        "delete from input.sales where audit_loaded_at = (select max(audit_loaded_at) from input.sales);"
        " insert into input.sales values ({next_sale}, {day}, {shop}, 1, {amount}, date '2024-01-09', {now})",
        day=DAYS,
        shop=SHOPS,
        amount=AMOUNTS,
    ),
    # a full refresh of the input, with the same rows or fewer
    written(
        "create or replace table input.sales as select * replace ({now} as audit_loaded_at) from input.sales"
    ),
    written("delete from input.sales"),
    # an input that says nothing of its changes
    written(
        "insert into input.returns values (1000, {day}, {shop}, {amount})",
        day=DAYS,
        shop=SHOPS,
        amount=AMOUNTS,
    ),
    written("update input.returns set amount = {amount} where return_id {some}", amount=AMOUNTS, some=SOME),
    written("update input.returns set day = {day} where return_id {some}", day=DAYS, some=SOME),
    written(
        "update input.returns set amount = 3 - amount where return_id % 4 in (1, 2) and return_id < {last}",
        last=AMOUNTS,
    ),
    written("delete from input.returns where return_id {some}", some=SOME),
    # one by which rows of another are assigned to groups
    written(
        "update input.shops set country = {country} where shop is not distinct from {shop}",
        country=COUNTRIES,
        shop=SHOPS,
    ),
    written("delete from input.shops where shop is not distinct from {shop}", shop=SHOPS),
    written(
        "delete from input.shops where shop = 'c'; insert into input.shops values ('c', {country})",
        country=COUNTRIES,
    ),
)


@dataclass(frozen=True)
class Step:
    """What happens before a refresh, and the definition that it finds."""

    changes: tuple[str, ...]
    definition: int


STEPS = st.builds(
    Step,
    changes=st.lists(CHANGES, min_size=0, max_size=3).map(tuple),
    definition=st.sampled_from([0, 0, 0, 0, 1]),
)


@settings(
    max_examples=SEQUENCES,
    derandomize=not IS_SOAK,
    database=None,
    deadline=None,
    print_blob=True,
    # a failing example is printed whole; to shrink it would take minutes
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(steps=st.lists(STEPS, min_size=1, max_size=LONGEST))
def test_a_refreshed_view_equals_its_query(
    built: Refreshed, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    views = built.copy(tmp_path_factory.mktemp("changed"))
    definition = 0
    for step in steps:
        views.write(*(text for change in step.changes for text in (TICK, change)))
        touched = {
            view
            for name, readers in READERS.items()
            for view in readers
            if any(name in change for change in step.changes)
        }
        if IS_SOAK or step.definition != definition:
            touched = set(VIEWS)
        definition = step.definition
        if touched:
            views.refresh_and_compare(*sorted(touched), definition=definition)
