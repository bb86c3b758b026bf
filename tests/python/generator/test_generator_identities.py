"""Amounts, shares and stocks that must add up to the last cent and unit."""

from __future__ import annotations

from tests.python.generator.contract import Query

ORDER_TOTALS = """
    with net as (select order_id, sum(quantity * unit_price - line_discount_amount) as net from lines group
        by 1),
    totals as (
        select o.*, net - order_discount_amount + shipping_amount as before_tax,
            rounded((net - order_discount_amount + shipping_amount) * c.vat_rate, o.currency_code) as
                expected_tax
        from orders as o join net using (order_id)
        join reference__countries as c on c.country_code = o.ship_to_country_code
    )
"""


def test_tax_of_orders(query: Query) -> None:
    assert query(f"{ORDER_TOTALS} select order_id, tax_amount, expected_tax from totals "
                 "where tax_amount <> expected_tax") == []  # fmt: skip


def test_attempts_to_pay_are_for_the_whole_order(query: Query) -> None:
    sql = f"""{ORDER_TOTALS}
        select p.payment_id from shop__payments as p join totals as o using (order_id)
        where p.amount <> before_tax + tax_amount or p.currency_code <> o.currency_code
    """
    assert query(sql) == [("PAY90000091",)]
    assert query("""
        select count(*) from orders as o where order_status = 'completed' and not exists (
            select 1 from shop__payments as p where p.order_id = o.order_id)
    """) == [(0,)]  # fmt: skip


def test_line_discounts_are_the_sum_of_their_promotions(query: Query) -> None:
    assert query("""
        select order_id, line_number from shop__order_lines
        left join (
            select order_id, line_number, sum(discount_amount) as given from shop__order_line_promotions
                group by all
        ) using (order_id, line_number)
        where change_operation <> 'd' and line_discount_amount <> coalesce(given, 0)
    """) == []  # fmt: skip
    assert query("select count(*) from (select 1 from shop__order_line_promotions "
                 "group by order_id, line_number having count(*) > 1)") > [(3,)]  # fmt: skip


def test_refunds_are_the_returned_part_of_what_was_paid(query: Query) -> None:
    assert query("""
        select r.return_id from shop__returns as r join lines as l using (order_id, line_number)
        where r.quantity > l.quantity or 2 * abs(
            r.refund_amount * l.quantity - (l.quantity * l.unit_price - l.line_discount_amount) * r.quantity
        ) > l.quantity * case when l.currency_code = 'JPY' then 1 else 0.01 end
    """) == []  # fmt: skip


def test_receipts_add_up(query: Query) -> None:
    assert query("""
        with net as (
            select receipt_id, sum(quantity * unit_price - discount_amount) as net from receipt_lines group
                by 1
        )
        select receipt_id from receipts join net using (receipt_id)
        join reference__countries on country_code = location_country_code
        where total_amount <> net - receipt_discount_amount + tax_amount
            or tax_amount <> rounded((net - receipt_discount_amount) * vat_rate, receipts.currency_code)
    """) == []  # fmt: skip


def test_store_returns_take_back_what_was_sold(query: Query) -> None:
    assert query("""
        select r.receipt_id from receipt_lines as r
        left join receipt_lines as s on s.receipt_id = r.original_receipt_id and s.product_id = r.product_id
            and s.location_id = r.location_id and s.unit_price = r.unit_price and s.quantity >= r.quantity
            and s.sold_at < r.sold_at and s.discount_amount >= r.discount_amount
        where r.receipt_type = 'return' and s.receipt_id is null
    """) == []  # fmt: skip
    assert query("select count(*) from receipts where receipt_type = 'return'") > [(40,)]


def test_yen_are_whole(query: Query) -> None:
    assert query("""
        select count(*) from lines where currency_code = 'JPY'
        and (unit_price <> round(unit_price) or line_discount_amount <> round(line_discount_amount))
        union all
        select count(*) from receipts where currency_code = 'JPY' and total_amount <> round(total_amount)
        union all
        select count(*) from receipt_lines where currency_code = 'JPY' and discount_amount <>
            round(discount_amount)
    """) == [(0,)] * 3  # fmt: skip


def test_prices_are_those_of_the_price_list(query: Query) -> None:
    """The unit price of a sale is the list price of its day; the key in other case and the orphan aside."""
    prices = """
        with sold as (
            select product_id, currency_code, ordered_at as at, unit_price from lines where product_id < 'P-8'
                and product_id like 'P%'
            union all
            select product_id, currency_code, sold_at, unit_price from receipt_lines where receipt_type =
                'sale'
        ),
        priced as (
            select product_id, currency_code, start_date, list_price from erp__price_list where start_date
                is not null
        )
    """
    assert query(f"""{prices}
        select count(*) from sold asof left join priced
            on sold.product_id = priced.product_id and sold.currency_code = priced.currency_code
            and sold.at >= priced.start_date
        where list_price is distinct from unit_price
    """) == [(0,)]  # fmt: skip


def test_supplied_shares_sum_to_one_at_each_change(query: Query) -> None:
    assert query("""
        with times as (select distinct product_id, changed_at as change_at from erp__product_suppliers),
        states as (
            select t.product_id, t.change_at, s.supplier_id,
                arg_max(case when s.change_operation = 'd' then 0 else s.supply_share end,
                        (s.changed_at, s.change_operation = 'd')) as share
            from times as t join erp__product_suppliers as s on s.product_id = t.product_id and
                s.changed_at <= t.change_at
            group by all
        )
        select product_id, change_at, sum(share) from states group by all having sum(share) <> 1
    """) == []  # fmt: skip


ON_HAND = """
    with days as (select unnest(generate_series(date '2024-01-01', date '2025-12-31', interval 1
        day))::date as day),
    moved as (
        select location_id, product_id, moved_at::date as day, sum(quantity) as units
        from erp__inventory_movements group by all
    ),
    on_hand as (
        select location_id, product_id, day,
            sum(units) over (partition by location_id, product_id order by day) as on_hand
        from (select distinct location_id, product_id from moved) cross join days
        left join moved using (location_id, product_id, day)
    )
"""


def test_counts_are_what_the_movements_leave(query: Query) -> None:
    """On hand at the end of a count's day is what was counted: a difference is corrected the same day."""
    assert query(f"""{ON_HAND}
        select c.* from erp__inventory_counts as c left join on_hand as o
            on o.location_id = c.location_id and o.product_id = c.product_id and o.day = c.count_date
        where o.on_hand is distinct from c.counted_quantity
    """) == []  # fmt: skip
    corrected = query("""
        select count(*), count(c.count_date) from erp__inventory_movements as m left join
            erp__inventory_counts as c
            on c.location_id = m.location_id and c.product_id = m.product_id and c.count_date =
                m.moved_at::date
        where movement_type = 'correction'
    """)
    assert corrected[0][0] == corrected[0][1] > 100


def test_every_sale_of_goods_moves_stock(query: Query) -> None:
    """One movement for each sold line of goods that has left, and for each one that came back."""
    assert query("""
        with sold as (
            select receipt_id as document_id, location_id, product_id, 'sale' as kind, -quantity as quantity
            from receipt_lines join products using (product_id)
            where receipt_type = 'sale' and product_type = 'physical'
            union all
            select receipt_id, location_id, product_id, 'return', quantity
            from receipt_lines join products using (product_id)
            where receipt_type = 'return' and product_type = 'physical'
            union all
            select l.order_id, s.location_id, l.product_id, 'sale', -l.quantity
            from lines as l join products using (product_id)
            join (select distinct order_id, location_id from erp__shipments) as s on s.order_id = l.order_id
            where product_type = 'physical'
        ),
        moved as (
            select document_id, location_id, product_id, movement_type as kind, quantity
            from erp__inventory_movements
            where movement_type in ('sale', 'return') and not (movement_type = 'return' and document_id
                like 'O%')
        )
        (from sold except all from moved) union all (from moved except all from sold)
    """) == []  # fmt: skip


def test_transfers_have_two_sides(query: Query) -> None:
    assert query("""
        select document_id from erp__inventory_movements where movement_type like 'transfer%'
        group by document_id, product_id
        having sum(quantity) <> 0 or count(*) <> 2 or count(distinct location_id) <> 2
    """) == []  # fmt: skip
    assert query("select count(*) from erp__inventory_movements where movement_type = 'transfer_in'") > [(5,)]


def test_only_listed_goods_are_sold(query: Query) -> None:
    assert query("""
        with listed as (
            select location_id, product_id, listed_from_date, max(listed_until_date) as listed_until_date
            from erp__assortments group by all
        )
        select receipt_id, product_id from receipt_lines as r join products using (product_id)
        where receipt_type = 'sale' and product_type = 'physical' and not exists (
            select 1 from listed as l where l.location_id = r.location_id and l.product_id = r.product_id
            and r.sold_at::date between listed_from_date and coalesce(listed_until_date, date '2100-01-01'))
    """) == []  # fmt: skip
