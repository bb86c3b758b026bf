"""Deliveries of a quarter in which every table of the model has what makes its increments hard.

Each comment names the difficulty. Almost every key comes in more than one delivery: named before it is
described, changed, corrected for the past, moved in time, given to another, deleted.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from tests.python.warehouse.landing import Delivery, Row
from tests.python.warehouse.scenario import (
    CUSTOMERS,
    EVENTS,
    MEMBERS,
    PAYMENTS,
    RATES,
    REQUESTS,
    SUPPLIERS,
    customer,
    event,
    member,
    payment,
    rate,
    request,
    supplier,
)

BEFORE = "2023-06-01T00:00:00Z"


def change(changed_at: str, op: str = "c", **values: Any) -> Row:
    """A change of a row in a source that reports changes."""
    return {"op": op, "changed_at": changed_at, **values}


def category(category_id: str, name: str, parent: str | None = None, at: str = BEFORE, op: str = "c") -> Row:
    return change(at, op, category_id=category_id, category_name=name, parent_category_id=parent)


def product(product_no: str, **values: str | None) -> Row:
    """A product as a full extract shows it."""
    return {
        "product_no": product_no,
        "product_name": product_no,
        "product_type": "physical",
        "category_id": "C-2",
        "brand": "Alba",
        "units_per_case": "6",
        "unit_cost_amount": "10.00",
        "weight_grams": "100",
        "launch_date": "2023-01-01",
        "is_discontinued": "false",
        **values,
    }


def price(product_no: str, currency: str, start: str, amount: str, at: str = BEFORE, op: str = "c") -> Row:
    return change(at, op, product_no=product_no, currency_code=currency, start_date=start, list_price=amount)


def supply(product_no: str, supplier_no: str, share: str, at: str = BEFORE, op: str = "c") -> Row:
    return change(at, op, product_no=product_no, supplier_no=supplier_no, supply_share=share)


def location(location_no: str, at: str = BEFORE, op: str = "c", **values: str) -> Row:
    """A store, unless `values` say that it is a warehouse."""
    return change(
        at,
        op,
        **{
            "location_no": location_no,
            "location_name": location_no,
            "location_type": "store",
            "country_code": "DE",
            "city": "Berlin",
            "time_zone": "Europe/Berlin",
            "opened_date": "2020-01-01",
            "floor_area_square_metres": "100",
            **values,
        },
    )


def listing(
    location_no: str, product_no: str, since: str, until: str | None = None, at: str = BEFORE, op: str = "c"
) -> Row:
    return change(
        at,
        op,
        location_no=location_no,
        product_no=product_no,
        listed_from_date=since,
        listed_until_date=until,
    )


def count(location_no: str, product_no: str, day: str, quantity: str) -> Row:
    return {
        "location_no": location_no,
        "product_no": product_no,
        "count_date": day,
        "counted_quantity": quantity,
    }


def movement(
    movement_id: str, location_no: str, product_no: str, kind: str, quantity: int, moved_at: str
) -> Row:
    return {
        "movement_id": movement_id,
        "location_no": location_no,
        "product_no": product_no,
        "movement_type": kind,
        "quantity": str(quantity),
        "moved_at": moved_at,
    }


def promotion(
    promotion_id: str, start: str, end: str, at: str = "2024-01-01T09:00:00Z", op: str = "c", **values: str
) -> Row:
    """A promotion of everything, everywhere, unless `values` say otherwise."""
    return change(
        at,
        op,
        **{
            "promotion_id": promotion_id,
            "promotion_name": promotion_id,
            "promotion_type": "seasonal",
            "discount_rate": "0.1",
            "channel_scope": "all",
            "start_date": start,
            "end_date": end,
            **values,
        },
    )


def address(address_id: str, at: str, op: str = "c", **values: str) -> Row:
    """A shipping address in Germany."""
    return change(
        at,
        op,
        **{
            "address_id": address_id,
            "address_type": "shipping",
            "street": "Weg 1",
            "postcode": "10000",
            "country_code": "DE",
            **values,
        },
    )


def order(order_id: str, ordered_at: str, at: str | None = None, op: str = "c", **values: str | None) -> Row:
    """A German web order in euros; it changes when it is placed, unless `at` says otherwise."""
    return change(
        at or ordered_at,
        op,
        **{
            "order_id": order_id,
            "ordered_at": ordered_at,
            "order_status": "placed",
            "device": "web",
            "currency_code": "EUR",
            "order_discount_amount": "0.00",
            "shipping_amount": "5.00",
            "tax_amount": "4.00",
            "ship_to_country_code": "DE",
            "bill_to_country_code": "DE",
            "fulfilment_location_id": "WH-1",
            "is_express": "false",
            "is_gift_wrapped": "false",
            **values,
        },
    )


def line(order_id: str, number: int, at: str, product_id: str = "P-1", op: str = "c", **values: str) -> Row:
    """A line of a web order: two pieces of a product."""
    return change(
        at,
        op,
        **{
            "order_id": order_id,
            "line_number": str(number),
            "product_id": product_id,
            "quantity": "2",
            "unit_price": "10.00",
            "line_discount_amount": "0.00",
            **values,
        },
    )


def line_promotion(order_id: str, number: int, promotion_id: str, amount: str, at: str, op: str = "c") -> Row:
    return change(
        at,
        op,
        order_id=order_id,
        line_number=str(number),
        promotion_id=promotion_id,
        discount_amount=amount,
    )


def shipment(shipment_id: str, order_id: str, at: str, op: str = "c", **values: str) -> Row:
    """A parcel, picked when it first changed."""
    return change(
        at, op, **{"shipment_id": shipment_id, "order_id": order_id, "location_no": "WH-1", **values}
    )


def web_return(return_id: str, order_id: str, number: int, at: str, op: str = "c", **values: str) -> Row:
    """One piece that came back."""
    return change(
        at,
        op,
        **{
            "return_id": return_id,
            "order_id": order_id,
            "line_number": str(number),
            "returned_at": at,
            "quantity": "1",
            "reason_code": "defective",
            "refund_amount": "9.00",
            **values,
        },
    )


def receipt(receipt_no: str, sold_at: str, *lines: tuple[str, int, str], **values: str | None) -> Row:
    """A sale in a store; a line is (product, quantity, promotion or '')."""
    row: dict[str, str | None] = {
        "receipt_no": receipt_no,
        "receipt_type": "sale",
        "store_no": "ST-1",
        "store_name": "Mitte",
        "store_city": "Berlin",
        "store_country_code": "DE",
        "till_no": "1",
        "cashier_no": "K-1",
        "cashier_name": "Kim",
        "sold_at": sold_at,
        "currency_code": "EUR",
        "payment_method": "cash",
        "receipt_discount_amount": "1.00",
        "tax_amount": "2.00",
        "total_amount": "20.00",
    }
    for number, (product_no, quantity, promotion_id) in enumerate(lines, start=1):
        row |= {
            f"line_{number}_product_no": product_no,
            f"line_{number}_product_name": product_no,
            f"line_{number}_quantity": str(quantity),
            f"line_{number}_unit_price": "10.00",
            f"line_{number}_discount_amount": "1.00" if promotion_id else None,
            f"line_{number}_promotion_id": promotion_id or None,
        }
    return {**row, **values}


def review(review_id: str, product_id: str, reviewed_at: str, text: str, **values: str) -> Row:
    return {
        "review_id": review_id,
        "product_id": product_id,
        "rating": "4",
        "review_text": text,
        "language_code": "en",
        "reviewed_at": reviewed_at,
        **values,
    }


def plan(month_date: str, category_id: str, revision: int, units: int) -> Row:
    return {
        "month_date": month_date,
        "category_id": category_id,
        "revision_number": str(revision),
        "planned_unit_count": str(units),
        "planned_net_revenue_eur": f"{units * 9}.00",
    }


def click(event_id: str, occurred_at: str, visitor: str, kind: str = "page_view", **values: str) -> Row:
    """A click, received when it happened."""
    return event(
        event_id, occurred_at, occurred_at, visitor_id=visitor, event_type=kind, device="web", **values
    )


# The lists that every other table refers to.
REFERENCE = (
    Delivery(
        "reference__countries",
        "2024-01-01",
        [
            {"country_code": code, "country_name": name, "currency_code": currency, "vat_rate": "0.19"}
            for code, name, currency in (
                ("DE", "Germany", "EUR"),
                ("FR", "France", "EUR"),
                ("SE", "Sweden", "SEK"),
            )
        ],
    ),
    Delivery(
        "reference__currencies",
        "2024-01-01",
        [{"currency_code": code, "currency_name": code, "decimal_places": "2"} for code in ("EUR", "SEK")],
    ),
)

GOODS = (
    Delivery(
        "reference__holidays",
        "2024-01-01",
        [{"country_code": "DE", "holiday_date": "2024-01-01", "holiday_name": "New Year"}],
    ),
    Delivery(
        "erp__categories",
        "2024-01-31",
        [category("C-1", "Camp"), category("C-2", "Tents", "C-1"), category("C-9", "Run")],
    ),
    # a branch moves; a category that products name is never described
    Delivery("erp__categories", "2024-02-29", [category("C-2", "Tents", "C-9", "2024-02-12T06:00:00Z", "u")]),
    Delivery(
        "erp__products", "2024-01-07", [product("P-1"), product("P-2"), product("P-3", category_id="C-9")]
    ),
    Delivery(
        "erp__products",
        "2024-02-11",
        [
            product("P-1", units_per_case="12"),
            product("P-2", category_id="C-9"),
            product("P-3", category_id="C-9"),
            product("P-8", category_id="C-7"),
        ],
    ),
    # the day's second extract takes a product back that only the first one ever showed
    Delivery(
        "erp__products",
        "2024-02-11",
        [
            product("P-1", units_per_case="12"),
            product("P-2", category_id="C-9"),
            product("P-3", category_id="C-9"),
        ],
        number=2,
    ),
    # a product is missing, another has another brand, a type without stock comes
    Delivery(
        "erp__products",
        "2024-02-25",
        [
            product("P-1", units_per_case="12", unit_cost_amount="11.00"),
            product("P-3", category_id="C-9", brand="Bora"),
            product("P-4", product_type="gift_card", category_id="C-7"),
        ],
    ),
    Delivery(
        "erp__price_list",
        "2024-01-07",
        [
            price("P-1", "EUR", "2023-06-05", "10.00"),
            price("P-1", "EUR", "2024-02-01", "11.00"),
            price("P-2", "SEK", "2023-06-05", "99.00"),
        ],
    ),
    # prices are taken back: one of two, and the only one
    Delivery(
        "erp__price_list",
        "2024-02-18",
        [
            price("P-1", "EUR", "2024-02-01", "11.00", "2024-02-12T00:00:00Z", "d"),
            price("P-2", "SEK", "2023-06-05", "99.00", "2024-02-12T00:00:00Z", "d"),
        ],
    ),
    Delivery(SUPPLIERS, "2024-01-07", [supplier("S-1"), supplier("S-2")]),
    Delivery(SUPPLIERS, "2024-02-18", [supplier("S-1", lead_time_days="20")]),
    # shares that do not sum to one, one of a supplier that nothing describes
    Delivery(
        "erp__product_suppliers",
        "2024-01-07",
        [supply("P-1", "S-1", "0.5"), supply("P-1", "S-2", "0.25"), supply("P-1", "S-3", "0.2")],
    ),
    Delivery(
        "erp__product_suppliers",
        "2024-02-18",
        [
            supply("P-1", "S-2", "0.25", "2024-02-12T00:00:00Z", "d"),
            supply("P-3", "S-1", "1", "2024-02-13T00:00:00Z"),
        ],
    ),
    Delivery(
        "erp__locations",
        "2024-01-31",
        [
            location("ST-1"),
            location("WH-1", location_type="warehouse"),
            location("ST-2", country_code="FR", city="Lyon"),
        ],
    ),
    Delivery(
        "erp__locations",
        "2024-02-29",
        [location("ST-1", "2024-02-08T10:00:00Z", "u", floor_area_square_metres="150")],
    ),
    Delivery(
        "shop__promotions",
        "2024-01-31",
        [
            promotion("PR-1", "2024-01-10", "2024-02-20"),
            promotion("PR-2", "2024-02-01", "2024-02-25", category_id="C-1"),
            promotion("PR-3", "2024-01-05", "2024-01-25", channel_scope="web", country_code="FR"),
            promotion("PR-4", "2024-01-05", "2024-01-25", channel_scope="store", country_code="FR"),
        ],
    ),
    # a promotion ends earlier, another is taken back
    Delivery(
        "shop__promotions",
        "2024-02-29",
        [
            promotion("PR-1", "2024-01-10", "2024-02-18", "2024-02-10T09:00:00Z", "u"),
            promotion("PR-4", "2024-01-05", "2024-01-25", "2024-02-20T00:00:00Z", "d"),
            # of one day, on which its product was sold
            promotion("PR-5", "2024-02-12", "2024-02-12"),
        ],
    ),
    Delivery(
        "finance__sales_forecasts",
        "2024-01-05",
        [plan("2024-01-01", "C-1", 1, 10), plan("2024-02-01", "C-9", 1, 20)],
    ),
    # a revision, and one number of the first revision said again otherwise
    Delivery(
        "finance__sales_forecasts",
        "2024-02-05",
        [plan("2024-02-01", "C-9", 2, 25), plan("2024-01-01", "C-1", 1, 12), plan("2024-03-01", "C-2", 1, 5)],
    ),
)

STOCK = (
    Delivery(
        "erp__assortments",
        "2024-01-31",
        [
            listing("ST-1", "P-1", "2023-11-01"),
            listing("WH-1", "P-1", "2024-01-02"),
            listing("ST-1", "P-2", "2024-01-10", "2024-02-10"),
            listing("ST-2", "P-1", "2024-01-05"),
            listing("WH-1", "P-4", "2024-01-02"),
        ],
    ),
    # a listing is taken back, one comes, one ends
    Delivery(
        "erp__assortments",
        "2024-02-29",
        [
            listing("ST-1", "P-2", "2024-01-10", "2024-02-10", "2024-02-15T00:00:00Z", "d"),
            listing("ST-1", "P-3", "2024-02-20", None, "2024-02-18T00:00:00Z"),
            listing("ST-2", "P-1", "2024-01-05", "2024-02-20", "2024-02-18T00:00:00Z", "u"),
        ],
    ),
    Delivery("erp__inventory_counts", "2024-01-31", [count("ST-1", "P-1", "2024-01-20", "7")]),
    Delivery(
        "erp__inventory_counts",
        "2024-02-29",
        [count("ST-1", "P-1", "2024-02-20", "3"), count("ST-2", "P-1", "2024-02-21", "2")],
    ),
    Delivery(
        "erp__inventory_movements",
        "2024-01-03",
        [
            movement("M-1", "ST-1", "P-1", "goods_in", 10, "2024-01-03T06:00:00Z"),
            movement("M-2", "WH-1", "P-1", "goods_in", 40, "2024-01-03T06:00:00Z"),
            movement("M-3", "ST-1", "P-1", "sale", -2, "2024-01-03T12:00:00Z"),
        ],
    ),
    Delivery(
        "erp__inventory_movements",
        "2024-01-15",
        [
            movement("M-4", "ST-1", "P-1", "sale", -1, "2024-01-15T12:00:00Z"),
            movement("M-5", "ST-1", "P-2", "correction", 3, "2024-01-14T12:00:00Z"),
            movement("M-6", "ST-1", "P-2", "correction", -3, "2024-01-14T13:00:00Z"),
        ],
    ),
    # from before the first movement
    Delivery(
        "erp__inventory_movements",
        "2024-01-16",
        [movement("M-7", "ST-1", "P-1", "write_off", -1, "2024-01-02T12:00:00Z")],
    ),
    Delivery(
        "erp__inventory_movements",
        "2024-02-05",
        [
            movement("M-8", "ST-1", "P-1", "sale", -3, "2024-02-05T12:00:00Z"),
            movement("M-9", "ST-1", "P-2", "goods_in", 4, "2024-02-05T12:00:00Z"),
            movement("M-10", "ST-2", "P-1", "goods_in", 4, "2024-02-05T12:00:00Z"),
        ],
    ),
    # movements go to another day, product or location, one to another quantity
    Delivery(
        "erp__inventory_movements",
        "2024-02-26",
        [
            movement("M-5", "WH-1", "P-1", "correction", 3, "2024-02-26T12:00:00Z"),
            movement("M-6", "WH-1", "P-1", "correction", -3, "2024-02-26T13:00:00Z"),
            movement("M-9", "ST-1", "P-3", "goods_in", 4, "2024-02-26T12:00:00Z"),
            movement("M-10", "ST-2", "P-1", "goods_in", 5, "2024-02-26T12:00:00Z"),
        ],
    ),
)

PERSONS = (
    Delivery(
        CUSTOMERS,
        "2024-01-03",
        [
            customer("K-1", "2024-01-02T08:00:00Z", "c", email="one@example.com", last_name="One"),
            customer("K-3", "2024-01-03T08:00:00Z", "c", email="three@example.com", last_name="Three"),
            customer("K-4", "2024-01-03T09:00:00Z", "c", email="four@example.com", last_name="Four"),
            customer("K-7", "2024-01-03T10:00:00Z", "c", email="seven@example.com", last_name="Seven"),
        ],
    ),
    Delivery(
        CUSTOMERS,
        "2024-01-10",
        [customer("K-6", "2024-01-10T08:00:00Z", "c", email="six@example.com", last_name="Six")],
    ),
    # described after the first sale names her; one is refused
    Delivery(
        CUSTOMERS,
        "2024-02-01",
        [
            customer(
                "K-2",
                "2024-02-01T08:00:00Z",
                "c",
                email="two@example.com",
                last_name="Two",
                country_code="FR",
            ),
            customer("K-8", "2024-02-01T08:00:00Z", "c", email="no address"),
        ],
    ),
    # a tier changes; two records are one person by a merge; one that was never is deleted as it was created
    Delivery(
        CUSTOMERS,
        "2024-02-15",
        [
            customer(
                "K-1", "2024-02-10T08:00:00Z", email="one@example.com", last_name="One", loyalty_tier="silver"
            ),
            customer(
                "K-3",
                "2024-02-15T08:00:00Z",
                email="three@example.com",
                last_name="Three",
                merged_into_customer_id="K-1",
            ),
            customer("K-7", "2024-01-03T10:00:00Z", "d", email="seven@example.com", last_name="Seven"),
        ],
    ),
    Delivery(
        CUSTOMERS,
        "2024-02-20",
        [customer("K-6", "2024-02-20T08:00:00Z", "d", email="six@example.com", last_name="Six")],
    ),
    # a change older than one that is known; a customer comes back; a column that appears halfway
    Delivery(
        CUSTOMERS,
        "2024-03-01",
        [
            customer(
                "K-1",
                "2024-01-15T08:00:00Z",
                email="one@example.com",
                last_name="One",
                loyalty_tier="bronze",
            ),
            customer(
                "K-2",
                "2024-02-28T08:00:00Z",
                email="two@example.com",
                last_name="Two",
                country_code="FR",
                newsletter_consent="true",
            ),
            customer(
                "K-6",
                "2024-03-01T08:00:00Z",
                "c",
                email="six@example.com",
                last_name="Six",
                loyalty_tier="gold",
                newsletter_consent="false",
            ),
        ],
        schema_version=2,
    ),
    Delivery(
        "shop__addresses",
        "2024-01-03",
        [
            address("A-1", "2024-01-02T08:00:00Z", customer_id="K-1", city="Berlin"),
            # the only one in its city, of a person who asks to be erased
            address("A-2", "2024-01-03T08:00:00Z", customer_id="K-4", city="Kassel"),
        ],
    ),
    Delivery(
        "shop__addresses",
        "2024-02-02",
        [
            address("A-1", "2024-02-01T08:00:00Z", "u", customer_id="K-1", city="Hamburg"),
            address("A-3", "2024-02-02T08:00:00Z", customer_id="K-2", city="Lyon", country_code="FR"),
        ],
    ),
    Delivery(
        "shop__addresses",
        "2024-03-03",
        [address("A-3", "2024-03-03T08:00:00Z", "d", customer_id="K-2", country_code="FR")],
    ),
    # a member has the e-mail of a customer from the start, another gets one a month later
    Delivery(
        MEMBERS,
        "2024-01-31",
        [
            member("M-1", email=None, last_name="Two", home_store_no="ST-1"),
            member("M-2", email="four@example.com", last_name="Four"),
            member("M-4", email="m4@example.com", last_name="Vier"),
        ],
    ),
    # the day's second extract takes a member back
    Delivery(
        MEMBERS,
        "2024-01-31",
        [
            member("M-1", email=None, last_name="Two", home_store_no="ST-1"),
            member("M-2", email="four@example.com", last_name="Four"),
        ],
        number=2,
    ),
    Delivery(
        MEMBERS,
        "2024-02-29",
        [
            member(
                "M-1", email="two@example.com", last_name="Two", home_store_no="ST-2", points_balance="120"
            ),
            member("M-2", email="four@example.com", last_name="Four"),
            member("M-3", email="m3@example.com", last_name="Drei", joined_date="2024-02-20"),
        ],
    ),
    Delivery(
        MEMBERS,
        "2024-03-31",
        [
            member(
                "M-1", email="two@example.com", last_name="Two", home_store_no="ST-2", points_balance="90"
            ),
            member("M-3", email="m3@example.com", last_name="Drei", joined_date="2024-02-20"),
        ],
    ),
    Delivery(REQUESTS, "2024-03-31", [request("RQ-1", "shop", "K-4", "2024-03-05T08:00:00Z")]),
)

WEB_SALES = (
    Delivery(
        "shop__orders",
        "2024-01-08",
        [
            order(
                "O-1",
                "2024-01-08T10:00:00Z",
                customer_id="K-1",
                order_discount_amount="3.00",
                ship_to_address_id="A-1",
                bill_to_address_id="A-1",
                visitor_id="v-1",
            )
        ],
    ),
    Delivery(
        "shop__orders",
        "2024-01-20",
        [
            order(
                "O-2",
                "2024-01-20T10:00:00Z",
                customer_id="K-2",
                ship_to_address_id="A-3",
                bill_to_address_id="A-4",
                ship_to_country_code="FR",
                bill_to_country_code="FR",
            )
        ],
    ),
    Delivery(
        "shop__orders",
        "2024-01-25",
        [
            order(
                "O-1",
                "2024-01-08T10:00:00Z",
                "2024-01-25T09:00:00Z",
                "u",
                customer_id="K-1",
                order_status="completed",
                order_discount_amount="3.00",
                ship_to_address_id="A-1",
                bill_to_address_id="A-1",
                visitor_id="v-1",
            ),
            order(
                "O-3",
                "2024-01-25T10:00:00Z",
                customer_id="K-3",
                currency_code="SEK",
                ship_to_country_code="SE",
                bill_to_country_code="SE",
            ),
        ],
    ),
    Delivery(
        "shop__orders",
        "2024-02-10",
        [
            order("O-4", "2024-02-05T10:00:00Z", customer_id="K-1"),
            order("O-5", "2024-02-06T10:00:00Z", customer_id="K-5"),
            order("O-6", "2024-02-07T10:00:00Z", customer_id="K-6"),
            order("O-7", "2024-02-10T10:00:00Z", currency_code="SEK", is_express="true"),
            order("O-10", "2024-02-08T10:00:00Z", customer_id="K-1"),
        ],
    ),
    # cancelled, deleted, moved in time, of another buyer, deleted as it was created
    Delivery(
        "shop__orders",
        "2024-02-25",
        [
            order(
                "O-5",
                "2024-02-06T10:00:00Z",
                "2024-02-20T10:00:00Z",
                "u",
                customer_id="K-5",
                order_status="cancelled",
            ),
            order("O-6", "2024-02-07T10:00:00Z", "2024-02-21T10:00:00Z", "d", customer_id="K-6"),
            order(
                "O-7",
                "2024-01-23T10:00:00Z",
                "2024-02-22T10:00:00Z",
                "u",
                currency_code="SEK",
                is_express="true",
            ),
            order("O-8", "2024-02-12T00:00:00Z", customer_id="K-4", ship_to_address_id="A-2", device="app"),
            order("O-4", "2024-02-05T10:00:00Z", "2024-02-25T10:00:00Z", "u", customer_id="K-2"),
            order("O-10", "2024-02-08T10:00:00Z", None, "d", customer_id="K-1"),
        ],
    ),
    # from before all others of the person
    Delivery(
        "shop__orders",
        "2024-03-02",
        [
            order("O-9", "2024-01-05T10:00:00Z", customer_id="K-3"),
            order("O-11", "2024-03-02T10:00:00Z", customer_id="K-6"),
        ],
    ),
    Delivery(
        "shop__order_lines",
        "2024-01-08",
        [
            line("O-1", 1, "2024-01-08T10:00:00Z"),
            line("O-1", 2, "2024-01-08T10:00:00Z", "P-2", quantity="1", line_discount_amount="1.00"),
        ],
    ),
    Delivery(
        "shop__order_lines",
        "2024-01-25",
        [
            line("O-2", 1, "2024-01-20T10:00:00Z", "P-3"),
            # a product that nothing describes
            line("O-3", 1, "2024-01-25T10:00:00Z", "P-5"),
            line("O-3", 2, "2024-01-25T10:00:00Z", "P-1"),
        ],
    ),
    Delivery(
        "shop__order_lines",
        "2024-02-10",
        [
            line("O-4", 1, "2024-02-05T10:00:00Z"),
            line("O-5", 1, "2024-02-06T10:00:00Z"),
            line("O-6", 1, "2024-02-07T10:00:00Z", "P-2"),
            line("O-7", 1, "2024-02-10T10:00:00Z", "P-4"),
            line("O-10", 1, "2024-02-08T10:00:00Z"),
        ],
    ),
    # lines are deleted, corrected, changed to another product
    Delivery(
        "shop__order_lines",
        "2024-03-02",
        [
            line("O-1", 2, "2024-02-27T10:00:00Z", "P-2", "d"),
            line("O-2", 1, "2024-02-27T10:00:00Z", "P-1", "u", quantity="3"),
            line("O-8", 1, "2024-02-20T10:00:00Z", "P-3"),
            # at the instant in which the product loses a supplier
            line("O-8", 2, "2024-02-20T10:00:00Z", "P-1"),
            line("O-9", 1, "2024-01-05T10:00:00Z"),
            line("O-11", 1, "2024-03-02T10:00:00Z"),
            line("O-10", 1, "2024-02-08T10:00:00Z", op="d"),
        ],
    ),
    # two promotions on a line, one on another, one that nothing describes
    Delivery(
        "shop__order_line_promotions",
        "2024-01-25",
        [
            line_promotion("O-1", 1, "PR-1", "1.00", "2024-01-08T10:00:00Z"),
            line_promotion("O-1", 1, "PR-2", "2.00", "2024-01-08T10:00:00Z"),
            line_promotion("O-2", 1, "PR-1", "1.00", "2024-01-20T10:00:00Z"),
            line_promotion("O-3", 1, "PR-9", "1.00", "2024-01-25T10:00:00Z"),
        ],
    ),
    # one of two is taken back, and the only one
    Delivery(
        "shop__order_line_promotions",
        "2024-02-12",
        [
            line_promotion("O-1", 1, "PR-2", "2.00", "2024-02-11T10:00:00Z", "d"),
            line_promotion("O-2", 1, "PR-1", "1.00", "2024-02-11T10:00:00Z", "d"),
            # only ever on a sale that was cancelled
            line_promotion("O-5", 1, "PR-5", "1.00", "2024-02-06T10:00:00Z"),
        ],
    ),
    Delivery(
        PAYMENTS,
        "2024-01-09",
        [
            payment("PY-1", "2024-01-08T10:01:00Z", payment_status="failed"),
            payment("PY-2", "2024-01-08T10:02:00Z", attempt_number="2"),
            # before its order is known, and of an order that nobody ever knows
            payment("PY-6", "2024-01-05T10:02:00Z", order_id="O-9", payment_status="captured"),
            payment("PY-5", "2024-01-08T10:02:00Z", order_id="O-99", currency_code="SEK"),
        ],
    ),
    Delivery(
        PAYMENTS,
        "2024-02-01",
        [
            payment("PY-2", "2024-01-09T10:00:00Z", "u", attempt_number="2", payment_status="captured"),
            payment("PY-3", "2024-01-20T10:02:00Z", order_id="O-2"),
            payment(
                "PY-4", "2024-01-25T10:02:00Z", order_id="O-3", currency_code="SEK", payment_status="captured"
            ),
            payment("PY-9", "2024-02-01T10:02:00Z", amount="-1"),
        ],
    ),
    # one is deleted, one given back, two are of orders that change their time or are deleted
    Delivery(
        PAYMENTS,
        "2024-02-12",
        [
            payment("PY-3", "2024-02-05T10:00:00Z", "d", order_id="O-2"),
            payment(
                "PY-4",
                "2024-02-11T10:00:00Z",
                "u",
                order_id="O-3",
                currency_code="SEK",
                payment_status="refunded",
                attempted_at="2024-01-25T10:02:00Z",
            ),
            payment(
                "PY-7", "2024-02-10T10:02:00Z", order_id="O-7", currency_code="SEK", payment_status="captured"
            ),
            payment("PY-8", "2024-02-07T10:02:00Z", order_id="O-6", payment_status="captured"),
        ],
    ),
    Delivery(
        "erp__shipments",
        "2024-01-10",
        [
            shipment("SH-1", "O-1", "2024-01-09T10:00:00Z", picked_at="2024-01-09T10:00:00Z"),
            shipment(
                "SH-2",
                "O-1",
                "2024-01-09T08:00:00Z",
                picked_at="2024-01-09T07:00:00Z",
                shipped_at="2024-01-09T08:00:00Z",
            ),
            shipment("SH-4", "O-99", "2024-01-09T10:00:00Z", picked_at="2024-01-09T10:00:00Z"),
        ],
    ),
    Delivery(
        "erp__shipments",
        "2024-02-01",
        [
            shipment(
                "SH-1",
                "O-1",
                "2024-01-12T10:00:00Z",
                "u",
                picked_at="2024-01-09T10:00:00Z",
                shipped_at="2024-01-10T10:00:00Z",
                delivered_at="2024-01-12T10:00:00Z",
            ),
            shipment("SH-2", "O-1", "2024-01-13T10:00:00Z", "d"),
            shipment(
                "SH-3",
                "O-2",
                "2024-01-22T10:00:00Z",
                picked_at="2024-01-21T10:00:00Z",
                shipped_at="2024-01-22T10:00:00Z",
            ),
        ],
    ),
    Delivery(
        "shop__returns",
        "2024-02-04",
        [
            web_return("RT-1", "O-1", 1, "2024-01-30T10:00:00Z"),
            web_return("RT-2", "O-99", 1, "2024-01-30T10:00:00Z"),
            web_return("RT-3", "O-3", 1, "2024-01-31T10:00:00Z"),
        ],
    ),
    # of another line, which is deleted; taken back; of an order that is deleted
    Delivery(
        "shop__returns",
        "2024-02-18",
        [
            web_return("RT-1", "O-1", 2, "2024-02-15T10:00:00Z", "u", returned_at="2024-01-30T10:00:00Z"),
            web_return("RT-3", "O-3", 1, "2024-02-15T10:00:00Z", "d"),
            web_return("RT-4", "O-6", 1, "2024-02-16T10:00:00Z"),
        ],
    ),
)

STORE_SALES = (
    Delivery(
        "pos__receipts",
        "2024-01-10",
        [
            receipt("R-1", "2024-01-10T11:00:00Z", ("P-1", 2, "PR-1"), ("P-2", 1, ""), member_no="M-1"),
            receipt("R-3", "2024-01-10T12:00:00Z", ("P-1", 1, ""), ("P-3", 1, "PR-2")),
        ],
    ),
    # goods come back: from a receipt that is known, from one that is not; a store that nothing describes
    Delivery(
        "pos__receipts",
        "2024-02-03",
        [
            receipt(
                "R-2",
                "2024-02-03T11:00:00Z",
                ("P-1", 1, ""),
                receipt_type="return",
                original_receipt_no="R-1",
            ),
            receipt(
                "R-5",
                "2024-02-03T12:00:00Z",
                ("P-3", 1, ""),
                receipt_type="return",
                original_receipt_no="R-7",
            ),
            receipt(
                "R-6",
                "2024-02-03T13:00:00Z",
                ("P-1", 1, ""),
                store_no="ST-9",
                store_name="Nord",
                currency_code="SEK",
                member_no="M-2",
            ),
        ],
    ),
    # printed again with a line less, when a category moves; the receipt of the return before
    Delivery(
        "pos__receipts",
        "2024-02-26",
        [
            receipt("R-3", "2024-02-12T06:00:00Z", ("P-1", 2, ""), cashier_name="Kim L."),
            receipt("R-7", "2024-01-30T12:00:00Z", ("P-3", 2, "PR-1"), member_no="M-3", cashier_no="K-2"),
        ],
    ),
)

# A sale in a currency that has no rate yet is refused, by the contracts of the facts.
FIRST_RATES = Delivery(
    RATES, "2024-01-02", [rate("SEK", "2020-01-01", "0.0885"), rate("SEK", "2024-01-02", "0.0890")]
)
MONEY = (
    Delivery(RATES, "2024-01-22", [rate("SEK", "2024-01-22", "0.0900")]),
    # late: for a day that had the rate of two days before
    Delivery(RATES, "2024-02-09", [rate("SEK", "2024-01-24", "0.0905"), rate("SEK", "2024-02-09", "0.0880")]),
    # corrected
    Delivery(RATES, "2024-02-12", [rate("SEK", "2024-01-22", "0.0911")]),
)

CLICKS = (
    Delivery(
        EVENTS,
        "2024-01-08",
        [
            click("E-1", "2024-01-08T09:00:00Z", "v-1"),
            click("E-2", "2024-01-08T09:20:00Z", "v-1", "product_view", product_id="P-1", customer_id="K-1"),
            click("E-3", "2024-01-08T10:00:00Z", "v-1", "order", order_id="O-1", customer_id="K-1"),
        ],
    ),
    # between two sessions, which become one
    Delivery(
        EVENTS, "2024-01-20", [click("E-4", "2024-01-08T09:40:00Z", "v-1", "add_to_cart", product_id="P-5")]
    ),
    Delivery(
        EVENTS,
        "2024-02-10",
        [
            click("E-5", "2024-02-10T09:00:00Z", "v-2", traffic_source="social"),
            click("E-6", "2024-02-10T09:10:00Z", "v-2", customer_id="K-2"),
            click("E-7", "2024-02-10T09:10:00Z", "v-4"),
            event("E-8", "2024-02-10T09:10:00Z", "2024-02-10T09:10:00Z", event_type="nothing known"),
        ],
    ),
    # events are another visitor's: one of two, and the only one
    Delivery(
        EVENTS,
        "2024-02-20",
        [
            click("E-6", "2024-02-10T09:15:00Z", "v-3", customer_id="K-2"),
            click("E-7", "2024-02-10T09:12:00Z", "v-2"),
        ],
    ),
    Delivery(
        "web__reviews",
        "2024-02-04",
        [
            review("RV-1", "P-1", "2024-02-01T10:00:00Z", "Good", customer_id="K-1"),
            review("RV-2", "P-5", "2024-02-01T11:00:00Z", "Good"),
            review("RV-3", "P-2", "2024-01-28T10:00:00Z", "Leaks", customer_id="K-2"),
        ],
    ),
    # written anew: nobody says any more what it said
    Delivery(
        "web__reviews",
        "2024-02-25",
        [review("RV-3", "P-2", "2024-02-20T10:00:00Z", "Dry", customer_id="K-2", rating="5")],
    ),
)


def crowd(number: int) -> Iterator[tuple[str, Row]]:
    """What one of many small sales, visitors, prices and stocks is made of: rows, each with its table.

    Two sales share a month, and what they name is named by nothing else, so that nothing but the part that is
    missing brings them up again.
    """
    no = f"{number:02}"
    month = f"{2020 + number // 24}-{number // 2 % 12 + 1:02}"
    at, later = f"{month}-20T10:00:00Z", f"{month}-25T10:00:00Z"

    sale = f"O-1{no}"
    header: dict[str, Any] = {"fulfilment_location_id": f"WH-1{no}"}
    if number % 2:
        header |= {"currency_code": "SEK"}
        yield RATES, rate("SEK", f"{month}-19", f"0.08{no}")
    if number % 3 == 0:
        header |= {"customer_id": f"K-1{no}", "ship_to_address_id": f"A-1{no}"}
        person = {"email": f"{no}@example.com", "last_name": f"Crowd {no}"}
        # a tier changes after the sale, or at its very instant
        yield CUSTOMERS, customer(f"K-1{no}", f"{month}-05T10:00:00Z", "c", **person)
        yield CUSTOMERS, customer(f"K-1{no}", at if number % 2 else later, **person, loyalty_tier="gold")
        yield "shop__addresses", address(f"A-1{no}", at, city="Ulm")
        yield "shop__addresses", address(f"A-1{no}", later, "u", city="Bonn")
    yield "shop__orders", order(sale, at, **header)
    yield "shop__order_lines", line(sale, 1, at, f"P-1{no}")
    yield "shop__order_lines", line(sale, 2, at, f"P-1{no}")
    yield "shop__order_line_promotions", line_promotion(sale, 1, "PR-1", "1.00", at)
    yield PAYMENTS, payment(f"PY-1{no}", at, order_id=sale)
    yield "erp__shipments", shipment(f"SH-1{no}", sale, at, picked_at=at, shipped_at=at)
    yield "shop__returns", web_return(f"RT-1{no}", sale, 1, at)
    match number % 5:
        case 0:
            yield "shop__orders", order(sale, f"{month}-01T10:00:00Z", later, "u", **header)
        case 1:
            yield "shop__orders", order(sale, at, later, "d", **header)
        case 2:
            yield "shop__order_lines", line(sale, 2, later, f"P-1{no}", "d")
        case 3:
            yield "shop__order_line_promotions", line_promotion(sale, 1, "PR-1", "1.00", later, "d")
            yield "shop__returns", web_return(f"RT-1{no}", sale, 1, later, "d")
        case _:
            yield PAYMENTS, payment(f"PY-1{no}", later, "d", order_id=sale)
            yield "erp__shipments", shipment(f"SH-1{no}", sale, later, "d")

    at, later = "2024-01-05T10:00:00Z", "2024-01-06T10:00:00Z"
    # a receipt printed again, its promotion on the other line, and what came back from it
    yield "pos__receipts", receipt(f"R-1{no}", at, ("P-1", 2, ""), ("P-3", 1, "PR-2"))
    yield "pos__receipts", receipt(f"R-1{no}", later, ("P-1", 2, "PR-1"), ("P-3", 1, ""))
    back: dict[str, str | None] = {"receipt_type": "return", "original_receipt_no": f"R-1{no}"}
    yield "pos__receipts", receipt(f"R-2{no}", later, ("P-1", 1, ""), **back)

    # an event that is another visitor's after all, a review written anew, a price taken back
    yield EVENTS, click(f"E-1{no}", at, f"w-{no}")
    yield EVENTS, click(f"E-2{no}", at, f"x-{no}")
    yield EVENTS, click(f"E-3{no}", "2024-01-05T10:01:00Z", f"x-{no}")
    yield EVENTS, click(f"E-2{no}", "2024-01-05T10:02:00Z", f"w-{no}")
    yield "web__reviews", review(f"RV-1{no}", f"P-2{no}", at, f"Text {no}")
    yield "web__reviews", review(f"RV-1{no}", f"P-2{no}", later, f"Other text {no}")
    yield "erp__price_list", price(f"P-3{no}", "EUR", "2024-01-01", "9.00", at)
    yield "erp__price_list", price(f"P-3{no}", "EUR", "2024-01-01", "9.00", later, "d")

    # a movement that was in another place after all
    yield (
        "erp__inventory_movements",
        movement(f"M-1{no}", f"ST-1{no}", f"P-4{no}", "goods_in", 5, "2024-01-05T10:00:00Z"),
    )
    yield (
        "erp__inventory_movements",
        movement(f"M-2{no}", f"ST-1{no}", f"P-4{no}", "sale", -1, "2024-01-06T10:00:00Z"),
    )
    yield (
        "erp__inventory_movements",
        movement(f"M-2{no}", f"ST-2{no}", f"P-4{no}", "sale", -1, "2024-01-07T10:00:00Z"),
    )


def among_crowds(deliveries: Sequence[Delivery], crowds: int) -> Iterator[Delivery]:
    """Give the deliveries, with each row of the crowds in one of those that its table has, by chance.

    So what one key is made of comes in any order, and one part of it alone is new in some run.
    """
    chance = random.Random(0)
    more: dict[int, list[Row]] = {}
    for number in range(crowds):
        for name, row in crowd(number):
            by_then = [
                position
                for position, delivery in enumerate(deliveries)
                if delivery.name == name and delivery.batch_date >= "2024-01-07"
            ]
            more.setdefault(chance.choice(by_then), []).append(row)
    for position, delivery in enumerate(deliveries):
        yield replace(delivery, rows=[*delivery.rows, *more.get(position, [])])


# All but FIRST_RATES.
DELIVERIES = tuple(
    among_crowds((*REFERENCE, *GOODS, *STOCK, *PERSONS, *WEB_SALES, *STORE_SALES, *MONEY, *CLICKS), crowds=40)
)
