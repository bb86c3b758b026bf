"""Suites run inside DuckDB, say what failed with its rows, and give the file back."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from orchestration.quality.checks import as_check
from orchestration.quality.page import write_page
from orchestration.quality.suites import FOLDER, Expectation, Suite, SuiteError, load_rules
from orchestration.quality.validation import Result, validator

Rows = str
RULES = load_rules(FOLDER / "rules")


def _suite(*expectations: Expectation, key: tuple[str, ...] = ("order_id",)) -> Suite:
    return Suite("staging", "orders", key, expectations, "orders.yml:1")


def _query(sql: str, severity: str = "critical", name: str = "found") -> Expectation:
    return Expectation(
        name, "unexpected_rows_expectation", {"unexpected_rows_query": sql}, severity, "Why.", "orders.yml:4"
    )


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., list[Result]]:
    """Give a function that runs a suite on a table with the rows of a query."""

    def validated(suite: Suite, rows: Rows, manifest: Rows = "select 1 as x") -> list[Result]:
        database = tmp_path / "w.duckdb"
        with duckdb.connect(str(database)) as connection:
            connection.execute("create schema if not exists staging; create schema if not exists bronze")
            connection.execute(f"create or replace table staging.orders as {rows}")
            connection.execute(f"create or replace table bronze.brz_reference__deliveries as {manifest}")
        relations = {name: ("staging", name) for name in ("orders", "lines")}
        with validator(database, relations) as open_one:
            return open_one.run(suite)

    return validated


ORDERS = """
    select *
    from (values (1, 5.00, 'new'), (2, -1.00, 'paid'), (3, -2.50, null)) as t (order_id, amount, status)
"""


def test_failing_rows_come_with_their_key(run: Callable[..., list[Result]]) -> None:
    between = Expectation(
        "positive",
        "expect_column_values_to_be_between",
        {"column": "amount", "min_value": 0},
        "warning",
        "W.",
        "f:1",
    )
    matched = Expectation(
        "known",
        "expect_column_values_to_match_regex",
        {"column": "status", "regex": "^(new|paid)$"},
        "info",
        "W.",
        "f:2",
    )
    negative = _query(
        "select order_id, amount from {batch} where amount < 0 and status is distinct from '{x}'"
    )
    positive, known, found = run(_suite(between, matched, negative), ORDERS)
    assert not positive.passed
    assert (positive.checked_count, positive.failed_count) == (3, 2)
    assert [row["order_id"] for row in positive.rows] == [2, 3]
    assert known.passed
    assert (found.passed, found.failed_count) == (False, 2)
    assert list(found.rows) == [{"order_id": 2, "amount": "-1.00"}, {"order_id": 3, "amount": "-2.50"}]


def test_what_cannot_be_computed_has_not_passed(run: Callable[..., list[Result]]) -> None:
    absent = Expectation(
        "a", "expect_column_values_to_not_be_null", {"column": "nothing"}, "critical", "W.", "f:1"
    )
    broken = _query("select * from {batch} where nonsense = 1", name="b")
    fine = _query("select * from {batch} where amount > 100", name="c")
    results = run(_suite(absent, broken, fine), ORDERS)
    assert [result.passed for result in results] == [False, False, True]
    assert "nothing" in str(results[0].error)
    assert "nonsense" in str(results[1].error)


def test_a_table_that_is_not_there_has_not_passed(run: Callable[..., list[Result]]) -> None:
    elsewhere = Suite("staging", "lines", (), (_query("select * from {batch}"),), "lines.yml:1")
    [result] = run(elsewhere, ORDERS)
    assert not result.passed
    assert result.error == "staging.lines is not there: build it first"


def test_failing_rows_show_the_key_and_what_is_looked_at(run: Callable[..., list[Result]]) -> None:
    negative = Expectation(
        "n", "expect_column_values_to_be_between", {"column": "amount", "min_value": 0}, "info", "W.", "f:1"
    )
    [result] = run(_suite(negative), ORDERS)
    assert list(result.rows[0]) == ["order_id", "amount"]


def test_the_failing_rows_that_are_shown_are_the_first_by_their_key(run: Callable[..., list[Result]]) -> None:
    negative = Expectation(
        "n", "expect_column_values_to_be_between", {"column": "amount", "min_value": 0}, "info", "W.", "f:1"
    )
    [result] = run(_suite(negative), "select 50 - i as order_id, -1 - i as amount from range(50) as t(i)")
    assert [row["order_id"] for row in result.rows] == list(range(1, 21))


def test_an_argument_of_a_wrong_kind_is_an_error_with_its_line(run: Callable[..., list[Result]]) -> None:
    wrong = Expectation(
        "a", "expect_column_values_to_not_be_null", {"column": ["x"]}, "critical", "W.", "f.yml:9"
    )
    with pytest.raises(SuiteError, match=r"f\.yml:9: a"):
        run(_suite(wrong), ORDERS)


def test_the_file_is_free_afterwards(run: Callable[..., list[Result]], tmp_path: Path) -> None:
    run(_suite(_query("select * from {batch} where nonsense = 1")), ORDERS)
    code = f"import duckdb; duckdb.connect({str(tmp_path / 'w.duckdb')!r}).execute('create table t (i int)')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_result_becomes_a_check_with_a_table(run: Callable[..., list[Result]]) -> None:
    found = run(_suite(_query("select order_id, amount from {batch} where amount < 0")), ORDERS)[0]
    check = as_check(found)
    assert (check.passed, check.severity, check.check_name) == (
        False,
        dg.AssetCheckSeverity.ERROR,
        "gx_found",
    )
    assert check.asset_key == dg.AssetKey(["staging", "orders"])
    table = check.metadata["gx/failing_rows"]
    assert isinstance(table, dg.TableMetadataValue)
    assert table.records[0].data == {"order_id": 2, "amount": "-1.00"}
    assert "2 rows" in str(check.description)
    warned = run(_suite(_query("select * from {batch} where amount < 0", "warning")), ORDERS)[0]
    assert as_check(warned).severity == dg.AssetCheckSeverity.WARN


def test_the_page_needs_no_network(run: Callable[..., list[Result]], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    write_page(run(_suite(_query("select status, amount from {batch} where amount < 0")), ORDERS), page)
    text = page.read_text(encoding="utf-8")
    assert "<td>-2.50</td>" in text
    assert "http" not in text


def _deliveries(*counts: int, number: int = 1) -> str:
    """Return a query for the rows of deliveries, a day each from 2024-03-04 (a Monday) on."""
    values = ", ".join(f"({day}, {count})" for day, count in enumerate(counts))
    return f"""
        select date '2024-03-04' + cast(day as integer) as batch_date, {number} as delivery_number,
            i as row_number, day * 1000 + i as id, case when i <= n / 2 then 'app' else 'web' end as device
        from (values {values}) as t (day, n), range(1, 1000) as r (i) where i <= n
    """


def _listed(*counts: int) -> str:
    values = ", ".join(
        f"(date '2024-03-04' + {day}, 1, '{count}')" for day, count in enumerate(counts) if count >= 0
    )
    return (
        "select *, 's' as system_name, 't' as table_name, 'x' as delivered_at"
        f" from (values {values}) as t (batch_date, delivery_number, row_count)"
    )


def _rule(name: str, **arguments: str) -> Suite:
    rule, sql = RULES[name], RULES[name].sql
    values = {key: arguments.get(key, default) for key, default in rule.parameters.items()}
    for key in sorted(values, key=len, reverse=True):
        sql = sql.replace(f"${key}", str(values[key]))
    return _suite(_query(sql), key=())


SOURCE = {"system": "s", "table": "t"}
EVEN = (40,) * 10


@pytest.mark.parametrize(
    ("rule", "arguments", "good", "bad"),
    [
        ("missing_deliveries", {**SOURCE, "cadence": "daily"}, (1, 1, 1), (1, -1, 1)),
        ("missing_deliveries", {**SOURCE, "cadence": "weekdays"}, (1, 1, 1, 1, 1, -1, -1, 1), (1, 1, -1, 1)),
        ("missing_deliveries", {**SOURCE, "cadence": "weekly"}, (1, *(-1,) * 6, 1), (1, *(-1,) * 7, 1)),
        ("delivery_volumes", SOURCE, (*EVEN, 20), (*EVEN, 15)),
        ("delivery_volumes", SOURCE, (*EVEN, 85), (*EVEN, 95)),
        ("delivery_volumes", SOURCE, (*EVEN, 40), (*EVEN, 0)),
        ("full_extracts", {}, (100, 91, 95), (100, 89, 95)),
        ("empty_extracts", SOURCE, (5, 5), (5, 0)),
        ("stale", {"newest": "batch_date", "days": "2"}, (1, 1, 0, 0), (1, 0, 0, 0)),
        ("daily_totals", {"day": "batch_date", "total": "count(*)"}, (*(9,) * 20, 30), (*(9,) * 20, 40)),
    ],
)
def test_a_rule_tells_a_bad_delivery_from_a_good_one(
    run: Callable[..., list[Result]],
    rule: str,
    arguments: dict[str, str],
    good: tuple[int, ...],
    bad: tuple[int, ...],
) -> None:
    for counts, passed in ((good, True), (bad, False)):
        [result] = run(_rule(rule, **arguments), _deliveries(*counts), _listed(*counts))
        assert result.error is None
        assert result.passed == passed, result.rows


@pytest.mark.parametrize(
    ("rule", "arguments", "bad"),
    [
        (
            "repeated_deliveries",
            {"identity": "id"},
            "union all select * from good where batch_date = '2024-03-06'",
        ),
        (
            "repeated_deliveries",
            {"identity": "id"},
            "union all select * replace (2 as delivery_number) from good where id = 2001",
        ),
        (
            "drifted_shares",
            {"condition": "device = 'app'"},
            "where batch_date <> '2024-03-10' union all"
            " select * replace ('app' as device) from good where batch_date = '2024-03-10'",
        ),
        (
            "broken_deliveries",
            {"condition": "id % 1000 > 100", "what": "id"},
            "union all select * replace (5555 as id) from good where row_number <= 6",
        ),
        (
            "value_jumps",
            {"key": "device", "value": "id", "ordered_by": "id", "factor": "1001"},
            "union all select * replace (20000000 as id) from good where id = 1",
        ),
    ],
)
def test_a_rule_finds_what_was_added(
    run: Callable[..., list[Result]], rule: str, arguments: dict[str, str], bad: str
) -> None:
    suite = _rule(rule, **arguments)
    good = _deliveries(*EVEN)
    assert run(suite, good)[0].passed
    [result] = run(suite, f"with good as ({good}) select * from good {bad}")
    assert result.error is None
    assert not result.passed
