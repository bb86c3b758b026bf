"""A fixed set of deliveries that holds what makes loading hard, and builders for single rows."""

from __future__ import annotations

import json
from typing import Any

from tests.python.warehouse.landing import MANIFEST, Delivery, Row

CUSTOMERS = "shop__customers"
REQUESTS = "shop__erasure_requests"
PAYMENTS = "shop__payments"
SUPPLIERS = "erp__suppliers"
MEMBERS = "pos__loyalty_members"
EVENTS = "web__events"
RATES = "finance__fx_rates"
TABLES = (CUSTOMERS, REQUESTS, PAYMENTS, SUPPLIERS, MEMBERS, EVENTS, RATES)


def models_of(*names: str) -> list[str]:
    """Return dbt selectors for all that is built from these source tables.

    With them go the manifest and the landed erasure requests, which tables with personal data read.
    """
    return [REQUESTS, *(f"*{name}*" for name in (MANIFEST, *names))]


def customer(customer_id: str | None, changed_at: str, op: str = "u", **values: Any) -> Row:
    """A change of a customer, valid unless `values` say otherwise."""
    return {
        "op": op,
        "changed_at": changed_at,
        "customer_id": customer_id,
        "email": "someone@example.com",
        "first_name": "Ada",
        "last_name": "Berg",
        "birth_date": "1980-02-29",
        "phone": "+49 30 1234",
        "loyalty_tier": "none",
        "acquisition_channel": "organic",
        "registered_at": "2024-01-01T00:00:00Z",
        "country_code": "DE",
        **values,
    }


def request(request_id: str, system: str, person: str, changed_at: str, op: str = "c") -> Row:
    """A person's request to be erased."""
    return {
        "op": op,
        "changed_at": changed_at,
        "request_id": request_id,
        "subject_system": system,
        "subject_id": person,
        "requested_at": changed_at,
    }


def payment(payment_id: str, changed_at: Any, op: str = "c", **values: Any) -> Row:
    """A change of an attempt to pay."""
    return {
        "op": op,
        "changed_at": changed_at,
        "payment_id": payment_id,
        "order_id": "O-1",
        "attempt_number": "1",
        "payment_method": "card",
        "payment_status": "authorised",
        "amount": "10.00",
        "currency_code": "EUR",
        "attempted_at": changed_at,
        **values,
    }


def supplier(supplier_no: str, **values: Any) -> Row:
    """A supplier as a full extract shows it."""
    return {
        "supplier_no": supplier_no,
        "supplier_name": f"Supplier {supplier_no}",
        "country_code": "DE",
        "lead_time_days": "14",
        "quality_grade": "A",
        **values,
    }


def member(member_no: str, **values: Any) -> Row:
    """A member of the stores' loyalty programme as a full extract shows them."""
    return {
        "member_no": member_no,
        "first_name": "Åsa",
        "last_name": "Öberg",
        "email": "asa@example.com",
        "birth_date": "1975-05-05",
        "postcode": "114 55",
        "country_code": "SE",
        "joined_date": "2023-06-01",
        "points_balance": "10",
        **values,
    }


def event(event_id: str, occurred_at: str, received_at: str, **values: Any) -> Row:
    """A click; `payload` replaces the whole payload, other values are put into it."""
    payload = {"event_type": "page_view", "visitor_id": "v-1", **values}
    text = values["payload"] if "payload" in values else json.dumps(payload)
    return {"event_id": event_id, "occurred_at": occurred_at, "received_at": received_at, "payload": text}


def rate(currency_code: str, rate_date: Any, eur_per_unit: Any) -> Row:
    """A published exchange rate."""
    return {"currency_code": currency_code, "rate_date": rate_date, "eur_per_unit": eur_per_unit}


# In the order of batch dates. Each comment names the difficulty, not the rows.
DELIVERIES = (
    Delivery(
        CUSTOMERS,
        "2024-03-01",
        [
            customer("C-1", "2024-03-01T08:00:00Z", "c", loyalty_tier="bronze"),
            # one key and one time twice in a delivery: the later row counts
            customer("C-2", "2024-03-01T09:00:00Z", "c", last_name="First"),
            customer("C-2", "2024-03-01T09:00:00Z", "c", last_name="Second"),
            customer("C-3", "2024-03-01T10:00:00Z", "c", email="no address"),
            customer("C-4", "2024-03-01T11:00:00Z", "c"),
        ],
    ),
    Delivery(
        EVENTS,
        "2024-03-01",
        [
            event("E-1", "2024-03-01T08:00:00Z", "2024-03-01T08:00:01Z"),
            event("E-1", "2024-03-01T08:00:00Z", "2024-03-01T08:00:01Z"),
            event("E-2", "2024-03-01T08:05:00+01:00", "2024-03-01T08:05:01Z", payload='{"event_type": "page'),
            event("E-3", "2024-03-01T08:06:00Z", "2024-03-01T08:06:01Z", event_type="product_view"),
        ],
    ),
    Delivery(
        CUSTOMERS,
        "2024-03-02",
        [
            # two changes of one key in a delivery, away and back
            customer("C-1", "2024-03-02T09:00:00Z", loyalty_tier="silver"),
            customer("C-1", "2024-03-02T10:00:00Z", loyalty_tier="bronze"),
            # the same key, spelled differently
            customer(" c-2 ", "2024-03-02T11:00:00Z", last_name="Ünal"),
            customer("C-4", "2024-03-02T12:00:00Z", "d"),
            customer("C-1", "2024-03-02T12:00:00Z", "x"),
            customer(None, "2024-03-02T12:00:00Z"),
            customer("C-1", "yesterday"),
            customer("C-1", "2024-03-09T00:00:00Z"),
        ],
    ),
    # erasure of a shop customer between her rows, and of a member before any row of his
    Delivery(
        REQUESTS,
        "2024-03-02",
        [
            request("R-1", "shop", "c-2", "2024-03-02T20:00:00Z"),
            request("R-2", "pos", "M-1", "2024-03-02T21:00:00Z"),
        ],
    ),
    Delivery(
        EVENTS,
        "2024-03-02",
        [
            # a duplicate across deliveries, an event days late, one id for two events
            event("E-1", "2024-03-01T08:00:00Z", "2024-03-01T08:00:01Z"),
            event("E-4", "2024-02-25T08:00:00Z", "2024-03-02T08:00:00Z"),
            event("E-3", "2024-03-02T09:00:00Z", "2024-03-02T09:00:01Z", event_type="order", order_id="O-1"),
        ],
    ),
    Delivery(
        CUSTOMERS,
        "2024-03-03",
        [
            # reappears after its deletion; a tie that the next delivery breaks; A-B-A's last step
            customer("C-4", "2024-03-03T08:00:00Z", "c", loyalty_tier="gold"),
            customer("C-5", "2024-03-03T09:00:00Z", "c"),
            customer("C-6", "2024-03-03T09:30:00Z", "c", country_code="SE"),
            customer("C-1", "2024-03-03T10:00:00Z", loyalty_tier="silver"),
        ],
    ),
    Delivery(
        CUSTOMERS,
        "2024-03-03",
        [
            # resent as number 2: other values at the same time, and a row that repeats number 1
            customer("C-6", "2024-03-03T09:30:00Z", "c", country_code="FR"),
            customer("C-1", "2024-03-03T10:00:00Z", loyalty_tier="silver"),
        ],
        number=2,
    ),
    Delivery(SUPPLIERS, "2024-03-03", [supplier("S-1"), supplier("S-2"), supplier("S-3")]),
    # the day's second extract: a supplier is missing, another refused
    Delivery(SUPPLIERS, "2024-03-03", [supplier("S-1"), supplier("S-2", lead_time_days="soon")], number=2),
    Delivery(
        CUSTOMERS,
        "2024-03-04",
        [
            # older than what was delivered before; a deletion at the very time of the creation;
            # a deletion of what never was
            customer("C-1", "2024-03-01T20:00:00Z", loyalty_tier="gold"),
            customer("C-5", "2024-03-03T09:00:00Z", "d"),
            customer("C-7", "2024-03-04T09:00:00Z", "d"),
        ],
    ),
    Delivery(
        PAYMENTS,
        "2024-03-04",
        [
            payment("P-1", "2024-03-04T08:00:00Z"),
            payment("P-2", "2024-03-04T08:00:00Z", amount="-1"),
            payment("P-3", "2024-03-04T08:00:00Z", amount="12,50"),
            payment("P-4", "2024-03-04T08:00:00Z", currency_code="ZZZ"),
        ],
    ),
    Delivery(RATES, "2024-03-04", [rate("USD", "2024-03-04", "0.92"), rate("SEK", "2024-03-01", "0.0894")]),
    Delivery(
        CUSTOMERS,
        "2025-01-02",
        [
            # a column that earlier deliveries did not have
            customer("C-1", "2025-01-02T08:00:00Z", loyalty_tier="silver", newsletter_consent="true"),
            customer("C-2", "2025-01-02T09:00:00Z", first_name="Anna", newsletter_consent="false"),
        ],
        schema_version=2,
    ),
    # a request that is only ever withdrawn asks for nothing; one for rows that are there already
    Delivery(
        REQUESTS,
        "2024-03-05",
        [
            request("R-3", "shop", "C-1", "2024-03-05T08:00:00Z", "d"),
            request("R-4", "shop", "C-4", "2024-03-05T09:00:00Z"),
        ],
    ),
    # the whole delivery sent twice
    Delivery(PAYMENTS, "2024-03-04", [payment("P-1", "2024-03-04T08:00:00Z")], number=2),
    Delivery(
        PAYMENTS, "2024-03-05", [payment("P-1", "2024-03-05T08:00:00Z", "u", payment_status="captured")]
    ),
    Delivery(RATES, "2024-03-05", [rate("USD", "2024-03-04", "0.93"), rate("USD", "2024-03-09", "0.9")]),
    # an empty extract deletes nothing
    Delivery(SUPPLIERS, "2024-03-10"),
    Delivery(SUPPLIERS, "2024-03-17", [supplier("S-1", quality_grade="B"), supplier("S-3")]),
    Delivery(
        SUPPLIERS, "2024-03-24", [supplier("S-1"), supplier("S-2"), supplier("S-3", lead_time_days="999")]
    ),
    Delivery(MEMBERS, "2024-03-31", [member("M-1"), member("m-2 ", email="m2@example.com")]),
    Delivery(MEMBERS, "2024-04-30", [member("M-1", points_balance="20"), member("M-2", points_balance="-5")]),
)
