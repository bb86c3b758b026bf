-- grain: one row per count of a product at a location (location_id, product_id, count_date)
{{ config(**replace_changed(['location_id', 'product_id', 'count_date'])) }}

with

counts as (

    select * from {{ ref('stg_erp__inventory_counts_history') }}

)

select
    location_id,
    product_id,
    count_date,
    counted_quantity,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from counts
where is_current
    and {{ is_new_row('counts') }}
