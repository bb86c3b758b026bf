-- What the star says came back is what the sources delivered, to the cent, for each UTC day, currency and channel.
-- A return by parcel is in the currency of its order; where nothing describes that, in none.
with

web_orders as (

    select * from {{ ref('stg_shop__orders_history') }} where is_current

),

web_returns as (

    select * from {{ ref('stg_shop__returns_history') }} where is_current

),

receipts as (

    select * from {{ ref('stg_pos__receipts_history') }} where is_current and receipt_type = 'return'

),

fct_returns as (

    select * from {{ ref('fct_returns') }}

),

delivered as (

    select
        'web' as channel,
        cast(web_returns.returned_at as date) as returned_date,
        coalesce(web_orders.currency_code, 'missing') as currency_code,
        1 as return_count,
        web_returns.quantity,
        web_returns.refund_amount
    from web_returns
    left join web_orders
        on web_returns.order_id = web_orders.order_id

    {% for position in ['1', '2', '3', '4'] -%}
        union all

        select
            'store' as channel,
            cast(sold_at as date) as returned_date,
            currency_code,
            1 as return_count,
            line_{{ position }}_quantity as quantity,
            line_{{ position }}_quantity * line_{{ position }}_unit_price
            - coalesce(line_{{ position }}_discount_amount, 0) as refund_amount
        from receipts
        where line_{{ position }}_product_id is not null

    {% endfor %}
    union all

    select
        'store' as channel,
        cast(sold_at as date) as returned_date,
        currency_code,
        0 as return_count,
        0 as quantity,
        -round(receipt_discount_amount, 2) as refund_amount
    from receipts

),

delivered_sums as (

    select
        channel,
        returned_date,
        currency_code,
        sum(return_count) as return_count,
        sum(quantity) as quantity,
        sum(refund_amount) as refund_amount
    from delivered
    group by channel, returned_date, currency_code

),

star_sums as (

    select
        split_part(fct_returns.return_id, '|', 1) as channel,
        cast(fct_returns.returned_at as date) as returned_date,
        dim_currency.currency_code,
        count(*) as return_count,
        sum(fct_returns.quantity) as quantity,
        sum(fct_returns.refund_amount) as refund_amount
    from fct_returns
    inner join {{ ref('dim_currency') }} as dim_currency
        on fct_returns.currency_key = dim_currency.currency_key
    group by
        split_part(fct_returns.return_id, '|', 1),
        cast(fct_returns.returned_at as date),
        dim_currency.currency_code

)

select
    coalesce(delivered_sums.channel, star_sums.channel) as channel,
    coalesce(delivered_sums.returned_date, star_sums.returned_date) as returned_date,
    coalesce(delivered_sums.currency_code, star_sums.currency_code) as currency_code,
    delivered_sums.refund_amount as delivered_refund_amount,
    star_sums.refund_amount as star_refund_amount
from delivered_sums
full join star_sums
    on
        delivered_sums.channel = star_sums.channel
        and delivered_sums.returned_date = star_sums.returned_date
        and delivered_sums.currency_code = star_sums.currency_code
where delivered_sums.return_count is distinct from star_sums.return_count
    or delivered_sums.quantity is distinct from star_sums.quantity
    or delivered_sums.refund_amount is distinct from star_sums.refund_amount
