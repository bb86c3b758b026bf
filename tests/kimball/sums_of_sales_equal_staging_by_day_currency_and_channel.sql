-- What the star sums to is what the sources delivered, to the cent, for each UTC day, currency and channel:
-- units, line amounts, and what was given for the order as a whole, which the star holds by line.
with

web_orders as (

    select * from {{ ref('stg_shop__orders_history') }} where is_current

),

web_lines as (

    select * from {{ ref('stg_shop__order_lines_history') }} where is_current

),

receipts as (

    select * from {{ ref('stg_pos__receipts_history') }} where is_current and receipt_type = 'sale'

),

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }}

),

delivered as (

    select
        'web' as channel,
        cast(web_orders.ordered_at as date) as ordered_date,
        web_orders.currency_code,
        1 as line_count,
        web_lines.quantity,
        web_lines.quantity * web_lines.unit_price as line_amount,
        web_lines.line_discount_amount,
        0 as order_discount_amount,
        0 as shipping_amount,
        0 as tax_amount
    from web_orders
    inner join web_lines
        on web_orders.order_id = web_lines.order_id

    union all

    select
        'web' as channel,
        cast(ordered_at as date) as ordered_date,
        currency_code,
        0 as line_count,
        0 as quantity,
        0 as line_amount,
        0 as line_discount_amount,
        round(order_discount_amount, 2) as order_discount_amount,
        round(shipping_amount, 2) as shipping_amount,
        round(tax_amount, 2) as tax_amount
    from web_orders
    where order_id in (select order_id from web_lines)

    union all

    select
        'store' as channel,
        cast(sold_at as date) as ordered_date,
        currency_code,
        0 as line_count,
        0 as quantity,
        0 as line_amount,
        0 as line_discount_amount,
        round(receipt_discount_amount, 2) as order_discount_amount,
        0 as shipping_amount,
        round(tax_amount, 2) as tax_amount
    from receipts

    {% for position in ['1', '2', '3', '4'] -%}
        union all

        select
            'store' as channel,
            cast(sold_at as date) as ordered_date,
            currency_code,
            1 as line_count,
            line_{{ position }}_quantity as quantity,
            line_{{ position }}_quantity * line_{{ position }}_unit_price as line_amount,
            coalesce(line_{{ position }}_discount_amount, 0) as line_discount_amount,
            0 as order_discount_amount,
            0 as shipping_amount,
            0 as tax_amount
        from receipts
        where line_{{ position }}_product_id is not null

    {% endfor %}
),

delivered_sums as (

    select
        channel,
        ordered_date,
        currency_code,
        sum(line_count) as line_count,
        sum(quantity) as quantity,
        sum(line_amount) as line_amount,
        sum(line_discount_amount) as line_discount_amount,
        sum(order_discount_amount) as order_discount_amount,
        sum(shipping_amount) as shipping_amount,
        sum(tax_amount) as tax_amount
    from delivered
    group by channel, ordered_date, currency_code

),

star_sums as (

    select
        channel,
        cast(ordered_at as date) as ordered_date,
        currency_code,
        count(*) as line_count,
        sum(quantity) as quantity,
        sum(line_amount) as line_amount,
        sum(line_discount_amount) as line_discount_amount,
        sum(allocated_order_discount_amount) as order_discount_amount,
        sum(allocated_shipping_amount) as shipping_amount,
        sum(allocated_tax_amount) as tax_amount
    from fct_order_lines
    group by channel, ordered_date, currency_code

)

select
    coalesce(delivered_sums.channel, star_sums.channel) as channel,
    coalesce(delivered_sums.ordered_date, star_sums.ordered_date) as ordered_date,
    coalesce(delivered_sums.currency_code, star_sums.currency_code) as currency_code,
    delivered_sums.line_amount as delivered_line_amount,
    star_sums.line_amount as star_line_amount
from delivered_sums
full join star_sums
    on
        delivered_sums.channel = star_sums.channel
        and delivered_sums.ordered_date = star_sums.ordered_date
        and delivered_sums.currency_code = star_sums.currency_code
where delivered_sums.line_count is distinct from star_sums.line_count
    or delivered_sums.quantity is distinct from star_sums.quantity
    or delivered_sums.line_amount is distinct from star_sums.line_amount
    or delivered_sums.line_discount_amount is distinct from star_sums.line_discount_amount
    or delivered_sums.order_discount_amount is distinct from star_sums.order_discount_amount
    or delivered_sums.shipping_amount is distinct from star_sums.shipping_amount
    or delivered_sums.tax_amount is distinct from star_sums.tax_amount
