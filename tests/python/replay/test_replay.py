"""The replay: ends in the same rows as one build, with all of history in the snapshots."""

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from tests.python.replay.replays import UNTIL, run
from tests.python.warehouse.landing import Delivery as Landed
from tests.python.warehouse.landing import LandingFolder
from tools.compare import compare
from tools.follow_order import PAGE, page
from tools.replay import INTERVALS, Delivery, bounds, read_deliveries, replay
from tools.warehouse import ROOT


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


DAYS = [day(text) for text in ("2024-01-01", "2024-01-31", "2024-02-10", "2024-07-01", "2025-12-15")]


def test_by_day_every_day_is_a_step() -> None:
    assert bounds(DAYS, "day") == DAYS


def test_by_month_a_step_ends_with_its_month_and_the_last_with_the_last_day() -> None:
    assert bounds(DAYS, "month") == [
        day("2024-01-31"),
        day("2024-02-29"),
        day("2024-07-31"),
        day("2025-12-15"),
    ]


def test_by_half_year_a_step_ends_in_june_or_december() -> None:
    assert bounds(DAYS, "half-year") == [day("2024-06-30"), day("2024-12-31"), day("2025-12-15")]


@pytest.mark.parametrize("by", INTERVALS)
def test_one_day_is_one_step(by: str) -> None:
    assert bounds([day("2024-12-31")], by) == [day("2024-12-31")]


class Steps:
    """A replay that notes what it is asked to do."""

    snapshots = frozenset({"snp_erp__products", "snp_erp__suppliers"})

    def __init__(self) -> None:
        self.done: list[tuple[object, ...]] = []

    def build(self, bound: dt.date) -> None:
        self.done.append(("build", str(bound)))

    def snapshot(self, names: Sequence[str], day: dt.date) -> None:
        self.done.append(("snapshot", str(day), *names))

    def compare_answers(self, bound: dt.date) -> None:
        self.done.append(("compare", str(bound)))

    def test(self, bound: dt.date) -> None:
        self.done.append(("test", str(bound)))


def test_a_source_that_never_delivers_has_an_empty_snapshot(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    steps = Steps()
    monkeypatch.setattr("tools.replay.Replay", lambda *_: steps)
    deliveries = [
        Delivery("erp__products", day("2024-01-03"), True),
        Delivery("shop__orders", day("2024-01-31"), False),
        Delivery("shop__orders", day("2024-02-10"), False),
    ]
    assert replay(deliveries, "month", None, tmp_path) == day("2024-02-10")
    assert steps.done == [
        ("build", "2024-01-31"),
        ("snapshot", "2024-01-03", "snp_erp__products"),
        ("compare", "2024-01-31"),
        ("build", "2024-02-10"),
        ("snapshot", "2024-02-10", "snp_erp__suppliers"),
        ("test", "2024-02-10"),
    ]


def test_a_manifest_may_have_files_of_both_kinds(tmp_path: Path) -> None:
    landing = LandingFolder(tmp_path)
    landing.add(Landed("shop__orders", "2024-02-01", [{}]), file_format="csv")
    landing.add(Landed("erp__products", "2024-01-07", [{}]), file_format="parquet")
    assert read_deliveries(tmp_path, None) == [
        Delivery("erp__products", day("2024-01-07"), True),
        Delivery("shop__orders", day("2024-02-01"), False),
    ]


def test_a_database_that_exists_is_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "kept.duckdb"
    database.write_bytes(b"somebody's work")
    result = run(database)
    assert result.returncode == 1
    assert f"{database} exists" in result.stderr
    assert "--fresh" in result.stderr
    assert database.read_bytes() == b"somebody's work"


def test_a_day_before_the_first_delivery_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path / "new.duckdb", "--until", "2001-01-01")
    assert result.returncode == 1
    assert "no delivery with rows up to 2001-01-01" in result.stderr


def test_a_snapshot_shows_a_product_that_went_and_came_back(replayed: Path) -> None:
    with duckdb.connect(str(replayed), read_only=True) as connection:
        versions = connection.execute(
            "select dbt_valid_from, dbt_valid_to, dbt_is_deleted from snapshots.snp_erp__products "
            "where product_id = 'P-9002' and dbt_valid_from >= date '2024-08-01' order by 1 limit 2"
        ).fetchall()
    # Absent from the extracts of three Sundays in August 2024, then back.
    assert versions == [
        (dt.datetime(2024, 8, 5), dt.datetime(2024, 8, 26), "True"),
        (dt.datetime(2024, 8, 26), dt.datetime(9999, 12, 31), "False"),
    ]


def test_the_page_of_the_order_shows_what_the_warehouse_holds(replayed: Path) -> None:
    with duckdb.connect(str(replayed), read_only=True) as connection:
        assert page(connection) == PAGE.read_text(encoding="utf-8"), "run python -m tools.follow_order"


def test_a_second_build_changes_no_row(replayed: Path, tmp_path: Path) -> None:
    before = tmp_path / "before" / replayed.name
    before.parent.mkdir()
    shutil.copy(replayed, before)
    dbt = str(Path(sys.executable).with_name("dbt"))
    scratch = ["--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path / "logs")]
    again = subprocess.run(
        [
            *(dbt, "build", "--exclude-resource-type", "test", "unit_test", "snapshot", *scratch),
            *("--vars", f"{{batch_date: {UNTIL}}}"),
        ],
        cwd=ROOT,
        env={**os.environ, "TOUCHSTONE_DB": str(replayed)},
        capture_output=True,
        text=True,
    )
    assert again.returncode == 0, again.stdout
    count, differences = compare(before, replayed)
    assert count > 100
    assert differences == []
