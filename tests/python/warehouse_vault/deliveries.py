"""Deliveries that hold what makes loading a vault hard, beside those of the warehouse's scenario."""

from __future__ import annotations

from typing import Any

from tests.python.warehouse.landing import Delivery, Row
from tests.python.warehouse.scenario import CUSTOMERS, DELIVERIES, REQUESTS, customer, request

ADDRESSES = "shop__addresses"
PRODUCTS = "erp__products"
PRODUCT_SUPPLIERS = "erp__product_suppliers"
RECEIPTS = "pos__receipts"
SHIPMENTS = "erp__shipments"


def address(address_id: str, customer_id: str | None, changed_at: str, op: str = "c", **values: Any) -> Row:
    """A change of an address."""
    return {
        "op": op,
        "changed_at": changed_at,
        "address_id": address_id,
        "customer_id": customer_id,
        "address_type": "shipping",
        "street": "Some street 1",
        "postcode": "12345",
        "city": "Somewhere",
        "country_code": "DE",
        **values,
    }


def product(product_no: str, **values: Any) -> Row:
    """A product as a full extract shows it."""
    return {
        "product_no": product_no,
        "product_name": f"Product {product_no}",
        "product_type": "physical",
        "category_id": "CAT-1",
        "brand": "Northpine",
        "unit_cost_amount": "10.00",
        "launch_date": "2024-01-01",
        "is_discontinued": "false",
        **values,
    }


def shipment(carrier: str | None, changed_at: str, **values: Any) -> Row:
    """A change of one shipment's carrier."""
    return {
        "op": "u",
        "changed_at": changed_at,
        "shipment_id": "SH-1",
        "order_id": "O-1",
        "location_no": "L-1",
        "carrier": carrier,
        **values,
    }


def supply(product_no: str, supplier_no: str, changed_at: str, op: str = "c", share: str | None = "1") -> Row:
    """A change of who supplies what."""
    return {
        "op": op,
        "changed_at": changed_at,
        "product_no": product_no,
        "supplier_no": supplier_no,
        "supply_share": share,
    }


def receipt(receipt_no: str, *products: str, **values: Any) -> Row:
    """A store receipt with a line a product."""
    lines = {
        f"line_{position}_{column}": value
        for position, product_no in enumerate(products, start=1)
        for column, value in (
            ("product_no", product_no),
            ("product_name", f"Product {product_no}"),
            ("quantity", "1"),
            ("unit_price", "5.00"),
        )
    }
    return {
        "receipt_no": receipt_no,
        "receipt_type": "sale",
        "store_no": "L-1",
        "store_name": "Store",
        "store_city": "Berlin",
        "store_country_code": "DE",
        "till_no": "1",
        "cashier_no": "K-1",
        "member_no": "M-1",
        "sold_at": "2024-03-01T10:00:00+01:00",
        "currency_code": "EUR",
        "payment_method": "cash",
        "receipt_discount_amount": "0",
        "tax_amount": "1.00",
        "total_amount": "5.00",
        **lines,
        **values,
    }


# A refused row that an erasure makes good, later in the delivery than a good one of the same change. The good
# one is a duplicate then, and it alone names ONCE_NAMED.
ONCE_NAMED = "C-77"
SUPERSEDED_BY_ERASURE = Delivery(
    CUSTOMERS,
    "2024-03-05",
    [
        customer(
            "C-9",
            "2024-03-05T08:00:00Z",
            "c",
            email="planted@example.com",
            country_code="SE",
            merged_into_customer_id=ONCE_NAMED,
        ),
        customer("C-9", "2024-03-05T08:00:00Z", "c", email="planted mail", loyalty_tier="gold"),
    ],
)
ERASURE = Delivery(REQUESTS, "2024-03-07", [request("R-9", "shop", "C-9", "2024-03-07T08:00:00Z")])

# In the order of batch dates. Each comment names the difficulty, not the rows.
VAULT_DELIVERIES = (
    *DELIVERIES,
    Delivery(
        ADDRESSES,
        "2024-03-01",
        [
            address("A-1", "C-1", "2024-03-01T08:00:00Z"),
            # moves from a person who is erased later to one who is not: both kinds of row under one key
            address("A-2", "C-4", "2024-03-01T09:00:00Z", street="Planted street 2"),
            address("A-3", None, "2024-03-01T10:00:00Z"),
        ],
    ),
    Delivery(ADDRESSES, "2024-03-02", [address("A-2", "C-1", "2024-03-02T09:00:00Z", "u")]),
    Delivery(ADDRESSES, "2024-03-06", [address("A-2", None, "2024-03-06T09:00:00Z", "d", street=None)]),
    # null to A to B to null to A, some of it late; and two carriers at one time
    Delivery(SHIPMENTS, "2024-03-01", [shipment(None, "2024-03-01T08:00:00Z", op="c")]),
    Delivery(SHIPMENTS, "2024-03-02", [shipment("DHL", "2024-03-02T08:00:00Z")]),
    Delivery(
        SHIPMENTS,
        "2024-03-04",
        [shipment(None, "2024-03-04T08:00:00Z"), shipment(" DHL ", "2024-03-04T20:00:00Z")],
    ),
    Delivery(
        SHIPMENTS,
        "2024-03-05",
        [shipment("UPS", "2024-03-03T08:00:00Z"), shipment("GLS", "2024-03-04T20:00:00Z")],
    ),
    # a product that an extract lacks and a later one shows again, changed and changed back
    Delivery(PRODUCTS, "2024-03-03", [product("P-1"), product("P-2")]),
    Delivery(PRODUCTS, "2024-03-10", [product("P-1", unit_cost_amount="12.00")]),
    Delivery(PRODUCTS, "2024-03-17", [product("P-1"), product("P-2"), product("P-3")]),
    # the day's second extract is the one that counts
    Delivery(PRODUCTS, "2024-03-17", [product("P-1"), product("P-2", category_id="CAT-2")], number=2),
    # keys that look alike when they are joined without care
    Delivery(
        PRODUCT_SUPPLIERS,
        "2024-03-03",
        [
            supply("P-1|A", "B", "2024-03-03T08:00:00Z"),
            supply("P-1", "A|B", "2024-03-03T08:00:00Z"),
            supply("P-1", "~n", "2024-03-03T08:00:00Z"),
        ],
    ),
    Delivery(
        PRODUCT_SUPPLIERS,
        "2024-03-10",
        [
            supply("P-1", "A|B", "2024-03-05T08:00:00Z", "d", None),
            supply("P-1", "A|B", "2024-03-06T08:00:00Z"),
        ],
    ),
    # a member's number that is a customer's too; a receipt sent again, then with other lines
    Delivery(RECEIPTS, "2024-03-01", [receipt("R-1", "P-1", "P-2"), receipt("R-2", "P-1", member_no="C-1")]),
    Delivery(RECEIPTS, "2024-03-02", [receipt("R-1", "P-1", "P-2")]),
    Delivery(
        RECEIPTS,
        "2024-03-03",
        [
            receipt("R-1", "P-2", "P-1", "P-9"),
            # brings back what no receipt ever sold
            receipt("R-3", "P-1", receipt_type="return", original_receipt_no="R-0"),
        ],
    ),
    SUPERSEDED_BY_ERASURE,
    ERASURE,
    Delivery(CUSTOMERS, "2024-03-08", [customer("C-9", "2024-03-08T08:00:00Z", email="again@example.com")]),
)
