"""Generated rows keep the input contract; only planted rows break it."""

from __future__ import annotations

import pytest

from generator.schema import MANIFEST, TABLES
from tests.python.generator.contract import Contract, Query, read_contracts

CONTRACTS = read_contracts()
EVERY = pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
WITH_CHANGES = [c for c in CONTRACTS.values() if c.kind == "cdc"]

# Rows that the contract refuses, as business keys. Everything else must keep every rule.
REFUSED = {
    "erp__products": {"P-9004"},
    "erp__price_list": {"P-9005 / EUR / 2024-02-30"},
    "web__events": {"E900000003"},
    "shop__payments": {"PAY90000091"},
    "shop__order_lines": {"O9000010 / 3"},
    "shop__returns": {"RT90000161"},
}

# Planted changes that arrive in a later delivery than the first one that could hold them.
LATE = {
    "shop__customers": {"C900004", "C900006"},
    "shop__addresses": {"A9000031"},
    "shop__orders": {"O9000001"},
    "shop__order_lines": {"O9000001 / 1"},
    "shop__payments": {"PAY90000011"},
    "pos__receipts": {"R90000001"},
}

TIED = {
    "shop__addresses": {"A9000031"},
    "pos__receipts": {"R90000001"},
    "web__events": {"E900000001"},
}


def key_text(contract: Contract, prefix: str = "") -> str:
    """SQL of the business key as delivered, parts joined by a slash."""
    names = [prefix + column.name for column in contract.columns if column.staged in contract.key]
    return " || ' / ' || ".join(names)


def refusals(contract: Contract) -> str:
    """SQL that is true where a row breaks the contract: its types, what is required or accepted, a rule."""
    tests = []
    for column in contract.columns:
        tests.append(f"(raw_{column.name} is not null and {column.staged} is null)")
        is_key = column.staged in contract.key or column.name in ("op", "changed_at")
        if column.required:
            kept = "" if is_key or contract.kind != "cdc" else " and raw_op <> 'd'"
            tests.append(f"(raw_{column.name} is null{kept})")
        if column.accepted:
            accepted = ", ".join(f"'{value}'" for value in column.accepted)
            tests.append(f"(raw_{column.name} is not null and raw_{column.name} not in ({accepted}))")
    live = "raw_op <> 'd' and " if contract.kind == "cdc" else ""
    tests += [f"({live}coalesce(({rule}), false))" for _, rule in contract.rules]
    if contract.change_time:
        tests.append(f"({contract.change_time} >= batch_date + interval 1 day)")
    return " or ".join(tests)


def test_schema_is_that_of_the_contract() -> None:
    ours = {
        key.replace(".", "__"): (table.kind, table.cadence, list(table.columns))
        for key, table in TABLES.items()
    }
    theirs = {c.name: (c.kind, c.cadence, [column.name for column in c.columns]) for c in CONTRACTS.values()}
    assert ours == theirs


@EVERY
def test_only_planted_rows_are_refused(contract: Contract, query: Query) -> None:
    rows = query(f"""
        select {key_text(contract, "raw_")} from both_{contract.name} where {refusals(contract)}
    """)
    assert {key for (key,) in rows} == REFUSED.get(contract.name, set())
    assert len(rows) == len(REFUSED.get(contract.name, set()))


@EVERY
def test_keys_are_unique_per_change(contract: Contract, query: Query) -> None:
    unit = {"cdc": ", changed_at", "full": ", batch_date"}.get(contract.kind, "")
    first = "" if contract.name == MANIFEST.replace(".", "__") else "where delivery_number = '1'"
    rows = query(f"""
        select {key_text(contract)} from raw_{contract.name} {first}
        group by {key_text(contract)}{unit}{", batch_date" if contract.kind == "manifest" else ""}
            {", delivery_number" if contract.kind == "manifest" else ""}
        having count(*) > 1
    """)
    assert {key for (key,) in rows} == TIED.get(contract.name, set())


@pytest.mark.parametrize("contract", WITH_CHANGES, ids=lambda c: c.name)
def test_changes_of_a_key_make_sense(contract: Contract, query: Query) -> None:
    """A key is created first, changed only while it exists, and created again only after a deletion."""
    planted = (
        "'" + "', '".join(LATE.get(contract.name, set()) | REFUSED.get(contract.name, set()) | {""}) + "'"
    )
    wrong = query(f"""
        select key, previous, op from (
            select {key_text(contract)} as key, op,
                lag(op) over (partition by {key_text(contract)} order by changed_at) as previous
            from raw_{contract.name} where delivery_number = '1'
        )
        where key not in ({planted})
        and (op = 'c') <> (previous is null or previous = 'd')
    """)
    assert wrong == []


@pytest.mark.parametrize("contract", WITH_CHANGES, ids=lambda c: c.name)
def test_deletions_carry_the_key_alone(contract: Contract, query: Query) -> None:
    keys = {c.name for c in contract.columns if c.staged in contract.key} | {"op", "changed_at"}
    rest = [c.name for c in contract.columns if c.name not in keys]
    filled = " or ".join(f"{name} is not null" for name in rest)
    assert query(f"select * from raw_{contract.name} where op = 'd' and ({filled})") == []


def test_some_ordinary_rows_are_deleted(query: Query) -> None:
    assert query("select count(*) from raw_erp__product_suppliers where op = 'd' and product_no < 'P-9'") > [
        (2,)
    ]


@pytest.mark.parametrize(
    "contract",
    [c for c in CONTRACTS.values() if c.change_time and c.name != "web__events"],
    ids=lambda c: c.name,
)
def test_changes_come_with_the_first_delivery_that_can_hold_them(contract: Contract, query: Query) -> None:
    rows = query(f"""
        with days as (
            select distinct batch_date::date as day from raw_reference__deliveries
            where system_name || '__' || table_name = '{contract.name}'
        ),
        due as (
            select {key_text(contract, "raw_")} as key, batch_date as delivered,
                (select min(day) from days where day + interval 1 day > {contract.change_time}) as first_day
            from both_{contract.name}
            where delivery_number = 1
        )
        select distinct key from due where delivered <> first_day
    """)
    allowed = LATE.get(contract.name, set()) | REFUSED.get(contract.name, set())
    assert {key for (key,) in rows} <= allowed
    assert {key for (key,) in rows} >= LATE.get(contract.name, set())


def test_every_name_points_at_something(query: Query) -> None:
    """Foreign keys lead to a row, but for the planted orphans and the key in other case."""
    parents = {
        "product_id": "erp__products", "supplier_id": "erp__suppliers", "location_id": "erp__locations",
        "category_id": "erp__categories", "customer_id": "shop__customers", "order_id": "shop__orders",
        "promotion_id": "shop__promotions", "country_code": "reference__countries",
        "currency_code": "reference__currencies",
    }  # fmt: skip
    orphans = set()
    for contract in CONTRACTS.values():
        for column in contract.columns:
            parent = parents.get(column.staged)
            if parent is None or parent == contract.name or contract.name == "erp__suppliers":
                continue
            orphans |= {
                (contract.name, value)
                for (value,) in query(f"""
                    select distinct {column.staged} from {contract.name}
                    where {column.staged} is not null and {column.staged} not in (
                        select {column.staged} from {parent} where {column.staged} is not null)
                """)
            }
    assert orphans == {
        ("shop__order_lines", "P-8888"), ("shop__order_lines", " p-0007 "), ("shop__payments", "EUX"),
        ("erp__product_suppliers", "P-9001"), ("erp__product_suppliers", "P-9001|A"),
        ("erp__product_suppliers", "B"), ("erp__product_suppliers", "A|B"),
    }  # fmt: skip


def test_order_lines_belong_to_orders_and_addresses_to_customers(query: Query) -> None:
    assert query("select order_id from orders where order_id not in (select order_id from lines)") == []
    assert query("""
        select o.order_id from orders as o
        left join (select distinct address_id, customer_id from shop__addresses) as a
            on a.address_id = o.ship_to_address_id and a.customer_id is not distinct from o.customer_id
        left join shop__addresses as b on b.address_id = o.bill_to_address_id
        where a.address_id is null or b.address_id is null
    """) == []  # fmt: skip
