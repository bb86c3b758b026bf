"""The click stream of the web shop.

Shapes: the funnel narrows (page_view, product_view, add_to_cart, checkout, order); about one session in six
ends with an order. Events of a session are seconds to minutes apart, at most a quarter of an hour, and two
sessions of one visitor lie hours apart. Orders of visitors who agreed to cookies end a session of theirs;
visitors who signed in carry their customer id. A few events are received hours or days later.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import standing
from generator.clock import DAY, HOUR, Ints, month_days
from generator.draw import between, choose, choose_by_row, positions, stream
from generator.market import Market
from generator.orders import Orders
from generator.outbox import Outbox
from generator.text import Text, array, ids, join, pick, stamps
from generator.webshop import visitor_numbers
from generator.world import World, day_factors

SESSIONS_A_DAY = 2.6
"""Sessions without an order on an average day, for each unit of scale."""
EVENT_TYPES = ("page_view", "product_view", "add_to_cart", "checkout", "order")
_SOURCES = ("direct", "search", "social", "email", "ad")
_PATHS = ("/", "/new", "/sale", "/guides/tents", "/stores", "/help")
_APART = 3 * HOUR


def first_anonymous(day: int) -> int:
    """Return the least number in the cookie of an anonymous visitor in the month that begins on a day."""
    return (day + 40) * 20_000_000 + 60_000_000_000


class ClickStream:
    """Simulates the click stream month by month."""

    def __init__(self, world: World, market: Market, box: Outbox) -> None:
        self._world, self._market, self._box = world, market, box
        self._next_event = 1

    def month(self, month: int, orders: Orders) -> None:
        """Simulate the sessions of a month and deliver their events.

        Args:
            month: month number.
            orders: the orders of the month; a tracked one ends a session.

        """
        rng = stream(self._world.seed, "sessions", month)
        days = month_days(month)
        ordered = np.flatnonzero(orders.tracked)
        end, visitor, customer, country = self._browsing(rng, days, orders, ordered)
        browsing = len(end)

        # Depth: the furthest type a session reaches. Orders reach all; of the rest some reach the checkout.
        depth = np.concatenate([choose(rng, [0.42, 0.38, 0.13, 0.07], browsing), np.full(len(ordered), 4)])
        end = np.concatenate([end, orders.at[ordered]])
        visitor = np.concatenate([visitor, visitor_numbers(orders.customer, orders.number)[ordered]])
        customer = np.concatenate([customer, orders.customer[ordered]])
        country = np.concatenate([country, orders.country[ordered]])
        order = np.concatenate([np.full(browsing, -1), ordered])
        device = np.concatenate([(rng.random(browsing) < 0.3).astype(np.int64), orders.device[ordered]])
        source = choose(rng, [0.30, 0.34, 0.14, 0.10, 0.12], len(end))

        # Each session: one or two pages, and as many product views as it likes, then one event a step.
        pages = 1 + (rng.random(len(end)) < 0.25)
        views = np.where(depth >= 1, 1 + rng.poisson(0.35, len(end)), 0)
        steps = np.maximum(depth - 1, 0)
        session, place = positions(pages + views + steps)
        before, after = pages[session], (pages + views)[session]
        kind = np.where(place < before, 0, np.where(place < after, 1, place - after + 2))
        gap = np.minimum(rng.exponential(80, len(session)).astype(np.int64) + 3, 900)
        last = np.cumsum(np.bincount(session, minlength=len(end)))[session] - 1
        total = np.cumsum(gap)
        at = end[session] - (total[last] - total)

        product = self._products(rng, days, orders, session, kind, order, country, at)
        held = np.where(rng.random(len(at)) < 0.985, between(rng, 1, 40, len(at)),
                        (rng.exponential(9, len(at)) * HOUR).astype(np.int64) + 60)  # fmt: skip
        sequence = np.lexsort((place, session, at))
        number = np.empty(len(at), dtype=np.int64)
        number[sequence] = self._next_event + np.arange(len(at))
        self._next_event += len(at)
        signed_in = np.where(customer[session] >= 0, customer[session] + 1, -1)
        order_number = np.where(kind == 4, orders.number[np.maximum(order[session], 0)] if len(orders.number)
                                else -1, -1)  # fmt: skip
        path = np.where(kind == 0, (number * 7919) % len(_PATHS), -1)
        payload = _payload(kind, ids("V", visitor[session], 11), ids("C", signed_in, 6),
                           ids("P-", np.where(product >= 0, product + 1, -1), 4),
                           ids("O", order_number, 7), pick(["web", "app"], device[session]),
                           pick(_SOURCES, source[session]), pick(_PATHS, path))  # fmt: skip
        received = at + held
        order_in_file = received[sequence]
        taken = array(sequence)
        self._box.add("web.events", order_in_file, {
            "event_id": ids("E", number, 9).take(taken), "occurred_at": stamps(at).take(taken),
            "received_at": stamps(received).take(taken), "payload": payload.take(taken),
        }, day=self._world.span.delivered_on("daily", order_in_file))  # fmt: skip

    def _browsing(
        self, rng: np.random.Generator, days: Ints, orders: Orders, ordered: Ints
    ) -> tuple[Ints, Ints, Ints, Ints]:
        """End, visitor, customer (-1 for none) and country of the sessions without an order."""
        c = self._world.customers
        factors = day_factors(days, standing.WEB_WEEK)
        count = int(rng.poisson(factors.sum() * SESSIONS_A_DAY * self._world.scale))
        day = days[choose(rng, factors, count)]
        end = day * DAY + between(rng, 6 * HOUR, 22 * HOUR, count)
        known = np.flatnonzero((c.registered < days[0] * DAY) & (c.leaves > days[0] * DAY))
        signed_in = rng.random(count) < (0.22 if len(known) else 0.0)
        customer = np.where(signed_in, known[between(rng, 0, max(len(known) - 1, 0), count)], -1)
        # An anonymous visitor comes once or a few times a month.
        anonymous = first_anonymous(int(days[0])) + (rng.random(count) * count * 0.7).astype(np.int64) * 3
        visitor = np.where(signed_in, customer * 7 + 10_000_003, anonymous)
        country = np.where(signed_in, c.country[np.maximum(customer, 0)],
                           choose(rng, [x.share for x in standing.COUNTRIES], count))  # fmt: skip

        # Leave out sessions that lie close to another one of their visitor, so that gaps are unmistakable.
        all_visitors = np.concatenate([visitor, visitor_numbers(orders.customer, orders.number)[ordered]])
        all_ends = np.concatenate([end, orders.at[ordered]])
        by_visitor = np.lexsort((all_ends, all_visitors))
        near = (np.diff(all_visitors[by_visitor]) == 0) & (np.diff(all_ends[by_visitor]) < _APART)
        close = np.zeros(len(all_ends), dtype=bool)
        close[by_visitor[1:][near]] = True
        close[by_visitor[:-1][near]] = True
        keep = ~close[:count] & (end > days[0] * DAY + 2 * _APART)
        return end[keep], visitor[keep], customer[keep], country[keep]

    def _products(
        self, rng: np.random.Generator, days: Ints, orders: Orders, session: Ints, kind: Ints, order: Ints,
        country: Ints, at: Ints,
    ) -> Ints:  # fmt: skip
        """Choose the product of each product view and cart event, -1 for others.

        In a session that ends with an order it is the first product that was bought.
        """
        weights = self._market.web(days)
        day = np.clip(at // DAY - days[0], 0, len(days) - 1)
        row = country[session] * len(days) + day
        product = choose_by_row(rng, weights.reshape(-1, weights.shape[2]), row)
        if len(orders.product):
            first_line = np.searchsorted(orders.order, np.maximum(order[session], 0))
            bought = orders.product[np.minimum(first_line, len(orders.product) - 1)]
            product = np.where(order[session] >= 0, bought, product)
        return np.where((kind == 1) | (kind == 2), product, -1)


def _payload(
    kind: Ints,
    visitor: Text,
    customer: Text,
    product: Text,
    order: Text,
    device: Text,
    source: Text,
    path: Text,
) -> Text:
    """Payloads as compact JSON; what is null is left out."""

    def member(name: str, values: Text) -> Text:
        return pc.coalesce(join(f',"{name}":"', values, '"'), pa.scalar(""))

    return join('{"event_type":"', pick(EVENT_TYPES, kind), '","visitor_id":"', visitor, '"',
                member("customer_id", customer), member("product_id", product), member("order_id", order),
                member("path", path), ',"device":"', device, '","traffic_source":"', source,
                    '"}')  # fmt: skip
