"""The whole project on PostgreSQL holds, column by column, what it holds on DuckDB.

The first run has the deliveries of every other month alone (rates and standing data aside), the next the
others too, up to a bound, and the third all of them, with snapshots and tests. Then everything is built anew.
What it is compared with is the warehouse that `make build` makes of the same seeds in one run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from tests.python.postgres.native import IS_GIVEN, administer, connection
from tests.python.warehouse.dbt_runner import Project
from tools import parity
from tools.build import main as build
from tools.land import land
from tools.parity import Column, Digest
from tools.warehouse import database_path

pytestmark = pytest.mark.skipif(not IS_GIVEN, reason="needs a PostgreSQL server: make test-postgres")

DATABASE = "touchstone_whole"
DROP = f"drop database if exists {DATABASE} with (force)"
BOUND = "2025-03-31"
MANIFEST = "reference__deliveries"
# A sale without a rate is refused by its contract.
NEVER_LATE = ("finance", "reference")

Held = tuple[Mapping[str, Mapping[str, Column]], Mapping[str, Digest]]


@dataclass(frozen=True)
class Whole:
    """The project's database on the server, and the deliveries that are landed in it."""

    project: Project
    scratch: Path

    def land(self, landing: Path) -> None:
        """Land a folder of deliveries."""
        assert land(yaml.safe_dump({"landing": str(landing)}), self.scratch / "landing") == 0

    def build(self, *arguments: str, batch_date: str | None = None) -> None:
        """Run `dbt build`; AssertionError with the messages of what failed."""
        variables = yaml.safe_dump({"batch_date": batch_date})
        outcome = self.project.invoke(self.scratch / "none", ["build", "--vars", variables, *arguments])
        assert outcome.exception is None, outcome.exception
        failed = [
            f"{result.node.name}: {result.message}"
            for result in outcome.result
            if result.status in ("error", "fail", "warn", "skipped")
        ]
        assert not failed, "\n".join(failed)

    def unlike(self, held: Held, *only: str) -> list[str]:
        """Return what differs between the warehouse on DuckDB and this one."""
        columns, on_duckdb = held
        there: Mapping[str, Mapping[str, Column]]
        with parity.opened(parity.SERVER) as server:
            there = parity.relations(server)
            found = parity.digests(server, columns, only)
        here, there = ({name: every[name] for name in only or every} for every in (columns, there))
        return parity.differences(here, there, on_duckdb, found)


@pytest.fixture(scope="module")
def on_duckdb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse that `make build` has made of the seeds; it is made where there is none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOUCHSTONE_TARGET", "duckdb")
        database = database_path()
        assert database is not None
        if not database.exists():
            assert build(["--target-path", str(tmp_path_factory.mktemp("on_duckdb"))]) == 0
    return database


@pytest.fixture(scope="module")
def held(on_duckdb: Path) -> Held:
    """The columns and digests of that warehouse."""
    with parity.opened(str(on_duckdb)) as database:
        columns = parity.relations(database)
        return columns, parity.digests(database, columns)


@pytest.fixture(scope="module")
def deliveries(on_duckdb: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Write the deliveries of the seeds that a condition chooses into the landing folder, and no other."""
    folder = tmp_path_factory.mktemp("deliveries")

    def write(condition: str) -> Path:
        shutil.rmtree(folder)
        with duckdb.connect(str(on_duckdb), read_only=True) as warehouse:
            names = [
                name
                for (name,) in warehouse.execute(
                    "select source_name from landing.source_contracts"
                ).fetchall()
            ]
            for name in names:
                system, table = name.split("__")
                (folder / system).mkdir(parents=True, exist_ok=True)
                chosen = "true" if system in NEVER_LATE else condition
                if name == MANIFEST:
                    chosen = f"{condition} or system_name in {NEVER_LATE}"
                warehouse.execute(
                    f"copy (select * from landing.{name} where {chosen}) to '{folder / system / table}' "
                    "(format parquet, partition_by (batch_date))"
                )
        return folder

    return write


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, deliveries: Callable[[str], Path]) -> Iterator[Whole]:
    """The project on the server, after three runs, in the last of which all tests have passed."""
    administer(DROP, f"create database {DATABASE}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGDATABASE", DATABASE)
        scratch = tmp_path_factory.mktemp("whole")
        made = Whole(Project(scratch, target="postgres"), scratch)
        rows = ("--resource-type", "seed", "--resource-type", "model")
        made.land(deliveries("month(batch_date) % 2 = 0"))
        made.build(*rows)
        made.land(deliveries("true"))
        made.build(*rows, batch_date=BOUND)
        made.build()
        yield made
    administer(DROP)


def test_increments_in_any_order_come_to_the_same_rows(whole: Whole, held: Held) -> None:
    assert len(held[0]) > 100
    assert whole.unlike(held) == []


def test_one_cent_is_found_and_named(whole: Whole, held: Held) -> None:
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


def test_nothing_is_loaded_before_it_is_landed(whole: Whole) -> None:
    with connection(DATABASE) as opened, opened.cursor() as cursor:
        cursor.execute("alter table landing.web__reviews rename to reviews")
        outcome = whole.project.invoke(whole.scratch / "none", ["build", "--select", "brz_web__reviews"])
        cursor.execute("alter table landing.reviews rename to web__reviews")
    assert "lacks web__reviews. Land what was delivered first: python -m tools.land" in str(outcome.exception)


def test_what_breaks_its_contract_is_not_landed(
    whole: Whole, deliveries: Callable[[str], Path], capfd: pytest.CaptureFixture[str]
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


def test_a_full_refresh_comes_to_the_same_rows(whole: Whole, held: Held) -> None:
    whole.build("--full-refresh", "--resource-type", "seed", "--resource-type", "model")
    assert os.environ["PGDATABASE"] == DATABASE
    assert whole.unlike(held) == []
