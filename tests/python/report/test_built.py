"""What the page reads of a warehouse, and what it says when something is missing."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from benchmarks import results
from report import __main__ as report
from report.built import (
    MASK,
    MissingError,
    answer,
    challenges,
    is_complete,
    masked,
    months_of_systems,
    newest_delivery,
    opened,
    refused_rows,
    revenue_by_month,
)
from report.page import measured

ACCOUNTS = """
    create schema staging; create schema quarantine; create schema questions;
    create table staging.stg_delivery_accounts as
    select * from (values
        ('shop.customers', date '2024-01-31', 5, 3, 1, 1),
        ('shop.orders', date '2024-01-02', 10, 10, 0, 0),
        ('web.events', date '2024-02-14', 7, null, null, null)
    ) as accounts(record_source, batch_date, delivered_row_count, accepted_row_count, duplicate_row_count,
        quarantined_row_count);
"""


@pytest.fixture
def database(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(tmp_path / "touchstone.duckdb"))
    connection.execute(ACCOUNTS)
    return connection


def test_accounts_are_summed_by_month_and_system(database: duckdb.DuckDBPyConnection) -> None:
    shop, web = months_of_systems(database)
    assert (shop.month, shop.system) == (dt.date(2024, 1, 1), "shop")
    assert (shop.delivered, shop.accepted, shop.duplicates, shop.quarantined) == (15, 13, 1, 1)
    assert (web.system, web.delivered, web.accepted) == ("web", 7, 0)
    assert newest_delivery(database) == dt.date(2024, 2, 14)


@pytest.mark.parametrize(
    ("newest", "complete"), [("2024-02-28", False), ("2024-02-29", True), ("2024-03-01", True)]
)
def test_a_month_is_complete_with_its_last_day(newest: str, complete: bool) -> None:
    assert is_complete(dt.date(2024, 2, 1), dt.date.fromisoformat(newest)) is complete


def test_a_refused_row_is_shown_once_a_rule_and_without_personal_values(
    database: duckdb.DuckDBPyConnection,
) -> None:
    rows: list[dict[str, Any]] = [
        {"customer_id": "C1", "email": "ada@", "note": None},
        {"customer_id": "C2", "email": "b@"},
    ]
    for number, row in enumerate(rows, start=1):
        why = f"column email holds '{row['email']}'"
        values = ("shop.customers", "quarantined", "email", "2024-01-31", 1, number, row["customer_id"], why)
        if number == 1:
            database.execute(
                "create table quarantine.qrn_refused_rows(record_source text, verdict text, broken_rule text,"
                " batch_date date, delivery_number int, row_number int, business_key text, reason text,"
                " delivered_row text)"
            )
        database.execute(
            "insert into quarantine.qrn_refused_rows values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*values, json.dumps(row)],
        )
    (found,) = refused_rows(database, {"shop.customers": ["email", "note"]})
    assert (found.count, found.business_key, found.reason) == (2, "C1", f"column email holds '{MASK}'")
    assert json.loads(found.row) == {"customer_id": "C1", "email": MASK, "note": None}
    (open_one,) = refused_rows(database, {})
    assert "ada@" in open_one.row


def test_a_row_that_cannot_be_taken_apart_is_covered_where_it_may_be_personal() -> None:
    assert masked("no json", "K", "why", ["email"]) == (MASK, MASK, MASK)
    assert masked("no json", "K", "why", []) == ("no json", "K", "why")


def test_what_was_not_built_is_named_with_the_command_that_builds_it(
    database: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    with pytest.raises(MissingError, match=r"q01_revenue__obt(.|\n)*make build"):
        answer(database, "q01_revenue__obt", 3)
    with pytest.raises(MissingError, match=r"without the questions(.|\n)*make build"):
        revenue_by_month(database)
    database.execute("delete from staging.stg_delivery_accounts")
    with pytest.raises(MissingError, match="has no deliveries"):
        newest_delivery(database)
    assert challenges(database) == []
    with (
        pytest.raises(MissingError, match=r"no warehouse .*none\.duckdb(.|\n)*make build"),
        opened(tmp_path / "none.duckdb"),
    ):
        pass


def test_a_file_that_is_no_warehouse_is_named(tmp_path: Path) -> None:
    file = tmp_path / "touchstone.duckdb"
    file.write_bytes(b"somebody's letter, which is longer than the head of a database" * 100)
    with pytest.raises(MissingError, match=r"touchstone\.duckdb cannot be read"), opened(file):
        pass


def test_results_that_are_missing_or_old_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    with pytest.raises(
        MissingError, match=r"warehouse\.json is missing(.|\n)*python -m benchmarks warehouse"
    ):
        measured("warehouse", "day")
    results.add("warehouse", {"size": 1, "build": {}})
    with pytest.raises(MissingError, match=r"warehouse\.json is older(.|\n)*'day'"):
        measured("warehouse", "day")


def test_a_person_without_a_warehouse_reads_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOUCHSTONE_DB", str(tmp_path / "touchstone.duckdb"))
    assert report.main(["--to", str(tmp_path / "pages")]) == 2
    assert capsys.readouterr().err.startswith("There is no warehouse ")
    assert not (tmp_path / "pages").exists()
