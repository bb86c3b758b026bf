"""A snapshot is compared with the history in staging, whatever was refused and whenever it was taken."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from tests.python.warehouse.dbt_runner import Warehouse
from tests.python.warehouse.landing import Delivery, LandingFolder, Row

PRODUCTS = "erp__products"
COMPARISON = ["snp_erp__products,test_name:holds_the_history_of"]
FINE: Mapping[str, str] = {
    "product_name": "Tent",
    "product_type": "physical",
    "category_id": "TENTS",
    "weight_grams": "100",
    "launch_date": "2024-01-01",
    "is_discontinued": "false",
}


def product(number: str, **changes: str) -> Row:
    return {**FINE, "product_no": number, **changes}


def take_snapshot(warehouse: Warehouse, landing: LandingFolder) -> None:
    """Load what has landed and take the snapshot."""
    outcome = warehouse.build(["+stg_erp__products_history"], landing.path)
    assert outcome.success, outcome.messages
    variables = yaml.safe_dump({"landing": str(landing.path)})
    chosen = ["snapshot", "--select", "snp_erp__products", "--vars", variables]
    assert warehouse.project.invoke(warehouse.database, chosen).success


def test_rows_that_are_refused_and_extracts_from_before_the_snapshot(
    warehouse: Warehouse, landing: LandingFolder
) -> None:
    # refused from the first extract on, or since the second; the snapshot is taken later than both
    landing.add(
        Delivery(PRODUCTS, "2024-03-01", [product("A", weight_grams="0"), product("B"), product("C")]),
        Delivery(
            PRODUCTS,
            "2024-03-08",
            [product("A", weight_grams="0"), product("B", weight_grams="0"), product("C")],
        ),
        Delivery("finance__fx_rates", "2024-03-12"),
    )
    take_snapshot(warehouse, landing)
    assert warehouse.query(
        "select product_id from staging.stg_erp__products_history where is_current order by all"
    ) == [("B",), ("C",)]
    assert warehouse.test(COMPARISON, landing.path).success
    # a snapshot that has lost something is told apart
    with warehouse.connect(read_only=False) as connection:
        connection.execute("delete from snapshots.snp_erp__products where product_id = 'C'")
    assert not warehouse.test(COMPARISON, landing.path).success
