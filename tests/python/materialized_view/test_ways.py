"""A refresh goes the cheapest way that is right, and says which and why."""

from __future__ import annotations

import pytest

from tests.python.materialized_view.refreshed import VIEWS, Refreshed

SALE = "date '2024-01-09', timestamp '2024-01-09'"


def told(views: Refreshed, *names: str, is_timed: bool = False) -> dict[str, str]:
    """Refresh, compare, and return what each view said.

    How long counting took the last time is forgotten unless it is what a test is of: on a machine that stood
    still for a second the refresh would go another way.
    """
    if not is_timed:
        seconds = "audit_count_seconds"
        views.write(f"update refresh_ledger.refreshes set {seconds} = 0 where {seconds} > 0")
    return {name: str(refresh) for name, refresh in views.refresh_and_compare(*names).items()}


def last_refresh(views: Refreshed, name: str) -> tuple[object, ...]:
    """Return what the ledger says of a view's last refresh: way, groups touched, rows written and in all."""
    (row,) = views.query(
        "select way, touched_group_count, written_row_count, row_count from refresh_ledger.refreshes"
        f" where view_name = 'serving.{name}' order by refresh_number desc limit 1"
    )
    return row


def test_nothing_new_is_no_work(views: Refreshed) -> None:
    written = "select count(*), max(audit_refreshed_at) from refresh_ledger.refreshes"
    before = views.query(written)
    assert told(views) == dict.fromkeys(VIEWS, "skip: nothing has changed")
    assert views.query(written) == before


def test_a_new_row_touches_its_group_alone(views: Refreshed) -> None:
    views.write(f"insert into input.sales values (100, date '2024-01-03', 'b', 7, 250, {SALE})")
    assert told(views) == {
        "countries": "incremental: 1 of 3 groups touched",
        "daily_returns": "skip: nothing has changed",
        "daily_sales": "incremental: 1 of 6 groups touched",
        "net_sales": "incremental: 1 of 6 groups touched",
        "running_sales": "incremental: 1 of 4 groups touched",
        "totals": "full: input.sales has changed",
    }
    assert last_refresh(views, "daily_sales") == ("incremental", 1, 4, 24)


def test_a_replaced_row_touches_the_group_that_it_left_too(views: Refreshed) -> None:
    move = "update input.sales set day = date '{}', audit_loaded_at = timestamp '{}' where sale_id = 1"
    views.write(move.format("2024-01-04", "2024-01-09"))
    assert told(views, "daily_sales") == {
        "daily_sales": "full: rows of input.sales were replaced, and its groups are counted from now on"
    }
    views.write(move.format("2024-01-06", "2024-01-10"))
    assert told(views, "daily_sales") == {"daily_sales": "incremental: 2 of 6 groups touched"}
    assert last_refresh(views, "daily_sales") == ("incremental", 2, 8, 24)


def test_a_deleted_row_touches_its_group(views: Refreshed) -> None:
    told_by_first = []
    for sale in (59, 58):
        views.write(f"delete from input.sales where sale_id = {sale}")
        told_by_first.append(told(views, "daily_sales")["daily_sales"])
    assert told_by_first[1] == "incremental: 1 of 6 groups touched"


def test_rows_that_came_and_went_are_gone(views: Refreshed) -> None:
    views.write("delete from input.sales where sale_id = 59")
    told(views, "daily_sales")
    views.write(
        f"insert into input.sales values (100, date '2024-02-01', 'b', 7, 250, {SALE}),"
        f" (101, date '2024-01-03', 'b', 7, 250, {SALE})"
    )
    assert told(views, "daily_sales") == {"daily_sales": "incremental: 2 of 6 groups touched"}
    views.write("delete from input.sales where sale_id >= 100")
    assert told(views, "daily_sales") == {"daily_sales": "incremental: 2 of 7 groups touched"}


def test_a_clock_that_was_set_back_hides_no_row(views: Refreshed) -> None:
    sale = "insert into input.sales values ({}, null, 'b', 7, 5, date '2024-01-09', timestamp '{}')"
    views.write(sale.format(100, "2024-01-20"))
    told(views, "daily_sales")
    views.write("delete from input.sales where sale_id = 100", sale.format(101, "2024-01-10"))
    assert told(views, "daily_sales")["daily_sales"].startswith("full: rows of input.sales were replaced")


def test_a_row_that_changes_without_a_trace_is_found_by_content(views: Refreshed) -> None:
    # 3 is what it was at first
    for amount in (99, 3):
        views.write(f"update input.returns set amount = {amount} where return_id = 3")
        assert told(views, "daily_returns") == {"daily_returns": "incremental: 1 of 3 groups touched"}


def test_counting_that_takes_longer_than_a_rebuild_is_given_up(views: Refreshed) -> None:
    views.write("update refresh_ledger.refreshes set audit_seconds = 9, audit_count_seconds = 5")
    for amount in (99, 98):
        views.write(f"update input.returns set amount = {amount} where return_id = 3")
        assert told(views, "daily_returns", is_timed=True) == {
            "daily_returns": "full: rows of input.returns were replaced, and to count its groups takes longer"
            " than to compute all"
        }
    assert views.query("from duckdb_tables() where table_name = 'serving__daily_returns'") == []


def test_an_input_without_groups_makes_it_full(views: Refreshed) -> None:
    views.write("update input.shops set country = 'SE' where shop = 'd'")
    assert told(views, "net_sales") == {"net_sales": "full: input.shops has changed"}


def test_rows_that_another_input_moves_are_found(views: Refreshed) -> None:
    told_by = []
    for country in ("SE", "DK"):
        # the sales of c were of no country: no row of shops says that this group has changed
        views.write(
            "delete from input.shops where shop = 'c'", f"insert into input.shops values ('c', '{country}')"
        )
        told_by.append(told(views, "countries")["countries"])
    assert told_by == [
        "full: rows of input.sales were replaced, and its groups are counted from now on",
        "incremental: 2 of 4 groups touched",
    ]


def test_groups_that_lie_far_apart_are_all_replaced(views: Refreshed) -> None:
    # more groups than ranges of them: alone, side by side, of no day, and of days that have no distance
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in (3, 4)]
    days += ["0044-03-15 (BC)", "infinity", "-infinity"]
    values = ", ".join(f"(date '{day}')" for day in days)
    sale = (
        "insert into input.sales select 100, day, 'b', 7, 250, date '2024-01-09', timestamp '2024-01-{}'"
        f" from (values {values}, (null), (null)) as days (day)"
    )
    told_by = []
    for written in (10, 11):
        views.write(sale.format(written))
        told_by.append(told(views, "daily_sales")["daily_sales"])
    assert told_by == ["incremental: 28 of 6 groups touched", "incremental: 28 of 32 groups touched"]


def test_groups_whose_distance_is_beyond_their_type_are_replaced(views: Refreshed) -> None:
    told(views, "product_sales")
    for product in (2**31 - 1, 1 - 2**31):
        views.write(f"insert into input.sales values (100, null, 'b', {product}, 250, {SALE})")
    assert told(views, "product_sales") == {"product_sales": "incremental: 2 of 3 groups touched"}


def test_a_table_that_is_rebuilt_is_compared_by_content(views: Refreshed) -> None:
    told_by = [told(views, "+shops_by_country")["shops_by_country"] for _ in range(2)]
    assert told_by == ["full: first build", "skip: nothing has changed"]


def test_many_touched_groups_make_it_full(views: Refreshed) -> None:
    views.write(
        f"insert into input.sales values (101, date '2024-01-03', 'a', 1, 5, {SALE}),"
        f" (102, date '2024-01-03', 'b', 1, 5, {SALE}), (103, date '2024-01-03', 'c', 1, 5, {SALE})"
    )
    assert told(views, "running_sales") == {"running_sales": "full: 3 of 4 groups touched"}


def test_rows_that_somebody_else_wrote_are_replaced(views: Refreshed) -> None:
    views.write("delete from serving.totals", "drop table serving.daily_sales")
    assert told(views, "totals", "daily_sales") == {
        "totals": "full: somebody else wrote to its table",
        "daily_sales": "full: first build",
    }


def test_full_refresh_is_full(views: Refreshed) -> None:
    assert str(views.refresh("totals", options=["--full-refresh"])["totals"]) == "full: --full-refresh"


@pytest.mark.parametrize("threads", [4])
def test_views_may_be_refreshed_at_once(views: Refreshed, threads: int) -> None:
    views.write(
        f"insert into input.sales values (100, date '2024-01-03', 'b', 7, 250, {SALE})",
        "update input.returns set amount = 99 where return_id = 3",
    )
    done = views.refresh_and_compare(options=["--threads", str(threads)])
    assert {refresh.way for refresh in done.values()} == {"incremental", "full"}


def test_a_view_that_is_none_any_more_is_forgotten(views: Refreshed) -> None:
    views.write(
        "insert into refresh_ledger.refreshes select * replace ('serving.gone' as view_name)"
        " from refresh_ledger.refreshes where view_name = 'serving.totals'",
        "insert into refresh_ledger.inputs select * replace ('serving.gone' as view_name)"
        " from refresh_ledger.inputs where view_name = 'serving.totals'",
        "create table refresh_ledger.serving__gone as select 1 as one",
    )
    views.refresh("totals")
    assert views.query(
        "select view_name from refresh_ledger.refreshes union select view_name from refresh_ledger.inputs"
        " union select replace(table_name, '__', '.') from duckdb_tables()"
        " where schema_name = 'refresh_ledger' and table_name like '%gone' order by 1"
    ) == [(f"serving.{name}",) for name in VIEWS]
