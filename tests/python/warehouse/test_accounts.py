"""Every delivered row is accepted, a duplicate or quarantined; a row that is lost is noticed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.python.warehouse.dbt_runner import Project, Warehouse
from tests.python.warehouse.landing import LandingFolder
from tests.python.warehouse.scenario import CUSTOMERS, DELIVERIES, EVENTS, SUPPLIERS

THE_TEST = ["stg_delivery_accounts,test_name:every_row_is_accounted_for"]


@pytest.fixture(scope="module")
def accounted(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse with the accounts of all source tables, whether or not they delivered."""
    folder = tmp_path_factory.mktemp("accounts")
    landing = LandingFolder(folder / "landing")
    landing.add(*DELIVERIES)
    warehouse = Warehouse(project, folder)
    outcome = warehouse.build(["+stg_delivery_accounts"], landing.path)
    assert outcome.success, outcome.messages
    return warehouse


def test_delivered_is_accepted_and_duplicates_and_quarantined(accounted: Warehouse) -> None:
    accounts = {
        (source, str(day), number): counts
        for source, day, number, *counts in accounted.query(
            "select record_source, batch_date, delivery_number, delivered_row_count, landed_row_count,"
            " accepted_row_count, duplicate_row_count, quarantined_row_count"
            " from staging.stg_delivery_accounts"
        )
    }
    assert accounts.keys() == {
        (delivery.name.replace("__", "."), delivery.batch_date, delivery.number) for delivery in DELIVERIES
    }
    for delivery in DELIVERIES:
        delivered, landed, accepted, duplicate, quarantined = accounts[
            delivery.name.replace("__", "."), delivery.batch_date, delivery.number
        ]
        assert delivered == landed == len(delivery.rows) == accepted + duplicate + quarantined
    assert accounts["shop.customers", "2024-03-01", 1] == [5, 5, 3, 1, 1]
    assert accounts["shop.customers", "2024-03-02", 1] == [8, 8, 4, 0, 4]
    assert accounts["web.events", "2024-03-01", 1] == [4, 4, 2, 1, 1]
    assert accounts["erp.suppliers", "2024-03-10", 1] == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    "removed_from",
    [
        f"staging.chk_{CUSTOMERS} where verdict = 'accepted'",
        f"staging.chk_{EVENTS} where verdict = 'duplicate'",
        f"staging.chk_{SUPPLIERS} where verdict = 'quarantined'",
        f"bronze.brz_{CUSTOMERS} where customer_id = 'C-4'",
    ],
)
def test_a_lost_row_is_noticed(accounted: Warehouse, tmp_path: Path, removed_from: str) -> None:
    landing = accounted.folder / "landing"
    warehouse = Warehouse(accounted.project, tmp_path)
    shutil.copy(accounted.database, warehouse.database)
    assert warehouse.test(THE_TEST, landing).success

    table, condition = removed_from.split(" where ")
    with warehouse.connect(read_only=False) as connection:
        connection.execute(
            f"delete from {table} where rowid = (select min(rowid) from {table} where {condition})"
        )
    outcome = warehouse.test(THE_TEST, landing)
    assert not outcome.success
    assert outcome.message.startswith("every_row_is_accounted_for")
    assert "Got 1 result" in outcome.message
