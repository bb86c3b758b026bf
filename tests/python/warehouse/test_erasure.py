"""A person who asked to be erased is nowhere in the database; her keys, and everybody else, stay."""

from __future__ import annotations

from collections.abc import Sequence

from tests.python.warehouse.dbt_runner import Warehouse
from tests.python.warehouse.digests import assert_same, contents
from tests.python.warehouse.landing import Delivery, LandingFolder, Row, contract
from tests.python.warehouse.scenario import CUSTOMERS, MEMBERS, REQUESTS, customer, member, models_of, request

ADDRESSES = "shop__addresses"
MODELS = models_of(CUSTOMERS, ADDRESSES, MEMBERS, REQUESTS)
PERSONAL = {
    name: {
        column["name"]: column["config"]["meta"]["erased_to"]
        for column in contract(name)["columns"]
        if "erased_to" in column.get("config", {}).get("meta", {})
    }
    for name in (CUSTOMERS, ADDRESSES, MEMBERS)
}


def address(address_id: str, customer_id: str, changed_at: str, **values: str) -> Row:
    """A change of a customer's address."""
    return {
        "op": "c",
        "changed_at": changed_at,
        "address_id": address_id,
        "customer_id": customer_id,
        "address_type": "shipping",
        "country_code": "DE",
        **values,
    }


SHE = {"email": "planted.one@example.com", "first_name": "Plantedfirst", "last_name": "Plantedlast"}
BEFORE = (
    Delivery(
        CUSTOMERS,
        "2024-03-01",
        [
            customer("C-1", "2024-03-01T08:00:00Z", "c", **SHE, birth_date="1971-01-17", phone="+99 111"),
            # spelled differently, refused, and a duplicate of it
            customer(" c-1", "2024-03-01T09:00:00Z", **SHE, birth_date="1971-01-17", loyalty_tier="platinum"),
            customer("C-1", "2024-03-01T10:00:00Z", **SHE, birth_date="1971-01-17"),
            customer(
                "C-1", "2024-03-01T10:00:00Z", **{**SHE, "email": "planted mail"}, birth_date="1971-01-17"
            ),
            customer("C-2", "2024-03-01T08:00:00Z", "c", email="kept@example.com", last_name="Keptlast"),
        ],
    ),
    Delivery(
        ADDRESSES,
        "2024-03-01",
        [
            address(
                "A-1",
                "C-1",
                "2024-03-01T08:00:00Z",
                street="Plantedstreet 1",
                postcode="99111",
                city="Plantedcity",
            ),
            address(
                "A-2", "C-2", "2024-03-01T08:00:00Z", street="Keptstreet 2", postcode="22222", city="Keptcity"
            ),
        ],
    ),
    Delivery(
        MEMBERS,
        "2024-03-31",
        [
            # the same number in another system is another person
            member("C-1", last_name="Keptmember"),
            member(
                "M-9",
                first_name="Plantedfirst",
                last_name="Plantedlast",
                birth_date="1971-01-17",
                postcode="99111",
            ),
        ],
    ),
)
REQUESTED = Delivery(
    REQUESTS,
    "2024-04-01",
    [
        request("R-1", "shop", "c-1 ", "2024-04-01T08:00:00Z"),
        request("R-2", "pos", "M-9", "2024-04-01T08:00:00Z"),
    ],
)
AFTER = (
    Delivery(
        CUSTOMERS,
        "2024-04-02",
        [customer("C-1", "2024-04-02T08:00:00Z", email="planted.two@example.com", last_name="Plantednew")],
    ),
    Delivery(
        MEMBERS, "2024-04-30", [member("C-1", last_name="Keptmember"), member("M-9", last_name="Plantedlast")]
    ),
)
PLANTED = ("planted", "1971-01-17", "+99 111", "99111")
KEPT = ("keptlast", "kept@example.com", "keptstreet 2", "keptcity", "keptmember")


def places_of(warehouse: Warehouse, values: Sequence[str]) -> dict[str, set[str]]:
    """Return, for each value, the tables and views of the database that show it, whatever the case.

    The landing is left out: its views show the delivered files themselves.
    """
    with warehouse.connect() as connection:
        tables = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables"
            " where table_schema <> 'landing'"
        ).fetchall()
        found: dict[str, set[str]] = {value: set() for value in values}
        for (table,) in tables:
            text = repr(connection.execute(f"select columns(*)::varchar from {table}").fetchall()).lower()
            for value in values:
                if value in text:
                    found[value].add(table)
    return found


def keys_and_counts(warehouse: Warehouse) -> list[tuple[object, ...]]:
    """Return each bronze table's keys with their number of rows."""
    return [
        row
        for name, key in ((CUSTOMERS, "customer_id"), (ADDRESSES, "address_id"), (MEMBERS, "member_no"))
        for row in warehouse.query(
            f"select '{name}', {key}, count(*) from bronze.brz_{name} group by 2 order by 2"
        )
    ]


def assert_erased(warehouse: Warehouse) -> None:
    found = places_of(warehouse, PLANTED + KEPT)
    for value in PLANTED:
        assert not found[value], f"{value} is still in {found[value]}"
    for value in KEPT:
        assert found[value], f"{value} of another person is gone"
    for name, person in (
        (CUSTOMERS, "upper(trim(customer_id)) = 'C-1'"),
        (ADDRESSES, "customer_id = 'C-1'"),
        (MEMBERS, "member_no = 'M-9'"),
    ):
        columns = ", ".join(PERSONAL[name])
        # distinct: what all rows of the person have in common
        assert warehouse.query(
            f"select distinct {columns}, is_erased from bronze.brz_{name} where {person}"
        ) == [(*PERSONAL[name].values(), True)]
        assert warehouse.query(
            f"select count(*) from bronze.brz_{name} where is_erased and not ({person})"
        ) == [(0,)]


def test_erasure_reaches_every_table_and_nothing_else(warehouse: Warehouse, landing: LandingFolder) -> None:
    landing.add(*BEFORE)
    assert warehouse.build(MODELS, landing.path).success
    shown = places_of(warehouse, PLANTED)
    for name in (CUSTOMERS, ADDRESSES, MEMBERS):
        for table in (f"bronze.brz_{name}", f"staging.chk_{name}", f"staging.stg_{name}_history"):
            assert table in shown["planted"]
    assert "quarantine.qrn_shop__customers" in shown["planted"]
    before = keys_and_counts(warehouse)

    landing.add(REQUESTED)
    assert warehouse.build(MODELS, landing.path).success
    assert_erased(warehouse)
    assert keys_and_counts(warehouse) == before

    # what is delivered afterwards is erased on its way in
    landing.add(*AFTER)
    assert warehouse.build(MODELS, landing.path).success
    assert_erased(warehouse)

    once_more = contents(warehouse.database)
    assert warehouse.build(MODELS, landing.path, full_refresh=True).success
    assert_erased(warehouse)
    assert_same(once_more, contents(warehouse.database))


def test_a_request_after_the_bound_does_not_count_yet(warehouse: Warehouse, landing: LandingFolder) -> None:
    landing.add(*BEFORE, REQUESTED)
    assert warehouse.build(MODELS, landing.path, batch_date="2024-03-31").success
    assert places_of(warehouse, PLANTED)["planted"]
    assert warehouse.build(MODELS, landing.path).success
    assert_erased(warehouse)


def test_what_a_run_with_an_earlier_bound_loads_is_erased_later(
    warehouse: Warehouse, landing: LandingFolder
) -> None:
    landing.add(*BEFORE, REQUESTED)
    assert warehouse.build(MODELS, landing.path).success
    landing.add(Delivery(MEMBERS, "2024-03-24", [member("M-9", last_name="Plantedearlier")]))
    assert warehouse.build(MODELS, landing.path, batch_date="2024-03-31").success
    assert places_of(warehouse, PLANTED)["planted"]
    assert warehouse.build(MODELS, landing.path).success
    assert_erased(warehouse)
