"""The entities of one run, drawn once: products, suppliers, prices, listings, customers and members.

Products and suppliers grow with the square root of the scale, customers and members with the scale and with
the months. Entities are held as arrays of integers; what they look like as text is made when they are
delivered.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from generator import standing
from generator.clock import DAY, HOUR, NEVER, Bools, Floats, Ints, Span, calendar_months, day_of, weekdays
from generator.draw import between, choose, stream

PRODUCTS, SUPPLIERS = 42, 10
CUSTOMERS, KNOWN_CUSTOMERS = 350, 130
MEMBERS, KNOWN_MEMBERS = 170, 110
"""What there is at scale 1 in the default months, and how many of these before the first day."""

PHYSICAL, DIGITAL, GIFT_CARD = 0, 1, 2
PRODUCT_TYPES = ("physical", "digital", "gift_card")
_SLOTS = (0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 1, 0, 0)
"""Types of the products in turn: 85 % physical."""

CATEGORY_IDS = (*(category[0] for category in standing.CATEGORIES), "CAT-50", "CAT-36")
CATEGORY_INDEX = {name: index for index, name in enumerate(CATEGORY_IDS)}
CURRENCY_INDEX = {c.code: i for i, c in enumerate(standing.CURRENCIES)}
COUNTRY_INDEX = {c.code: i for i, c in enumerate(standing.COUNTRIES)}
COUNTRY_CURRENCY = np.array([CURRENCY_INDEX[c.currency] for c in standing.COUNTRIES])
COUNTRY_OFFSET = np.array([x.offset_hours for x in standing.COUNTRIES]) * HOUR
"""Offset of a country's standard time, in seconds: good enough to choose hours, not to print them."""
COUNTRY_TAX = np.array([c.tax_rate for c in standing.COUNTRIES])
COUNTRY_WAREHOUSE = np.array([c.warehouse for c in standing.COUNTRIES])
CURRENCY_STEP = np.array([c.step for c in standing.CURRENCIES])
CURRENCY_PER_EUR = np.array([c.per_eur for c in standing.CURRENCIES])
LOCATION_COUNTRY = np.array([COUNTRY_INDEX[location.country] for location in standing.LOCATIONS])
STORES = np.arange(standing.WAREHOUSE_COUNT, len(standing.LOCATIONS))
REORGANISED = day_of(date.fromisoformat(standing.REORGANISED_ON))


@dataclass(frozen=True)
class Products:
    """Products, numbered from 0; P-0001 is product 0.

    Days are day numbers, money is in EUR cents unless said otherwise, arrays have shape (product,).
    """

    kind: Ints
    names: tuple[str, ...]
    category: Ints
    category_later: Ints
    brand: Ints
    colour: Ints
    size: tuple[str | None, ...]
    grams: Ints
    megabytes: Ints
    case: Ints
    launch: Ints
    discontinued: Ints
    popularity: Floats
    season: Floats
    """Shape (calendar month, product): how much better it sells than in an average month."""
    return_rate: Floats
    supplier: Ints
    """The supplier with the greatest share."""
    cost: Ints
    """Shape (week, product), in 1e-4 EUR."""
    prices: Ints
    """Shape (product, currency, day), in hundredths of the currency."""

    def __len__(self) -> int:
        """Count the products."""
        return len(self.kind)


@dataclass(frozen=True)
class PriceChange:
    """A list price of one product, in all currencies, from a day on."""

    product: int
    start: int
    changed_at: int
    prices: Ints


@dataclass(frozen=True)
class Supply:
    """Suppliers, and each change of the share (in hundredths of a percent) of a product that one supplies.

    Change arrays are parallel and in order of time; ``change_op`` holds c, u and d.
    """

    lead_days: Ints
    grade: Ints
    change_at: Ints
    change_op: tuple[str, ...]
    change_product: Ints
    change_supplier: Ints
    change_share: Ints


@dataclass(frozen=True)
class Listings:
    """Which location lists which product: arrays of shape (location, product).

    A pair is listed on the days from ``first`` up to but not including ``last``; never, where first is NEVER.
    """

    first: Ints
    last: Ints

    def listed(self, days: Ints) -> Bools:
        """Whether each pair is listed on each day, as shape (location, day, product)."""
        at = days[None, :, None]
        result: Bools = (self.first[:, None, :] <= at) & (at < self.last[:, None, :])
        return result


@dataclass
class Customers:
    """Customers of the web shop in order of registration; C000001 is customer 0. Shape (customer,).

    The fields from ``tier`` on are the present state, which the simulation moves on month by month.
    """

    registered: Ints
    country: Ints
    first_name: Ints
    last_name: Ints
    birth: Ints
    channel: Ints
    keenness: Floats
    leaves: Ints
    """Second at which the customer churns."""
    has_billing: Bools
    billing_country: Ints
    consents: Bools
    tier: Ints
    spent: Ints
    phone: Ints
    mail_host: Ints
    place: Ints
    street: Ints
    house: Ints

    def __len__(self) -> int:
        """Count the customers."""
        return len(self.registered)


@dataclass
class Members:
    """Loyalty members of the stores, by store and joining day within it. Shape (member,)."""

    number: Ints
    """Number in the member's id."""
    store: Ints
    country: Ints
    joined: Ints
    leaves: Ints
    person: Ints
    """The shop customer who is the same person; -1 where there is none."""
    same_mail: Bools
    first_name: Ints
    last_name: Ints
    birth: Ints
    place: Ints
    mail_host: Ints
    points: Ints

    def __len__(self) -> int:
        """Count the members."""
        return len(self.store)


@dataclass
class World:
    """Everything that exists."""

    seed: int
    scale: int
    span: Span
    products: Products
    price_changes: tuple[PriceChange, ...]
    supply: Supply
    listings: Listings
    customers: Customers
    members: Members


@dataclass(frozen=True)
class Places:
    """Towns with a postcode, of all countries; ``first`` and ``count`` have shape (country,)."""

    cities: tuple[str, ...]
    postcodes: tuple[str, ...]
    first: Ints
    count: Ints


@cache
def places() -> Places:
    """All places that addresses lie in: 40 postcodes a town."""
    cities: list[str] = []
    codes: list[str] = []
    first = []
    for country in standing.COUNTRIES:
        first.append(len(cities))
        for city, prefix in standing.CITIES[country.code]:
            for n in range(40):
                tail = n * 23 + 7
                code = {
                    "GB": f"{prefix}{n % 18 + 1} {n % 9 + 1}{'ABDEFGHJLN'[n % 10]}{'PQRSTUWXYZ'[n // 4]}",
                    "SE": f"{prefix}{tail % 10} {tail // 10:02}",
                    "JP": f"{prefix}{tail % 10}-{tail * 7 % 10_000:04}",
                }.get(country.code, f"{prefix}{tail:03}")
                cities.append(city)
                codes.append(code)
    starts = np.array(first)
    return Places(tuple(cities), tuple(codes), starts, np.diff([*first, len(cities)]))


def root(scale: int, base: int) -> int:
    """How many of what grows with the square root of the scale."""
    return round(base * math.sqrt(scale))


def _nice(eur_cents: Floats, currency: int) -> Ints:
    """Prices in a currency, in its hundredths, as a shop would print them."""
    spec = standing.CURRENCIES[currency]
    units = eur_cents * spec.per_eur / 100
    if spec.code == "JPY":
        return np.maximum(np.rint(units / 10), 1).astype(np.int64) * 1000
    if spec.code == "SEK":
        return np.maximum(np.rint(units), 1).astype(np.int64) * 100
    return np.maximum(np.rint(units), 1).astype(np.int64) * 100 - 5


def _products(
    seed: int, scale: int, span: Span, supplier: Ints, grade: Ints
) -> tuple[Products, tuple[PriceChange, ...]]:
    rng = stream(seed, "products")
    count = root(scale, PRODUCTS)
    kind = np.array([_SLOTS[i % len(_SLOTS)] for i in range(count)])
    names: list[str] = []
    sizes: list[str | None] = []
    turns = [0, 0, 0]
    range_of = np.full(count, -1)
    price = np.zeros(count)
    grams, case = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    category = np.full(count, CATEGORY_INDEX[standing.GIFT_CATEGORY])
    season = np.ones((12, count))
    months = np.arange(12)
    for i in range(count):
        turn = turns[kind[i]]
        turns[kind[i]] += 1
        generation, size = "", None
        if kind[i] == PHYSICAL:
            line = standing.RANGES[turn % len(standing.RANGES)]
            series = turn // len(standing.RANGES)
            name = f"{standing.SERIES[series % len(standing.SERIES)]} {line.nouns[series % len(line.nouns)]}"
            generation = f" {series // len(standing.SERIES) + 1}" if series >= len(standing.SERIES) else ""
            size = line.sizes[series % len(line.sizes)] if line.sizes else None
            range_of[i] = turn % len(standing.RANGES)
            category[i] = CATEGORY_INDEX[line.category]
            price[i] = rng.integers(line.price[0], line.price[1] + 1) * 100
            grams[i] = rng.integers(line.grams[0], line.grams[1] + 1)
            case[i] = line.case
            season[:, i] = 1 + line.swing * np.cos(2 * np.pi * (months - line.peak) / 12)
        elif kind[i] == DIGITAL:
            areas = standing.DIGITAL_AREAS
            name = f"{standing.DIGITAL_NOUNS[turn % len(standing.DIGITAL_NOUNS)]} {areas[turn % len(areas)]}"
            generation = f" {turn // 12 + 1}" if turn >= 12 else ""
            price[i] = rng.integers(9, 60) * 100
            category[i] = CATEGORY_INDEX[standing.DIGITAL_CATEGORY]
        else:
            amount = standing.GIFT_AMOUNTS[turn % len(standing.GIFT_AMOUNTS)]
            name, price[i] = f"Gift Card {amount}", amount * 100
            generation = f" {turn // 3 + 1}" if turn >= 3 else ""
        names.append(name + generation)
        sizes.append(size)

    later = category.copy()
    for old, new in standing.MOVED_CATEGORIES.items():
        members = np.flatnonzero(category == CATEGORY_INDEX[old])
        later[members[::2]] = CATEGORY_INDEX[new]

    # In more months more products are launched; those that may end are not more often among them.
    more = span.days_beyond
    may_end = np.arange(count) % 9 == 5
    is_new = rng.random(count) < np.where(may_end, 0.15, 0.15 * (1 + more / 540))
    is_new &= (kind == PHYSICAL) & (np.arange(count) > 9)
    launch = np.where(is_new, between(rng, 60, 600 + more, count), between(rng, -1500, -60, count))
    ends = (kind == PHYSICAL) & ~is_new & may_end & (np.arange(count) > 9)
    discontinued = np.where(ends, between(rng, 120, 620 + more, count), NEVER)
    rank = rng.permutation(count) + 1
    popularity = rank.astype(np.float64) ** -0.8 * np.where(kind == PHYSICAL, 1.0, 0.6)
    quality = np.array([0.045, 0.085, 0.16])[grade[supplier]] * np.exp(rng.normal(0, 0.3, count))

    weeks = span.days // 7 + 2
    steps = np.where(rng.random((weeks, count)) < 0.025, rng.normal(0.01, 0.04, (weeks, count)), 0.0)
    margin = np.where(kind == PHYSICAL, rng.uniform(0.42, 0.62, count), 0.1)
    cost = np.rint(price * 100 * margin * np.exp(np.cumsum(steps, axis=0)) / 100).astype(np.int64) * 100
    cost[:, kind == GIFT_CARD] = 0

    changes: list[PriceChange] = []
    prices = np.zeros((count, len(standing.CURRENCIES), span.days), dtype=np.int64)
    for i in range(count):
        level = price[i]
        start = int(launch[i])
        known = min(start - 21, -17) * DAY + 9 * HOUR if start < 0 else (start - 21) * DAY + 9 * HOUR
        first = max(start, 0)
        starts = [(start, known)]
        if kind[i] != GIFT_CARD:
            most = max(2, round(2 * (span.days - first) / Span().days))
            times = int(rng.integers(0, most + 1))
            extra = sorted({int(d) for d in rng.integers(first + 40, span.days + 40, times)})
            starts += [(d, (d - 10) * DAY + int(rng.integers(8, 17)) * HOUR) for d in extra if d < span.days]
        for turn, (day, changed_at) in enumerate(starts):
            if turn:
                level *= 1 + rng.choice([-0.12, -0.06, 0.04, 0.08, 0.12])
            row = np.array(
                [
                    int(_nice(np.array([level]), c)[0])
                    if kind[i] != GIFT_CARD
                    else round(price[i] * (1, 1, 10, 1, 200)[c])
                    for c in range(len(standing.CURRENCIES))
                ]
            )
            prices[i, :, max(day, 0) :] = row[:, None]
            changes.append(PriceChange(i, day, changed_at, row))
    products = Products(
        kind=kind, names=tuple(names), category=category, category_later=later,
        brand=np.where(kind == PHYSICAL, between(rng, 0, len(standing.BRANDS) - 1, count), 0),
        colour=np.where(kind == PHYSICAL, between(rng, 0, len(standing.COLOURS) - 1, count), -1),
        size=tuple(sizes), grams=np.where(kind == PHYSICAL, grams, -1),
        megabytes=np.where(kind == DIGITAL, between(rng, 8, 900, count), -1),
        case=np.where(kind == PHYSICAL, case, -1), launch=launch, discontinued=discontinued,
        popularity=popularity, season=season, return_rate=np.clip(quality, 0.01, 0.35), supplier=supplier,
        cost=cost, prices=prices,
    )  # fmt: skip
    return products, tuple(changes)


def _supply(seed: int, scale: int, span: Span) -> tuple[Supply, Ints]:
    """Suppliers and supplied shares, and each product's main supplier."""
    rng = stream(seed, "suppliers")
    count, products = root(scale, SUPPLIERS), root(scale, PRODUCTS)
    rows: list[tuple[int, str, int, int, int]] = []
    main = np.zeros(products, dtype=np.int64)
    for product in range(products):
        chosen = rng.permutation(count)[: int(rng.choice([1, 2, 3], p=[0.45, 0.37, 0.18]))]
        shares = {1: [10_000], 2: [6_500, 3_500], 3: [5_000, 3_000, 2_000]}[len(chosen)]
        main[product] = chosen[0]
        known = -int(rng.integers(60, 600)) * DAY + 10 * HOUR
        rows += [(known, "c", product, int(s), share) for s, share in zip(chosen, shares, strict=True)]
        # Shares may move once in every two years.
        for start in range(0, span.days, Span().days):
            if len(chosen) == 1 or rng.random() > 0.6:
                continue
            at = (start + int(rng.integers(20, 400))) * DAY + int(rng.integers(8, 17)) * HOUR
            moved = int(rng.integers(5, 15)) * 100
            shares = [shares[0] - moved, shares[1] + moved, *shares[2:]]
            now = zip(chosen[:2], shares[:2], strict=True)
            rows += [(at, "u", product, int(s), share) for s, share in now]
            if rng.random() < 0.4:
                at += int(rng.integers(40, 250)) * DAY
                shares = [shares[0] + shares[-1], *shares[1:-1]]
                rows.append((at, "d", product, int(chosen[-1]), 0))
                rows.append((at, "u", product, int(chosen[0]), shares[0]))
                chosen = chosen[:-1]
    rows.sort(key=lambda row: (row[0], row[2], row[3]))
    columns = list(zip(*rows, strict=True))
    supply = Supply(
        lead_days=between(rng, 5, 24, count),
        grade=np.array([(0, 1, 0, 2, 1)[i % 5] for i in range(count)]),
        change_at=np.array(columns[0]), change_op=tuple(columns[1]), change_product=np.array(columns[2]),
        change_supplier=np.array(columns[3]), change_share=np.array(columns[4]),
    )  # fmt: skip
    return supply, main


def _listings(seed: int, span: Span, products: Products) -> Listings:
    """Warehouses list every physical product, Kobe nine in ten; a store lists a bit more than half."""
    rng = stream(seed, "assortments")
    count = len(products)
    shape = (len(standing.LOCATIONS), count)
    share = np.array([1.0, 1.0, 0.9] + [0.58] * len(STORES))
    popular = products.popularity >= np.quantile(products.popularity, 0.75)
    listed = (rng.random(shape) < share[:, None]) | (popular & (rng.random(shape) < 0.7))
    listed[standing.WAREHOUSE_COUNT - 1, :10] = True
    listed &= products.kind == PHYSICAL
    opened = np.array([day_of(date.fromisoformat(x.opened)) for x in standing.LOCATIONS])
    first = np.maximum(np.maximum(opened[:, None], products.launch[None, :]), -365)
    is_store = np.arange(len(standing.LOCATIONS))[:, None] >= standing.WAREHOUSE_COUNT
    more = span.days_beyond
    joins_late = (rng.random(shape) < 0.08 * (1 + more / 540)) & is_store
    first = np.where(joins_late, np.maximum(first, rng.integers(60, 600 + more, shape)), first)
    last = np.broadcast_to(np.where(products.discontinued < NEVER, products.discontinued + 60, NEVER), shape)
    drops = (rng.random(shape) < 0.08 * (1 + more / 560)) & is_store & ~joins_late
    last = np.where(drops, np.minimum(last, rng.integers(90, 650 + more, shape)), last)
    listed &= first < last
    return Listings(np.where(listed, first, NEVER), np.where(listed, last, NEVER))


def day_factors(days: Ints, week: tuple[float, ...]) -> Floats:
    """How much is sold on each day beside an average one: season, weekday and a yearly growth of 12 %."""
    season = np.array(standing.SEASON)[calendar_months(days)]
    growth = 1 + 0.12 * (days / 365 - 1)
    return np.asarray(season * np.array(week)[weekdays(days)] * growth, dtype=np.float64)


def _people(rng: np.random.Generator, countries: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Draw first name, last name and place (as indices) and day of birth of people of each country."""
    count = len(countries)
    names = len(standing.FIRST_NAMES["DE"])
    where = places()
    place = where.first[countries] + (rng.random(count) * where.count[countries]).astype(np.int64)
    first = countries * names + between(rng, 0, names - 1, count)
    last = countries * names + between(rng, 0, names - 1, count)
    return first, last, place, between(rng, -30_000, -6_700, count)


def _arrivals(span: Span) -> Floats:
    """How many customers register on each day beside an average one, as shape (day,)."""
    return day_factors(np.arange(span.days), standing.WEB_WEEK)


def customer_count(span: Span) -> int:
    """How many customers there are for each unit of scale: more months have more, of a shop that grows."""
    growth = float(_arrivals(span).sum() / _arrivals(Span()).sum())
    return KNOWN_CUSTOMERS + round((CUSTOMERS - KNOWN_CUSTOMERS) * growth)


def _customers(seed: int, scale: int, span: Span) -> Customers:
    rng = stream(seed, "customers")
    count, known = customer_count(span) * scale, KNOWN_CUSTOMERS * scale
    arrival = np.concatenate([
        between(rng, -1000, -2, known), choose(rng, _arrivals(span), count - known)
    ])  # fmt: skip
    registered = np.sort(arrival * DAY + between(rng, 6 * HOUR, 21 * HOUR, count))
    country = choose(rng, [c.share for c in standing.COUNTRIES], count)
    first, last, place, birth = _people(rng, country)
    has_billing = rng.random(count) < 0.25
    abroad = rng.random(count) < 0.08
    lifetime = rng.exponential(420, count) + 20
    # Those who were customers before the first day are the ones who had not left by then.
    lifetime[:known] += np.maximum(-registered[:known] / DAY, 0) * 0.8
    spent = np.zeros(count, dtype=np.int64)
    spent[:known] = rng.gamma(1.0, 30_000, known)
    return Customers(
        registered=registered, country=country, first_name=first, last_name=last,
        birth=np.where(rng.random(count) < 0.1, NEVER, birth),
        channel=choose(rng, list(standing.CHANNEL_SHARES), count),
        keenness=rng.gamma(1.3, 1 / 1.3, count),
        leaves=registered + (lifetime * DAY).astype(np.int64),
        has_billing=has_billing,
        billing_country=np.where(abroad, between(rng, 0, len(standing.COUNTRIES) - 1, count), country),
        consents=rng.random(count) < 0.6,
        tier=np.searchsorted(standing.TIER_SPEND, spent, side="right").astype(np.int64),
        spent=spent, phone=between(rng, 10_000_000, 99_999_999, count),
        mail_host=between(rng, 0, 2, count), place=place,
        street=between(rng, 0, 4, count), house=between(rng, 1, 120, count),
    )  # fmt: skip


def _members(seed: int, scale: int, span: Span, customers: Customers) -> Members:
    """Members; about three in ten are shop customers of the same country, found by mail or by name."""
    rng = stream(seed, "members")
    known = KNOWN_MEMBERS * scale
    count = known + round((MEMBERS - KNOWN_MEMBERS) * span.days / Span().days) * scale
    trade = np.array([standing.LOCATIONS[s].trade for s in STORES])
    store = STORES[choose(rng, trade, count)]
    opened = np.array([day_of(date.fromisoformat(x.opened)) for x in standing.LOCATIONS])[store]
    joined = np.concatenate([between(rng, -900, -1, known), between(rng, 0, span.days - 1, count - known)])
    joined = np.maximum(joined, opened)
    country = LOCATION_COUNTRY[store]
    first, last, place, birth = _people(rng, country)
    person = between(rng, 0, len(customers) - 1, count)
    linked = (rng.random(count) < 0.9) & (customers.country[person] == country)
    linked &= customers.birth[person] < NEVER
    unique = np.zeros(count, dtype=bool)
    unique[np.unique(person, return_index=True)[1]] = True
    linked &= unique
    person = np.where(linked, person, -1)
    order = np.lexsort((joined, store))
    leaves = np.where(rng.random(count) < 0.06, joined + between(rng, 200, 900, count), NEVER)
    members = Members(
        number=np.argsort(np.argsort(joined, kind="stable"), kind="stable") + 1,
        store=store, country=country, joined=joined, leaves=leaves, person=person,
        same_mail=rng.random(count) < 0.5,
        first_name=np.where(linked, customers.first_name[person], first),
        last_name=np.where(linked, customers.last_name[person], last),
        birth=np.where(linked, customers.birth[person], birth),
        place=np.where(linked, customers.place[person], place),
        mail_host=np.where(linked, customers.mail_host[person],
                           np.where(rng.random(count) < 0.45, -1, between(rng, 0, 2, count))),
        points=np.where(joined < 0, rng.gamma(1.0, 250, count), 0).astype(np.int64),
    )  # fmt: skip
    return Members(**{name: values[order] for name, values in vars(members).items()})


def build(seed: int, scale: int, span: Span) -> World:
    """Draw everything that exists.

    Args:
        seed: the run's seed.
        scale: size, 1 or more.
        span: the months in which it exists.

    """
    supply, main = _supply(seed, scale, span)
    products, changes = _products(seed, scale, span, main, supply.grade)
    customers = _customers(seed, scale, span)
    return World(
        seed, scale, span, products, changes, supply, _listings(seed, span, products), customers,
        _members(seed, scale, span, customers),
    )  # fmt: skip
