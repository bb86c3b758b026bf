"""The whole project on PostgreSQL holds, column by column, what it holds on DuckDB.

The first run has the deliveries of every other month alone (rates and standing data aside), the next the
others too, up to a bound, and the third all of them, with snapshots and tests. Then everything is built anew.
What it is compared with is the warehouse that `make build` makes of the same seeds in one run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from tests.python.postgres.native import IS_GIVEN, administer, connection
from tests.python.warehouse.dbt_runner import Project
from tests.python.warehouse.other_engine import Elsewhere, Held
from tools import parity
from tools.land import land

pytestmark = pytest.mark.skipif(not IS_GIVEN, reason="needs a PostgreSQL server: make test-postgres")

DATABASE = "touchstone_whole"
DROP = f"drop database if exists {DATABASE} with (force)"
BOUND = "2025-03-31"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, deliveries: Callable[[str], Path]) -> Iterator[Elsewhere]:
    """The project on the server, after three runs, in the last of which all tests have passed."""
    administer(DROP, f"create database {DATABASE}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGDATABASE", DATABASE)
        scratch = tmp_path_factory.mktemp("whole")
        made = Elsewhere(Project(scratch, target="postgres"), scratch, parity.SERVER)
        rows = ("--resource-type", "seed", "--resource-type", "model")
        made.land(deliveries("month(batch_date) % 2 = 0"))
        made.build(*rows)
        made.land(deliveries("true"))
        made.build(*rows, batch_date=BOUND)
        made.build()
        yield made
    administer(DROP)


def test_increments_in_any_order_come_to_the_same_rows(whole: Elsewhere, held: Held) -> None:
    assert len(held[0]) > 100
    assert whole.unlike(held) == []


def test_one_cent_is_found_and_named(whole: Elsewhere, held: Held) -> None:
    table = "staging.stg_shop__payments_history"
    with connection(DATABASE) as opened, opened.cursor() as cursor:
        # An update moves its row; it is set right where it has come to lie.
        change = f"update {table} set amount = amount %s 0.01 where ctid = (%s) returning ctid"
        cursor.execute(change % ("+", f"select min(ctid) from {table} where amount is not null"))
        ((moved,),) = cursor.fetchall()
        (found,) = whole.unlike(held, table)
        cursor.execute(change % ("-", f"'{moved}'"))
        assert cursor.rowcount == 1
    assert found.startswith(f"{table}: ")
    assert found.endswith(" rows; differs in amount")
    assert whole.unlike(held, table) == []


def test_nothing_is_loaded_before_it_is_landed(whole: Elsewhere) -> None:
    with connection(DATABASE) as opened, opened.cursor() as cursor:
        cursor.execute("alter table landing.web__reviews rename to reviews")
        outcome = whole.project.invoke(whole.scratch / "none", ["build", "--select", "brz_web__reviews"])
        cursor.execute("alter table landing.reviews rename to web__reviews")
    assert "lacks web__reviews. Land what was delivered first: python -m tools.land" in str(outcome.exception)


def test_what_breaks_its_contract_is_not_landed(
    whole: Elsewhere, deliveries: Callable[[str], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    folder = deliveries("batch_date <= date '2024-01-31'")
    day = folder / "web" / "reviews" / "batch_date=2024-01-05"
    day.mkdir(exist_ok=True)
    with duckdb.connect() as made:
        made.execute(f"copy (select 1 as delivery_number, 1 as row_number) to '{day / 'more.parquet'}'")
    with connection(DATABASE) as opened, opened.cursor() as cursor:

        def landed() -> Any:
            cursor.execute("select count(*) from landing.web__reviews")
            return cursor.fetchone()[0]

        before = landed()
        assert land(yaml.safe_dump({"landing": str(folder)}), whole.scratch / "landing") != 0
        assert landed() == before > 0
    assert "breaks its contract" in "".join(capfd.readouterr())


def test_a_full_refresh_comes_to_the_same_rows(whole: Elsewhere, held: Held) -> None:
    whole.build("--full-refresh", "--resource-type", "seed", "--resource-type", "model")
    assert os.environ["PGDATABASE"] == DATABASE
    assert whole.unlike(held) == []
