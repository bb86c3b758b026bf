"""The web shop: orders with their lines, promotions, payments, parcels, returns and reviews.

Shapes: customers order soon after they register and come back less as they age, until they churn; one
order in twenty is a guest's; about 4 % are cancelled, 6 % need a second attempt to pay; parcels have a
late tail and 1 % never arrive; about 8 % of the delivered lines come back, more from poor suppliers.

Identities: a line's discount is the sum of its promotions; tax is the rate times lines - discounts +
shipping; an attempt to pay is for lines - discounts + shipping + tax; a refund is the returned part of the
line's amount after its own discount (an order's discount is not given back).
"""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from generator import standing
from generator.clock import DAY, HOUR, Bools, Floats, Ints, month_days, utc_offset
from generator.draw import between, choose, choose_by_row, positions, rounded_share, stream
from generator.market import Market
from generator.orders import NEVER_AT, Moves, Orders
from generator.outbox import Outbox
from generator.persons import random_homes
from generator.text import (
    Text,
    array,
    constant,
    flags,
    ids,
    integers,
    join,
    local_stamps,
    money,
    null_where,
    pick,
    stamps,
)
from generator.world import (
    COUNTRY_CURRENCY,
    COUNTRY_OFFSET,
    COUNTRY_TAX,
    COUNTRY_WAREHOUSE,
    CURRENCY_PER_EUR,
    CURRENCY_STEP,
    PHYSICAL,
    World,
    day_factors,
)

TRACKED_SHARE = 0.2
"""Share of orders whose visitor agreed to cookies: only they have a visitor id and a click stream."""
GUEST_SHARE = 0.05
_HOURS = (1, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 11, 12, 11, 10, 10, 11, 13, 16, 20, 22, 18, 10, 4)
_LINE_COUNTS = (0.34, 0.30, 0.20, 0.11, 0.05)
_METHODS = ("card", "paypal", "invoice", "gift_card")
_METHOD_SHARES = (0.50, 0.26, 0.19, 0.05)
_CARD, _INVOICE = 0, 2
_STATUSES = ("placed", "paid", "completed", "cancelled")
_PAYMENT_STATUSES = ("authorised", "captured", "failed", "refunded")
_REASONS = ("too_small", "too_large", "defective", "not_as_described", "changed_mind", "late")
_DEFECTIVE = 2
_LANGUAGES = tuple(standing.REVIEW_WORDS)


def visitor_numbers(customer: Ints, number: Ints) -> Ints:
    """Return the number in a visitor's cookie: a customer's own, or one of its own for each guest order."""
    return np.where(customer >= 0, customer * 7 + 10_000_003, number * 3 + 50_000_000_001)


class WebShop:
    """Simulates the web shop month by month."""

    def __init__(self, world: World, market: Market, box: Outbox) -> None:
        self._world, self._market, self._box = world, market, box
        self._next_number = 1

    def month(self, month: int) -> tuple[Orders, Moves]:
        """Simulate the orders of a month with all that follows from them.

        Returns:
            the orders, and what they move in the warehouses, now and later.

        """
        rng = stream(self._world.seed, "orders", month)
        days = month_days(month)
        at, customer, country = self._placed(rng, days)
        number = self._next_number + np.arange(len(at), dtype=np.int64)
        self._next_number += len(at)
        return self._fulfil(month, days, number, at, customer, country)

    def _placed(self, rng: np.random.Generator, days: Ints) -> tuple[Ints, Ints, Ints]:
        """Time, customer (-1 for guests) and country of each order of the month, in order of time."""
        c = self._world.customers
        start, end = days[0] * DAY, (days[-1] + 1) * DAY
        factors = day_factors(days, standing.WEB_WEEK) * self._market.bustle(
            "web", np.arange(len(standing.COUNTRIES)), days
        )  # fmt: skip
        volume = factors.mean(axis=1)

        new = np.flatnonzero((c.registered >= start) & (c.registered < end) & (rng.random(len(c)) < 0.92))
        first_at = c.registered[new] + between(rng, 300, 3000, len(new))
        new, first_at = new[first_at < end], first_at[first_at < end]

        age = np.maximum((start - c.registered) / DAY, 0)
        rate = 0.66 * c.keenness * (0.30 + 0.70 * np.exp(-age / 200)) * volume[c.country]
        rate[(c.registered >= end) | (c.leaves < start)] = 0
        again = np.repeat(np.arange(len(c), dtype=np.int64), rng.poisson(rate))
        again_at = self._moments(rng, days, factors, c.country[again])
        fits = (again_at > c.registered[again] + 2 * DAY) & (again_at < c.leaves[again])
        again, again_at = again[fits], again_at[fits]

        guests = int(rng.poisson((len(new) + len(again)) * GUEST_SHARE / (1 - GUEST_SHARE)))
        guest_country = choose(rng, [x.share for x in standing.COUNTRIES], guests)
        at = np.concatenate([first_at, again_at, self._moments(rng, days, factors, guest_country)])
        customer = np.concatenate([new, again, np.full(guests, -1)])
        country = np.concatenate([c.country[new], c.country[again], guest_country])
        order = np.lexsort((customer, at))
        return at[order], customer[order], country[order]

    @staticmethod
    def _moments(rng: np.random.Generator, days: Ints, factors: Floats, country: Ints) -> Ints:
        """Draw a second for each order, by the days and the local hours on which people order."""
        day = days[choose_by_row(rng, factors, country)]
        local = choose(rng, list(_HOURS), len(day)) * HOUR + between(rng, 0, HOUR - 1, len(day))
        return np.asarray(day * DAY + (local - COUNTRY_OFFSET[country]) % DAY)

    def _fulfil(
        self, month: int, days: Ints, number: Ints, at: Ints, customer: Ints, country: Ints
    ) -> tuple[Orders, Moves]:
        world, count = self._world, len(at)
        p = world.products
        rng = stream(world.seed, "order_lines", month)
        currency = COUNTRY_CURRENCY[country]
        step = CURRENCY_STEP[currency]
        day = at // DAY

        # Lines: what is drawn twice within an order is bought once.
        order, _ = positions(choose(rng, list(_LINE_COUNTS), count) + 1)
        weights = self._market.web(days)
        row = country[order] * len(days) + day[order] - days[0]
        product = choose_by_row(rng, weights.reshape(-1, weights.shape[2]), row)
        quantity = choose(rng, [0.80, 0.14, 0.06], len(order)) + 1
        keep = np.sort(np.unique(order * len(p) + product, return_index=True)[1])
        order, product, quantity = order[keep], product[keep], quantity[keep]
        line = positions(np.bincount(order, minlength=count))[1] + 1
        price = p.prices[product, currency[order], day[order]]
        amount = quantity * price
        discount = self._discounts(number, at, customer, country, order, line, product, quantity, amount)

        # Amounts of the order, in hundredths of its currency.
        def per_order(values: Ints) -> Ints:
            return np.bincount(order, weights=values, minlength=count).astype(np.int64)

        net = per_order(amount - discount)
        rebate = np.where(rng.random(count) < 0.06, net // 2000 * 100, 0)
        physical = per_order((p.kind[product] == PHYSICAL).astype(np.int64)) > 0
        express = physical & (rng.random(count) < 0.12)
        unit = np.rint(CURRENCY_PER_EUR[currency]).astype(np.int64).clip(1) * 100
        free = net > 90 * unit
        shipping = np.where(physical, np.where(free, 0, 5 * unit) + np.where(express, 7 * unit, 0), 0)
        tax = rounded_share(net - rebate + shipping, COUNTRY_TAX[country], np.full(count, 10_000), step)
        total = net - rebate + shipping + tax

        cancelled = rng.random(count) < 0.04
        cancelled_at = np.where(cancelled, at + between(rng, HOUR, 20 * HOUR, count), NEVER_AT)
        delivered_at, picked_at = self._parcels(month, number, at, country, physical & ~cancelled, express)
        tracked = self._tracked(rng, at, customer, days)
        device = (rng.random(count) < 0.35).astype(np.int64)

        self._guest_addresses(rng, number, at, customer, country)
        base = self._order_columns(
            number, at, customer, country, currency, rebate, shipping, tax, express, device, tracked,
            rng.random(count) < 0.08,
        )  # fmt: skip
        done_at = np.where(physical, delivered_at, at + 900)
        done_at = np.where(cancelled | (done_at >= NEVER_AT), NEVER_AT, done_at + 60)
        paid_at = self._payments(month, number, at, total, currency, picked_at, cancelled_at)
        paid_at = np.where((paid_at > at + 20 * HOUR) & (paid_at < done_at) & ~cancelled, paid_at, NEVER_AT)
        every = np.arange(count)
        for op, status, when in (("c", 0, at), ("u", 1, paid_at), ("u", 2, done_at), ("u", 3, cancelled_at)):
            who = every[when < NEVER_AT]
            columns = {name: values.take(array(who)) for name, values in base.items()}
            self._box.add("shop.orders", when[who], columns | {
                "op": constant(op, len(who)), "changed_at": stamps(when[who]),
                "order_status": constant(_STATUSES[status], len(who)),
            })  # fmt: skip

        self._box.add("shop.order_lines", at[order], {
            "op": constant("c", len(order)), "changed_at": stamps(at[order]),
            "order_id": ids("O", number[order], 7), "line_number": integers(line),
            "product_id": ids("P-", product + 1, 4), "quantity": integers(quantity),
            "unit_price": money(price), "line_discount_amount": money(discount),
        })  # fmt: skip

        is_moved = (p.kind[product] == PHYSICAL) & ~cancelled[order]
        sold = np.flatnonzero(is_moved)
        warehouse = COUNTRY_WAREHOUSE[country]
        moves = Moves.of("sale", picked_at[order[sold]], warehouse[order[sold]], product[sold],
            -quantity[sold],
                         "O", number[order[sold]])  # fmt: skip
        back = self._returns(month, number, country, delivered_at, order, line, product, quantity,
                             amount - discount, step)  # fmt: skip
        self._reviews(month, number, country, customer, np.where(physical, delivered_at, at + DAY),
                      cancelled, order, line, product)  # fmt: skip
        orders = Orders(
            number, at, customer, country, device, tracked,
            np.where(cancelled, 0, (net / CURRENCY_PER_EUR[currency])).astype(np.int64), order, product,
        )  # fmt: skip
        return orders, Moves.concat([moves, back])

    def _discounts(
        self, number: Ints, at: Ints, customer: Ints, country: Ints, order: Ints, line: Ints, product: Ints,
        quantity: Ints, amount: Ints,
    ) -> Ints:  # fmt: skip
        """Deliver the promotions on each line and return the lines' discounts."""
        tier = np.where(customer >= 0, self._world.customers.tier[np.maximum(customer, 0)], 0)
        step = CURRENCY_STEP[COUNTRY_CURRENCY[country]][order]
        day = at[order] // DAY
        total = np.zeros(len(order), dtype=np.int64)
        for i, spec in enumerate(self._market.promotions):
            if not len(day) or self._market.end[i] < day.min() or self._market.start[i] > day.max():
                continue
            given = self._market.active(i, "web", country[order], day) & self._market.covers[i, product]
            if spec.kind == "member":
                given &= tier[order] >= 2
            if spec.kind == "bundle":
                given &= quantity >= 2
            who = np.flatnonzero(given)
            if not len(who):
                continue
            rate = np.full(len(who), spec.rate)
            discount = rounded_share(amount[who], rate, np.full(len(who), 10_000), step[who])
            total[who] += discount
            self._box.add("shop.order_line_promotions", at[order[who]], {
                "op": constant("c", len(who)), "changed_at": stamps(at[order[who]]),
                "order_id": ids("O", number[order[who]], 7), "line_number": integers(line[who]),
                "promotion_id": constant(spec.id, len(who)), "discount_amount": money(discount),
            })  # fmt: skip
        return total

    def _order_columns(
        self, number: Ints, at: Ints, customer: Ints, country: Ints, currency: Ints, rebate: Ints,
        shipping: Ints, tax: Ints, express: Bools, device: Ints, tracked: Bools, wrapped: Bools,
    ) -> dict[str, Text]:  # fmt: skip
        """Write the columns of an order that its changes share."""
        c = self._world.customers
        known = np.maximum(customer, 0)
        guest = customer < 0
        billing = ~guest & c.has_billing[known]
        countries = [x.code for x in standing.COUNTRIES]
        own = np.where(guest, -1, customer * 10 + 11)
        guest_address = ids("AG", np.where(guest, number, -1), 7)

        def address(of_customer: Ints) -> Text:
            return pc.coalesce(ids("A", of_customer, 7), guest_address)

        return {
            "order_id": ids("O", number, 7), "customer_id": ids("C", np.where(guest, -1, customer + 1), 6),
            "ordered_at": local_stamps(at, utc_offset("Europe/Berlin", at)),
            "device": pick(["web", "app"], device),
            "currency_code": pick([x.code for x in standing.CURRENCIES], currency),
            "order_discount_amount": money(rebate), "shipping_amount": money(shipping),
            "tax_amount": money(tax), "ship_to_address_id": address(own),
            "bill_to_address_id": address(own + billing),
            "ship_to_country_code": pick(countries, country),
            "bill_to_country_code": pick(countries, np.where(billing, c.billing_country[known], country)),
            "fulfilment_location_id": pick([x.id for x in standing.LOCATIONS], COUNTRY_WAREHOUSE[country]),
            "is_express": flags(express), "is_gift_wrapped": flags(wrapped),
            "visitor_id": ids("V", np.where(tracked, visitor_numbers(customer, number), -1), 11),
        }  # fmt: skip

    @staticmethod
    def _tracked(rng: np.random.Generator, at: Ints, customer: Ints, days: Ints) -> Bools:
        """Choose the orders with a click stream.

        At most one a customer and month, never in the first hours of a month, so that two sessions of one
        visitor are hours apart.
        """
        drawn = (rng.random(len(at)) < TRACKED_SHARE) & (at > days[0] * DAY + 4 * HOUR)
        first = np.zeros(len(at), dtype=bool)
        first[np.unique(np.where(customer < 0, -np.arange(len(at)) - 1, customer), return_index=True)[1]] = (
            True
        )
        return np.asarray(drawn & first)

    def _guest_addresses(
        self, rng: np.random.Generator, number: Ints, at: Ints, customer: Ints, country: Ints
    ) -> None:
        who = np.flatnonzero(customer < 0)
        where = random_homes(rng, country[who])
        self._box.add("shop.addresses", at[who], where | {
            "op": constant("c", len(who)), "changed_at": stamps(at[who]),
            "address_id": ids("AG", number[who], 7), "address_type": constant("shipping", len(who)),
        })  # fmt: skip

    def _payments(
        self, month: int, number: Ints, at: Ints, total: Ints, currency: Ints, picked_at: Ints,
        cancelled_at: Ints,
    ) -> Ints:  # fmt: skip
        """Deliver the attempts to pay; returns when each order was paid, NEVER_AT where it was not."""
        rng = stream(self._world.seed, "payments", month)
        count = len(number)
        method = choose(rng, list(_METHOD_SHARES), count)
        failed = rng.random(count) < 0.06
        attempted = at + between(rng, 5, 60, count)
        retried = np.where(failed, attempted + between(rng, 90, 900, count), attempted)
        at_once = (method != _CARD) & (method != _INVOICE)
        captured = np.where(method == _CARD, np.where(picked_at < NEVER_AT, picked_at, at + 6 * HOUR),
                            at + between(rng, 8 * DAY, 20 * DAY, count))  # fmt: skip
        captured = np.where(at_once, retried, captured)
        captured = np.where(captured < cancelled_at, captured, NEVER_AT)
        refunded = np.where((captured < NEVER_AT) & (cancelled_at < NEVER_AT), cancelled_at + 300, NEVER_AT)
        code = rng.integers(0, 1_000_000, count)

        def add(who: Ints, op: str, when: Ints, status: int, attempt: Ints, tried: Ints) -> None:
            self._box.add("shop.payments", when[who], {
                "op": constant(op, len(who)), "changed_at": stamps(when[who]),
                "payment_id": join(ids("PAY", number[who], 7), integers(attempt[who])),
                "order_id": ids("O", number[who], 7), "attempt_number": integers(attempt[who]),
                "payment_method": pick(_METHODS, method[who]),
                "payment_status": constant(_PAYMENT_STATUSES[status], len(who)),
                "amount": money(total[who]),
                "currency_code": pick([x.code for x in standing.CURRENCIES], currency[who]),
                "authorisation_code": ids("", np.where(status == 2, -1, code[who]), 6),
                "attempted_at": stamps(tried[who]),
            })  # fmt: skip

        attempt = np.where(failed, 2, 1)
        every = np.arange(count)
        add(every[failed], "c", attempted, 2, np.ones(count, dtype=np.int64), attempted)
        add(every[~at_once], "c", retried, 0, attempt, retried)
        add(every[at_once], "c", retried, 1, attempt, retried)
        add(every[~at_once & (captured < NEVER_AT)], "u", captured, 1, attempt, retried)
        add(every[refunded < NEVER_AT], "u", refunded, 3, attempt, retried)
        return captured

    def _parcels(
        self, month: int, number: Ints, at: Ints, country: Ints, ships: Bools, express: Bools
    ) -> tuple[Ints, Ints]:
        """Deliver the parcels; returns when each order was delivered and when picked, NEVER_AT for never."""
        rng = stream(self._world.seed, "shipments", month)
        count = len(number)
        picked = at + (rng.gamma(2.0, 7.0, count) * HOUR).astype(np.int64) + HOUR
        shipped = picked + between(rng, 2 * HOUR, 16 * HOUR, count)
        transit = np.array([x.transit_days for x in standing.COUNTRIES])[country] * np.where(
            express, 0.5, 1.0
        )
        days = transit * np.exp(rng.normal(0, 0.4, count))
        late = rng.random(count) < 0.05
        days = np.where(late, days + 4 + rng.exponential(4.0, count), days)
        delivered = shipped + (days * DAY).astype(np.int64)
        lost = rng.random(count) < 0.01
        delivered = np.where(lost, NEVER_AT, delivered)

        second = ships & (rng.random(count) < 0.07)
        who = np.concatenate([np.flatnonzero(ships), np.flatnonzero(second)])
        parcel = np.where(np.arange(len(who)) < ships.sum(), 1, 2)
        delay = np.where(parcel == 2, DAY, 0)
        finished = np.where(delivered[who] < NEVER_AT, delivered[who] + delay, NEVER_AT)
        turn = np.where(rng.random(len(who)) < 0.7, 0, 1)
        carriers = [carrier for x in standing.COUNTRIES for carrier in x.carriers]
        carrier = pick(carriers, country[who] * 2 + turn)
        tracking = join(_letters(carrier), integers(number[who] * 97 + 100_000_000), integers(parcel))
        times = (picked[who] + delay, shipped[who] + delay, finished)
        for stage, when in enumerate(times):
            rows = np.flatnonzero(when < NEVER_AT)
            taken = array(rows)
            sent = stage >= 1
            none = constant(None, len(rows))
            self._box.add("erp.shipments", when[rows], {
                "op": constant("u" if sent else "c", len(rows)), "changed_at": stamps(when[rows]),
                "shipment_id": join(ids("SH", number[who[rows]], 7), integers(parcel[rows])),
                "order_id": ids("O", number[who[rows]], 7),
                "location_no": pick([x.id for x in standing.LOCATIONS],
                                    COUNTRY_WAREHOUSE[country[who[rows]]]),
                "carrier": carrier.take(taken) if sent else none,
                "tracking_no": tracking.take(taken) if sent else none,
                "picked_at": stamps(times[0][rows]),
                "shipped_at": stamps(times[1][rows]) if sent else none,
                "delivered_at": stamps(when[rows]) if stage == 2 else none,
            })  # fmt: skip
        whole = np.where(second & ~lost, delivered + DAY, delivered)
        return np.where(ships, whole, NEVER_AT), np.where(ships, picked, NEVER_AT)

    def _returns(
        self, month: int, number: Ints, country: Ints, delivered_at: Ints, order: Ints, line: Ints,
        product: Ints, quantity: Ints, net: Ints, step: Ints,
    ) -> Moves:  # fmt: skip
        rng = stream(self._world.seed, "returns", month)
        p = self._world.products
        able = (p.kind[product] == PHYSICAL) & (delivered_at[order] < NEVER_AT)
        who = np.flatnonzero(able & (rng.random(len(order)) < p.return_rate[product]))
        of = order[who]
        back_at = delivered_at[of] + between(rng, 3 * DAY, 24 * DAY, len(who))
        part = np.where(rng.random(len(who)) < 0.25, 1, quantity[who])
        reason = choose(rng, [0.22, 0.18, 0.17, 0.13, 0.24, 0.06], len(who))
        refund = rounded_share(net[who], part, quantity[who], step[of])
        corrected = np.flatnonzero(rng.random(len(who)) < 0.04)
        for op, rows, delay in (("c", np.arange(len(who)), HOUR), ("u", corrected, 3 * DAY)):
            at = back_at[rows] + delay
            said = reason[rows] if op == "c" else np.full(len(rows), _DEFECTIVE)
            self._box.add("shop.returns", at, {
                "op": constant(op, len(rows)), "changed_at": stamps(at),
                "return_id": join(ids("RT", number[of[rows]], 7), integers(line[who[rows]])),
                "order_id": ids("O", number[of[rows]], 7), "line_number": integers(line[who[rows]]),
                "returned_at": stamps(back_at[rows]), "quantity": integers(part[rows]),
                "reason_code": pick(_REASONS, said), "refund_amount": money(refund[rows]),
            })  # fmt: skip
        warehouse = COUNTRY_WAREHOUSE[country[of]]
        broken = np.flatnonzero(reason == _DEFECTIVE)
        returned = Moves.of("return", back_at, warehouse, product[who], part, "O", number[of])
        scrapped = Moves.of("write_off", back_at[broken] + HOUR, warehouse[broken], product[who[broken]],
                            -part[broken], "O", number[of[broken]])  # fmt: skip
        return Moves.concat([returned, scrapped])

    def _reviews(
        self, month: int, number: Ints, country: Ints, customer: Ints, had_at: Ints, cancelled: Bools,
        order: Ints, line: Ints, product: Ints,
    ) -> None:  # fmt: skip
        """Reviews of one line in nine; products that come back often are rated lower."""
        rng = stream(self._world.seed, "reviews", month)
        able = ~cancelled[order] & (had_at[order] < NEVER_AT)
        who = np.flatnonzero(able & (rng.random(len(order)) < 0.11))
        count = len(who)
        poor = np.clip(self._world.products.return_rate[product[who]] * 2.2, 0.04, 0.6)
        drawn = rng.random(count)
        rating = np.where(drawn < poor * 0.6, 1, np.where(drawn < poor, 2, np.where(
            drawn < poor + 0.15, 3, np.where(drawn < poor + 0.15 + (0.85 - poor) * 0.4, 4, 5))))  # fmt: skip
        spoken = np.array([_LANGUAGES.index(x.language) for x in standing.COUNTRIES])[country[order[who]]]
        language = np.where(rng.random(count) < 0.45, 0, spoken)
        pool, first, sizes = _review_pool()
        mood = np.where(rating <= 2, 0, np.where(rating == 3, 1, 2))
        cell = language * 3 + mood
        text = first[cell] + (rng.random(count) * sizes[cell]).astype(np.int64)
        at = had_at[order[who]] + between(rng, DAY, 30 * DAY, count)
        c = np.where(rng.random(count) < 0.1, -1, customer[order[who]])
        silent = rng.random(count) < 0.08
        self._box.add("web.reviews", at, {
            "review_id": join(ids("RV", number[order[who]], 7), integers(line[who])),
            "product_id": ids("P-", product[who] + 1, 4), "customer_id": ids("C", np.where(c < 0, -1,
                c + 1), 6),
            "rating": integers(rating), "review_text": null_where(silent, pick(pool, text)),
            "language_code": pick(_LANGUAGES, language), "reviewed_at": stamps(at),
        })  # fmt: skip


def _letters(values: Text) -> Text:
    """Take the first two letters in upper case, as tracking numbers begin."""
    return pc.ascii_upper(pc.utf8_slice_codeunits(values, 0, 2))


def _review_pool() -> tuple[list[str], Ints, Ints]:
    """All review texts, and where those of each language and mood (bad, middling, good) begin and end."""
    pool: list[str] = []
    first, sizes = [], []
    for moods in standing.REVIEW_WORDS.values():
        for phrases in moods:
            texts = [f"{opening} {verdict}" for opening, _ in phrases for _, verdict in phrases]
            first.append(len(pool))
            sizes.append(len(texts))
            pool += texts
    return pool, np.array(first), np.array(sizes)
