-- grain: one row per stock movement (movement_id)
{{ config(**replace_changed(['movement_id'])) }}

with

movements as (

    select * from {{ ref('stg_erp__inventory_movements_history') }}

)

select
    movement_id,
    location_id,
    product_id,
    movement_type,
    quantity,
    moved_at,
    document_id,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from movements
where is_current
    and {{ is_new_row('movements') }}
