"""A run: month by month, simulate what happens and hand over what is delivered."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator import challenges, masters, standing
from generator.clicks import ClickStream
from generator.clock import Floats, Span, month_days, month_start
from generator.market import Market
from generator.orders import Moves
from generator.outbox import Outbox
from generator.people import People
from generator.stock import Stock
from generator.stores import RECEIPTS_A_DAY, Stores
from generator.webshop import WebShop
from generator.world import COUNTRY_WAREHOUSE, STORES, World, build, day_factors

WEB_UNITS_A_DAY = 5.8
STORE_UNITS_A_RECEIPT = 2.2
"""What the planners expect: units a day in the web shop for each unit of scale, and units on a receipt."""


def simulate(
    scale: int, seed: int, span: Span, first_day: int, last_day: int
) -> Iterator[tuple[int, Outbox]]:
    """Simulate the months of a span.

    Args:
        scale: size, 1 or more.
        seed: zero or more; the same seed gives the same rows, for the same scale and span.
        span: the months.
        first_day: first batch date that is wanted, as a day number; the ledger lists only challenges whose
            deliveries lie between both days.
        last_day: last batch date that is wanted.

    Yields:
        after each month, its number and an outbox with all rows that are due up to its end.

    """
    world = build(seed, scale, span)
    box = Outbox(span)
    market = Market(world)
    people, stock = People(world, box), Stock(world, box)
    shop, stores, clicks = (
        WebShop(world, market, box),
        Stores(world, market, box),
        ClickStream(world, market, box),
    )

    masters.add_standing(box)
    masters.add_supply(box, world)
    masters.add_rates(box, seed)
    store_units = sum(standing.LOCATIONS[s].trade for s in STORES) * RECEIPTS_A_DAY * STORE_UNITS_A_RECEIPT
    masters.add_forecasts(box, world, (WEB_UNITS_A_DAY + store_units) * scale)
    people.before()
    people.erasures()
    challenges.add(box, first_day, last_day)

    for month in range(span.months):
        start, end = month_start(month), month_start(month + 1)
        if start > last_day:
            return
        masters.add_extracts(box, world, start, end - 1)
        if month == 0:
            people.extract_members(0)
        people.arrivals(month)
        orders, shipped = shop.month(month)
        sold = stores.month(month)
        stock.month(month, Moves.concat([shipped, sold]), _expected(world, market, month))
        clicks.month(month, orders)
        people.changes(month, orders)
        for day in span.delivery_days("monthly").tolist():
            if max(start, 1) <= day < end:
                people.extract_members(day)
        yield month, box


def _expected(world: World, market: Market, month: int) -> Floats:
    """Units that each location should sell of each product a day, as shape (location, product)."""
    days = month_days(month)
    expected = np.zeros(world.listings.first.shape)

    def shares(weights: Floats) -> Floats:
        return np.asarray((weights / np.maximum(weights.sum(axis=2, keepdims=True), 1e-9)).mean(axis=1))

    web = shares(market.web(days)) * day_factors(days, standing.WEB_WEEK).mean() * WEB_UNITS_A_DAY
    for country, spec in enumerate(standing.COUNTRIES):
        expected[COUNTRY_WAREHOUSE[country]] += web[country] * spec.share
    trade = np.array([standing.LOCATIONS[s].trade for s in STORES])
    store = shares(market.stores(days)) * day_factors(days, standing.STORE_WEEK).mean()
    expected[STORES] += store * trade[:, None] * RECEIPTS_A_DAY * STORE_UNITS_A_RECEIPT
    return expected * world.scale
