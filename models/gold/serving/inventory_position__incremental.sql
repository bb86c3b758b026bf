-- grain: one row per product and location that the stock of the newest day holds
{{ config(
    post_hook="{{ delete_keys_that_have_no_source(['product_durable_key', 'location_id'], [(
        ref('fct_inventory_daily'),
        ['product_durable_key', 'location_id'],
        'date_key = (select max(date_key) from ' ~ ref('fct_inventory_daily') ~ ')',
    )]) }}",
    **replace_changed(['product_durable_key', 'location_id'])
) }}

with

computed as (

    {{ inventory_position() | indent }}

)

select
    product_durable_key,
    location_id,
    as_of_date,
    product_id,
    product_name,
    location_name,
    is_listed,
    is_stock_out,
    on_hand_quantity,
    inventory_value_eur,
    sold_quantity_28_days,
    received_quantity_28_days,
    stock_out_day_count_28_days,
    average_on_hand_28_days,
    days_of_cover,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from computed
