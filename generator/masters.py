"""What changes rarely: standing data, products, suppliers, prices, listings, plans and rates."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from generator import standing
from generator.clock import DAY, HOUR, Ints, day_of, month_start, second_of
from generator.draw import stream
from generator.outbox import Outbox
from generator.text import (
    Text,
    array,
    constant,
    dates,
    decimal,
    flags,
    ids,
    integers,
    money,
    null_where,
    pick,
    stamps,
)
from generator.world import CATEGORY_IDS, GIFT_CARD, PRODUCT_TYPES, REORGANISED, World

_BEFORE = second_of("2023-11-20T09:00:00Z")
"""When whatever stood before the first day was entered."""


def _rows(box: Outbox, key: str, rows: list[dict[str, str | None]], at: Ints) -> None:
    columns = {name: array([row[name] for row in rows], pa.string()) for name in rows[0]}
    box.add(key, at, columns)


def add_standing(box: Outbox) -> None:
    """Countries, currencies, holidays, categories, locations and promotions, which no draw decides."""
    _rows(box, "reference.countries", [
        {"country_code": c.code, "country_name": c.name, "currency_code": c.currency,
         "vat_rate": f"{c.tax_rate // 10_000}.{c.tax_rate % 10_000:04}"} for c in standing.COUNTRIES
    ], np.arange(len(standing.COUNTRIES)))  # fmt: skip
    _rows(box, "reference.currencies", [
        {"currency_code": c.code, "currency_name": c.name, "decimal_places": str(c.decimal_places)}
        for c in standing.CURRENCIES
    ], np.arange(len(standing.CURRENCIES)))  # fmt: skip
    holidays = standing.holidays(box.span.years)
    _rows(box, "reference.holidays", [
        {"country_code": code, "holiday_date": day, "holiday_name": name}
        for code, day, name in holidays
    ], np.arange(len(holidays)))  # fmt: skip

    changes = [("c", _BEFORE + i, *row) for i, row in enumerate(standing.CATEGORIES)]
    changes += [(op, second_of(at), *row) for at, op, *row in standing.CATEGORY_CHANGES]
    at = np.array([change[1] for change in changes])
    _rows(box, "erp.categories", [
        {"op": op, "changed_at": stamped, "category_id": key, "parent_category_id": parent,
            "category_name": name}
        for (op, _, key, parent, name), stamped in zip(changes, stamps(at).to_pylist(), strict=True)
    ], at)  # fmt: skip
    _add_locations(box)
    _add_promotions(box)


def _add_locations(box: Outbox) -> None:
    rows: list[tuple[str, int, standing.Location]] = []
    for number, location in enumerate(standing.LOCATIONS):
        opened = day_of(date.fromisoformat(location.opened))
        rows.append(("c", min(_BEFORE + number, (opened - 45) * DAY + 9 * HOUR) if opened < 0
                     else (opened - 45) * DAY + 9 * HOUR, location))  # fmt: skip
    by_id = {location.id: location for location in standing.LOCATIONS}
    for at, key, name, area in standing.LOCATION_CHANGES:
        by_id[key] = by_id[key]._replace(name=name, square_metres=area)
        rows.append(("u", second_of(at), by_id[key]))
    seconds = np.array([at for _, at, _ in rows])
    stamped = stamps(seconds).to_pylist()
    _rows(box, "erp.locations", [
        {"op": op, "changed_at": changed_at, "location_no": x.id, "location_name": x.name,
         "location_type": x.kind, "country_code": x.country, "city": x.city, "postcode": x.postcode,
         "time_zone": x.zone, "opened_date": x.opened, "floor_area_square_metres": str(x.square_metres)}
        for (op, _, x), changed_at in zip(rows, stamped, strict=True)
    ], seconds)  # fmt: skip


def _add_promotions(box: Outbox) -> None:
    """Promotions are entered 45 days before they start, so that the monthly delivery comes in time."""
    promotions = standing.promotions(box.span.years)
    seconds = np.array([(day_of(date.fromisoformat(p.start)) - 45) * DAY + 10 * HOUR for p in promotions])
    stamped = stamps(seconds).to_pylist()
    _rows(box, "shop.promotions", [
        {"op": "c", "changed_at": at, "promotion_id": p.id, "promotion_name": p.name,
         "promotion_type": p.kind, "discount_rate": f"0.{p.rate:04}", "category_id": p.category,
         "channel_scope": p.scope, "country_code": p.country, "start_date": p.start, "end_date": p.end}
        for p, at in zip(promotions, stamped, strict=True)
    ], seconds)  # fmt: skip


def add_supply(box: Outbox, world: World) -> None:
    """Prices, supplied shares and listings: all their changes."""
    changes = world.price_changes
    currencies = len(standing.CURRENCIES)
    at = np.repeat([c.changed_at for c in changes], currencies)
    box.add("erp.price_list", at, {
        "op": constant("c", len(at)), "changed_at": stamps(at),
        "product_no": ids("P-", np.repeat([c.product for c in changes], currencies) + 1, 4),
        "currency_code": pick([c.code for c in standing.CURRENCIES],
                              np.tile(np.arange(currencies), len(changes))),
        "start_date": dates(np.repeat([c.start for c in changes], currencies)),
        "list_price": money(np.concatenate([c.prices for c in changes])),
    })  # fmt: skip

    supply = world.supply
    gone = np.array([op == "d" for op in supply.change_op])
    box.add("erp.product_suppliers", supply.change_at, {
        "op": array(supply.change_op), "changed_at": stamps(supply.change_at),
        "product_no": ids("P-", supply.change_product + 1, 4),
        "supplier_no": ids("S-", supply.change_supplier + 1, 2),
        "supply_share": null_where(gone, decimal(supply.change_share, 4)),
    })  # fmt: skip

    listings, days = world.listings, world.span.days
    location, product = np.nonzero(listings.first < days)
    first, last = listings.first[location, product], listings.last[location, product]
    # Listings are decided five weeks ahead, so that the monthly delivery comes before they count.
    decided = (first - 35) * DAY + 11 * HOUR
    ends = np.flatnonzero(last < days + 35)
    op = constant("c", len(first)), constant("u", len(ends))
    pick_all = np.concatenate([np.arange(len(first)), ends])
    is_end = np.arange(len(pick_all)) >= len(first)
    at = np.where(is_end, np.maximum((last[pick_all] - 35) * DAY + 12 * HOUR, decided[pick_all] + HOUR),
                  decided[pick_all])  # fmt: skip
    box.add("erp.assortments", at, {
        "op": pa.concat_arrays(op), "changed_at": stamps(at),
        "location_no": pick([x.id for x in standing.LOCATIONS], location[pick_all]),
        "product_no": ids("P-", product[pick_all] + 1, 4), "listed_from_date": dates(first[pick_all]),
        "listed_until_date": null_where(~is_end, dates(np.where(is_end, last[pick_all] - 1, 0))),
    })  # fmt: skip


def add_extracts(box: Outbox, world: World, first_day: int, last_day: int) -> None:
    """Deliver the weekly extracts of products and suppliers of the days given, both included.

    A product appears four weeks before its launch; its category is the one of that day.
    """
    weeks = world.span.delivery_days("weekly")
    weeks = weeks[(weeks >= first_day) & (weeks <= last_day)]
    p = world.products
    for day in weeks.tolist():
        who = np.flatnonzero(p.launch - 28 <= day)
        category = p.category_later if day >= REORGANISED else p.category
        kind = p.kind[who]
        box.add("erp.products", who, {
            "product_no": ids("P-", who + 1, 4), "product_name": pick(p.names, who),
            "product_type": pick(PRODUCT_TYPES, kind), "category_id": pick(CATEGORY_IDS, category[who]),
            "brand": pick(standing.BRANDS, np.where(kind == GIFT_CARD, -1, p.brand[who])),
            "colour": pick(standing.COLOURS, p.colour[who]), "size_label": pick(p.size, who),
            "weight_grams": null_where(p.grams[who] < 0, integers(p.grams[who])),
            "download_megabytes": null_where(p.megabytes[who] < 0, integers(p.megabytes[who])),
            "units_per_case": null_where(p.case[who] < 0, integers(p.case[who])),
            "unit_cost_amount": decimal(p.cost[day // 7, who], 4), "launch_date": dates(p.launch[who]),
            "is_discontinued": flags(p.discontinued[who] <= day),
        }, day=np.full(len(who), day))  # fmt: skip
        who = np.arange(len(world.supply.grade))
        box.add("erp.suppliers", who, {
            "supplier_no": ids("S-", who + 1, 2), "supplier_name": _supplier_names(len(who)),
            "country_code": pick(standing.SUPPLIER_COUNTRIES, who % len(standing.SUPPLIER_COUNTRIES)),
            "lead_time_days": integers(world.supply.lead_days + (day > 400) * (who % 4 == 1) * 3),
            "quality_grade": pick(["A", "B", "C"], world.supply.grade),
        }, day=np.full(len(who), day))  # fmt: skip


def _supplier_names(count: int) -> Text:
    names = standing.SUPPLIER_NAMES
    return array([names[i % len(names)] + (f" {i // len(names) + 1}" if i >= len(names) else "")
                     for i in range(count)])  # fmt: skip


def add_rates(box: Outbox, seed: int) -> None:
    """Exchange rates on weekdays: slow random walks that stay near where they began, in 1e-8 EUR a unit."""
    rng = stream(seed, "fx_rates")
    days = box.span.delivery_days("weekdays")
    foreign = standing.CURRENCIES[1:]
    steps = rng.normal(0, 0.0035, (len(days), len(foreign)))
    walk = np.zeros_like(steps)
    for row in range(1, len(days)):
        walk[row] = 0.985 * walk[row - 1] + steps[row]
    rates = np.rint(np.array([c.eur_per_unit for c in foreign]) * np.exp(walk)).astype(np.int64)
    at = np.repeat(days, len(foreign)) * DAY
    box.add("finance.fx_rates", at, {
        "currency_code": pick([c.code for c in foreign], np.tile(np.arange(len(foreign)), len(days))),
        "rate_date": dates(at // DAY), "eur_per_unit": decimal(rates.ravel(), 8),
    })  # fmt: skip


def add_forecasts(box: Outbox, world: World, units_a_day: float) -> None:
    """Plans for each month and category, in up to three revisions, each nearer to what is expected.

    Revisions come three, two and one months ahead; the third one only for every fourth month.

    Args:
        box: where the rows go.
        world: everything that exists.
        units_a_day: units that are expected on an average day.

    """
    rng = stream(world.seed, "sales_forecasts")
    p = world.products
    weight = p.popularity / p.popularity.sum()
    used = sorted(set(p.category.tolist()))
    columns: list[tuple[int, int, int, int, int, int]] = []
    for month in range(world.span.months):
        first, after = month_start(month), month_start(month + 1)
        for category in used:
            mine = (p.category == category) & (p.launch < after) & (p.discontinued > first)
            units = units_a_day * (after - first) * standing.SEASON[month % 12]
            units *= float((weight * p.season[month % 12])[mine].sum()) * (1 + 0.12 * (month / 12 - 0.95))
            value = float((weight * p.prices[:, 0, first])[mine].sum()) / max(float(weight[mine].sum()), 1e-9)
            for revision in range(1, 4 if month % 4 == 3 else 3):
                made = month_start(month - 4 + revision) + 24 if month - 4 + revision >= 0 else -20
                planned = round(units * float(np.exp(rng.normal(0, 0.24 / revision))))
                revenue = round(planned * value * 0.93)
                columns.append((made * DAY, first, category, revision, planned, revenue))
    at, first_day, cat, numbers, units_planned, revenues = (np.array(c) for c in zip(*columns, strict=True))
    box.add("finance.sales_forecasts", at, {
        "month_date": dates(first_day), "category_id": pick(CATEGORY_IDS, cat),
        "revision_number": integers(numbers), "planned_unit_count": integers(units_planned),
        "planned_net_revenue_eur": money(revenues),
    })  # fmt: skip
