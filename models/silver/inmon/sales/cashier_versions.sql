-- grain: one row per cashier_id and version
-- A receipt that is printed again may name another cashier, which nothing says of the one before: all versions are
-- compared with those that are there.
{{ config(post_hook="{{ delete_cashiers_without_receipts() }}", **replace_changed(['cashier_id'])) }}

with

cashiers as (

    select * from {{ ref('receipts_3nf_cashiers') }}

)

select
    cashier_id,
    valid_from,
    cashier_name,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from cashiers
