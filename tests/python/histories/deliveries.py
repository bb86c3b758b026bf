"""Draws histories of deliveries for the whole warehouse, each from a seed.

A history is many small worlds, side by side in the same deliveries. A world has a few customers, goods, sales
and clicks of its own, and a chance of its own: what one world delivers does not hang on which others there
are, so a world in which something goes wrong can be looked at alone. Rows are drawn column by column from
small pools, so that keys, times and values meet often: a key is named before it is described, changed back,
changed twice at one time, corrected for the past, deleted, delivered again, refused, erased.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from tests.python.warehouse.landing import LANDED_COLUMNS, Delivery, Row, contract

DAYS = (
    "2024-01-05",
    "2024-01-12",
    "2024-01-31",
    "2024-02-01",
    "2024-02-11",
    "2024-02-29",
    "2024-03-03",
    "2024-03-10",
)
# Instants of a day: its first and its last, one that is another day elsewhere, and two half an hour apart.
HOURS = ("00:00:00Z", "08:00:00Z", "08:29:59Z", "12:00:00Z", "23:30:00Z", "23:59:59.999999Z")
SECOND_SCHEMA_FROM = "2024-02-11"
CURRENCIES = ("EUR", "SEK", "USD")
COUNTRIES = ("DE", "FR", "SE")
# The world whose keys all others may name too.
COMMON = 0

RATES = "finance__fx_rates"
# A sale in a currency that has no rate yet is refused, by the contracts of the facts.
FIRST_RATES = Delivery(
    RATES,
    "2024-01-02",
    [
        {"currency_code": currency, "rate_date": "2023-12-29", "eur_per_unit": rate}
        for currency, rate in (("SEK", "0.0885"), ("USD", "0.9050"))
    ],
)
STANDING = (
    Delivery(
        "reference__countries",
        "2024-01-01",
        [
            {"country_code": code, "country_name": code, "currency_code": currency, "vat_rate": "0.19"}
            for code, currency in (("DE", "EUR"), ("FR", "EUR"), ("SE", "SEK"))
        ],
    ),
    Delivery(
        "reference__currencies",
        "2024-01-01",
        [
            {"currency_code": code, "currency_name": code, "decimal_places": "2"}
            for code in (*CURRENCIES, "GBP")
        ],
    ),
    Delivery(
        "reference__holidays",
        "2024-01-01",
        [{"country_code": "DE", "holiday_date": "2024-01-01", "holiday_name": "New Year"}],
    ),
)

# How many keys of each kind a world has, and how they begin.
KINDS = {
    "customer": ("K", 3),
    "address": ("A", 2),
    "order": ("O", 3),
    "payment": ("PY", 3),
    "return": ("RT", 2),
    "promotion": ("PR", 2),
    "receipt": ("R", 3),
    "member": ("M", 2),
    "cashier": ("CA", 2),
    "product": ("P", 3),
    "category": ("C", 3),
    "supplier": ("S", 2),
    "store": ("ST", 2),
    "warehouse": ("WH", 1),
    "movement": ("MV", 3),
    "shipment": ("SH", 2),
    "event": ("E", 5),
    "visitor": ("V", 2),
    "review": ("RV", 2),
    "request": ("RQ", 1),
}


@dataclass
class World:
    """The keys of a world, its chance, and for what it draws: a key by its position, and an instant."""

    number: int
    chance: Random
    position: int = 0
    at: str = ""

    def keys(self, kind: str) -> list[str]:
        """Return the keys of a kind."""
        prefix, count = KINDS[kind]
        return [f"{prefix}-{self.number}-{position}" for position in range(1, count + 1)]

    def some(self, kind: str, common: float = 0.15) -> str:
        """Return a key of the world or, by chance, one that all share; now and then spelled otherwise."""
        is_common = self.chance.random() < common
        key = self.chance.choice(World(COMMON, self.chance).keys(kind) if is_common else self.keys(kind))
        return f" {key.lower()}" if self.chance.random() < 0.03 else key

    def perhaps(self, value: Any, probability: float = 0.5) -> Any:
        """Return the value, or None."""
        return value if self.chance.random() < probability else None

    def one(self, *values: Any) -> Any:
        """Return one of the values; the first is the most usual."""
        return values[0] if self.chance.random() < 0.4 else self.chance.choice(values)

    def day(self, until: str) -> str:
        """Return a day up to one."""
        return self.chance.choice([day for day in DAYS if day <= until])

    def instant(self, until: str) -> str:
        """Return an instant up to the end of a day, in most cases one of that day."""
        day = until if self.chance.random() < 0.6 else self.day(until)
        return f"{day}T{self.chance.choice(HOURS)}"


def _others(world: World, kind: str) -> list[str | None]:
    """Return what a key may hang on: an older one, or none; in every third world any other, so in circles."""
    keys = world.keys(kind)
    if world.number % 3 == 0:
        return [key for position, key in enumerate(keys, start=1) if position != world.position]
    return [*keys[: world.position - 1], None]


def _customer(world: World) -> Row:
    no, one = world.number, world.one
    others = _others(world, "customer")
    return {
        "email": one(f"a{no}@example.com", f"b{no}@example.com", f"c{no}@example.com", "no address"),
        "first_name": one("Ada", "Bo"),
        "last_name": one(f"Berg {no}", f"Öst {no}"),
        "birth_date": one("1980-02-29", "1990-01-01"),
        "phone": one("+49 30 1234", None),
        "loyalty_tier": one("none", "bronze", "silver", "gold"),
        "acquisition_channel": one("organic", "store"),
        "registered_at": "2024-01-01T00:00:00Z",
        "country_code": one(*COUNTRIES),
        "merged_into_customer_id": world.perhaps(world.chance.choice(others), 0.3),
    }


def _address(world: World) -> Row:
    one = world.one
    return {
        "customer_id": one(world.some("customer"), None),
        "address_type": one("shipping", "billing"),
        "street": one("Weg 1", "Weg 2"),
        "postcode": one("10000", "20000"),
        "city": one("Berlin", f"Ort {world.number}", "Lyon"),
        "country_code": one(*COUNTRIES),
    }


def _order(world: World) -> Row:
    one = world.one
    return {
        "customer_id": one(world.some("customer"), world.some("customer"), None),
        "ordered_at": world.chance.choice(
            [world.at, f"{world.at[:10]}T00:00:00Z", "2024-01-04T10:00:00Z", f"{DAYS[0]}T00:00:00Z"]
        ),
        "order_status": one("placed", "paid", "completed", "cancelled"),
        "device": one("web", "app"),
        "currency_code": one(*CURRENCIES),
        "order_discount_amount": one("0.00", "1.00", "2.99"),
        "shipping_amount": one("5.00", "0.00"),
        "tax_amount": "4.00",
        "ship_to_address_id": one(world.some("address"), None),
        "bill_to_address_id": one(world.some("address"), None),
        "ship_to_country_code": one(*COUNTRIES),
        "bill_to_country_code": one(*COUNTRIES),
        "fulfilment_location_id": world.some("warehouse"),
        "is_express": one("false", "true"),
        "is_gift_wrapped": one("false", "true"),
        "visitor_id": one(world.some("visitor"), None),
    }


def _order_line(world: World) -> Row:
    one = world.one
    return {
        "product_id": world.some("product"),
        "quantity": one("2", "1", "3"),
        "unit_price": one("10.00", "9.99"),
        "line_discount_amount": one("0.00", "1.00"),
    }


def _payment(world: World) -> Row:
    one = world.one
    return {
        "order_id": world.some("order"),
        "attempt_number": one("1", "2"),
        "payment_method": one("card", "paypal", "invoice"),
        "payment_status": one("captured", "authorised", "failed", "refunded"),
        "amount": one("20.00", "10.00"),
        "currency_code": one(*CURRENCIES),
        "attempted_at": one(world.at, f"{DAYS[0]}T08:00:00Z"),
    }


def _return(world: World) -> Row:
    one = world.one
    return {
        "order_id": world.some("order"),
        "line_number": one("1", "2"),
        "returned_at": one(world.at, f"{DAYS[1]}T08:00:00Z"),
        "quantity": one("1", "2"),
        "reason_code": one("defective", "late", None),
        "refund_amount": one("9.00", "5.00"),
    }


def _promotion(world: World) -> Row:
    one = world.one
    start = world.chance.choice(DAYS[:5])
    return {
        "promotion_name": one("Sale", "Big sale"),
        "promotion_type": one("seasonal", "clearance"),
        "discount_rate": one("0.1", "0.2"),
        "category_id": one(world.some("category"), None),
        "channel_scope": one("all", "web", "store"),
        "country_code": one(None, *COUNTRIES),
        "start_date": start,
        "end_date": world.chance.choice([day for day in DAYS if day >= start]),
    }


def _receipt(world: World) -> Row:
    one = world.one
    kind = one("sale", "sale", "return")
    row: dict[str, Any] = {
        "receipt_type": kind,
        "original_receipt_no": one(world.some("receipt"), None) if kind == "return" else None,
        "store_no": world.some("store"),
        "store_name": one("Mitte", "Nord"),
        "store_city": "Berlin",
        "store_country_code": one(*COUNTRIES),
        "till_no": one("1", "2"),
        "cashier_no": world.some("cashier"),
        "cashier_name": one("Kim", "Kim L."),
        "member_no": one(world.some("member"), None),
        "currency_code": one(*CURRENCIES),
        "payment_method": one("cash", "card"),
        "receipt_discount_amount": one("0.00", "1.00"),
        "tax_amount": "2.00",
        "total_amount": "20.00",
    }
    for line in range(1, world.chance.randint(1, 3) + 1):
        promotion = one(None, world.some("promotion"))
        row |= {
            f"line_{line}_product_no": world.some("product"),
            f"line_{line}_product_name": one("Tent", "Tent 2"),
            f"line_{line}_quantity": one("1", "2"),
            f"line_{line}_unit_price": "10.00",
            f"line_{line}_discount_amount": "1.00" if promotion else None,
            f"line_{line}_promotion_id": promotion,
        }
    return row


def _member(world: World) -> Row:
    no, one = world.number, world.one
    return {
        "first_name": one("Ada", "Bo"),
        "last_name": one(f"Berg {no}", f"Öst {no}"),
        "email": one(None, f"a{no}@example.com", f"b{no}@example.com", f"d{no}@example.com"),
        "birth_date": one("1980-02-29", "1990-01-01"),
        "postcode": one("10000", "20000"),
        "country_code": one(*COUNTRIES),
        "home_store_no": one(world.some("store"), None),
        "joined_date": one("2023-06-01", "2024-01-20"),
        "points_balance": one("10", "120", "-5"),
    }


def _product(world: World) -> Row:
    one = world.one
    return {
        "product_name": one(f"Tent {world.position}", "Other tent"),
        "product_type": one("physical", "digital", "gift_card"),
        "category_id": world.some("category"),
        "brand": one("Alba", "Bora", None),
        "units_per_case": one("6", "12"),
        "unit_cost_amount": one("10.00", "11.00"),
        "weight_grams": "100",
        "launch_date": "2023-01-01",
        "is_discontinued": one("false", "true"),
    }


def _category(world: World) -> Row:
    others = _others(world, "category")
    return {
        "category_name": world.one("Tents", "Camp"),
        "parent_category_id": world.one(*others, None),
    }


def _supplier(world: World) -> Row:
    one = world.one
    return {
        "supplier_name": one("Berg AG", "Tal AG"),
        "country_code": one(*COUNTRIES),
        "lead_time_days": one("14", "20", "soon", "999"),
        "quality_grade": one("A", "B"),
    }


def _location(world: World) -> Row:
    one = world.one
    return {
        "location_name": one("Mitte", "Nord"),
        "country_code": one(*COUNTRIES),
        "city": one("Berlin", "Lyon"),
        "time_zone": one("Europe/Berlin", "Asia/Tokyo"),
        "opened_date": "2020-01-01",
        "floor_area_square_metres": one("100", "150"),
    }


def _movement(world: World) -> Row:
    kind = world.one("goods_in", "sale", "correction")
    return {
        "location_no": world.some("store"),
        "product_no": world.some("product"),
        "movement_type": kind,
        "quantity": {"goods_in": "5", "sale": "-2"}.get(kind, world.one("1", "-1")),
    }


def _shipment(world: World) -> Row:
    one = world.one
    picked = one(world.at, None)
    shipped = one(picked, None)
    return {
        "order_id": world.some("order"),
        "location_no": world.some("warehouse"),
        "carrier": one("DHL", "UPS", " DHL ", None),
        "picked_at": picked,
        "shipped_at": shipped,
        "delivered_at": one(shipped, None),
    }


def _event(world: World) -> Row:
    one = world.one
    payload = {
        "event_type": one("page_view", "product_view", "add_to_cart", "order", "nothing known"),
        "visitor_id": world.some("visitor", 0),
        "customer_id": one(None, world.some("customer")),
        "product_id": one(None, world.some("product")),
        "order_id": one(None, world.some("order")),
        "device": one("web", "app"),
        "traffic_source": one("social", None),
    }
    text = json.dumps({name: value for name, value in payload.items() if value is not None})
    return {"received_at": world.at, "payload": one(text, text, text[:-1])}


def _review(world: World) -> Row:
    one = world.one
    return {
        "product_id": world.some("product"),
        "customer_id": one(world.some("customer"), None),
        "rating": one("4", "1", "5"),
        "review_text": one("Good", "Leaks", None),
        "language_code": one("en", "de"),
    }


def _request(world: World) -> Row:
    system = world.one("shop", "pos")
    return {
        "subject_system": system,
        "subject_id": world.some("customer" if system == "shop" else "member"),
        "requested_at": world.at,
    }


# Of each table: the columns of its key, with the kind of what they name or their values; what draws the rest.
Key = tuple[tuple[str, str | tuple[str, ...]], ...]
LINES = ("1", "2")
STARTS = (DAYS[0], DAYS[3])
TABLES: Mapping[str, tuple[Key, Any]] = {
    "shop__customers": ((("customer_id", "customer"),), _customer),
    "shop__addresses": ((("address_id", "address"),), _address),
    "shop__erasure_requests": ((("request_id", "request"),), _request),
    "shop__orders": ((("order_id", "order"),), _order),
    "shop__order_lines": ((("order_id", "order"), ("line_number", LINES)), _order_line),
    "shop__order_line_promotions": (
        (("order_id", "order"), ("line_number", LINES), ("promotion_id", "promotion")),
        lambda world: {"discount_amount": world.one("1.00", "2.00")},
    ),
    "shop__payments": ((("payment_id", "payment"),), _payment),
    "shop__returns": ((("return_id", "return"),), _return),
    "shop__promotions": ((("promotion_id", "promotion"),), _promotion),
    "pos__receipts": ((("receipt_no", "receipt"),), _receipt),
    "pos__loyalty_members": ((("member_no", "member"),), _member),
    "erp__products": ((("product_no", "product"),), _product),
    "erp__categories": ((("category_id", "category"),), _category),
    "erp__suppliers": ((("supplier_no", "supplier"),), _supplier),
    "erp__product_suppliers": (
        (("product_no", "product"), ("supplier_no", "supplier")),
        lambda world: {"supply_share": world.one("0.5", "1", "0.25")},
    ),
    "erp__price_list": (
        (("product_no", "product"), ("currency_code", CURRENCIES), ("start_date", STARTS)),
        lambda world: {"list_price": world.one("10.00", "11.00")},
    ),
    "erp__locations": (
        (("location_no", "store"),),
        lambda world: {**_location(world), "location_type": "store"},
    ),
    "erp__locations#2": (
        (("location_no", "warehouse"),),
        lambda world: {**_location(world), "location_type": "warehouse"},
    ),
    "erp__assortments": (
        (("location_no", "store"), ("product_no", "product"), ("listed_from_date", STARTS)),
        lambda world: {"listed_until_date": world.one(None, DAYS[4], DAYS[6])},
    ),
    "erp__inventory_counts": (
        (("location_no", "store"), ("product_no", "product"), ("count_date", STARTS)),
        lambda world: {"counted_quantity": world.one("7", "3")},
    ),
    "erp__inventory_movements": ((("movement_id", "movement"),), _movement),
    "erp__shipments": ((("shipment_id", "shipment"),), _shipment),
    "web__events": ((("event_id", "event"),), _event),
    "web__reviews": ((("review_id", "review"),), _review),
    RATES: (
        (("currency_code", CURRENCIES[1:]), ("rate_date", DAYS)),
        lambda world: {"eur_per_unit": world.one("0.0900", "0.0911", "0.9")},
    ),
    "finance__sales_forecasts": (
        (
            ("month_date", ("2024-01-01", "2024-02-01")),
            ("category_id", "category"),
            ("revision_number", ("1", "2")),
        ),
        lambda world: {
            "planned_unit_count": world.one("10", "12"),
            "planned_net_revenue_eur": world.one("90.00", "99.00"),
        },
    ),
}
# Where a key is drawn from many, how many of them a world delivers at most.
KEYS_OF_A_TABLE = 4
KEYS_OF_ALL_WORLDS = 8
Slot = tuple[str, str, int]  # table, batch date, delivery number


@dataclass(frozen=True)
class History:
    """Groups of deliveries, each of which lands and is loaded before the next one does.

    A group may be loaded up to a day; the runs after it then catch up. The last run has no bound.
    """

    seed: int
    groups: Sequence[Sequence[Delivery]]
    bounds: Sequence[str | None]

    @property
    def deliveries(self) -> list[Delivery]:
        """All deliveries."""
        return [delivery for group in self.groups for delivery in group]


def draw(seed: int, worlds: Collection[int], group_count: int) -> History:
    """Draw a history: what each world delivers, and in which group each delivery comes, in any order."""
    rows: dict[Slot, list[Row]] = {slot: [] for slot in _slots(seed)}
    for number in sorted({COMMON, *worlds}):
        for slot, row in _world(seed, number):
            rows[slot].append(row)
    deliveries = [
        Delivery(name, day, of_slot, number, 2 if _is_second_schema(name, day) else 1)
        for (name, day, number), of_slot in rows.items()
    ]
    groups: list[list[Delivery]] = [[FIRST_RATES], *([] for _ in range(1, group_count))]
    for delivery in [*STANDING, *deliveries]:
        groups[_group_of(seed, delivery, group_count)].append(delivery)
    return History(seed, groups, _bounds(seed, group_count))


def _bounds(seed: int, count: int) -> list[str | None]:
    """Return the day up to which each group is loaded, None for all of it; the last group always is."""
    chance = Random(f"{seed}|bounds")
    drawn = [chance.choice((None, *DAYS[2:])) for _ in range(count)]
    return [*drawn[:-1], None]


def _is_second_schema(name: str, day: str) -> bool:
    return name == "shop__customers" and day >= SECOND_SCHEMA_FROM


def _group_of(seed: int, delivery: Delivery, count: int) -> int:
    """Return the group of a delivery: any in one history of two; else as time passed, now and then late."""
    chance = Random(f"{seed}|{delivery.name}|{delivery.batch_date}|{delivery.number}|group")
    if seed % 2:
        return chance.randrange(count)
    in_time = sum(delivery.batch_date > day for day in DAYS) * count // (len(DAYS) + 1)
    return min(count - 1, in_time + (chance.random() < 0.2))


@cache
def _slots(seed: int) -> list[Slot]:
    """Return the deliveries that there are: some days for each table, some of them twice."""
    chance = Random(f"{seed}|slots")
    slots: list[Slot] = []
    for name in sorted({name.partition("#")[0] for name in TABLES}):
        for day in sorted(chance.sample(DAYS, 5)):
            slots.extend((name, day, number) for number in range(1, 2 + (chance.random() < 0.2)))
    return slots


def _world(seed: int, number: int) -> Iterator[tuple[Slot, Row]]:
    """Give the rows of a world, each with its delivery."""
    for entry, (key, draw_rest) in TABLES.items():
        name = entry.partition("#")[0]
        if name == RATES and number != COMMON:
            continue
        world = World(number, Random(f"{seed}|{number}|{entry}"))
        slots = [slot for slot in _slots(seed) if slot[0] == name]
        meta = contract(name)["config"]["meta"]
        keys = _keys(world, key)
        for world.position, values in keys:
            if meta["kind"] == "full":
                # an extract shows what there is: one in four lacks a key, and most keys stay as they are
                shown = {**draw_rest(world), **values}
                for slot in slots:
                    if world.chance.random() < 0.3:
                        shown = {**draw_rest(world), **values}
                    if world.chance.random() < 0.75:
                        yield slot, _landed(world, name, slot, shown)
                continue
            previous: Row | None = None
            for _ in range(world.chance.choice((1, 1, 2, 3))):
                slot = world.chance.choice(slots)
                at = world.at = world.instant(slot[1])
                row: Row = {**draw_rest(world), **values}
                if previous is not None and world.chance.random() < 0.5:
                    # a change of one column or two, or none
                    kept = {column: value for column, value in previous.items() if column in row}
                    changed = world.chance.sample(sorted(row), min(2, len(row)))
                    row = {**kept, **{column: row[column] for column in changed}, **values}
                previous = row
                if meta["kind"] == "cdc":
                    row = {**row, "op": world.chance.choice("ccuuud"), "changed_at": at}
                elif "change_time" in meta:
                    row = {**row, meta["change_time"]: at}
                row = _landed(world, name, slot, row)
                yield slot, row
                if world.chance.random() < 0.1:
                    # delivered again, in the same delivery or another
                    again = world.chance.choice([other for other in slots if other[1] >= slot[1]])
                    if not (_is_second_schema(name, slot[1]) ^ _is_second_schema(name, again[1])):
                        yield again, row


def _keys(world: World, key: Key) -> list[tuple[int, dict[str, str]]]:
    """Return keys of a table with their positions: all of its own, else some of the combinations."""
    if len(key) == 1 and isinstance(key[0][1], str):
        return [
            (position, {key[0][0]: value}) for position, value in enumerate(world.keys(key[0][1]), start=1)
        ]
    drawn = []
    for position in range(1, 1 + (KEYS_OF_ALL_WORLDS if world.number == COMMON else KEYS_OF_A_TABLE)):
        values = {
            column: world.some(names, 0) if isinstance(names, str) else world.chance.choice(names)
            for column, names in key
        }
        drawn.append((position, values))
    return drawn


def _landed(world: World, name: str, slot: Slot, row: Row) -> Row:
    """Return the row as it is delivered: now and then with something in it that is wrong."""
    landed = dict(row)
    if _is_second_schema(name, slot[1]):
        landed["newsletter_consent"] = world.one(None, "true", "false")
    if world.chance.random() < 0.03:
        broken = world.chance.choice([column for column in landed if column not in LANDED_COLUMNS])
        landed[broken] = world.one("-1", None, "junk")
    return landed
