"""Tools to plant hand-written rows: customers, orders and receipts whose amounts add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa

from generator import standing
from generator.clock import DAY, Span, day_of, second_of
from generator.outbox import Outbox
from generator.schema import TABLES
from generator.text import array, decimal, stamps
from generator.world import COUNTRY_CURRENCY, COUNTRY_INDEX, COUNTRY_WAREHOUSE

Row = Mapping[str, str | None]

GUIDE = "P-9005"
"""The digital product that planted sales sell, so that they touch no stock."""
GUIDE_PRICES = {"EUR": 2495, "GBP": 2095, "SEK": 27900, "USD": 2695, "JPY": 398000}
"""Its price in each currency, in hundredths."""


@dataclass(frozen=True)
class Line:
    """A line of a planted order; money in hundredths of the order's currency."""

    product: str = GUIDE
    quantity: int = 1
    price: int = 2495


def amount(hundredths: int) -> str:
    """Money as text."""
    return str(decimal(np.array([hundredths]), 2)[0])


def stamp(second: int) -> str:
    """Write a second as text in UTC."""
    return str(stamps(np.array([second]))[0])


@dataclass
class Bed:
    """Collects planted rows and remembers on which days of the span they are delivered."""

    span: Span
    rows: dict[str, list[tuple[int, int, Row]]] = field(default_factory=dict)
    days: list[int] = field(default_factory=list)

    def plant(self, key: str, at: str, row: Row, batch: str | None = None) -> None:
        """Plant a row.

        Args:
            key: the table, as ``system.table``.
            at: time of the change with offset; orders the rows of a delivery.
            row: columns by name.
            batch: batch date, where it is not the first delivery that can hold the change.

        """
        second = second_of(at)
        day = (int(self.span.delivered_on(TABLES[key].cadence, np.array([second]))[0]) if batch is None
               else day_of(date.fromisoformat(batch)))  # fmt: skip
        self.rows.setdefault(key, []).append((day, second, row))
        self.days.append(day)

    def change(self, key: str, op: str, at: str, row: Row, batch: str | None = None) -> None:
        """Plant a row of a change data capture table."""
        self.plant(key, at, {"op": op, "changed_at": stamp(second_of(at)), **row}, batch)

    def customer(
        self, number: int, name: tuple[str, str], country: str, registered: str, tier: str = "bronze",
        birth: str = "1984-03-12", email: str | None = None, batch: str | None = None,
    ) -> dict[str, str | None]:  # fmt: skip
        """Plant the registration of a customer with one address; returns the customer's state."""
        first, last = name
        key = f"C{number}"
        state: dict[str, str | None] = {
            "customer_id": key, "email": email or f"customer.{number}@example.com", "first_name": first,
            "last_name": last, "birth_date": birth, "phone": f"+00 {number}", "loyalty_tier": tier,
            "acquisition_channel": "organic", "registered_at": stamp(second_of(registered)),
            "country_code": country,
        }  # fmt: skip
        self.customer_change("c", registered, state, batch)
        self.change("shop.addresses", "c", registered, self.address(number, country))
        return state

    def customer_change(self, op: str, at: str, state: Row, batch: str | None = None) -> None:
        """Plant a change of a customer to a state; from 2025 on the row says yes to the newsletter."""
        consents = (batch or stamp(second_of(at))) >= "2025-01-01"
        self.change(
            "shop.customers", op, at, {**state, "newsletter_consent": "true" if consents else None}, batch
        )

    @staticmethod
    def address(number: int, country: str, street: str = "Harbour Row 1", postcode: str = "10409") -> Row:
        """Return the state of a planted customer's address."""
        return {
            "address_id": f"A{number}1", "customer_id": f"C{number}", "address_type": "shipping",
                "street": street,
            "postcode": postcode, "city": "Berlin" if country == "DE" else "Northport",
                "country_code": country,
        }  # fmt: skip

    def order(
        self, number: int, customer: int | None, local: str, country: str, lines: tuple[Line,
            ...] = (Line(),),
        late: str | None = None, pay: bool = True, visitor: str | None = None,
    ) -> dict[str, str | None]:  # fmt: skip
        """Plant an order with its lines and a payment that was captured at once.

        Args:
            number: number in the order's key.
            customer: number of its customer, None for a guest.
            local: when it was placed, in Berlin time with offset.
            country: where it goes; gives currency, tax and warehouse.
            lines: its lines.
            late: batch date of all its rows, where they come late.
            pay: whether to plant the payment.
            visitor: the visitor's key.

        Returns:
            the state of the order.

        """
        spec = standing.COUNTRIES[COUNTRY_INDEX[country]]
        address = f"A{customer}1" if customer else f"AG{number}"
        tax = self.tax(country, sum(line.quantity * line.price for line in lines))
        state: dict[str, str | None] = {
            "order_id": f"O{number}", "customer_id": f"C{customer}" if customer else None,
                "ordered_at": local,
            "order_status": "placed", "device": "web", "currency_code": spec.currency,
            "order_discount_amount": "0.00", "shipping_amount": "0.00", "tax_amount": amount(tax),
            "ship_to_address_id": address, "bill_to_address_id": address, "ship_to_country_code": country,
            "bill_to_country_code": country,
            "fulfilment_location_id": standing.LOCATIONS[COUNTRY_WAREHOUSE[COUNTRY_INDEX[country]]].id,
            "is_express": "false", "is_gift_wrapped": "false", "visitor_id": visitor,
        }  # fmt: skip
        self.change("shop.orders", "c", local, state, late)
        for position, line in enumerate(lines, start=1):
            self.line(number, position, local, line, late)
        if pay:
            self.payment(number, local, country, lines, late=late)
        return state

    def line(self, number: int, position: int, at: str, line: Line, late: str | None = None) -> None:
        """Plant a line of an order."""
        self.change("shop.order_lines", "c", at, {
            "order_id": f"O{number}", "line_number": str(position), "product_id": line.product,
            "quantity": str(line.quantity), "unit_price": amount(line.price), "line_discount_amount": "0.00",
        }, late)  # fmt: skip

    def payment(
        self, number: int, at: str, country: str, lines: tuple[Line, ...], attempt: int = 1,
        status: str = "captured", currency: str | None = None, late: str | None = None,
    ) -> None:  # fmt: skip
        """Plant an attempt to pay for the given lines with their tax."""
        net = sum(line.quantity * line.price for line in lines)
        self.change("shop.payments", "c", at, {
            "payment_id": f"PAY{number}{attempt}", "order_id": f"O{number}", "attempt_number": str(attempt),
            "payment_method": "paypal", "payment_status": status, "amount": amount(net + self.tax(country,
                net)),
            "currency_code": currency or standing.COUNTRIES[COUNTRY_INDEX[country]].currency,
            "authorisation_code": None if status == "failed" else f"{number % 1_000_000:06}",
            "attempted_at": stamp(second_of(at)),
        }, late)  # fmt: skip

    @staticmethod
    def tax(country: str, net: int) -> int:
        """Tax on an amount, in hundredths of the country's currency."""
        index = COUNTRY_INDEX[country]
        step = standing.CURRENCIES[COUNTRY_CURRENCY[index]].step
        return (2 * net * standing.COUNTRIES[index].tax_rate + 10_000 * step) // (20_000 * step) * step

    def receipt(self, number: int, local: str, store: str, batch: str | None = None) -> None:
        """Plant a store receipt for one digital guide; ``local`` is the store's time with offset."""
        place = next(x for x in standing.LOCATIONS if x.id == store)
        country = standing.COUNTRIES[COUNTRY_INDEX[place.country]]
        price = GUIDE_PRICES[country.currency]
        tax = self.tax(country.code, price)
        self.plant("pos.receipts", local, {
            "receipt_no": f"R{number}", "receipt_type": "sale", "store_no": store, "store_name": place.name,
            "store_city": place.city, "store_country_code": place.country, "till_no": "1",
                "cashier_no": "K101",
            "cashier_name": standing.CASHIERS[0], "sold_at": local, "currency_code": country.currency,
            "payment_method": "card", "receipt_discount_amount": "0.00", "tax_amount": amount(tax),
            "total_amount": amount(price + tax), "line_1_product_no": GUIDE,
            "line_1_product_name": "Wayfinder Audio Guide", "line_1_quantity": "1",
            "line_1_unit_price": amount(price),
        }, batch)  # fmt: skip

    def event(self, number: int, occurred: str, received: str, payload: str) -> None:
        """Plant a click-stream event; it is delivered by the time it was received."""
        self.plant("web.events", received, {
            "event_id": f"E{number}", "occurred_at": stamp(second_of(occurred)),
            "received_at": stamp(second_of(received)), "payload": payload,
        })  # fmt: skip

    def hand_over(self, box: Outbox) -> None:
        """Add all planted rows to the outbox."""
        for key, rows in self.rows.items():
            names = [
                name for name in TABLES[key].columns if any(row.get(name) is not None for _, _, row in rows)
            ]
            box.add(
                key,
                np.array([at for _, at, _ in rows]),
                {name: array([row.get(name) for _, _, row in rows], pa.string()) for name in names},
                day=np.array([day for day, _, _ in rows]),
            )


def noon(day: int) -> str:
    """Noon UTC of a day, as text."""
    return stamp(day * DAY + DAY // 2)
