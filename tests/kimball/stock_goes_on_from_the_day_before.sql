-- The days of a product at a location follow one another up to the newest delivery, and each level is that of the
-- day before, or 0, with what came and left on the day.
with

days as (

    select
        fct_inventory_daily.*,
        dim_date.date_day,
        lag(dim_date.date_day) over (
            partition by fct_inventory_daily.product_durable_key, fct_inventory_daily.location_id
            order by dim_date.date_day nulls last
        ) as previous_day,
        lag(fct_inventory_daily.on_hand_quantity, 1, 0) over (
            partition by fct_inventory_daily.product_durable_key, fct_inventory_daily.location_id
            order by dim_date.date_day nulls last
        ) as previous_quantity,
        lead(dim_date.date_day) over (
            partition by fct_inventory_daily.product_durable_key, fct_inventory_daily.location_id
            order by dim_date.date_day nulls last
        ) as next_day
    from {{ ref('fct_inventory_daily') }} as fct_inventory_daily
    inner join {{ ref('dim_date') }} as dim_date
        on fct_inventory_daily.date_key = dim_date.date_key

)

select
    product_durable_key,
    location_id,
    date_day,
    previous_day,
    previous_quantity,
    on_hand_quantity
from days
where previous_day <> date_day - 1
    or (next_day is null and date_day <> {{ as_of_date() }})
    or on_hand_quantity
    <> previous_quantity
    + received_quantity + returned_quantity + transferred_in_quantity
    - sold_quantity - transferred_out_quantity - written_off_quantity
    + corrected_quantity + count_difference_quantity
