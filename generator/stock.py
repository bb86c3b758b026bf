"""Stock: every location's goods by day, replenished by plan, counted by hand.

Sales and returns arrive one movement a line, with the order or receipt as document. Each evening a pair of
location and product that has fallen to its reorder point is ordered from the product's main supplier; the
goods come after the supplier's lead time, sometimes later, so that a pair is out of stock on a few percent
of its days. A store that has run out is now and then helped by a warehouse of its region. One pair in three
is counted each month; a difference is corrected in the same minute, so on hand at the end of a count's
day is what was counted. A shop can sell what it does not have yet: on hand may be negative for some days.
"""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from generator import standing
from generator.clock import DAY, HOUR, Bools, Floats, Ints, month_days
from generator.draw import stream
from generator.orders import DOCUMENT_PREFIXES, DOCUMENT_WIDTHS, MOVE_KINDS, NEVER_AT, Moves
from generator.outbox import Outbox
from generator.text import dates, ids, integers, pick, stamps
from generator.world import COUNTRY_WAREHOUSE, LOCATION_COUNTRY, World

_HORIZON = 128
_COVER_DAYS = 110
"""Days of expected sales that one order is for."""
_COUNT_EVERY = 3


class Stock:
    """Simulates the stock of every location day by day."""

    def __init__(self, world: World, box: Outbox) -> None:
        self._world, self._box = world, box
        shape = world.listings.first.shape
        self._on_hand = np.zeros(shape, dtype=np.int64)
        self._coming = np.zeros((_HORIZON, *shape), dtype=np.int64)
        none = np.zeros(0, dtype=np.int64)
        self._waiting = Moves.of("sale", none, none, none, none)
        self._next_move, self._next_transfer = 1, 1
        p = world.products
        self._lead = world.supply.lead_days[p.supplier]
        self._case = np.maximum(p.case, 1)
        self._help = np.array([COUNTRY_WAREHOUSE[c] for c in LOCATION_COUNTRY])

    def month(self, month: int, moves: Moves, expected: Floats) -> None:
        """Simulate a month and deliver its movements and counts.

        Args:
            month: month number.
            moves: sales and returns that became known in the month, of this month or later.
            expected: units that each pair should sell a day, shape (location, product).

        """
        known = Moves.concat([self._waiting, moves])
        days = month_days(month)
        end = (days[-1] + 1) * DAY
        self._waiting = known.take((known.at >= end) & (known.at < NEVER_AT))
        now = known.take(known.at < end)
        net = np.zeros((len(days), *self._on_hand.shape), dtype=np.int64)
        np.add.at(net, (now.at // DAY - days[0], now.location, now.product), now.quantity)
        rng = stream(self._world.seed, "stock", month)
        parts = [now]
        for index, day in enumerate(days.tolist()):
            parts += self._day(rng, month, day, net[index], expected)
        self._deliver(Moves.concat(parts))

    def _day(
        self, rng: np.random.Generator, month: int, day: int, net: Ints, expected: Floats
    ) -> list[Moves]:
        listings = self._world.listings
        listed = (listings.first <= day) & (day < listings.last)
        lead = self._lead[None, :]
        point = np.ceil(expected * lead - 0.1 * np.sqrt(expected * lead)).astype(np.int64)
        target = expected * (lead + _COVER_DAYS)

        arrived = self._coming[day % _HORIZON].copy()
        self._coming[day % _HORIZON] = 0
        starts = listed & (listings.first == day) if day else listed
        arrived += np.where(starts, self._cases(np.maximum(target, 1)), 0)
        self._on_hand += arrived + net
        moves = [self._moves("goods_in", day * DAY + 6 * HOUR, arrived)]
        moves += self._transfers(rng, day, listed)
        moves += self._count(rng, month, day, listed)

        position = self._on_hand + self._coming.sum(axis=0)
        wants = listed & (position <= point) & (self._world.products.discontinued > day)[None, :]
        order = np.where(wants, self._cases(np.maximum(target - position, 1)), 0)
        location, product = np.nonzero(order)
        slack = rng.poisson(1.5, len(location)) + (rng.random(len(location)) < 0.08) * 14
        due = (day + self._lead[product] + slack + 1) % _HORIZON
        np.add.at(self._coming, (due, location, product), order[location, product])
        return moves

    def _cases(self, units: Floats | Ints) -> Ints:
        """Whole cases that cover a number of units."""
        return np.asarray(np.ceil(units / self._case[None, :]) * self._case[None, :]).astype(np.int64)

    @staticmethod
    def _moves(kind: str, at: int, quantity: Ints, prefix: str = "", document: Ints | None = None) -> Moves:
        location, product = np.nonzero(quantity)
        seconds = at + (location * 7 + product) % 3000
        return Moves.of(kind, seconds, location, product, quantity[location, product], prefix, document)

    def _transfers(self, rng: np.random.Generator, day: int, listed: Bools) -> list[Moves]:
        """Goods that a warehouse sends to a store of its region which has run out."""
        is_store = np.arange(len(self._on_hand)) >= standing.WAREHOUSE_COUNT
        empty = listed & (self._on_hand <= 0) & is_store[:, None]
        store, product = np.nonzero(empty & (rng.random(empty.shape) < 0.02))
        from_ = self._help[store]
        _, one_each = np.unique(from_ * empty.shape[1] + product, return_index=True)
        store, product, from_ = store[one_each], product[one_each], from_[one_each]
        sent = np.minimum(self._on_hand[from_, product] // 4, self._case[product])
        rich = sent > 0
        store, product, from_, sent = store[rich], product[rich], from_[rich], sent[rich]
        document = self._next_transfer + np.arange(len(store), dtype=np.int64)
        self._next_transfer += len(store)
        self._on_hand[from_, product] -= sent
        self._on_hand[store, product] += sent
        at = day * DAY + 8 * HOUR + document % 600
        return [Moves.of("transfer_out", at, from_, product, -sent, "TR", document),
                Moves.of("transfer_in", at + 9 * HOUR, store, product, sent, "TR", document)]  # fmt: skip

    def _count(self, rng: np.random.Generator, month: int, day: int, listed: Bools) -> list[Moves]:
        """Count the goods of a day; each location has its own day of the month."""
        locations, products = listed.shape[0], listed.shape[1]
        of_month = day - int(month_days(month)[0])
        counting = (np.arange(locations) + 12 == of_month)[:, None]
        turn = (np.arange(products)[None, :] + np.arange(locations)[:, None] + month) % _COUNT_EVERY == 0
        location, product = np.nonzero(counting & turn & listed)
        if not len(location):
            return []
        book = self._on_hand[location, product]
        error = rng.choice([-2, -1, -1, *([0] * 16), 1, 1, 2], len(location))
        found = np.maximum(book + error, 0)
        self._on_hand[location, product] = found
        at = np.full(len(location), day * DAY + DAY - 1)
        self._box.add("erp.inventory_counts", at, {
            "location_no": pick([x.id for x in standing.LOCATIONS], location),
            "product_no": ids("P-", product + 1, 4), "count_date": dates(at // DAY),
            "counted_quantity": integers(found),
        })  # fmt: skip
        off = found != book
        return [Moves.of("correction", at[off], location[off], product[off], (found - book)[off])]

    def _deliver(self, moves: Moves) -> None:
        moves = moves.take(np.lexsort((moves.kind, moves.product, moves.location, moves.at)))
        number = self._next_move + np.arange(len(moves), dtype=np.int64)
        self._next_move += len(moves)
        documents = [
            ids(prefix, np.where(moves.document_prefix == code, moves.document, -1), DOCUMENT_WIDTHS[code])
            for code, prefix in enumerate(DOCUMENT_PREFIXES)
        ]
        self._box.add("erp.inventory_movements", moves.at, {
            "movement_id": ids("MV", number, 8),
            "location_no": pick([x.id for x in standing.LOCATIONS], moves.location),
            "product_no": ids("P-", moves.product + 1, 4), "movement_type": pick(MOVE_KINDS, moves.kind),
            "quantity": integers(moves.quantity), "moved_at": stamps(moves.at),
            "document_no": pc.coalesce(*documents),
        })  # fmt: skip
