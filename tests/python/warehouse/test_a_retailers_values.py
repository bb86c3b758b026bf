"""A retailer whose years, countries, currency and payments are none of the project's own: everything builds green."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import yaml

from examples.contract import read_lists
from examples.landing import deliver
from tests.python.warehouse.dbt_runner import Project, Warehouse
from tools.warehouse import landing_vars

DAY = "date '2016-09-15' as batch_date"
AT = "'2016-09-15T10:00:00-03:00'"
QUERIES = {
    "shop/orders": f"""
        select {DAY}, 'c' as op, {AT} as changed_at, 'a1' as order_id, {AT} as ordered_at,
            'placed' as order_status, 'web' as device, 'BRL' as currency_code, 0 as order_discount_amount,
            4 as shipping_amount, 0 as tax_amount, 'BR' as ship_to_country_code, 'BR' as bill_to_country_code,
            'main' as fulfilment_location_id, false as is_express, false as is_gift_wrapped""",
    "shop/order_lines": f"""
        select {DAY}, 'c' as op, {AT} as changed_at, 'a1' as order_id, 1 as line_number, 'p1' as product_id,
            2 as quantity, 10.50 as unit_price, 0 as line_discount_amount""",
    "finance/fx_rates": f"""
        select {DAY}, 'BRL' as currency_code, date '2016-09-15' as rate_date, 0.27 as eur_per_unit""",
}
VARS = {
    "calendar": {"first_day": "2015-01-01", "last_day": "2019-12-31"},
    "accepted_values": {
        "countries": ["BR"],
        "currencies": ["BRL", "EUR"],
        "loyalty_tiers": ["none"],
        "acquisition_channels": [],
        "payment_methods": [],
    },
}


def test_all_of_it_builds_with_every_test(project: Project, tmp_path: Path) -> None:
    for name, query in QUERIES.items():
        file = tmp_path / "mapping" / f"{name}.sql"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(query, encoding="utf-8")
    (tmp_path / "mapping" / "vars.yml").write_text(yaml.safe_dump(VARS), encoding="utf-8")
    landing = tmp_path / "landing"
    deliver(tmp_path / "mapping", "", landing)
    warehouse = Warehouse(project, tmp_path)
    outcome = project.invoke(warehouse.database, ["build", "--vars", yaml.safe_dump(landing_vars(landing))])
    assert outcome.exception is None
    # an exposure is run by nobody
    fine = ("success", "pass", "no-op")
    assert [(one.node.name, one.message) for one in outcome.result if one.status not in fine] == []
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        [(country, amount, revenue)] = connection.execute(
            "select country_code, line_amount, net_revenue_eur from obt.obt_order_lines"
        ).fetchall()
    assert (country, amount, revenue) == ("BR", Decimal("21"), Decimal("5.67"))


def test_a_list_that_is_missing_is_named(project: Project, tmp_path: Path) -> None:
    lists = {name: values for name, values in read_lists().items() if name != "loyalty_tiers"}
    warehouse = Warehouse(project, tmp_path, {"accepted_values": lists})
    outcome = warehouse.build(["reference__deliveries"], None)
    assert not outcome.success
    assert "accepted_values has no list 'loyalty_tiers'" in outcome.message
    assert "shop__customers.loyalty_tier" in outcome.message
