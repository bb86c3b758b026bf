-- On a Sunday no rate is published; the last one before is Friday's.
with

expected (ordered_at, currency_code, last_rate_date) as (

    values
    (timestamp '2024-06-09 12:00:00', 'SEK', date '2024-06-07')

),

actual as (

    select
        orders.ordered_at,
        orders.currency_code,
        max(rates.rate_date) as last_rate_date
    from {{ ref('stg_shop__orders_history') }} as orders
    inner join {{ ref('stg_finance__fx_rates_history') }} as rates
        on
            orders.currency_code = rates.currency_code
            and rates.rate_date <= cast(orders.ordered_at as date)
    where orders.order_id = 'O9000008'
        and orders.is_current
    group by orders.ordered_at, orders.currency_code

)
{{- challenge('weekend_without_rate', complete_on='2024-06-10') }}
