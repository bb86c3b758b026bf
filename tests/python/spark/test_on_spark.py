"""The project on Spark holds, column by column, what it holds on DuckDB.

The first run has the deliveries of every other month of a year alone (rates and standing data aside), the
next those in between too, and two more the second year, so that each write strategy, erasure and snapshot is
met more than once; then everything is built anew. What is built is the question of stock in each of the four
styles, with all that it stands on, and the snapshots. The soak builds the whole project, with its tests, in
this process and on a cluster of two workers.
"""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.python.spark.cluster import cluster
from tests.python.warehouse.dbt_runner import Project
from tests.python.warehouse.other_engine import Elsewhere, Held
from tools import parity, spark
from tools.warehouse import ROOT

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None, reason="needs Spark: make test-spark"
)

# What answers the question of stock, and the prices that the guide travels through.
SELECTED = (
    *(f"+q07_stock__{style}" for style in ("inmon", "kimball", "vault", "obt")),
    "+list_price_versions",
)
TESTS = ("resource_type:test", "resource_type:unit_test")
DELIVERED = (
    "batch_date <= date '2024-12-31' and month(batch_date) % 2 = 0",
    "batch_date <= date '2024-12-31'",
    "batch_date <= date '2025-06-30'",
    "true",
)
SNAPSHOTS = ("+snp_erp__products", "+snp_erp__suppliers", "+snp_pos__loyalty_members")
ROWS = ("--resource-type", "seed", "--resource-type", "model")
GUIDE = ROOT / "docs" / "on_spark.md"


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of an empty lake, which the environment names; Spark is stopped at the end."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("lake")
        patch.setenv("TOUCHSTONE_LAKE", str(folder))
        patch.setenv("TOUCHSTONE_TARGET", "spark")
        spark.keep_ansi()
        yield folder
        spark.session().stop()


@pytest.fixture(scope="module")
def slice_(
    lake: Path, deliveries: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Elsewhere:
    """A part of the project that has a model of each style, after a build, three increments and snapshots."""
    assert lake.is_dir()
    scratch = tmp_path_factory.mktemp("slice")
    made = Elsewhere(Project(scratch, target="spark"), scratch, parity.LAKE)
    for condition in DELIVERED:
        made.land(deliveries(condition))
        made.build("--select", *SELECTED, *SNAPSHOTS, "--exclude", *TESTS)
    made.build("--select", "holds_the_history_of")
    return made


def sql(statement: str) -> list[tuple[Any, ...]]:
    """Return the rows of a statement."""
    return [tuple(row) for row in spark.session().sql(statement).collect()]


def built(held: Held) -> list[str]:
    """Return what the lake holds of the warehouse on DuckDB."""
    with parity.opened(parity.LAKE) as there:
        relations = parity.relations(there)
    # a snapshot holds the states that were there when it was taken, which the one on DuckDB was once
    return [name for name in relations if name in held[0] and not name.startswith("snapshots.")]


def test_increments_in_any_order_come_to_the_same_rows(slice_: Elsewhere, held: Held) -> None:
    names = built(held)
    assert {name.split(".")[0] for name in names} >= {"inmon", "kimball", "vault", "obt", "questions"}
    assert slice_.unlike(held, *names) == []


def test_one_cent_is_found_and_named(slice_: Elsewhere, held: Held) -> None:
    table = "staging.stg_erp__price_list_history"
    ((product,),) = sql(f"select min(product_id) from {table}")
    sql(f"update {table} set list_price = list_price + 0.01 where product_id = '{product}'")
    (found,) = slice_.unlike(held, table)
    assert found.startswith(f"{table}: ")
    assert found.endswith(" rows; differs in list_price")
    snapshots = sql(f"select snapshot_id from {table}.snapshots order by committed_at desc limit 2")
    sql(f"call lake.system.rollback_to_snapshot('{table}', {snapshots[1][0]})")
    assert slice_.unlike(held, table) == []


def test_a_query_that_fails_leaves_the_rows_of_the_run_before(slice_: Elsewhere) -> None:
    before = sql("select count(*) from kimball.dim_date")
    assert before[0][0] > 0
    broken = "{calendar: {first_day: '2020-01-01', last_day: '2020-02-31'}}"
    outcome = slice_.project.invoke(
        slice_.scratch / "none", ["run", "--select", "dim_date", "--vars", broken]
    )
    assert not outcome.success
    assert sql("select count(*) from kimball.dim_date") == before


def test_without_ansi_mode_nothing_runs(slice_: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "ANSI", "spark.sql.ansi.not_enabled")
    outcome = slice_.project.invoke(slice_.scratch / "none", ["run", "--select", "dim_date"])
    assert "python -m tools.spark dbt" in str(outcome.exception)


def test_the_guides_statements_say_what_it_shows(slice_: Elsewhere) -> None:
    assert slice_.scratch.is_dir()
    blocks = re.findall(r"```sql\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    statements = [text.strip() for block in blocks for text in block.split(";") if text.strip()]
    assert len(statements) > 10
    for statement in statements:
        sql(statement)


def test_a_full_refresh_comes_to_the_same_rows(slice_: Elsewhere, held: Held) -> None:
    slice_.build("--full-refresh", "--select", *SELECTED, "--exclude", *TESTS)
    assert slice_.unlike(held, *built(held)) == []


@pytest.fixture(params=["in_this_process", "on_a_cluster"])
def master(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where Spark works: in this process, or on two workers."""
    if request.param == "in_this_process":
        yield "local[2]"
        return
    with cluster(2, tmp_path / "workers") as started:
        yield started.address


@pytest.mark.soak
def test_the_whole_project(
    master: str, held: Held, deliveries: Callable[[str], Path], tmp_path: Path
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOUCHSTONE_LAKE", str(tmp_path / "lake"))
        patch.setenv("TOUCHSTONE_TARGET", "spark")
        patch.setenv("SPARK_MASTER", master)
        spark.keep_ansi()
        whole = Elsewhere(Project(tmp_path, target="spark"), tmp_path, parity.LAKE)
        whole.land(deliveries("month(batch_date) % 2 = 0"))
        whole.build(*ROWS)
        whole.land(deliveries("true"))
        whole.build()
        assert os.environ["SPARK_MASTER"] == master
        assert whole.unlike(held) == []
        spark.session().stop()
