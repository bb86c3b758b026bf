"""The shapes that the retailer's data must have, each with room for chance but not for their absence."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from tests.python.generator.contract import Query

SALES = """
    with sales as (
        select product_id, ordered_at as moment, quantity, 'web' as channel, ship_to_country_code as
            country_code
        from lines where order_id < 'O9'
        union all
        select product_id, sold_at, quantity, 'store', location_country_code
        from receipt_lines where receipt_type = 'sale' and receipt_id < 'R9'
    )
"""
SESSIONS = """
    with events as (
        select distinct event_id, visitor_id, customer_id, event_type, order_id, occurred_at, received_at
        from web__events where visitor_id is not null and event_id < 'E9'
    ),
    gaps as (
        select *, occurred_at - lag(occurred_at) over (partition by visitor_id order by occurred_at,
            event_id) as gap
        from events
    ),
    cut as (
        select *, sum(case when gap is null or gap >= interval 30 minute then 1 else 0 end)
            over (partition by visitor_id order by occurred_at, event_id) as session_number
        from gaps
    ),
    sessions as (
        select visitor_id, session_number, count(*) as events, max(customer_id) as customer_id,
            bool_or(event_type = 'page_view') as page_view, bool_or(event_type = 'product_view') as
                product_view,
            bool_or(event_type = 'add_to_cart') as add_to_cart, bool_or(event_type = 'checkout') as checkout,
            bool_or(event_type = 'order') as ordered
        from cut group by 1, 2
    )
"""


def one(query: Query, sql: str) -> float:
    """The only value of a query, as a number."""
    rows = query(sql)
    assert len(rows) == len(rows[0]) == 1
    return float(rows[0][0])


def test_popularity_is_zipf_like(query: Query) -> None:
    """The top fifth of the products sells more than two fifths of the units; every rank sells something."""
    units = [float(row[0]) for row in query(f"{SALES} select sum(quantity) from sales group by product_id")]
    units.sort(reverse=True)
    assert 0.40 < sum(units[: len(units) // 5]) / sum(units) < 0.70
    assert len(units) >= 40
    assert units[0] > 3 * units[len(units) // 2]


def test_sales_follow_the_season(query: Query) -> None:
    months = {
        int(m): float(n)
        for m, n in query(f"{SALES} select month(moment), sum(quantity) from sales group by 1")
    }
    average = sum(months.values()) / 12
    assert min(months[5], months[6], months[7]) > average
    assert months[12] > 1.1 * average
    assert max(months[1], months[2], months[10]) < average


@pytest.mark.parametrize(("channel", "best", "worst"), [("web", 7, 3), ("store", 6, 7)])
def test_sales_follow_the_weekday(query: Query, channel: str, best: int, worst: int) -> None:
    days: dict[Any, Any] = dict(
        query(f"{SALES} select isodow(moment), count(*) from sales where channel = '{channel}' group by 1")
    )
    assert max(days, key=lambda day: days[day]) == best
    assert days[worst] < 0.8 * days[best]
    if channel == "store":
        assert min(days, key=lambda day: days[day]) == worst


def test_cohorts_come_back_less_as_they_age(query: Query) -> None:
    """Of those who registered in the first year, fewer order half a year later than in the first months."""
    activity = query("""
        with born as (select customer_id, min(registered_at) as registered_at from shop__customers
                      where customer_id < 'C9' group by 1),
        cohort as (select * from born where registered_at between '2024-01-01' and '2024-12-31')
        select datediff('day', registered_at, ordered_at) // 91 as quarter,
            count(distinct customer_id) / (select count(*) from cohort)
        from cohort join orders using (customer_id) group by 1 order by 1
    """)
    active: dict[Any, Any] = dict(activity)
    assert active[0] > 0.85
    assert 0.1 < active[1] < 0.6
    assert active[0] > active[1] > active[3] > 0.05
    repeat = one(query, """
        select avg((n > 1)::int) from (select count(*) as n from orders where customer_id < 'C9' group by
            customer_id)
    """)  # fmt: skip
    assert 0.4 < repeat < 0.85


def test_some_customers_churn(query: Query) -> None:
    silent = one(query, """
        select avg((last_at < '2025-07-01')::int) from (
            select max(ordered_at) as last_at from orders where customer_id < 'C9' group by customer_id
            having min(ordered_at) < '2024-12-31')
    """)  # fmt: skip
    assert 0.3 < silent < 0.8


def test_prices_change(query: Query) -> None:
    changes = query("""
        select product_id, count(distinct start_date) from erp__price_list
        where currency_code = 'EUR' and product_id < 'P-9' group by 1
    """)
    counts = [count for _, count in changes]
    assert 0.3 < sum(count > 1 for count in counts) / len(counts) < 0.95
    assert max(counts) >= 3
    known = one(
        query,
        "select count(*) from erp__price_list where changed_at >= start_date and batch_date > '2024-01-01'",
    )
    assert known == 0


def test_promotions_lift_what_they_cover(query: Query) -> None:
    """Clearances sell more of their category in their days than in the weeks around them."""
    inside, outside = query(f"""{SALES},
        covered as (
            select p.promotion_id, p.start_date, p.end_date, products.product_id
            from shop__promotions as p
            join products on (p.category_id = 'CAT-11' and products.category_id in ('CAT-11', 'CAT-12',
                'CAT-13'))
                or (p.category_id = 'CAT-31'
                    and products.category_id in ('CAT-31', 'CAT-32', 'CAT-33'))
            where p.promotion_type = 'clearance'
        )
        select sum(quantity) filter (moment::date between start_date and end_date)
                / sum(distinct datediff('day', start_date, end_date) + 1),
            sum(quantity) filter (moment::date not between start_date and end_date) / 42
        from covered join sales on sales.product_id = covered.product_id
            and moment::date between start_date - 21 and end_date + 21
    """)[0]
    assert inside > 1.5 * outside
    share = one(query, """
        select count(distinct (order_id, line_number)) / (select count(*) from lines) from
            shop__order_line_promotions
    """)  # fmt: skip
    assert 0.12 < share < 0.35


def test_returns(query: Query) -> None:
    """About 8 % of the web lines come back, fewer in stores, more from suppliers graded C than A."""
    web = one(query, """
        select count(distinct (order_id, line_number)) / (select count(*) from lines where order_status =
            'completed')
        from shop__returns
    """)  # fmt: skip
    store = one(query, """
        select count(*) filter (receipt_type = 'return') / count(*) filter (receipt_type = 'sale') from
            receipt_lines
    """)  # fmt: skip
    assert 0.05 < web < 0.11
    assert 0.015 < store < web
    rates: dict[Any, Any] = dict(query("""
        with main as (
            select product_id, arg_max(supplier_id, (supply_share, supplier_id)) as supplier_id
            from erp__product_suppliers where batch_date = '2024-01-01' group by 1
        ),
        graded as (
            select product_id, arg_max(quality_grade, erp__suppliers.batch_date) as grade
            from main join erp__suppliers using (supplier_id) group by 1
        )
        select grade, count(r.return_id) / count(*) from lines as l join graded using (product_id)
        left join (select distinct return_id, order_id, line_number from shop__returns) as r
            using (order_id, line_number)
        where order_status = 'completed' group by 1
    """))  # fmt: skip
    assert rates["C"] > 1.5 * rates["A"]


def test_stock_runs_out_now_and_then(query: Query) -> None:
    share = one(query, """
        with days as (select unnest(generate_series(date '2024-01-01', date '2025-12-31', interval 1
            day))::date as day),
        moved as (
            select location_id, product_id, moved_at::date as day, sum(quantity) as units
            from erp__inventory_movements group by all
        ),
        listed as (
            select location_id, product_id, min(listed_from_date) as first_day,
                coalesce(max(listed_until_date), date '2100-01-01') as last_day
            from erp__assortments group by all
        ),
        on_hand as (
            select sum(coalesce(units, 0)) over (partition by location_id, product_id order by day) as on_hand
            from listed join days on day between first_day and last_day left join moved
            using (location_id, product_id, day)
        )
        select avg((on_hand <= 0)::int) from on_hand
    """)  # fmt: skip
    assert 0.01 < share < 0.06
    goods_in: dict[Any, Any] = dict(query("select product_id, count(*) from erp__inventory_movements "
                          "where movement_type = 'goods_in' group by 1"))  # fmt: skip
    assert min(goods_in[f"P-000{n}"] for n in range(1, 8)) > 12


def test_parcels_have_a_late_tail(query: Query) -> None:
    assert query("""
        select shipment_id from shop__orders join erp__shipments using (order_id)
        where picked_at < ordered_at
    """) == []  # fmt: skip
    late, slow, lost = query("""
        with last as (
            select shipment_id, max(picked_at) as picked_at, max(shipped_at) as shipped_at,
                max(delivered_at) as delivered_at
            from erp__shipments where picked_at < '2025-11-15' group by 1
        )
        select avg((delivered_at - shipped_at > interval 7 day)::int),
            quantile_cont(epoch(delivered_at - picked_at) / 86400, 0.5), avg((delivered_at is null)::int)
                from last
    """)[0]
    assert 0.02 < late < 0.12
    assert 1 < slow < 5
    assert 0.002 < lost < 0.03


def test_order_and_payment_states(query: Query) -> None:
    cancelled, guests, failed = query("""
        select avg((order_status = 'cancelled')::int), avg((customer_id is null)::int),
            (select count(distinct order_id) from shop__payments where payment_status = 'failed') / count(*)
        from orders
    """)[0]
    assert 0.02 < cancelled < 0.06
    assert 0.03 < guests < 0.08
    assert 0.04 < failed < 0.09
    assert query("""
        select order_id from shop__payments where payment_status = 'failed' and payment_id < 'PAY9'
        and order_id not in (select order_id from shop__payments where attempt_number = 2)
    """) == []  # fmt: skip
    changes = one(query, "select count(*) / count(distinct order_id) from shop__orders")
    assert 1.9 < changes < 2.3
    assert query("""
        select o.order_id from orders as o join erp__shipments as s using (order_id) where order_status =
            'cancelled'
    """) == []  # fmt: skip


def test_sessions_mostly_do_not_convert(query: Query) -> None:
    sessions, viewed, cart, checkout, ordered = query(f"""{SESSIONS}
        select count(*), avg(product_view::int), avg(add_to_cart::int), avg(checkout::int), avg(ordered::int)
        from sessions
    """)[0]
    assert sessions > 1500
    assert 1 > viewed > cart > checkout > ordered
    assert 0.08 < ordered < 0.20
    assert query(f"""{SESSIONS}
        select * from sessions where not page_view or (add_to_cart and not product_view)
            or (checkout and not add_to_cart) or (ordered and not checkout)
    """) == []  # fmt: skip


def test_session_gaps_are_unmistakable(query: Query) -> None:
    """No gap between events of a visitor lies between a quarter of an hour and an hour and a half."""
    assert query(f"{SESSIONS} select count(*) from gaps where gap between interval 901 second and "
                 f"interval 90 minute"
                 ) == [(0,)]  # fmt: skip
    visits = one(query, f"{SESSIONS} select max(session_number) from sessions")
    assert visits >= 3


def test_order_events_are_the_orders(query: Query) -> None:
    assert query(f"""{SESSIONS}
        select e.event_id from events as e full join (select * from orders where visitor_id is not null) as o
            on o.order_id = e.order_id and o.visitor_id = e.visitor_id and o.ordered_at = e.occurred_at
            and o.customer_id is not distinct from e.customer_id
        where (e.event_id is null and o.ordered_at < '2025-12-31') or (o.order_id is null and e.event_type
            = 'order')
    """) == []  # fmt: skip
    tracked = one(query, "select count(visitor_id) / count(*) from orders")
    assert 0.1 < tracked < 0.3


def test_some_events_are_late(query: Query) -> None:
    late, very_late = query(f"""{SESSIONS}
        select avg((received_at - occurred_at > interval 1 hour)::int),
            count(*) filter (received_at - occurred_at > interval 1 day) from events
    """)[0]
    assert 0.005 < late < 0.03
    assert very_late >= 2


def test_review_words_follow_the_rating(query: Query) -> None:
    words: dict[str, list[Any]] = defaultdict(list)
    for rating, text in query("select rating, review_text from web__reviews where review_text is not null"):
        for word, mood in (
            ("quality", "bad"),
            ("Schlechte", "bad"),
            ("Excellent", "good"),
            ("Love it", "good"),
        ):
            if word in text:
                words[mood].append(rating)
    assert set(words["bad"]) <= {1, 2}
    assert set(words["good"]) <= {4, 5}
    assert min(len(words["bad"]), len(words["good"])) > 5
    by_product = one(query, """
        select corr(rating, rate) from (
            select product_id, avg(rating) as rating from web__reviews group by 1 having count(*) >= 5
        ) join (
            select product_id, count(r.return_id) / count(*) as rate from lines
            left join shop__returns as r using (order_id, line_number) group by 1
        ) using (product_id)
    """)  # fmt: skip
    assert by_product < -0.1


def test_stores_sell_in_their_currency_and_hours(query: Query) -> None:
    assert query("""
        select distinct r.location_id from receipts as r join erp__locations as l using (location_id)
        join reference__countries as c on c.country_code = l.country_code
        where r.currency_code <> c.currency_code or r.location_country_code <> l.country_code
            or l.location_type <> 'store'
    """) == []  # fmt: skip
    stamps = query("select store_no, sold_at from raw_pos__receipts where receipt_no < 'R9'")
    offsets: dict[str, set[str]] = defaultdict(set)
    for store, stamp in stamps:
        offsets[store].add(stamp[-6:])
        assert 10 <= int(stamp[11:13]) <= 20
    assert offsets["ST-09"] == {"+09:00"}
    assert offsets["ST-08"] == {"-05:00", "-04:00"}
    assert offsets["ST-05"] == {"+00:00", "+01:00"}
    first = query("select min(sold_at)::date::text from receipts where location_id = 'ST-06'")[0][0]
    assert first >= "2024-09-02"


def test_berlin_time_has_the_right_offset(query: Query) -> None:
    """Summer time of 2024 lasts from 31 March 01:00 UTC to 27 October 01:00 UTC."""
    assert query("""
        with local as (
            select right(r.ordered_at, 6) as shift, t.ordered_at as utc from raw_shop__orders as r
            join shop__orders as t on t.batch_date = r.batch_date::date and t.row_number = r.row_number::int
                and t.delivery_number = r.delivery_number::int
            where t.ordered_at < '2025-01-01'
        )
        select count(*) from local where (shift = '+02:00')
            <> (utc >= '2024-03-31 01:00' and utc < '2024-10-27 01:00')
    """) == [(0,)]  # fmt: skip


def test_tiers_rise_with_spending(query: Query) -> None:
    fallen = query("""
        with steps as (
            select customer_id, list_position(['none', 'bronze', 'silver', 'gold'], loyalty_tier) as tier,
                changed_at
            from shop__customers where customer_id < 'C9'
        ),
        moves as (select tier - lag(tier) over (partition by customer_id order by changed_at) as step from
            steps)
        select count(*) filter (step < 0), count(*) filter (step > 0) from moves
    """)[0]
    assert fallen[0] == 0
    assert fallen[1] > 100
    spent: dict[Any, Any] = dict(
        query("""
        select tier, avg(spent) from (
            select customer_id, arg_max(loyalty_tier, changed_at) as tier from shop__customers
            where registered_at >= '2024-01-01' and customer_id < 'C9' group by 1
        ) join (
            select customer_id, sum(quantity * unit_price - line_discount_amount) as spent from lines
            where currency_code = 'EUR' and order_status <> 'cancelled' group by 1
        ) using (customer_id) group by 1
    """)
    )
    assert spent["gold"] > spent["silver"] > spent["bronze"]


def test_people_move_and_change(query: Query) -> None:
    moves = one(
        query, "select count(*) from shop__addresses where change_operation = 'u' and address_id < 'A9'"
    )
    profiles = one(
        query, "select count(*) from (select distinct customer_id, phone, email from shop__customers) "
    )
    customers = one(query, "select count(distinct customer_id) from shop__customers")
    assert moves > 20
    assert profiles - customers > 20


def test_members_and_points(query: Query) -> None:
    assert one(query, "select count(member_id) / count(*) from receipts where receipt_type = 'sale'") > 0.3
    assert one(query, "select count(*) from (select member_id from pos__loyalty_members group by 1 "
                      "having max(batch_date) < '2025-12-31')") >= 3  # fmt: skip
    same = one(query, """
        select count(distinct member_id) from pos__loyalty_members as m
        join shop__customers as c on lower(trim(c.email)) = lower(trim(m.email)) and c.email <> m.email
    """)  # fmt: skip
    named = one(query, """
        select count(distinct member_id) from pos__loyalty_members as m
        join shop__customers as c on lower(c.last_name) = lower(m.last_name) and c.first_name = m.first_name
            and c.birth_date = m.birth_date
        join shop__addresses as a on a.customer_id = c.customer_id and a.postcode = m.postcode
        where m.email is null
    """)  # fmt: skip
    assert min(same, named) >= 3


def test_rates_walk_slowly(query: Query) -> None:
    steps = query("""
        select currency_code, max(abs(eur_per_unit / before - 1)), min(eur_per_unit), max(eur_per_unit) from (
            select *, lag(eur_per_unit) over (partition by currency_code order by rate_date) as before
            from finance__fx_rates
        ) group by 1
    """)
    plausible = {"GBP": (1.0, 1.35), "SEK": (0.075, 0.105), "USD": (0.8, 1.1), "JPY": (0.005, 0.008)}
    assert {code for code, *_ in steps} == set(plausible)
    for code, step, low, high in steps:
        assert 0.004 < step < 0.03
        assert plausible[code][0] < low < high < plausible[code][1]
    assert one(query, "select count(*) from finance__fx_rates where isodow(rate_date) > 5") == 0


def test_forecasts_are_near_and_get_nearer(query: Query) -> None:
    rows = query(f"""{SALES},
        actual as (
            select date_trunc('month', moment)::date as month_date, p.category_id, sum(quantity) as units
            from sales join (
                select product_id, arg_min(category_id, batch_date) as category_id from erp__products group
                    by 1
            ) as p using (product_id) group by all
        )
        select revision_number, sum(planned_unit_count) / sum(units),
            avg(abs(planned_unit_count - coalesce(units, 0)))
        from finance__sales_forecasts left join actual using (month_date, category_id) group by 1 order by 1
    """)
    assert [row[0] for row in rows] == [1, 2, 3]
    assert all(0.75 < row[1] < 1.35 for row in rows)
    assert rows[1][2] < rows[0][2]
    assert one(query, "select count(*) from finance__sales_forecasts where batch_date > '2024-01-01' "
                      "and month_date <= batch_date") == 0  # fmt: skip


def test_categories_are_ragged_and_move_once(query: Query) -> None:
    depths: dict[Any, Any] = dict(
        query("""
        with recursive latest as (
            select category_id, arg_max(coalesce(parent_category_id, ''), changed_at) as parent
            from erp__categories where changed_at < '2025-01-01' group by 1
        ),
        tree as (
            select category_id, 1 as depth from latest where parent = ''
            union all select latest.category_id, depth + 1 from latest join tree on parent = tree.category_id
        )
        select depth, count(*) from tree where category_id not in (select parent from latest) group by 1
    """)
    )
    assert set(depths) == {2, 3, 4}
    moved = query("""
        select count(distinct category_id) from erp__categories where change_operation = 'u'
        and changed_at between '2025-07-01' and '2025-08-01'
    """)
    assert moved[0][0] >= 3
    switched = query("select product_id from erp__products group by 1 having count(distinct category_id) > 1")
    assert len(switched) >= 2


def test_products_change_and_end(query: Query) -> None:
    costly = one(query, """
        select avg((n > 1)::int) from (
            select count(distinct unit_cost_amount) as n from erp__products
            where product_type = 'physical' group by product_id
        )
    """)  # fmt: skip
    assert costly > 0.5
    assert one(query, "select count(distinct product_id) from erp__products where is_discontinued") >= 2
    kinds: dict[Any, Any] = dict(query("select product_type, count(*) from products group by 1"))
    assert kinds["physical"] / sum(kinds.values()) > 0.75
    assert set(kinds) == {"physical", "digital", "gift_card"}
    assert one(query, "select count(*) from products where launch_date > '2024-01-01'") >= 2
