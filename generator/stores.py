"""The stores: receipts of sales and returns, as their tills print them.

Shapes: stores follow the season and their own weekdays, in local opening hours; nearly half of the receipts
show a member's card, some members far more often than others; about 4 % of the receipts see a line returned
within weeks.

Identities: a receipt's total is lines - line discounts - receipt discount + tax, and tax is the country's
rate on what stands before it. A return is a receipt of its own with positive quantities and the part of
both discounts that belongs to what came back.
"""

from __future__ import annotations

import numpy as np

from generator import standing
from generator.clock import DAY, HOUR, Bools, Ints, month_days, utc_offset
from generator.draw import between, choose, choose_by_row, positions, rounded_share, stream
from generator.market import Market
from generator.orders import Moves
from generator.outbox import Outbox
from generator.schema import RECEIPT_LINES
from generator.text import Text, array, constant, ids, integers, local_stamps, money, null_where, pick
from generator.world import (
    COUNTRY_CURRENCY,
    COUNTRY_OFFSET,
    COUNTRY_TAX,
    CURRENCY_PER_EUR,
    CURRENCY_STEP,
    LOCATION_COUNTRY,
    STORES,
    World,
    day_factors,
)

RECEIPTS_A_DAY = 0.305
"""Receipts of an ordinary store on an average day, for each unit of scale."""
MEMBER_SHARE = 0.45
RETURN_SHARE = 0.04
_HOURS = (5, 8, 9, 9, 8, 9, 11, 13, 12, 7)
_OPENS = 10 * HOUR
_METHODS = ("card", "cash", "gift_card")
_LINE_COUNTS = (0.48, 0.29, 0.15, 0.08)


class Stores:
    """Simulates the stores month by month."""

    def __init__(self, world: World, market: Market, box: Outbox) -> None:
        self._world, self._market, self._box = world, market, box
        self._next_number = 1
        stores = [standing.LOCATIONS[s] for s in STORES]
        self._trade = np.array([s.trade for s in stores])
        self._first_member = np.searchsorted(world.members.store, STORES)

    def month(self, month: int) -> Moves:
        """Simulate the receipts of a month; returns what they move in the stores, now and later."""
        world = self._world
        p = world.products
        rng = stream(world.seed, "receipts", month)
        days = month_days(month)
        countries = LOCATION_COUNTRY[STORES]
        weights = self._market.stores(days)
        rate = day_factors(days, standing.STORE_WEEK) * self._trade[:, None] * RECEIPTS_A_DAY * world.scale
        rate = rate * self._market.bustle("store", countries, days) * (weights.sum(axis=2) > 0)
        store, day = (x.astype(np.int64) for x in np.divmod(
            np.repeat(np.arange(rate.size), rng.poisson(rate).ravel()), len(days)))  # fmt: skip
        count = len(store)
        at = self._opening(rng, day + days[0], countries[store])
        order = np.argsort(at, kind="stable")
        store, day, at = store[order], day[order], at[order]
        number = self._next_number + np.arange(count, dtype=np.int64)
        self._next_number += count
        country = countries[store]
        currency = COUNTRY_CURRENCY[country]
        step = CURRENCY_STEP[currency]

        of, _ = positions(choose(rng, list(_LINE_COUNTS), count) + 1)
        product = choose_by_row(rng, weights.reshape(-1, len(p)), store[of] * len(days) + day[of])
        quantity = choose(rng, [0.82, 0.13, 0.05], len(of)) + 1
        keep = np.sort(np.unique(of * len(p) + product, return_index=True)[1])
        of, product, quantity = of[keep], product[keep], quantity[keep]
        line = positions(np.bincount(of, minlength=count))[1]
        price = p.prices[product, currency[of], day[of] + days[0]]
        member = self._member(rng, store, day + days[0])
        promotion, discount = self._discounts(
            country[of], day[of] + days[0], product, quantity, quantity * price, member[of] >= 0, step[of]
        )  # fmt: skip
        net = np.bincount(of, quantity * price - discount, count).astype(np.int64)
        rebate = np.where(rng.random(count) < 0.05, net // 2000 * 100, 0)
        till = between(rng, 1, 3, count)
        cashier = store * 3 + (at // (6 * HOUR)) % 3
        method = choose(rng, [0.66, 0.30, 0.04], count)
        self._write("R", number, np.full(count, -1), store, till, cashier, member, at, method, rebate,
                    of, line, product, quantity, price, discount, promotion)  # fmt: skip
        earned = np.where(member >= 0, net / CURRENCY_PER_EUR[currency] / 100, 0).astype(np.int64)
        np.add.at(world.members.points, np.maximum(member, 0), earned)
        sales = Moves.of("sale", at[of], STORES[store[of]], product, -quantity, "R", number[of])

        # Returns: one line of a receipt, or a part of it, on a later day.
        rng = stream(world.seed, "store_returns", month)
        drawn = rng.random(len(of)) < RETURN_SHARE * p.return_rate[product] / p.return_rate.mean()
        line_of = np.flatnonzero(drawn)
        line_of = line_of[np.unique(of[line_of], return_index=True)[1]]
        back = of[line_of]
        part = np.where(rng.random(len(back)) < 0.3, 1, quantity[line_of])
        back_at = self._opening(rng, at[back] // DAY + between(rng, 2, 25, len(back)), country[back])
        whole = quantity[line_of]
        back_discount = rounded_share(discount[line_of], part, whole, step[back])
        line_net = whole * price[line_of] - discount[line_of]
        back_rebate = rebate[back] * line_net * part // np.maximum(net[back] * whole, 1) // 100 * 100
        none = np.arange(len(back))
        self._write("RB", number[back], number[back], store[back], till[back],
                    store[back] * 3 + (back_at // (6 * HOUR)) % 3, member[back], back_at, method[back],
                    back_rebate, none, np.zeros(len(back), dtype=np.int64), product[line_of], part,
                    price[line_of], back_discount, promotion[line_of])  # fmt: skip
        returned = Moves.of(
            "return", back_at, STORES[store[back]], product[line_of], part, "RB", number[back]
        )
        return Moves.concat([sales, returned])

    @staticmethod
    def _opening(rng: np.random.Generator, day: Ints, country: Ints) -> Ints:
        """Draw a second in local opening hours; late sales in New York fall on the same day in UTC."""
        local = _OPENS + choose(rng, list(_HOURS), len(day)) * HOUR + between(rng, 0, HOUR - 1, len(day))
        return np.asarray(day * DAY + (local - COUNTRY_OFFSET[country]) % DAY)

    def _member(self, rng: np.random.Generator, store: Ints, day: Ints) -> Ints:
        """Draw the member whose card was shown, -1 for none; some members come far more often than others."""
        m = self._world.members
        key = m.store * 10_000 + m.joined
        joined = np.searchsorted(key, STORES[store] * 10_000 + day) - self._first_member[store]
        shown = (rng.random(len(store)) < MEMBER_SHARE) & (joined > 0)
        drawn = self._first_member[store] + (rng.random(len(store)) ** 2 * joined).astype(np.int64)
        drawn = np.minimum(drawn, len(m) - 1)
        return np.where(shown & (m.leaves[drawn] > day), drawn, -1)

    def _discounts(
        self,
        country: Ints,
        day: Ints,
        product: Ints,
        quantity: Ints,
        amount: Ints,
        is_member: Bools,
        step: Ints,
    ) -> tuple[Ints, Ints]:
        """Find the best promotion on each line (-1 for none) and what it gives."""
        best = np.full(len(product), -1)
        discount = np.zeros(len(product), dtype=np.int64)
        for i, spec in enumerate(self._market.promotions):
            if not len(day) or self._market.end[i] < day.min() or self._market.start[i] > day.max():
                continue
            given = self._market.active(i, "store", country, day) & self._market.covers[i, product]
            if spec.kind == "member":
                given &= is_member
            if spec.kind == "bundle":
                given &= quantity >= 2
            offer = rounded_share(amount, np.full(len(amount), spec.rate), np.full(len(amount), 10_000), step)
            better = given & (offer > discount)
            best, discount = np.where(better, i, best), np.where(better, offer, discount)
        return best, discount

    def _write(
        self, prefix: str, number: Ints, original: Ints, store: Ints, till: Ints, cashier: Ints, member: Ints,
        at: Ints, method: Ints, rebate: Ints, of: Ints, line: Ints, product: Ints, quantity: Ints,
            price: Ints,
        discount: Ints, promotion: Ints,
    ) -> None:  # fmt: skip
        """Deliver receipts; ``of`` and ``line`` say to which receipt and position each line belongs."""
        count = len(number)
        country = LOCATION_COUNTRY[STORES[store]]
        currency = COUNTRY_CURRENCY[country]
        step = CURRENCY_STEP[currency]
        net = np.bincount(of, quantity * price - discount, count).astype(np.int64) - rebate
        tax = rounded_share(net, COUNTRY_TAX[country], np.full(count, 10_000), step)
        shops = [standing.LOCATIONS[s] for s in STORES]
        member_no = self._world.members.number[np.maximum(member, 0)]
        columns: dict[str, Text] = {
            "receipt_no": ids(prefix, number, 8),
            "receipt_type": constant("sale" if prefix == "R" else "return", count),
            "original_receipt_no": ids("R", original, 8), "store_no": pick([s.id for s in shops], store),
            "store_name": pick([s.name for s in shops], store), "store_city": pick([s.city
                for s in shops], store),
            "store_country_code": pick([s.country for s in shops], store), "till_no": integers(till),
            "cashier_no": ids("K", cashier + 101, 3), "cashier_name": pick(standing.CASHIERS, cashier % 9),
            "member_no": ids("M", np.where(member >= 0, member_no, -1), 5),
            "sold_at": local_stamps(at, self._offsets(store, at)),
            "currency_code": pick([c.code for c in standing.CURRENCIES], currency),
            "payment_method": pick(_METHODS, method), "receipt_discount_amount": money(rebate),
            "tax_amount": money(tax), "total_amount": money(net + tax),
        }  # fmt: skip
        for position in range(RECEIPT_LINES):
            index = np.full(count, -1)
            here = np.flatnonzero(line == position)
            index[of[here]] = here
            row, missing = np.maximum(index, 0), index < 0
            taken = array(row, mask=missing)
            name = f"line_{position + 1}_"
            if not len(of):
                continue
            columns[name + "product_no"] = ids("P-", np.where(missing, -1, product[row] + 1), 4)
            columns[name + "product_name"] = pick(
                self._world.products.names, np.where(missing, -1, product[row])
            )
            columns[name + "quantity"] = integers(quantity).take(taken)
            columns[name + "unit_price"] = money(price).take(taken)
            columns[name + "discount_amount"] = null_where(
                missing | (discount[row] == 0), money(discount[row])
            )
            ids_of = [x.id for x in self._market.promotions]
            columns[name + "promotion_id"] = pick(ids_of, np.where(missing, -1, promotion[row]))
        self._box.add("pos.receipts", at, columns)

    @staticmethod
    def _offsets(store: Ints, at: Ints) -> Ints:
        """Offset of each store's local time from UTC, in seconds."""
        offsets = np.zeros(len(at), dtype=np.int64)
        for index, location in enumerate(STORES):
            here = store == index
            offsets[here] = utc_offset(standing.LOCATIONS[location].zone, at[here])
        return offsets
