"""What sells where and when: product weights by country, store and day, and the promotions that lift them."""

from __future__ import annotations

from datetime import date

import numpy as np

from generator import standing
from generator.clock import Bools, Floats, Ints, calendar_months, day_of
from generator.world import (
    CATEGORY_IDS,
    CATEGORY_INDEX,
    COUNTRY_INDEX,
    COUNTRY_WAREHOUSE,
    GIFT_CARD,
    LOCATION_COUNTRY,
    PHYSICAL,
    STORES,
    World,
)

LIFT = 5.0
"""A promotion with rate r makes what it covers sell 1 + LIFT * r times as often; half of it with "
"conditions."""


def _below(category: str, day: int) -> set[str]:
    """Find a category and all below it, as the tree stands on a day."""
    parent = {key: above for key, above, _ in standing.CATEGORIES}
    for at, _, key, above, _ in standing.CATEGORY_CHANGES:
        if day_of(date.fromisoformat(at[:10])) <= day:
            parent[key] = above
    found = {category}
    while more := {key for key, above in parent.items() if above in found} - found:
        found |= more
    return found


class Market:
    """Weights of products, and the promotions on them: those of the years that the span reaches into."""

    def __init__(self, world: World) -> None:
        self._world = world
        p = world.products
        self.promotions = promotions = standing.promotions(world.span.years)
        self.start = np.array([day_of(date.fromisoformat(x.start)) for x in promotions])
        self.end = np.array([day_of(date.fromisoformat(x.end)) for x in promotions])
        self.covers = np.zeros((len(promotions), len(p)), dtype=bool)
        for i, promotion in enumerate(promotions):
            inside = (set(CATEGORY_IDS) if promotion.category is None
                      else _below(promotion.category, int(self.start[i])))  # fmt: skip
            wanted = [CATEGORY_INDEX[key] for key in inside]
            self.covers[i] = np.isin(p.category, wanted) & (p.kind != GIFT_CARD)

    def active(self, promotion: int, channel: str, countries: Ints, days: Ints) -> Bools:
        """Whether a promotion counts in a channel, for each pair of country and day."""
        spec = self.promotions[promotion]
        if spec.scope not in ("all", channel):
            return np.zeros(np.broadcast(countries, days).shape, dtype=bool)
        inside = (days >= self.start[promotion]) & (days <= self.end[promotion])
        if spec.country is not None:
            inside = inside & (countries == COUNTRY_INDEX[spec.country])
        return np.asarray(inside & np.ones_like(countries, dtype=bool))

    def _weights(self, channel: str, countries: Ints, days: Ints, sold: Bools) -> Floats:
        p = self._world.products
        weights = p.popularity * p.season[calendar_months(days)][None] * sold
        for i, spec in enumerate(self.promotions):
            if self.end[i] < days[0] or self.start[i] > days[-1]:
                continue
            lift = LIFT * spec.rate / 10_000 * (0.5 if spec.kind in ("member", "bundle") else 1.0)
            active = self.active(i, channel, countries[:, None], days[None, :])
            weights = weights * (1 + lift * active[:, :, None] * self.covers[i])
        return np.asarray(weights, dtype=np.float64)

    def web(self, days: Ints) -> Floats:
        """Weight of each product in the web shop, as shape (country, day, product)."""
        p = self._world.products
        listed = self._world.listings.listed(days)[COUNTRY_WAREHOUSE]
        sold = listed | ((p.kind != PHYSICAL)[None, None, :] & (p.launch[None, :] <= days[:, None])[None])
        return self._weights("web", np.arange(len(standing.COUNTRIES)), days, sold)

    def stores(self, days: Ints) -> Floats:
        """Weight of each product in the stores, as shape (store, day, product); none before a store opens."""
        return self._weights(
            "store", LOCATION_COUNTRY[STORES], days, self._world.listings.listed(days)[STORES]
        )

    def bustle(self, channel: str, countries: Ints, days: Ints) -> Floats:
        """How many more customers come because of promotions on everything, as shape (country, day)."""
        result = np.ones((len(countries), len(days)))
        for i, spec in enumerate(self.promotions):
            if spec.category is None and spec.kind == "seasonal":
                active = self.active(i, channel, countries[:, None], days[None, :])
                result *= 1 + 2.5 * spec.rate / 10_000 * active
        return result
