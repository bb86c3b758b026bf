"""How far views are behind their inputs can be queried, and is tested within limits."""

from __future__ import annotations

from tests.python.materialized_view.refreshed import Refreshed


def test_staleness_is_told_and_tested(views: Refreshed) -> None:
    behind = (
        "select view_name, unseen_deliveries, hours_behind from serving.staleness"
        " where is_behind and view_name in ('serving.daily_sales', 'serving.daily_returns') order by all"
    )
    views.refresh("+staleness")
    assert views.query(behind) == []

    # a late row is older than what was seen, and yet it is missing
    sale = "insert into input.sales values ({}, date '2024-01-03', 'b', 7, 5, date '{}', timestamp '{}')"
    views.write(sale.format(101, "2024-01-05", "2024-01-09"))
    assert views.query(behind) == [("serving.daily_sales", 1, 0)]
    views.write(
        sale.format(102, "2024-01-08", "2024-01-10"),
        sale.format(103, "2024-01-09", "2024-01-10"),
        "update input.returns set amount = 99 where return_id = 3",
    )
    assert views.query(behind) == [("serving.daily_returns", None, None), ("serving.daily_sales", 3, 48)]
    assert views.test_status() == "warn"
    views.write("update input.sales set changed_in_batch_date = date '2024-01-11' where sale_id = 103")
    assert views.test_status() == "fail"

    views.refresh("+staleness")
    assert views.query(behind) == []
    assert views.test_status() == "pass"
