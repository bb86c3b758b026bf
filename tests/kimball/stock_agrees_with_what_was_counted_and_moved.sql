-- At the end of a day on which a product was counted, on hand is what was counted; and each day of the fact holds the
-- movements that were delivered for it, no more and no fewer.
with

fct_inventory_daily as (

    select
        fct_inventory_daily.*,
        dim_product_current.product_id,
        dim_date.date_day
    from {{ ref('fct_inventory_daily') }} as fct_inventory_daily
    inner join {{ ref('dim_product_current') }} as dim_product_current
        on fct_inventory_daily.product_durable_key = dim_product_current.product_durable_key
    inner join {{ ref('dim_date') }} as dim_date
        on fct_inventory_daily.date_key = dim_date.date_key

),

counts as (

    select * from {{ ref('stg_erp__inventory_counts_history') }} where is_current

),

moved as (

    select
        product_id,
        location_id,
        cast(moved_at as date) as moved_date,
        count(*) as movement_count,
        sum(quantity) as quantity
    from {{ ref('stg_erp__inventory_movements_history') }}
    where is_current
    group by product_id, location_id, cast(moved_at as date)

),

days as (

    select
        product_id,
        location_id,
        date_day,
        movement_count,
        received_quantity + returned_quantity + transferred_in_quantity
        - sold_quantity - transferred_out_quantity - written_off_quantity
        + corrected_quantity as quantity
    from fct_inventory_daily
    where movement_count <> 0

)

select
    'count' as problem,
    counts.product_id,
    counts.location_id,
    counts.count_date as stock_date,
    counts.counted_quantity as expected_quantity,
    fct_inventory_daily.on_hand_quantity as found_quantity
from counts
left join fct_inventory_daily
    on
        counts.product_id = fct_inventory_daily.product_id
        and counts.location_id = fct_inventory_daily.location_id
        and counts.count_date = fct_inventory_daily.date_day
where fct_inventory_daily.on_hand_quantity is distinct from counts.counted_quantity

union all

select
    'movements' as problem,
    coalesce(moved.product_id, days.product_id) as product_id,
    coalesce(moved.location_id, days.location_id) as location_id,
    coalesce(moved.moved_date, days.date_day) as stock_date,
    moved.quantity as expected_quantity,
    days.quantity as found_quantity
from moved
full join days
    on
        moved.product_id = days.product_id
        and moved.location_id = days.location_id
        and moved.moved_date = days.date_day
where moved.quantity is distinct from days.quantity
    or moved.movement_count is distinct from days.movement_count
